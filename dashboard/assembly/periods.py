"""Which periods an area has figures of, and which of its figures replaced earlier ones."""

from datetime import date

from sqlmodel import Session

from dashboard.assembly.index_reading import indexes
from dashboard.domain.figures import make_period
from dashboard.domain.periods import Period, quarter_of
from dashboard.domain.requests import Scope


def quarters_with_figures(session: Session, scope: Scope) -> tuple[Period, ...]:
    """Return the quarters in which figures of the area or of the wider areas it lies in end, newest first.

    Plans are left out, for they are known long before their period ends.
    """
    code, *wider = _codes(scope)
    found = indexes(session, scope.basis, scope.reach, [code, *wider])
    written = [found.get(code, {}).get("within", {}), *(found.get(place, {}).get("own", {}) for place in wider)]
    ends = {end for of_measures in written for some in of_measures.values() for end in some}
    return tuple(quarter_of(date.fromisoformat(end)) for end in sorted(ends, reverse=True))


def corrected(session: Session, scope: Scope) -> list[tuple[str, Period]]:
    """Return measure and period of each figure that replaced an earlier one, here or in what is added up to here."""
    found = indexes(session, scope.basis, scope.reach, _codes(scope)).values()
    return [
        (name, make_period(*period))
        for index in found
        for name, periods in index.get("corrected", {}).items()
        for period in periods
    ]


def _codes(scope: Scope) -> list[str]:
    places = [scope.area, *scope.areas.standing_in_for(scope.area)]
    return [scope.areas.kept_code(place.code) for place in places]
