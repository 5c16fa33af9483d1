"""All measures of an area in a line each: what a line says, and where the area lies among all of its kind."""

import math
import re

import pytest

from dashboard.domain.areas import ENGLAND, AreaKind
from dashboard.reports.area import told_lines
from dashboard.reports.report import Line, SpineReport
from dashboard.reports.spine import spine_report
from dashboard.stats.estimates import estimates
from dashboard.stats.verdicts import compared
from tests.figures import figure, figures

CARE, EXITS, NEED = "coc-engaged-21-days", "early-unplanned-exits", "known-need-with-requirement"
LEEDS = "E08000035"


@pytest.fixture
def report(definitions):
    """The report on Leeds, from rows of figures."""

    def compose(*rows: dict[str, object], area: str = "cdp-leeds") -> SpineReport:
        made = compared(estimates(figures(*rows), definitions.catalogue), definitions.catalogue)
        place = definitions.areas.at(area)
        told = told_lines(place, made, definitions.catalogue, definitions.areas)
        return spine_report(place, told, made, made, definitions.catalogue, definitions.areas, revision=7)

    return compose


@pytest.fixture
def others(definitions):
    """Figures of eight other authorities: 20, 30 … 90 of 100 people."""
    alone = [area for area in definitions.areas.of_kind(AreaKind.PARTNERSHIP) if len(area.members) == 1]
    codes = [area.members[0] for area in alone if area.members[0] != LEEDS][:8]

    def made(name: str) -> list[dict[str, object]]:
        return [share(name, code, 10.0 * (at + 2)) for at, code in enumerate(codes)]

    return made


def share(name: str, area: str, count: float, total: float = 100.0, **columns: object) -> dict[str, object]:
    return figure(indicator=name, area=area, numerator=count, denominator=total, **columns)


def only_line(report: SpineReport) -> Line:
    (theme,) = report.themes
    (line,) = theme.lines
    return line


def places(line: Line) -> dict[str, list[float]]:
    """Where a strip is drawn, in hundredths of its width: own mark, ticks, comparator, both ends of the middle half."""
    shape = line.strip.svg

    def hundredths(*found: str) -> list[float]:
        return [round((float(at) - 8) / 284 * 100, 1) for at in found]

    low, width = re.search(r'rect x="([\d.]+)" y="4" width="([\d.]+)"', shape).groups()
    return {
        "own": hundredths(*re.findall(r"M([\d.]+) 5L", shape)),
        "ticks": hundredths(*re.findall(r"M([\d.]+) 7V21", shape)),
        "comparator": hundredths(*re.findall(r"M([\d.]+) 0V28", shape)),
        "middle": hundredths(low, str(float(low) + float(width))),
    }


def test_a_line_says_figure_people_period_verdict_and_owner(report, others):
    line = only_line(report(*others(CARE), share(CARE, LEEDS, 40), share(CARE, ENGLAND, 5500, 10_000)))

    assert (line.figure, line.part, line.period) == ("40%", "40 of 100", "April 2023 to March 2024")
    assert (line.verdict, line.tone) == ("Worse than England", "worse")
    assert line.owners == "Council, Prison, Probation"
    assert line.where == ""


# Eight areas at 20 to 90 and Leeds at 40: 20 30 40 40 50 60 70 80 90, with quartiles 40 and 70; the scale is
# 70 wide, so 40 lies at 20/70, 55 at 35/70, 70 at 50/70.
def test_higher_to_the_right_where_higher_is_better(report, others):
    drawn = places(only_line(report(*others(CARE), share(CARE, LEEDS, 40), share(CARE, ENGLAND, 5500, 10_000))))

    assert drawn["own"] == [28.6]
    assert drawn["comparator"] == [50.0]
    assert drawn["middle"] == [28.6, 71.4]
    assert drawn["ticks"] == [0.0, 14.3, 28.6, 28.6, 42.9, 57.1, 71.4, 85.7, 100.0]


def test_lower_to_the_right_where_lower_is_better(report, others):
    drawn = places(only_line(report(*others(EXITS), share(EXITS, LEEDS, 40), share(EXITS, ENGLAND, 5500, 10_000))))

    assert drawn["own"] == [71.4]
    assert drawn["comparator"] == [50.0]
    assert drawn["middle"] == [28.6, 71.4]


def test_higher_to_the_right_where_no_direction_is_agreed(report, others):
    line = only_line(report(*others(NEED), share(NEED, LEEDS, 40)))

    assert places(line)["own"] == [28.6]
    assert places(line)["comparator"] == []


def test_the_words_of_a_strip_say_the_middle_half_and_no_rank(report, others):
    line = only_line(report(*others(CARE), share(CARE, LEEDS, 40), share(CARE, ENGLAND, 5500, 10_000)))

    assert line.beside.startswith("Half of 9 partnerships have 40% to 70%. England: 55%. ")
    assert line.beside.endswith(" left out: no figure, or too few people.")
    assert line.strip.words == f"Leeds: 40%. {line.beside}"


def test_areas_without_numbers_and_with_too_few_people_are_left_out_and_counted(report, others, definitions):
    rows = [*others(CARE), share(CARE, LEEDS, 40)]
    hidden = rows[0] | {"numerator": math.nan, "denominator": math.nan, "state": "hidden here"}
    whole = only_line(report(*rows)).beside
    short = only_line(report(hidden, *rows[1:])).beside

    assert "Half of 9 partnerships" in whole
    assert "Half of 8 partnerships" in short
    left_out = [int(re.search(r"(\d+) left out", said)[1]) for said in (whole, short)]
    assert left_out[1] == left_out[0] + 1


def test_a_figure_hidden_here_says_so_and_has_no_mark_on_a_scale(report, others):
    mine = share(CARE, LEEDS, math.nan, math.nan, state="hidden here")
    line = only_line(report(*others(CARE), mine))

    assert line.figure == "Hidden to protect people"
    assert (line.strip, line.beside, line.verdict, line.part) == (None, "", "", "")


def test_with_too_few_areas_there_is_no_row(report, others):
    line = only_line(report(*others(CARE)[:6], share(CARE, LEEDS, 40)))

    assert (line.strip, line.beside) == (None, "Not set beside other areas: only 7 partnerships have a figure.")


def test_with_too_few_people_there_is_no_row(report, others):
    line = only_line(report(*others(CARE), share(CARE, LEEDS, 4, 9)))

    assert (line.strip, line.beside) == (None, "Not set beside other areas: fewer than 10 in the group.")


def test_a_count_has_no_row(report):
    line = only_line(report(figure(area=LEEDS)))

    assert (line.strip, line.beside) == (None, "A count: not set beside other areas.")


def test_all_alike_stand_in_the_middle(report, others):
    rows = [row | {"numerator": 50.0} for row in others(CARE)]

    assert places(only_line(report(*rows, share(CARE, LEEDS, 50))))["own"] == [50.0]


def test_the_figure_of_a_wider_area_is_named_and_set_beside_its_kind(report):
    line = only_line(report(share("dtoa-positive-rate", "E23000010", 40)))

    assert line.where == "The whole West Yorkshire police force area"
    assert line.beside == "Not set beside other areas: only one of the police forces has a figure."


def test_a_newer_figure_without_a_number_is_said_beside_the_older(report):
    later = {"period_start": "2024-04-01", "state": "hidden here"}
    line = only_line(report(share(CARE, LEEDS, 40), share(CARE, LEEDS, math.nan, math.nan, **later)))

    assert line.period == "April 2023 to March 2024"
    assert "The figure for April 2024 to March 2025 is hidden to protect people" in line.remark


def test_a_trend_over_years_is_said_in_words(report):
    rows = [share(CARE, LEEDS, 200 + 60 * at, 1000, period_start=f"{2019 + at}-04-01") for at in range(5)]

    assert only_line(report(*rows)).change == "Rose over five years"


def test_a_change_since_a_year_before_is_said_where_there_is_no_trend(report):
    rows = [share(CARE, LEEDS, count, 1000, period_start=f"{year}-04-01") for year, count in ((2022, 300), (2023, 500))]

    assert only_line(report(*rows)).change == "Rose in a year"


def test_the_lead_counts_verdicts_and_an_empty_page_says_what_to_do(report, others):
    told = report(*others(CARE), share(CARE, LEEDS, 40), share(CARE, ENGLAND, 5500, 10_000))

    assert told.lead == "1 measure in a line each. Compared, and allowing for chance: 1 worse."
    assert report().lead.startswith("There are no figures for Leeds yet.")
    assert len(report().unsupplied) == 112


def test_a_told_line_is_the_one_whose_period_is_read_for_all_areas(definitions):
    rows = [share(CARE, LEEDS, 40), share(CARE, LEEDS, 50, period_start="2022-04-01")]
    made = compared(estimates(figures(*rows), definitions.catalogue), definitions.catalogue)
    told = told_lines(definitions.areas.at("cdp-leeds"), made, definitions.catalogue, definitions.areas)

    assert [here.row["period_start"] for here in told[CARE]] == ["2023-04-01"]
