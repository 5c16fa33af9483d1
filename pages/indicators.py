"""Indicators: all measures of an area, a line each, beside all comparable areas."""

from dashboard.journeys.view import open_indicators
from dashboard.ui.lines import show_lines
from dashboard.ui.offer import offer_figures_of_area
from dashboard.ui.working import in_area, page_of

with page_of(open_indicators, frame=in_area("all measures")) as report:
    show_lines(report)
    offer_figures_of_area(report.area)
