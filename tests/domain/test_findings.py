"""Where a finding stands, in words; and that a kept one quotes nothing."""

import pytest

from dashboard.domain.findings import Finding, Severity, in_order

SIX = (2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize(
    ("stands", "place"),
    [
        ({}, "the whole file"),
        ({"rows": (4,)}, "row 4"),
        ({"rows": (4, 9)}, "rows 4, 9"),
        ({"rows": SIX[:5]}, "rows 2, 3, 4, 5, 6"),
        ({"rows": SIX}, "rows 2, 3, 4, 5, 6 and 1 more"),
        ({"rows": (4,), "column": "count"}, "row 4, column count"),
        ({"column": "count"}, "the whole file, column count"),
        ({"rows": (4,), "column": "count", "letter": "D"}, "row 4, column D (count)"),
        ({"rows": (4,), "letter": "D"}, "row 4, column D"),
        ({"rows": (4,), "sheet": "Table 3", "letter": "D"}, "sheet Table 3, row 4, column D"),
        ({"sheet": "Table 3"}, "sheet Table 3"),
    ],
)
def test_a_place_is_told_by_sheet_row_and_column_as_far_as_there_are_any(stands, place):
    assert Finding("a_check", Severity.ERROR, "It is wrong.", **stands).place == place


def test_a_letter_that_is_known_already_is_kept_where_a_sheet_is_named():
    finding = Finding("a_check", Severity.ERROR, "It is wrong.", letter="D")

    assert finding.at("Table 3").letter == "D"
    assert finding.at("Table 3", "E").letter == "E"
    assert finding.at("Table 3").sheet == "Table 3"


def test_nothing_of_the_file_is_left_in_a_finding_without_cells():
    finding = Finding("a_check", Severity.ERROR, "It is wrong.", "Is it Barnet?", "Barnett", sheet="Mine", rows=(4,))

    assert finding.without_cells() == Finding("a_check", Severity.ERROR, "It is wrong.", rows=(4,))


def test_the_gravest_come_first_and_others_as_they_came():
    found = [
        Finding(name, severity, "")
        for name, severity in (
            *(("a", Severity.NOTICE), ("b", Severity.WARNING), ("c", Severity.ERROR)),
            *(("d", Severity.NOTICE), ("e", Severity.ERROR)),
        )
    ]

    assert [one.check for one in in_order(found)] == ["c", "e", "b", "a", "d"]
