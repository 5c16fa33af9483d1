"""Workbooks: tables found wherever they stand, places told by sheet and cell, nothing run or unpacked blindly."""

import random
import zipfile
from io import BytesIO

import pytest

from dashboard.domain.findings import Severity, Verdict
from dashboard.intake import workbooks
from dashboard.intake.files import ReceivedFile, read_tables
from tests.workbooks import Raw, Sheet, ods, packed, xlsx

HEADINGS = ["indicator", "area", "period", "sex", "count", "note"]
LEEDS = ["adults-in-treatment", "Leeds", "2024/25", "persons", 2040, "as sent"]
YORK = ["adults-in-treatment", "York", "2024/25", "persons", 610, ""]
BOTH = pytest.mark.parametrize("written", [xlsx, ods], ids=["xlsx", "ods"])


def _tables(content: bytes):
    return read_tables(ReceivedFile("a.xlsx", content))[0]


def _numbers(screening) -> dict[str, float]:
    return dict(zip(screening.figures["area"], screening.figures["numerator"], strict=True))


@BOTH
def test_a_workbook_gives_what_the_same_rows_give_as_csv(written, screened):
    lines = "\n".join(",".join(map(str, row)) for row in (HEADINGS, LEEDS, YORK))

    from_sheet = screened(written(Sheet("Return", [HEADINGS, LEEDS, YORK])), "return.csv")

    assert from_sheet.verdict is Verdict.ACCEPTED
    assert from_sheet.figures.equals(screened(lines).figures)
    assert not from_sheet.findings


@BOTH
@pytest.mark.parametrize("name", ["return.xlsx", "return.ods", "return.csv", "return"])
def test_a_file_is_read_by_its_bytes_and_not_by_its_name(written, name, screened):
    assert _numbers(screened(written(Sheet("1", [HEADINGS, LEEDS])), name)) == {"E08000035": 2040}


def test_a_csv_called_a_workbook_is_read_as_csv(screened):
    assert _numbers(screened("indicator,area,period,count\nadults-in-treatment,York,2024/25,610\n", "a.xlsx"))


@BOTH
def test_titles_above_notes_below_and_an_offset_are_no_figures(written, screened):
    rows = [
        ["Table 3: an invented return"],
        ["Source: nobody"],
        [],
        [None, None, *HEADINGS],
        [None, None, *LEEDS],
        [None, None, *YORK],
        [],
        ["1. A note, with a comma and many words in it, below the table."],
    ]

    screening = screened(written(Sheet("Table 3", rows)))

    assert _numbers(screening) == {"E08000035": 2040, "E06000014": 610}
    (note,) = screening.findings
    assert (note.check, note.where) == ("footnotes_are_set_apart", "sheet Table 3, row 8")


@BOTH
def test_a_fault_is_told_by_sheet_row_and_column(written, screened):
    rows = [["A title"], [], [None, *HEADINGS], [None, *LEEDS], [None, *YORK[:4], "many", ""]]

    (fault,) = screened(written(Sheet("Table 3", rows))).errors

    assert fault.check == "numbers_are_numbers"
    assert fault.where == "sheet Table 3, row 5, column F"
    assert fault.place == "sheet Table 3, row 5, column F (count)"
    assert fault.without_cells().sheet == ""


@BOTH
def test_a_fault_in_a_column_of_its_own_period_is_told_by_that_column(written, screened):
    rows = [["code", "name", "2020", "2019"], ["E12000001", "NORTH EAST", 163, 151], ["E12000007", "LONDON", 3, "?"]]

    (fault,) = screened(written(Sheet("Deaths", rows))).errors

    assert fault.place == "sheet Deaths, row 3, column D (2019)"


@BOTH
def test_several_sheets_and_several_tables_to_a_sheet_are_all_read(written, screened):
    hull = ["adults-in-treatment", "Hull", "2024/25", "persons", 1905, ""]
    stacked = [["Leeds"], HEADINGS, LEEDS, [], ["York"], HEADINGS, YORK]

    screening = screened(
        written(Sheet("Cover", [["An invented cover"]]), Sheet("1", stacked), Sheet("2", [HEADINGS, hull]))
    )

    assert len(screening.figures) == 3
    assert screening.rows == 3
    assert not screening.errors


@BOTH
def test_tables_side_by_side_are_parted_where_their_headings_begin_anew(written):
    rows = [["Area", "Count", "Note", None, "Area", "Count", "Note"], ["Leeds", 1, "a", None, "York", 2, "b"]]

    left, right = _tables(written(Sheet("1", rows)))

    assert (left.letters, right.letters) == (("A", "B", "C"), ("E", "F", "G"))
    assert right.rows.to_numpy().tolist() == [["York", "2", "b"]]


@BOTH
def test_a_blank_column_inside_a_table_is_a_spacer(written):
    rows = [["Code", None, "Name", "2020"], ["E12000001", None, "NORTH EAST", 5]]

    (table,) = _tables(written(Sheet("1", rows)))

    assert table.headings == ("code", "name", "2020")
    assert table.letters == ("A", "C", "D")


@BOTH
def test_blank_rows_inside_a_table_do_not_end_it(written, screened):
    assert len(screened(written(Sheet("1", [HEADINGS, [], LEEDS, [], YORK]))).figures) == 2


@BOTH
def test_a_faulty_row_after_a_blank_one_is_no_table_of_its_own(written, screened):
    bad = ["adults-in-treatment", "York", "2024/25", "persons", "six hundred", ""]
    hull = ["adults-in-treatment", "Hull", "2024/25", "persons", 1905, ""]

    (fault,) = screened(written(Sheet("1", [HEADINGS, LEEDS, [], bad, hull]))).errors

    assert (fault.check, fault.where) == ("numbers_are_numbers", "sheet 1, row 4, column E")


@BOTH
def test_a_heading_that_spans_is_carried_to_each_column_it_spans(written):
    rows = [
        ["An invented table"],
        ["Area", "2023/24", None, "2024/25", None],
        [None, "Count", "Rate", "Count", "Rate"],
        ["Leeds", 1, 2, 3, 4],
        ["York", 5, 6, 7, 8],
    ]

    (table,) = _tables(written(Sheet("1", rows, ["A1:E1", "A2:A3", "B2:C2", "D2:E2"])))

    assert list(table.rows.columns) == ["Area", "2023/24 Count", "2023/24 Rate", "2024/25 Count", "2024/25 Rate"]
    assert list(table.rows.index) == [4, 5]
    assert table.preamble == ("An invented table",)


@BOTH
def test_a_label_that_spans_rows_is_carried_down_and_a_number_never_is(written):
    rows = [
        ["Region", "Area", "Count"],
        ["North East", "Durham", 7],
        [None, "Gateshead", None],
        ["London", "Barnet", 3],
    ]

    (table,) = _tables(written(Sheet("1", rows, ["A2:A3", "C2:C3"])))

    assert list(table.rows["Region"]) == ["North East", "North East", "London"]
    assert list(table.rows["Count"]) == ["7", "", "3"]  # given once, for the two together


@BOTH
def test_hidden_sheets_are_said_and_not_read_as_figures(written, screened):
    screening = screened(written(Sheet("Now", [HEADINGS, LEEDS]), Sheet("Before", [HEADINGS, YORK], state="hidden")))

    assert _numbers(screening) == {"E08000035": 2040}
    assert [(one.check, one.found) for one in screening.findings] == [("sheets_are_seen", "Before")]


@BOTH
def test_rows_that_a_filter_hides_are_said_and_read(written, screened):
    rows = [HEADINGS, LEEDS, YORK, [None] * len(LEEDS)]
    screening = screened(written(Sheet("Now", rows, rows_hidden=(3, 4))))

    assert [finding.check for finding in screening.findings] == ["rows_are_seen"]
    assert screening.findings[0].message == (
        "1 row(s) are hidden on this sheet, by a filter or by hand. They were read as the others were."
    )
    assert len(screening.figures) == 2


@BOTH
def test_hidden_rows_of_a_hidden_sheet_are_not_told_twice(written, screened):
    before = Sheet("Before", [HEADINGS, YORK], state="hidden", rows_hidden=(2,))
    screening = screened(written(Sheet("Now", [HEADINGS, LEEDS]), before))

    assert [finding.check for finding in screening.findings] == ["sheets_are_seen"]


@BOTH
def test_people_on_a_hidden_sheet_refuse_the_whole_file(written, screened):
    """The original of an accepted file is kept, hidden sheets and all."""
    people = [["NHS number", "Date of birth", "Town"], ["invented", "invented", "Leeds"]]

    screening = screened(written(Sheet("Now", [HEADINGS, LEEDS]), Sheet("List", people, state="hidden")))

    assert screening.verdict is Verdict.REFUSED
    assert {finding.check for finding in screening.findings} == {"no_column_is_about_a_person"}


@BOTH
def test_a_table_we_do_not_know_beside_one_we_do_is_told_as_left_out(written, screened):
    other = [["Colour", "Shape", "Number"], ["red", "round", 4]]

    screening = screened(written(Sheet("Now", [HEADINGS, LEEDS]), Sheet("Other", other)))

    assert screening.verdict is Verdict.ACCEPTED
    assert [one.measure for one in screening.left_out] == ["Sheet Other: Colour, Shape, Number"]


@BOTH
def test_sheets_that_disagree_stop_the_measure(written, screened):
    other = [*LEEDS[:4], 2041, ""]

    (fault,) = screened(written(Sheet("A", [HEADINGS, LEEDS]), Sheet("B", [HEADINGS, other]))).errors

    assert (fault.check, fault.found) == ("sheets_agree", "A, B")


@BOTH
def test_a_workbook_without_a_table_is_refused(written, screened):
    (fault,) = screened(written(Sheet("Cover", [["An invented cover"], ["and no more"]]))).errors

    assert fault.check == "headings_are_found"
    (empty,) = screened(written(Sheet("Cover", []))).errors
    assert empty.check == "file_is_not_empty"


@BOTH
def test_names_of_sheets_and_texts_of_cells_are_text(written, screened):
    name = "<b>[x](http://a)"
    rows = [HEADINGS, [*LEEDS[:4], "<script>", ""]]

    (fault,) = screened(written(Sheet(name, rows))).errors

    assert (fault.sheet, fault.found) == (name, "<script>")


def test_whole_numbers_days_and_truths_come_as_their_text():
    row = [Raw("<v>52</v>"), 5446.93, 8.7299814459402167, Raw("<v>1</v>", 't="b"'), "0012"]

    (table,) = _tables(xlsx(Sheet("1", [["one", "two", "three", "four", "five"], row])))

    assert table.rows.to_numpy().tolist() == [["52", "5446.93", "8.729981445940217", "TRUE", "0012"]]


def test_a_formula_is_not_run_and_its_kept_result_is_read(screened):
    for written, cell in (
        (xlsx, Raw("<f>2000+40</f><v>2040</v>")),
        (ods, Raw("", 'table:formula="of:=2000+40" office:value-type="float" office:value="2040"')),
    ):
        screening = screened(written(Sheet("1", [HEADINGS, [*LEEDS[:4], cell, ""]])))

        assert _numbers(screening) == {"E08000035": 2040}
        assert [one.check for one in screening.findings] == ["formulas_are_not_run"]


def test_a_formula_that_was_never_worked_out_is_an_error_at_its_place(screened):
    for written, cell in ((xlsx, Raw("<f>2000+40</f>")), (ods, Raw("", 'table:formula="of:=2000+40"'))):
        screening = screened(written(Sheet("1", [HEADINGS, [*LEEDS[:4], cell, ""]])))

        assert screening.verdict is Verdict.REFUSED
        (fault,) = (one for one in screening.errors if one.check == "cells_hold_values")
        assert (fault.where, fault.found) == ("sheet 1, row 2, column E", "E2")


def test_a_text_that_begins_like_a_formula_is_told_as_one(screened):
    (fault,) = screened(xlsx(Sheet("1", [HEADINGS, [*LEEDS[:4], "=1+1", ""]]))).errors

    assert fault.check == "cells_hold_values"


def test_an_error_in_place_of_a_number_is_not_read_as_nothing(screened):
    headings = [*HEADINGS[:5], "value"]
    rows = [headings, [*LEEDS[:5], Raw("<v>#DIV/0!</v>", 't="e"')]]

    (warning,) = screened(xlsx(Sheet("1", rows))).findings

    assert (warning.check, warning.severity, warning.where) == (
        "cells_hold_no_errors",
        Severity.WARNING,
        "sheet 1, row 2, column F",
    )


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/pivotCache/pivotCacheRecords1.xml"]
)
def test_macros_and_rows_that_no_sheet_shows_are_refused(part, screened):
    (fault,) = screened(xlsx(Sheet("1", [HEADINGS, LEEDS]), extra={part: b"invented"})).errors

    assert fault.check == "workbook_holds_values"


def test_an_open_document_with_macros_is_refused(screened):
    (fault,) = screened(ods(Sheet("1", [HEADINGS, LEEDS]), extra={"Basic/Standard/Module1.xml": b"invented"})).errors

    assert fault.check == "workbook_holds_values"


def test_links_to_other_files_are_not_followed(screened):
    extra = {"xl/externalLinks/externalLink1.xml": "<externalLink/>"}

    screening = screened(xlsx(Sheet("1", [HEADINGS, LEEDS]), extra=extra))

    assert [one.check for one in screening.findings] == ["links_are_not_followed"]


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


@pytest.mark.parametrize(
    ("content", "check", "words"),
    [
        (OLD + "Workbook".encode("utf-16-le"), "file_is_text", "Save as, “Excel workbook (.xlsx)”"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "workbook_opens", "take the password off"),
        (OLD + "WordDocument".encode("utf-16-le"), "file_is_text", "Save the table"),
        (packed({"xl/workbook.bin": b"x"}), "file_is_text", "Save the table"),
        (packed({"word/document.xml": b"x"}), "file_is_text", "Save the table"),
        (packed({"figures.csv": b"a,b,c"}), "file_is_text", "Save the table"),
        (
            ods(Sheet("1", [HEADINGS]), extra={"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
            "workbook_opens",
            "password",
        ),
        (xlsx(Sheet("1", [HEADINGS]), extra={"xl/worksheets/sheet1.xml": "<worksheet><no"}), "workbook_opens", "again"),
        (xlsx(Sheet("1", [HEADINGS, LEEDS]))[:400], "workbook_opens", "again"),
        (ods(Sheet("1", [HEADINGS, LEEDS])).replace(b"META-INF", b"MEVA-INF"), "workbook_opens", "again"),
    ],
)
def test_what_cannot_be_read_is_told_kindly_with_what_to_do(content, check, words, screened):
    (fault,) = screened(content, "figures.xlsx").errors

    assert fault.check == check
    assert words in fault.mend


def _bombs():
    yield "ratio", xlsx(Sheet("1", [HEADINGS, LEEDS]), extra={"xl/media/a.bin": b"\0" * (12 * 1024**2)})
    yield "entries", xlsx(Sheet("1", [HEADINGS]), extra={f"xl/media/{n}": b"" for n in range(workbooks.MOST_ENTRIES)})
    far = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    far += '<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    yield "far cell", xlsx(Sheet("1", [HEADINGS]), extra={"xl/worksheets/sheet1.xml": far})
    repeated = Raw("", 'table:number-columns-repeated="2000000000" office:value-type="float" office:value="1"')
    yield "repeated cell", ods(Sheet("1", [HEADINGS, [repeated]]))
    yield (
        "repeated space",
        ods(
            Sheet(
                "1", [HEADINGS, [Raw('<text:p><text:s text:c="9000000000"/></text:p>', 'office:value-type="string"')]]
            )
        ),
    )


@pytest.mark.parametrize("bomb", [pytest.param(content, id=name) for name, content in _bombs()])
def test_a_file_that_unpacks_without_end_is_refused(bomb, screened):
    screening = screened(bomb)

    assert screening.verdict is Verdict.REFUSED
    assert len(screening.errors) == 1


# Random bytes do not pack, and a run of zeros packs to about a thousandth: 12 MB of which 11 kB or 100 kB are random
# are packed to about 23 kB and 112 kB, a 500th and a 110th.
@pytest.mark.parametrize(("unlike", "is_refused"), [(11_000, True), (100_000, False)])
def test_a_part_that_packs_to_a_hundredth_is_read_and_to_a_five_hundredth_refused(unlike, is_refused, screened):
    part = random.Random(1).randbytes(unlike).ljust(12 * 1024**2, b"\0")

    screening = screened(xlsx(Sheet("1", [HEADINGS, LEEDS]), extra={"xl/media/a.bin": part}))

    assert (screening.verdict is Verdict.REFUSED) is is_refused


def test_a_size_that_is_told_too_small_does_not_help_a_bomb(screened):
    content = bytearray(xlsx(Sheet("1", [HEADINGS, LEEDS]), extra={"xl/sharedStrings.xml": b" " * (12 * 1024**2)}))
    real = (12 * 1024**2).to_bytes(4, "little")
    while (at := content.find(real)) >= 0:
        content[at : at + 4] = (100).to_bytes(4, "little")

    assert screened(bytes(content)).verdict is Verdict.REFUSED


def test_entities_that_stand_for_one_another_are_not_unfolded(screened):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    content = xlsx(Sheet("1", [HEADINGS, LEEDS]), extra={"xl/workbook.xml": bomb + "]><workbook>&j;</workbook>"})

    assert [one.check for one in screened(content).errors] == ["workbook_opens"]


def test_a_cell_with_a_book_in_it_is_refused_with_its_place(screened):
    (fault,) = screened(xlsx(Sheet("1", [HEADINGS, [*LEEDS[:5], "a" * 100_001]]))).errors

    assert (fault.check, fault.where) == ("cells_have_an_end", "sheet 1, row 2, column F")


def test_the_writer_of_these_tests_writes_real_workbooks():
    with zipfile.ZipFile(BytesIO(xlsx(Sheet("1", [HEADINGS])))) as archive:
        assert archive.testzip() is None


def test_a_workbook_with_a_return_beside_a_publication_is_no_publication(screened):
    deaths = Sheet("Deaths", [["code", "name", "2020", "2019"], ["E10000020", "Norfolk", 61, 72]])
    together = xlsx(deaths, Sheet("Return", [HEADINGS, LEEDS]))

    assert screened(xlsx(deaths), "deaths.xlsx").is_publication
    both = screened(together, "both.xlsx")
    assert len(both.taken) == 2
    assert not both.is_publication
