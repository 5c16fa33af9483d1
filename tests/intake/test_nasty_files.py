"""Files invented in the manner of each publisher, as nasty as theirs can be: what becomes of each, and of its cells.

The numbers were written into the files by hand, and are written here a second time.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from dashboard.domain.findings import Verdict
from dashboard.intake.files import ReceivedFile
from dashboard.intake.screen import screen
from tests.conftest import TODAY

NASTY = Path(__file__).parents[1] / "samples" / "nasty"
BARNET, BARNSLEY, BRISTOL, BURY, LEEDS = "E09000003", "E08000016", "E06000023", "E08000002", "E08000035"
ENGLAND, BOTH = "E92000001", "K04000001"
Cell = tuple[dict[str, str], str, object]  # which figure, which of its columns, what stands there


@dataclass(frozen=True)
class Nasty:
    """A file: what is nasty about it, its verdict, how many figures each measure gives, and some of its cells."""

    what: str
    verdict: Verdict
    taken: dict[str, int]
    cells: tuple[Cell, ...]
    faults: tuple[tuple[str, str], ...] = ()


def at(indicator: str, area: str, start: str, **more: str) -> dict[str, str]:
    """Return the key of a figure."""
    return {"indicator": indicator, "area": area, "period_start": start, **more}


ACCEPTED, WARNINGS, PARTLY = Verdict.ACCEPTED, Verdict.WARNINGS, Verdict.PARTLY
FILES = {
    "2025-02-city-of-london-street.csv": Nasty(
        "carriage returns alone, a comma in a place, rows of another force, no place at all",
        ACCEPTED,
        {"street-drug-crimes": 2},
        (
            (at("street-drug-crimes", "E23000034", "2025-02-01"), "numerator", 2),
            (at("street-drug-crimes", "E23000001", "2025-02-01"), "numerator", 1),
        ),
    ),
    "Seizures17-18.csv": Nasty(
        "a byte order mark, padded headings, a line feed in one, two empty columns, forces with no area, empty cells",
        ACCEPTED,
        {"drug-seizures": 15},
        (
            (at("drug-seizures", "E23000035", "2017-04-01"), "numerator", 1853),
            (
                at("drug-seizures", "E23000001", "2017-04-01", breakdown="drug=mephedrone (non-injection)"),
                "numerator",
                4,
            ),
            (
                at("drug-seizures", "E23000035", "2017-04-01", breakdown="drug=mephedrone (non-injection)"),
                "state",
                "not available",
            ),
        ),
    ),
    "alcohol-dependence-four-years.csv": Nasty(
        "Windows-1252, the financial year written four ways, former codes, doubled spaces, NA for all of a row",
        ACCEPTED,
        {"alcohol-dependence-estimate": 4},
        (
            (at("alcohol-dependence-estimate", "E06000057", "2015-04-01"), "value", 3310),
            (at("alcohol-dependence-estimate", "E06000060", "2016-04-01"), "upper", 5200),
            (at("alcohol-dependence-estimate", "E10000021", "2017-04-01"), "lower", 5020),
            (at("alcohol-dependence-estimate", "E09000001", "2018-04-01"), "state", "not available"),
        ),
    ),
    "crime-outcomes-marks.csv": Nasty(
        "(r) and a glued p after numbers, a space that does not break for thousands, an en dash for minus, capitals",
        ACCEPTED,
        {
            "possession-outcomes": 1,
            "possession-outcomes-in-period": 1,
            "possession-charged": 1,
            "possession-community-resolution": 1,
        },
        (
            (at("possession-charged", "E23000038", "2023-07-01"), "numerator", 31 + 9),
            (at("possession-community-resolution", "E23000038", "2023-07-01"), "numerator", 1044 - 4),
            (at("possession-outcomes", "E23000038", "2023-07-01"), "numerator", 31 + 1044 + 9 - 4),
            (at("possession-outcomes-in-period", "E23000038", "2023-07-01"), "numerator", 29 + 41 + 8 + 0),
        ),
    ),
    "fingertips-1252-two-parents.csv": Nasty(
        "Windows-1252, more headings than cells, a line feed in each name, an area twice, an empty cell with a reason",
        ACCEPTED,
        {"unmet-need-ocu": 3},
        (
            (at("unmet-need-ocu", BARNSLEY, "2018-04-01"), "numerator", 512),
            (at("unmet-need-ocu", BARNSLEY, "2018-04-01"), "upper", 50.8),
            (at("unmet-need-ocu", "E10000021", "2018-04-01"), "denominator", 2500.6667),
            (at("unmet-need-ocu", "E06000053", "2018-04-01"), "state", "in neighbour"),
        ),
    ),
    "fingertips-bom-semicolons.csv": Nasty(
        "a byte order mark, semicolons, years pooled with spaced hyphens, a code of 2025, deciles among areas",
        ACCEPTED,
        {"drug-misuse-deaths-rate": 3},
        (
            (at("drug-misuse-deaths-rate", "E08000019", "2018-01-01"), "value", 52.5),  # per million
            (at("drug-misuse-deaths-rate", "E08000019", "2018-01-01"), "numerator", 92),
            (at("drug-misuse-deaths-rate", ENGLAND, "2018-01-01"), "lower", 49),
        ),
    ),
    "justice-tidy-mixed-levels.csv": Nasty(
        "four kinds of period and two levels in one file, z for no place, provisional and revised, a split",
        WARNINGS,
        {"licence-recalls": 3},
        (
            (at("licence-recalls", BOTH, "2024-04-01", period_kind="financial year"), "numerator", 29300),
            (at("licence-recalls", BOTH, "2024-04-01", period_kind="financial year"), "note", "provisional"),
            (at("licence-recalls", "N55", "2024-10-01", period_kind="quarter"), "numerator", 610),
            (at("licence-recalls", "N56", "2024-10-01", sex="female"), "state", "low"),
        ),
    ),
    "local-data-lab-tabs.csv": Nasty(
        "tabs in a .csv with commas in its cells, a combined authority, a colon for a number, doubled spaces",
        ACCEPTED,
        {"recorded-crime-rate": 3},
        (
            (at("recorded-crime-rate", "E08000003", "2018-04-01"), "value", 155.25),
            (at("recorded-crime-rate", "E08000003", "2017-04-01"), "state", "not available"),
            (at("recorded-crime-rate", "E08000009", "2018-04-01", breakdown="offence=robbery"), "value", 2.5),
        ),
    ),
    "ndtms-monthly-en-dashes.csv": Nasty(
        "three tables one under another, en dashes in windows, hidden words glued to a dash, a name and since when",
        ACCEPTED,
        {
            "adults-in-treatment": 3,
            "adults-in-treatment-opiate": 3,
            "adults-in-treatment-alcohol": 3,
            "new-presentations": 3,
        },
        (
            (at("adults-in-treatment-opiate", BARNSLEY, "2024-07-01"), "numerator", 1305),
            (at("adults-in-treatment-alcohol", BARNSLEY, "2024-06-01"), "state", "not available"),
            (at("new-presentations", BARNSLEY, "2025-04-01", period_months=3), "numerator", 299),
        ),
    ),
    "nomis-r-row-numbers.csv": Nasty(
        "a column of row numbers, all in quotation marks, a place that is none, Wales, a space that does not break",
        ACCEPTED,
        {"resident-population": 3},
        (
            (at("resident-population", BRISTOL, "2023-06-30"), "numerator", 479020),
            (at("resident-population", BRISTOL, "2023-06-30", sex="female", age="16-59"), "numerator", 150330),
            (at("resident-population", "E08000019", "2023-06-30", sex="male", age="18+"), "numerator", 221010),
        ),
    ),
    "offender-management-two-tiers.ods": Nasty(
        "years merged over quarters, a region merged over rows, a blank row, no region at all, marks and a footnote",
        ACCEPTED,
        {"drr-commencements": 8, "atr-commencements": 4, "mhtr-commencements": 4},
        (
            (at("drr-commencements", BOTH, "2024-01-01"), "numerator", 2003),
            (at("drr-commencements", "N57", "2024-04-01"), "numerator", 154),
            (at("atr-commencements", "N57", "2023-07-01"), "numerator", 61),
            (at("mhtr-commencements", "N57", "2023-07-01"), "state", "hidden"),
            (at("mhtr-commencements", "N57", "2024-04-01"), "numerator", 74),
        ),
    ),
    "ons-crime-notes-glued.csv": Nasty(
        "years with an apostrophe, note numbers glued to names, totals between, a column of changes, notes with commas",
        ACCEPTED,
        {"drug-offences-recorded": 9},
        (
            (at("drug-offences-recorded", BOTH, "2023-04-01"), "numerator", 44100),
            (at("drug-offences-recorded", BOTH, "2023-07-01"), "state", "not available"),
            (at("drug-offences-recorded", BOTH, "2023-10-01", breakdown="offence=possession"), "numerator", 33000),
        ),
    ),
    "ons-deaths-cover-hidden.xlsx": Nasty(
        "a cover, a sheet of notes, a hidden draft with other numbers, a spacer column, blank rows, flags, footnotes",
        ACCEPTED,
        {"drug-poisoning-deaths": 8},
        (
            (at("drug-poisoning-deaths", BARNET, "2021-01-01"), "numerator", 17),
            (at("drug-poisoning-deaths", "E12000007", "2020-01-01"), "numerator", 498),
            (at("drug-poisoning-deaths", "E12000007", "2020-01-01"), "note", "revised"),
            (at("drug-poisoning-deaths", "E06000066", "2020-01-01"), "numerator", 39),
        ),
    ),
    "ons-deaths-utf16-tabs.csv": Nasty(
        "UTF-16 with tabs, capitals, spaces that do not break in names, counties and districts between, four marks",
        ACCEPTED,
        {"drug-poisoning-deaths": 12},
        (
            (at("drug-poisoning-deaths", ENGLAND, "2020-01-01"), "numerator", 4311),
            (at("drug-poisoning-deaths", LEEDS, "2019-01-01"), "numerator", 64),
            (at("drug-poisoning-deaths", "E06000060", "2021-01-01"), "state", "hidden"),
        ),
    ),
    "opiate-crack-tiers-in-csv.csv": Nasty(
        "two tiers of headings saved as CSV, so that the lower one says everything twice",
        ACCEPTED,
        {"ocu-prevalence-rate": 2, "ocu-prevalence-estimate": 2},
        (
            (at("ocu-prevalence-rate", LEEDS, "2019-04-01"), "value", 12.2),
            (at("ocu-prevalence-estimate", LEEDS, "2019-04-01"), "lower", 5003),
        ),
    ),
    "opiate-crack-two-tiers.xlsx": Nasty(
        "merged tiers, a table of one drug alone, a hidden old year, a column of notes, capitals, an ended county",
        ACCEPTED,
        {"ocu-prevalence-rate": 4, "ocu-prevalence-estimate": 4},
        (
            (at("ocu-prevalence-estimate", BARNSLEY, "2019-04-01"), "value", 1702),
            (at("ocu-prevalence-rate", BARNSLEY, "2019-04-01"), "upper", 14.4),
            (at("ocu-prevalence-estimate", "E10000006", "2019-04-01"), "note", "estimated"),
            (at("ocu-prevalence-rate", "E09000001", "2019-04-01"), "state", "hidden"),
        ),
    ),
    "population-by-age-tabs.csv": Nasty(
        "tabs, a thousands comma in almost every cell, dashes over the age of 84, a doubled space, a district",
        ACCEPTED,
        {"resident-population": 8},
        (
            # 4,000 to 4,084, 585 to 589, and 1,210 of 90 and over.
            (at("resident-population", BRISTOL, "2019-06-30"), "numerator", 85 * 4042 + 5 * 587 + 1210),
            (at("resident-population", BRISTOL, "2019-06-30", age="15-64"), "numerator", 50 * 4039.5),
            (at("resident-population", BRISTOL, "1998-06-30"), "numerator", 85 * 3042 + 3000),
        ),
    ),
    "principal_offence_category_Aug_2015.csv": Nasty(
        "the month in the name alone, percent signs, a dash and 0.0% for a share of nobody, two forces in one row",
        ACCEPTED,
        {"drug-prosecutions-convicted": 3},
        (
            (at("drug-prosecutions-convicted", BOTH, "2015-08-01"), "denominator", 4010 + 302),
            (at("drug-prosecutions-convicted", "E23000005", "2015-08-01"), "value", 92),
            (at("drug-prosecutions-convicted", "E23000039", "2015-08-01"), "denominator", 0),
        ),
    ),
    "prison-bulletin-date-cell.xlsx": Nasty(
        "a day as a date cell, capitals, a note on a name, blank separators, removal centres, totals, two in one",
        ACCEPTED,
        {"prison-population": 3},
        (
            (at("prison-population", "ACI", "2025-06-30"), "numerator", 1102),
            (at("prison-population", "ISI", "2025-06-30"), "numerator", 633),
            (at("prison-population", "ISI", "2025-06-30"), "note", "provisional"),
        ),
    ),
    "recorded-crime-sheets-by-year.ods": Nasty(
        "a sheet for each year under a title, quarters written three ways, a code turned to 49.0, a typographic minus",
        WARNINGS,
        {"drug-offences-recorded": 7},
        (
            (at("drug-offences-recorded", "E23000035", "2023-01-01"), "numerator", 310),
            (at("drug-offences-recorded", "E23000034", "2023-04-01"), "numerator", 12 + 60),
            (at("drug-offences-recorded", "E23000034", "2023-07-01"), "numerator", -2),
        ),
    ),
    "template-dates-for-marks.csv": Nasty(
        "1-4 turned into a date by a spreadsheet program",
        PARTLY,
        {"coc-eligible-releases": 2},
        (
            (at("coc-eligible-releases", LEEDS, "2024-04-01"), "numerator", 112),
            (at("coc-eligible-releases", BURY, "2024-04-01"), "state", "hidden"),
        ),
        (("numbers_are_numbers", "row 2"), ("numbers_are_numbers", "row 3")),
    ),
    "template-decimal-commas.csv": Nasty(
        "a line that says sep=;, semicolons, Windows-1252, a space for thousands, commas before decimals",
        PARTLY,
        {"adults-in-treatment": 1, "young-people-in-treatment": 2},
        (
            (at("adults-in-treatment", LEEDS, "2024-04-01"), "numerator", 1204),
            (at("young-people-in-treatment", BURY, "2024-04-01"), "state", "rounded"),
        ),
        (("decimals_are_points", "row 4"), ("decimals_are_points", "row 5")),
    ),
    "template-pages-printed.csv": Nasty(
        "headings again on each page, a blank row, notes on names, a flag on a period, a footnote with commas",
        ACCEPTED,
        {"coc-eligible-releases": 4},
        (
            (at("coc-eligible-releases", LEEDS, "2024-04-01"), "numerator", 112),
            (at("coc-eligible-releases", LEEDS, "2024-04-01"), "note", "provisional"),
            (at("coc-eligible-releases", "E08000034", "2024-04-01"), "state", "hidden"),
            (at("coc-eligible-releases", BURY, "2024-04-01"), "numerator", 1031),
        ),
    ),
    "viewit-tabs-capitals.csv": Nasty(
        "tabs in a .csv, two empty columns, totals in capitals, NULL for a year that is not complete, padded names",
        ACCEPTED,
        {
            "adults-in-treatment": 2,
            "adults-in-treatment-opiate": 1,
            "adults-in-treatment-non-opiate-alcohol": 1,
            "new-presentations": 2,
            "new-presentations-cj-share": 2,
            "treatment-completed-share": 2,
            "successful-completion-opiate": 1,
        },
        (
            (at("adults-in-treatment", LEEDS, "2021-04-01"), "numerator", 4230),
            (at("new-presentations-cj-share", LEEDS, "2020-04-01"), "denominator", 1515 - 15),
            (
                at("successful-completion-opiate", LEEDS, "2021-04-01", sex="female", age="18-29"),
                "state",
                "not collected",
            ),
        ),
    ),
}


def test_every_nasty_file_is_known_here():
    assert {path.name for path in NASTY.iterdir()} == set(FILES)
    assert len(FILES) >= 20


@pytest.mark.parametrize("name", FILES)
def test_a_nasty_file_gives_its_numbers_in_the_right_places(name, definitions, figure):
    expected = FILES[name]

    screening = screen(ReceivedFile(name, (NASTY / name).read_bytes()), definitions, TODAY)

    assert screening.taken == expected.taken
    assert screening.verdict is expected.verdict, expected.what
    assert tuple((fault.check, fault.where) for fault in screening.errors) == expected.faults
    for key, column, value in expected.cells:
        found = figure(screening, **key)[column]
        assert not pd.isna(found), (key, column)
        assert found == (value if isinstance(value, str) else pytest.approx(value)), (key, column)
