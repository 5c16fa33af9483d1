"""All measures of an area in a line each: what a line says, and where the area lies among all of its kind."""

import math
import re

import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.area_views import AreaValue, AreaView, Everywhere
from dashboard.domain.areas import ENGLAND, AreaKind
from dashboard.reports.report import Line, SpineReport
from dashboard.reports.spine import OF_COUNTRY, spine_report
from tests.figures import figure, figures
from tests.shown_figures import view_of

CARE, EXITS, NEED = "coc-engaged-21-days", "early-unplanned-exits", "known-need-with-requirement"
LEEDS = "E08000035"


@pytest.fixture
def report(definitions):
    """The report on Leeds, from rows of figures."""

    def compose(*rows: dict[str, object], area: str = "cdp-leeds") -> SpineReport:
        view = view_of(figures(*rows), definitions.areas.at(area), definitions, revision=7)
        return spine_report(view, values_of(view))

    return compose


@pytest.fixture
def others(definitions):
    """Figures of eight other authorities: 20, 30 … 90 of 100 people."""
    alone = [area for area in definitions.areas.of_kind(AreaKind.PARTNERSHIP) if len(area.members) == 1]
    codes = [area.members[0] for area in alone if area.members[0] != LEEDS][:8]

    def made(name: str) -> list[dict[str, object]]:
        return [share(name, code, 10.0 * (at + 2)) for at, code in enumerate(codes)]

    return made


def values_of(view: AreaView) -> Everywhere:
    """The values that a view has of every area, by measure and period."""
    found: Everywhere = {}
    for one in view.figures:
        value = AreaValue(one.key.area, one.value, one.estimate.denominator)
        found.setdefault((one.key.indicator, one.period), []).append(value)
    return found


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
    assert line.owners == (Agency.COUNCIL, Agency.PRISON, Agency.PROBATION)
    assert line.where == ""


# Eight areas at 20 to 90 and Leeds at 40: 20 30 40 40 50 60 70 80 90, with quartiles 40 and 70; the scale is
# 70 wide, so 40 lies at 20/70, 55 at 35/70, 70 at 50/70.
def test_higher_to_the_right_where_higher_is_better(report, others):
    drawn = places(only_line(report(*others(CARE), share(CARE, LEEDS, 40), share(CARE, ENGLAND, 5500, 10_000))))

    assert drawn["own"] == [28.6]
    assert drawn["comparator"] == [50.0]
    assert drawn["middle"] == [28.6, 71.4]
    assert drawn["ticks"] == [0.0, 14.3, 28.6, 28.6, 42.9, 57.1, 71.4, 85.7, 100.0]


def test_a_row_of_areas_has_the_numbers_of_its_ends(report, others):
    higher = only_line(report(*others(CARE), share(CARE, LEEDS, 40), share(CARE, ENGLAND, 5500, 10_000)))
    lower = only_line(report(*others(EXITS), share(EXITS, LEEDS, 40), share(EXITS, ENGLAND, 5500, 10_000)))

    assert higher.strip.ends == ("20%", "90%")
    assert lower.strip.ends == ("90%", "20%")


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
    assert line.beside.endswith(" left out.")
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

    assert (line.strip, line.beside) == (None, "")


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

    assert told.lead == "1 measure in a line each. Of one measure compared with England: one worse."
    assert report().lead.startswith("There are no figures for Leeds yet.")
    assert len(report().unsupplied) == 112


def test_a_line_is_of_the_newest_period(report):
    line = only_line(report(share(CARE, LEEDS, 40), share(CARE, LEEDS, 50, period_start="2022-04-01")))

    assert (line.figure, line.period) == ("40%", "April 2023 to March 2024")


def test_what_only_the_country_has_stands_last_and_counts_as_not_supplied(report):
    told = report(share(CARE, LEEDS, 40), share(EXITS, ENGLAND, 1500, 10_000))
    own, country = told.themes

    assert [line.indicator for line in own.lines] == [CARE]
    assert country.title == OF_COUNTRY == "The country as a whole"
    assert country.text == (
        "We have no figures of these measures for Leeds yet. Those below are for the whole of the country named with "
        "each, and do not show how Leeds is doing."
    )
    assert [(line.indicator, line.where, line.figure) for line in country.lines] == [(EXITS, "England", "15%")]
    assert [(line.strip, line.beside, line.verdict) for line in country.lines] == [(None, "", "")]
    assert told.lead.startswith("1 measure in a line each.")
    assert EXITS in {missing.indicator for missing in told.unsupplied}


def test_where_only_the_country_has_figures_the_page_says_that_there_are_none_here(report):
    told = report(share(EXITS, ENGLAND, 1500, 10_000))

    assert [theme.title for theme in told.themes] == [OF_COUNTRY]
    assert told.lead.startswith("There are no figures for Leeds yet.")
    assert told.key == ""


def test_a_page_of_the_country_has_no_such_part(report):
    told = report(share(EXITS, ENGLAND, 1500, 10_000), area=ENGLAND)

    assert OF_COUNTRY not in {theme.title for theme in told.themes}
