"""Numbers for figures that nobody knows: some with which all sums hold, and none where there are none."""

import numpy as np

from dashboard.stats.suppression.filling import possible_numbers
from dashboard.stats.suppression.terms import listed

NONE = np.nan


def test_two_that_make_seven_are_given_numbers_that_do():
    amounts, numbers, holds = possible_numbers(listed([[(0, 1), (1, -1), (2, -1)]]), np.array([7.0, NONE, NONE]))

    assert amounts.tolist() == [1, 2]
    assert numbers.sum() == 7
    assert (numbers >= 0).all()
    assert holds.tolist() == [True]


def test_what_no_numbers_fulfil_has_none_and_takes_nothing_from_what_shares_none_of_it():
    # 3 of one sum would leave less than nobody in the other: 1 + 2 = 3 and 1 + 2 + 3 = 2; 5 + 6 = 4 is apart.
    true = np.array([3.0, NONE, NONE, NONE, 2.0, NONE, NONE, 4.0])
    sums = [[(0, 1), (1, -1), (2, -1)], [(4, 1), (1, -1), (2, -1), (3, -1)], [(7, 1), (5, -1), (6, -1)]]

    amounts, numbers, holds = possible_numbers(listed(sums), true)

    assert amounts.tolist() == [5, 6]
    assert numbers.sum() == 4
    assert holds.tolist() == [False, False, True]


def test_where_every_number_is_known_nothing_is_given():
    amounts, numbers, holds = possible_numbers(listed([[(0, 1), (1, -1)]]), np.array([2.0, 2.0]))

    assert (len(amounts), len(numbers), holds.tolist()) == (0, 0, [False])


def test_without_sums_nothing_is_given():
    amounts, numbers, holds = possible_numbers(listed([]), np.array([NONE]))

    assert (len(amounts), len(numbers), len(holds)) == (0, 0, 0)
