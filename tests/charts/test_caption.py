"""What a saved picture says of itself, on a phone and elsewhere; that it is drawn is asked in a browser."""

import json

import pytest

from dashboard.charts.caption import captioned, height_of
from dashboard.charts.style import Chart
from dashboard.charts.trend import COLUMNS, trend

TITLE = "Leeds: 10% in Apr to Jun 2024, 11% in Apr to Jun 2025"
INVENTED = "Demonstration figures. Invented: they say nothing about any real place."


@pytest.fixture
def chart() -> Chart:
    points = [{**COLUMNS, "period": f"Apr to Jun {year}", "value": 10.0} for year in (2024, 2025)]
    made = trend(points, TITLE, "Care, per cent; a numbered line is something that happened, told below", "")
    happened = ("May 2024: It began. Source: Minutes.",)
    return Chart(**{**vars(made), "source": "Offender statistics", "happened": happened})


def lines(chart: Chart, mark: str) -> tuple[list[str], list[str]]:
    """Return what is written on a phone, and elsewhere."""
    title = captioned(chart, mark)[0]["title"]
    either = [title[name]["signal"].partition(" ? ")[2].split(" : ") for name in ("text", "subtitle")]
    return tuple([line for part in either for line in json.loads(part[at])] for at in (0, 1))


def test_finding_subtitle_event_source_and_mark_are_in_the_picture(chart):
    assert [line for line in lines(chart, INVENTED)[1] if line] == [
        TITLE,
        "Care, per cent",
        "A numbered line is something that happened",
        "1. May 2024: It began.",
        "Source: Offender statistics",
        INVENTED,
    ]


def test_real_figures_carry_no_mark_and_nothing_stands_in_its_place(chart):
    assert lines(chart, "")[1][-1] == "Source: Offender statistics"


def test_on_a_phone_the_same_is_said_in_shorter_lines_and_takes_the_same_height(chart):
    phone, elsewhere = lines(chart, INVENTED)

    assert " ".join(phone).split() == " ".join(elsewhere).split()
    assert max(map(len, phone)) <= 52 < max(map(len, elsewhere))
    assert len(phone) == len(elsewhere) == captioned(chart, INVENTED)[1]


def test_each_line_takes_its_height_above_the_drawing(chart):
    title = captioned(chart, INVENTED)[0]["title"]
    gaps = title["offset"] + title["subtitlePadding"]

    assert title["lineHeight"] == title["subtitleLineHeight"]
    assert [height_of(many) for many in (0, 1, 6)] == [gaps + title["lineHeight"] * many for many in (0, 1, 6)]


def test_the_chart_itself_is_left_as_it_was(chart):
    captioned(chart, INVENTED)

    assert "title" not in chart.specification
