"""Overview: what a chair opens before a meeting."""

import streamlit as st

from dashboard.journeys.export import Choice, take_figures
from dashboard.journeys.view import open_area
from dashboard.ui import address
from dashboard.ui.session import current_user, open_session
from dashboard.ui.show import show_report

at = address.current()
with open_session() as session:
    report = open_area(session, current_user(), at.area, at.as_at)
    figures = take_figures(session, current_user(), Choice(area=at.area), at.as_at)
show_report(report)
st.download_button("Figures as CSV", figures, f"{report.title}.csv", "text/csv", on_click="ignore")
