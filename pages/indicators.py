"""Indicators: all measures of an area, a line each, beside all comparable areas."""

from dashboard.journeys.view import open_indicators
from dashboard.ui import address
from dashboard.ui.lines import show_lines
from dashboard.ui.offer import offer_figures_of_area
from dashboard.ui.session import current_user, open_session

at = address.current()
with open_session() as session:
    report = open_indicators(session, current_user(), at.chosen)
show_lines(report)
offer_figures_of_area(at.chosen, report.area)
