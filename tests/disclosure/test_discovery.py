"""Measures that are equal or add up are found among figures, and what is found is stated or explained."""

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.definitions import datasets
from dashboard.domain.figures import KEY
from tests.disclosure.discovery import Column, beyond, coincidences, discover, unstated

ROWS = 60


def column(name, amount="counted"):
    return Column(name, "persons", "", "", amount)


@pytest.fixture
def numbers():
    chance = np.random.default_rng(7)
    return {name: chance.integers(0, 900, ROWS).astype(float) for name in "abcdefgh"}


def found(**columns):
    table = pd.DataFrame({column(name): values for name, values in columns.items()})
    table.columns = pd.Index([column(name) for name in columns], tupleize_cols=False)
    return [one.sum for one in beyond(discover(table), [])]


def test_among_figures_by_chance_nothing_adds_up(numbers):
    assert found(**numbers) == []


@pytest.mark.parametrize(
    ("make", "sum_"),
    [
        (lambda n: n["a"], "a = whole"),
        (lambda n: n["a"] + n["b"], "whole = a + b"),
        (lambda n: n["a"] - n["b"], "a = b + whole"),
        (lambda n: n["a"] + n["b"] + n["c"], "whole = a + b + c"),
        (lambda n: n["a"] + n["b"] - n["c"], "a + b = c + whole"),
    ],
    ids=["equal", "two", "less", "three", "two and two"],
)
def test_up_to_four_columns_that_add_up_are_found(numbers, make, sum_):
    assert found(**numbers, whole=make(numbers)) == [sum_]


def test_so_are_those_that_nearly_always_do_and_lack_some_numbers(numbers):
    whole = numbers["a"] + numbers["b"]
    whole[3] += 1
    numbers["b"][[10, 20]] = np.nan

    assert found(**numbers, whole=whole) == ["whole = a + b"]


def test_those_that_mostly_do_are_not(numbers):
    whole = numbers["a"] + numbers["b"]
    whole[::5] += 1

    assert found(**numbers, whole=whole) == []


def test_what_follows_from_sums_that_are_known_is_left_out(numbers):
    columns = numbers | {"whole": numbers["a"] + numbers["b"], "double": numbers["a"] + numbers["b"]}
    table = pd.DataFrame({column(name): values for name, values in columns.items()})
    table.columns = pd.Index([column(name) for name in columns], tupleize_cols=False)
    known = [{column("whole"): 1, column("a"): -1, column("b"): -1}]

    assert [one.sum for one in beyond(discover(table), known)] == ["double = whole"]


def test_all_that_adds_up_in_the_demonstration_is_stated_or_explained(definitions):
    figures = pd.read_parquet(datasets() / "demo" / "finished" / "figure.parquet")

    left = {one.sum for one in unstated(figures.drop_duplicates(KEY, keep="last"), definitions)}

    assert left == {*coincidences()}
