"""Comma-separated files: figures as they are shown."""

import csv
import io
import math

import pytest

from dashboard.domain.agencies import Agency
from dashboard.exports.files import FIGURE_COLUMNS, figures_csv, safe, table_csv
from dashboard.reports.tables import table
from tests.figures import figure, figures
from tests.in_frames import changing, compared, estimates


def _judged(rows, definitions):
    made = compared(estimates(rows, definitions.catalogue), definitions.catalogue)
    return changing(made, definitions.catalogue)


@pytest.fixture
def exported(definitions):
    """Return the lines of the exported file as dictionaries, from rows of figures."""

    def export(*rows: dict[str, object]) -> list[dict[str, str]]:
        made = _judged(figures(*rows).assign(revision=4), definitions)
        return list(csv.DictReader(io.StringIO(figures_csv(made, definitions).decode("utf-8"))))

    return export


def test_a_line_tells_everything_about_a_figure(exported):
    care = {"indicator": "coc-engaged-21-days", "numerator": 12.0, "denominator": 31.0, "source": "A return"}
    (line,) = exported(figure(**care))

    assert tuple(line) == FIGURE_COLUMNS
    assert (line["area"], line["area_name"]) == ("E09000003", "Barnet")
    assert (line["period"], line["period_start"], line["period_end"]) == ("2023/24", "2023-04-01", "2024-03-31")
    assert (line["numerator"], line["denominator"], line["unit"]) == ("12", "31", "%")
    assert (line["sex"], line["state"], line["revision"], line["source"]) == ("persons", "value", "4", "A return")


def test_a_line_ends_with_how_the_figure_compares_and_changes(exported):
    care = {"indicator": "coc-engaged-21-days"}
    england = figure(**care, area="E92000001", numerator=4700.0, denominator=10_000.0)
    ours, theirs = exported(figure(**care, numerator=212.0, denominator=520.0), england)

    names = ("comparison", "comparator", "comparator_value", "people_gap", "trend", "variation")
    assert tuple(ours)[-6:] == names
    assert [ours[name] for name in names] == [
        *("worse", "England", "47", "33", "cannot be calculated", "cannot be said")
    ]
    assert [theirs[name] for name in names][:4] == ["not compared", "", "", ""]


def test_numbers_are_exact(exported):
    (line,) = exported(figure(indicator="coc-engaged-21-days", numerator=1.0, denominator=3.0))

    assert float(line["value"]) == 1 / 3 * 100
    assert float(exported(figure(numerator=1352.333333))[0]["numerator"]) == 1352.333333


def test_a_missing_number_is_an_empty_cell_with_its_reason(exported):
    (line,) = exported(figure(numerator=math.nan, state="hidden"))

    assert [line[name] for name in ("numerator", "value", "lower", "upper")] == [""] * 4
    assert (line["state"], line["reason"]) == ("hidden", "hidden by the source to protect people")


@pytest.mark.parametrize(
    ("published", "numerator", "reason"),
    [
        # 2023/24 ends on 31 March 2024, and 21 days later it is 21 April.
        ("2024-04-21", 12.0, "not final: the 21 days of follow-up were not over"),
        ("2024-04-22", 12.0, ""),
        ("2024-04-21", math.nan, "hidden by the source to protect people"),
    ],
)
def test_a_figure_whose_people_were_still_followed_says_that_it_is_not_final(definitions, published, numerator, reason):
    state = "hidden" if math.isnan(numerator) else "value"
    whole = math.nan if math.isnan(numerator) else 31.0
    row = figure(indicator="coc-engaged-21-days", numerator=numerator, denominator=whole, state=state)
    made = _judged(figures(row).assign(revision=4, published=published), definitions)

    assert next(csv.DictReader(io.StringIO(figures_csv(made, definitions).decode())))["reason"] == reason


def test_a_figure_without_a_source_of_its_own_names_the_publication(exported):
    assert "OHID" in exported(figure())[0]["source"]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(exported, first):
    formula = f"{first}HYPERLINK(1)"
    (line,) = exported(figure(note=formula, source=formula, age=formula))

    assert safe(formula).startswith("'")
    assert all(line[name].startswith("'") for name in ("reason", "source", "age"))


def test_ordinary_text_and_negative_numbers_stay_as_they_are(exported):
    (line,) = exported(figure(indicator="drug-offences-recorded", numerator=-3.0, note="a correction"))

    assert (line["numerator"], line["reason"]) == ("-3", "a correction")


@pytest.mark.parametrize("source", ['A "return"', "Leeds, Hull", "two\nlines", '",', " blank ", "'", "“", ""])
def test_a_line_is_written_as_the_csv_module_writes_it(definitions, source):
    rows = [figure(source=source, numerator=1.0), figure(source="Plain", sex="male", numerator=2.5)]
    written = figures_csv(_judged(figures(*rows).assign(revision=4), definitions), definitions).decode()

    again = io.StringIO()
    csv.writer(again, lineterminator="\n").writerows(csv.reader(io.StringIO(written)))
    assert written == again.getvalue()


def test_no_figures_make_a_file_of_headings(exported, definitions):
    made = _judged(figures().assign(revision=[]), definitions)

    assert figures_csv(made, definitions) == (",".join(FIGURE_COLUMNS) + "\n").encode()


def test_an_area_that_is_known_no_more_keeps_its_code(exported):
    assert exported(figure(area="E99999999"))[0]["area_name"] == "E99999999"


def test_a_table_becomes_a_file_whose_cells_no_spreadsheet_runs():
    rows = [{"Area": "Hull, city of", "Now": 1200, "Why": "=1+1", "Who can change it": (Agency.PRISON, Agency.COUNCIL)}]
    taken = table_csv(table("What changes", rows)).decode()

    assert taken == 'Area,Now,Why,Who can change it\n"Hull, city of",1200,\'=1+1,"Prison, Council"\n'
