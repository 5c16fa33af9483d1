"""The size of a group that is too small to show is a number of its own: its two parts may move and it may not."""

import math

from dashboard.stats.suppression.cells import Cells
from dashboard.stats.suppression.deciding import Task
from dashboard.stats.suppression.terms import Sums, joined, listed

LEAST = 5.0


def _two_of_a_whole() -> tuple[Cells, Sums]:
    """1 of 4 and 6 of 13 are hidden, and 7 of 17 is shown; so is, elsewhere, that there are 13 in the second group.

    Those counted and the rest have several values each, and 17 less 13 is 4.
    """
    cells = Cells()
    small, other = cells.add("small", 1, 3, LEAST, small=True), cells.add("other", 6, 7, LEAST, small=False)
    whole, size = cells.add("whole", 7, 10, LEAST, small=False), cells.add("size", 13, math.nan, LEAST, small=False)
    counted = [(2 * whole, 1), (2 * small, -1), (2 * other, -1)]
    rest = [(amount + 1, sign) for amount, sign in counted]
    return cells, listed([counted, rest, [(2 * size, 1), (2 * other, -1), (2 * other + 1, -1)]])


def _hidden(cells: Cells, known: Sums) -> set[int]:
    every = range(4)
    task = Task(cells, every, every, known)
    task.hide({0, 1} | cells.unnumbered)
    task.decide()
    assert not task.given_up
    return task.hidden & set(every)


def test_the_parts_of_a_small_group_may_move_while_its_size_may_not():
    assert _hidden(*_two_of_a_whole()) == {0, 1}


def test_a_companion_is_hidden_where_the_size_of_a_small_group_would_come_out():
    cells, known = _two_of_a_whole()

    hidden = _hidden(cells, joined([known, cells.small_groups()]))

    assert len(hidden) == 3


def test_what_its_source_hid_and_groups_large_enough_have_no_size_to_protect():
    cells = Cells()
    cells.add("large", 6, 7, LEAST, small=False)
    cells.add("nobody", 0, 0, LEAST, small=False)
    cells.add("a count", 3, math.nan, LEAST, small=True)
    cells.add("hidden there", math.nan, math.nan, LEAST, small=False, unnumbered=True)

    assert cells.small_groups().many == 0
