"""Diversion: from arrest to treatment, and how possession cases are closed."""

from dashboard.journeys.view import open_diversion
from dashboard.ui.offer import offer_figures_of_area
from dashboard.ui.theme import show_theme
from dashboard.ui.working import in_area, page_of

with page_of(open_diversion, frame=in_area("diversion")) as report:
    show_theme(report)
    offer_figures_of_area(report.area)
