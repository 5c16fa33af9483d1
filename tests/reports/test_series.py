"""A series over time: lone points, gaps with their reason, and periods that nobody gave."""

from datetime import date

import pytest

from dashboard.domain.events import Event
from dashboard.domain.periods import Period, PeriodKind, financial_year, quarter
from dashboard.reports.series import not_given, series_chart
from tests.shown_figures import NAN, shown

GONE = {"value": NAN, "numerator": NAN, "denominator": NAN, "lower": NAN, "upper": NAN}


@pytest.fixture
def charted(definitions):
    """Return the chart of quarters of 2024 on, from their counts of 31; a state in place of a count has none."""
    indicator, place = definitions.catalogue.called("coc-engaged-21-days"), definitions.areas.at("E09000003")

    def make(counts):
        return series_chart([_figure(indicator, at, count) for at, count in counts.items()], indicator, place, ())

    return make


def _figure(indicator, at, count):
    period = quarter(2024 + at // 4, 1 + at % 4 * 3)
    if isinstance(count, str):
        return shown(indicator, period=period, **GONE, state=count)
    # Wilson by hand (R 4.2, prop.test without correction): 12 of 31 is 39%, 24% to 56%.
    return shown(indicator, period=period, numerator=float(count), value=count / 31 * 100, lower=24.0, upper=56.0)


def test_a_point_between_hidden_ones_stands_alone_and_the_gaps_say_why(charted):
    chart = charted({0: 12, 1: 12, 2: "hidden here", 3: 12, 4: "not available"})

    assert chart.figures["lone"].tolist() == [False, False, False, True, False]
    assert (
        "; no figure for Jul to Sep 2024: hidden to protect people; no figure for Jan to Mar 2025: not available"
        in (chart.subtitle)
    )


def test_a_quarter_that_nobody_gave_is_a_gap_and_is_named(charted):
    chart = charted({0: 12, 1: 12, 3: 12, 4: 12})

    assert chart.figures["period"].tolist()[2] == "Jul to Sep 2024"
    assert chart.figures["value"].isna().tolist() == [False, False, True, False, False]
    assert chart.figures["run"].nunique() == 1
    assert "no figure for Jul to Sep 2024: not given" in chart.subtitle


def test_many_gaps_of_a_kind_are_counted_and_without_any_nothing_is_said(charted):
    hidden = dict.fromkeys((1, 2, 4, 5), "hidden")

    assert "no figure for 4 periods, the last Apr to Jun 2025: hidden by the source to protect people" in (
        charted({0: 12, **hidden, 3: 12, 6: 12}).subtitle
    )
    assert "no figure" not in charted({0: 12, 1: 12}).subtitle


def test_windows_that_overlap_are_as_far_apart_as_they_come(charted):
    windows = [Period(date(2023, begins, 1), 12, PeriodKind.ROLLING_YEAR) for begins in (1, 4, 10)]

    assert [one.text for one in not_given(windows)] == ["12 months to Jun 2024"]
    assert not_given([financial_year(2019)]) == []
    assert not_given([Period(date(2023, 3, day), 0, PeriodKind.SNAPSHOT) for day in (1, 31)]) == []


def test_an_event_before_the_first_number_is_left_out(definitions):
    care, barnet = definitions.catalogue.called("coc-engaged-21-days"), definitions.areas.at("E09000003")
    event = Event(title="New provider", began=date(2024, 5, 1), text="A new provider began.", source="Minutes")
    hidden_first = [_figure(care, at, count) for at, count in {0: "hidden", 1: 12, 2: 12}.items()]
    number_first = [_figure(care, at, count) for at, count in {0: 12, 1: 12, 2: 12}.items()]

    assert series_chart(hidden_first, care, barnet, (event,)).happened == ()
    assert len(series_chart(number_first, care, barnet, (event,)).happened) == 1


def test_of_twelve_months_the_axis_names_the_last_and_the_subtitle_says_so(definitions):
    care, barnet = definitions.catalogue.called("coc-engaged-21-days"), definitions.areas.at("E09000003")
    windows = [Period(date(2023, begins, 1), 12, PeriodKind.ROLLING_YEAR) for begins in (1, 4)]
    chart = series_chart([shown(care, period=one, value=39.0) for one in windows], care, barnet, ())

    assert "; each figure is of the 12 months to the end of the month named" in chart.subtitle
