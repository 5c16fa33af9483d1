"""What the pages on a theme share: measures of one area by name, and the page around its parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import pandas as pd

from dashboard.domain.areas import Area, Areas
from dashboard.domain.events import Event, events_of
from dashboard.domain.figures import no_figures
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.reports import sentences
from dashboard.reports.area import (
    Told,
    everybody,
    lead_of,
    measure_of,
    notes_of,
    told_of,
    told_of_country,
    unsupplied_of,
    wider_areas,
)
from dashboard.reports.report import Measure, Part, ThemeReport


@dataclass(frozen=True)
class Shown:
    """Compared estimates of an area, of wider areas and of its country, of the measures of a page.

    ``here`` has all estimates, those of groups of people too, of the area and of the places that its
    page takes apart; it is empty where the page takes none apart. ``events`` are those of all places.
    """

    area: Area
    estimates: pd.DataFrame = field(repr=False)
    catalogue: Catalogue
    areas: Areas
    here: pd.DataFrame = field(default_factory=no_figures, repr=False)
    events: tuple[Event, ...] = field(default=(), repr=False)

    @cached_property
    def _headlines(self) -> dict[str, pd.DataFrame]:
        return {str(name): rows for name, rows in everybody(self.estimates).groupby("indicator")}

    def known(self, names: Iterable[str]) -> list[Indicator]:
        """Return the measures of these that the catalogue has, in this order."""
        return [self.catalogue.called(name) for name in names if name in self.catalogue]

    def headline(self, indicator: Indicator) -> pd.DataFrame:
        """Return the estimates of everybody."""
        return self._headlines.get(indicator.id, self.estimates.iloc[:0])

    def events_of(self, indicators: Sequence[Indicator], area: Area) -> tuple[Event, ...]:
        """Return what happened that a chart of these measures in an area shows."""
        return events_of(self.events, indicators, area, self.areas)

    def told(self, indicator: Indicator) -> list[Told]:
        """Return what is told of a measure: of the area itself, else of the wider areas it lies in."""
        return told_of(self.headline(indicator), indicator, self.area, self.areas)

    def told_somewhere(self, indicator: Indicator) -> list[Told]:
        """Return what is told of a measure here, else of the country."""
        country = told_of_country(self.headline(indicator), indicator, self.area, self.areas)
        return self.told(indicator) or ([country] if country else [])

    def whose(self, indicator: Indicator) -> Literal["area", "wider", "elsewhere", ""]:
        """Return which places have figures of a measure, if only of a group of people: the first that holds.

        "area" is the area or an authority of it, "wider" an area it lies in, "elsewhere" another that its page
        takes apart. The country and those that the area is compared with do not count.
        """
        frames = (self.estimates, self.here)
        shown, here = (set(rows.loc[rows["indicator"] == indicator.id, "area"]) for rows in frames)
        own = self.areas.kept_code(self.area.code)
        if own in shown or here & {own, *self.area.members}:
            return "area"
        if shown & {place.code for place in wider_areas(self.area, self.areas)}:
            return "wider"
        return "elsewhere" if here else ""

    def measures(self, names: Iterable[str]) -> tuple[Measure, ...]:
        """Return the figures of these measures; where a wider area or the country stands in, it is named."""
        return tuple(measure_of(told, one, self.area) for one in self.known(names) for told in self.told_somewhere(one))

    def without(self, names: Iterable[str]) -> list[Indicator]:
        """Return those of these measures that have no figure here."""
        return [one for one in self.known(names) if not self.whose(one)]

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return a sentence on those of these measures that have no figure here, or nothing."""
        return tuple(filter(None, [sentences.missing(self.without(names))]))

    def part(self, title: str, names: Iterable[str]) -> Part:
        """Return a part of the page that tells these measures, and which of them are missing."""
        asked = tuple(names)
        return Part(title, self.missing(asked), measures=self.measures(asked))


def theme_report(
    title: str,
    question: str,
    shown: Shown,
    parts: Iterable[Part],
    revision: int,
    compared_with: str,
    notes: Iterable[str] = (),
) -> ThemeReport:
    """Return the page on a theme, which answers ``question``; parts without anything in them are left out."""
    whose = [shown.whose(one) for one in shown.catalogue]
    gone = shown.without(shown.catalogue.indicators)
    elsewhere = "elsewhere" in whose or any(map(shown.told_somewhere, gone))
    lead = lead_of(shown.area, whose.count("area"), whose.count("wider"), len(gone), elsewhere=elsewhere)
    return ThemeReport(
        title=f"{shown.area.name}: {title}",
        area=shown.area.name,
        lead=f"{question} {lead}",
        notes=tuple(filter(None, (*notes_of(shown.area, shown.areas), *notes, compared_with))),
        parts=tuple(part for part in parts if _holds_something(part)),
        unsupplied=tuple(map(unsupplied_of, gone)),
        revision=revision,
    )


def _holds_something(part: Part) -> bool:
    return any((part.said, part.newest, part.measures, part.chart, part.tables, part.after))
