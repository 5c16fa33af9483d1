"""Bars of steps, strips of shares, points of groups: no figure inside, no bar clipped."""

import json
import math

import pandas as pd
import pytest

from dashboard.charts import shares, steps


def rows(columns):
    return pd.DataFrame([columns, columns])


CHARTS = {
    "steps": (steps.steps, steps.COLUMNS),
    "parts": (shares.parts, shares.PARTS),
    "groups": (shares.groups, shares.GROUPS),
}


@pytest.fixture(params=CHARTS)
def chart(request):
    draw, columns = CHARTS[request.param]
    return draw(rows(columns).assign(more=7), "A title", "A subtitle", "Words")


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


def test_more_steps_make_a_taller_chart():
    one, two = (steps.steps(rows(steps.COLUMNS).head(many), "", "", "") for many in (1, 2))

    assert two.height > one.height
    assert one.specification is two.specification


def test_no_axis_ends_before_a_larger_step():
    specification = json.dumps(steps.steps(rows(steps.COLUMNS), "", "", "").specification)

    assert '"domain":' not in specification
    assert '"clip"' not in specification
    assert math.isnan(steps.steps(rows(steps.COLUMNS | {"count": math.nan}), "", "", "").figures["count"].iloc[0])
