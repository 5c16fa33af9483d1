"""Community sentences: whether treatment requirements lead to treatment."""

from dashboard.journeys.view import open_community_sentences
from dashboard.ui.offer import offer_figures_of_area
from dashboard.ui.theme import show_theme
from dashboard.ui.working import in_area, page_of

with page_of(open_community_sentences, frame=in_area("community sentences")) as report:
    show_theme(report)
    offer_figures_of_area(report.area)
