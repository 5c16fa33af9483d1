"""The page of one measure: its series, other areas, groups, definition and context."""

import math
from datetime import date

import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.area_views import newest
from dashboard.domain.indicators import Catalogue
from dashboard.reports.definition import definition_of
from dashboard.reports.indicator import indicator_report
from dashboard.reports.report import IndicatorReport
from dashboard.reports.words import ages
from tests.conftest import TODAY
from tests.figures import figure, figures
from tests.shown_figures import view_of

LEEDS, BOLTON = "E08000035", "E08000001"
CARE = "coc-engaged-21-days"


@pytest.fixture
def report(definitions):
    """Return the report on an indicator in Leeds, from rows of figures."""

    def compose(name: str, *rows: dict[str, object], until: date | None = None) -> IndicatorReport:
        indicator, area = definitions.catalogue.called(name), definitions.areas.at("cdp-leeds")
        made = figures(*({**row, "indicator": name} for row in rows))
        view = view_of(made, area, definitions, catalogue=Catalogue({name: indicator}))
        everybody = [one for one in view.figures if one.key.is_headline]
        latest = newest(view.series(name, LEEDS) or everybody, indicator)
        everywhere = tuple(one for one in everybody if latest is not None and one.period == latest.period)
        return indicator_report(indicator, view, everywhere, ("Revision 1",), TODAY, until)

    return compose


def year(start: int, **columns: object) -> dict[str, object]:
    return figure(**{"area": LEEDS, "period_start": f"{start}-04-01"} | columns)


def share(start: int, part: float, whole: float = 31.0, **columns: object) -> dict[str, object]:
    return year(start, numerator=part, denominator=whole, **columns)


def test_the_newest_figure_is_told_and_the_series_runs_backwards(report):
    told = report(CARE, share(2022, 9), share(2024, 12), share(2023, 11))

    assert told.latest.figure == "39%"
    assert told.series.column("Period") == (
        *("April 2024 to March 2025", "April 2023 to March 2024", "April 2022 to March 2023"),
    )
    assert told.series.column("Figure") == ("39%", "35%", "29%")
    assert told.series.column("Count of whole") == ("12 of 31", "11 of 31", "9 of 31")
    assert told.series.column("Likely range (95%)")[0] == "24% to 56%"
    assert "Remarks" not in told.series.headings  # a column that would be empty is left out


SUMMER = {"period_start": "2026-04-01", "period_months": 3, "period_kind": "quarter"}


def test_when_the_next_figure_comes_is_told_of_the_newest_alone(report):
    # The definition: quarterly, three months after the quarter.
    summer = share(2026, 12, **SUMMER)

    assert report(CARE, summer).next_figure == (
        "The next figure, to the end of September 2026, is not due yet: it should be out by 31 December 2026."
    )
    assert report(CARE, summer, until=date(2026, 6, 30)).next_figure == ""


def test_of_a_plan_no_next_figure_is_awaited(report):
    assert report("public-health-grant", year(2026, value=9_000_000.0)).next_figure == ""


def test_a_period_without_a_number_says_why_once(report):
    told = report(CARE, share(2023, 11), year(2024, numerator=math.nan, state="hidden", note="small number"))

    assert told.series.column("Figure") == ("Hidden by the source to protect people", "35%")
    assert told.series.column("Remarks") == ("Small number", "")


def test_the_chart_states_the_first_and_the_last_figure(report):
    chart = report(CARE, share(2022, 9), share(2023, 11), share(2024, 12)).chart

    assert chart.title == "Leeds: 29% in 2022/23, 39% in 2024/25"
    assert chart.subtitle.startswith("Continuity of care, per cent; the band is where the true figure is likely to lie")
    assert "as a line over time. 2022/23: 29%; 2023/24: 35%; 2024/25: 39%." in chart.words
    assert chart.figures["period"].tolist() == ["2022/23", "2023/24", "2024/25"]


def test_figures_across_a_break_are_neither_joined_nor_compared(report):
    # The catalogue: estimates of opiate and crack use for 2022/23 use a new method.
    values = {2018: 9.4, 2019: 9.5, 2022: 8.5}
    rows = [year(start, numerator=math.nan, value=value) for start, value in values.items()]
    chart = report("ocu-prevalence-rate", *rows).chart

    assert chart.title == "Leeds: 8.5 per 1,000 in 2022/23, not to be compared with earlier figures"
    assert "figures on either side of a gap cannot be compared" in chart.subtitle
    assert "no figure for 2020/21 and 2021/22: not given" in chart.subtitle
    assert chart.figures["run"].tolist() == [1, 1, 1, 1, 2]
    assert chart.figures["lone"].tolist() == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ({"period_kind": "rolling year"}, "35% in the 12 months to Mar 2024, 39% in the 12 months to Mar 2025"),
        ({"period_kind": "quarter", "period_months": 3}, "35% in Apr to Jun 2023, 39% in Apr to Jun 2024"),
        ({"period_kind": "snapshot", "period_months": 0}, "35% at 1 Apr 2023, 39% at 1 Apr 2024"),
    ],
)
def test_the_title_of_a_chart_reads_well_for_every_kind_of_period(report, period, text):
    assert report(CARE, share(2023, 11, **period), share(2024, 12, **period)).chart.title == f"Leeds: {text}"


def test_a_year_to_date_grows_in_the_order_of_its_months(report):
    so_far = {"period_kind": "year to date"}
    rows = [year(2025, numerator=float(n), period_months=n, **so_far) for n in (6, 3, 9)]

    assert report("new-presentations", *rows).chart.figures["value"].tolist() == [3, 6, 9]


def test_a_chart_holds_one_kind_of_period(report):
    quarter = {"period_months": 3, "period_kind": "quarter"}
    chart = report(CARE, share(2022, 9), share(2023, 11), share(2024, 12), share(2024, 3, **quarter)).chart

    assert chart.figures["period"].tolist() == ["2022/23", "2023/24", "2024/25"]


@pytest.mark.parametrize("rows", [[], [share(2024, 12)], [share(2024, 12), share(2023, 0, 0)]])
def test_fewer_than_two_numbers_make_no_chart(report, rows):
    assert report(CARE, *rows).chart is None


def test_other_areas_are_told_for_the_same_period_only(report):
    told = report(
        CARE,
        share(2024, 12),
        share(2024, 20, 40, area=BOLTON),
        share(2024, 5, 10, area="E92000001"),
        share(2023, 9, area="E08000002"),
    )

    assert told.areas.title == "All areas, April 2024 to March 2025"
    assert told.areas.headings[:3] == ("Area", "Kind", "Figure")
    assert [row[:3] for row in told.areas.rows] == [
        ("Bolton", "Authority", "50%"),
        ("England", "Country", "50%"),
        ("Leeds", "Authority", "39%"),
    ]


def test_groups_are_said_in_words(report):
    told = report(
        CARE,
        share(2024, 12),
        share(2024, 8, 20, sex="male"),
        share(2024, 2, 6, age="18-29"),
        share(2024, 1, 3, sex="female", age="50+", breakdown="drug=heroin; prison=LEI"),
    )

    assert told.breakdowns.column("Group") == (
        *("Female, aged 50 and over, drug: heroin; prison: LEI", "Male", "Aged 18 to 29"),
    )
    assert told.latest.headline.startswith("12 of 31 people")  # everybody, not a group


def test_a_measure_without_figures_is_told_by_its_definition(report):
    told = report(CARE)

    assert told.latest is None
    assert told.not_supplied == (
        "There is no figure for Leeds yet. Ask Council, Prison or Probation for “Continuity of care: prison leavers "
        "engaged in community treatment within 21 days”. It should come each quarter."
    )
    assert told.chart is None
    assert len(told.series) == 0
    assert told.areas.title == "All areas"
    assert told.owners == (Agency.COUNCIL, Agency.PRISON, Agency.PROBATION)
    assert dict(told.definition)["Ambition"].startswith("75%: National ambition for England")


def test_an_area_without_figures_is_told_those_of_others(report):
    told = report(CARE, share(2024, 20, 40, area=BOLTON))

    assert told.latest is None
    assert told.areas.title == "All areas"
    assert told.areas.column("Area") == ("Bolton",)


def test_the_definition_is_in_plain_words(definitions):
    said = dict(definition_of(definitions.catalogue.called("unmet-need-ocu")))

    assert said["Shown as"] == "per cent"
    assert said["Ages"] == "15 to 64"
    assert said["Who can change it"] == "Council"
    assert said["Published"] == "Every year, usually 12 months after the period ends"
    assert said["Likely range"] == "as published by the source"
    assert said["Id in files"] == "unmet-need-ocu"


def test_money_that_is_known_beforehand_is_said_so(definitions):
    said = dict(definition_of(definitions.catalogue.called("public-health-grant")))

    assert said["Published"] == "Every year, by the end of the period"
    assert said["Shown as"] == "pounds"


def test_no_definition_has_doubled_marks_or_empty_rows(definitions):
    for indicator in definitions.catalogue:
        for label, text in definition_of(indicator):
            assert text.strip() == text != "", (indicator.id, label)
            assert ".;" not in text, (indicator.id, label)
            assert ".." not in text, (indicator.id, label)


@pytest.mark.parametrize(
    ("band", "said"), [("18+", "18 and over"), ("15-64", "15 to 64"), ("under 18", "under 18"), ("", "")]
)
def test_ages_are_said_as_people_say_them(band, said):
    assert ages(band) == said


def test_a_quoted_figure_says_when_where_and_what_is_odd(report):
    tests, deaths = report("dtoa-tests").context, report("drug-poisoning-admissions").context

    assert tests[0].startswith("England and Wales, March 2022 to March 2024: 117,825 tests. Source: ")
    assert deaths[0].startswith("England, 2019/20: 31 per 100,000 (poisoning only, rounded). Source: ")


def test_no_quoted_figure_ends_in_two_stops(definitions, report):
    for context in definitions.contexts:
        assert all(not said.endswith("..") for said in report(context.indicator).context)


ENGLAND = "E92000001"


def test_the_newest_figure_is_compared_in_words_and_in_people(report):
    told = report(CARE, share(2024, 12), share(2024, 4700, 10_000, area=ENGLAND))

    assert (told.latest.verdict, told.latest.tone) == ("Similar to England", "similar")
    assert told.latest.gaps == "3 more people would match England, 12 more would reach the 75% ambition."
    assert told.about_comparison == (
        "With 31 people, only a difference of about 17 points would show.",
        "It is much worse than the 75% ambition, by far more than chance would explain.",
    )


def test_a_figure_that_is_not_compared_says_why(report):
    told = report(CARE, share(2024, 12))

    assert (told.latest.verdict, told.latest.tone) == ("", "")
    assert told.about_comparison[0] == "Not compared with England: no figure for England in the same period."


def test_the_chart_shows_the_comparator_where_it_has_the_same_periods(report):
    counts = {2021: 8, 2022: 9, 2023: 11, 2024: 12}
    chart = report(CARE, *(share(*one) for one in counts.items()), share(2023, 50, 100, area=ENGLAND)).chart

    assert chart.figures["comparator_value"].iloc[2] == 50
    assert chart.figures["comparator_value"].isna().tolist() == [True, True, False, True]
    assert chart.figures["comparator_name"].tolist() == ["", "", "England", ""]
    assert chart.figures["label"].tolist() == ["", "", "", "39%"]  # 12 of 31
    assert "; the dashed line is England" in chart.subtitle
    assert "England: 2023/24: 50%. What happened: 1. " in chart.words


def test_a_trend_is_told_with_its_years(report):
    told = report(CARE, *(share(2020 + at, 100 + 40 * at, 500) for at in range(5)))

    assert told.changes == (
        "A year before (April 2023 to March 2024) it was 44%. It rose, by more than chance would explain.",
        "Getting better: it rose over the five years from 2020/21 to 2024/25, by more than chance would explain.",
    )
    assert told.control is None


def test_a_change_within_chance_is_said_so(report):
    told = report(CARE, *(share(2020 + at, 12) for at in range(5)))

    assert told.changes == (
        "A year before (April 2023 to March 2024) it was 39%. "
        "It stayed about the same: the difference could be chance.",
        "There is no clear change over the five years from 2020/21 to 2024/25: its ups and downs could be chance.",
    )


def test_rolling_years_say_why_they_have_neither(report):
    told = report(CARE, share(2024, 12, period_kind="rolling year"))

    assert told.changes == (
        "There is neither a recent trend nor a control chart: the periods share months, "
        "so a trend would be seen where there is none.",
    )


def of_quarters(*counts: float) -> list[dict[str, object]]:
    starts = [(2021 + at // 4, 1 + 3 * (at % 4)) for at in range(len(counts))]
    columns = {"period_months": 3, "period_kind": "quarter"}
    return [
        share(2021, count, 60, **columns, period_start=f"{year_of}-{month:02}-01")
        for (year_of, month), count in zip(starts, counts, strict=True)
    ]


RAISED = (20, 26, 20, 26, 20, 26, 20, 26, 20, 26, 20, 26, 20, 50)


def test_quarters_have_a_control_chart_whose_title_is_the_verdict(report):
    told = report(CARE, *of_quarters(*RAISED))

    assert told.control.title == "Leeds in Apr to Jun 2024: better than its usual ups and downs"
    assert told.control.figures["tone"].tolist() == [""] * 13 + ["better"]
    assert "Apr to Jun 2024: 83% (outside the limits)." in told.control.words
    assert "points with another shape are more than those" in told.control.subtitle
    assert told.control_points.column("Signal") == ("Outside the limits", *[""] * 13)
    assert told.control_points.headings == ("Period", "Figure", "Mean", "Usual ups and downs", "Signal")


def test_the_lower_limit_is_drawn_from_zero_and_the_upper_one_to_everybody(report):
    told = report(CARE, *of_quarters(*[10, 50] * 7))

    assert told.control.figures["lower"].min() == 0
    assert told.control.figures["upper"].max() == 100


def test_limits_from_few_figures_are_said_to_be_on_trial(report):
    assert "the limits are on trial" in report(CARE, *of_quarters(*RAISED[:8])).control.subtitle


def test_a_refused_control_chart_is_one_sentence(report):
    told = report(CARE, *of_quarters(20, 22, 20))

    assert told.control is None
    assert len(told.control_points) == 0
    assert told.changes == ("There is no control chart: fewer than seven figures.",)
