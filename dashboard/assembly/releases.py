"""What pages read beside an area's own figures: who shares a prison, how many forces send drug tests."""

from collections import Counter
from collections.abc import Mapping
from math import isnan

from sqlmodel import Session

from dashboard.assembly.editions import figures_everywhere
from dashboard.assembly.index_reading import of_all
from dashboard.domain.areas import AreaKind
from dashboard.domain.figures import PERIOD, State, make_period
from dashboard.domain.indicators import Catalogue
from dashboard.domain.pathways import BY_PRISON, TESTS
from dashboard.domain.periods import Period
from dashboard.domain.pieces import Piece
from dashboard.domain.requests import Scope


def released_to(session: Session, scope: Scope) -> dict[str, frozenset[str]]:
    """Return by prison the authorities that it releases people to, as far as figures were sent. No numbers."""
    if scope.area.kind not in (AreaKind.AUTHORITY, AreaKind.PARTNERSHIP):
        return {}
    public, restricted = of_all(session, scope.basis, scope.reach, Piece.ROUTES)
    for_everybody, for_members = (each.get("prisons", {}).get(BY_PRISON, {}) for each in (public, restricted))
    found = {
        prison: _there(for_everybody.get(prison, {}), scope)
        | {code for code in _there(for_members.get(prison, {}), scope) if scope.reach.covers(code)}
        for prison in {*for_everybody, *for_members}
    }
    return {prison: frozenset(codes) for prison, codes in found.items() if codes}


def _there(ends: Mapping[str, str], scope: Scope) -> set[str]:
    """The authorities of which a figure had ended by the last day that is shown."""
    until = scope.until.isoformat() if scope.until else "9999"
    return {code for code, end in ends.items() if end <= until}


def forces_with_tests(session: Session, scope: Scope) -> dict[Period, int]:
    """Return by period how many police forces sent drug tests on arrest, hidden ones among them."""
    tests = Catalogue({test.id: test for test in scope.catalogue if test.id == TESTS})
    columns = ("numerator", "state")
    figures = figures_everywhere(session, scope.basis, scope.reach, tests, Piece.HISTORY_EVERYWHERE, columns)
    forces = {area.code for area in scope.areas.of_kind(AreaKind.POLICE_FORCE)}
    hidden = {state for state in State if state.is_hidden}
    rows = zip(*(figures[name].tolist() for name in ("area", *columns, *PERIOD)), strict=True)
    return Counter(
        make_period(*period)
        for area, count, state, *period in rows
        if area in forces and (not isnan(count) or state in hidden)
    )
