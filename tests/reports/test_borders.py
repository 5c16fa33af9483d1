"""Where words change: for every threshold of what is written a number just below it, one at it, one above it."""

from datetime import date

import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.area_views import AreaValue
from dashboard.domain.areas import AreaKind
from dashboard.domain.periods import quarter, snapshot
from dashboard.reports import sentences, words
from dashboard.reports.coverage import Arrival, coverage_report
from dashboard.reports.overview import overview_report
from dashboard.reports.spine import spine_report
from tests.figures import figure, figures
from tests.shown_figures import shown, view_of

CARE, LEEDS = "coc-engaged-21-days", "E08000035"


@pytest.mark.parametrize(
    ("below", "there", "above"),
    [
        pytest.param((0.0499, "under 0.1%"), (0.05, "0.1%"), (0.0501, "0.1%"), id="almost nobody"),
        pytest.param((9.949, "9.9%"), (9.95, "10%"), (9.951, "10%"), id="two digits"),
        pytest.param((99.49, "99%"), (99.5, "99.5%"), (99.51, "99.5%"), id="nearly everybody"),
        pytest.param((99.949, "99.9%"), (99.95, "over 99.9%"), (99.951, "over 99.9%"), id="almost everybody"),
        pytest.param((99.999, "over 99.9%"), (100.0, "100%"), (100.4, "100%"), id="everybody"),
    ],
)
def test_a_share_is_written(definitions, below, there, above):
    care = definitions.catalogue.called(CARE)
    for value, text in (below, there, above):
        assert words.value_in_unit(value, care) == text


@pytest.mark.parametrize(
    ("below", "there", "above"),
    [
        pytest.param((0.0499, "under 0.1 per 1,000"), (0.05, "0.1 per 1,000"), (0.0501, "0.1 per 1,000"), id="none"),
        pytest.param((9.949, "9.9 per 1,000"), (9.95, "10 per 1,000"), (10.4, "10 per 1,000"), id="two digits"),
    ],
)
def test_a_rate_is_written(definitions, below, there, above):
    rate = definitions.catalogue.called("recorded-crime-rate")
    for value, text in (below, there, above):
        assert words.value_in_unit(value, rate) == text


@pytest.mark.parametrize(
    ("per_cent", "text"),
    [
        (0.0499, ""),
        (0.05, "0.1% higher"),
        (0.0501, "0.1% higher"),
        (-0.0499, ""),
        (-0.05, "0.1% lower"),
        (-0.0501, "0.1% lower"),
        (9.949, "9.9% higher"),
        (9.95, "10% higher"),
        (9.951, "10% higher"),
    ],
)
def test_a_change_is_written(per_cent, text):
    assert words.change_in_per_cent(per_cent) == text


@pytest.mark.parametrize(("count", "text"), [(0, "none"), (9, "nine"), (10, "10"), (11, "11")])
def test_a_small_number_is_written_in_letters(count, text):
    assert words.small_number(count) == text


@pytest.mark.parametrize(
    ("value", "begins"),
    [
        (0.0, "None of the"),
        (0.001, "Few of the"),
        (9.99, "Few of the"),
        (10.0, "Fewer than half of the"),
        (10.01, "Fewer than half of the"),
        (44.99, "Fewer than half of the"),
        (45.0, "About half of the"),
        (45.01, "About half of the"),
        (54.99, "About half of the"),
        (55.0, "More than half of the"),
        (55.01, "More than half of the"),
        (89.99, "More than half of the"),
        (90.0, "Nearly all of the"),
        (90.01, "Nearly all of the"),
        (99.99, "Nearly all of the"),
        (100.0, "All of the"),
    ],
)
def test_a_share_is_said_in_the_words_of_a_chair(definitions, value, begins):
    care = definitions.catalogue.called(CARE)
    assert sentences.first_of_all(shown(care, value=value), care).startswith(begins)


@pytest.mark.parametrize(("total", "is_few"), [(99.0, True), (100.0, False), (101.0, False)])
def test_that_people_are_few_is_said_below_a_hundred(definitions, total, is_few):
    care = definitions.catalogue.called(CARE)
    told = sentences.headline(shown(care, numerator=40.0, denominator=total, value=4000 / total), care)
    assert ("with this few people" in told) is is_few


# By hand: half of n people have Wilson limits 1.96 / 2 / the root of (n + 3.84) to either side, which is 1.5001 points
# for 4,264 and 1.4997 for 4,266.
@pytest.mark.parametrize(("total", "text"), [(4260.0, "2 points"), (4264.0, "2 points"), (4266.0, "1.5 points")])
def test_the_smallest_difference_has_a_decimal_below_a_point_and_a_half(definitions, total, text):
    care = definitions.catalogue.called(CARE)
    figure_of_half = shown(care, numerator=total / 2, denominator=total, value=50.0, method="Wilson")
    told = sentences.smallest_difference(figure_of_half, care)
    assert told == f"With {total:,.0f} people, only a difference of about {text} would show."


@pytest.mark.parametrize(("compared", "many"), [(9, "nine"), (10, "10"), (11, "11")])
def test_measures_are_counted_in_letters_below_ten(compared, many):
    told = sentences.standing(0, compared - 1, 1, "England")
    assert told.startswith(f"Of {many} measures")


@pytest.mark.parametrize(("gap", "told"), [(-1.0, ""), (0.0, ""), (1.0, "1 more person would match England.")])
def test_a_gap_is_told_from_one_person_on(definitions, gap, told):
    care = definitions.catalogue.called(CARE)
    assert sentences.gaps(shown(care, comparison="worse", people_gap=gap), care) == told


@pytest.mark.parametrize(
    ("end", "today", "old"),
    [
        (date(2026, 6, 30), date(2026, 6, 30), "under a month old"),
        (date(2026, 6, 30), date(2026, 7, 1), "1 month old"),
        (date(2026, 6, 30), date(2026, 8, 1), "2 months old"),
    ],
)
def test_an_age_is_counted_in_months_of_the_calendar(end, today, old):
    assert sentences.age("Police", end, today, late=False).endswith(old)


# Tests on arrest come five months after their quarter: those to June 2026 by 30 November.
@pytest.mark.parametrize(
    ("today", "standing"),
    [(date(2026, 11, 29), "not due"), (date(2026, 11, 30), "not due"), (date(2026, 12, 1), "late")],
)
def test_a_return_is_late_the_day_after_it_was_due(definitions, today, standing):
    came = [Arrival("dtoa-tests", quarter(2026, 1), 1, date(2026, 9, 1), "")]
    (police,) = (
        line for line in coverage_report(came, definitions.catalogue, today, {}).lines if line.agency is Agency.POLICE
    )
    assert {one.quarter: one.standing for one in police.returns}[quarter(2026, 4)] == standing


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 11, 29), "is not due yet: it should be out by 30 November 2026."),
        (date(2026, 11, 30), "is not due yet: it should be out by 30 November 2026."),
        (date(2026, 12, 1), "should have been out by 30 November 2026, and is not here yet."),
    ],
)
def test_a_figure_is_not_here_yet_from_the_day_after_it_was_due(today, told):
    assert sentences.next_figure(date(2026, 6, 30), date(2026, 11, 30), today).endswith(told)


# Of the measures of Probation three come a month after their quarter, others four.
@pytest.mark.parametrize(
    ("quick", "slow", "due"),
    [(2, 1, date(2026, 10, 31)), (3, 1, date(2026, 7, 31)), (3, 0, date(2026, 7, 31))],
    ids=["two of three are quick", "three of four", "all"],
)
def test_a_return_is_due_when_three_quarters_of_its_measures_are(definitions, quick, slow, due):
    early = ["coc-recalled-12-weeks", "coc-licence-condition", "coc-probation-appointment"][:quick]
    late = ["drr-commencements"][:slow]
    came = [Arrival(name, quarter(2026, 1), 1, date(2026, 5, 1), "") for name in (*early, *late)]
    lines = coverage_report(came, definitions.catalogue, date(2026, 7, 1), {}).lines
    (line,) = (one for one in lines if one.agency is Agency.PROBATION)
    assert {one.quarter: one.due for one in line.returns}[quarter(2026, 4)] == due


# By 15 October 2026 the newest quarter that has ended is July to September 2026.
@pytest.mark.parametrize(("first", "quarters"), [(quarter(2025, 1), 7), (quarter(2024, 10), 8), (quarter(2024, 7), 8)])
def test_two_years_of_quarters_are_told(definitions, first, quarters):
    came = [Arrival("dtoa-tests", first, 1, date(2026, 9, 1), "")]
    assert len(coverage_report(came, definitions.catalogue, date(2026, 10, 15), {}).quarters) == quarters


# The newest figure ends on 30 June 2026.
@pytest.mark.parametrize(
    ("end", "is_told"), [(date(2025, 6, 29), False), (date(2025, 6, 30), False), (date(2025, 7, 1), True)]
)
def test_a_correction_is_told_within_a_year_of_the_newest_figure(definitions, end, is_told):
    newest = figure(
        indicator=CARE,
        area=LEEDS,
        numerator=52.0,
        denominator=131.0,
        period_start="2025-07-01",
        period_months=12,
        period_kind="rolling year",
    )
    view = view_of(figures(newest).assign(published="2026-11-20"), definitions.areas.at("cdp-leeds"), definitions)
    report = overview_report(view, [(CARE, snapshot(end))], date(2026, 11, 21))
    assert ("1 revised" in [one.said for one in report.unseen]) is is_told


@pytest.mark.parametrize(("count", "has_row"), [(7, False), (8, True), (9, True)])
def test_a_row_of_all_areas_needs_eight_of_them(definitions, count, has_row):
    alone = [one for one in definitions.areas.of_kind(AreaKind.PARTNERSHIP) if len(one.members) == 1]
    codes = [LEEDS, *(one.members[0] for one in alone if one.members[0] != LEEDS)][:count]
    rows = [figure(indicator=CARE, area=code, numerator=10.0 + at, denominator=40.0) for at, code in enumerate(codes)]
    view = view_of(figures(*rows), definitions.areas.at("cdp-leeds"), definitions)
    values = [AreaValue(one.key.area, one.value, one.estimate.denominator) for one in view.figures]
    report = spine_report(view, {(CARE, view.figures[0].period): values})
    (line,) = (one for theme in report.themes for one in theme.lines)
    assert (line.strip is not None) is has_row
