"""Indicator: one measure in one area, with its trend, other areas and definition."""

from dashboard.journeys.view import open_indicator
from dashboard.ui.ask import ask_indicator
from dashboard.ui.offer import offer_figures_of_measure
from dashboard.ui.page import entitle
from dashboard.ui.show import show_indicator
from dashboard.ui.visit import current
from dashboard.ui.working import page_of, titled

indicator = ask_indicator()
entitle(*current().about(f"Indicator: {indicator.short_title}"))
with page_of(open_indicator, indicator.id, frame=titled(indicator.title)) as report:
    show_indicator(report)
    offer_figures_of_measure(indicator.id)
