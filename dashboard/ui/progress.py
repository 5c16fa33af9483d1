"""Showing how far the screening of a large file has come, with a button that stops it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.domain.progress import Say, silently
from dashboard.ui.plain import plain

LARGE = 1 << 16  # bytes; a smaller file is screened before anybody could read of its steps


@contextmanager
def told(size: int) -> Iterator[Say]:
    """Give what tells of each step of work on a file of so many bytes, while a button can stop it.

    Streamlit ends a script at its next word to the page once something was clicked, so it is each
    step told that lets the click through.
    """
    if size < LARGE:
        yield silently
        return
    place = st.empty()
    with place.container(key="progress"):
        with st.container(key="progress_step"):
            words = st.empty()
        bar = st.progress(0.0)
        st.button("Cancel", key="cancel", on_click=_cancel)

    def say(step: str, done: int = 0, of: int = 0) -> None:
        words.markdown(f"{plain(step)} …")
        bar.progress(done / of if of else 0.0, f"{done} of {of}" if of else None)

    yield say
    place.empty()


def _cancel() -> None:
    clear_file()
    st.session_state["cancelled"] = True


def clear_file() -> None:
    """Clear the file away, and all that was made of it."""
    st.session_state["file_turn"] = st.session_state.get("file_turn", 0) + 1
    for name in ("previewed", "preview", "reason"):
        st.session_state.pop(name, None)


def show_cancelled() -> None:
    """Say that the file was cleared away, once."""
    if st.session_state.pop("cancelled", False):
        st.info("Cancelled. Nothing of the file was kept, and no figure was changed.")
