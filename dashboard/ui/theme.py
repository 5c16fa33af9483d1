"""Showing a page on a theme: its opening on one screen, then its parts, each with words, measures, chart and tables."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from dashboard.domain.agencies import Agency
from dashboard.reports.report import Part, ThemeReport
from dashboard.ui import drawing
from dashboard.ui.show import (
    show_chart,
    show_figures,
    show_folded,
    show_measures,
    show_newest,
    show_notes,
    show_opening,
    show_revision,
    show_said,
    show_unsupplied,
)

_OPENING_HEIGHT = 300  # pixels of a chart, so that finding, figures and links are on the first screen of a laptop
_BESIDE = (5, 3)  # how wide the picture is, and what stands beside it


def show_theme(report: ThemeReport) -> None:
    """Show the page on a theme in one area."""
    drawing.section("theme", partial(_show_all, report))
    show_revision(report.revision)


def _show_all(report: ThemeReport) -> None:
    show_opening(report.title, report.opening.finding)
    _show_first_screen(report)
    show_notes((report.lead, *report.notes))
    for number, part in enumerate(report.parts):
        # The picture of the page is not drawn twice.
        left = replace(part, title=part.name, chart=None) if number == report.opening.pictured else part
        _show_part(number, left, report.chosen)
    show_unsupplied(report.unsupplied, report.area, report.chosen)


def _show_first_screen(report: ThemeReport) -> None:
    """The picture of the page, and beside it its figures and the way to its parts."""
    pictured = report.opening.pictured
    chart = None if pictured is None else report.parts[pictured].chart
    with st.container(key="opening"):
        if chart is None:
            _show_beside(report)
            return
        left, right = st.columns(_BESIDE, gap="medium")
        with left:
            show_chart(chart, report.chosen, most=_OPENING_HEIGHT)
        with right:
            _show_beside(report)


def _show_beside(report: ThemeReport) -> None:
    show_figures(report.opening.figures, report.chosen)
    _show_way(report.parts)


def _show_way(parts: Sequence[Part]) -> None:
    pieces = [part.name.split(", ") for part in parts]
    short = [name for name, *_ in pieces]
    # More of a name is said where two would be called the same.
    names = [", ".join(piece[: 1 if short.count(piece[0]) == 1 else 2]) for piece in pieces]
    links = "".join(
        f'<li><a href="#part-{number}" target="_self">{escape(name)}</a></li>'
        for number, name in enumerate(names)
        if name
    )
    if links:
        st.html(f'<nav class="way parts" aria-label="Parts of this page"><ul>{links}</ul></nav>')


def _show_part(number: int, part: Part, chosen: Collection[Agency]) -> None:
    if part.name:
        # A place for the link to lead to; where a chart says its finding its heading follows.
        kind = "" if part.title else ' class="visually-hidden"'
        st.html(f'<h2 id="part-{number}"{kind}>{escape(part.name)}</h2>')
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
