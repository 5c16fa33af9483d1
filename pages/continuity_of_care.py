"""Continuity of care: who leaves prison with a need, how many reach treatment, and where people are lost."""

from dashboard.journeys.view import open_continuity_of_care
from dashboard.ui.offer import offer_figures_of_area
from dashboard.ui.theme import show_theme
from dashboard.ui.working import in_area, page_of

with page_of(open_continuity_of_care, frame=in_area("continuity of care")) as report:
    show_theme(report)
    offer_figures_of_area(report.area)
