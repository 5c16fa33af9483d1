"""Days of many periods at once, by the calendar."""

from datetime import date

import numpy as np
import pytest

from dashboard.domain.coded import coded
from dashboard.stats.days import a_year_earlier, across, first_days, last_days, table


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2025-04-01", 3, "2025-06-30"),
        ("2024-02-01", 1, "2024-02-29"),
        ("1969-12-01", 12, "1970-11-30"),
        ("2024-02-29", 0, "2024-02-29"),
        ("2020-04-01", 36, "2023-03-31"),
    ],
)
def test_a_run_of_months_ends_on_the_last_day_of_the_last(start, months, last):
    assert last_days(first_days(coded([start])), np.array([months])).astype(str).tolist() == [last]


def test_a_year_earlier_is_the_same_day_or_the_28th_for_a_29th_of_february():
    days = first_days(coded(["2024-02-29", "2025-02-28", "2024-03-01", "2024-12-31"]))

    assert a_year_earlier(days).astype(str).tolist() == ["2023-02-28", "2024-02-28", "2023-03-01", "2023-12-31"]


def test_a_break_counts_after_the_first_day_and_up_to_the_last():
    first, last = (np.array([day] * 5, dtype="datetime64[D]") for day in ("2024-04-01", "2025-03-31"))
    breaks = table([[date(2024, 4, 1)], [date(2024, 4, 2)], [date(2025, 3, 31)], [date(2025, 4, 1)], []])

    assert across(first, last, breaks).tolist() == [False, True, True, False, False]


def test_of_several_breaks_one_is_enough():
    first, last = (np.array([day], dtype="datetime64[D]") for day in ("2024-04-01", "2025-03-31"))

    assert across(first, last, table([[date(2020, 1, 1), date(2024, 9, 1)]])).tolist() == [True]
    assert across(first, last, table([[]])).tolist() == [False]
