"""Treatment access: who is in it, who is not yet, and who starts."""

from dashboard.journeys.export import Choice
from dashboard.journeys.view import open_definitions, open_treatment_access
from dashboard.ui import address
from dashboard.ui.offer import offer_figures
from dashboard.ui.session import current_user, open_session
from dashboard.ui.theme import show_theme

at = address.current()
with open_session() as session:
    area = open_definitions(session, current_user(), at.as_at).areas.asked_for(at.area)
    report = open_treatment_access(
        session, current_user(), at.area, at.as_at, at.compare, until=at.until, agencies=at.agencies
    )
show_theme(report, area.name)
offer_figures(Choice(area=at.area, compare=at.compare, until=at.until), at.as_at, area.name)
