"""Events on reports: within the span of a chart, numbered in its order, told in words, never as a cause."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.charts.timeline import EVENTS
from dashboard.domain.area_views import AreaView
from dashboard.domain.definitions import Definitions
from dashboard.domain.events import _CAUSES, Event, EventKind, breaks_of
from dashboard.domain.periods import Period, financial_year, quarter, rolling_year
from dashboard.reports import sentences
from dashboard.reports.happened import Happened, happened
from dashboard.reports.indicator import indicator_report, series_part
from dashboard.reports.possession import closed_part
from dashboard.reports.report import IndicatorReport
from dashboard.reports.treatment_access import treatment_access_report
from tests.conftest import TODAY
from tests.figures import figure, figures
from tests.reports.reading import grade
from tests.reports.test_plain_words import HARDEST_GRADE, plainly, unkind
from tests.shown_figures import view_of

LEEDS, BARNET = "E08000035", "E09000003"
CARE, UNMET, STARTS = "coc-engaged-21-days", "ocu-prevalence-rate", "new-presentations"
QUARTERS = [quarter(2024, 7), quarter(2024, 10), quarter(2025, 1)]
PROVIDER = Event(date(2024, 10, 1), "New provider", "A new provider began.", "Minutes", EventKind.PROVIDER)
TOLD = "October 2024: A new provider began. Source: Minutes."


def at(made: Happened, periods: list[Period], column: str = "event") -> list[str]:
    """What stands in a column of the points of these periods."""
    return [point[column] for point in made.on([{"period": period.text} for period in periods])]


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2024-06-30", ["", "", ""]),  # outside the span
        ("2024-07-01", ["", "", ""]),  # within the first: no figure before it could be held against those after
        ("2024-09-30", ["", "", ""]),
        ("2024-10-01", ["", "1", ""]),
        ("2025-03-31", ["", "", "1"]),
        ("2025-04-01", ["", "", ""]),
    ],
)
def test_an_event_stands_before_the_first_period_with_a_day_of_it(day, before):
    made = happened([replace(PROVIDER, began=date.fromisoformat(day))], [], QUARTERS)

    assert at(made, QUARTERS) == before
    assert len(made.said) == ("1" in before)  # what lies outside the span is not listed


def test_an_event_between_two_periods_stands_between_them():
    apart = [quarter(2024, 4), quarter(2025, 1)]

    assert at(happened([PROVIDER], [], apart), apart) == ["", "1"]


def test_an_event_that_ended_stands_where_it_began_and_where_it_was_over_under_one_number():
    made = happened([replace(PROVIDER, until=date(2024, 12, 31))], [], QUARTERS)

    assert at(made, QUARTERS, "event_title")[1] == at(made, QUARTERS, "event_title")[2] != ""
    assert at(made, QUARTERS) == ["", "1", ""]
    assert at(made, QUARTERS, "event_higher") == ["", "", "1"]
    assert made.said == ("October 2024 to December 2024: A new provider began. Source: Minutes.",)


def test_numbers_run_in_the_order_of_the_lines():
    earlier = replace(PROVIDER, began=date(2021, 1, 1), until=date(2024, 12, 31), title="A scheme")
    made = happened([earlier, PROVIDER], [], QUARTERS)

    assert at(made, QUARTERS, "event") == ["", "1", ""]
    assert at(made, QUARTERS, "event_higher") == ["", "", "2"]  # beside a near one, a row higher
    assert made.said[0] == TOLD


def test_two_events_before_one_period_share_their_line():
    made = happened([PROVIDER, replace(PROVIDER, began=date(2024, 11, 5), title="A move")], [], QUARTERS)

    assert at(made, QUARTERS) == ["", "1, 2", ""]
    assert at(made, QUARTERS, "event_title")[1] == "October 2024: New provider; 5 November 2024: A move"


def test_a_rolling_year_holds_an_event_from_the_first_window_with_a_day_of_it():
    windows = [rolling_year(2024, 6), rolling_year(2024, 9), rolling_year(2024, 12)]

    assert at(happened([PROVIDER], [], windows), windows) == ["", "", "1"]


def test_a_break_stands_in_the_gap_that_it_makes_and_not_before_all_figures(definitions):
    measure = definitions.catalogue.called(UNMET)  # breaks at April 2016 and April 2022
    years = [financial_year(year) for year in (2018, 2019, 2022)]
    made = happened([], [measure], years)

    assert at(made, years) == ["", "", "1"]
    assert made.said[0].startswith("April 2022: Estimates of opiate and crack use for 2022/23 use a new method")
    assert happened([], [measure], years[2:]).said == ()


def test_a_period_with_several_points_has_its_events_once():
    points = happened([PROVIDER], [], QUARTERS).on([{"period": QUARTERS[1].text, "value": at} for at in range(3)])

    assert [point["event"] for point in points] == ["1", "", ""]
    assert [point["value"] for point in points] == [0, 1, 2]


def test_without_events_a_chart_says_nothing_of_them():
    made = happened([], [], QUARTERS)

    assert (made.said, made.words, made.subtitle) == ((), "", [])
    assert all(at(made, QUARTERS, name) == ["", "", ""] for name in EVENTS)


@pytest.fixture
def known(definitions) -> Definitions:
    """The definitions with one event, of Leeds."""
    return replace(definitions, events=(replace(PROVIDER, areas=(LEEDS,)),))


def viewed(definitions, name: str, *starts: str, area: str = "cdp-leeds") -> AreaView:
    """The view of an area from quarters of one measure, in Leeds or in Barnet."""
    place = definitions.areas.at(area)
    whole = {"denominator": 60.0} if name == CARE else {}
    of_quarters = {"indicator": name, "area": place.members[0], "period_months": 3, "period_kind": "quarter"}
    rows = [
        figure(**of_quarters | whole | {"period_start": start, "numerator": 20.0 + at % 3})
        for at, start in enumerate(starts)
    ]
    return view_of(figures(*rows), place, definitions)


def page_of(view: AreaView, name: str) -> IndicatorReport:
    return indicator_report(view.catalogue.called(name), view, (), (), TODAY)


STARTED = ("2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01")


def test_the_chart_of_a_measure_tells_what_happened_in_its_area(known):
    chart = page_of(viewed(known, CARE, *STARTED), CARE).chart

    assert chart.happened == (TOLD,)
    assert chart.subtitle.endswith("; a numbered line is something that happened, told below")
    assert chart.words.endswith(f" What happened: 1. {TOLD}")
    assert chart.figures["event"].tolist() == ["", "", "", "1", ""]


def test_the_chart_of_another_area_does_not(known):
    chart = page_of(viewed(known, CARE, *STARTED, area=BARNET), CARE).chart

    assert chart.happened == ()
    assert "happened" not in chart.words + chart.subtitle


def test_the_control_chart_has_the_same_lines_and_tells_them_once(known):
    quarters = [f"{year}-{month:02d}-01" for year in (2022, 2023, 2024) for month in (1, 4, 7, 10)]
    report = page_of(viewed(known, STARTS, *quarters, area=LEEDS), STARTS)

    assert report.chart.happened == (TOLD,)
    assert report.control.happened == ()
    assert report.control.subtitle.endswith("the numbered lines are those of the chart above")
    assert report.control.words.endswith(f"What happened: 1. {TOLD}")
    assert report.control.figures["event"].tolist()[-1] == "1"


def test_the_series_on_a_page_of_a_theme_tells_it_too(known):
    chart = series_part(known.catalogue.called(CARE), viewed(known, CARE, *STARTED)).chart

    assert chart.happened == (TOLD,)


def test_the_chart_of_who_starts_treatment_tells_it_too(known):
    parts = treatment_access_report(viewed(known, STARTS, *STARTED)).parts
    (chart,) = [part.chart for part in parts if part.chart]

    assert chart.happened == (TOLD,)
    assert chart.subtitle.endswith("a numbered line is something that happened, told below")
    assert f"What happened: 1. {TOLD}" in chart.words
    assert chart.figures["event"].tolist().count("1") == 1


def test_the_strips_of_possession_outcomes_tell_it_too(known):
    force = known.areas.at("E23000010")
    common = {"indicator": "possession-outcomes", "area": force.code, "period_months": 3, "period_kind": "quarter"}
    rows = [
        figure(**common | {"period_start": start, "breakdown": breakdown, "numerator": count})
        for start in STARTED[2:]
        for breakdown, count in (("", 100.0), ("outcome=community-resolution", 40.0))
    ]
    everywhere = replace(known, events=(PROVIDER,))
    chart = closed_part(view_of(figures(*rows), force, everywhere), force, "Hull").chart

    assert chart.happened == (TOLD,)
    assert f"What happened: 1. {TOLD}" in chart.words
    assert chart.figures["event"].tolist().count("1") == 1


def test_what_happened_is_calm_reads_easily_and_is_never_a_cause(definitions):
    events = [*definitions.events, *breaks_of(list(definitions.catalogue))]

    for event in events:
        told = sentences.happened(event)
        assert unkind(f"{event.title}. {told}") == [], told
        assert not _CAUSES.search(event.text), told
        if event.source != "the definition of the measure":  # the catalogue's reasons are read for their own sake
            assert grade(plainly(event.text)) <= HARDEST_GRADE, event.text
