"""Sums as flat arrays: which are equal, and how some of them are taken out."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stats.suppression.terms import Sums, joined, listed, ranges

Written = list[list[tuple[int, int]]]


def written(sums: Sums) -> Written:
    terms = [*zip(sums.amounts.tolist(), sums.signs.tolist(), strict=True)]
    return [terms[begin:end] for begin, end in zip(sums.ends[:-1], sums.ends[1:], strict=True)]


def test_what_is_listed_can_be_read_back():
    sums = [[(4, 1), (2, -1)], [(7, 1)], [(1, -1), (2, 1), (3, 1)]]

    assert written(listed(sums)) == sums


def test_a_sum_with_its_terms_turned_round_and_all_signs_changed_is_the_same():
    whole, turned = [(1, 1), (2, -1), (3, -1)], [(3, 1), (1, -1), (2, 1)]

    assert written(listed([whole, turned]).in_order().distinct()) == [whole]


def test_a_sum_of_the_same_amounts_with_another_sign_is_another():
    sums = [[(1, 1), (2, -1)], [(1, 1), (2, 1)], [(1, 1), (2, -1), (3, 1)]]

    assert written(listed(sums).distinct()) == sums


def test_sums_taken_out_stand_in_the_order_asked_for():
    sums = listed([[(1, 1)], [(2, 1), (3, -1)], [(4, 1)]])

    assert written(sums.of(np.array([1, 0]))) == [[(2, 1), (3, -1)], [(1, 1)]]
    assert written(sums.of(np.array([False, False, True]))) == [[(4, 1)]]


def test_nothing_has_no_sums_and_comes_to_nothing():
    empty = joined([])

    assert empty.many == 0
    assert written(empty.in_order().distinct()) == []
    assert empty.totals(np.zeros(0)).tolist() == []


def test_ranges_follow_each_other_and_empty_ones_leave_no_gap():
    assert ranges(np.array([5, 9, 2]), np.array([2, 0, 3])).tolist() == [5, 6, 2, 3, 4]


term = st.tuples(st.integers(0, 4), st.sampled_from([1, -1]))
one_sum = st.lists(term, min_size=1, max_size=3, unique_by=lambda pair: pair[0])


@given(st.lists(one_sum, max_size=12))
def test_as_many_are_distinct_as_sets_of_terms_up_to_the_sign_of_all(sums):
    def alike(one: list[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        return frozenset((amount, sign * min(one)[1]) for amount, sign in one)

    assert len(written(listed(sums).in_order().distinct())) == len({alike(one) for one in sums})
