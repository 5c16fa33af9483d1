"""Whom figures are compared with, in words."""

import math

import pytest

from dashboard.domain.comparators import ITSELF, Group
from dashboard.domain.neighbours import Neighbours
from dashboard.domain.shown_figures import ShownFigure
from dashboard.reports import comparators
from dashboard.stats.verdicts import NO_RATE
from tests.shown_figures import shown

NAN = math.nan
LIST = Neighbours({"E09000003": ("E09000010",)}, "the ONS", "edition of 2023")


@pytest.fixture
def areas(definitions):
    return tuple(definitions.areas.at(code) for code in ("E08000035", "E08000001", "E09000010"))


@pytest.fixture
def care(definitions):
    return definitions.catalogue.called("coc-engaged-21-days")


def test_the_country_needs_no_words():
    assert comparators.whom(None, LIST) == ""
    assert comparators.members(None, LIST) == ""


def test_one_area_and_a_few_are_named(areas):
    assert comparators.whom(Group("region", "the London region", areas[:1]), LIST) == (
        "Figures are compared with the London region."
    )
    assert comparators.whom(Group("areas", "Leeds and Bolton together", areas[:2]), LIST) == (
        "Figures are compared with Leeds and Bolton together."
    )


def test_those_whom_the_name_counts_are_named_with_their_list(areas):
    assert comparators.whom(Group("neighbours", "its 3 statistical neighbours", areas, named=False), LIST) == (
        "Figures are compared with its 3 statistical neighbours. "
        "They are Bolton, Enfield and Leeds, by the list of the ONS, edition of 2023."
    )
    assert comparators.members(Group("areas", "3 chosen areas together", areas, named=False), LIST) == (
        "They are Bolton, Enfield and Leeds."
    )
    assert comparators.members(Group("neighbours", "its statistical neighbour", areas[:1], named=False), LIST) == (
        "It is Leeds, by the list of the ONS, edition of 2023."
    )


def test_where_there_is_nobody_it_says_why():
    assert comparators.whom(Group("region", "its region", reason="no region is known for it"), LIST) == (
        "Figures are not compared with its region: no region is known for it."
    )
    assert comparators.whom(Group("areas", "", reason=ITSELF), LIST) == (
        "This is what was chosen to compare with, so its own figures are not compared."
    )


@pytest.fixture
def row(care):
    """Return a figure beside its three neighbours, with columns put in their place."""

    def make(**columns: object) -> ShownFigure:
        usual = {
            "comparator": "its 3 statistical neighbours",
            "comparator_value": 50.0,
            "comparator_lower": 45.63,
            "comparator_upper": 54.37,
            "comparator_numerator": 250.0,
            "comparator_denominator": 500.0,
        }
        return shown(care, **usual | columns)

    return make


def test_the_figure_of_the_others_is_told_with_its_people_and_its_likely_range(areas, care, row):
    group = Group("neighbours", "its 3 statistical neighbours", areas)

    assert comparators.theirs(row(), care, group) == (
        "Its 3 statistical neighbours: 250 of 500, likely between 46% and 54%."
    )
    assert comparators.theirs(row(comparator_state="rounded"), care, group) == (
        "Its 3 statistical neighbours: about 250 of 500, likely between 46% and 54%."
    )
    # A headline without a comparison does not say the figure, so it is said here.
    assert comparators.theirs(row(comparison="not compared", comparator_state="rounded"), care, group) == (
        "Its 3 statistical neighbours: about 50% (about 250 of 500), likely between 46% and 54%."
    )
    assert comparators.theirs(row(comparator_value=NAN), care, group) == ""
    assert comparators.theirs(row(), care, None) == ""


def test_people_who_may_be_counted_twice_are_said_to_be(areas, care, row):
    doubled = care.model_copy(update={"adds_over_areas": "approximately"})

    assert comparators.theirs(row(), doubled, Group("areas", "Leeds and Bolton together", areas[:2])).endswith(
        "likely between 46% and 54%, about, for a person may be counted in two of them."
    )
    assert "about" not in comparators.theirs(row(), doubled, Group("areas", "Leeds", areas[:1]))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, ""),
        ({"not_compared": "no figure here for this period", "comparator": "England"}, ""),
        ({"not_compared": NO_RATE}, ""),
        ({"not_compared": "no figure here for this period", "value": NAN}, ""),
        ({"not_compared": ITSELF, "comparator": ""}, ""),
        (
            {"not_compared": "fewer than 10 in the group"},
            "Not compared with its 3 statistical neighbours: fewer than 10 in the group.",
        ),
    ],
)
def test_a_page_compared_with_others_says_why_a_figure_has_no_verdict(care, row, columns, said):
    assert comparators.why_not(row(**columns), care) == said
