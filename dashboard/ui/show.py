"""Showing reports: measures as tables that a phone can read, charts with their words, definitions."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from zlib import crc32

import pandas as pd
import streamlit as st

from dashboard.charts.caption import captioned, height_of
from dashboard.charts.style import Chart
from dashboard.domain.agencies import Agency
from dashboard.domain.checks import Check
from dashboard.domain.indicators import Indicator
from dashboard.domain.neighbours import Neighbours
from dashboard.domain.wording import counted
from dashboard.reports.report import IndicatorReport, Measure, Method, Unsupplied
from dashboard.reports.tables import OWNERS, Cell, Table, table
from dashboard.ui import address, drawing, mark, visit
from dashboard.ui.happened import show_happened
from dashboard.ui.owners import agencies, dimmed, in_words, is_dimmed
from dashboard.ui.pictures import picture
from dashboard.ui.plain import plain
from dashboard.ui.tables import show_pairs, show_table

_LOADING = (
    "To load one, fill in datasets/reference/neighbours.csv: a row for each pair, with the codes of the area and of "
    "the neighbour, the rank (1 is the nearest), the source and the edition. One list at a time, for different lists "
    "give different answers. The Office for National Statistics publishes one, and CIPFA sells another. The next "
    "start records it as a revision, and earlier pages keep the list of their day."
)
LONGEST_OPEN_TABLE = 6  # rows; a longer table waits to be opened
_REMARKS = "Remarks"  # the heading of what qualifies the figure of each row


def show_opening(title: str, lead: str) -> None:
    """Show what a page starts with: its title and its lead."""
    st.title(plain(title), anchor=False)
    st.html(f'<p class="lead">{escape(lead)}</p>')


def show_notes(notes: tuple[str, ...]) -> None:
    """Show what is to be known beside figures, a quiet line each."""
    if notes:
        st.html("".join(f'<p class="quiet note">{escape(note)}</p>' for note in notes))


def show_measures(title: str, measures: Sequence[Measure], chosen: Collection[Agency]) -> None:
    """Show measures as a table, each a link to its own page; those of none of the agencies ``chosen`` are fainter."""
    at = visit.current().address
    rows = "".join(_measure_row(measure, at, chosen) for measure in measures)
    st.html(
        f'<table class="measures" role="table">{mark.caption(title)}'
        f'<thead role="rowgroup"><tr role="row">{_headings()}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _headings() -> str:
    names = ("Measure", "Figure", "Over time", OWNERS)
    return "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in names)


def _measure_row(measure: Measure, at: address.Address, chosen: Collection[Agency]) -> str:
    link = replace(at, indicator=measure.indicator).of_page("indicator")
    return (
        f'<tr role="row"{dimmed(measure.owners, chosen)}>'
        f'<th scope="row" role="rowheader"><a href="{escape(link)}" target="_self">{escape(measure.title)}</a>'
        f"{_sentences(measure)}{quiet(measure.not_compared)}</th>"
        f'<td role="cell">{_figure(measure)}{quiet(measure.where)}'
        f"{verdict(measure.verdict, measure.tone)}{quiet(measure.reason)}</td>"
        f'<td role="cell">{picture(measure.course, "course")}{_change(measure.change)}</td>'
        f'<td role="cell">{agencies(measure.owners, chosen)}</td></tr>'
    )


def _change(text: str) -> str:
    return f'<span class="since">{escape(text)}</span>' if text else ""


def show_figures(measures: Sequence[Measure], chosen: Collection[Agency]) -> None:
    """Show the figures that a page begins with, each beside the name of its measure, which leads to its own page."""
    if measures:
        at = visit.current().address
        items = "".join(_opening_figure(measure, at, chosen) for measure in measures)
        st.html(f'<ul class="facts">{items}</ul>')


def _opening_figure(measure: Measure, at: address.Address, chosen: Collection[Agency]) -> str:
    link = replace(at, indicator=measure.indicator).of_page("indicator")
    of = ", ".join(filter(None, (measure.where, measure.period)))
    return (
        f"<li{dimmed(measure.owners, chosen)}>{figure(measure.figure, is_known=measure.is_known)} "
        f'<a href="{escape(link)}" target="_self">{escape(measure.title)}</a>'
        f"{verdict(measure.verdict, measure.tone)}{quiet(of[:1].upper() + of[1:])}{quiet(measure.change)}</li>"
    )


def _figure(measure: Measure) -> str:
    return f"{figure(measure.figure, is_known=measure.is_known)}{quiet(measure.interval)}"


def figure(text: str, *, is_known: bool) -> str:
    """Return what stands in the place of a figure as markup: its number or, smaller, why there is none."""
    return f'<span class="{"figure" if is_known else "missing"}">{escape(text)}</span>'


def verdict(words: str, tone: str) -> str:
    """Return a comparison as markup: its words with its shape in front; who listens hears the words only."""
    if not words:
        return ""
    shape = f'<span class="shape {tone}" aria-hidden="true"></span>'
    return f'<span class="verdict">{shape}{escape(words)}</span>'


def _sentences(measure: Measure) -> str:
    return f'<span class="headline">{escape(measure.headline)}</span>{quiet(measure.gaps)}'


def quiet(text: str) -> str:
    """Return text as quiet markup, nothing for no text."""
    return f'<span class="quiet">{escape(text)}</span>' if text else ""


def show_unsupplied(unsupplied: tuple[Unsupplied, ...], area: str, chosen: Collection[Agency]) -> None:
    """Show which measures have no figure, why, and whom to ask, to be opened."""
    if not unsupplied:
        return
    with st.expander(f"No figure for {plain(area)}: {counted(len(unsupplied), 'measure')}, why, and whom to ask"):
        title = f"Measures without a figure for {area}"
        show_table(table(title, map(_unsupplied_row, unsupplied)), figures=False, chosen=chosen)


def _unsupplied_row(one: Unsupplied) -> dict[str, Cell]:
    return {
        "Measure": one.title,
        "Why": one.why,
        "Ask": one.owners,
        "Published by": one.publisher,
        "How often": one.frequency,
    }


def show_revision(number: int) -> None:
    """Say which revision the figures of a page are from."""
    st.html(f'<p class="quiet">Figures as at revision {number}.</p>')


def show_indicator(report: IndicatorReport) -> None:
    """Show the report on one measure in one area."""
    drawing.section("indicator", partial(_show_all, report))
    show_revision(report.revision)


def _show_all(report: IndicatorReport) -> None:
    st.title(plain(report.title), anchor=False)
    st.html(f'<p class="lead">{escape(report.question)}</p><p class="quiet">{escape(report.why)}</p>')
    show_notes(report.notes)
    if report.latest is None:
        st.info(plain(report.not_supplied))
    else:
        # The only figure of its page is not fainter, whoever can change it.
        show_newest(report.latest, report.chosen, report.about_comparison, may_dim=False)
    show_said(tuple(filter(None, [report.next_figure])))
    if report.chart is not None:
        show_chart(report.chart)
    show_said(report.changes)
    if report.control is not None:
        show_chart(report.control)
        show_folded(report.control_points)
    show_folded(report.series)
    if report.funnel is not None:
        show_chart(report.funnel)
    show_said(report.about_funnel)
    show_folded(report.areas)
    show_folded(report.breakdowns)
    show_definition(report.definition)
    _show_sentences("Published elsewhere, not to be compared", report.context)
    _show_revisions(report.revisions)


def show_said(lines: tuple[str, ...]) -> None:
    """Show sentences, a paragraph each."""
    if lines:
        st.html("".join(f'<p class="change">{escape(line)}</p>' for line in lines))


def show_newest(
    measure: Measure, chosen: Collection[Agency], about: tuple[str, ...] = (), *, may_dim: bool = True
) -> None:
    """Show one figure in full, with sentences about it."""
    faint = " dimmed" if may_dim and is_dimmed(measure.owners, chosen) else ""
    st.html(
        f'<div class="newest{faint}">'
        f"{_figure(measure)}{verdict(measure.verdict, measure.tone)}"
        f"{_sentences(measure)}{quiet(measure.reason)}"
        f"{''.join(quiet(text) for text in about or [measure.not_compared])}{agencies(measure.owners, chosen)}</div>"
    )


def show_folded(folded: Table, chosen: Collection[Agency] = (), *, opened: bool = True) -> None:
    """Show a table, if it has rows, under its title: a long one, or one that is not ``opened``, waits to be opened."""
    if not len(folded):
        return
    with st.expander(plain(folded.title), expanded=opened and len(folded) <= LONGEST_OPEN_TABLE):
        if folded.about:
            st.html(f"<p>{escape(folded.about)}</p>")
        remarks = set(folded.column(_REMARKS))
        if len(remarks) == 1 and len(folded) > 1:  # the same remark in every row is said once
            remark = str(remarks.pop())
            st.html(f'<p class="quiet">Each figure here: {escape(remark[:1].lower() + remark[1:])}.</p>')
            folded = folded.without_column(_REMARKS)
        show_table(folded, chosen=chosen)


def _show_sentences(title: str, sentences: tuple[str, ...]) -> None:
    if sentences:
        st.header(title, anchor=False)
        st.html(_listed(sentences))


def _show_revisions(revisions: tuple[str, ...]) -> None:
    if revisions:
        with st.expander(f"Where these figures came from: {counted(len(revisions), 'revision')}"):
            st.html(_listed(revisions))


def _listed(sentences: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences) + "</ul>"


def show_chart(chart: Chart, chosen: Collection[Agency] = (), *, most: int = 10_000) -> None:
    """Show a chart under its finding, with its text alternative; the words above it wrap on a phone.

    It is no higher than ``most`` pixels.
    """
    st.header(plain(chart.title), anchor=False)
    st.html(f'<p class="quiet">{escape(mark.marked(chart.subtitle))}</p>')
    specification, lines = captioned(chart, mark.of_picture())
    # The strip above the drawing is for who saves the picture: the style leaves it out by the number of its lines.
    with st.container(key=f"picture_{lines}_{crc32(chart.words.encode())}"):
        st.vega_lite_chart(
            _owned(chart, chosen),
            specification,
            alt=mark.marked(chart.words),
            theme=None,
            height=min(chart.height, most) + height_of(lines),
        )
    show_happened(chart.happened)


def _owned(chart: Chart, chosen: Collection[Agency]) -> pd.DataFrame:
    """The figures of a chart, with the agencies that it names marked as they are in tables."""
    if not chart.owners:
        return chart.figures
    return chart.figures.assign(
        owners=[in_words(owners, chosen) for owners in chart.owners],
        dimmed=[is_dimmed(owners, chosen) for owners in chart.owners],
    )


def show_neighbours(neighbours: Neighbours) -> None:
    """Show which list of statistical neighbours is loaded, or how to load one."""
    st.header("Statistical neighbours", anchor=False)
    loaded = (
        f"The list is that of {neighbours.source}, {neighbours.edition}, for {len(neighbours.of):,} authorities. "
        "The neighbours of a partnership are those of all its authorities, its own left out. People are added up "
        "over them, so that each neighbour counts by its size."
        if neighbours
        else "No list is loaded, so nothing is compared with statistical neighbours."
    )
    st.html(f'<p>{escape(loaded)}</p><p class="quiet">{escape(_LOADING)}</p>')


def show_definition(definition: tuple[tuple[str, str], ...]) -> None:
    """Show the definition of an indicator as a table of two columns."""
    with st.expander("Definition", expanded=len(definition) <= LONGEST_OPEN_TABLE):
        show_pairs(definition, "Definition")


def show_catalogue(indicators: list[Indicator], title: str) -> None:
    """Show indicators as a table: measure, what it asks, who can change it, source, id."""
    show_table(table(title, map(_catalogue_row, indicators)), figures=False)


def _catalogue_row(one: Indicator) -> dict[str, Cell]:
    return {
        "Measure": one.title,
        "Question": one.question,
        OWNERS: one.owners,
        "Source": one.source,
        "Id in files": one.id,
    }


def show_methods(methods: tuple[Method, ...]) -> None:
    """Show how numbers are worked out as a table: method, where it is used, whose it is, how it was checked."""
    rows = (
        {
            "Method": one.name,
            "Where it is used": one.used,
            "Reference": one.reference,
            "How it was checked": one.checked,
        }
        for one in methods
    )
    made = table("How numbers are worked out", rows)
    with st.expander(f"Every method, with how it was checked ({len(made)})", expanded=len(made) <= LONGEST_OPEN_TABLE):
        show_table(made, figures=False)


def show_checks(checks: tuple[Check, ...]) -> None:
    """Show every check made of a file as a table: stage, check, how grave, what it looks for, why, how to mend."""
    rows = (
        {
            "Check": one.title,
            "Stage": one.stage.capitalize(),
            "Gravest": one.severity.capitalize(),
            "What it looks for": one.looks_for,
            "Why": one.why,
            "How to mend": one.mend,
        }
        for one in checks
    )
    show_table(table("How a file is checked", rows), figures=False)
