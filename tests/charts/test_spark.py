"""Small lines: what is drawn of values, and that a gap or a break is not drawn over."""

import math
import re

import pytest

from dashboard.charts.spark import COURSE_HEIGHT, COURSE_WIDTH, course, spark
from dashboard.charts.style import Picture

NAN = math.nan


def places(svg: str) -> list[tuple[float, float]]:
    """Return the points of the line, in order."""
    (path,) = re.findall(r' d="([^"]*)"', svg)
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]


def test_a_course_goes_from_left_to_right_and_up_where_values_rise():
    first, middle, last = places(course([1.0, 2.0, 3.0], "it rose").svg)

    assert first[0] < middle[0] < last[0] <= COURSE_WIDTH
    assert COURSE_HEIGHT >= first[1] > middle[1] > last[1] >= 0


def test_a_gap_and_a_break_are_not_joined():
    assert course([1.0, NAN, 3.0, 4.0], "").svg.count("M") == 2
    assert course([1.0, 2.0, 3.0, 4.0], "", starts=[2]).svg.count("M") == 2


def test_a_point_between_two_gaps_is_a_dot():
    svg = course([1.0, NAN, 3.0, NAN, 2.0, 4.0], "").svg

    assert re.findall(r"M[\d.]+ [\d.]+h0", svg) == ["M5.0 29.0h0", "M53.8 13.0h0"]  # 5 + 122 * 2/5; 29 - 24 * 2/3
    assert 'stroke-linecap="round"' in svg


def test_a_course_ends_in_its_last_number():
    assert '<circle cx="66.0" cy="5.0"' in course([1.0, 3.0, NAN], "").svg  # 5 + 122 / 2; the highest


def test_equal_values_lie_level():
    assert len({up for _, up in places(course([5.0, 5.0], "").svg)}) == 1


def test_a_last_value_that_is_not_final_is_hollow():
    assert 'fill="white"' in course([1.0, 2.0], "", hollow=True).svg
    assert 'fill="white"' not in course([1.0, 2.0], "").svg


def beside(values: list[float], theirs: list[float], **look: object) -> Picture:
    return spark(values, theirs, ("40%", "England"), "words", **look)


def lines(svg: str) -> list[str]:
    return re.findall(r'<path d="([^"]*)"', svg)


def test_both_lines_lie_on_one_scale_and_that_of_others_is_dashed():
    # From 5 to 183 across; a scale of 36 units on the 36 pixels from 44 up to 8.
    svg = beside([0.0, 20.0, 18.0], [10.0, 36.0, 36.0]).svg

    assert lines(svg) == ["M5.0 34.0L94.0 8.0L183.0 8.0", "M5.0 44.0L94.0 24.0L183.0 26.0"]
    assert svg.count("stroke-dasharray") == 1
    assert svg.index("stroke-dasharray") < svg.index("94.0 24.0")


def test_without_others_there_is_one_line():
    assert lines(beside([0.0, 20.0], [NAN, NAN]).svg) == ["M5.0 44.0L183.0 8.0"]


def test_a_line_has_its_gaps_and_breaks_and_ends_in_its_last_number():
    svg = beside([0.0, NAN, 36.0, 18.0, NAN], [], starts=[3]).svg

    assert lines(svg) == ["M5.0 44.0h0M94.0 8.0h0M138.5 26.0h0"]  # a point that is joined to nothing is a dot
    assert '<circle cx="138.5" cy="26.0"' in svg
    assert 'fill="white"' not in svg


def test_a_single_value_stands_half_way_up_at_the_end():
    assert lines(beside([5.0], []).svg) == ["M183.0 26.0h0"]


def test_a_line_whose_last_value_is_not_final_ends_hollow():
    assert 'r="4" fill="white"' in beside([0.0, 20.0], [], hollow=True).svg


# Values lie a pixel a unit from 44 up to 8, in a drawing of 52.
@pytest.mark.parametrize(
    ("own", "theirs", "heights"),
    [
        pytest.param(36.0, 20.0, [8.0, 24.0], id="16 apart stay"),
        pytest.param(36.0, 21.0, [8.0, 23.0], id="15 apart stay"),
        pytest.param(20.0, 14.0, [19.5, 34.5], id="6 apart around their middle"),
        pytest.param(14.0, 20.0, [34.5, 19.5], id="the lower stays the lower"),
        pytest.param(18.0, 18.0, [18.5, 33.5], id="level, the own above"),
        pytest.param(36.0, 34.0, [8.0, 23.0], id="at the top"),
        pytest.param(0.0, 2.0, [44.0, 29.0], id="at the bottom"),
    ],
)
def test_two_names_stand_fifteen_pixels_apart_at_the_least(own, theirs, heights):
    labels = beside([0.0, 36.0, own], [NAN, NAN, theirs]).labels

    assert [label.text for label in labels] == ["40%", "England"]
    assert [52 * label.down for label in labels] == pytest.approx(heights)


def test_names_stand_at_the_ends_of_both_lines_and_do_not_cover_each_other():
    ours, theirs = spark([1.0, 3.0], [2.0, 1.0], ("Here 3", "England 1"), "").labels
    near, beside = spark([1.0, 3.0], [1.0, 2.9], ("Here 3", "England 2.9"), "").labels

    assert (ours.text, ours.is_own, theirs.text, theirs.is_own) == ("Here 3", True, "England 1", False)
    assert (ours.down, theirs.down) == (8 / 52, 44 / 52)
    assert near.down < beside.down
    assert math.isclose(beside.down - near.down, 15 / 52)


def test_a_line_without_any_to_compare_with_has_one_name():
    assert [label.text for label in spark([1.0, 3.0], [NAN, NAN], ("Here 3", ""), "").labels] == ["Here 3"]
