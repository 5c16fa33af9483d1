"""What pages read beside an area's own figures: who shares a prison, how many forces send drug tests."""

from collections import Counter, defaultdict

from sqlmodel import Session

from dashboard.assembly.figures import ended_by, estimates_at
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.figures import PERIOD, State, breakdown_pairs, make_period
from dashboard.domain.indicators import Catalogue
from dashboard.domain.pathways import BY_PRISON, TESTS
from dashboard.domain.periods import Period
from dashboard.domain.requests import AtRevision, Scope
from dashboard.store import figures as figures_store


def released_to(session: Session, at: AtRevision, area: Area) -> dict[str, frozenset[str]]:
    """Return by prison the authorities that it releases people to, as far as figures were sent. No numbers."""
    if area.kind not in (AreaKind.AUTHORITY, AreaKind.PARTNERSHIP):
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    sent = ended_by(figures_store.read(session, at.revision, indicators=[BY_PRISON]), at.until)
    for code, breakdown in sent[["area", "breakdown"]].drop_duplicates().itertuples(index=False, name=None):
        prison = breakdown_pairs(breakdown).get("prison")
        if prison:
            found[prison].add(code)
    return {prison: frozenset(codes) for prison, codes in found.items()}


def forces_with_tests(session: Session, scope: Scope) -> dict[Period, int]:
    """Return by period how many police forces sent drug tests on arrest, hidden ones among them."""
    tests = Catalogue({test.id: test for test in scope.catalogue if test.id == TESTS})
    forces = scope.areas.of_kind(AreaKind.POLICE_FORCE)
    figures = estimates_at(session, scope.basis, tests, forces, headline=True)
    sent = figures[figures["numerator"].notna() | figures["state"].isin([state for state in State if state.is_hidden])]
    return Counter(make_period(*period) for period in sent[PERIOD].itertuples(index=False, name=None))
