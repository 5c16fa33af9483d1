"""The script that Streamlit runs for each person: who is here, the menu, the page, refusals told kindly."""

import streamlit as st

from dashboard.commands.first_start import ANOTHER_IS_HERE, FIRST_START
from dashboard.domain.errors import NotReady, Refusal
from dashboard.settings import settings
from dashboard.store.database import Database
from dashboard.ui import address, mark, navigation, page, preparing, session, strip, visit
from dashboard.ui.plain import plain


@st.cache_resource
def _database(where: str, *, reads_only: bool) -> Database:
    return Database(where, reads_only=reads_only)


page.dress()
chosen_settings = settings()
session.announce(chosen_settings.person, chosen_settings.second_person, chosen_settings.reader)
chosen, entry = navigation.choose_page()
if FIRST_START.step:
    preparing.show_preparing(lambda: FIRST_START.step, lambda: FIRST_START.refusal)
    st.stop()
asked, faults = address.read(chosen.url_path)
menu = navigation.show_menu(entry, asked)
try:
    session.connect(_database(chosen_settings.database_url, reads_only=chosen_settings.reader is not None))
    with visit.begun(asked, faults, to_area=entry.strip) as visiting:
        page.entitle(*visiting.about(entry.title))
        mark.show_mark(invented=visiting.is_demonstration)
        if FIRST_START.offer:
            preparing.show_offer(ANOTHER_IS_HERE, FIRST_START.offer)
        for fault in visiting.faults:
            st.warning(plain(fault))
        if entry.strip:
            strip.strip()
        if navigation.is_elsewhere(entry):
            navigation.show_elsewhere(entry)
        else:
            chosen.run()
        if address.kept() != asked:  # what could not be had is in no link
            navigation.show_menu(entry, address.kept(), menu)
except NotReady as wait:
    st.info(plain(str(wait)))
except Refusal as refusal:
    st.error(plain(str(refusal)))
