"""Numbers and lists as people say them."""

from dashboard.domain.wording import counted, listed, listed_briefly


def test_names_are_listed_as_people_list_them():
    assert listed([]) == ""
    assert listed(["Bury"]) == "Bury"
    assert listed(["Bolton", "Bury", "Wigan"]) == "Bolton, Bury and Wigan"


def test_one_is_one():
    assert [counted(count, "measure") for count in (0, 1, 2, 1200)] == [
        *("0 measures", "1 measure", "2 measures", "1,200 measures")
    ]


def test_many_names_are_told_by_the_first_and_how_many_others_there_are():
    names = ["Bolton", "Bury", "Oldham", "Rochdale", "Salford", "Wigan"]

    assert listed_briefly(names[:5]) == "Bolton, Bury, Oldham, Rochdale and Salford"
    assert listed_briefly(names) == "Bolton, Bury, Oldham and 3 others"
