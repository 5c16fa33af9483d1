"""Showing what happened: below a chart by the numbers of its lines, and all events with their sources."""

from html import escape

import streamlit as st

from dashboard.domain.areas import Areas
from dashboard.domain.definitions import Definitions
from dashboard.domain.events import Event
from dashboard.domain.indicators import Catalogue, Theme
from dashboard.domain.wording import listed
from dashboard.reports.tables import table
from dashboard.ui.tables import show_table

_ADDING = (
    "They stand as numbered lines on the charts over time of the areas and measures they concern. They say when "
    "something happened, never that it made a figure rise or fall. To add one of your own, write a row in "
    "datasets/reference/events.csv. The next start records it as a revision, and earlier pages keep the events of "
    "their day."
)


def show_happened(said: tuple[str, ...]) -> None:
    """Show what the numbered lines of a chart stand for, to be opened; nothing where it has none."""
    if said:
        rows = "".join(f"<li>{escape(one)}</li>" for one in said)
        st.html(
            '<details class="happened"><summary>What happened, by the numbers of the lines</summary>'
            f"<ol>{rows}</ol></details>"
        )


def show_events(definitions: Definitions) -> None:
    """Show all events as a table: when, what, where, which measures, source."""
    st.header("Events", anchor=False)
    st.html(f'<p class="quiet">{escape(_ADDING)}</p>')
    if definitions.events:
        rows = (_row(event, definitions.areas, definitions.catalogue) for event in definitions.events)
        with st.expander(f"Every event ({len(definitions.events)})"):
            show_table(table("Events", rows), figures=False)


def _row(event: Event, areas: Areas, catalogue: Catalogue) -> dict[str, str]:
    return {
        "When": event.when,
        "What happened": f"{event.title}. {event.text}",
        "Kind": event.kind.label,
        "Where": listed([areas.at(code).name for code in event.areas]) or "Everywhere",
        "Measures": listed([_name(one, catalogue) for one in event.concerns]) or "All",
        "Source": event.source,
    }


def _name(concerned: str, catalogue: Catalogue) -> str:
    if concerned in catalogue:
        return catalogue.called(concerned).short_title
    return Theme(concerned).label
