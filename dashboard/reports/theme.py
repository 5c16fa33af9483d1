"""What the pages on a theme share: parts of measures by name, and the page around them."""

from collections.abc import Iterable

from dashboard.domain.area_views import AreaView
from dashboard.reports import absences, comparators, sentences
from dashboard.reports.areas import lead_of, notes_of
from dashboard.reports.measures import measures_of, unsupplied_of
from dashboard.reports.report import Part, ThemeReport


def part_of(view: AreaView, title: str, names: Iterable[str]) -> Part:
    """Return a part of the page that tells these measures, and which of them are missing."""
    asked = tuple(names)
    return Part(title, missing_of(view, asked), measures=measures_of(view, asked))


def missing_of(view: AreaView, names: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence on those of these measures that have no figure here, or nothing."""
    asked = tuple(names)
    withheld = sentences.for_members(view.withheld(asked))
    return (*absences.grouped(view, view.without(asked)), *filter(None, [withheld]))


def theme_report(
    title: str, question: str, view: AreaView, parts: Iterable[Part], notes: Iterable[str] = ()
) -> ThemeReport:
    """Return the page on a theme, which answers ``question``; parts without anything in them are left out."""
    whose = [view.whose(indicator) for indicator in view.catalogue]
    gone = view.without(view.catalogue.indicators)
    elsewhere = whose.count("elsewhere") > 0 or any(map(view.latest_anywhere, gone))
    missing = [view.absence(one).absence for one in gone]
    lead = lead_of(view.area, whose.count("area"), whose.count("wider"), missing, elsewhere=elsewhere)
    compared_with = comparators.whom(view.group, view.definitions.neighbours)
    return ThemeReport(
        title=f"{view.area.name}: {title}",
        area=view.area.name,
        lead=f"{question} {lead}",
        notes=tuple(filter(None, (*notes_of(view.area, view.areas), *notes, compared_with))),
        parts=tuple(part for part in parts if _holds_something(part)),
        unsupplied=tuple(unsupplied_of(view, one) for one in gone),
        revision=view.revision,
        owners=tuple(dict.fromkeys(agency for one in view.catalogue for agency in one.owners)),
    )


def _holds_something(part: Part) -> bool:
    return any((part.said, part.newest, part.measures, part.chart, part.tables, part.after))
