"""Treatment access: who is in it, who is not yet, and who starts."""

from dashboard.journeys.view import open_treatment_access
from dashboard.ui.offer import offer_figures_of_area
from dashboard.ui.theme import show_theme
from dashboard.ui.working import in_area, page_of

with page_of(open_treatment_access, frame=in_area("treatment access")) as report:
    show_theme(report)
    offer_figures_of_area(report.area)
