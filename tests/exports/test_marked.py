"""A copy of a file with its faults marked: what was found is beside its row, and nothing is a formula."""

import re
import zipfile
from io import BytesIO

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.errors import NotFound
from dashboard.domain.findings import Finding, Severity
from dashboard.exports.marked import Part, marked_copy
from dashboard.intake.workbooks import read_sheets
from dashboard.journeys import submit
from tests.conftest import TODAY

HEADINGS = "indicator,area,period,count,note\n"


def _copy(*rows: str) -> bytes:
    content = (HEADINGS + "".join(f"{row}\n" for row in rows)).encode()
    screening = submit.check(LOCAL_USER, "return.csv", content, TODAY)
    return submit.take_marked(LOCAL_USER, screening)


def _rows(copy: bytes, at: int) -> list[list[str]]:
    sheets, _ = read_sheets(copy)
    return [cells for _, cells in sheets[at].records]


def test_a_fault_is_told_beside_its_row_and_the_other_rows_are_as_sent():
    copy = _copy("adults-in-treatment,Leeds,2023/24,lots,", "adults-in-treatment,Kent,2023/24,210,sound")

    headings, bad, good = _rows(copy, 1)
    assert headings == ["Row", "What was found", "indicator", "area", "period", "count", "note"]
    assert bad[0] == "2"
    assert bad[1].startswith("Error: A cell holds neither a number nor a mark that we know.")
    assert bad[5] == "lots"
    assert good[:2] == ["3", ""]
    assert good[2:] == ["adults-in-treatment", "Kent", "2023/24", "210", "sound"]


def test_every_finding_is_listed_first_with_its_check():
    listed = _rows(_copy("adults-in-treatment,Atlantis,2023/24,lots,"), 0)

    assert listed[0][:3] == ["How grave", "Check", "What"]
    assert {row[1] for row in listed[1:]} == {"Area is known", "Numbers are numbers"}


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(A1)"])
def test_no_cell_is_a_formula_or_becomes_one_when_it_is_edited(evil):
    copy = _copy(f"adults-in-treatment,{evil},2023/24,lots,{evil}")

    with zipfile.ZipFile(BytesIO(copy)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/" in name]
        styles = archive.read("xl/styles.xml").decode()
    assert any(evil in sheet for sheet in sheets)
    assert not any("<f" in sheet for sheet in sheets)
    cells = [cell for sheet in sheets for cell in re.findall(r"<c [^>]*>", sheet)]
    assert all('t="inlineStr"' in cell for cell in cells)
    known = re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1])
    used = {int(re.search(r's="(\d+)"', cell)[1]) for cell in cells}
    assert all('quotePrefix="1"' in known[at] for at in used)


def test_the_cell_at_fault_is_coloured():
    with zipfile.ZipFile(BytesIO(_copy("adults-in-treatment,Leeds,2023/24,lots,"))) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()

        styles = archive.read("xl/styles.xml").decode()

    known = re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1])
    style = {text: known[int(at)] for at, text in re.findall(r's="(\d+)"[^>]*><is><t[^>]*>(lots|Leeds)<', sheet)}
    assert "applyFill" in style["lots"]
    assert "applyFill" not in style["Leeds"]


def _styles(*findings: Finding) -> dict[str, str]:
    """Return the number of the style of each text in a table of two cells, and of each word for how grave it is."""
    copy = marked_copy([Part("May", ("area", "count"), ("A", "B"), [(2, ("Leeds", "lots"))])], findings)
    with zipfile.ZipFile(BytesIO(copy)) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{at}.xml").decode() for at in (1, 2)]
    pattern = r's="(\d+)"[^>]*><is><t[^>]*>(Error|Warning|Notice|Leeds|lots)<'
    return {text: style for sheet in sheets for style, text in re.findall(pattern, sheet)}


def _found(severity: Severity, **where: str) -> Finding:
    return Finding("a_check", severity, "It is wrong.", rows=(2,), **{"sheet": "May", **where})


@pytest.mark.parametrize("where", [{"column": "Count"}, {"letter": "B"}])
def test_of_several_faults_in_a_cell_the_gravest_gives_its_colour(where):
    styles = _styles(*(_found(one, **where) for one in (Severity.NOTICE, Severity.ERROR, Severity.WARNING)))

    assert styles["lots"] == styles["Error"]
    assert len({styles[text] for text in ("Error", "Warning", "Notice", "Leeds")}) == 4


@pytest.mark.parametrize("where", [{"column": "period"}, {"letter": "C"}, {}])
def test_a_fault_of_a_column_that_the_table_does_not_have_colours_no_cell(where):
    styles = _styles(_found(Severity.ERROR, **where))

    assert styles["lots"] == styles["Leeds"] != styles["Error"]


@pytest.mark.parametrize("sheet", ["April", "October", ""])
def test_a_fault_of_another_sheet_is_listed_and_stands_beside_no_row(sheet):
    styles = _styles(_found(Severity.ERROR, column="count", sheet=sheet))

    assert styles["lots"] == styles["Leeds"] != styles["Error"]


def test_sheets_of_one_name_are_told_apart():
    part = Part("findings", ("area",), ("A",), [(2, ("Leeds",))])
    sheets, _ = read_sheets(marked_copy([part, part], []))

    assert [sheet.name for sheet in sheets] == ["Findings", "findings (1)", "findings (2)"]


def test_letters_that_no_workbook_may_hold_and_marks_of_xml_come_through_or_go():
    rows = _rows(_copy("adults-in-treatment,A & B <c>,2023/24,12,a\x0bb"), 1)

    assert rows[1][3] == "A & B <c>"
    assert rows[1][6] == "ab"


def test_there_is_no_copy_of_a_file_about_people():
    with pytest.raises(NotFound):
        _of_people = b"Forename,indicator,area,period,count\nImaginary,adults-in-treatment,Leeds,2023/24,1\n"
        submit.take_marked(LOCAL_USER, submit.check(LOCAL_USER, "return.csv", _of_people, TODAY))
