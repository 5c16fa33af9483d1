"""Community sentences: whether treatment requirements lead to treatment."""

from dashboard.journeys.view import open_community_sentences
from dashboard.ui import address
from dashboard.ui.offer import offer_figures_of_area
from dashboard.ui.session import current_user, open_session
from dashboard.ui.theme import show_theme

at = address.current()
with open_session() as session:
    report = open_community_sentences(session, current_user(), at.chosen)
show_theme(report)
offer_figures_of_area(at.chosen, report.area)
