"""Keys as numbers: each has its own, and moving along a column gives the key that stands there."""

import itertools

import numpy as np
import pytest

from dashboard.stats.suppression.keys import Key, Numbering

YEARS = [("2022-04-01", 12, "financial year"), ("2022-04-01", 12, "rolling year")]


@pytest.fixture
def keys() -> list[Key]:
    measures, areas = ["dtoa-tests", "coc-by-prison"], ["E08000035", "E06000063", "LPI"]
    groups = [("persons", "", ""), ("female", "18-29", ""), ("persons", "", "prison=LPI"), ("persons", "", "drug=a")]
    return [
        Key(measure, area, *year, *group)
        for measure, area, year, group in itertools.product(measures, areas, YEARS, groups)
    ]


def test_no_two_keys_have_one_number(keys, definitions):
    assert len({*Numbering(keys, definitions).keys.tolist()}) == len(keys)


@pytest.mark.parametrize(("column", "word"), [("area", "LPI"), ("sex", "female"), ("indicator", "dtoa-tests")])
def test_a_key_moved_along_a_column_is_the_key_with_another_word_there(keys, definitions, column, word):
    numbering = Numbering(keys, definitions)
    number = dict(zip(keys, numbering.keys.tolist(), strict=True))

    moved = numbering.moved(numbering.keys, column, numbering.place(column, word)).tolist()

    there = [(at, one._replace(**{column: word})) for at, one in enumerate(keys)]
    known = [(moved[at], number[other]) for at, other in there if other in number]
    assert len(known) >= len(keys) // 4
    assert all(one == other for one, other in known)


def test_a_group_that_nobody_sent_has_a_number_of_its_own(keys, definitions):
    numbering = Numbering(keys, definitions)

    place = numbering.place("breakdown", "drug=b; prison=LPI")
    moved = numbering.moved(numbering.keys, "breakdown", place)

    assert not np.isin(moved, numbering.keys).any()
    assert (numbering.of(moved, "breakdown") == place).all()
    assert (numbering.of(moved, "area") == numbering.of(numbering.keys, "area")).all()


def test_an_area_that_is_in_no_list_is_refused(keys, definitions):
    with pytest.raises(AssertionError, match="no area"):
        Numbering(keys, definitions).place("area", "nowhere")
