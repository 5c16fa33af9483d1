"""Columns as numbers: alike where the columns are, in their order, however many columns there are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.coded import numbered, texts, with_columns

NAMES = ["word", "months"]
ROWS = st.lists(st.tuples(st.sampled_from(["", "Z", "a", "é", "10", "9"]), st.integers(0, 12)), min_size=1, max_size=20)


@settings(deadline=None)
@given(ROWS)
def test_numbers_stand_in_the_order_of_the_columns(rows):
    frame = pd.DataFrame(rows, columns=NAMES)

    (numbers,) = numbered(NAMES, frame)

    assert [rows[place] for place in np.argsort(numbers, kind="stable")] == sorted(rows)
    assert len(set(numbers)) == len(set(rows))


@settings(deadline=None)
@given(ROWS, ROWS)
def test_rows_that_are_alike_have_one_number_in_all_frames(some, others):
    numbers = np.concatenate(numbered(NAMES, pd.DataFrame(some, columns=NAMES), pd.DataFrame(others, columns=NAMES)))

    pairs = set(zip(numbers.tolist(), [*some, *others], strict=True))
    assert len(pairs) == len(set(numbers.tolist())) == len({*some, *others})


def test_many_columns_of_many_values_do_not_overflow():
    # 400 values in each of eight columns: their product, 6.6e20, is beyond what 64 bits hold.
    chance = np.random.default_rng(8)
    frame = pd.DataFrame({f"c{place}": chance.permutation(400) for place in range(8)})
    twice = pd.concat([frame, frame])

    (numbers,) = numbered(list(frame), twice)

    assert len(set(numbers)) == 400
    assert numbers[:400].tolist() == numbers[400:].tolist()
    assert np.argsort(numbers[:400]).tolist() == np.argsort(frame["c0"]).tolist()


def test_a_missing_text_is_our_mistake():
    with pytest.raises(AssertionError, match="without its area"):
        texts(pd.Series(["E08000035", None], name="area", dtype="str"))


def test_a_row_comes_once_for_each_entry_of_its_text():
    rows, entries = texts(pd.Series(["a", "b", "a", "c"])).joined({"a": [5, 6], "c": [7]})

    assert rows.tolist() == [0, 0, 2, 2, 3]
    assert entries.tolist() == [5, 6, 5, 6, 7]


def test_columns_take_the_place_of_those_of_their_name_and_leave_the_frame_as_it_was():
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}, index=[7, 3])

    made = with_columns(frame, {"c": np.array([0.5, 1.5]), "b": texts(pd.Series(["u", "v"]))})
    made.loc[7, "a"] = 9

    assert made["b"].to_dict() == {7: "u", 3: "v"}
    assert (list(made), frame["a"].tolist(), frame["b"].tolist()) == (["a", "b", "c"], [1, 2], ["x", "y"])
