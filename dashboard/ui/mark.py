"""The mark of a demonstration: read from the figures themselves, once a run, it stands wherever figures are shown."""

from html import escape

import streamlit as st

from dashboard.domain.figures import DEMONSTRATION

_ON = "demonstration"
_INVENTED = "Invented: they say nothing about any real place."


def show_mark(*, invented: bool) -> None:
    """Say at the top of the page that its figures are invented, if they are; all that is shown after it knows."""
    st.session_state[_ON] = invented
    if invented:
        st.html(f'<p class="demonstration" role="note"><strong>{DEMONSTRATION}.</strong> {_INVENTED}</p>')


def is_on() -> bool:
    """Whether the figures of this page are invented."""
    return bool(st.session_state.get(_ON, False))


def marked(text: str) -> str:
    """Return words above or about figures, with the mark in front where the figures are invented."""
    return f"{DEMONSTRATION}. {text}" if is_on() else text


def of_picture() -> str:
    """Return what a picture that is saved says of figures that are invented, nothing where they are real."""
    return f"{DEMONSTRATION}. {_INVENTED}" if is_on() else ""


def caption(title: str) -> str:
    """Return the caption of a table of figures: its title for those who listen, the mark for everybody."""
    seen = f'<span class="quiet">{DEMONSTRATION}</span>' if is_on() else ""
    hidden = f"{escape(title)}. " if is_on() else escape(title)
    return f'<caption><span class="visually-hidden">{hidden}</span>{seen}</caption>'


def on_tile() -> str:
    """Return the mark of a demonstration as it stands on a tile, nothing where the figures are real."""
    return f'<p class="quiet mark">{DEMONSTRATION}</p>' if is_on() else ""


def file_name(name: str) -> str:
    """Return the name of a file of figures to be taken away."""
    return f"demonstration-{name}" if is_on() else name
