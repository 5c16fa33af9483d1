"""Bars of steps, strips of shares, points of groups: no figure inside, no bar clipped."""

import json
import math

import pytest

from dashboard.charts import shares, steps
from dashboard.domain.agencies import Agency

OWNERS = ((Agency.PRISON, Agency.COUNCIL), (Agency.NHS,))


def of_steps(rungs, *words):
    return steps.steps(rungs, OWNERS[: len(rungs)], *words)


CHARTS = {
    "steps": (of_steps, steps.COLUMNS),
    "parts": (shares.parts, shares.PARTS),
    "groups": (shares.groups, shares.GROUPS),
}


@pytest.fixture(params=CHARTS)
def chart(request):
    draw, columns = CHARTS[request.param]
    return draw([columns | {"more": 7}] * 2, "A title", "A subtitle", "Words")


def test_no_figure_is_inside_and_only_the_columns_drawn_go_to_the_browser(chart):
    assert '"data"' not in json.dumps(chart.specification)
    assert "datasets" not in chart.specification
    assert "more" not in chart.figures
    assert (chart.title, chart.subtitle, chart.words) == ("A title", "A subtitle", "Words")


def test_every_column_drawn_is_one_that_is_given(chart):
    made_here = {"heading", "value"}
    drawn = {
        channel["field"]
        for layer in chart.specification["layer"]
        for channel in layer["encoding"].values()
        if isinstance(channel, dict) and "field" in channel
    }

    assert drawn - made_here <= set(chart.figures)


def test_bars_of_who_is_lost_are_no_pictures_without_words():
    layers = of_steps([steps.COLUMNS], "", "", "").specification["layer"]
    lost = [one["mark"] for one in layers if "biggest" in str(one.get("transform"))]

    assert [one["aria"] for one in lost] == [False, False]


def test_each_part_has_a_strip_and_each_group_a_row_of_the_same_height():
    for draw, columns, name in ((shares.parts, shares.PARTS, "part"), (shares.groups, shares.GROUPS, "label")):
        heights = [draw([columns | {name: str(at)} for at in range(many)], "", "", "").height for many in (1, 2, 3)]
        assert heights[1] - heights[0] == heights[2] - heights[1] > 30  # two lines of text, or a bar with its name
        assert heights[0] > heights[1] - heights[0]  # the axis has room too


def test_more_steps_make_a_taller_chart():
    one, two = (of_steps([steps.COLUMNS] * many, "", "", "") for many in (1, 2))

    assert two.height > one.height
    assert one.specification is two.specification


def test_no_axis_ends_before_a_larger_step():
    specification = json.dumps(of_steps([steps.COLUMNS] * 2, "", "", "").specification)

    assert '"domain":' not in specification
    assert '"clip"' not in specification
    assert math.isnan(of_steps([steps.COLUMNS | {"count": math.nan}], "", "", "").figures["count"].iloc[0])


def test_whose_steps_they_are_goes_along_as_agencies_until_the_chart_is_shown():
    chart = of_steps(
        [{name: value for name, value in steps.COLUMNS.items() if name not in ("owners", "dimmed")}] * 2, "", "", ""
    )

    assert chart.owners == OWNERS
    assert list(chart.figures) == list(steps.COLUMNS)
    assert chart.figures["owners"].tolist() == ["", ""]
    assert chart.figures["dimmed"].tolist() == [False, False]
