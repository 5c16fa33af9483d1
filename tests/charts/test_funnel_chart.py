"""The funnel as it is drawn: lines of three kinds, areas by shape, the own area by name, no figure inside."""

import json

import pytest

from dashboard.charts.funnel import COLUMNS, INNER, OUTER, funnel


@pytest.fixture
def points():
    nothing = {"mark": "", "area": "", "said": "", "side": "", "revision": 4}
    leeds = {"mark": "own", "area": "Leeds", "said": "39%", "side": "right", "revision": 4}
    hull = {"mark": "beyond", "area": "Hull", "said": "78%", "side": "left", "revision": 4}
    return [
        {"line": "centre", "whole": 31.0, "value": 47.0, **nothing},
        {"line": "", "whole": 31.0, "value": 38.7, **leeds},
        {"line": "", "whole": 90.0, "value": 77.7, **hull},
    ]


def test_a_funnel_has_a_title_a_subtitle_and_a_description(points):
    chart = funnel(points, "Number of people", "Leeds: 39%", "Per cent", "Leeds 39%.")

    assert (chart.title, chart.subtitle, chart.words) == ("Leeds: 39%", "Per cent", "Leeds 39%.")
    assert list(chart.figures) == list(COLUMNS)


def test_no_figure_is_inside_the_specification(points):
    text = json.dumps(funnel(points, "Number of people", "", "", "").specification)

    for figure in ('"data"', '"datasets"', "Leeds", "38.7", "77.7"):
        assert figure not in text


def test_the_specification_is_made_once_for_each_thing_that_runs_across(points):
    one, same, other = (funnel(points, across, "", "", "") for across in ("People", "People", "Population"))

    assert one.specification is same.specification
    assert one.specification["layer"][0]["encoding"]["x"]["title"] == "People"
    assert other.specification["layer"][0]["encoding"]["x"]["title"] == "Population"


def test_the_middle_is_plain_and_the_lines_are_told_apart_without_colour(points):
    dash = funnel(points, "", "", "", "").specification["layer"][0]["encoding"]["strokeDash"]["scale"]
    look = dict(zip(dash["domain"], map(tuple, dash["range"]), strict=True))

    assert look["centre"] == (1, 0)
    assert look[INNER[0]] == look[INNER[1]] != look[OUTER[0]] == look[OUTER[1]]


def test_areas_beyond_the_lines_have_a_shape_of_their_own(points):
    shape = funnel(points, "", "", "", "").specification["layer"][1]["encoding"]["shape"]["scale"]

    assert dict(zip(shape["domain"], shape["range"], strict=True)) == {"within": "circle", "beyond": "square"}


def test_the_own_area_is_named_on_the_side_that_has_room(points):
    layers = funnel(points, "", "", "", "").specification["layer"]
    named = [layer for part in layers[3:] for layer in part["layer"]]

    assert {layer["encoding"]["text"]["field"] for layer in named} == {"area"}
    assert [layer["mark"]["align"] for layer in named] == ["right", "right", "left", "left"]
