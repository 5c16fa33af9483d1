"""Which companions go again: none without which anything of its block, however far away, would come out."""

import numpy as np

from dashboard.stats.suppression.bounds import System
from dashboard.stats.suppression.needless import needless
from dashboard.stats.suppression.proofs import Proofs
from tests.stats.suppression.test_bounds import table

MANY = 15


def two_sums_of_many(*more: int) -> System:
    """Fifteen hidden numbers, one more that makes a shown sum with them, and others of another sum with them.

    If that one is shown, the fifteen together are known, and so is what the other sum has ``more`` of, together.
    Amounts are numbered by cell: every other is what is counted, and the rest of it is nobody's and in no sum.
    """
    counts = [*range(20, 20 + MANY), 30, *more]
    many = [2 * cell for cell in range(MANY)]
    others = [2 * (MANY + 1 + at) for at in range(len(more))]
    return table([number for count in counts for number in (count, 0)], [[*many, 2 * MANY], [*many, *others]])


def proven(system: System, cells: int) -> Proofs:
    needed = np.zeros(len(system.true))
    needed[0 : 2 * cells : 2] = 1.0
    proofs = Proofs(system, needed)
    assert not len(proofs.look())
    return proofs


def test_a_companion_stays_for_one_far_away_that_would_come_out():
    # Each of the fifteen has room among the twelve nearest, all of the fifteen; the six has none without the thirty.
    system = two_sums_of_many(6)

    assert needless(proven(system, MANY + 2), [MANY], ()) == set()
    assert 2 * MANY in system.hidden


def test_it_goes_where_the_one_far_away_has_another_beside_it():
    system = two_sums_of_many(6, 9)

    assert needless(proven(system, MANY + 3), [MANY], ()) == {MANY}
    assert 2 * MANY not in system.hidden


def test_one_that_was_given_up_keeps_no_companion():
    # 3 is a sum of its own and known, whatever else is hidden.
    system = table([3, 0, 20, 0], [[0], [0, 2]])
    proofs = Proofs(system, np.array([2.0, 0.0, 1.0, *[0.0] * (len(system.true) - 3)]))

    assert needless(proofs, [1], {0, 2}) == {1}
