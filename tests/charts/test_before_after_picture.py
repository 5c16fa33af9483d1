"""The small trend with what a file brings: gaps stay open, the new stands out and has its number beside it."""

import math

from dashboard.charts.before_after import before_after

NONE = math.nan


def picture(now, sent, joined=None, name="61%"):
    places = list(range(0, 3 * len(now), 3))
    return before_after(places, now, sent, joined or [False, *[True] * (len(now) - 1)], name, "words")


def drawn(now, sent, joined=None):
    return picture(now, sent, joined).svg


def test_a_new_point_is_a_diamond_joined_by_dashes_to_what_it_follows_on():
    svg = drawn([1.0, 2.0, NONE], [NONE, NONE, 4.0])

    assert svg.count("<circle") == 2
    assert svg.count('z"') == 1
    assert svg.count("stroke-dasharray") == 1


def test_a_figure_put_right_is_joined_to_the_one_it_takes_the_place_of():
    svg = drawn([1.0, 2.0, 3.0], [NONE, 4.0, NONE])

    dashed = next(part for part in svg.split("<path ") if "stroke-dasharray" in part)
    # Straight up in the middle of 8 to 214, from a third to the top of what lies between 60 and 12.
    assert dashed.startswith('d="M111.0 44.0L111.0 12.0"')


def test_a_hidden_figure_leaves_a_gap():
    line = drawn([1.0, NONE, 2.0, NONE], [NONE, NONE, NONE, 2.0]).split('"')

    assert next(part for part in line if part.startswith("M")).count("M") == 2


def test_nothing_is_joined_across_a_break():
    svg = drawn([1.0, 2.0, NONE], [NONE, NONE, 4.0], joined=[False, True, False])

    assert "stroke-dasharray" not in svg


def test_one_point_alone_is_drawn():
    # Half way between 12 and 60 on the right.
    svg = drawn([NONE], [4.0])

    assert svg.count('z"') == 1
    assert 'd="M214.0 30.0l6 6l-6 6l-6 -6z"' in svg


def test_points_lie_where_their_time_is():
    # From 8 to 214 across; a year without a figure leaves twice the room. From 60 up to 12 for 1 to 4.
    svg = before_after([2020, 2021, 2023], [1.0, 2.0, 4.0], [NONE] * 2 + [3.0], [False, True, True], "3", "").svg

    assert 'd="M8.0 60.0L76.7 44.0L214.0 12.0"' in svg
    assert 'd="M214.0 12.0L214.0 28.0"' in svg


def test_what_a_file_brings_one_after_another_is_joined_to_what_it_brought_before():
    svg = drawn([1.0, NONE, NONE], [NONE, 4.0, 2.5])

    assert 'd="M8.0 60.0L111.0 12.0"' in svg
    assert 'd="M111.0 12.0L214.0 36.0"' in svg


def test_the_same_figure_again_is_joined_to_nothing():
    assert "stroke-dasharray" not in drawn([1.0, 2.0], [NONE, 2.0])


def test_the_name_stands_at_the_last_that_a_file_brings():
    (label,) = picture([1.0, 2.0, 3.0], [2.0, 4.0, NONE]).labels

    assert label.down == 12 / 72  # the highest of all


def test_the_number_stands_at_the_height_of_the_last_diamond():
    (highest,) = picture([1.0, NONE], [NONE, 2.0]).labels
    (lowest,) = picture([2.0, NONE], [NONE, 1.0]).labels

    assert (highest.text, lowest.text) == ("61%", "61%")
    assert (highest.down, lowest.down) == (12 / 72, 60 / 72)
