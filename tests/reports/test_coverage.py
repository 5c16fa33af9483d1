"""Who has sent, what is late and what comes next: by the catalogue's lags, counted on a calendar by hand."""

from datetime import date

import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.periods import financial_year, quarter, rolling_year, snapshot
from dashboard.reports.coverage import Arrival, Standing, coverage_report
from dashboard.reports.supplier import supplier_report

# Possession outcomes come four months after their quarter, tests on arrest five.
POSSESSION, TESTS, CARE, SEIZURES = "possession-outcomes", "dtoa-tests", "coc-engaged-21-days", "drug-seizures"
SPRING, WINTER = quarter(2026, 4), quarter(2026, 1)
NOVEMBER, DECEMBER = date(2026, 11, 21), date(2026, 12, 1)


def came(indicator, period, on=date(2026, 9, 1), revision=1, by="somebody"):
    return Arrival(indicator, period, revision, on, by)


@pytest.fixture
def line(definitions):
    """Return one agency's line of the coverage."""

    def of(agency, arrivals, today=NOVEMBER):
        return coverage_report(arrivals, definitions.catalogue, today, {}).lines[list(Agency).index(agency)]

    return of


def of_quarter(line, period):
    return next(one for one in line.returns if one.quarter == period)


def test_where_nobody_has_sent_a_quarter_there_is_none(definitions):
    coverage = coverage_report([], definitions.catalogue, NOVEMBER, {})

    assert coverage.quarters == ()
    assert [line.agency for line in coverage.lines] == list(Agency)
    assert all(line.next is None and line.last is None for line in coverage.lines)


def test_a_quarter_with_all_measures_sent_before_is_in(line):
    police = line(Agency.POLICE, [came(POSSESSION, WINTER), came(POSSESSION, SPRING)])

    assert of_quarter(police, SPRING).said == "In: 1 of 1 measure"


def test_a_slow_measure_is_late_after_its_own_day_and_not_before(line):
    arrivals = [came(POSSESSION, WINTER), came(TESTS, WINTER), came(POSSESSION, SPRING)]

    before = of_quarter(line(Agency.POLICE, arrivals, date(2026, 11, 30)), SPRING)
    assert before.said == "Not due until 30 November 2026: 1 of 2 measures in"
    after = of_quarter(line(Agency.POLICE, arrivals, DECEMBER), SPRING)
    assert after.said == "Late: 1 of 2 measures in, due by 30 November 2026"


def test_a_quick_measure_waits_for_the_others_of_its_return(line):
    # Completed courses come after one month, the other three after four.
    others = (POSSESSION, "possession-caution", "possession-charged")
    arrivals = [came(name, WINTER) for name in ("diversion-course-completion", *others)]

    waits = of_quarter(line(Agency.POLICE, arrivals, date(2026, 10, 31)), SPRING)
    assert waits.said == "Not due until 31 October 2026: 0 of 4 measures in"
    arrivals += [came(name, SPRING) for name in others]
    late = of_quarter(line(Agency.POLICE, arrivals, date(2026, 11, 1)), SPRING)
    assert late.said == "Late: 3 of 4 measures in, due by 31 October 2026"


def test_a_return_is_due_when_three_quarters_of_its_measures_are(line):
    # These three come after one month, requirements ordered by courts after four.
    quick = ("coc-recalled-12-weeks", "coc-licence-condition", "coc-probation-appointment")
    arrivals = [came(name, WINTER) for name in (*quick, "drr-commencements")]

    late = of_quarter(line(Agency.PROBATION, arrivals, date(2026, 8, 1)), SPRING)
    assert late.said == "Late: 0 of 4 measures in, due by 31 July 2026"
    arrivals += [came(name, SPRING) for name in quick]
    waits = of_quarter(line(Agency.PROBATION, arrivals, date(2026, 8, 1)), SPRING)
    assert waits.said == "Not due until 31 October 2026: 3 of 4 measures in"


def test_nothing_is_expected_before_an_agency_first_sent_a_measure(line):
    arrivals = [came(CARE, quarter(2025, 10)), came(POSSESSION, SPRING)]

    assert of_quarter(line(Agency.POLICE, arrivals), WINTER).said == "Nothing expected"
    assert of_quarter(line(Agency.POLICE, arrivals), WINTER).standing is Standing.NOTHING


def test_an_agency_that_sent_nothing_is_awaited_from_the_first_quarter_that_anybody_sent(line, definitions):
    nhs = line(Agency.NHS, [came(POSSESSION, WINTER)])

    # Three measures of the NHS come quarterly, all two months after: by the end of May and of August.
    assert of_quarter(nhs, WINTER).said == "Late: 0 of 3 measures in, due by 31 May 2026"
    assert [one.quarter for one in nhs.late] == [WINTER, SPRING]
    assert nhs.next is not None
    assert (nhs.next.quarter, nhs.next.due) == (quarter(2026, 7), date(2026, 11, 30))


def test_the_newest_eight_quarters_that_have_ended_are_told(definitions):
    arrivals = [came(POSSESSION, quarter(2020, 1)), came(POSSESSION, SPRING)]
    quarters = coverage_report(arrivals, definitions.catalogue, NOVEMBER, {}).quarters

    assert len(quarters) == 8
    assert (quarters[0], quarters[-1]) == (quarter(2026, 7), quarter(2024, 10))


def test_twelve_months_to_its_end_are_of_a_quarter_and_a_financial_year_is_not(line):
    rolling = line(Agency.POLICE, [came(POSSESSION, rolling_year(2026, 3))])
    assert of_quarter(rolling, WINTER).standing is Standing.IN

    # Ten measures come yearly or have a year of their own; a year says nothing of the quarter it ends with.
    yearly = [came(POSSESSION, financial_year(2025)), came(CARE, WINTER)]
    assert of_quarter(line(Agency.POLICE, yearly), WINTER).came == 0


def test_a_day_within_a_quarter_is_of_that_quarter(line):
    probation = line(Agency.PROBATION, [came("known-need-with-requirement", snapshot(date(2026, 5, 14)))])

    assert of_quarter(probation, SPRING).standing is Standing.IN


def test_who_sent_last_is_told_by_revision_and_yearly_figures_count(line):
    arrivals = [
        came(POSSESSION, SPRING, date(2026, 9, 1), 4, "Ada"),
        came(SEIZURES, financial_year(2024), date(2026, 10, 2), 5, "Ben"),
    ]
    last = line(Agency.POLICE, arrivals).last

    assert last is not None
    assert (last.by, last.on) == ("Ben", date(2026, 10, 2))


def test_figures_of_periods_that_have_not_ended_and_of_measures_we_lost_are_left_aside(line):
    police = line(Agency.POLICE, [came(POSSESSION, quarter(2026, 10)), came("gone", SPRING)])

    assert police.last is None
    assert police.returns == ()


def test_a_measure_is_due_after_its_newest_figure_by_its_own_frequency_and_lag(line, definitions):
    arrivals = [came(POSSESSION, SPRING), came(SEIZURES, financial_year(2024))]
    page = supplier_report(
        line(Agency.POLICE, arrivals), arrivals, {"E23000010"}, definitions.catalogue, definitions.areas, NOVEMBER
    )
    due = {one.indicator.id: (one.ends, one.due, one.is_late) for one in page.sent}

    assert due == {
        POSSESSION: (date(2026, 9, 30), date(2027, 1, 31), False),
        SEIZURES: (date(2026, 3, 31), date(2026, 11, 30), False),
    }
    assert TESTS in [one.id for one in page.never_sent]


def test_a_quarterly_measure_that_came_as_a_year_comes_next_as_a_year(line, definitions):
    arrivals = [came(POSSESSION, financial_year(2024))]
    page = supplier_report(
        line(Agency.POLICE, arrivals), arrivals, (), definitions.catalogue, definitions.areas, NOVEMBER
    )

    (sent,) = page.sent
    assert (sent.ends, sent.due, sent.is_late) == (date(2026, 3, 31), date(2026, 7, 31), True)


def test_the_partnerships_that_use_a_force_are_those_in_it(line, definitions):
    places = {"E23000010", "E92000001"}  # West Yorkshire, and the country, which is nobody's in particular
    page = supplier_report(line(Agency.POLICE, []), [], places, definitions.catalogue, definitions.areas, NOVEMBER)

    assert page.partnerships == ("Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield")


def test_what_comes_once_a_year_and_is_late_is_late_for_its_agency_too(line, definitions):
    # Seizures of a year to March come eight months after it, so the year to March 2026 is due by the end of November.
    arrivals = [came(POSSESSION, SPRING), came(SEIZURES, financial_year(2024))]

    in_time, late = (line(Agency.POLICE, arrivals, day) for day in (date(2026, 11, 30), DECEMBER))

    assert [one.id for one in in_time.late_measures] == []
    assert [one.id for one in late.late_measures] == [SEIZURES]


def test_nothing_is_late_on_the_line_of_an_agency_only_where_no_measure_of_its_page_is(definitions):
    arrivals = [came(POSSESSION, WINTER), came(TESTS, WINTER), came(SEIZURES, financial_year(2022))]
    catalogue, areas = definitions.catalogue, definitions.areas
    for agency in Agency:
        for today in (NOVEMBER, DECEMBER, date(2027, 3, 1), date(2029, 1, 1)):
            stands = coverage_report(arrivals, catalogue, today, {}).lines[list(Agency).index(agency)]
            sent = supplier_report(stands, arrivals, [], catalogue, areas, today).sent
            assert bool(stands.late or stands.late_measures) >= any(one.is_late for one in sent)
