"""How old each agency's newest figure is, whose figures are due next, and whose should have come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.domain.absences import Absence
from dashboard.domain.agencies import Agency
from dashboard.domain.area_views import AreaView
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import add_months
from dashboard.reports import sentences
from dashboard.reports.report import Age


@dataclass(frozen=True)
class Newest:
    """The last day of an agency's newest figure, and the day its next is due; None where it has sent nothing.

    ``is_asked`` is whether any figure of the area could come from it, sent or not.
    """

    agency: Agency
    end: date | None = None
    due: date | None = None
    is_asked: bool = True

    def is_late(self, today: date) -> bool:
        """Whether the next figure should have come."""
        return self.due is not None and self.due < today


def newest_by_agency(view: AreaView, today: date) -> list[Newest]:
    """Return how far each agency's figures go: of measures that it is the first to answer for, shown here."""
    return [_newest(agency, _ends(agency, view, today), is_asked=_is_asked(agency, view)) for agency in Agency]


def _is_asked(agency: Agency, view: AreaView) -> bool:
    mine = [one for one in view.catalogue if one.answers_first is agency]
    return any(view.latest(one) or view.absence(one).absence in _COULD_COME for one in mine)


_COULD_COME = (*(one for one in Absence if one.can_be_asked_for), Absence.FOR_MEMBERS, Absence.LATER)


def _ends(agency: Agency, view: AreaView, today: date) -> list[tuple[date, Indicator]]:
    mine = [one for one in view.catalogue.of_agency(agency) if one.answers_first is agency and not one.plan]
    ends = [(latest.figure.period.end, one) for one in mine for latest in view.latest(one) if latest.figure.is_known]
    return [(end, one) for end, one in ends if end < today]


def _newest(agency: Agency, ends: list[tuple[date, Indicator]], *, is_asked: bool) -> Newest:
    if not ends:
        return Newest(agency, is_asked=is_asked)
    last = max(end for end, _ in ends)
    ended = [one for end, one in ends if end == last]
    within_a_year = [one for one in ended if one.frequency != "annual"] or ended
    # A return is late when all of it should be there, so the slowest of its measures says when.
    return Newest(agency, last, max(_due(last, one) for one in within_a_year))


def _due(end: date, indicator: Indicator) -> date:
    """The day by which the figure after one that ended then should be out."""
    return indicator.due_by(add_months(end + timedelta(days=1), indicator.months_apart) - timedelta(days=1))


def ages(newest: Iterable[Newest], today: date) -> tuple[Age, ...]:
    """Return the age of each agency's newest figure in words."""
    return tuple(_age(one, today) for one in newest)


def _age(one: Newest, today: date) -> Age:
    late = one.is_late(today)
    said = sentences.age(one.agency.label, one.end, today, late=late, is_asked=one.is_asked)
    return Age(said, "nothing" if one.end is None else "late" if late else "in time")


def due_next(newest: Iterable[Newest], today: date) -> str:
    """Return whose figures come next, by month, and whose are late."""
    known = sorted(((one.agency.label, one.due) for one in newest if one.due), key=lambda pair: pair[1])
    coming = [(name, day) for name, day in known if day >= today]
    soonest = [pair for pair in coming if pair[1] == coming[0][1]]
    return sentences.due(soonest, [(name, day) for name, day in known if day < today])
