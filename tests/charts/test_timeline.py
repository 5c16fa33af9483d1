"""The axis of charts over time: labels that lie level, and the newest always among them."""

import pytest

from dashboard.charts import control, lines, shares, trend
from dashboard.charts.timeline import EVENTS

CHARTS = {
    "trend": (trend.trend, trend.COLUMNS),
    "control": (control.control, control.COLUMNS),
    "lines": (lines.lines, lines.COLUMNS),
    "parts": (shares.parts, shares.PARTS),
}


@pytest.mark.parametrize("name", CHARTS)
def test_labels_lie_level_and_are_left_out_from_the_newest_backwards(name):
    make, columns = CHARTS[name]
    specification = make([columns | EVENTS], "", "", "").specification
    axis = specification["layer"][0]["encoding"]["x"]["axis"]

    assert axis["labelAngle"] == 0
    assert axis["labelOverlap"] is False  # Vega would keep the first and every second from there
    assert axis["labelExpr"].startswith("(length(domain('x')) - 1 - indexof(domain('x'), datum.value)) % ")
