"""The script that Streamlit runs for each person: who is here, the menu, the page, refusals told kindly."""

import streamlit as st

from dashboard.domain.errors import Refusal
from dashboard.settings import Settings
from dashboard.store.database import Database
from dashboard.ui import mark, navigation, page, session, strip
from dashboard.ui.plain import plain


@st.cache_resource
def _database(address: str) -> Database:
    return Database(address)


page.dress()
settings = Settings()
chosen, entry = navigation.choose_page(settings.second_person)
try:
    session.connect(_database(settings.database_url), settings.person, settings.second_person)
    mark.show_mark()
    if entry.strip:
        strip.strip()
    chosen.run()
except Refusal as refusal:
    st.error(plain(str(refusal)))
