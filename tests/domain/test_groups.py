"""What groups are called: one value for all spellings, and what is not known."""

import pytest

from dashboard.domain.errors import BrokenDefinition
from dashboard.domain.groups import read_groups

TABLE = "breakdown,value,other_spellings\ndrug,magic-mushrooms,psilocybin | shrooms\ndrug,khat,\nsource,police,\n"


@pytest.mark.parametrize("spelling", ["magic-mushrooms", "Magic mushrooms", "MAGIC_MUSHROOMS", "psilocybin", "Shrooms"])
def test_every_spelling_is_one_value(spelling):
    groups = read_groups(TABLE)

    assert groups.kept("drug", spelling) == "magic-mushrooms"
    assert groups.knows("drug", spelling)


def test_what_is_not_known_stays_as_it_is_written_with_what_may_be_meant():
    groups = read_groups(TABLE)

    assert groups.kept("drug", "magic0mushrooms") == "magic0mushrooms"
    assert not groups.knows("drug", "magic0mushrooms")
    assert groups.near("drug", "magic0mushrooms") == ["magic-mushrooms"]
    assert not groups.knows("source", "khat")


def test_a_breakdown_that_the_table_does_not_have_may_hold_any():
    assert read_groups(TABLE).knows("ethnicity", "anything")
    assert read_groups("").knows("drug", "anything")
    assert read_groups("").kept("drug", "Anything") == "Anything"


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("breakdown,value\ndrug,khat\n", "the column other_spellings is missing. Put it back."),
        (TABLE + "colour,red,\n", "the column breakdown holds “colour”. Write one of deprivation, drug,"),
        (TABLE + "drug,mushrooms,Shrooms\n", "“Shrooms” is a spelling of “magic-mushrooms” and of “mushrooms”."),
    ],
)
def test_a_fault_in_the_table_names_its_mend(table, says):
    with pytest.raises(BrokenDefinition, match=says.replace(".", r"\.")):
        read_groups(table)
