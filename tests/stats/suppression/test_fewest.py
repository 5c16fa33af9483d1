"""The fewest companions, exactly: a number that serves two is found, and one that would come out itself is not."""

import numpy as np
import pytest

from dashboard.stats.suppression.bounds import System
from dashboard.stats.suppression.fewest import Few, fewer, fewest, small_parts
from dashboard.stats.suppression.widening import Choice
from tests.stats.suppression.test_bounds import table

# Cells have two amounts each, of which the second is nobody's: 3, 4, and what may be hidden for them.
SMALL, OTHER = 0, 2


def choice(counts: list[int], sums: list[list[int]], small: int = 2, prices: dict[int, float] | None = None) -> Choice:
    """So many cells are hidden as small ones; sums are over cells, and their totals shown."""
    true = [number for count in counts for number in (count, 0)]
    system: System = table(true, [[2 * cell for cell in cells] for cells in sums])
    system.show(range(2 * small, len(true)))
    free, price, needed = (np.zeros(len(system.true)) for _ in range(3))
    free[2 * small : len(true)], needed[0 : len(true) : 2], needed[: 2 * small : 2] = 1, 1.0, 2.0
    price[: len(true)] = np.repeat([(prices or {}).get(cell, 1.0) for cell in range(len(counts))], 2)
    return Choice(system, free.astype(bool), price, needed)


def amounts(made: Choice) -> np.ndarray:
    return np.flatnonzero(made.movable())


# 3 + 20 + 40 and 4 + 30 + 40.
SHARED = [3, 4, 20, 30, 40], [[0, 2, 4], [1, 3, 4]]


def test_one_that_stands_in_both_sums_serves_both():
    made = choice(*SHARED)

    assert fewest(made, amounts(made), np.array([SMALL, OTHER])) == Few([4], set())
    assert fewer(made, amounts(made), [SMALL, OTHER], 2) == [4]


def test_there_is_nothing_fewer_than_the_fewest():
    made = choice(*SHARED)

    assert fewer(made, amounts(made), [SMALL, OTHER], 1) is None


@pytest.mark.parametrize(("prices", "expected"), [({}, [1]), ({1: 1.5}, [2]), ({1: 1.5, 2: 1.6}, [3])])
def test_of_equally_few_the_cheapest_is_chosen(prices, expected):
    made = choice([3, 20, 30, 40], [[0, 1, 2, 3]], small=1, prices=prices)

    assert fewest(made, amounts(made), np.array([SMALL])).cells == expected


def test_a_companion_that_would_come_out_itself_does_not_serve_alone():
    # Whoever hides the 20 tells it by 20 + 30 = 50, until the 30 is hidden too; the 40 stands in no other sum.
    made = choice([3, 20, 30, 40], [[0, 1, 3], [1, 2]], small=1)

    assert fewest(made, amounts(made), np.array([SMALL])).cells == [3]
    made.free[6:8] = False
    assert fewest(made, amounts(made), np.array([SMALL])).cells == [1, 2]


def test_what_all_that_may_be_hidden_does_not_help_is_given_up():
    # 3 is told by a sum of its own.
    made = choice([3, 4, 20, 30], [[0], [0, 2], [1, 3]])

    assert fewest(made, amounts(made), np.array([SMALL, OTHER])) == Few([3], {SMALL})


def test_what_hangs_together_is_taken_apart_and_large_parts_left_out():
    many = list(range(2, 40))
    made = choice([3, 4, *[20] * 38], [[0, 2], [1, *many[1:]]])

    assert [(some.tolist(), targets.tolist()) for some, targets in small_parts(made, np.array([SMALL, OTHER]))] == [
        ([0, 4, 5], [SMALL])
    ]
