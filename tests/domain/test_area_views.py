"""Which figure is too old beside others, and whose verdict stands in for one that is not compared yet."""

from datetime import date

import pytest

from dashboard.domain.area_views import is_outdated
from dashboard.domain.areas import ENGLAND
from dashboard.domain.periods import month, quarter, rolling_year, snapshot
from tests.figures import figure, figures
from tests.shown_figures import view_of

CARE, LEEDS = "coc-engaged-21-days", "E08000035"
SUMMER = quarter(2026, 4)


@pytest.mark.parametrize(
    ("period", "is_too_old"),
    [
        (quarter(2025, 1), True),
        (month(2025, 5), True),
        (snapshot(date(2025, 6, 29)), True),
        (snapshot(date(2025, 6, 30)), False),
        (quarter(2025, 4), False),
        (rolling_year(2025, 6), False),
        (snapshot(date(2025, 7, 1)), False),
        (quarter(2026, 4), False),
    ],
)
def test_a_figure_is_too_old_when_it_ended_more_than_a_year_before_the_newest(period, is_too_old):
    assert is_outdated(period, SUMMER) is is_too_old


def care(start: str, area: str = LEEDS, count: float = 40.0) -> dict[str, object]:
    quarterly = {"period_start": start, "period_months": 3, "period_kind": "quarter"}
    return figure(indicator=CARE, area=area, numerator=count, denominator=100.0, **quarterly)


STARTS = ("2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01", "2026-04-01")


@pytest.mark.parametrize(
    ("of_england", "start"),
    [
        (("2025-01-01",), None),
        (("2025-04-01",), None),  # a year before, which is told as such
        (("2025-07-01",), date(2025, 7, 1)),
        (("2025-07-01", "2025-10-01"), date(2025, 10, 1)),
        (("2025-10-01", "2026-01-01"), date(2026, 1, 1)),
        (("2025-10-01", "2026-04-01"), None),  # compared itself
        ((), None),
    ],
)
def test_the_verdict_before_is_that_of_the_newest_earlier_figure_of_less_than_a_year_ago(
    definitions, of_england, start
):
    rows = [*map(care, STARTS), *(care(one, ENGLAND, 50.0) for one in of_england)]
    view = view_of(figures(*rows), definitions.areas.at("cdp-leeds"), definitions)
    newest = view.of_period(CARE, LEEDS, SUMMER)

    found = view.compared_before(newest)

    assert (found.period.start if found else None) == start
