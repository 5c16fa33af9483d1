"""Parts of an edition as bytes: what is the same is the same in bytes, whatever way it came about."""

import numpy as np

from dashboard.domain.coded import Coded, Texts
from dashboard.domain.packing import packed, unpacked


def _one(**columns):
    return Coded(columns)


def test_figures_come_back_as_they_were():
    rows = _one(
        area=Texts(["Leeds", "Kent", "nobody has this"], np.array([0, 1, 0])),
        count=np.array([1.5, np.nan, -3.0]),
        months=np.array([3, 3, 12]),
    )

    (first, second) = packed(rows, [2, 1])

    back = unpacked([first, second])
    assert back.frame.equals(rows.frame)
    assert b"Kent" in first
    assert b"Kent" not in second
    assert b"nobody" not in first + second


def test_a_word_that_stands_twice_among_the_words_is_one_word():
    once = _one(state=Texts(["rounded", "value"], np.array([1, 0, 1])))
    twice = _one(state=Texts(["value", "rounded", "value"], np.array([0, 1, 2])))

    assert [*packed(once, [3])] == [*packed(twice, [3])]


def test_no_number_is_no_number_in_whatever_form_arithmetic_left_it():
    negative = np.copysign(np.full(2, np.nan), -1.0)
    assert negative.tobytes() != np.full(2, np.nan).tobytes()

    assert [*packed(_one(value=negative), [2])] == [*packed(_one(value=np.full(2, np.nan)), [2])]
