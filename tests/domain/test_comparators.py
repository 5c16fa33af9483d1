"""Whom figures are compared with: read from words, written back the same, and never the area itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.areas import AreaKind
from dashboard.domain.comparators import ITSELF, Comparator, Group, group_of, read_comparator
from dashboard.domain.definitions import Definitions, read_definitions
from dashboard.domain.errors import NotFound
from dashboard.domain.neighbours import Neighbours

CUMBERLAND, WESTMORLAND, BARNET, ENFIELD, LEEDS, BOLTON = (
    *("E06000063", "E06000064", "E09000003"),
    *("E09000010", "E08000035", "E08000001"),
)


@pytest.fixture
def neighboured(definitions) -> Definitions:
    """Definitions with an invented list: of the two authorities of Cumbria, and of Barnet."""
    of = {CUMBERLAND: (WESTMORLAND, LEEDS, BOLTON), WESTMORLAND: (BOLTON, ENFIELD), BARNET: (ENFIELD,)}
    return replace(definitions, neighbours=Neighbours(of, "Invented", "1"))


def names(group: Group) -> list[str]:
    return [area.name for area in group.areas]


@pytest.mark.parametrize("text", ["", "england", "England", " ENGLAND ", "E92000001", ";"])
def test_england_is_the_default(definitions, text):
    assert read_comparator(text, definitions) == Comparator()
    assert read_comparator(text, definitions).text == ""


@pytest.mark.parametrize("text", ["region", "Region"])
def test_a_word_is_read_in_any_case(definitions, text):
    assert read_comparator(text, definitions) == Comparator("region")


def test_areas_are_named_by_code_or_name_and_written_as_codes(definitions):
    made = read_comparator("Leeds; Herefordshire, County of ;E12000007; Leeds", definitions)

    assert made == Comparator("areas", ("cdp-leeds", "E06000019", "E12000007"))
    assert made.text == "cdp-leeds;E06000019;E12000007"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Barnett", "“Barnett” is not an area we know. Did you mean Barnet?"),
        ("Leeds; England", "England cannot be one of the areas to compare with: it takes in the others."),
        ("England and Wales", "England and Wales cannot be one of the areas to compare with"),
        ("neighbours", "There is no list of statistical neighbours yet. The definitions page says how to load one."),
    ],
)
def test_a_word_that_is_no_choice_is_refused_kindly(definitions, text, says):
    with pytest.raises(NotFound, match=says):
        read_comparator(text, definitions)


DEFINITIONS = read_definitions()
CODES = [area.code for area in DEFINITIONS.areas if area.kind is not AreaKind.COUNTRY]


@given(st.lists(st.sampled_from(CODES), unique=True))
def test_every_choice_of_areas_is_read_back_as_it_was_written(codes):
    made = Comparator("areas", tuple(codes)) if codes else Comparator()

    assert read_comparator(made.text, DEFINITIONS) == made


@given(st.lists(st.sampled_from(CODES), unique=True, min_size=1, max_size=6), st.sampled_from(CODES))
def test_nobody_of_an_area_is_in_a_sum_that_it_is_compared_with_and_nobody_is_in_it_twice(codes, own):
    area = DEFINITIONS.areas.at(own)
    group = group_of(Comparator("areas", tuple(codes)), area, DEFINITIONS)

    counted = [code for one in group.areas for code in one.members]
    assert own not in [one.code for one in group.areas]
    assert len(counted) == len(set(counted))
    assert len(group.areas) < 2 or not set(counted) & set(area.members)
    assert bool(group.areas) != bool(group.reason)


def test_the_region_is_the_one_that_the_area_lies_in(definitions):
    group = group_of(Comparator("region"), definitions.areas.at("cdp-barnet"), definitions)

    assert (group.name, names(group)) == ("the London region", ["London"])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("E12000007", ITSELF),
        ("LEI", "no region is known for it"),
        ("N56", "it lies in more than one: East Midlands and East of England"),
    ],
)
def test_an_area_without_one_region_says_so(definitions, code, reason):
    group = group_of(Comparator("region"), definitions.areas.at(code), definitions)

    assert group.areas == ()
    assert group.reason.startswith(reason)


def test_the_neighbours_of_an_authority_are_those_of_its_list(neighboured):
    group = group_of(Comparator("neighbours"), neighboured.areas.at("cdp-barnet"), neighboured)

    assert (group.name, names(group), group.named) == ("its statistical neighbour", ["Enfield"], False)


def test_the_neighbours_of_a_partnership_are_those_of_its_members_each_once_its_own_left_out(neighboured):
    group = group_of(Comparator("neighbours"), neighboured.areas.at("cdp-cumbria"), neighboured)

    assert (group.name, names(group)) == ("its 3 statistical neighbours", ["Leeds", "Bolton", "Enfield"])
    assert not group.is_together  # nobody chose them


@pytest.mark.parametrize(
    ("code", "reason"),
    [("cdp-leeds", "the list has none for Leeds"), ("E12000007", "the list is of authorities")],
)
def test_an_area_that_the_list_does_not_know_says_so(neighboured, code, reason):
    group = group_of(Comparator("neighbours"), neighboured.areas.at(code), neighboured)

    assert (group.areas, group.reason) == ((), reason)


@pytest.mark.parametrize(
    ("chosen", "name", "is_named"),
    [
        (("cdp-leeds",), "Leeds", True),
        (("cdp-leeds", ENFIELD, BOLTON), "Leeds, Enfield and Bolton together", True),
        (("cdp-leeds", ENFIELD, BOLTON, CUMBERLAND), "4 chosen areas together", False),
        ((BARNET, "cdp-leeds"), "Leeds", True),  # Barnet itself is left out
        (("E12000007",), "London", True),  # a whole that takes Barnet in, as its region does
        (("E12000007", "cdp-leeds", BOLTON), "Leeds and Bolton together", True),  # a sum holds no part of Barnet
        (("cdp-cumbria", CUMBERLAND, LEEDS), "Cumbria and Leeds together", True),  # Cumberland is in Cumbria already
    ],
)
def test_chosen_areas_are_added_up_without_the_area_itself_and_nobody_twice(definitions, chosen, name, is_named):
    group = group_of(Comparator("areas", chosen), definitions.areas.at("cdp-barnet"), definitions)

    assert (group.name, group.reason, group.named) == (name, "", is_named)
    assert group.is_together is name.endswith(" together")


def test_an_area_chosen_alone_is_not_compared_with_itself(definitions):
    assert group_of(Comparator("areas", (BARNET,)), definitions.areas.at("cdp-barnet"), definitions).reason == ITSELF


def test_wholes_that_both_take_the_area_in_are_no_sum(definitions):
    group = group_of(Comparator("areas", ("E12000007", "E23000001")), definitions.areas.at(BARNET), definitions)

    assert group.reason == "each of them takes in a part of Barnet"
