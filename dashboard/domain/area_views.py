"""All figures that the pages of one area are made of, found by measure and place: made once, given to every report."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from dashboard.domain.absences import Absence, Absent, absent
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.comparators import Group
from dashboard.domain.definitions import Definitions
from dashboard.domain.events import Event, events_of
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.periods import Period
from dashboard.domain.shown_figures import LAST_SHOWN, ShownFigure, last_shown

Figures = tuple[ShownFigure, ...]


class AreaValue(NamedTuple):
    """What one area has for a measure and period; NaN where there is no number."""

    area: str
    value: float
    denominator: float


Senders = Mapping[str, frozenset[str]]  # by measure the kept codes of the areas that some figure was sent of
# By measure the kept codes of the areas whose newest value is older than a verdict may be, beside any area's.
Outdated = Mapping[str, frozenset[str]]
Everywhere = dict[tuple[str, Period], list[AreaValue]]  # the values of all areas, by measure and period


class Latest(NamedTuple):
    """The figure that stands for a place: its newest with a value, and a newer one without, if there is one.

    Without any value it is the newest, which says why.
    """

    place: Area
    figure: ShownFigure
    newer: ShownFigure | None = None

    @property
    def newest(self) -> ShownFigure:
        """The figure whose period ended last, whether it has a value or not."""
        return self.figure if self.newer is None else self.newer


@dataclass(frozen=True)
class AreaView:
    """An area at a revision: the figures shown of it, of wider areas, of its countries, and of ``parts``.

    ``figures`` are in the order of their keys. ``catalogue`` are the measures of the page that its reader may see.
    ``parts`` are places within the area that its page takes apart, such as its authorities or forces. ``group`` is
    whom it is compared with, None for the country of each measure. ``restricted`` are the measures whose figures are
    for members of the partnership, where the reader is none; it is the same whether there are any. ``senders`` say of
    which areas a measure was sent, and ``outdated`` whose newest is too old for a verdict, as far as the reader may
    know it; ``until`` is the day after which no period ends of what is shown, ``told_on`` the day on which it is told,
    None where nothing depends on it.
    """

    area: Area
    revision: int
    catalogue: Catalogue
    definitions: Definitions = field(repr=False)
    figures: Figures = field(repr=False)
    parts: tuple[Area, ...] = ()
    group: Group | None = None
    restricted: frozenset[str] = frozenset()
    senders: Senders = field(default_factory=dict, repr=False)
    outdated: Outdated = field(default_factory=dict, repr=False)
    until: date | None = None
    told_on: date | None = None

    @property
    def areas(self) -> Areas:
        """The areas as they stand at the revision."""
        return self.definitions.areas

    @cached_property
    def code(self) -> str:
        """The code that the area's own figures are kept under."""
        return self.areas.kept_code(self.area.code)

    @cached_property
    def wider(self) -> tuple[Area, ...]:
        """The areas whose figures stand in, and are named, where the area has none of its own."""
        return tuple(self.areas.standing_in_for(self.area))

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], Figures]:
        return _grouped(self.figures)

    @cached_property
    def _headlines(self) -> dict[tuple[str, str], Figures]:
        return _grouped(figure for figure in self.figures if figure.key.is_headline)

    @cached_property
    def _by_period(self) -> dict[tuple[str, str, Period], ShownFigure]:
        return {(f.key.indicator, f.key.area, f.key.period): f for f in self.figures if f.key.is_headline}

    def known(self, names: Iterable[str]) -> list[Indicator]:
        """Return the measures of these that the catalogue has, in this order."""
        return [self.catalogue.called(name) for name in names if name in self.catalogue]

    def all_groups(self, indicator: str, area: str) -> Figures:
        """Return the figures of a measure in the area of this code, of everybody and of groups of people."""
        return self._by_place.get((indicator, area), ())

    def series(self, indicator: str, area: str) -> Figures:
        """Return the figures of everybody, of a measure in the area of this code."""
        return self._headlines.get((indicator, area), ())

    def series_of(self, figure: ShownFigure) -> Figures:
        """Return the figures of everybody that share measure, area and kind of period with one, in order of time."""
        key = figure.key
        return tuple(one for one in self.series(key.indicator, key.area) if one.period.kind is key.period.kind)

    def of_period(self, indicator: str, area: str, period: Period) -> ShownFigure | None:
        """Return the figure of everybody for one period."""
        return self._by_period.get((indicator, area, period))

    def a_year_before(self, figure: ShownFigure) -> ShownFigure | None:
        """Return the figure of the same measure and area for the same period of the year before, if it has a value."""
        found = self.of_period(figure.key.indicator, figure.key.area, figure.period.a_year_earlier())
        return found if found is not None and found.is_known else None

    def compared_before(self, figure: ShownFigure) -> ShownFigure | None:
        """Return the newest earlier figure of its series that is compared, where one comes before its comparator does.

        None where the figure is compared itself, or is not for another reason; no figure a year older is meant.
        """
        if not figure.is_known or figure.comparison is not None or figure.not_compared == LAST_SHOWN:
            return None
        if figure.comparator is None or not math.isnan(figure.comparator.value):
            return None
        year = figure.period.a_year_earlier().end
        earlier = [
            one for one in self.series_of(figure) if one.comparison and year < one.period.end < figure.period.end
        ]
        return max(earlier, key=lambda one: one.period.end, default=None)

    def judged(self, latest: Latest) -> ShownFigure:
        """Return the figure whose verdict is told of what stands for a place: itself, or ``compared_before``."""
        return self.compared_before(latest.figure) or latest.figure

    @cached_property
    def _latest(self) -> dict[str, tuple[Latest, ...]]:
        return {indicator.id: self._of_places(indicator) for indicator in self.catalogue}

    def _of_places(self, indicator: Indicator) -> tuple[Latest, ...]:
        own = self.latest_of(indicator, self.area)
        if own is not None:
            return (own,)
        return tuple(latest for place in self.wider if (latest := self.latest_of(indicator, place)) is not None)

    def latest(self, indicator: Indicator) -> tuple[Latest, ...]:
        """Return what stands for a measure: the area's own figure, else those of the wider areas it lies in."""
        return self._latest.get(indicator.id, ())

    def first_latest(self, indicator: Indicator) -> Latest | None:
        """Return the first of what stands for a measure, None where nothing does."""
        return next(iter(self.latest(indicator)), None)

    def latest_of(self, indicator: Indicator, place: Area) -> Latest | None:
        """Return what stands for a measure in one place; an old figure without a verdict."""
        code = self.code if place == self.area else place.code
        found = latest_in(self.series(indicator.id, code), indicator, place)
        return found if found is None else found._replace(figure=self.of_age(found.figure))

    def of_age(self, figure: ShownFigure) -> ShownFigure:
        """Return the newest figure of an area as it is told: where others are more than a year newer as last shown."""
        return last_shown(figure) if figure.is_known and self._is_outdated(figure) else figure

    def _is_outdated(self, figure: ShownFigure) -> bool:
        name, area = figure.key.indicator, figure.key.area
        if area in self.outdated.get(name, ()):
            return True
        country = self._newest_of_country.get(name)
        return country is not None and is_outdated(figure.period, country)

    @cached_property
    def _newest_of_country(self) -> dict[str, Period]:
        """By measure the newest period that a country has a value for."""
        found: dict[str, Period] = {}
        for place in self.areas.of_kind(AreaKind.COUNTRY):
            for one in self.catalogue:
                ends = [figure.period for figure in self.series(one.id, place.code) if figure.is_known]
                known = [*ends, *filter(None, [found.get(one.id)])]
                found.update({one.id: max(known, key=lambda period: period.end)} if known else {})
        return found

    def latest_of_country(self, indicator: Indicator) -> Latest | None:
        """Return what stands for a measure in the first country that has a figure, other than the area itself."""
        places = (place for place in self.areas.of_kind(AreaKind.COUNTRY) if place.code != self.area.code)
        return next((latest for place in places if (latest := self.latest_of(indicator, place))), None)

    def latest_anywhere(self, indicator: Indicator) -> tuple[Latest, ...]:
        """Return what stands for a measure here, else in the country."""
        country = None if self.latest(indicator) else self.latest_of_country(indicator)
        return self.latest(indicator) or ((country,) if country else ())

    def whose(self, indicator: Indicator) -> Literal["area", "wider", "elsewhere", ""]:
        """Return which places have figures of a measure, if only of a group of people: the first that holds.

        "area" is the area or an authority of it, "wider" an area it lies in, "elsewhere" another that its page
        takes apart. The country and those that the area is compared with do not count.
        """
        parts = {place.code for place in self.parts if self.all_groups(indicator.id, place.code)}
        if self.all_groups(indicator.id, self.code) or parts & set(self.area.members):
            return "area"
        if any(self.all_groups(indicator.id, place.code) for place in self.wider):
            return "wider"
        return "elsewhere" if parts else ""

    def without(self, names: Iterable[str]) -> list[Indicator]:
        """Return those of these measures that nobody sent a figure of here."""
        return [one for one in self.known(names) if not self.whose(one) and one.id not in self.restricted]

    def absence(self, indicator: Indicator, place: Area | None = None) -> Absent:
        """Return why there is no figure of everybody of a measure in a place, by default the area."""
        if indicator.id in self.restricted:
            return Absent(Absence.FOR_MEMBERS)
        asked = place or self.area
        found = absent(indicator, asked, self.areas, self.senders.get(indicator.id), self.until)
        latest = (self.latest_of(indicator, one) for one in found.of if one.code != asked.code)
        return replace(found, instead=tuple((one.place, one.figure) for one in latest if one and one.figure.is_known))

    def withheld(self, names: Iterable[str]) -> list[Indicator]:
        """Return those of these measures of which the reader may see no figure here, sent or not."""
        return [one for one in self.known(names) if not self.whose(one) and one.id in self.restricted]

    def events_of(self, indicators: Sequence[Indicator], area: Area) -> tuple[Event, ...]:
        """Return what happened that a chart of these measures in an area shows."""
        return events_of(self.definitions.events, indicators, area, self.areas)


def latest_in(series: Sequence[ShownFigure], indicator: Indicator, place: Area) -> Latest | None:
    """Return what stands for a place in the figures of a measure, None where there are none."""
    last = newest(series, indicator)
    if last is None:
        return None
    known = newest([figure for figure in series if figure.is_known], indicator)
    if known is None:
        return Latest(place, last)
    return Latest(place, known, last if last.period.end > known.period.end else None)


def is_outdated(period: Period, newest: Period) -> bool:
    """Return whether a figure is too old for a verdict: it ended more than a year before the ``newest`` of its kind."""
    return period.end < newest.a_year_earlier().end


def newest(figures: Iterable[ShownFigure], indicator: Indicator) -> ShownFigure | None:
    """Return the figure whose period ended last; of two that ended together, the kind usual for the indicator."""
    recency = _recency(indicator)
    return max(figures, key=lambda figure: recency(figure.period), default=None)


def newest_period(periods: Iterable[Period], indicator: Indicator) -> Period | None:
    """Return the period that ended last, as ``newest`` does of figures."""
    return max(periods, key=_recency(indicator), default=None)


def _recency(indicator: Indicator) -> Callable[[Period], tuple[date, int]]:
    rank = {kind: -place for place, kind in enumerate(indicator.period_kinds)}
    return lambda period: (period.end, rank.get(period.kind, -len(rank)))


def _grouped(figures: Iterable[ShownFigure]) -> dict[tuple[str, str], Figures]:
    found: dict[tuple[str, str], list[ShownFigure]] = defaultdict(list)
    for figure in figures:
        found[figure.key.indicator, figure.key.area].append(figure)
    return {key: tuple(group) for key, group in found.items()}
