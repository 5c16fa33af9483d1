"""The control chart: limits dashed, signals with a shape and a colour of their own, without data inside."""

import json

import pytest

from dashboard.charts.control import COLUMNS, control
from dashboard.charts.timeline import EVENTS


@pytest.fixture
def chart():
    row = {"period": "Apr 2025", "value": 29.0, "mean": 31.0, "lower": 20.0, "upper": 42.0, "said": "29%", "part": 0}
    return control([row | {"tone": "", "flag": ""} | EVENTS], "Title", "Subtitle", "Apr 2025: 29%.")


def test_only_what_is_drawn_goes_to_the_browser(chart):
    assert list(chart.figures) == list(COLUMNS)
    assert chart.words == "Apr 2025: 29%."


def test_no_figure_is_inside_the_specification(chart):
    text = json.dumps(chart.specification)

    assert '"data"' not in text
    assert "Apr 2025" not in text


def test_limits_are_dashed_and_the_mean_is_not(chart):
    lower, _, _, _, upper, mean, line, _ = chart.specification["layer"]

    assert lower["mark"]["strokeDash"] == upper["mark"]["strokeDash"]
    assert "strokeDash" not in mean["mark"]
    assert "strokeDash" not in line["mark"]
    assert mean["encoding"]["y"]["scale"] == {"zero": True}


def test_a_signal_differs_in_shape_and_in_colour_and_has_a_dark_outline(chart):
    flagged = chart.specification["layer"][-1]
    shapes, colours = (flagged["encoding"][name]["scale"] for name in ("shape", "color"))

    assert shapes["domain"] == colours["domain"] == ["better", "worse", "different"]
    assert len(set(shapes["range"])) == len(set(colours["range"])) == 3
    assert flagged["mark"]["stroke"] == "#0B0C0C"


def test_what_is_no_signal_has_no_such_mark(chart):
    assert chart.specification["layer"][-1]["transform"] == [{"filter": "datum.tone != ''"}]


def test_lines_do_not_cross_a_break(chart):
    assert all(layer["encoding"]["detail"]["field"] == "part" for layer in chart.specification["layer"])
