"""Events on charts over time: dashed lines before their periods, their numbers above the drawing, told beside it."""

import pytest

from dashboard.charts import control, lines, shares, trend
from dashboard.charts.timeline import EVENTS

CHARTS = {
    "trend": (trend.trend, trend.COLUMNS),
    "control": (control.control, control.COLUMNS),
    "lines": (lines.lines, lines.COLUMNS),
    "parts": (shares.parts, shares.PARTS),
}
ONE = {"event": "1", "event_title": "October 2024: New provider"}


@pytest.fixture(params=CHARTS)
def draw(request):
    make, columns = CHARTS[request.param]

    def made(*events: dict[str, str], happened: tuple[str, ...] = ()):
        rows = [columns | EVENTS | {"period": f"{2020 + at}/{21 + at}"} | event for at, event in enumerate(events)]
        return make(rows, "Title", "Subtitle", "Words", happened)

    return made


def layers(chart, mark: str) -> list[dict]:
    """Layers of a chart with this mark that only periods with an event have."""
    found = [layer for layer in chart.specification["layer"] if "event_title" in str(layer.get("transform"))]
    return [layer for layer in found if layer["mark"]["type"] == mark]


def test_an_event_is_a_thin_dashed_line_before_its_period(draw):
    (rule,) = layers(draw({}, ONE), "rule")

    assert rule["mark"]["strokeDash"]
    assert rule["mark"]["strokeWidth"] < 2
    assert (rule["encoding"]["x"]["field"], rule["encoding"]["x"]["bandPosition"]) == ("period", 0)
    assert rule["encoding"]["x"]["scale"] == {"type": "band", "paddingInner": 0, "paddingOuter": 0}


def test_its_number_stands_above_the_drawing_where_no_figure_is(draw):
    lower, higher = layers(draw({}, ONE), "text")

    assert higher["encoding"]["y"]["value"] + 13 < lower["encoding"]["y"]["value"] < 0
    assert [one["encoding"]["text"]["field"] for one in (lower, higher)] == ["event", "event_higher"]


def test_lines_and_numbers_of_events_are_no_pictures_without_words(draw):
    chart = draw({}, ONE)

    assert [one["mark"]["aria"] for mark in ("rule", "text") for one in layers(chart, mark)] == [False] * 3


def test_a_chart_makes_room_for_the_numbers_it_has(draw):
    none, one, two = draw({}, {}), draw({}, ONE), draw({}, ONE, {"event_higher": "2", "event_title": "May 2025: Other"})

    assert none.height < one.height < two.height
    assert none.specification is two.specification


def test_the_first_layer_has_all_periods_for_it_gives_their_order(draw):
    assert "transform" not in draw({}, ONE).specification["layer"][0]


def test_what_happened_goes_with_the_chart_and_its_title_is_the_tip_of_the_line(draw):
    chart = draw({}, ONE, happened=("October 2024: a new provider began.",))

    assert chart.happened == ("October 2024: a new provider began.",)
    assert layers(chart, "rule")[0]["encoding"]["tooltip"]["field"] == "event_title"
    assert chart.figures["event"].tolist() == ["", "1"]
