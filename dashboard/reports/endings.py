"""What a reader's choice of the last period means for a page."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

from dashboard.reports import sentences
from dashboard.reports.report import IndicatorReport, OverviewReport, SpineReport, ThemeReport

_Page = TypeVar("_Page", OverviewReport, ThemeReport, SpineReport, IndicatorReport)


def ended(report: _Page, until: date | None) -> _Page:
    """Return a report that says with which day its figures end, where somebody chose one."""
    return report if until is None else replace(report, notes=(*report.notes, sentences.until(until)))
