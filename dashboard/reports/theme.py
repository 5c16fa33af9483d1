"""What the pages on a theme share: parts of measures by name, and the page around them."""

from collections.abc import Iterable
from dataclasses import replace

from dashboard.charts.style import of_sources
from dashboard.domain.area_views import AreaView
from dashboard.reports import absences, comparators, sentences
from dashboard.reports.areas import lead_of, notes_of
from dashboard.reports.courses import change_of_country
from dashboard.reports.measures import about_note, measures_of, unsupplied_of, where, why_no_figure
from dashboard.reports.report import Measure, Opening, Part, ThemeReport

MOST_FIGURES = 3  # that a page begins with; a measure has as many as there are places that stand in for the area


def part_of(view: AreaView, title: str, names: Iterable[str]) -> Part:
    """Return a part of the page that tells these measures, and which of them are missing."""
    asked = tuple(names)
    return Part(title, missing_of(view, asked), measures=measures_of(view, asked))


def sourced(part: Part, view: AreaView, names: Iterable[str]) -> Part:
    """Return a part whose chart, if it has one, says who published these measures."""
    return replace(part, chart=of_sources(part.chart, [one.source for one in view.known(names)]))


def missing_of(view: AreaView, names: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence on those of these measures that have no figure here, or nothing."""
    asked = tuple(names)
    withheld = sentences.for_members(view.withheld(asked))
    return (*absences.grouped(view, view.without(asked)), *filter(None, [withheld]))


def finding_of(view: AreaView, names: Iterable[str]) -> str:
    """Return the finding of the first of these measures that has a figure, or why there is none to tell."""
    known = view.known(names)
    stated = [(latest, one) for one in known for latest in view.latest(one)[:1]]
    for latest, one in stated[:1]:
        figure = latest.figure
        theirs = change_of_country(view, one, figure)
        return sentences.finding(figure, view.a_year_before(figure), one, where(latest.place, view.area), theirs)
    return why_no_figure(view, known[0]) if known else ""


def theme_report(
    title: str,
    question: str,
    view: AreaView,
    parts: Iterable[Part],
    notes: Iterable[str] = (),
    *,
    finding: str = "",
    figures: Iterable[str] = (),
) -> ThemeReport:
    """Return the page on a theme, which answers ``question``; parts without anything in them are left out.

    It begins with its ``finding``, the first chart of its parts, and the measures named in ``figures``.
    """
    whose = [view.whose(indicator) for indicator in view.catalogue]
    gone = view.without(view.catalogue.indicators)
    elsewhere = whose.count("elsewhere") > 0 or any(map(view.latest_anywhere, gone))
    missing = [view.absence(one).absence for one in gone]
    lead = lead_of(view.area, whose.count("area"), whose.count("wider"), missing, elsewhere=elsewhere)
    compared_with = comparators.whom(view.group, view.definitions.neighbours)
    held = tuple(part for part in parts if _holds_something(part))
    pictured = next((at for at, part in enumerate(held) if part.chart), None)
    return ThemeReport(
        title=f"{view.area.name}: {title}",
        area=view.area.name,
        opening=Opening(finding, _own(view, figures), pictured),
        lead=f"{question} {lead}",
        notes=tuple(filter(None, (*notes_of(view.area, view.areas), *notes, compared_with, about_note(view)))),
        parts=held,
        unsupplied=tuple(unsupplied_of(view, one) for one in gone),
        revision=view.revision,
        owners=tuple(dict.fromkeys(agency for one in view.catalogue for agency in one.owners)),
    )


def _own(view: AreaView, names: Iterable[str]) -> tuple[Measure, ...]:
    """The first of these measures that have a figure here, or that a wider area stands in for; not the country."""
    found: list[str] = []
    rows = 0
    for one in view.known(names):
        rows += len(view.latest(one))
        if rows > MOST_FIGURES:
            break
        found += [one.id] if view.latest(one) else []
    return measures_of(view, found)


def _holds_something(part: Part) -> bool:
    return any((part.said, part.newest, part.measures, part.chart, part.tables, part.after))
