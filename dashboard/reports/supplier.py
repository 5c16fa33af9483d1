"""What one agency sends: its measures, the pages and partnerships that use them, when the next are due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.periods import Period
from dashboard.reports.coverage import Arrival, Line, Returns, newest_of, next_due


@dataclass(frozen=True)
class Sent:
    """A measure that an agency is asked for first: its newest period here, and when the one after it is due.

    ``due`` is None where none was ever sent, and for plans, which nobody can be late with.
    """

    indicator: Indicator
    newest: Period | None = None
    ends: date | None = None
    due: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Supplier:
    """An agency's own page: how it stands, what it sends and could send, which partnerships have figures of it."""

    agency: Agency
    line: Line
    sent: tuple[Sent, ...]
    never_sent: tuple[Indicator, ...]
    partnerships: tuple[str, ...]


def supplier_report(
    line: Line, arrivals: Sequence[Arrival], places: Collection[str], catalogue: Catalogue, areas: Areas, today: date
) -> Supplier:
    """Return the page of the agency that ``line`` is about; ``places`` are the codes its figures are for."""
    mine = [one for one in catalogue if one.answers_first is line.agency]
    came = {one.id: period for one, period in newest_of(catalogue, arrivals).items()}
    returns = Returns.of([one for one in arrivals if one.period.end < today], catalogue)
    sent = tuple(_sent(one, came[one.id], returns, today) for one in mine if one.id in came)
    never = tuple(one for one in mine if one.id not in came)
    return Supplier(line.agency, line, sent, never, _partnerships(places, areas))


def _sent(indicator: Indicator, newest: Period, returns: Returns, today: date) -> Sent:
    if indicator.plan:
        return Sent(indicator, newest)
    end, due = next_due(indicator, newest, returns)
    return Sent(indicator, newest, end, due, due < today)


def _partnerships(places: Collection[str], areas: Areas) -> tuple[str, ...]:
    """The partnerships that have an authority in any of these places, in the order of their names."""
    found = [areas.at(code) for code in places if code in areas.by_code or code in areas.same_as]
    covered = {code for area in found if area.kind is not AreaKind.COUNTRY for code in _authorities(area, areas)}
    partnerships = areas.of_kind(AreaKind.PARTNERSHIP)
    return tuple(sorted(one.name for one in partnerships if covered & set(one.members)))


def _authorities(area: Area, areas: Areas) -> set[str]:
    return {areas.kept_code(code) for code in area.members}
