"""Which periods an area has figures of, and which of its figures replaced earlier ones."""

from sqlmodel import Session

from dashboard.assembly.figures import codes_of
from dashboard.domain.areas import AreaKind
from dashboard.domain.figures import PERIOD, make_period
from dashboard.domain.periods import Period, quarter_of
from dashboard.domain.requests import Scope
from dashboard.store import figures as figures_store


def quarters_with_figures(session: Session, scope: Scope) -> tuple[Period, ...]:
    """Return the quarters in which figures of the area or of the wider areas it lies in end, newest first.

    Plans are left out, for they are known long before their period ends.
    """
    area, register = scope.area, scope.areas
    codes = {
        *map(register.kept_code, (area.code, *area.members)),
        *(one.code for one in register.standing_in_for(area)),
    }
    # A country takes in every area, and to ask for all is ten times as fast as to name them.
    areas = None if area.kind is AreaKind.COUNTRY else sorted(codes)
    measures = [one.id for one in scope.catalogue if not one.plan]
    found = figures_store.periods_of(session, measures, areas=areas, as_at=scope.revision)
    ends = {make_period(*period).end for period in found.itertuples(index=False, name=None)}
    return tuple(sorted({quarter_of(end) for end in ends}, reverse=True))


def corrected(session: Session, scope: Scope) -> list[tuple[str, Period]]:
    """Return measure and period of each figure that replaced an earlier one, here or in what is added up to here."""
    areas = [scope.area, *scope.areas.standing_in_for(scope.area)]
    codes = sorted({code for area in areas for code in codes_of(area, scope.definitions)})
    keys = figures_store.put_right(session, scope.revision, codes)
    periods = keys[PERIOD].itertuples(index=False, name=None)
    return [(name, make_period(*period)) for name, period in zip(keys["indicator"], periods, strict=True)]
