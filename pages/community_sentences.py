"""Community sentences: whether treatment requirements lead to treatment."""

from dashboard.journeys.export import Choice
from dashboard.journeys.view import open_community_sentences, open_definitions
from dashboard.ui import address
from dashboard.ui.offer import offer_figures
from dashboard.ui.session import current_user, open_session
from dashboard.ui.theme import show_theme

at = address.current()
with open_session() as session:
    area = open_definitions(session, current_user(), at.as_at).areas.asked_for(at.area)
    report = open_community_sentences(
        session, current_user(), at.area, at.as_at, at.compare, until=at.until, agencies=at.agencies
    )
show_theme(report, area.name)
offer_figures(Choice(area=at.area, compare=at.compare, until=at.until), at.as_at, area.name)
