"""Treatment access: substance groups, unmet need across a break, who referred those who start, young people apart."""

import math

import pytest

from dashboard.charts.lines import apart
from dashboard.domain.areas import ENGLAND
from dashboard.domain.indicators import Theme
from dashboard.reports.report import Part, ThemeReport
from dashboard.reports.tables import Cell, Table
from dashboard.reports.treatment_access import REFERRED, treatment_access_report
from tests.figures import figure, figures
from tests.shown_figures import view_of

LEEDS = "E08000035"
ALL, OPIATE, ALCOHOL = "adults-in-treatment", "adults-in-treatment-opiate", "adults-in-treatment-alcohol"
OCU = {"indicator": "unmet-need-ocu", "area": LEEDS}
WINDOW = {"period_start": "2024-07-01", "period_kind": "rolling year"}
BEFORE = {"period_start": "2023-07-01", "period_kind": "rolling year"}


@pytest.fixture
def report(definitions):
    """The page on treatment access in Leeds, from rows of figures."""
    catalogue = definitions.catalogue.of_theme(Theme.TREATMENT_ACCESS)

    def compose(*rows: dict[str, object]) -> ThemeReport:
        area = definitions.areas.at("cdp-leeds")
        return treatment_access_report(view_of(figures(*rows), area, definitions, catalogue=catalogue))

    return compose


def part(report: ThemeReport, title: str) -> Part:
    return next(one for one in report.parts if one.title.startswith(title))


def group(table: Table, name: str) -> list[Cell]:
    """The cells beside the name of a group."""
    return next(cells for first, *cells in table.rows if first == name)


def people(name: str, count: float, area: str = LEEDS, **columns: object) -> dict[str, object]:
    return figure(indicator=name, area=area, numerator=count, **(WINDOW | columns))


def starts(name: str, count: float, start: str = "2024-07-01", **columns: object) -> dict[str, object]:
    quarter = {"period_start": start, "period_months": 3, "period_kind": "quarter"}
    return figure(indicator=name, area=LEEDS, numerator=count, **quarter, **columns)


def referred(police: float, prison: float, probation: float, start: str = "2024-07-01") -> list[dict[str, object]]:
    counts = zip(REFERRED.values(), (police, prison, probation), strict=True)
    return [starts(name, count, start) for name, count in counts]


def test_groups_stand_beside_their_share_here_and_in_england(report):
    england = (people(ALL, 10_000, ENGLAND), people(OPIATE, 4400, ENGLAND))
    told = part(report(people(ALL, 400), people(OPIATE, 100), *england), "In treatment")
    (table,) = told.tables

    assert group(table, "Opiate in treatment")[:3] == ["100 people", "25%", "44%"]
    assert group(table, "Alcohol only in treatment")[:3] == ["Not sent", "", ""]
    assert table.title == "Substance groups, 12 months to June 2025"


def test_a_hidden_group_says_so_and_has_no_share(report):
    hidden = people(ALCOHOL, math.nan, state="hidden here")
    (table,) = part(report(people(ALL, 400), hidden), "In treatment").tables

    assert group(table, "Alcohol only in treatment")[:3] == ["Hidden to protect people", "", ""]


def test_the_number_in_treatment_is_told_against_a_year_before_and_england(report):
    rows = [people(ALL, 440), people(ALL, 400, **BEFORE)]
    england = [people(ALL, 10_200, ENGLAND), people(ALL, 10_000, ENGLAND, **BEFORE)]

    assert part(report(*rows, *england), "In treatment").said[0] == (
        "A year before (12 months to June 2024) it was 400 people: the number now is 10% higher. "
        "In England it is 2% higher."
    )


def test_no_ambition_is_made_up(report):
    said = part(report(people(ALL, 440)), "In treatment").said

    assert "Adults in treatment: no ambition is on record to compare it with." in said


def test_unmet_need_is_told_in_people_with_the_published_range(report):
    row = figure(**OCU, numerator=1050.0, denominator=1810.0, value=58.0, lower=44.0, upper=67.0)
    told = part(report(row), "Not in treatment")

    assert told.said[0] == (
        "Unmet need (opiates or crack): 1,050 of 1,810 people, by estimate. The source puts the share at 44% to 67%."
    )
    (table,) = told.tables
    assert dict(zip(table.headings, table.rows[0], strict=True)) == {
        "Measure": "Unmet need (opiates or crack)",
        "Period": "April 2023 to March 2024",
        "Share": "58%",
        "Range the source gives (95%)": "44% to 67%",
        "People": "1,050 of 1,810",
    }


def test_unmet_need_without_people_makes_none_up(report):
    row = figure(**OCU, numerator=math.nan, value=58.0, lower=44.0, upper=67.0)
    told = part(report(row), "Not in treatment")

    assert told.said[0].startswith("Unmet need (opiates or crack): the source gave a share and no number of people.")
    assert "People" not in told.tables[0].headings


def test_unmet_need_is_not_compared_across_a_change_of_method(report):
    later = figure(**OCU, numerator=math.nan, value=58.0)
    earlier = figure(**OCU, numerator=math.nan, value=50.0, period_start="2019-04-01")
    told = part(report(later, earlier), "Not in treatment")

    assert told.said[1].startswith(
        "Unmet need (opiates or crack): figures from before April 2022 are not compared with later ones. "
        "Estimates of opiate"
    )
    assert told.tables[0].column("Method") == ("", "Earlier: not compared with figures from April 2022")


def test_the_rest_is_what_the_three_agencies_leave_of_all(report):
    first = [starts("new-presentations", 100), *referred(10, 20, 5)]
    second = [starts("new-presentations", 90, "2024-04-01"), *referred(9, 21, 10, "2024-04-01")]
    told = part(report(*first, *second), "Who starts")
    (table,) = told.tables

    assert table.column("Others and self") == ("65 people", "50 people")
    assert told.chart.title == (
        "Leeds: 100 people started treatment in Jul to Sep 2024; "
        "10 through police, 20 through prison, 5 through probation"
    )
    assert set(told.chart.figures["label"]) == {
        *("", "All who started", "Police", "Prison", "Probation", "Others and self")
    }


@pytest.mark.parametrize("gone", [None, {"numerator": math.nan, "state": "hidden here"}])
def test_no_rest_is_told_where_one_part_is_hidden_or_missing(report, gone):
    rows = [starts("new-presentations", 100), *referred(10, 20, 5)]
    rows[2:3] = [rows[2] | gone] if gone else []
    told = part(report(*rows), "Who starts")
    (table,) = told.tables

    assert "Others and self" not in table.headings
    assert any("only where the total and all three agencies have a number" in said for said in told.said)


def test_of_rounded_counts_the_rest_is_about(report):
    rows = [starts("new-presentations", 100), *referred(10, 20, 5)]
    (table,) = part(report(*(row | {"state": "rounded"} for row in rows)), "Who starts").tables

    assert table.column("Others and self") == ("about 65 people",)


def test_parts_above_their_total_leave_no_rest(report):
    (table,) = part(report(starts("new-presentations", 30), *referred(10, 20, 5)), "Who starts").tables

    assert "Others and self" not in table.headings


def test_one_quarter_alone_is_a_table_without_a_chart(report):
    assert part(report(starts("new-presentations", 100)), "Who starts").chart is None


def test_periods_that_begin_together_have_a_row_each(report):
    months = {"period_start": "2025-04-01", "period_kind": "year to date"}
    rows = [
        figure(indicator="new-presentations", area=LEEDS, numerator=count, period_months=length, **months)
        for length, count in ((3, 100), (6, 210))
    ]
    (table,) = part(report(*rows), "Who starts").tables

    assert table.rows == (
        ("April to September 2025, year to date", "210 people"),
        ("April to June 2025, year to date", "100 people"),
    )


def test_a_name_stands_beside_the_last_period_though_its_last_number_is_older(report):
    hidden = starts("new-presentations-prison", math.nan, "2024-07-01", state="hidden here")
    earlier = [starts("new-presentations", 90, "2024-04-01"), *referred(9, 21, 10, "2024-04-01")]
    chart = part(report(starts("new-presentations", 100), hidden, *earlier), "Who starts").chart
    names = chart.figures[chart.figures["label"] != ""].set_index("label")

    assert names.loc["Prison", "period"] == "Jul to Sep 2024"
    assert names.loc["Prison", "label_at"] == 24  # 21 is too near the names of 9 and 10, which take 7.5 of 100 each
    assert "through prison" not in chart.title


def test_young_people_stand_under_a_heading_of_their_own(report):
    told = report(people(ALL, 400), people("young-people-in-treatment", 25))
    young = part(told, "Young people")

    assert [measure.indicator for measure in young.measures] == ["young-people-in-treatment"]
    assert [one.title for one in told.parts].index(young.title) == len(told.parts) - 1


def test_what_is_missing_is_named_with_who_can_change_it(report):
    said = part(report(people(ALL, 400)), "Waits").said

    assert said == (
        "Not supplied here: Waits within 3 weeks (Council); Early unplanned exits (Council); "
        "Residential access (Council).",
    )


def test_an_empty_page_says_what_to_do(report):
    assert " There are no figures for Leeds yet. Send a first file" in report().lead
    assert len(report().unsupplied) == 21


def test_names_that_would_stand_on_each_other_are_moved_apart():
    assert apart([100.0, 10.0, 12.0, 10.0], 100.0) == pytest.approx([100.0, 10.0, 25.0, 17.5])
