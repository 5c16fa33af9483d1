"""What the reader has chosen, put on a composed report: whose figures are marked, and up to when they are told.

Figures of the agencies chosen are marked in words and all others dimmed. Nothing is worked out again and nothing is
taken away, for a share, a rung or a total is what it is, whoever looks at it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import singledispatch
from typing import Any, TypeVar

import pandas as pd

from dashboard.charts.style import Chart
from dashboard.domain.agencies import Agency
from dashboard.domain.chosen import Chosen
from dashboard.domain.wording import listed
from dashboard.reports import sentences
from dashboard.reports.report import (
    CHOSEN,
    IndicatorReport,
    Line,
    Lines,
    Measure,
    OverviewReport,
    Part,
    Report,
    SpineReport,
    Table,
    ThemeReport,
    Tile,
    Unsupplied,
)

OWNERS = "Who can change it"  # the heading of the owners, over a column or before a row
_Page = TypeVar("_Page", OverviewReport, Report, ThemeReport, SpineReport, IndicatorReport)
_Owned = TypeVar("_Owned", Measure, Line, Unsupplied, Tile)


def as_chosen(report: _Page, chosen: Chosen) -> _Page:
    """Return a report with what its figures end with said, and with those of the agencies chosen marked."""
    until = chosen.until
    said = report if until is None else replace(report, notes=(*report.notes, sentences.until(until)))
    return marked(said, chosen.agencies)


def marked(report: _Page, agencies: Collection[Agency]) -> _Page:
    """Return a report in which figures of ``agencies`` are marked and all others dimmed; for none as it is."""
    names = [agency.label for agency in Agency if agency in agencies]
    if not names:
        return report
    told: _Page = _told(report, names)
    return replace(told, notes=(*told.notes, sentences.NOT_ADDED))


@singledispatch
def _told(report: object, names: Sequence[str]) -> Any:
    raise TypeError(f"no report: {report!r}, to be marked for {names}")


@_told.register
def _sections(report: Report, names: Sequence[str]) -> Report:
    sections = tuple(replace(one, measures=_all(one.measures, names)) for one in report.sections)
    return replace(report, sections=sections, unsupplied=_all(report.unsupplied, names))


@_told.register
def _overview(report: OverviewReport, names: Sequence[str]) -> OverviewReport:
    return replace(report, tiles=_all(report.tiles, names), everything=_told(report.everything, names))


@_told.register
def _theme(report: ThemeReport, names: Sequence[str]) -> ThemeReport:
    parts = tuple(_part(part, names) for part in report.parts)
    return replace(report, parts=parts, unsupplied=_all(report.unsupplied, names))


@_told.register
def _lines(report: SpineReport, names: Sequence[str]) -> SpineReport:
    themes = tuple(_mine_first(report.themes, names))
    return replace(report, themes=themes, unsupplied=_all(report.unsupplied, names))


@_told.register
def _indicator(report: IndicatorReport, names: Sequence[str]) -> IndicatorReport:
    """A page of one measure, which says whose it is; its only figure is not dimmed."""
    owners = dict(report.definition)[OWNERS].split(", ")
    latest = report.latest
    return replace(
        report,
        notes=(*report.notes, sentences.whose(owners, names)),
        latest=None if latest is None else replace(latest, owners=_marked_owners(latest.owners, names)),
    )


def owned(one: _Owned, names: Sequence[str]) -> _Owned:
    """Return a figure with the agencies of these names marked among its owners, dimmed where there are none."""
    return replace(one, owners=_marked_owners(one.owners, names), dimmed=not _is_of(one.owners, names))


def _all(figures: Iterable[_Owned], names: Sequence[str]) -> tuple[_Owned, ...]:
    return tuple(owned(one, names) for one in figures)


def _is_of(owners: str, names: Sequence[str]) -> bool:
    return any(owner in names for owner in owners.split(", "))


def _marked_owners(owners: str, names: Sequence[str]) -> str:
    return ", ".join(f"{owner}{CHOSEN}" if owner in names else owner for owner in owners.split(", "))


def _part(part: Part, names: Sequence[str]) -> Part:
    return replace(
        part,
        newest=None if part.newest is None else owned(part.newest, names),
        measures=_all(part.measures, names),
        chart=None if part.chart is None else _chart(part.chart, names),
        tables=tuple(_table(table, names) for table in part.tables),
    )


def _chart(chart: Chart, names: Sequence[str]) -> Chart:
    """A chart whose figures name their owners, as that of steps does."""
    if "owners" not in chart.figures:
        return chart
    owners = chart.figures["owners"]
    figures = chart.figures.assign(
        owners=[_marked_owners(one, names) for one in owners],
        dimmed=[not _is_of(one, names) for one in owners],
    )
    return replace(chart, figures=figures)


def _table(table: Table, names: Sequence[str]) -> Table:
    """A table that names the owners of each row; or of each column, in a row of its own."""
    frame = table.frame
    if OWNERS in frame:
        return _by_row(table, names)
    if len(frame) and OWNERS in frame.iloc[:, 0].tolist():
        turned = _by_row(Table(table.title, _turned(frame)), names)
        cells = frozenset((column - 1, row + 1) for row, column in turned.dimmed if column)
        return Table(table.title, _turned(turned.frame), cells)
    return table


def _by_row(table: Table, names: Sequence[str]) -> Table:
    owners = table.frame[OWNERS]
    others = [row for row, one in enumerate(owners) if one and not _is_of(one, names)]
    marks = [_marked_owners(one, names) for one in owners]
    cells = frozenset((row, column) for row in others for column in range(table.frame.shape[1]))
    return Table(table.title, table.frame.assign(**{OWNERS: marks}), cells)


def _turned(frame: pd.DataFrame) -> pd.DataFrame:
    """A table with its rows as columns; the first column becomes the headings, and these the first column."""
    first = str(frame.columns[0])
    return frame.set_index(first).T.rename_axis(first).reset_index().rename_axis(columns=None)


def _mine_first(themes: Sequence[Lines], names: Sequence[str]) -> Iterable[Lines]:
    """The lines of the agencies chosen by theme, and then the others by theme."""
    apart = {False: listed(names), True: "other agencies"}
    for dimmed, whose in apart.items():
        for theme in themes:
            lines = tuple(line for line in _all(theme.lines, names) if line.dimmed is dimmed)
            if lines:
                yield Lines(f"{theme.title}: {whose}", lines)
