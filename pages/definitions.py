"""Definitions: what each measure means, how numbers are worked out, and the words of the field."""

import streamlit as st

from dashboard.domain.indicators import Theme
from dashboard.journeys.view import open_checks, open_glossary, open_methods
from dashboard.ui import ask
from dashboard.ui.happened import show_events
from dashboard.ui.session import current_user
from dashboard.ui.show import show_catalogue, show_checks, show_methods, show_neighbours
from dashboard.ui.tables import show_pairs

st.title("Definitions", anchor=False)
as_at, definitions = ask.known_definitions()
ask.offer_newest(as_at)
st.markdown(
    f"{len(definitions.catalogue)} measures, each with the question it answers, who can change it and its source."
)
for theme in Theme:
    measures = [indicator for indicator in definitions.catalogue if indicator.theme is theme]
    with st.expander(f"{theme.label} ({len(measures)})"):
        show_catalogue(measures, theme.label)
st.header("How numbers are worked out", anchor=False)
show_methods(open_methods(current_user()))
show_neighbours(definitions.neighbours)
show_events(definitions)
st.header("How a file is checked", anchor=False)
checks = open_checks(current_user())
st.markdown("An error stops its measure, a warning is ticked before publishing, a notice is for information.")
with st.expander(f"Every check, in the order in which a file meets them ({len(checks)})"):
    show_checks(checks)
st.header("Glossary", anchor=False)
words = open_glossary(current_user())
with st.expander(f"Every word of the field, by letter ({len(words)})"):
    show_pairs(words, "Glossary")
