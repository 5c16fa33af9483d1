"""What a rounded number tells of the exact one behind it: all that rounds to it, and no more."""

import math
from itertools import product

import numpy as np
import pytest

from dashboard.stats.suppression.cells import Cells

STEP = 5


def _possible(count: int) -> set[int]:
    """Return the counts for which all sums of what is shown come to nothing."""
    cells = Cells()
    cell = cells.add("rounded", float(count), math.nan, 5.0, small=False)
    cells.steps[cell] = float(STEP)
    sums = cells.shown_roundly().sums
    unsent = [2 * one for one in sorted(cells.unnumbered)]
    numbers, found = np.array(cells.true), set()
    for people, values in product(range(40), product(range(STEP + 1), repeat=len(unsent))):
        numbers[2 * cell], numbers[unsent] = people, values
        if not sums.totals(sums.signs * numbers[sums.amounts]).any():
            found.add(people)
    return found


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7, 8, 22, 23])
def test_a_rounded_count_may_be_any_that_rounds_to_it(count):
    shown = STEP * ((count + 2) // STEP)

    assert _possible(count) == {people for people in range(40) if STEP * ((people + 2) // STEP) == shown}
