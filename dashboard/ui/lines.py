"""Showing all measures of an area, a line each, with the row of all areas; stacked on a phone."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from dashboard.domain.agencies import Agency
from dashboard.domain.wording import counted
from dashboard.reports.report import Line, Lines, SpineReport
from dashboard.ui import address, drawing, mark, visit
from dashboard.ui.owners import agencies, dimmed
from dashboard.ui.pictures import picture
from dashboard.ui.plain import plain
from dashboard.ui.show import figure, quiet, show_notes, show_opening, show_revision, show_unsupplied, verdict

_HEADINGS = ("Measure", "Figure", "Compared", "Change", "Among all areas")


def show_lines(report: SpineReport) -> None:
    """Show all measures of an area by theme; open are those that stand out, or else the first."""
    drawing.section("lines", partial(_show_all, report))
    show_revision(report.revision)


def _show_all(report: SpineReport) -> None:
    show_opening(report.title, report.lead)
    show_notes(tuple(filter(None, (*report.notes, report.key))))
    at = visit.current().address
    _show_way(report.themes)
    none_stands_out = not any(theme.stands_out for theme in report.themes)
    for number, theme in enumerate(report.themes):
        # Between a heading and what it is of there is no gap: on the screen the label has its words.
        with st.container(key=f"theme_{number}", gap=None):
            st.html(f'<h2 class="visually-hidden" id="lines-{number}">{escape(theme.title)}</h2>')
            with st.expander(plain(_label(theme)), expanded=theme.stands_out or (none_stands_out and not number)):
                _show_theme(theme, at, report.chosen)
    show_unsupplied(report.unsupplied, report.area, report.chosen)


def _show_way(themes: tuple[Lines, ...]) -> None:
    """Links to the themes, for a phone would scroll through dozens of measures."""
    links = "".join(
        f'<li><a href="#lines-{number}" target="_self">{escape(theme.title)} ({theme.measures})</a></li>'
        for number, theme in enumerate(themes)
    )
    st.html(f'<nav class="way" aria-label="Measures on this page"><ul>{links}</ul></nav>')


def _label(theme: Lines) -> str:
    beyond = f", {theme.beyond_chance} beyond chance" if theme.stands_out else ""
    return f"{theme.title} ({counted(theme.measures, 'measure')}{beyond})"


def _show_theme(theme: Lines, at: address.Address, chosen: Collection[Agency]) -> None:
    headings = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in _HEADINGS)
    rows = "".join(_row(line, at, chosen) for line in theme.lines)
    text = f'<p class="quiet">{escape(theme.text)}</p>' if theme.text else ""
    st.html(
        f'{text}<table class="measures spine" role="table">{mark.caption(theme.title)}'
        f'<thead role="rowgroup"><tr role="row">{headings}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(line: Line, at: address.Address, chosen: Collection[Agency]) -> str:
    link = replace(at, indicator=line.indicator).of_page("indicator")
    return (
        f'<tr role="row"{dimmed(line.owners, chosen)}>'
        f'<th scope="row" role="rowheader"><a href="{escape(link)}" target="_self">{escape(line.title)}</a>'
        f'{quiet(line.where)}<span class="owners">{agencies(line.owners, chosen)}</span></th>'
        f'<td role="cell">{figure(line.figure, is_known=line.is_known)}{_part(line.part)}'
        f"{quiet(line.period)}{quiet(line.remark)}</td>"
        f'<td role="cell">{verdict(line.verdict, line.tone)}{quiet(line.not_compared)}</td>'
        f'<td role="cell">{escape(line.change)}</td>'
        f'<td role="cell">{picture(line.strip, "strip")}{_scale(line)}{quiet(line.beside)}</td></tr>'
    )


def _scale(line: Line) -> str:
    """The ends of the row of areas, which its words do not tell again to those who listen."""
    if line.strip is None:
        return ""
    ends = "".join(f"<span>{escape(end)}</span>" for end in line.strip.ends)
    return f'<span class="scale" aria-hidden="true">{ends}</span>'


def _part(text: str) -> str:
    return f'<span class="part">{escape(text)}</span>' if text else ""
