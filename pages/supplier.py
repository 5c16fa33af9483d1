"""What an agency sends: its measures, who uses them, when the next are due, its last file, its template."""

import streamlit as st

from dashboard.journeys.sent import open_supplier
from dashboard.ui import offer
from dashboard.ui.session import current_user, open_session, today
from dashboard.ui.supplier import ask_agency, show_supplier

st.title("What an agency sends", anchor=False)
agency = ask_agency()
with open_session() as session:
    page = open_supplier(session, current_user(), agency, today())
show_supplier(page)
st.header("Template", anchor=False)
offer.offer_template(agency)
