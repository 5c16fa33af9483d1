"""Overview: what a chair opens before a meeting."""

from dashboard.journeys.export import Choice
from dashboard.journeys.view import open_area
from dashboard.ui import address
from dashboard.ui.offer import offer_figures
from dashboard.ui.session import current_user, open_session
from dashboard.ui.show import show_report

at = address.current()
with open_session() as session:
    report = open_area(session, current_user(), at.area, at.as_at, at.compare, until=at.until, agencies=at.agencies)
show_report(report)
offer_figures(Choice(area=at.area, compare=at.compare, until=at.until), at.as_at, report.title)
