"""The list of statistical neighbours: read in order, empty when there is none, refused with the mend when wrong."""

import pytest

from dashboard.domain.errors import BrokenDefinition
from dashboard.domain.neighbours import read_neighbours

HEAD = "area,neighbour,rank,source,edition\n"
BARNET, ENFIELD, LEEDS, BOLTON = "E09000003", "E09000010", "E08000035", "E08000001"


def listed(*rows: str) -> str:
    return HEAD + "".join(f"{row}\n" for row in rows)


def pair(area: str, neighbour: str, rank: object, source: str = "ONS", edition: str = "2023") -> str:
    return f"{area},{neighbour},{rank},{source},{edition}"


@pytest.mark.parametrize("text", ["", "\n", HEAD])
def test_headings_alone_are_no_list(definitions, text):
    assert not read_neighbours(text, definitions.areas)


def test_the_list_that_is_shipped_holds_nothing_invented(definitions):
    assert not definitions.neighbours


def test_neighbours_come_in_the_order_of_their_rank(definitions):
    text = listed(pair(BARNET, LEEDS, 2), pair(BARNET, ENFIELD, 1), pair(LEEDS, BOLTON, 1))
    made = read_neighbours(text, definitions.areas)

    assert made.of == {BARNET: (ENFIELD, LEEDS), LEEDS: (BOLTON,)}
    assert (made.source, made.edition) == ("ONS", "2023")


def test_a_former_code_is_read_as_the_code_of_today(definitions):
    # Gateshead: E08000020 until 2013, E08000037 since (areas.csv).
    assert read_neighbours(listed(pair(LEEDS, "E08000020", 1)), definitions.areas).of == {LEEDS: ("E08000037",)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("area,neighbour,rank,source\n", "neighbours.csv: the column edition is missing. Put it back."),
        (listed(pair("E09", ENFIELD, 1)), "the column area holds “E09”, which is no authority of today in areas.csv"),
        (listed(pair(BARNET, "E12000007", 1)), "the column neighbour holds “E12000007”, which is no authority"),
        (listed(pair(BARNET, BARNET, 1)), "the column neighbour names E09000003 itself. Remove that row."),
        (listed(pair(BARNET, ENFIELD, "first")), "the column rank of E09000003 holds “first”. Write a whole number"),
        (listed(pair(BARNET, ENFIELD, 0)), "the column rank of E09000003 holds “0”. Write a whole number from 1 on."),
        (listed(pair(BARNET, ENFIELD, 1), pair(BARNET, LEEDS, 1)), "the column rank of E09000003 holds 1 twice"),
        (listed(pair(BARNET, ENFIELD, 1), pair(BARNET, ENFIELD, 2)), "E09000010 stands twice in the column neighbour"),
        (listed(pair(BARNET, ENFIELD, 1, source="")), "the column source is empty in a row of E09000003. Fill it in."),
        (listed(pair(BARNET, "", 1)), "the column neighbour is empty in a row of E09000003. Fill it in."),
        (
            listed(pair(BARNET, ENFIELD, 1), pair(LEEDS, BOLTON, 1, edition="2018")),
            "name more than one list .“2023” and “2018” among the editions.. Keep one list.",
        ),
    ],
)
def test_a_list_that_cannot_be_used_names_the_column_and_the_mend(definitions, text, says):
    with pytest.raises(BrokenDefinition, match=says):
        read_neighbours(text, definitions.areas)
