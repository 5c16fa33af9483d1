"""Showing a page on a theme: its parts, each with its words, measures, chart and tables."""

from html import escape

import streamlit as st

from dashboard.reports.report import Part, Section, ThemeReport
from dashboard.ui.show import show_chart, show_measures, show_revision, show_unsupplied
from dashboard.ui.tables import show_table


def show_theme(report: ThemeReport, area: str) -> None:
    """Show the page on a theme in one area."""
    st.title(report.title, anchor=False)
    st.html(f'<p class="lead">{escape(report.lead)}</p>')
    for note in report.notes:
        st.html(f'<p class="quiet">{escape(note)}</p>')
    for part in report.parts:
        _show_part(part)
    show_unsupplied(report.unsupplied, area)
    show_revision(report.revision)


def _show_part(part: Part) -> None:
    st.header(part.title, anchor=False)
    if part.text:
        st.html("".join(f'<p class="change">{escape(text)}</p>' for text in part.text))
    if part.measures:
        show_measures(Section(part.title, part.measures))
    if part.chart is not None:
        show_chart(part.chart)
    for table in part.tables:
        show_table(table.frame, table.title)
