"""Indicator: one measure in one area, with its trend, other areas and definition."""

from dashboard.journeys.export import Choice
from dashboard.journeys.view import open_definitions, open_indicator
from dashboard.ui import address
from dashboard.ui.ask import ask_indicator
from dashboard.ui.offer import offer_figures
from dashboard.ui.session import current_user, open_session, today
from dashboard.ui.show import show_indicator

at = address.current()
with open_session() as session:
    definitions = open_definitions(session, current_user(), at.as_at)
    indicator = ask_indicator(definitions)
    report = open_indicator(session, current_user(), today(), indicator.id, at.chosen)
show_indicator(report)
offer_figures(Choice(indicator=indicator.id, compare=at.compare, until=at.until), at.as_at, indicator.id)
