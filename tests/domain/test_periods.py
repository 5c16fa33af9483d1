"""Periods: every form that publishers write, what it means, and what two readings it could have."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.definitions import datasets
from dashboard.domain.periods import (
    AmbiguousPeriod,
    Period,
    PeriodError,
    PeriodHabit,
    PeriodKind,
    academic_year,
    calendar_quarter,
    calendar_year,
    financial_year,
    habits_for,
    month,
    pooled_years,
    quarter,
    read_period,
    rolling_year,
    snapshot,
)

# What each text means is the table "How periods are written" of datasets/README.md, which was gathered
# from the publications: first day, last day, kind.
CLEAR = [
    ("2018", "2018-01-01", "2018-12-31", "calendar year"),
    ("2019/20", "2019-04-01", "2020-03-31", "financial year"),
    ("2019/2020", "2019-04-01", "2020-03-31", "financial year"),
    ("1999/00", "1999-04-01", "2000-03-31", "financial year"),
    ("2018/19 academic year", "2018-09-01", "2019-08-31", "academic year"),
    ("2018 - 20", "2018-01-01", "2020-12-31", "pooled years"),
    ("2018 to 2020", "2018-01-01", "2020-12-31", "pooled years"),
    ("1999 - 01", "1999-01-01", "2001-12-31", "pooled years"),
    ("2016/17 - 20/21", "2016-04-01", "2021-03-31", "pooled years"),
    ("2016/17 to 2020/21", "2016-04-01", "2021-03-31", "pooled years"),
    ("2018-04", "2018-04-01", "2018-04-30", "month"),
    ("Jun 2024", "2024-06-01", "2024-06-30", "month"),
    ("June 2024", "2024-06-01", "2024-06-30", "month"),
    ("Jun 24", "2024-06-01", "2024-06-30", "month"),
    ("Sept '18", "2018-09-01", "2018-09-30", "month"),
    ("Jun 50", "2050-06-01", "2050-06-30", "month"),
    ("Jun 95", "1995-06-01", "1995-06-30", "month"),
    ("Apr to Jun 2018", "2018-04-01", "2018-06-30", "quarter"),
    ("Apr-Jun 2018", "2018-04-01", "2018-06-30", "quarter"),
    ("Oct–Dec 2017", "2017-10-01", "2017-12-31", "quarter"),
    ("Apr '18 to Jun '18", "2018-04-01", "2018-06-30", "quarter"),
    ("Jul '18 to Sept '18", "2018-07-01", "2018-09-30", "quarter"),
    ("Apr 2020 to Jun 2020", "2020-04-01", "2020-06-30", "quarter"),
    ("Jan 2024 to March 2024", "2024-01-01", "2024-03-31", "quarter"),
    ("2019/20 Q1", "2019-04-01", "2019-06-30", "quarter"),
    ("Q4 2023/24", "2024-01-01", "2024-03-31", "quarter"),
    ("12 months to Jun 2025", "2024-07-01", "2025-06-30", "rolling year"),
    ("12 months ending March 2024", "2023-04-01", "2024-03-31", "rolling year"),
    ("Year ending March 2024", "2023-04-01", "2024-03-31", "rolling year"),
    ("year to June 2024", "2023-07-01", "2024-06-30", "rolling year"),
    ("Jul 2023 to Jun 2024", "2023-07-01", "2024-06-30", "rolling year"),
    ("Apr to Sep 2025, year to date", "2025-04-01", "2025-09-30", "year to date"),
    ("Oct 2024 to Mar 2025, year to date", "2024-10-01", "2025-03-31", "year to date"),
    ("at 29 Feb 2024", "2024-02-29", "2024-02-29", "snapshot"),
    ("2022-03-01/25m", "2022-03-01", "2024-03-31", "span"),
]


@pytest.mark.parametrize(("text", "first", "last", "kind"), CLEAR)
def test_a_form_that_can_be_read_one_way_is_read(text, first, last, kind):
    period = read_period(text)

    assert (period.start.isoformat(), period.end.isoformat(), period.kind.value) == (first, last, kind)


def test_the_table_of_forms_says_which_are_read_and_which_ask():
    text = (datasets() / "README.md").read_text("utf-8")
    table = text.partition("## How periods are written")[2].partition("## How missing")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| `")]

    asks = {form: "asks" in means for forms, means in rows for form in re.findall("`([^`]+)`", forms)}
    assert len(asks) > 30
    for form, several in asks.items():
        if several:
            with pytest.raises(AmbiguousPeriod):
                read_period(form)
        else:
            assert read_period(form)


def test_spaces_and_capitals_make_no_difference():
    assert read_period("  12  MONTHS to\tjun 2025 ") == rolling_year(2025, 6)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("2011-12", ("December 2011", "the financial year 2011/12", "the years 2011 to 2012 pooled")),
        ("2001-03", ("March 2001", "the years 2001 to 2003 pooled")),
        ("2023-24", ("the financial year 2023/24", "the years 2023 to 2024 pooled")),
        ("2015–16", ("the financial year 2015/16", "the years 2015 to 2016 pooled")),
        ("2018 - 19", ("the financial year 2018/19", "the years 2018 to 2019 pooled")),
        ("Q1 2019", ("January to March 2019", "April to June 2019")),
        ("2021 Q1", ("January to March 2021", "April to June 2021")),
        ("Apr 2023 to Mar 2024", ("the financial year", "12 months to March 2024, rolling")),
        ("Jan to Dec 2024", ("the calendar year", "12 months to December 2024, rolling")),
        ("Sep 2023 to Aug 2024", ("the academic year", "12 months to August 2024, rolling")),
        ("30/06/2014", ("that day", "the month it begins", "the quarter it ends")),
        ("2014-06-30", ("that day", "the month it begins", "the quarter it ends")),
        ("30-Jun-09", ("that day", "the month it begins", "the quarter it ends")),
    ],
)
def test_a_form_with_several_readings_lists_them_all(text, readings):
    with pytest.raises(AmbiguousPeriod) as refused:
        read_period(text)

    assert text in str(refused.value)
    assert all(reading in str(refused.value) for reading in readings)


@pytest.mark.parametrize(
    ("text", "habit", "meant"),
    [
        ("Q1 2019", PeriodHabit(quarters="calendar"), quarter(2019, 1)),
        ("Q1 2019", PeriodHabit(quarters="financial"), quarter(2019, 4)),
        ("2011-12", PeriodHabit(hyphens="months"), month(2011, 12)),
        ("2011-12", PeriodHabit(hyphens="years"), financial_year(2011)),
        ("2015–16", PeriodHabit(hyphens="years"), financial_year(2015)),
        ("1999-00", PeriodHabit(hyphens="years"), financial_year(1999)),
        ("2001-03", PeriodHabit(hyphens="years"), pooled_years(2001, 2003)),
        ("2018 - 19", PeriodHabit(hyphens="years"), pooled_years(2018, 2019)),
        ("2018-04", PeriodHabit(hyphens="years"), month(2018, 4)),
        ("30/06/2014", PeriodHabit(days=PeriodKind.QUARTER), quarter(2014, 4)),
        ("01/06/2024", PeriodHabit(days=PeriodKind.MONTH), month(2024, 6)),
        ("30-Jun-09", PeriodHabit(days=PeriodKind.SNAPSHOT), snapshot(date(2009, 6, 30))),
        ("Apr 2023 to Mar 2024", PeriodHabit(year_runs=PeriodKind.ROLLING_YEAR), rolling_year(2024, 3)),
        ("2018/19", PeriodHabit(split_years=PeriodKind.ACADEMIC_YEAR), academic_year(2018)),
    ],
)
def test_a_publishers_habit_decides(text, habit, meant):
    assert read_period(text, habit) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not a period"),
        ("Q5 2024", "is not a period"),
        ("0000", "is not a period"),
        ("2022-03-01/0m", "is not a period"),
        ("Mai 2024", "is not a month"),
        ("2018/20", "should end one year on"),
        ("2022 to 2020", "the last must be after the first"),
        ("2019/20 to 2018/19", "the last must be after the first"),
        ("at 31 Feb 2024", "is not a date"),
        ("Nov 2023 to Jan 2024", "“Nov 2023 to Jan 2024” is 3 months, which is not a quarter"),
        ("Apr 2024 to Sep 2025, year to date", "“Apr 2024 to Sep 2025, year to date” is not a part of one year"),
        ("2022-03-01/12m", "which kind of month, quarter or year"),
        ("1850", "outside 1900 to 2100"),
        ("Dec 9999", "outside 1900 to 2100"),
        ("2024-13", "outside 1900 to 2100"),
        ("2024-00", "no publisher pools"),
    ],
)
def test_a_text_that_is_no_period_says_why(text, why):
    with pytest.raises(PeriodError, match=why):
        read_period(text)


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("1899", False),
        ("1900", True),
        ("Dec 2100", True),
        ("Jan 2101", False),
        ("2100", True),
        ("2100/01", False),  # it ends in March 2101
        ("1990 to 2019", True),  # thirty years
        ("1990 to 2020", False),
    ],
)
def test_a_period_lies_from_1900_to_2100_and_pools_thirty_years_at_most(text, is_read):
    if is_read:
        assert read_period(text).text == text
    else:
        with pytest.raises(PeriodError, match=r"outside 1900 to 2100|31 years, which no publisher pools"):
            read_period(text)


def test_what_is_no_period_says_how_to_write_one():
    with pytest.raises(PeriodError, match=r"Write it like one of: 2024/25; 2024; Apr to Jun 2024"):
        read_period("spring 2024")


@given(st.text(max_size=30))
def test_no_text_makes_the_reader_stumble(text):
    try:
        period = read_period(text)
    except PeriodError:
        return
    assert period.start <= period.end


YEARS = st.integers(1901, 2095)
MONTHS = st.integers(1, 12)
PERIODS = st.one_of(
    st.builds(month, YEARS, MONTHS),
    st.builds(calendar_quarter, YEARS, st.integers(1, 4)),
    st.builds(calendar_year, YEARS),
    st.builds(financial_year, YEARS),
    st.builds(academic_year, YEARS),
    st.builds(rolling_year, YEARS, MONTHS),
    st.builds(
        lambda year, begins, months: Period(date(year, begins, 1), months, PeriodKind.YEAR_TO_DATE),
        *(YEARS, MONTHS, MONTHS),
    ),
    st.builds(
        lambda first, years, begins: pooled_years(first, first + years, begins),
        *(st.integers(1901, 2060), st.integers(1, 29), st.sampled_from([1, 4])),
    ),
    st.builds(snapshot, st.dates(date(1900, 1, 1), date(2100, 12, 31))),
    st.builds(
        lambda year, begins, months: Period(date(year, begins, 1), months, PeriodKind.SPAN),
        *(YEARS, MONTHS, st.integers(2, 60).filter(lambda months: months not in (3, 12))),
    ),
)


@given(PERIODS)
def test_every_period_reads_back_from_its_own_text(period):
    assert read_period(period.text) == period


def test_the_property_covers_every_kind():
    texts = [*(text for text, *_ in CLEAR)]

    assert {read_period(text).kind for text in texts} == set(PeriodKind)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2024/25", "April 2024 to March 2025"),
        ("2024", "January to December 2024"),
        ("2024/25 academic year", "academic year 2024/25"),
        ("Apr to Jun 2025", "April to June 2025"),
        ("Jun 2025", "June 2025"),
        ("12 months to Jun 2025", "12 months to June 2025"),
        ("2020 to 2022", "2020 to 2022"),
        ("2018/19 to 2020/21", "2018/19 to 2020/21"),
        ("at 31 Mar 2024", "on 31 March 2024"),
        ("Apr to Sep 2025, year to date", "April to September 2025, year to date"),
        ("Apr to Apr 2025, year to date", "April 2025, year to date"),
        ("2022-03-01/25m", "March 2022 to March 2024"),
    ],
)
def test_people_read_a_period_in_full(text, label):
    assert read_period(text).label == label


def test_a_rolling_year_to_march_is_not_the_financial_year():
    rolling, financial = rolling_year(2025, 3), financial_year(2024)

    assert (rolling.start, rolling.end) == (financial.start, financial.end)
    assert rolling != financial


def test_periods_overlap_where_they_share_a_day():
    june = read_period("12 months to Jun 2025")

    assert june.overlaps(read_period("12 months to Sep 2025"))
    assert june.overlaps(read_period("at 30 Jun 2025"))
    assert not june.overlaps(read_period("Jul to Sep 2025"))


def test_a_period_is_before_another_once_it_has_ended():
    first, second = read_period("Apr to Jun 2025"), read_period("Jul to Sep 2025")

    assert first.is_before(second)
    assert not second.is_before(first)
    assert not first.is_before(first)


def test_a_period_has_ended_on_the_day_after_its_last():
    period = read_period("Apr to Jun 2025")

    assert not period.has_ended(date(2025, 6, 30))
    assert period.has_ended(date(2025, 7, 1))


def test_only_windows_that_share_months_overlap_themselves():
    overlapping = {kind for kind in PeriodKind if kind.overlaps_itself}

    assert overlapping == {PeriodKind.ROLLING_YEAR, PeriodKind.YEAR_TO_DATE, PeriodKind.POOLED_YEARS}


@pytest.mark.parametrize(
    ("start", "months", "kind"),
    [
        (date(2025, 4, 2), 1, PeriodKind.MONTH),
        (date(2025, 4, 1), 2, PeriodKind.MONTH),
        (date(2025, 5, 1), 3, PeriodKind.QUARTER),
        (date(2025, 4, 1), 12, PeriodKind.CALENDAR_YEAR),
        (date(2025, 1, 1), 12, PeriodKind.FINANCIAL_YEAR),
        (date(2025, 4, 1), 12, PeriodKind.ACADEMIC_YEAR),
        (date(2025, 4, 1), 11, PeriodKind.ROLLING_YEAR),
        (date(2025, 4, 1), 13, PeriodKind.YEAR_TO_DATE),
        (date(2025, 1, 1), 12, PeriodKind.POOLED_YEARS),
        (date(2025, 1, 1), 30, PeriodKind.POOLED_YEARS),
        (date(2025, 1, 1), 1, PeriodKind.SNAPSHOT),
        (date(2025, 1, 1), 12, PeriodKind.SPAN),
        (date(2025, 1, 1), 0, PeriodKind.SPAN),
        (date(2025, 1, 1), -1, PeriodKind.SPAN),
    ],
)
def test_months_that_do_not_make_the_kind_are_refused(start, months, kind):
    with pytest.raises(ValueError, match=r"whole months|do not make"):
        Period(start, months, kind)


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("Jan to Mar 2025", "Jan to Mar 2024"),
        ("12 months to Jun 2025", "12 months to Jun 2024"),
        ("at 31 Mar 2025", "at 31 Mar 2024"),
        ("at 29 Feb 2024", "at 28 Feb 2023"),
    ],
)
def test_a_year_earlier_is_the_same_months_or_day(text, earlier):
    assert read_period(text).a_year_earlier() == read_period(earlier)


@pytest.mark.parametrize(
    ("texts", "ways"),
    [
        (["2024/25", "Jun 2025"], [PeriodHabit()]),
        (["Q1 2025", "2024/25"], [PeriodHabit(quarters="financial"), PeriodHabit(quarters="calendar")]),
        (["30/06/2025"], [PeriodHabit(days=PeriodKind.QUARTER), PeriodHabit(days=PeriodKind.SNAPSHOT)]),
        (["Q1 2025", "30/06/2025"], []),
        ([], [PeriodHabit()]),
    ],
)
def test_periods_that_could_be_two_come_with_the_ways_in_which_all_can_be_meant(texts, ways):
    assert habits_for(texts) == ways
