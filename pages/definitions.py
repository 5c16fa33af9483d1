"""Definitions: what each measure means and where it comes from, and the words of the field."""

import streamlit as st

from dashboard.domain.indicators import Theme
from dashboard.journeys.view import open_definitions, open_glossary
from dashboard.ui import ask
from dashboard.ui.session import current_user, open_session
from dashboard.ui.show import show_catalogue
from dashboard.ui.tables import show_pairs

st.title("Definitions", anchor=False)
at = ask.known_revision()
ask.offer_newest(at)
with open_session() as session:
    definitions = open_definitions(session, current_user(), at.as_at)
st.markdown(
    f"{len(definitions.catalogue)} measures, each with the question it answers, who can change it and its source."
)
for theme in Theme:
    measures = [indicator for indicator in definitions.catalogue if indicator.theme is theme]
    with st.expander(f"{theme.label} ({len(measures)})"):
        show_catalogue(measures, theme.label)
st.header("Glossary", anchor=False)
show_pairs(open_glossary(current_user()), "Glossary")
