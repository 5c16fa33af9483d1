"""Templates: what is in them, that they are accessible, and that nothing in them is a formula."""

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.periods import quarter
from dashboard.domain.template import COLUMNS, LAST, NUMBERS, RETURN, lines_of
from dashboard.exports.templates import Blank, return_csv, return_workbook, template_csv
from dashboard.intake.workbooks import read_sheets

SPRING = quarter(2026, 4)
KINDS = ("list", "custom")


@pytest.fixture
def lines(definitions):
    """Return the lines of an agency's return for a place."""

    def of(agency, place, period=SPRING):
        areas = definitions.areas
        return lines_of(agency, period, areas.asked_for(place), definitions.catalogue, areas)

    return of


@pytest.fixture
def book(lines, definitions):
    """Return the parts of a workbook for the police in Leeds, by name."""

    def of(**columns):
        given = Blank(Agency.POLICE, "Police return, April to June 2026, Leeds", lines(Agency.POLICE, "Leeds"))
        with zipfile.ZipFile(io.BytesIO(return_workbook(replace(given, **columns), definitions.areas))) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}

    return of


def _places(found, indicator):
    return [(one.area.name, one.period.text) for one in found if one.indicator.id == indicator]


@pytest.mark.parametrize("agency", list(Agency))
def test_a_template_has_a_line_for_each_measure_of_the_agency(definitions, agency):
    text = template_csv(agency, definitions).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert tuple(rows[0]) == COLUMNS
    assert [row["indicator"] for row in rows] == [one.id for one in definitions.catalogue.of_agency(agency)]
    assert {row["sex"] for row in rows} == {"persons"}


def test_a_template_opens_well_in_a_spreadsheet(definitions):
    content = template_csv(Agency.POLICE, definitions)

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == len(definitions.catalogue.of_agency(Agency.POLICE)) + 1


def test_each_measure_stands_with_the_places_of_its_own_geography(lines):
    police, probation = lines(Agency.POLICE, "Leeds"), lines(Agency.PROBATION, "Leeds")

    assert _places(police, "possession-outcomes") == [("West Yorkshire", "Apr to Jun 2026")]
    assert _places(police, "new-presentations-police") == [("Leeds", "Apr to Jun 2026")]
    assert _places(probation, "drr-commencements") == [("Yorkshire and the Humber", "Apr to Jun 2026")]
    assert [name for name, _ in _places(lines(Agency.COUNCIL, "Cumbria"), "new-presentations")] == [
        *("Cumberland", "Westmorland and Furness")
    ]


def test_a_measure_comes_for_the_kind_of_period_it_is_usually_given_for(lines):
    council, probation = lines(Agency.COUNCIL, "Leeds"), lines(Agency.PROBATION, "Leeds")

    assert _places(council, "adults-in-treatment") == [("Leeds", "12 months to Jun 2026")]
    assert _places(probation, "known-need-with-requirement") == [("Leeds", "at 30 Jun 2026")]


@pytest.mark.parametrize(
    ("period", "indicator", "text"),
    [
        (quarter(2026, 1), "drug-seizures", "2025/26"),
        (quarter(2025, 10), "drug-poisoning-deaths", "2025"),
        (quarter(2026, 4), "drug-seizures", None),
    ],
)
def test_a_yearly_measure_stands_in_the_quarter_its_year_ends_with(lines, period, indicator, text):
    agency = Agency.POLICE if indicator == "drug-seizures" else Agency.COUNCIL

    assert [found for _, found in _places(lines(agency, "Leeds", period), indicator)] == ([text] if text else [])


def test_measures_by_prison_and_for_the_whole_country_have_no_line(lines):
    found = {one.indicator.id for agency in Agency for one in lines(agency, "Leeds", quarter(2026, 1))}

    assert found.isdisjoint({"coc-by-prison", "naloxone-on-release", "county-lines-closed"})


def test_the_figure_before_is_a_quarter_earlier_or_a_year_for_a_yearly_measure(lines):
    before = {one.indicator.id: one.before.text for one in lines(Agency.POLICE, "Leeds", quarter(2026, 1))}
    needs = {one.indicator.id: one.before.text for one in lines(Agency.PROBATION, "Leeds")}

    assert before["possession-outcomes"] == "Oct to Dec 2025"
    assert before["drug-seizures"] == "2024/25"
    assert before["drug-prosecutions-convicted"] == "12 months to Dec 2025"
    assert needs["known-need-with-requirement"] == "at 31 Mar 2026"


def test_a_return_has_names_beside_codes_and_what_stood_before_at_the_end(lines):
    found = lines(Agency.NHS, "Leeds")
    last = [dict.fromkeys(LAST, "") | {"last_value": "=1+1"} for _ in found]
    rows = list(csv.DictReader(io.StringIO(return_csv(Blank(Agency.NHS, "A return", found, last)).decode("utf-8-sig"))))

    assert tuple(rows[0]) == (*RETURN, *LAST)
    assert {row["last_value"] for row in rows} == {"'=1+1"}
    assert {row["measure"] for row in rows} == {one.indicator.title for one in found}


def test_the_workbook_has_a_title_a_cover_and_one_table_a_sheet_from_its_first_cell(book):
    parts = book()

    assert "<dc:title>Police return, April to June 2026, Leeds</dc:title>" in parts["docProps/core.xml"]
    assert re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"]) == [
        *("Read me", "Return", "Areas", "Definitions")
    ]
    assert '<c r="A1"' in parts["xl/worksheets/sheet1.xml"]
    assert re.search(r"<si><t>([^<]*)<", parts["xl/sharedStrings.xml"])[1] == "Police return, April to June 2026, Leeds"
    tables = [parts[f"xl/tables/table{at}.xml"] for at in (1, 2, 3)]
    assert all(re.search(r' ref="A1:', table) for table in tables)
    assert "xl/tables/table4.xml" not in parts
    assert not any("mergeCell" in part for part in parts.values())
    assert all('topLeftCell="A2"' in parts[f"xl/worksheets/sheet{at}.xml"] for at in (2, 3, 4))


def test_the_cover_names_the_columns_that_are_not_read(book):
    text = book(last=[dict.fromkeys(LAST, "")] * 23)["xl/sharedStrings.xml"]

    assert f"not read: measure, area_name, {', '.join(LAST)}." in text
    assert "Columns that begin with last_ hold the figure before" in text

    without = book()["xl/sharedStrings.xml"]
    assert "not read: measure, area_name." in without
    assert "last_" not in without


def test_the_cover_says_of_a_demonstration_that_what_is_filled_in_is_invented_too(book):
    assert "counts as invented too" not in book()["xl/sharedStrings.xml"]
    told = book(source="Demonstration figures")["xl/sharedStrings.xml"]
    assert "Demonstration figures: every line says so as its source, and what is filled in counts as invented" in told


def test_no_cell_of_the_workbook_is_a_formula_or_becomes_one_when_it_is_edited(book, lines):
    evil = dict.fromkeys(LAST, "=HYPERLINK(A1)")
    parts = book(last=[evil] * len(lines(Agency.POLICE, "Leeds")))

    sheets = [part for name, part in parts.items() if "worksheets/" in name]
    assert not any(re.search(r"<f[ >]", sheet) for sheet in sheets)
    known = re.findall(r"<xf [^>]*>", parts["xl/styles.xml"].split("<cellXfs")[1])
    rows = parts["xl/worksheets/sheet2.xml"].split('<row r="2"')[1]
    texts = re.findall(r'<c r="[A-Z]+\d+" s="(\d+)" t="s">', rows)
    assert texts
    assert all('quotePrefix="1"' in known[int(at)] for at in texts)


def test_an_age_band_typed_into_the_workbook_stays_a_text(lines, book):
    sheet = book()["xl/worksheets/sheet2.xml"]
    (style,) = set(re.findall(rf'<c r="{chr(65 + RETURN.index("age"))}\d+" s="(\d+)"/>', sheet))
    known = re.findall(r"<xf [^>]*>", book()["xl/styles.xml"].split("<cellXfs")[1])

    assert 'numFmtId="49"' in known[int(style)]


def test_a_number_that_is_none_is_asked_about_and_not_refused(book):
    sheet = book()["xl/worksheets/sheet2.xml"]

    assert sheet.count('type="custom" errorStyle="warning"') == 5


def test_numbers_are_asked_for_in_their_own_columns_and_a_sex_in_its_own(book, lines):
    sheet, last = book()["xl/worksheets/sheet2.xml"], len(lines(Agency.POLICE, "Leeds")) + 1
    columns = {name: f"{chr(65 + at)}2:{chr(65 + at)}{last}" for at, name in enumerate(RETURN)}

    asked = {kind: re.findall(rf'<dataValidation type="{kind}"[^>]*sqref="([^"]*)"', sheet) for kind in KINDS}
    assert asked == {"list": [columns["sex"]], "custom": [columns[name] for name in RETURN if name in NUMBERS]}
    for name in NUMBERS:
        first = columns[name].partition(":")[0]
        assert f'OR(ISNUMBER({first}),LEFT({first},1)="[")' in sheet


def test_lines_that_are_added_below_have_texts_and_numbers_in_the_same_columns(book):
    parts = book()
    known = re.findall(r"<xf [^>]*>", parts["xl/styles.xml"].split("<cellXfs")[1])
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" [^>]*style="(\d+)"', parts["xl/worksheets/sheet2.xml"])

    are_texts = [
        'numFmtId="49"' in known[int(style)] for first, to, style in columns for _ in range(int(first), int(to) + 1)
    ]
    assert are_texts == [name not in NUMBERS for name in RETURN]


def test_the_areas_and_the_measures_are_listed_beside(lines, definitions):
    blank = Blank(Agency.NHS, "A return", lines(Agency.NHS, "Leeds"))
    sheets, _ = read_sheets(return_workbook(blank, definitions.areas))
    named = {sheet.name: [cells for _, cells in sheet.records] for sheet in sheets}

    assert ["E23000010", "West Yorkshire", "police force"] in named["Areas"]
    assert not any(cells[1] == "Cumbria" and cells[2] == "authority" for cells in named["Areas"])  # it has ended
    assert {row[0] for row in named["Definitions"][1:]} == {one.indicator.id for one in blank.lines}
