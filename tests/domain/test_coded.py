"""Columns as numbers: alike where the columns are, in their order, however many columns there are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.coded import coded_frame, joined, numbered_together, texts

NAMES = ["word", "months"]
ROWS = st.lists(st.tuples(st.sampled_from(["", "Z", "a", "é", "10", "9"]), st.integers(0, 12)), min_size=1, max_size=20)


@settings(deadline=None)
@given(ROWS)
def test_numbers_stand_in_the_order_of_the_columns(rows):
    frame = pd.DataFrame(rows, columns=NAMES)

    numbers = coded_frame(frame).numbered(NAMES)

    assert [rows[place] for place in np.argsort(numbers, kind="stable")] == sorted(rows)
    assert len(set(numbers)) == len(set(rows))


@settings(deadline=None)
@given(ROWS, ROWS)
def test_rows_that_are_alike_have_one_number_in_all_tables(some, others):
    tables = [coded_frame(pd.DataFrame(rows, columns=NAMES)) for rows in (some, others)]
    numbers = np.concatenate(numbered_together(NAMES, *tables))

    pairs = set(zip(numbers.tolist(), [*some, *others], strict=True))
    assert len(pairs) == len(set(numbers.tolist())) == len({*some, *others})


def test_many_columns_of_many_values_do_not_overflow():
    # 400 values in each of eight columns: their product, 6.6e20, is beyond what 64 bits hold.
    chance = np.random.default_rng(8)
    frame = pd.DataFrame({f"c{place}": chance.permutation(400) for place in range(8)})
    twice = pd.concat([frame, frame])

    numbers = coded_frame(twice).numbered(list(frame))

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


def test_columns_take_the_place_of_those_of_their_name_and_leave_the_table_as_it_was():
    table = coded_frame(pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}))

    made = table.with_columns({"c": np.array([0.5, 1.5]), "b": texts(pd.Series(["u", "v"]))})

    assert made.frame.to_dict("list") == {"a": [1, 2], "b": ["u", "v"], "c": [0.5, 1.5]}
    assert table.frame.to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}


def test_rows_of_several_tables_stand_one_after_another_whatever_words_they_share():
    whole = coded_frame(pd.DataFrame({"word": ["b", "a", "c"], "months": [3, 12, 3]}))
    other = coded_frame(pd.DataFrame({"word": ["c", "d"], "months": [0, 1]}))

    made = joined([whole.of(slice(1, 3)), other, whole.of(slice(0, 1))])

    assert [*made.records(["word", "months"])] == [("a", 12), ("c", 3), ("c", 0), ("d", 1), ("b", 3)]
    assert [*made.distinct(["months"]).records(["months"])] == [(0,), (1,), (3,), (12,)]
