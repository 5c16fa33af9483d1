"""Numbers and lists as people say them."""

from dashboard.domain.wording import counted, listed


def test_names_are_listed_as_people_list_them():
    assert listed([]) == ""
    assert listed(["Bury"]) == "Bury"
    assert listed(["Bolton", "Bury", "Wigan"]) == "Bolton, Bury and Wigan"


def test_one_is_one():
    assert [counted(count, "measure") for count in (0, 1, 2, 1200)] == [
        *("0 measures", "1 measure", "2 measures", "1,200 measures")
    ]
