"""Proofs in bulk: nothing is proven that an audit does not prove, and nothing by halves of people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.suppression.bounds import System, audit
from dashboard.stats.suppression.movements import ends, fixed, held, possible
from dashboard.stats.suppression.proofs import Proofs
from tests.stats.suppression.enumeration import rooms, terms_of
from tests.stats.suppression.test_bounds import held as largest
from tests.stats.suppression.test_bounds import hiding, systems, table

A, B, C, D, F, G = range(6)


def odd_circle() -> System:
    """Six amounts: a + b = 7, b + c = 7 and a + c = d, so that d is twice a; d + f = 3 and d - g = 1.

    d lies between 1 and 3, and a between a half and one and a half. Of whole people d is 2 and a is 1.
    """
    true = [1.0, 6.0, 1.0, 2.0, 1.0, 1.0, 7.0, 7.0, 3.0, 1.0]
    equations = [
        [(A, 1), (B, 1), (6, -1)],
        [(B, 1), (C, 1), (7, -1)],
        [(A, 1), (C, 1), (D, -1)],
        [(D, 1), (F, 1), (8, -1)],
        [(D, 1), (G, -1), (9, -1)],
    ]
    return hiding(true, [0.0] * 10, equations, range(6))


def lacking(system: System, needed: float) -> list[int]:
    return Proofs(system, np.full(len(system.true), needed)).look().tolist()


def test_what_only_halves_of_people_allow_is_not_proven():
    assert lacking(odd_circle(), 1.0) == [A, B, C, D, F, G]


def test_a_movement_by_halves_is_no_state_though_it_keeps_all_sums():
    block = held(odd_circle(), np.arange(6), 3.0)
    half = np.array([0.5, -0.5, 0.5, 1.0, -1.0, 1.0])

    assert not (block.sums @ half).any()
    assert not possible(block, half)[0].any()


def test_what_moves_by_halves_takes_nothing_from_what_moves_elsewhere():
    # Beside the odd circle two that make 9 together, and no sum has some of both.
    circle = odd_circle()
    equations = [*(one.items() for one in terms_of(circle)), [(10, 1), (11, 1), (12, -1)]]
    true = [*circle.true, 4.0, 5.0, 9.0]
    block = held(hiding(true, [0.0] * 13, equations, [*range(6), 10, 11]), np.array([*range(6), 10, 11]), 3.0)

    moves, part = possible(block, np.array([0.5, -0.5, 0.5, 1.0, -1.0, 1.0, 2.0, -2.0]))

    assert moves.tolist() == [0, 0, 0, 0, 0, 0, 2, -2]
    assert part[6] == part[7] >= 0


@pytest.mark.parametrize("moves", [[1.0, 0.0], [1.0, 1.0], [-4.0, 4.0]])
def test_a_movement_that_breaks_a_sum_or_leaves_less_than_nobody_is_no_state(moves):
    block = held(table([3, 4], [[0, 1]], least=0.0), np.arange(2), 10.0)

    assert not possible(block, np.array(moves))[0].any()


def test_numbers_that_are_not_whole_move_by_halves():
    block = held(table([1.5, 2.25], [[0, 1]], least=0.0), np.arange(2), 3.0)

    assert possible(block, np.array([0.5, -0.5]))[0].tolist() == [0.5, -0.5]


def test_many_blocks_are_proven_together_and_each_by_itself():
    pairs = 400
    true = [number for pair in range(pairs) for number in (3, 1 + pair % 5)]
    system = table(true, [[2 * pair, 2 * pair + 1] for pair in range(pairs)])

    # Three and one are 1 and 3, 2 and 2 or 3 and 1: room enough, as for all larger ones.
    assert lacking(system, 2.0) == []
    # One to three, and one to four, and so on: for a room of four the two have to make six at least.
    assert lacking(system, 4.0) == [at for at in range(2 * pairs) if at // 2 % 5 in (0, 1)]


def test_after_more_is_hidden_what_was_proven_stays_proven():
    system = table([3, 4, 9], [[0, 1], [2]])
    proofs = Proofs(system, np.full(len(system.true), 2.0))
    assert proofs.look().tolist() == [2]

    system.hide([4])  # the sum that gave the nine away

    assert proofs.look().tolist() == []


@settings(deadline=None, max_examples=300)
@given(systems(), st.sampled_from([1.0, 2.0]))
def test_what_is_proven_in_bulk_is_proven_by_an_audit(system, needed):
    needs = [needed] * len(system.true)

    audited = [amount for amount in sorted(system.hidden) if amount not in audit(system, amount, needs).proven]

    assert lacking(system, needed) == audited


@settings(deadline=None, max_examples=150)
@given(systems())
def test_ends_are_never_narrower_than_the_states_there_are_and_what_is_fixed_has_one(system):
    system.show(system.hidden - {*system.known.amounts.tolist()})
    if largest(system) ** len(system.hidden) > 40_000:
        return
    block = held(system, np.array(sorted(system.hidden)), 1000.0)
    low, high = ends(block)
    still = fixed(block, np.random.default_rng(3))

    for amount, room in rooms(system, largest(system)).items():
        at = block.amounts.tolist().index(amount)
        assert low[at] <= 0 <= high[at]
        assert room <= high[at] - low[at] + 1e-6
        assert not still[at] or room == 0


def test_a_movement_seen_elsewhere_proves_nothing_where_a_sum_does_not_keep_it():
    # 20 and 30 make up for each other in their sum; once 20 and 5 are a sum too, which is shown, they do not.
    apart, together = table([20, 30, 5], [[0, 1]]), table([20, 30, 5], [[0, 1], [0, 2]])
    together.show([2])
    proofs = [Proofs(system, np.array([2.0, 2.0, *[0.0] * (len(system.true) - 2)])) for system in (apart, together)]
    assert not len(proofs[0].look())

    proofs[1].see_again(proofs[0].seen)

    assert proofs[0].are_safe(np.array([0, 1])).all()
    assert proofs[1].lacking().tolist() == [0, 1]


def test_a_movement_seen_elsewhere_is_proof_where_all_sums_keep_it():
    proofs = [Proofs(table([20, 30], [[0, 1]]), np.array([2.0, 2.0, 0.0])) for _ in range(2)]
    proofs[0].look()

    proofs[1].see_again(proofs[0].seen)

    assert not len(proofs[1].lacking())
