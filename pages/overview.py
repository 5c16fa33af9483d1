"""Overview: what a chair opens before a meeting."""

from dashboard.journeys.view import open_overview
from dashboard.ui import address
from dashboard.ui.overview import show_overview
from dashboard.ui.session import current_user, open_session, today

at = address.current()
with open_session() as session:
    report = open_overview(session, current_user(), today(), at.chosen)
show_overview(report)
