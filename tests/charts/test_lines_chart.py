"""Several series over time: each point as it was given, and names as points of their own at the end of their line."""

import math

import pytest

from dashboard.charts.lines import COLUMNS, apart, lines
from dashboard.charts.style import HEIGHT
from dashboard.charts.timeline import EVENTS


def point(series: str, place: int, period: str, **values: object) -> dict[str, object]:
    usual = {"value": 10.0, "said": "10 people", "run": f"{series} 0", "label": "", "label_at": math.nan}
    return {"period": period, "series": series, "place": place, **usual, **EVENTS, **values}


@pytest.fixture
def chart():
    name = point("All", 0, "Jul to Sep 2024", value=math.nan, label="All", label_at=12.0)
    points = [point("All", 0, "Apr to Jun 2024"), point("Police", 1, "Apr to Jun 2024", value=4.0), name]
    return lines([{**one, "more": "not drawn"} for one in points], "Title", "Subtitle", "Words")


def test_each_point_is_a_row_in_the_order_it_came_in(chart):
    assert list(chart.figures) == list(COLUMNS)
    assert chart.figures["series"].tolist() == ["All", "Police", "All"]
    assert chart.figures["value"].tolist()[:2] == [10.0, 4.0]
    assert chart.height == HEIGHT  # without events none of it is taken


def test_only_points_with_a_name_have_one_written(chart):
    *_, named = chart.specification["layer"]

    assert named["transform"] == [{"filter": "datum.label != ''"}]
    assert chart.figures["label"].tolist() == ["", "", "All"]
    assert chart.figures["label_at"].tolist()[2] == 12.0


# Names are 7.5 hundredths of the scale apart.
@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([50.0, 57.6], [50.0, 57.6]),
        ([50.0, 57.5], [50.0, 57.5]),
        ([50.0, 57.4], [50.0, 57.5]),
        ([57.0, 50.0], [57.5, 50.0]),
        ([51.0, 50.0, 52.0], [57.5, 50.0, 65.0]),
        ([0.0, 0.0, 80.0], [0.0, 7.5, 80.0]),
    ],
)
def test_no_name_stands_on_another_and_each_near_its_own(values, places):
    assert apart(values, 100.0) == places
