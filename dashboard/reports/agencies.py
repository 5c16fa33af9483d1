"""Which agencies the reader has marked, put on a finished report.

Figures of other agencies are dimmed where they are shown. Nothing is worked out again and nothing is taken away, for a
share, a rung or a total is what it is, whoever looks at it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from dashboard.domain.agencies import Agency, is_of
from dashboard.domain.wording import listed
from dashboard.reports import sentences
from dashboard.reports.report import IndicatorReport, Lines, OverviewReport, SpineReport, ThemeReport
from dashboard.reports.standing import of_agency

_Page = TypeVar("_Page", OverviewReport, ThemeReport, SpineReport, IndicatorReport)


def marked(report: _Page, agencies: Collection[Agency]) -> _Page:
    """Return a report that says which agencies are marked and what that means; for none as it is."""
    chosen = tuple(agency for agency in Agency if agency in agencies)
    if not chosen:
        return report
    notes = [*report.notes, sentences.NOT_ADDED]
    if isinstance(report, SpineReport):
        return replace(report, chosen=chosen, notes=tuple(notes), themes=tuple(_mine_first(report.themes, chosen)))
    if isinstance(report, OverviewReport):
        counts = [of_agency(report.standings, agency) for agency in chosen]
        looks = tuple(one.first(chosen) for one in report.may_be_looked_at)
        return replace(report, chosen=chosen, looks=looks, notes=(*report.notes, " ".join(counts), sentences.NOT_ADDED))
    if isinstance(report, ThemeReport) and not is_of(report.owners, chosen):
        notes.insert(-1, sentences.none_of_theirs([agency.label for agency in chosen]))
    if isinstance(report, IndicatorReport):
        notes.insert(-1, sentences.whose(report.owners, chosen))
    return replace(report, chosen=chosen, notes=tuple(notes))


def _mine_first(themes: Sequence[Lines], chosen: Sequence[Agency]) -> Iterable[Lines]:
    """The lines of the agencies chosen by theme, and then the others by theme."""
    apart = {True: listed([agency.label for agency in chosen]), False: "other agencies"}
    for mine, whose in apart.items():
        for theme in themes:
            lines = tuple(line for line in theme.lines if is_of(line.owners, chosen) is mine)
            if lines:
                yield replace(theme, title=f"{theme.title}: {whose}", lines=lines)
