"""Indicators: all measures of an area, a line each, beside all comparable areas."""

from dashboard.journeys.export import Choice
from dashboard.journeys.view import open_definitions, open_indicators
from dashboard.ui import address
from dashboard.ui.lines import show_lines
from dashboard.ui.offer import offer_figures
from dashboard.ui.session import current_user, open_session

at = address.current()
with open_session() as session:
    area = open_definitions(session, current_user(), at.as_at).areas.asked_for(at.area)
    report = open_indicators(
        session, current_user(), at.area, at.as_at, at.compare, until=at.until, agencies=at.agencies
    )
show_lines(report, area.name)
offer_figures(Choice(area=at.area, compare=at.compare, until=at.until), at.as_at, area.name)
