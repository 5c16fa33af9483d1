"""Stretches that cover each other: what is walked forwards and back comes to nothing, and no walk is left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stats.suppression.tilings import tilings

YEAR = {"year": (0, 12)}
QUARTERS = {"spring": (0, 3), "summer": (3, 6), "autumn": (6, 9), "winter": (9, 12)}
MONTHS = {f"month {at}": (at, at + 1) for at in range(12)}


def walks(stretches: dict[str, tuple[int, int]]) -> list[dict[str, int]]:
    """The walks, each with its longest stretch forwards, the earlier of two."""
    made = []
    for walk in tilings(stretches.items()):
        signs = dict(walk)
        assert len(signs) == len(walk), "no stretch is walked twice"
        longest = min(signs, key=lambda name: (stretches[name][0] - stretches[name][1], stretches[name]))
        made.append({name: sign * signs[longest] for name, sign in signs.items()})
    return made


def test_a_year_is_its_four_quarters():
    assert walks(YEAR | QUARTERS) == [{"year": 1, "spring": -1, "summer": -1, "autumn": -1, "winter": -1}]


def test_a_year_without_one_of_its_quarters_tells_nothing():
    del (three := dict(QUARTERS))["summer"]

    assert walks(YEAR | three) == []


def test_two_rolling_years_differ_by_the_quarter_that_fell_out_and_the_one_that_came():
    windows = {"to March": (0, 12), "to June": (3, 15), "left": (0, 3), "come": (12, 15)}

    # April to March and the quarter after it, without its first quarter, is July to June.
    assert walks(windows) == [{"to March": 1, "come": 1, "left": -1, "to June": -1}]


def test_windows_of_which_the_tail_was_not_sent_tell_nothing():
    assert walks({"to March": (0, 12), "to June": (3, 15), "left": (0, 3)}) == []


def test_months_quarters_and_a_year_are_five_sums():
    made = walks(MONTHS | QUARTERS | YEAR)

    assert len(made) == 5  # each quarter of its months, and the year
    for name, (start, end) in QUARTERS.items():
        assert {name: 1} | {f"month {at}": -1 for at in range(start, end)} in made


def test_one_stretch_under_two_names_is_the_same_twice():
    assert sorted(walks({"2024 by one": (0, 12), "2024 by another": (0, 12)})[0].values()) == [-1, 1]


def test_stretches_that_do_not_meet_tell_nothing():
    assert walks({"one": (0, 3), "other": (6, 9)}) == []


def test_no_stretches_tell_nothing():
    assert tilings([]) == []


def test_a_stretch_that_was_not_sent_has_the_walk_that_gives_its_amount():
    del (three := dict(QUARTERS))["summer"]

    made = tilings((YEAR | three).items(), [("summer", (3, 6))])

    assert [{name: -sign for name, sign in walk} for walk in made] == [
        {"summer": -1, "year": 1, "spring": -1, "autumn": -1, "winter": -1}
    ]


@pytest.mark.parametrize("stretch", [(3, 7), (12, 15), (13, 14)])
def test_a_stretch_that_was_not_sent_and_cannot_be_worked_out_has_none(stretch):
    assert tilings((YEAR | QUARTERS).items(), [("unsent", stretch)]) == tilings((YEAR | QUARTERS).items())


def test_two_stretches_that_were_not_sent_do_not_give_each_other():
    halves = [("early summer", (3, 4)), ("late summer", (4, 6))]

    assert len(tilings((YEAR | QUARTERS).items(), halves)) == 1


ENDS = st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda ends: ends[0] != ends[1])
STRETCHES = st.lists(ENDS.map(lambda ends: (min(ends), max(ends))), max_size=14).map(
    lambda found: [(f"stretch {at}", ends) for at, ends in enumerate(found)]
)


@given(STRETCHES, st.lists(st.integers(-50, 50), min_size=10, max_size=10))
def test_along_every_walk_the_differences_of_a_running_total_cancel(stretches, running):
    amounts = {name: running[end] - running[start] for name, (start, end) in stretches}

    for walk in tilings(stretches):
        assert sum(sign * amounts[name] for name, sign in walk) == 0


def parts_of(stretches: list[tuple[str, tuple[int, int]]]) -> list[set[int]]:
    """The ends that hang together."""
    parts: list[set[int]] = []
    for _, ends in stretches:
        touched = [part for part in parts if part & set(ends)]
        parts = [part for part in parts if part not in touched] + [set(ends).union(*touched)]
    return parts


@given(STRETCHES)
def test_there_are_as_many_walks_as_a_graph_has_circles_and_none_follows_from_the_others(stretches):
    # The number of independent circles of a graph: edges - vertices + components (Kirchhoff).
    ends = {end for _, both in stretches for end in both}
    walks_found = tilings(stretches)

    assert len(walks_found) == len(stretches) - len(ends) + len(parts_of(stretches))
    if walks_found:
        columns = [name for name, _ in stretches]
        rows = [[dict(walk).get(name, 0) for name in columns] for walk in walks_found]
        assert np.linalg.matrix_rank(np.array(rows)) == len(walks_found)


@given(STRETCHES, st.randoms(use_true_random=False))
def test_the_order_of_stretches_makes_no_difference(stretches, random):
    shuffled = random.sample(stretches, len(stretches))

    assert tilings(shuffled) == tilings(stretches)
