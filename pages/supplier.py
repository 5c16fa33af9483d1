"""What an agency sends: its measures, who uses them, when the next are due, its last file, its template."""

import streamlit as st

from dashboard.journeys.sent import open_supplier
from dashboard.journeys.view import open_definitions
from dashboard.ui import offer
from dashboard.ui.session import current_user, open_session, today
from dashboard.ui.supplier import ask_agency, ask_return, show_supplier

st.title("What an agency sends", anchor=False)
agency = ask_agency()
with open_session() as session:
    page = open_supplier(session, current_user(), agency, today())
    definitions = open_definitions(session, current_user())
show_supplier(page)
st.header("A return to fill in", anchor=False)
st.markdown("A line for each measure and area, with the period filled in. The workbook has areas and definitions too.")
wanted = ask_return(agency, definitions.areas)
if wanted is not None:
    offer.offer_return(wanted)
st.markdown("Or a template with a line for each measure, without quarter and area.")
offer.offer_template(agency)
