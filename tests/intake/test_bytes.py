"""Bytes to a table: how programs and publishers write the same figures in different ways."""

import pandas as pd
import pytest

from dashboard.domain.findings import Severity, Verdict
from dashboard.intake.files import ReceivedFile, read_tables
from dashboard.intake.tables import Table, fold

ROWS = (
    "indicator,area,period,count,note\nadults-in-treatment,Leeds,2024/25,2040,\nadults-in-treatment,York,2024/25,610,"
)
ROWS = f"{ROWS}Two – counted twice\n"


def _read(content: bytes) -> tuple[Table, list]:
    tables, findings = read_tables(ReceivedFile("a.csv", content))
    assert len(tables) == 1
    return tables[0], [*findings, *tables[0].noticed]


def _numbers(screening) -> dict[str, float]:
    return dict(zip(screening.figures["area"], screening.figures["numerator"], strict=True))


LEEDS_AND_YORK = {"E08000035": 2040, "E06000014": 610}


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (ROWS.encode(), "UTF-8"),
        (b"\xef\xbb\xbf" + ROWS.encode(), "UTF-8"),
        (ROWS.encode("cp1252"), "Windows-1252"),
        (b"\xff\xfe" + ROWS.encode("utf-16-le"), "UTF-16"),
        (b"\xfe\xff" + ROWS.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_the_same_letters_come_out_of_every_code(content, encoding, screened):
    table, _ = _read(content)
    screening = screened(content)

    assert table.encoding == encoding
    assert table.headings[0] == "indicator"
    assert _numbers(screening) == LEEDS_AND_YORK
    assert "Two – counted twice" in set(screening.figures["note"])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end, screened):
    content = ROWS.replace("\n", end)

    table, _ = _read(content.encode())

    assert list(table.rows.index) == [2, 3]
    assert _numbers(screened(content)) == LEEDS_AND_YORK


@pytest.mark.parametrize(("delimiter", "name"), [("\t", "tab"), (";", "semicolon"), ("|", "vertical bar")])
def test_cells_may_be_parted_otherwise(delimiter, name, screened):
    content = ROWS.replace(",", delimiter)

    table, _ = _read(content.encode())

    assert table.delimiter == delimiter, name
    assert _numbers(screened(content)) == LEEDS_AND_YORK


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_thousands_commas_do_not_outnumber_the_real_delimiter(delimiter, screened):
    """Two commas in every number of a table of three years: more commas than delimiters in each row."""
    rows = [
        ["code", "name", "2020", "2019", "2018"],
        ["K04000001", "ENGLAND AND WALES", "1,004,561", "1,004,393", "1,004,359"],
        ["E92000001", "ENGLAND", "1,003,312", "1,003,115", "1,003,042"],
        ["E12000007", "LONDON", "1,000,432", "1,000,431", "1,000,430"],
    ]

    screening = screened("".join(delimiter.join(row) + "\n" for row in rows))

    assert screening.verdict is Verdict.ACCEPTED
    london = screening.figures[screening.figures["area"] == "E12000007"]
    assert dict(zip(london["period_start"].str[:4], london["numerator"], strict=True)) == {
        "2020": 1000432,
        "2019": 1000431,
        "2018": 1000430,
    }


def test_lines_above_the_headings_are_no_headings(screened):
    above = "Adults in treatment, by area\nSource: an invented return, 2025\n\n,,,,\n"

    table, _ = _read((above + ROWS).encode())

    assert table.preamble == ("Adults in treatment by area", "Source: an invented return 2025")
    assert list(table.rows.index) == [6, 7]
    assert _numbers(screened(above + ROWS)) == LEEDS_AND_YORK


def test_a_title_with_commas_is_no_heading(screened):
    above = "Adults in treatment, counted once, by area, 2024/25\nReleased, revised and corrected, twice\n"

    assert _numbers(screened(above + ROWS)) == LEEDS_AND_YORK


NOTES = (
    "\n1. People are counted once, wherever they live, and 1,465 of them twice.\n"
    "(2) Includes people, of any age, who moved.\nSource: an invented return\n"
    "Figures are provisional, and may be revised, in May\n"
)


def test_notes_below_the_table_are_set_apart_and_said(screened):
    table, findings = _read((ROWS + NOTES).encode())

    assert len(table.rows) == 2
    notes = [finding for finding in findings if finding.check == "footnotes_are_set_apart"]
    assert [(note.severity, note.rows) for note in notes] == [(Severity.NOTICE, (5, 6, 7, 8))]
    screening = screened((ROWS + NOTES).replace("area", "area,sex,age", 1).replace(",2024/25", ",,,2024/25"))
    assert _numbers(screening) == LEEDS_AND_YORK


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_last_rows_that_are_parted_otherwise_are_no_notes(mark, screened):
    last = "adults-in-treatment,Hull,2024/25,700,".replace(",", mark)

    screening = screened(f"{ROWS}{last}\n")

    assert screening.figures.empty
    assert [(finding.check, finding.rows) for finding in screening.errors] == [("rows_fit_the_headings", (4,))]


def test_a_last_row_that_only_looks_a_little_like_a_note_is_kept():
    table, findings = _read(b"code,name,2020,2019\nE1,One,1,2\n2,Two,3,4\n10 Three,Three (1),5,6\n")

    assert len(table.rows) == 3
    assert not findings


def test_a_cell_may_hold_a_comma_a_quotation_mark_and_a_line_feed():
    table, _ = _read(b'a,b,c,d\n1,"London, City of",3,4\n2,"the ""Met""",3,4\n3,"two\nlines",3,4\n4,x,3,4\n')

    assert list(table.rows["b"]) == ["London, City of", 'the "Met"', "two\nlines", "x"]
    assert list(table.rows.index) == [2, 3, 4, 6]


def test_a_long_note_in_a_cell_is_no_swallowed_row(screened):
    note = '"Recounted, as agreed, in May,\nby council, prison, probation, police, and the NHS"'

    screening = screened(ROWS.replace("Two – counted twice", note))

    assert _numbers(screening) == LEEDS_AND_YORK


def test_headings_lose_note_marks_padding_and_line_feeds():
    assert fold(" Mephedrone\n(non-injection) ") == "mephedrone (non-injection)"
    assert fold("Offence group [note 13]") == "offence group"
    assert fold("Deaths (1)") == "deaths"
    assert fold("Violence with injury⁵") == "violence with injury"
    assert fold("Anabolic \nsteroids") == "anabolic steroids"


def test_an_empty_first_heading_is_the_number_of_the_row(screened):
    numbered = "".join(f"{',' if at == 0 else f'{at},'}{line}\n" for at, line in enumerate(ROWS.splitlines()))

    assert _numbers(screened(numbered)) == LEEDS_AND_YORK


def test_an_empty_heading_without_cells_under_it_moves_every_number_and_is_refused(screened):
    moved = ROWS.replace("period,count", "period,,count")

    screening = screened(moved)

    assert screening.figures.empty
    assert ("rows_fit_the_headings", (2, 3)) in {(finding.check, finding.rows) for finding in screening.errors}


def test_a_spreadsheet_may_pad_every_row_with_empty_cells(screened):
    padded = "".join(f"{line},,,\n" for line in ["Title", *ROWS.splitlines()])

    screening = screened(padded)

    assert _numbers(screening) == LEEDS_AND_YORK
    assert not screening.findings


def test_a_spreadsheet_may_leave_out_empty_last_cells_of_sixteen_lines_together(screened):
    """It decides for each sixteen lines how far they are filled; the numbers stand where they stood."""
    quarters = [f"Q{quarter} 20{year}/{year + 1}" for year in range(10, 20) for quarter in (1, 2, 3, 4)]
    lines = [f"new-presentations,Leeds,{quarter},{100 + at}" for at, quarter in enumerate(quarters)]
    full, empty = (f"{line},a note\n" for line in lines[:15]), (f"{line}\n" for line in lines[15:])

    screening = screened("indicator,area,period,count,note\n" + "".join([*full, *empty]))

    assert screening.verdict is Verdict.ACCEPTED
    assert list(screening.figures["numerator"]) == list(range(100, 140))


def test_a_file_that_was_cut_off_is_not_taken(screened):
    screening = screened(ROWS.removesuffix(",Two – counted twice\n").removesuffix("10"))

    assert screening.figures.empty
    assert [(finding.check, finding.rows) for finding in screening.errors] == [("rows_are_equally_long", (3,))]


@pytest.mark.parametrize(
    ("cell", "number"),
    [('"10,056"', 10056), ('"1,234,567"', 1234567), ("2040", 2040), ('" 2,040 "', 2040), ("1352.333333", 1352.333333)],
)
def test_numbers_come_with_thousands_commas_and_long_tails(template, cell, number):
    screening = template(f"adults-in-treatment,Leeds,2024/25,,,,{cell},,,,,")

    assert list(screening.figures["numerator"]) == [number]


@pytest.mark.parametrize("cell", ["73.0%", "73.0 %", "73", "73.000"])
def test_percentages_come_with_and_without_their_sign(template, cell):
    screening = template(f"new-presentations-cj-share,Leeds,2024/25,,,,,,{cell},,,")

    assert screening.verdict is Verdict.ACCEPTED
    assert list(screening.figures["value"]) == [73]


MARKS_OF_PUBLISHERS = {
    "hidden": ["*", "<5", '"< 5"', "1-4", "c", "[c]", "[C]"],
    "not applicable": ["-", "[z]"],
    "not available": ["..", ":", "[x]", "NA", "[w]"],
    "low": ["[low]"],
    "not collected": ["NULL"],
}


@pytest.mark.parametrize(("state", "mark"), [(s, m) for s, marks in MARKS_OF_PUBLISHERS.items() for m in marks])
def test_no_mark_is_ever_a_zero(template, state, mark):
    screening = template(f"adults-in-treatment,Leeds,2024/25,,,,{mark},,,,,")

    assert list(screening.figures["state"]) == [state]
    assert screening.figures[["numerator", "denominator", "value", "lower", "upper"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("flag", "note"),
    [
        ("[p]", "provisional"),
        ("[r]", "revised"),
        ("[e]", "estimated"),
        ("[u]", "low reliability"),
        ("[b]", "break in series"),
        ("[f]", "forecast"),
        ("[w]", "none recorded"),
    ],
)
def test_a_flag_stays_as_a_note_and_the_number_stays_too(template, flag, note):
    screening = template(f'adults-in-treatment,Leeds,2024/25,,,,"1,465 {flag}",,,,,')

    row = screening.figures.iloc[0]
    assert (row["numerator"], row["state"], row["note"]) == (1465, "value", note)


def test_a_table_keeps_two_columns_that_are_headed_alike_apart():
    table, findings = _read(b"a,b,b\n1,2,3\n")

    assert table.rows.shape == (1, 3)
    assert isinstance(table.rows, pd.DataFrame)
    assert [finding.check for finding in findings] == ["headings_are_different"]
