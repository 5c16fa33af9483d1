"""Small lines: what is drawn of values, and that a gap or a break is not drawn over."""

import math
import re

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


def test_equal_values_lie_level():
    assert len({up for _, up in places(course([5.0, 5.0], "").svg)}) == 1


def test_a_last_value_that_is_not_final_is_hollow():
    assert 'fill="white"' in course([1.0, 2.0], "", hollow=True).svg
    assert 'fill="white"' not in course([1.0, 2.0], "").svg


def test_names_stand_at_the_ends_of_both_lines_and_do_not_cover_each_other():
    ours, theirs = spark([1.0, 3.0], [2.0, 1.0], ("Here 3", "England 1"), "").labels
    near, beside = spark([1.0, 3.0], [1.0, 2.9], ("Here 3", "England 2.9"), "").labels

    assert (ours.text, ours.is_own, theirs.text, theirs.is_own) == ("Here 3", True, "England 1", False)
    assert (ours.down, theirs.down) == (8 / 52, 44 / 52)
    assert near.down < beside.down
    assert math.isclose(beside.down - near.down, 15 / 52)


def test_a_line_without_any_to_compare_with_has_one_name():
    assert [label.text for label in spark([1.0, 3.0], [NAN, NAN], ("Here 3", ""), "").labels] == ["Here 3"]
