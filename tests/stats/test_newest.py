"""Which figures the page on a theme asks for: no more of them than are told, however long the history."""

from datetime import date, timedelta

import numpy as np
import pytest

from dashboard.stats.newest import PICTURED, ended_by, on_themes
from tests.figures import figure, figures
from tests.in_frames import coded

TOGETHER, DRAWN, OTHER = "dtoa-tests", "possession-outcomes", "drug-searches"
FORCE, ENGLAND = "E23000001", "E92000001"


def quarters(indicator, many, area=FORCE, **columns):
    """Quarters up to the one from January 2025, each with a number."""
    starts = [date(2025 - back // 4, (1, 10, 7, 4)[back % 4], 1) for back in range(many)]
    starts = [start.replace(year=start.year - (start.month != 1)) for start in starts]
    return [
        figure(
            indicator=indicator,
            area=area,
            period_start=start.isoformat(),
            period_months=3,
            period_kind="quarter",
            **{"value": 10.0, "numerator": 10.0, **columns},
        )
        for start in starts
    ]


def starts_asked_for(*rows, area=FORCE):
    frame = figures(*rows)
    kept = frame[on_themes(coded(frame), [TOGETHER], [DRAWN]) & (frame["area"] == area).to_numpy(bool)]
    return sorted(kept["period_start"].tolist(), reverse=True)


GROUP = {"breakdown": "outcome=charge"}


def test_of_a_group_of_people_the_newest_and_the_year_before():
    assert starts_asked_for(*quarters(OTHER, 40, **GROUP)) == ["2025-01-01", "2024-01-01"]


def test_of_everybody_as_many_as_a_picture_has():
    assert len(starts_asked_for(*quarters(OTHER, 40))) == PICTURED


def test_where_the_newest_has_no_number_the_newest_that_has_one_too():
    newest, *others = quarters(OTHER, 40, **GROUP)

    asked = starts_asked_for({**newest, "value": np.nan, "numerator": np.nan}, *others)

    assert asked == ["2025-01-01", "2024-10-01", "2024-01-01", "2023-10-01"]


@pytest.mark.parametrize("columns", [{}, {"sex": "male"}, {"breakdown": "outcome=charge"}])
def test_of_measures_told_together_as_many_as_a_picture_has_of_every_group(columns):
    assert len(starts_asked_for(*quarters(TOGETHER, 40, **columns))) == PICTURED


def test_of_one_drawn_over_time_all():
    assert len(starts_asked_for(*quarters(DRAWN, 40, breakdown="outcome=charge"))) == 40


def test_of_a_country_what_stands_beside_an_area_that_is_behind():
    behind = quarters(OTHER, 40, **GROUP)[6:]

    asked = starts_asked_for(*behind, *quarters(OTHER, 40, area=ENGLAND, **GROUP), area=ENGLAND)

    assert asked == ["2025-01-01", "2024-01-01", "2023-07-01", "2022-07-01"]


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ({"period_start": "2025-04-01", "period_months": 3, "period_kind": "quarter"}, date(2025, 6, 30)),
        ({"period_start": "2024-02-01", "period_months": 1, "period_kind": "month"}, date(2024, 2, 29)),
        ({"period_start": "2025-06-15", "period_months": 0, "period_kind": "snapshot"}, date(2025, 6, 15)),
    ],
)
def test_a_period_has_ended_on_its_last_day_and_not_the_day_before(period, last):
    rows = coded(figures(figure(**period)))

    days = (last - timedelta(days=1), last, last + timedelta(days=1))
    assert [ended_by(rows, day).tolist() for day in days] == [[False], [True], [True]]
