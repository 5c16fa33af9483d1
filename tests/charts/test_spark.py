"""Small lines: what is drawn of values, and that a gap or a break is not drawn over."""

import math
import re

import pytest

from dashboard.charts.spark import COURSE_HEIGHT, COURSE_WIDTH, course, spark

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


def beside(values: list[float], theirs: list[float], **look: object) -> str:
    return spark(values, theirs, ("40%", "England"), "words", **look).svg


def lines(svg: str) -> list[str]:
    return re.findall(r'<path d="([^"]*)"', svg)


def test_both_lines_lie_on_one_scale_and_that_of_others_is_dashed():
    # From 5 to 186 across; a scale of 36 units on the 36 pixels from 44 up to 8.
    svg = beside([0.0, 20.0, 18.0], [10.0, 36.0, 36.0])

    assert lines(svg) == ["M5.0 34.0L95.5 8.0L186.0 8.0", "M5.0 44.0L95.5 24.0L186.0 26.0"]
    assert svg.count("stroke-dasharray") == 1
    assert svg.index("stroke-dasharray") < svg.index("95.5 24.0")


def test_without_others_there_is_one_line_and_one_name():
    svg = beside([0.0, 20.0], [NAN, NAN])

    assert lines(svg) == ["M5.0 44.0L186.0 8.0"]
    assert (svg.count("<text"), ">40%</text>" in svg) == (1, True)


def test_a_line_has_its_gaps_and_breaks_and_ends_in_its_last_number():
    svg = beside([0.0, NAN, 36.0, 18.0, NAN], [], starts=[3])

    assert lines(svg) == ["M5.0 44.0h0M95.5 8.0h0M140.8 26.0h0"]  # a point that is joined to nothing is a dot
    assert '<circle cx="140.8" cy="26.0"' in svg
    assert 'fill="white"' not in svg


def test_a_single_value_stands_half_way_up_at_the_end():
    assert lines(beside([5.0], [])) == ["M186.0 26.0h0"]


def test_a_line_whose_last_value_is_not_final_ends_hollow():
    assert 'r="4" fill="white"' in beside([0.0, 20.0], [], hollow=True)


# Values lie a pixel a unit from 44 up to 8; a name stands 4 pixels below the middle of its line's end.
@pytest.mark.parametrize(
    ("own", "theirs", "names"),
    [
        pytest.param(36.0, 20.0, [12.0, 28.0], id="16 apart stay"),
        pytest.param(36.0, 21.0, [12.0, 27.0], id="15 apart stay"),
        pytest.param(20.0, 14.0, [23.5, 38.5], id="6 apart around their middle"),
        pytest.param(14.0, 20.0, [38.5, 23.5], id="the lower stays the lower"),
        pytest.param(18.0, 18.0, [22.5, 37.5], id="level, the own above"),
        pytest.param(36.0, 34.0, [12.0, 27.0], id="at the top"),
        pytest.param(0.0, 2.0, [48.0, 33.0], id="at the bottom"),
    ],
)
def test_two_names_stand_fifteen_pixels_apart_at_the_least(own, theirs, names):
    svg = beside([0.0, 36.0, own], [NAN, NAN, theirs])

    assert [float(up) for up in re.findall(r'<text x="195" y="([^"]*)"', svg)] == names


def test_a_name_beside_a_line_is_no_markup():
    assert ">&lt;b> &amp; c</text>" in spark([1.0], [], ("<b> & c", ""), "").svg
