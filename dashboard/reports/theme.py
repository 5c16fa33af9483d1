"""What the pages of the themes share: measures of one area by name, and the page around its parts."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from dashboard.domain.areas import Area, Areas
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.wording import counted
from dashboard.reports import sentences
from dashboard.reports.area import Told, notes_of, told_of, told_of_country, unsupplied_of
from dashboard.reports.report import Measure, Part, ThemeReport, measure


@dataclass(frozen=True)
class Shown:
    """Compared estimates of an area, of wider areas and of its country, of the measures of a page."""

    area: Area
    estimates: pd.DataFrame = field(repr=False)
    catalogue: Catalogue
    areas: Areas

    def known(self, names: Iterable[str]) -> list[Indicator]:
        """Return the measures of these that the catalogue has, in this order."""
        return [self.catalogue.called(name) for name in names if name in self.catalogue]

    def headline(self, indicator: Indicator) -> pd.DataFrame:
        """Return the estimates of everybody."""
        rows = self.estimates
        everybody = (rows["sex"] == "persons") & (rows["age"] == "") & (rows["breakdown"] == "")
        return rows[everybody & (rows["indicator"] == indicator.id)]

    def told(self, indicator: Indicator) -> list[Told]:
        """Return what is told of a measure: of the area itself, else of the wider areas it lies in."""
        return told_of(self.headline(indicator), indicator, self.area, self.areas)

    def measures(self, names: Iterable[str]) -> tuple[Measure, ...]:
        """Return the figures of these measures, those without one left out."""
        return tuple(
            measure(told.row, one, told.place, self.area, told.later)
            for one in self.known(names)
            for told in self.told(one)
        )

    def of_country(self, indicator: Indicator) -> Told | None:
        """Return what is told of the country on the page of an area."""
        return told_of_country(self.headline(indicator), indicator, self.area, self.areas)

    def without(self, names: Iterable[str]) -> list[Indicator]:
        """Return those of these measures that have no figure here."""
        return [one for one in self.known(names) if not self.told(one)]

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return a sentence on those of these measures that have no figure here, or nothing."""
        return tuple(filter(None, [sentences.missing(self.without(names))]))


def theme_report(title: str, shown: Shown, parts: Iterable[Part], revision: int, compared_with: str) -> ThemeReport:
    """Return the page on a theme; parts without anything in them are left out."""
    there = [one for one in shown.catalogue if shown.told(one)]
    whole = [one for one in there if shown.told(one)[0].place.code == shown.area.code]
    gone = [one for one in shown.catalogue if one not in there]
    return ThemeReport(
        title=f"{shown.area.name}: {title}",
        lead=_lead(shown.area, len(whole), len(there) - len(whole), len(gone)),
        notes=tuple(filter(None, (*notes_of(shown.area, shown.areas), compared_with))),
        parts=tuple(part for part in parts if part.text or part.measures or part.chart or part.tables),
        unsupplied=tuple(map(unsupplied_of, gone)),
        revision=revision,
    )


def _lead(area: Area, whole: int, wider: int, gone: int) -> str:
    if not whole and not wider:
        return (
            f"There are no figures for {area.name} yet. Send a first file on the upload page: "
            "the list below says what to ask for, and from whom."
        )
    figures = f"{counted(whole, 'measure')} for {area.name}"
    shared = f", {wider} for a wider area that takes it in" if wider else ""
    return f"{figures}{shared}; {f'{gone} not supplied' if gone else 'none is missing'}."
