"""Overview: what a chair opens before a meeting."""

from dashboard.journeys.view import open_overview
from dashboard.ui.overview import show_overview
from dashboard.ui.working import page_of, show_overview_frame

with page_of(open_overview, frame=show_overview_frame) as report:
    show_overview(report)
