"""The audit against every state there is: room that is too small is exact, and room that is enough is there."""

from collections.abc import Iterable
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.stats.suppression import bounds
from dashboard.stats.suppression.bounds import System, audit
from dashboard.stats.suppression.terms import listed
from tests.stats.suppression.enumeration import rooms

Terms = Iterable[tuple[int, int]]  # amounts with their signs


def hiding(true: list[float], least: list[float], equations: Iterable[Terms], hidden: Iterable[int]) -> System:
    system = System(true, least, listed(equations))
    system.hide(hidden)
    return system


def table(true: Iterable[float], sums: Iterable[Iterable[int]], least: float = 1.0) -> System:
    """Hidden amounts, and the sums over some of them that are shown. An amount beside a sum is its total."""
    amounts, wholes = list(map(float, true)), [list(parts) for parts in sums]
    totals = [sum(amounts[at] for at in parts) for parts in wholes]
    equations = [[*((part, 1) for part in parts), (len(amounts) + at, -1)] for at, parts in enumerate(wholes)]
    everything = amounts + totals
    return hiding(everything, [least] * len(everything), equations, set(range(len(amounts))))


def room(system: System, amount: int = 0, needed: float = 2.0) -> float:
    return audit(system, amount, [needed] * len(system.true)).room(amount)


def test_a_single_hidden_part_of_a_shown_whole_is_known():
    assert room(table([3], [[0]])) == 0


def test_two_hidden_parts_of_seven_lie_between_one_and_six():
    assert room(table([3, 4], [[0, 1]]), needed=9) == 5


def test_one_and_one_is_the_least_that_two_hidden_ones_make():
    assert room(table([1, 1], [[0, 1]])) == 0


def test_one_and_two_leave_two_possibilities():
    assert room(table([1, 2], [[0, 1]])) == 1


def test_a_hidden_amount_in_no_sum_may_be_anything():
    assert room(table([3], [])) > 1000


def test_an_amount_that_may_be_nobody_has_one_place_more():
    assert room(table([1, 1], [[0, 1]], least=0)) == 2


def test_a_difference_of_hidden_amounts_has_no_largest():
    # Two windows, both hidden, that are known to differ by 4: each may be anything from 5, or from 1, upwards.
    system = hiding([9.0, 5.0, 4.0], [1.0] * 3, [[(0, 1), (1, -1), (2, -1)]], {0, 1})

    assert room(system) > 1000


# Every row and every column of four by four has two hidden cells or more, and one of them is known all the same.
#
#      a  b  x  .     The first two rows without the first two columns:
#      c  d  .  .     (a + b + x) + (c + d) - (a + c) - (b + d) = x
#      .  .  e  f
#      .  .  g  h     The same kind of table is the counter-example in the tests of the R package sdcTable.
A, B, C, D, E, F, G, H, X = range(9)
ROWS, COLUMNS = [[A, B, X], [C, D], [E, F], [G, H]], [[A, C], [B, D], [E, G, X], [F, H]]


@pytest.mark.parametrize("x", [1, 4, 7])
def test_two_hidden_in_each_row_and_column_do_not_make_four_by_four_safe(x):
    system = table([11, 14, 12, 9, 15, 8, 13, 17, x], [*ROWS, *COLUMNS])

    assert room(system, X) == 0
    assert room(system, A) >= 2
    assert room(system, H) >= 2


def test_with_a_third_hidden_cell_in_the_other_corner_it_is_safe():
    y = 9  # beside c and d, under f and h
    system = table(
        [11, 14, 12, 9, 15, 8, 13, 17, 4, 6],
        [[A, B, X], [C, D, y], [E, F], [G, H], [A, C], [B, D], [E, G, X], [F, H, y]],
    )

    # x and y rise and fall together: x from 1 to 19 (its row has a and b, at least 1 each), which is room enough.
    assert room(system, X) >= 2
    assert room(system, y) >= 2


def test_two_hierarchies_that_are_safe_each_by_itself_are_not_together():
    # By partnership a + b, c + d + e, f + g; by force a + c, b + d, e + f + g: e is the rest.
    a, b, c, d, e, f, g = range(7)
    partnerships, forces = [[a, b], [c, d, e], [f, g]], [[a, c], [b, d], [e, f, g]]
    counts = [9, 12, 14, 8, 3, 10, 11]

    assert room(table(counts, partnerships), e) >= 2
    assert room(table(counts, forces), e) >= 2
    assert room(table(counts, [*partnerships, *forces]), e) == 0


def test_whole_numbers_leave_no_halves():
    # a + b, b + c and c + a shown: three sums of three people.
    assert room(table([3, 4, 5], [[0, 1], [1, 2], [2, 0]])) == 0


def test_the_room_of_whole_numbers_is_whole():
    # a + b = 7, b + c = 7, a + c = d, d + f = 6: a is half of d, and d at most 5, so a is 1 or 2 and never 2.5.
    a, b, c, d, f = range(5)
    true = [2.0, 5.0, 2.0, 4.0, 2.0, 7.0, 7.0, 6.0]
    equations = [
        [(a, 1), (b, 1), (5, -1)],
        [(b, 1), (c, 1), (6, -1)],
        [(a, 1), (c, 1), (d, -1)],
        [(d, 1), (f, 1), (7, -1)],
    ]

    assert room(hiding(true, [1.0] * 8, equations, {a, b, c, d, f}), a) == 1


def test_numbers_in_a_circle_of_differences_have_no_largest():
    # 3, 2 and 1, each known to be so many more than the next: all may rise together.
    equations = [[(0, 1), (1, -1), (3, -1)], [(1, 1), (2, -1), (4, -1)], [(0, 1), (2, -1), (5, -1)]]

    assert room(hiding([3.0, 2.0, 1.0, 1.0, 1.0, 2.0], [1.0] * 6, equations, {0, 1, 2})) >= 2


def test_numbers_that_are_not_whole_are_bounded_too():
    assert room(table([1.5, 2.25], [[0, 1]], least=0.0), needed=9) == pytest.approx(3.75)


def test_a_far_amount_that_is_known_takes_nothing_from_a_near_one_that_is_not():
    system = table([3, 9, 4], [[0, 1], [2]])

    assert room(system, 0, needed=2) >= 2
    assert room(system, 2) == 0


def test_a_whole_country_is_not_too_large_to_look_at():
    # Three hidden numbers in a circle, of which nobody knows the largest: differences only.
    true = [40e6, 30e6, 20e6, 10e6, 10e6, 20e6]
    equations = [[(0, 1), (1, -1), (3, -1)], [(1, 1), (2, -1), (4, -1)], [(0, 1), (2, -1), (5, -1)]]

    assert room(hiding(true, [1.0] * 6, equations, {0, 1, 2})) >= 2


@pytest.mark.parametrize("links", [10, 70, 130])
def test_along_a_chain_of_sums_the_room_is_that_of_its_tightest_link(links):
    # 1 + 2, 2 + 3, 3 + 4 and so on are shown: whoever has the first has them all, and the first is 1 or 2.
    system = table(range(1, links + 2), [[at, at + 1] for at in range(links)])

    for at in (0, 1, links // 2, links):
        assert room(system, at) <= 1


def test_a_narrow_amount_elsewhere_in_a_circle_does_not_make_this_one_wide():
    # a + c and a + b + c are shown, so b is known; and a + c = 3 of at least one each leaves one place for a.
    system = table([2, 1, 1], [[2, 0], [0, 1, 2]])

    assert [at in audit(system, at, [1.0] * len(system.true)).proven for at in range(3)] == [True, False, True]


MOST = 6


@st.composite
def systems(draw) -> System:
    """Up to six hidden amounts of at most six people, in sums and differences that overlap as they like."""
    many = draw(st.integers(2, 6))
    true = draw(st.lists(st.integers(1, 5), min_size=many, max_size=many))
    subsets = st.lists(st.integers(0, many - 1), min_size=1, max_size=4, unique=True)
    sums = draw(st.lists(subsets, min_size=1, max_size=6))
    bounded = [[at, *others] for at in range(many) for others in [[(at + 1) % many]]]  # so that none is endless
    return table(true, sums + draw(st.lists(st.sampled_from(bounded), max_size=2)))


def held(system: System) -> int:
    """The most that any amount of the system can be: the largest total."""
    return int(max(system.true))


def agrees(system: System, needed: list[float]) -> None:
    system.show(system.hidden - {*system.known.amounts.tolist()})
    if held(system) ** len(system.hidden) > 40_000:
        return
    true = rooms(system, held(system))
    for amount in system.hidden:
        made = audit(system, amount, needed)
        for other in made.proven:
            assert true[other] >= needed[other], (system, amount, other)
        if made.whole and amount not in made.proven:
            assert true[amount] <= made.room(amount) < needed[amount], (system, amount)


@settings(deadline=None, max_examples=300)
@given(systems(), st.sampled_from([1.0, 2.0]))
def test_of_every_amount_the_room_is_told_as_it_is(system, needed):
    agrees(system, [needed] * len(system.true))


@settings(deadline=None, max_examples=150)
@given(systems(), st.data())
def test_every_amount_may_need_another_room(system, data):
    many = len(system.true)

    agrees(system, data.draw(st.lists(st.sampled_from([0.0, 1.0, 2.0]), min_size=many, max_size=many)))


@settings(deadline=None, max_examples=150)
@given(systems())
def test_where_only_the_nearest_are_looked_at_the_room_found_is_there(system):
    with patch.object(bounds, "LIMITS", (2, 3)):
        agrees(system, [2.0] * len(system.true))
