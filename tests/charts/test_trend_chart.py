"""The line over time: said in words, without data inside, made once."""

import json
import math

import pytest

from dashboard.charts.timeline import EVENTS
from dashboard.charts.trend import COLUMNS, trend


@pytest.fixture
def points():
    first = {
        "period": "2022/23",
        "value": 29.0,
        "lower": 16.1,
        "upper": 46.6,
        "said": "29%",
        "run": 0,
        "lone": False,
        "label": "",
    }
    then = {
        "period": "2023/24",
        "value": 35.5,
        "lower": 21.1,
        "upper": 53.1,
        "said": "35%",
        "run": 0,
        "lone": True,
        "label": "35%",
    }
    return [
        {**first, "unfinished": False, "comparator_value": math.nan, "comparator_name": "", "revision": 3, **EVENTS},
        {**then, "unfinished": True, "comparator_value": 47.0, "comparator_name": "England", "revision": 4, **EVENTS},
    ]


def test_a_chart_has_a_title_a_subtitle_and_a_description(points):
    chart = trend(points, "Leeds: 29%, then 35%", "Continuity of care, per cent", "2022/23: 29%; 2023/24: 35%.")

    assert (chart.title, chart.subtitle) == ("Leeds: 29%, then 35%", "Continuity of care, per cent")
    assert chart.words == "2022/23: 29%; 2023/24: 35%."


def test_no_figure_is_inside_the_specification(points):
    chart = trend(points, "A title", "A subtitle", "Words")
    text = json.dumps(chart.specification)

    assert '"data"' not in text
    assert '"datasets"' not in text
    assert "29" not in text.replace("#0B0C0C", "")
    assert "2022/23" not in text


def test_only_the_columns_that_are_drawn_go_to_the_browser(points):
    assert list(trend(points, "", "", "").figures) == list(COLUMNS)


def test_every_point_is_drawn_with_its_values(points):
    figures = trend(points, "", "", "").figures

    assert figures["period"].tolist() == ["2022/23", "2023/24"]
    assert figures["value"].tolist() == [29.0, 35.5]
    assert figures["unfinished"].tolist() == [False, True]
    assert figures["comparator_value"].isna().tolist() == [True, False]


def test_the_specification_is_made_once(points):
    one, other = trend(points, "One", "", ""), trend(points, "Other", "", "")

    assert one.specification is other.specification
    assert one.title == "One"
    assert "title" not in one.specification


def test_every_column_drawn_is_one_that_is_given(points):
    layers = trend(points, "", "", "").specification["layer"]
    fields = {
        part["field"]
        for layer in layers
        for channel in layer["encoding"].values()
        for part in (channel if isinstance(channel, list) else [channel])
        if "field" in part
    }

    assert fields | {"lone"} == set(COLUMNS)  # that one chooses the layers of a point


def test_the_axis_begins_at_zero_and_periods_keep_their_order(points):
    band, _, _, _, _, _, line, *_ = trend(points, "", "", "").specification["layer"]

    assert band["encoding"]["y"]["scale"] == {"zero": True}
    assert line["encoding"]["x"]["sort"] is None


def test_runs_that_cannot_be_compared_are_not_joined(points):
    for layer in trend(points, "", "", "").specification["layer"]:
        assert layer["encoding"]["detail"]["field"] == "run"


def test_a_point_that_no_band_runs_to_has_its_range_as_a_bar(points):
    (span,) = [one for one in trend(points, "", "", "").specification["layer"] if one["mark"]["type"] == "rule"][1:]

    assert span["transform"] == [{"filter": "datum.lone"}]
    assert (span["encoding"]["y"]["field"], span["encoding"]["y2"]["field"]) == ("lower", "upper")


def test_the_comparator_is_a_dashed_line_with_its_name_beside_it(points):
    *_, comparator, line, _, _, name, _, _ = trend(points, "", "", "").specification["layer"]

    assert comparator["mark"]["strokeDash"]
    assert "strokeDash" not in line["mark"]
    assert name["encoding"]["text"]["field"] == "comparator_name"


def test_a_figure_that_is_not_final_is_a_hollow_point(points):
    *_, point, _, _, _, _ = trend(points, "", "", "").specification["layer"]

    assert (point["mark"]["type"], point["mark"]["opacity"]) == ("point", 1)
    assert point["encoding"]["fill"]["field"] == "unfinished"
    assert point["encoding"]["fill"]["scale"]["domain"] == [False, True]
    assert point["encoding"]["fill"]["scale"]["range"][1] == "white"


def test_the_newest_number_stands_beside_its_point_where_its_comparator_does_not(points):
    *_, edge, newest = trend(points, "", "", "").specification["layer"]

    for layer in (edge, newest):
        assert (layer["encoding"]["text"]["field"], layer["encoding"]["y"]["field"]) == ("label", "value")
        assert layer["mark"]["dy"]["expr"] == "datum.comparator_value > datum.value ? 21 : -12"
