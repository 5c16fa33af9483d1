"""Showing a page on a theme: its parts, each with its words, measures, chart and tables."""

from collections.abc import Collection
from functools import partial

import streamlit as st

from dashboard.domain.agencies import Agency
from dashboard.reports.report import Part, ThemeReport
from dashboard.ui import drawing
from dashboard.ui.plain import plain
from dashboard.ui.show import (
    show_chart,
    show_folded,
    show_measures,
    show_newest,
    show_opening,
    show_revision,
    show_said,
    show_unsupplied,
)


def show_theme(report: ThemeReport) -> None:
    """Show the page on a theme in one area."""
    drawing.section("theme", partial(_show_all, report))
    show_revision(report.revision)


def _show_all(report: ThemeReport) -> None:
    show_opening(report.title, report.lead, report.notes)
    for part in report.parts:
        _show_part(part, report.chosen)
    show_unsupplied(report.unsupplied, report.area, report.chosen)


def _show_part(part: Part, chosen: Collection[Agency]) -> None:
    if part.title:
        st.header(plain(part.title), anchor=False)
    show_said(part.said)
    if part.newest is not None:
        show_newest(part.newest, chosen)
    if part.measures:
        show_measures(part.title, part.measures, chosen)
    if part.chart is not None:
        show_chart(part.chart, chosen)
    show_said(part.after)
    for table in part.tables:
        # The chart has shown the same figures, so their table waits.
        show_folded(table, chosen, opened=part.chart is None)
