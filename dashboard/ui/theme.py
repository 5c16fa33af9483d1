"""Showing a page on a theme: its parts, each with its words, measures, chart and tables."""

import streamlit as st

from dashboard.reports.report import Part, Section, ThemeReport
from dashboard.ui.plain import plain
from dashboard.ui.show import (
    show_chart,
    show_folded_table,
    show_measures,
    show_newest,
    show_opening,
    show_revision,
    show_said,
    show_unsupplied,
)


def show_theme(report: ThemeReport) -> None:
    """Show the page on a theme in one area."""
    show_opening(report.title, report.lead, report.notes)
    for part in report.parts:
        _show_part(part)
    show_unsupplied(report.unsupplied, report.area)
    show_revision(report.revision)


def _show_part(part: Part) -> None:
    if part.title:
        st.header(plain(part.title), anchor=False)
    show_said(part.said)
    if part.newest is not None:
        show_newest(part.newest)
    if part.measures:
        show_measures(Section(part.title, part.measures))
    if part.chart is not None:
        show_chart(part.chart)
    show_said(part.after)
    for table in part.tables:
        # The chart has shown the same figures, so their table waits.
        show_folded_table(table, opened=part.chart is None)
