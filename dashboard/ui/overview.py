"""Showing the chair's first screen: how old the figures are, four tiles that are links, where to look, what comes."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from dashboard.domain.agencies import Agency
from dashboard.reports.report import Chain, Fact, Look, OverviewReport, Reached, Tile
from dashboard.ui import address, drawing, mark, visit
from dashboard.ui.offer import offer_figures_of_area
from dashboard.ui.owners import agencies, is_dimmed
from dashboard.ui.pictures import picture
from dashboard.ui.plain import plain
from dashboard.ui.show import show_notes, show_revision, verdict

_COPY = """
<button type="button" class="copy">Copy link</button> <span class="copied" role="status"></span>
<script>
  document.querySelectorAll('button.copy').forEach(button => button.onclick = async () => {
    const said = button.parentElement.querySelector('.copied');
    try { await navigator.clipboard.writeText(location.href); said.textContent = 'Copied'; }
    catch { said.textContent = location.href; }
  });
</script>
"""


def show_overview(report: OverviewReport) -> None:
    """Show the first screen on an area, and the way to all its measures."""
    drawing.section("tiles", partial(_show_tiles, report))
    with st.container(key="take", horizontal=True, vertical_alignment="center"):
        st.html(_COPY, unsafe_allow_javascript=True, width="content")
        offer_figures_of_area(report.title)
        if report.due:
            st.html(f'<p class="due">{escape(report.due)}</p>', width="content")
    drawing.section("end", partial(_show_end, report))
    show_revision(report.revision)


def _show_tiles(report: OverviewReport) -> None:
    at = visit.current().address
    with st.container(key="overview"):
        st.title(plain(report.title), anchor=False)
        st.html(
            f"<div class='top'>{_ages(report)}<p class='lead'>{escape(report.lead)}</p></div>{_notes(report)}"
            f"<div class='tiles'>{''.join(_tile(tile, at, report.chosen) for tile in report.tiles)}</div>"
            f"<div class='looks'>{''.join(_look(look, at) for look in report.looks)}{_unseen(report, at)}</div>"
        )


def _show_end(report: OverviewReport) -> None:
    words = f"All {report.measures} measures" if report.measures > 1 else "All measures"
    st.html(f'<p class="all">{_link(words, "", visit.current().address)}</p>')
    show_notes(report.about_area)


def _notes(report: OverviewReport) -> str:
    return "".join(f'<p class="note">{escape(note)}</p>' for note in report.notes)


def _ages(report: OverviewReport) -> str:
    ages = "".join(f'<li class="{age.state.replace(" ", "-")}">{escape(age.said)}</li>' for age in report.ages)
    return f'<div class="ages"><strong>{escape(report.figures_to)}</strong><ul>{ages}</ul></div>'


def _tile(tile: Tile, at: address.Address, chosen: Collection[Agency]) -> str:
    link = escape(replace(at, indicator="").of_page(tile.page))
    facts = [_fact(fact, large=number == 0) for number, fact in enumerate(tile.facts)]
    first, rest = "".join(facts[:1]), "".join(facts[1:])
    kinds = f"tile {tile.page}{' dimmed' if is_dimmed(tile.owners, chosen) else ''}"
    owners = f'<span class="visually-hidden">Who can change it: </span>{agencies(tile.owners, chosen)}'
    return (
        f'<section class="{kinds}"><h2><a href="{link}" target="_self">{escape(tile.title)}</a></h2>'
        f"{mark.on_tile()}{''.join(map(_chain, tile.chains))}{first}{picture(tile.picture, 'spark')}{rest}"
        f'<p class="owners">{owners}</p></section>'
    )


def _fact(fact: Fact, *, large: bool) -> str:
    size = "figure" if large else "figure second"
    number = f'<p class="{size}">{escape(fact.figure)} <span>{escape(fact.of)}</span></p>' if fact.figure else ""
    said = "".join(f"<p>{escape(text)}</p>" for text in fact.said)
    quiet = f'<p class="quiet">{escape(" ".join(fact.quiet))}</p>' if fact.quiet else ""
    judged = verdict(fact.verdict, fact.tone) if fact.tone else _quiet(fact.verdict)
    return f'<div class="fact">{number}{judged}{said}{quiet}</div>'


def _quiet(text: str) -> str:
    return f'<p class="quiet">{escape(text)}</p>' if text else ""


def _chain(chain: Chain) -> str:
    steps = "".join(map(_step, chain.steps))
    row = f'<ol class="chain">{steps}</ol>' if steps else ""
    return f'<p class="quiet">{escape(chain.where)}</p>{row}<p class="drop">{escape(chain.said)}</p>'


def _step(step: Reached) -> str:
    bar = f'<span class="bar" style="height:{max(step.height * 34, 1):.0f}px"></span>' if step.height else ""
    kind = ' class="drop"' if step.biggest_drop else ""
    return f"<li{kind}><b>{escape(step.figure)}</b>{bar}<span>{escape(step.name)}</span></li>"


def _look(look: Look, at: address.Address) -> str:
    named = f"{_link(look.name, look.indicator, at)}: " if look.indicator else ""
    return f'<p class="look {look.tone}"><strong>{escape(look.title)}.</strong> {named}{escape(look.said)}</p>'


def _unseen(report: OverviewReport, at: address.Address) -> str:
    links = ", ".join(_link(one.said, one.indicator, at) for one in report.unseen)
    seen = f"Of all measures: {links}." if links else "Nothing: every measure has a final figure here."
    return f'<p class="look"><strong>What we cannot see.</strong> {seen}</p>'


def _link(text: str, indicator: str, at: address.Address) -> str:
    to = replace(at, indicator=indicator).of_page("indicator" if indicator else "indicators")
    return f'<a href="{escape(to)}" target="_self">{escape(text)}</a>'
