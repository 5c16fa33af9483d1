"""What the catalogue ties together: the people of some groups, and the measure that counts them too."""

import math

import pytest

from dashboard.domain.ties import Part, Tie, ties_of
from dashboard.stats.ties import tied
from tests.figures import BARNET, ENFIELD, figure, figures

CARE, BY_PRISON, OUTCOMES, CAUTION = (
    *("coc-engaged-21-days", "coc-by-prison", "possession-outcomes", "possession-caution"),
)
PRISONS = Tie(CARE, (Part(BY_PRISON, "prison"),), rest_too=True)
CAUTIONS = Tie(
    CAUTION, (Part(OUTCOMES, "outcome", "conditional-caution"), Part(OUTCOMES, "outcome", "simple-caution")), False
)


def by_prison(prison, count, **columns):
    return figure(indicator=BY_PRISON, breakdown=f"prison={prison}", numerator=float(count), **columns)


def outcome(name, count, **columns):
    return figure(indicator=OUTCOMES, breakdown=f"outcome={name}", numerator=float(count), **columns)


def care(count, **columns):
    return figure(indicator=CARE, numerator=float(count), **columns)


def added(rows, tie):
    return [tuple(row) for row in tied(figures(*rows), tie)[["area", "added", "whole"]].itertuples(index=False)]


def test_all_values_of_a_breakdown_are_added(definitions):
    rows = [
        by_prison("LEI", 6),
        by_prison("LNI", 10),
        by_prison("LEI", 3, area=ENFIELD),
        care(16),
        care(4, area=ENFIELD),
    ]

    assert added(rows, PRISONS) == [(BARNET, 16.0, 16.0), (ENFIELD, 3.0, 4.0)]


def test_of_named_values_all_have_to_be_there():
    caution = figure(indicator=CAUTION, numerator=9.0)

    assert added([outcome("simple-caution", 4), caution], CAUTIONS) == []
    rows = [outcome("simple-caution", 4), outcome("conditional-caution", 5), outcome("charge", 70), caution]
    assert added(rows, CAUTIONS) == [(BARNET, 9.0, 9.0)]


def test_where_one_has_no_count_nothing_is_added():
    hidden = by_prison("LNI", math.nan, state="hidden")

    assert added([by_prison("LEI", 6), hidden, care(16)], PRISONS) == []
    assert added([by_prison("LEI", 6), care(math.nan, state="hidden")], PRISONS) == []


def test_groups_within_a_group_are_those_of_the_whole_within_it():
    rows = [
        figure(indicator=BY_PRISON, breakdown="drug=opiate; prison=LEI", numerator=2.0),
        figure(indicator=BY_PRISON, breakdown="drug=opiate; prison=LNI", numerator=3.0),
        figure(indicator=CARE, breakdown="drug=opiate", numerator=5.0),
        care(99),
    ]

    assert added(rows, PRISONS) == [(BARNET, 5.0, 5.0)]


@pytest.mark.parametrize("tie", [PRISONS, CAUTIONS], ids=["prisons", "cautions"])
def test_the_catalogue_states_these(tie, definitions):
    assert tie in {*ties_of(definitions.catalogue)}


def test_every_tie_is_of_measures_that_there_are(definitions):
    for tie in ties_of(definitions.catalogue):
        assert all(name in definitions.catalogue for name in tie.measures), tie
