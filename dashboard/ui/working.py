"""What stands on a page of an area while it is worked out, so that nobody looks at an empty one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from typing import TypeVar, TypeVarTuple, Unpack

import streamlit as st
from sqlmodel import Session

from dashboard.domain.access import User
from dashboard.domain.requests import Scope
from dashboard.reports.report import IndicatorReport, OverviewReport, SpineReport, ThemeReport
from dashboard.ui import mark, visit
from dashboard.ui.address import Address
from dashboard.ui.navigation import MENU, Entry
from dashboard.ui.plain import plain

WORKING = "Working it out …"
TILES = ("continuity_of_care", "treatment_access", "diversion", "community_sentences")

_Page = TypeVar("_Page", OverviewReport, ThemeReport, SpineReport, IndicatorReport)
_More = TypeVarTuple("_More")


@contextmanager
def page_of(
    journey: Callable[[Session, User, Scope, Unpack[_More]], _Page],
    *more: *_More,
    frame: Callable[[], None],
) -> Iterator[_Page]:
    """Give the report that a journey makes, and a place to show it; until it is shown ``frame`` stands there.

    A report that was made before takes the place at once.
    """
    place = st.empty()
    if not visit.is_made(journey, *more):
        with place.container(key="working"):
            frame()
    # As long as a frame stands above it, the style leaves out what stood here before and what is being drawn.
    with st.container(key="page"):
        try:
            with visit.report(journey, *more) as report:
                yield report
        except Exception:
            place.empty()
            raise
    place.empty()


def in_area(about: str) -> Callable[[], None]:
    """Return the frame of a page about something in the area."""
    return titled(f"{visit.of_area().scope.area.name}: {about}")


def titled(title: str) -> Callable[[], None]:
    """Return the frame of a page that has a title; who listens is told that it is being worked out."""

    def show() -> None:
        st.title(plain(title), anchor=False)
        st.html(f'<p class="quiet" role="status">{WORKING}</p>')

    return show


def show_overview_frame() -> None:
    """Show of the first screen on an area what is known before: its name, and its tiles as links to their pages."""
    visiting = visit.of_area()
    address = replace(visiting.address, indicator="")
    entries = {entry.name: entry for entry in MENU}
    tiles = "".join(_tile(entries[name], address) for name in TILES)
    with st.container(key="overview_frame"):
        st.title(plain(visiting.scope.area.name), anchor=False)
        st.html(
            f'<div class="top"><div class="ages"><strong role="status">{WORKING}</strong></div>'
            '<p class="lead">&nbsp;</p></div>'
            f'<div class="tiles">{tiles}</div>'
        )


def _tile(entry: Entry, address: Address) -> str:
    link = escape(address.of_page(entry.name))
    return (
        f'<section class="tile {entry.name}"><h2><a href="{link}">{escape(entry.title)}</a></h2>'
        f'{mark.on_tile()}<p class="quiet">{WORKING}</p></section>'
    )
