"""Showing reports: measures as tables that a phone can read, charts with their words, definitions."""

from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from dashboard.charts.style import Chart
from dashboard.domain.checks import Check
from dashboard.domain.indicators import Indicator
from dashboard.domain.neighbours import Neighbours
from dashboard.reports.report import CHOSEN, IndicatorReport, Measure, Method, Report, Section, Table, Unsupplied
from dashboard.ui import address, mark
from dashboard.ui.happened import show_happened
from dashboard.ui.plain import plain
from dashboard.ui.tables import show_pairs, show_table

_LOADING = (
    "To load one, fill in datasets/reference/neighbours.csv: a row for each pair, with the codes of the area and of "
    "the neighbour, the rank (1 is the nearest), the source and the edition. One list at a time, for different lists "
    "give different answers. The Office for National Statistics publishes one, and CIPFA sells another. The next "
    "start records it as a revision, and earlier pages keep the list of their day."
)
LONGEST_OPEN_TABLE = 15  # rows; a longer table waits to be opened


def show_everything(report: Report) -> None:
    """Show all measures of an area, below what comes first on its page."""
    st.header("All measures", anchor=False)
    for text in (report.lead, *report.notes):
        st.html(f'<p class="quiet">{escape(text)}</p>')
    for section in report.sections:
        _show_section(section)
    show_unsupplied(report.unsupplied, report.title)
    show_revision(report.revision)


def show_opening(title: str, lead: str, notes: tuple[str, ...]) -> None:
    """Show what a page starts with: its title, its lead, and what is to be known beside its figures."""
    st.title(plain(title), anchor=False)
    st.html(f'<p class="lead">{escape(lead)}</p>')
    _show_notes(notes)


def _show_notes(notes: tuple[str, ...]) -> None:
    if notes:
        st.html("".join(f'<p class="quiet note">{escape(note)}</p>' for note in notes))


def _show_section(section: Section) -> None:
    st.subheader(plain(section.title), anchor=False)
    if section.text:
        st.html(f'<p class="quiet">{escape(section.text)}</p>')
    show_measures(section)


def show_measures(section: Section) -> None:
    """Show the measures of a section as a table, each a link to its own page."""
    at = address.current()
    rows = "".join(_measure_row(measure, at) for measure in section.measures)
    st.html(
        f'<table class="measures" role="table">{mark.caption(section.title)}'
        f'<thead role="rowgroup"><tr role="row">{_headings()}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _headings() -> str:
    names = ("Measure", "Figure", "Who can change it")
    return "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in names)


def _measure_row(measure: Measure, at: address.Address) -> str:
    link = replace(at, indicator=measure.indicator).of_page("indicator")
    return (
        f'<tr role="row"{dimmed(measure.dimmed)}>'
        f'<th scope="row" role="rowheader"><a href="{escape(link)}" target="_self">{escape(measure.title)}</a>'
        f"{_sentences(measure)}{quiet(measure.not_compared)}</th>"
        f'<td role="cell">{_figure(measure)}{verdict(measure.verdict, measure.tone)}{quiet(measure.reason)}</td>'
        f'<td role="cell">{agencies(measure.owners)}</td></tr>'
    )


def _figure(measure: Measure) -> str:
    kind = "figure" if any(mark.isdigit() for mark in measure.figure) else "missing"
    return f'<span class="{kind}">{escape(measure.figure)}</span>{quiet(measure.interval)}'


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


def show_unsupplied(unsupplied: tuple[Unsupplied, ...], area: str) -> None:
    """Show which measures have no figure, and whom to ask, to be opened."""
    if not unsupplied:
        return
    with st.expander(f"Not supplied for {plain(area)}: {len(unsupplied)} measures, and whom to ask"):
        columns = {
            "Measure": "title",
            "Who can change it": "owners",
            "Published by": "publisher",
            "How often": "frequency",
        }
        rows = [{name: getattr(one, attribute) for name, attribute in columns.items()} for one in unsupplied]
        cells = frozenset(
            (row, column) for row, one in enumerate(unsupplied) if one.dimmed for column in range(len(columns))
        )
        show_table(pd.DataFrame(rows), f"Measures not supplied for {area}", figures=False, dimmed=cells)


def show_revision(number: int) -> None:
    """Say which revision the figures of a page are from."""
    st.html(f'<p class="quiet">Figures as at revision {number}.</p>')


def show_indicator(report: IndicatorReport, area: str) -> None:
    """Show the report on one measure in one area."""
    st.title(plain(report.title), anchor=False)
    st.html(f'<p class="lead">{escape(report.question)}</p><p class="quiet">{escape(report.why)}</p>')
    _show_notes(report.notes)
    if report.latest is None:
        st.info(plain(report.not_supplied))
    else:
        show_newest(report.latest, report.about_comparison)
    show_said(tuple(filter(None, [report.next_figure])))
    if report.chart is not None:
        show_chart(report.chart)
    show_said(report.changes)
    if report.control is not None:
        show_chart(report.control)
        show_folded(f"{area} and its usual ups and downs", report.control_points)
    show_folded(f"{area} over time", report.series)
    if report.funnel is not None:
        show_chart(report.funnel)
    show_said(report.about_funnel)
    show_folded(report.areas_title, report.areas)
    show_folded("Who is in the figure", report.breakdowns)
    show_definition(report.definition)
    _show_sentences("Published elsewhere, not to be compared", report.context)
    _show_sentences("Where these figures came from", report.revisions)
    show_revision(report.revision)


def show_said(lines: tuple[str, ...]) -> None:
    """Show sentences, a paragraph each."""
    if lines:
        st.html("".join(f'<p class="change">{escape(line)}</p>' for line in lines))


def show_newest(measure: Measure, about: tuple[str, ...] = ()) -> None:
    """Show one figure in full, with sentences about it."""
    st.html(
        f'<div class="newest{" dimmed" if measure.dimmed else ""}">'
        f"{_figure(measure)}{verdict(measure.verdict, measure.tone)}"
        f"{_sentences(measure)}{quiet(measure.reason)}"
        f"{''.join(quiet(text) for text in about)}{agencies(measure.owners)}</div>"
    )


def agencies(owners: str) -> str:
    """Return who can change a measure as markup, each agency in a frame of its own, those chosen in a dark one."""
    return "".join(
        f'<span class="agency{" chosen" if owner.endswith(CHOSEN) else ""}">{escape(owner)}</span>'
        for owner in owners.split(", ")
    )


def dimmed(whether: bool) -> str:
    """Return the attribute of what belongs to none of the agencies chosen, nothing for anything else."""
    return ' class="dimmed"' if whether else ""


def show_folded_table(table: Table, *, opened: bool = True) -> None:
    """Show a table of a report as ``show_folded`` does, dimmed where it says so."""
    show_folded(table.title, table.frame, opened=opened, dimmed=table.dimmed)


def show_folded(
    title: str, table: pd.DataFrame, *, opened: bool = True, dimmed: frozenset[tuple[int, int]] = frozenset()
) -> None:
    """Show a table, if it has rows, under its title: a long one, or one that is not ``opened``, waits to be opened."""
    if not len(table):
        return
    with st.expander(plain(title), expanded=opened and len(table) <= LONGEST_OPEN_TABLE):
        remarks = set(table.get("Remarks", []))
        if len(remarks) == 1 and len(table) > 1:  # the same remark in every row is said once
            remark = remarks.pop()
            st.html(f'<p class="quiet">Each figure here: {escape(remark[:1].lower() + remark[1:])}.</p>')
            table = table.drop(columns="Remarks")
        show_table(table, title, dimmed=dimmed)


def _show_sentences(title: str, sentences: tuple[str, ...]) -> None:
    if sentences:
        st.header(title, anchor=False)
        st.html("<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences) + "</ul>")


def show_chart(chart: Chart) -> None:
    """Show a chart under its finding, with its text alternative; the words above it wrap on a phone."""
    st.header(plain(chart.title), anchor=False)
    st.html(f'<p class="quiet">{escape(mark.marked(chart.subtitle))}</p>')
    st.vega_lite_chart(
        chart.figures, chart.specification, alt=mark.marked(chart.words), theme=None, height=chart.height
    )
    show_happened(chart.happened)


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
    st.header("Definition", anchor=False)
    show_pairs(definition, "Definition")


def show_catalogue(indicators: list[Indicator], title: str) -> None:
    """Show indicators as a table: measure, what it asks, who can change it, source, id."""
    rows = [
        {
            "Measure": one.title,
            "Question": one.question,
            "Who can change it": one.owners,
            "Source": one.source,
            "Id in files": one.id,
        }
        for one in indicators
    ]
    show_table(pd.DataFrame(rows), title, figures=False)


def show_methods(methods: tuple[Method, ...]) -> None:
    """Show how numbers are worked out as a table: method, where it is used, whose it is, how it was checked."""
    rows = [
        {
            "Method": one.name,
            "Where it is used": one.used,
            "Reference": one.reference,
            "How it was checked": one.checked,
        }
        for one in methods
    ]
    show_table(pd.DataFrame(rows), "How numbers are worked out", figures=False)


def show_checks(checks: tuple[Check, ...]) -> None:
    """Show every check made of a file as a table: stage, check, how grave, what it looks for, why, how to mend."""
    rows = [
        {
            "Check": one.title,
            "Stage": one.stage.capitalize(),
            "Gravest": one.severity.capitalize(),
            "What it looks for": one.looks_for,
            "Why": one.why,
            "How to mend": one.mend,
        }
        for one in checks
    ]
    show_table(pd.DataFrame(rows), "How a file is checked", figures=False)
