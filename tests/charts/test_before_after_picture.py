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
    assert drawn([NONE], [4.0]).count('z"') == 1


def test_the_number_stands_at_the_height_of_the_last_diamond():
    (highest,) = picture([1.0, NONE], [NONE, 2.0]).labels
    (lowest,) = picture([2.0, NONE], [NONE, 1.0]).labels

    assert (highest.text, lowest.text) == ("61%", "61%")
    assert (highest.down, lowest.down) == (12 / 72, 60 / 72)
