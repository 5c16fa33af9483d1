"""Showing all measures of an area, a line each, with the row of all areas; stacked on a phone."""

from base64 import b64encode
from dataclasses import replace
from html import escape

import streamlit as st

from dashboard.charts.style import Picture
from dashboard.reports.report import Line, Lines, SpineReport
from dashboard.ui import address, mark, visit
from dashboard.ui.show import agencies, dimmed, quiet, show_opening, show_revision, show_unsupplied, verdict

_HEADINGS = ("Measure", "Figure", "Compared", "Change", "Among all areas")


def show_lines(report: SpineReport) -> None:
    """Show all measures of an area."""
    show_opening(report.title, report.lead, tuple(filter(None, (*report.notes, report.key))))
    at = visit.current().address
    _show_way(report.themes)
    for number, theme in enumerate(report.themes):
        _show_theme(theme, at, number)
    show_unsupplied(report.unsupplied, report.area)
    show_revision(report.revision)


def _show_way(themes: tuple[Lines, ...]) -> None:
    """Links to the themes, for a phone would scroll through dozens of measures."""
    links = "".join(
        f'<li><a href="#lines-{number}" target="_self">{escape(theme.title)} ({len(theme.lines)})</a></li>'
        for number, theme in enumerate(themes)
    )
    st.html(f'<nav class="way" aria-label="Measures on this page"><ul>{links}</ul></nav>')


def _show_theme(theme: Lines, at: address.Address, number: int) -> None:
    st.header(theme.title, anchor=False)
    headings = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in _HEADINGS)
    rows = "".join(_row(line, at) for line in theme.lines)
    st.html(
        f'<table class="measures spine" id="lines-{number}" role="table">{mark.caption(theme.title)}'
        f'<thead role="rowgroup"><tr role="row">{headings}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(line: Line, at: address.Address) -> str:
    link = replace(at, indicator=line.indicator).of_page("indicator")
    kind = "figure" if any(sign.isdigit() for sign in line.figure) else "missing"
    return (
        f'<tr role="row"{dimmed(line.dimmed)}>'
        f'<th scope="row" role="rowheader"><a href="{escape(link)}" target="_self">{escape(line.title)}</a>'
        f'{quiet(line.where)}<span class="owners">{agencies(line.owners)}</span></th>'
        f'<td role="cell"><span class="{kind}">{escape(line.figure)}</span>{_part(line.part)}'
        f"{quiet(line.period)}{quiet(line.remark)}</td>"
        f'<td role="cell">{verdict(line.verdict, line.tone)}{quiet(line.not_compared)}</td>'
        f'<td role="cell">{escape(line.change)}</td>'
        f'<td role="cell">{picture(line.strip)}{quiet(line.beside)}</td></tr>'
    )


def _part(text: str) -> str:
    return f'<span class="part">{escape(text)}</span>' if text else ""


def picture(picture: Picture | None) -> str:
    """Return a drawing as a picture with its words: markup of drawings is taken out of the page, pictures stay."""
    if picture is None:
        return ""
    code = b64encode(picture.svg.encode()).decode()
    words = escape(mark.marked(picture.words), quote=True)
    return f'<img class="strip" src="data:image/svg+xml;base64,{code}" alt="{words}">'
