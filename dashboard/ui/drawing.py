"""Sections of pages as they were drawn, to be drawn again for the next who comes without being made anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from dashboard.ui.keeping import MOST

_SECTIONS = 2  # of a page, at most

_OF: ContextVar[str] = ContextVar("drawing", default="")


@contextmanager
def of_report(name: str) -> Iterator[None]:
    """Let ``section`` keep what it draws under a name, which stands for a report and all that is chosen beside it."""
    before = _OF.set(name)
    try:
        yield
    finally:
        _OF.reset(before)


def section(name: str, draw: Callable[[], None]) -> None:
    """Draw a section of the page on a report, or again what was drawn of it before.

    It holds nothing that a person may change or press, and nothing that the report and the address do not decide; nor
    the number of the revision, for a report may stand through several.
    Outside ``of_report`` nothing is kept.
    """
    if of := _OF.get():
        _drawn(f"{of} {name}", draw)
    else:
        draw()


@st.cache_resource(max_entries=MOST * _SECTIONS, show_spinner=False)
def _drawn(name: str, _draw: Callable[[], None]) -> None:  # noqa: ARG001 -- the name is what it is kept by
    _draw()
