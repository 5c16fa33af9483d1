"""Who has sent which quarter, what is late, what comes next: worked out from the catalogue and from what came.

A quarter counts from the first that anybody sent. The return of an agency is made of the measures it is asked for
first and has sent before; of an agency that has sent none, of all that are published for places within the country.
One file holds them all, so the quick wait for the others, and a return is due when most of its measures are. What is
slower still has a day of its own.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import AreaKind
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.periods import OF_A_QUARTER, Period, PeriodKind, add_months, quarter_of, quarter_told_by

QUARTERS = 8  # the newest that are told: two years
_MOST = 0.75  # of the measures of a return: then it is due

Places = Mapping[str, Mapping[date, tuple[int, int]]]  # by measure and the last day of a quarter: came, of how many


@dataclass(frozen=True)
class Arrival:
    """That figures of a measure for a period came: with which revision, on which day, from whom."""

    indicator: str
    period: Period
    revision: int
    on: date
    by: str


class Standing(StrEnum):
    """How a quarter of an agency stands."""

    IN = "in"
    IN_PART = "in part"
    LATE = "late"
    NOT_DUE = "not due"
    NOTHING = "nothing expected"


@dataclass(frozen=True)
class Return:
    """One quarter of one agency: how many of its measures came of those expected, and when the first missing is due.

    ``places`` are for how many places the measure came that came for fewest, of those that sent it in the year before.
    """

    agency: Agency
    quarter: Period
    standing: Standing
    came: int = 0
    expected: int = 0
    due: date | None = None
    places: tuple[int, int] = (0, 0)

    @property
    def said(self) -> str:
        """How it stands in words: "Late: 20 of 22 measures in, due by 30 September 2026"."""
        counts = f"{self.came} of {self.expected} measure{'' if self.expected == 1 else 's'}"
        match self.standing:
            case Standing.IN:
                return f"In: {counts}"
            case Standing.IN_PART:
                return f"In part: {counts}, for {self.places[0]} of {self.places[1]} places"
            case Standing.LATE:
                return f"Late: {counts} in, due by {in_full(self.due)}"
            case Standing.NOT_DUE:
                return f"Not due until {in_full(self.due)}: {counts} in"
        return "Nothing expected"


@dataclass(frozen=True)
class Line:
    """One agency: its quarters, newest first; what of it comes next; what it sent last.

    ``late_measures`` are those whose next figure should have come and belongs to none of the late quarters, such as
    what comes once a year.
    """

    agency: Agency
    returns: tuple[Return, ...]
    next: Return | None
    last: Arrival | None
    late_measures: tuple[Indicator, ...] = ()

    @property
    def late(self) -> tuple[Return, ...]:
        """The quarters that should have come, oldest first."""
        return tuple(one for one in reversed(self.returns) if one.standing is Standing.LATE)


@dataclass(frozen=True)
class Coverage:
    """How every agency stands in the newest quarters, newest first; no quarters where nobody has sent any."""

    quarters: tuple[Period, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Returns:
    """What came of the measures that come monthly or quarterly, and so what is awaited of each agency and by when."""

    came: tuple[Arrival, ...]
    quarterly: Mapping[str, Indicator]
    begun: Mapping[str, date]

    @classmethod
    def of(cls, arrivals: Iterable[Arrival], catalogue: Catalogue) -> "Returns":
        """Return the returns that ``arrivals`` belong to."""
        quarterly = {one.id: one for one in catalogue if one.months_apart < 12 and not one.plan}
        came = tuple(one for one in arrivals if one.indicator in quarterly and one.period.kind in OF_A_QUARTER)
        begun: dict[str, date] = {}
        for one in came:
            begun[one.indicator] = min(one.period.end, begun.get(one.indicator, one.period.end))
        return cls(came, quarterly, begun)

    def awaited(self, agency: Agency, quarter: Period) -> list[Indicator]:
        """Return which measures are awaited of an agency for a quarter."""
        mine = [one for one in self.quarterly.values() if one.answers_first is agency]
        sent = [one for one in mine if one.id in self.begun]
        if not sent:
            return [one for one in mine if one.geography is not AreaKind.COUNTRY]
        return [one for one in sent if self.begun[one.id] <= quarter.end]

    def due(self, indicator: Indicator, quarter: Period) -> date:
        """Return the day by which a measure is due: with the return that it is a part of, or later if it is slow."""
        own = indicator.due_by(quarter.end)
        days = sorted(one.due_by(quarter.end) for one in self.awaited(indicator.answers_first, quarter))
        return max(own, days[ceil(_MOST * len(days)) - 1]) if days else own

    def there(self, quarter: Period) -> set[str]:
        """Return the measures that came for a quarter."""
        return {one.indicator for one in self.came if quarter_told_by(one.period) == quarter}


def coverage_report(arrivals: Sequence[Arrival], catalogue: Catalogue, today: date, places: Places) -> Coverage:
    """Return how each agency stands on ``today``; ``arrivals`` are of ``places`` within the country."""
    known = [one for one in arrivals if one.indicator in catalogue and one.period.end < today]
    returns = Returns.of(known, catalogue)
    quarters = _quarters(returns.came, today)
    newest = newest_of(catalogue, arrivals)
    lines = []
    for agency in Agency:
        found = [_return(agency, quarter, returns, places, today) for quarter in quarters]
        coming = next((one for one in reversed(found) if one.standing is Standing.NOT_DUE), None)
        mine = [one for one in known if catalogue.called(one.indicator).answers_first is agency]
        last = max(mine, key=lambda one: (one.revision, one.period.end), default=None)
        ended = tuple(one for one in found if one.quarter.end < today)
        late = {one.quarter for one in ended if one.standing is Standing.LATE}
        lines.append(Line(agency, ended, coming, last, tuple(_late_beside(agency, late, returns, newest, today))))
    return Coverage(tuple(one for one in quarters if one.end < today), tuple(lines))


def newest_of(catalogue: Catalogue, arrivals: Iterable[Arrival]) -> dict[Indicator, Period]:
    """Return the newest period that came of each measure of a catalogue that has some, in its order."""
    came: dict[str, Period] = {}
    for one in arrivals:
        came[one.indicator] = max(one.period, came.get(one.indicator, one.period), key=lambda period: period.end)
    return {one: came[one.id] for one in catalogue if one.id in came}


def _late_beside(
    agency: Agency, late: Collection[Period], returns: Returns, newest: Mapping[Indicator, Period], today: date
) -> Iterator[Indicator]:
    for one, period in newest.items():
        if one.answers_first is agency and not one.plan:
            end, due = next_due(one, period, returns)
            if due < today and (one.id not in returns.begun or quarter_of(end) not in late):
                yield one


def next_due(indicator: Indicator, newest: Period, returns: Returns) -> tuple[date, date]:
    """Return the last day of the period after the newest that came of a measure, and the day by which it is due."""
    end = next_end(newest, indicator)
    due = returns.due(indicator, quarter_of(end)) if indicator.id in returns.begun else indicator.due_by(end)
    return end, due


def _quarters(came: Iterable[Arrival], today: date) -> list[Period]:
    """The running quarter and the eight before it, newest first, from the first that anybody sent."""
    first = min((one.period.end for one in came), default=None)
    if first is None:
        return []
    running = quarter_of(today)
    quarters = [quarter_of(add_months(running.start, -3 * back)) for back in range(QUARTERS + 1)]
    return [one for one in quarters if one.end >= first]


def _return(agency: Agency, quarter: Period, returns: Returns, places: Places, today: date) -> Return:
    expected = {one.id: one for one in returns.awaited(agency, quarter)}
    if not expected:
        return Return(agency, quarter, Standing.NOTHING)
    missing = expected.keys() - returns.there(quarter)
    came = len(expected) - len(missing)
    if not missing:
        fewest = _fewest(expected, quarter, places)
        whole = Standing.IN if fewest[0] == fewest[1] else Standing.IN_PART
        return Return(agency, quarter, whole, came, len(expected), places=fewest)
    due = min(returns.due(expected[name], quarter) for name in missing)
    standing = Standing.LATE if due < today else Standing.NOT_DUE
    return Return(agency, quarter, standing, came, len(expected), due)


def _fewest(names: Iterable[str], quarter: Period, places: Places) -> tuple[int, int]:
    """For how many places the measure came that misses most of those that it came for before."""
    found = [places.get(name, {}).get(quarter.end, (0, 0)) for name in names]
    return max(found, key=lambda one: one[1] - one[0])


def next_end(newest: Period, indicator: Indicator) -> date:
    """Return the last day of the period that comes after the newest one of a measure."""
    usual = indicator.months_apart if newest.kind in OF_A_QUARTER else 12
    months = max(usual, 3) if newest.kind is PeriodKind.QUARTER else usual
    return add_months(newest.end + timedelta(days=1), months) - timedelta(days=1)


def in_full(day: date | None) -> str:
    """Return a day as people write it, "30 September 2026", nothing for none."""
    return f"{day.day} {day:%B %Y}" if day else ""
