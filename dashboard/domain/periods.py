"""When a figure is for: a run of whole months, or a single day, and how files write it."""

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Literal

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
FIRST_YEAR, LAST_YEAR = 1900, 2100  # anything outside is a slip of the pen, not a period
MOST_YEARS = 30  # no publisher pools more; "2024-13" is a slip of the pen too


class PeriodKind(StrEnum):
    """What sort of run of months it is; part of a figure's identity, for the kinds overlap."""

    MONTH = "month"
    QUARTER = "quarter"
    CALENDAR_YEAR = "calendar year"
    FINANCIAL_YEAR = "financial year"
    ACADEMIC_YEAR = "academic year"
    ROLLING_YEAR = "rolling year"
    YEAR_TO_DATE = "year to date"
    POOLED_YEARS = "pooled years"
    SNAPSHOT = "snapshot"
    SPAN = "span"

    @property
    def overlaps_itself(self) -> bool:
        """Whether neighbouring periods of this kind usually share months, so that none may be subtracted."""
        return self in (PeriodKind.ROLLING_YEAR, PeriodKind.YEAR_TO_DATE, PeriodKind.POOLED_YEARS)


_FITS: dict[PeriodKind, Callable[[int, int], bool]] = {  # by length in months and month of the year it begins
    PeriodKind.MONTH: lambda months, _: months == 1,
    PeriodKind.QUARTER: lambda months, begins: months == 3 and begins % 3 == 1,
    PeriodKind.CALENDAR_YEAR: lambda months, begins: (months, begins) == (12, 1),
    PeriodKind.FINANCIAL_YEAR: lambda months, begins: (months, begins) == (12, 4),
    PeriodKind.ACADEMIC_YEAR: lambda months, begins: (months, begins) == (12, 9),
    PeriodKind.ROLLING_YEAR: lambda months, _: months == 12,
    PeriodKind.YEAR_TO_DATE: lambda months, _: 1 <= months <= 12,
    PeriodKind.POOLED_YEARS: lambda months, begins: months >= 24 and months % 12 == 0 and begins in (1, 4),
    PeriodKind.SNAPSHOT: lambda months, _: months == 0,
    PeriodKind.SPAN: lambda months, _: months > 0 and months not in (1, 3, 12),
}


@dataclass(frozen=True, order=True)
class Period:
    """A run of whole months: ``Period(date(2025, 4, 1), 3, PeriodKind.QUARTER)`` is 2025/26 Q1.

    A snapshot is a single day: ``start`` is that day and ``months`` is 0. Periods sort by start,
    then by length.
    """

    start: date
    months: int
    kind: PeriodKind

    def __post_init__(self) -> None:
        if self.months and self.start.day != 1:
            raise ValueError(f"a period is a run of whole months: {self!r}")
        if not _FITS[self.kind](self.months, self.start.month):
            raise ValueError(f"these months do not make a {self.kind}: {self!r}")

    @cached_property  # asked thousands of times a page
    def end(self) -> date:
        """The last day of the period."""
        return add_months(self.start, self.months) - timedelta(days=1) if self.months else self.start

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    def is_before(self, other: "Period") -> bool:
        """Whether this one has ended when the other begins."""
        return self.end < other.start

    def has_ended(self, today: date) -> bool:
        """Whether the whole period lies before ``today``."""
        return self.end < today

    def a_year_earlier(self) -> "Period":
        """Return the same run of months, one year before; of a day the same day, 28 February for the 29th."""
        year, month, day = self.start.year - 1, self.start.month, self.start.day
        return replace(self, start=date(year, month, min(day, calendar.monthrange(year, month)[1])))

    @cached_property
    def text(self) -> str:
        """The one form that our own files use; ``read_period`` reads it back."""
        return _TEXTS[self.kind](self)

    @cached_property
    def label(self) -> str:
        """The period in full, as people read it: "April to June 2025"."""
        return _LABELS[self.kind](self)


def add_months(day: date, months: int) -> date:
    """Return the first of the month that lies ``months`` after the month of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def end_in_words(day: date) -> str:
    """Return the last day of a period as people say it: "the end of June 2025", or the day where a month goes on."""
    ends = (day + timedelta(days=1)).day == 1
    return f"the end of {_long(day)}" if ends else f"{day.day} {_long(day)}"


def month(year: int, number: int) -> Period:
    """Return one calendar month."""
    return Period(date(year, number, 1), 1, PeriodKind.MONTH)


def quarter(year: int, first_month: int) -> Period:
    """Return the three months that begin with ``first_month``."""
    return Period(date(year, first_month, 1), 3, PeriodKind.QUARTER)


def quarter_of(day: date) -> Period:
    """Return the quarter that a day lies in."""
    return calendar_quarter(day.year, (day.month + 2) // 3)


# A year as a publisher counts it says nothing about the quarter it ends with.
OF_A_QUARTER = (
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.ROLLING_YEAR,
    PeriodKind.YEAR_TO_DATE,
    PeriodKind.SNAPSHOT,
)


def quarter_told_by(period: Period) -> Period | None:
    """Return the quarter that a period ends with, a single day anywhere in it; None where it tells of no quarter."""
    found = quarter_of(period.end)
    ends = period.months == 0 or period.end == found.end
    return found if ends and period.kind in OF_A_QUARTER else None


def calendar_quarter(year: int, number: int) -> Period:
    """Return quarter 1 to 4 of a calendar year: quarter 1 begins in January."""
    return quarter(year, 3 * number - 2)


def financial_quarter(year: int, number: int) -> Period:
    """Return quarter 1 to 4 of the financial year that begins in ``year``: quarter 1 begins in April."""
    start = add_months(date(year, 4, 1), 3 * (number - 1))
    return quarter(start.year, start.month)


def calendar_year(year: int) -> Period:
    """Return January to December."""
    return Period(date(year, 1, 1), 12, PeriodKind.CALENDAR_YEAR)


def financial_year(year: int) -> Period:
    """Return April of ``year`` to the March after it."""
    return Period(date(year, 4, 1), 12, PeriodKind.FINANCIAL_YEAR)


def academic_year(year: int) -> Period:
    """Return September of ``year`` to the August after it."""
    return Period(date(year, 9, 1), 12, PeriodKind.ACADEMIC_YEAR)


def rolling_year(last_year: int, last_month: int) -> Period:
    """Return the twelve months that end with the month given."""
    return Period(add_months(date(last_year, last_month, 1), -11), 12, PeriodKind.ROLLING_YEAR)


def pooled_years(first: int, last: int, first_month: int = 1) -> Period:
    """Return the years ``first`` to ``last`` taken together; with ``first_month=4``, financial years."""
    if last <= first:
        raise PeriodError(f"“{first} to {last}” is not a run of years: the last must be after the first.")
    return Period(date(first, first_month, 1), 12 * (last - first + 1), PeriodKind.POOLED_YEARS)


def snapshot(day: date) -> Period:
    """Return a single day."""
    return Period(day, 0, PeriodKind.SNAPSHOT)


# How a period is written: in our files, and in full for people.


def _short(day: date) -> str:
    return f"{calendar.month_abbr[day.month]} {day.year}"


def _long(day: date) -> str:
    return f"{calendar.month_name[day.month]} {day.year}"


def _split_year(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def _months_text(period: Period, names: list[str]) -> str:
    start, end = period.start, period.end
    first = names[start.month] if start.year == end.year else f"{names[start.month]} {start.year}"
    return f"{first} to {names[end.month]} {end.year}"


def _so_far(period: Period) -> str:
    return _long(period.start) if period.months == 1 else _months_text(period, list(calendar.month_name))


def _years_text(period: Period) -> str:
    first, last = period.start.year, period.start.year + period.months // 12 - 1
    if period.start.month == 1:
        return f"{first} to {last}"
    return f"{_split_year(first)} to {_split_year(last)}"


_TEXTS: dict[PeriodKind, Callable[[Period], str]] = {
    PeriodKind.MONTH: lambda p: _short(p.start),
    PeriodKind.QUARTER: lambda p: _months_text(p, list(calendar.month_abbr)),
    PeriodKind.CALENDAR_YEAR: lambda p: str(p.start.year),
    PeriodKind.FINANCIAL_YEAR: lambda p: _split_year(p.start.year),
    PeriodKind.ACADEMIC_YEAR: lambda p: f"{_split_year(p.start.year)} academic year",
    PeriodKind.ROLLING_YEAR: lambda p: f"12 months to {_short(p.end)}",
    PeriodKind.YEAR_TO_DATE: lambda p: f"{_months_text(p, list(calendar.month_abbr))}, year to date",
    PeriodKind.POOLED_YEARS: _years_text,
    PeriodKind.SNAPSHOT: lambda p: f"at {p.start.day} {_short(p.start)}",
    PeriodKind.SPAN: lambda p: f"{p.start.isoformat()}/{p.months}m",
}
_LABELS: dict[PeriodKind, Callable[[Period], str]] = {
    **_TEXTS,
    PeriodKind.MONTH: lambda p: _long(p.start),
    PeriodKind.QUARTER: lambda p: _months_text(p, list(calendar.month_name)),
    PeriodKind.FINANCIAL_YEAR: lambda p: f"April {p.start.year} to March {p.end.year}",
    PeriodKind.CALENDAR_YEAR: lambda p: f"January to December {p.start.year}",
    PeriodKind.ACADEMIC_YEAR: lambda p: f"academic year {_split_year(p.start.year)}",
    PeriodKind.ROLLING_YEAR: lambda p: f"12 months to {_long(p.end)}",
    PeriodKind.YEAR_TO_DATE: lambda p: f"{_so_far(p)}, year to date",
    PeriodKind.SNAPSHOT: lambda p: f"on {p.start.day} {_long(p.start)}",
    PeriodKind.SPAN: lambda p: f"{_long(p.start)} to {_long(p.end)}",
}

# How a period is read.


class PeriodError(ValueError):
    """A text that is no period we can read; the message says what was expected."""


class AmbiguousPeriod(PeriodError):
    """A text that could be two different periods; the message lists both."""


EXPECTED = (
    "Write it like one of: 2024/25; 2024; Apr to Jun 2024; 2024/25 Q1; Jun 2025; 12 months to Jun 2025; "
    "Apr to Sep 2025, year to date; 2020 to 2022; at 31 Mar 2024."
)


@dataclass(frozen=True)
class PeriodHabit:
    """What a publisher means where a written period could be read two ways; None asks the analyst.

    ``quarters`` says what "Q1 2019" is; ``hyphens`` what "2011-12" is; ``days`` what a bare date
    is; ``year_runs`` what "Apr 2023 to Mar 2024" is; ``split_years`` what "2018/19" is.
    """

    quarters: Literal["calendar", "financial"] | None = None
    hyphens: Literal["months", "years"] | None = None
    days: Literal[PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.SNAPSHOT] | None = None
    year_runs: Literal[PeriodKind.ROLLING_YEAR] | None = None
    split_years: Literal[PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR] = PeriodKind.FINANCIAL_YEAR


TEMPLATE_HABIT = PeriodHabit()
_EVERY_HABIT = (
    TEMPLATE_HABIT,
    PeriodHabit(quarters="financial"),
    PeriodHabit(quarters="calendar"),
    PeriodHabit(hyphens="years"),
    PeriodHabit(hyphens="months"),
    PeriodHabit(days=PeriodKind.QUARTER),
    PeriodHabit(days=PeriodKind.MONTH),
    PeriodHabit(days=PeriodKind.SNAPSHOT),
    PeriodHabit(year_runs=PeriodKind.ROLLING_YEAR),
)

_MONTH = r"(?P<m{0}>[a-z]{{3,9}})\.?"
_YEAR = r"(?P<y{0}>\d{{4}})"
_DASH = r"\s*(?:-|–|—|to)\s*"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def read_period(text: str, habit: PeriodHabit = TEMPLATE_HABIT) -> Period:
    """Return the period that ``text`` writes.

    Raise AmbiguousPeriod where it could be two and the publisher's habit does not decide,
    PeriodError where it is none. Source of the forms: the publications themselves, gathered in
    datasets/README.md.
    """
    tidy = " ".join(text.replace("’", "'").split())
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(tidy):
            return _within_bounds(text, _made(text, read, found, habit))
    raise PeriodError(f"“{text}” is not a period. {EXPECTED}")


def habits_for(texts: Iterable[str]) -> list[PeriodHabit]:
    """Return the ways in which a publisher may mean all these periods: one where they can be read one way only."""
    written = list(texts)
    if all(_reads(text, TEMPLATE_HABIT) for text in written):
        return [TEMPLATE_HABIT]
    return [habit for habit in _EVERY_HABIT if all(_reads(text, habit) for text in written)]


def _reads(text: str, habit: PeriodHabit) -> bool:
    try:
        read_period(text, habit)
    except PeriodError:
        return False
    return True


def _made(text: str, read: "_Reader", found: re.Match[str], habit: PeriodHabit) -> Period:
    try:
        return read(found, habit)
    except PeriodError:
        raise
    except ValueError as error:  # a year 0, a span of no months: the form is ours, the numbers make no period
        raise PeriodError(f"“{text}” is not a period. {EXPECTED}") from error


def _within_bounds(text: str, period: Period) -> Period:
    last_month = 12 * period.start.year + period.start.month - 1 + max(period.months - 1, 0)
    if period.start.year < FIRST_YEAR or last_month // 12 > LAST_YEAR:
        raise PeriodError(f"“{text}” is outside {FIRST_YEAR} to {LAST_YEAR}. {EXPECTED}")
    if period.months > 12 * MOST_YEARS:
        raise PeriodError(f"“{text}” is {period.months // 12} years, which no publisher pools. {EXPECTED}")
    return period


def _month_number(name: str) -> int:
    number = MONTHS.get(name[:3].lower())
    if number is None or not (calendar.month_name[number].lower().startswith(name.lower()) or name.lower() == "sept"):
        raise PeriodError(f"“{name}” is not a month. {EXPECTED}")
    return number


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) - (100 if int(text) > 50 else 0)


def _one_month(found: re.Match[str], _: PeriodHabit) -> Period:
    return month(_full_year(found["y1"]), _month_number(found["m1"]))


def _hyphenated(found: re.Match[str], habit: PeriodHabit) -> Period:
    first, ending = int(found["y1"]), int(found["y2"])
    could_be_month = " " not in found[0] and "-" in found[0] and 1 <= ending <= 12
    could_be_years = ending > first % 100 or first % 100 == 99
    if could_be_month and (habit.hyphens == "months" or not could_be_years):
        return month(first, ending)
    if habit.hyphens == "years":
        return _years_to_ending(found, habit)
    readings = [f"{calendar.month_name[ending]} {first}"] if could_be_month else []
    if ending == (first + 1) % 100:
        readings.append(f"the financial year {_split_year(first)}")
    readings.append(f"the years {first} to {_last_of(first, found['y2'])} pooled")
    if len(readings) == 1:
        return _years_to_ending(found, habit)
    raise AmbiguousPeriod(f"“{found[0]}” could be {' or '.join(readings)}. {EXPECTED}")


def _years_to_ending(found: re.Match[str], habit: PeriodHabit) -> Period:
    first, last = int(found["y1"]), _last_of(int(found["y1"]), found["y2"])
    if last == first + 1 and " " not in found[0]:
        return _one_split_year(first, habit)
    return pooled_years(first, last)


def _month_run(found: re.Match[str], habit: PeriodHabit) -> Period:
    last = month(_full_year(found["y2"]), _month_number(found["m2"]))
    first_month = _month_number(found["m1"])
    first_year = found.groupdict().get("y1")
    year = _full_year(first_year) if first_year else last.start.year - (first_month > last.start.month)
    start = date(year, first_month, 1)
    months = (last.start.year - year) * 12 + last.start.month - first_month + 1
    if found.groupdict().get("ytd"):
        if not 1 <= months <= 12:
            raise PeriodError(f"“{found[0]}” is not a part of one year. {EXPECTED}")
        return Period(start, months, PeriodKind.YEAR_TO_DATE)
    if months == 3 and first_month % 3 == 1:
        return quarter(year, first_month)
    if months == 12:
        return _year_run_of_months(found, last, habit)
    raise PeriodError(f"“{found[0]}” is {months} months, which is not a quarter or a year. {EXPECTED}")


def _year_run_of_months(found: re.Match[str], last: Period, habit: PeriodHabit) -> Period:
    rolling = rolling_year(last.start.year, last.start.month)
    if rolling.start.month in (1, 4, 9) and habit.year_runs is None:
        fixed = {1: "calendar", 4: "financial", 9: "academic"}[rolling.start.month]
        raise AmbiguousPeriod(f"“{found[0]}” could be the {fixed} year or {rolling.label}, rolling. {EXPECTED}")
    return rolling


def _year_to(found: re.Match[str], _: PeriodHabit) -> Period:
    return rolling_year(_full_year(found["y1"]), _month_number(found["m1"]))


def _first_of_split(found: re.Match[str], year: str = "y1", ending: str = "e") -> int:
    first, end = _full_year(found[year]), found[ending]
    if int(end) != (first + 1) % 10 ** len(end):
        raise PeriodError(f"“{found[0]}” is not a financial year: it should end one year on. {EXPECTED}")
    return first


def _one_split_year(first: int, habit: PeriodHabit) -> Period:
    return academic_year(first) if habit.split_years is PeriodKind.ACADEMIC_YEAR else financial_year(first)


def _split(found: re.Match[str], habit: PeriodHabit) -> Period:
    first = _first_of_split(found)
    return academic_year(first) if found["academic"] else _one_split_year(first, habit)


def _split_run(found: re.Match[str], _: PeriodHabit) -> Period:
    first = _first_of_split(found)
    _first_of_split(found, "y2", "e2")
    return pooled_years(first, _last_of(first, found["y2"]), first_month=4)


def _split_quarter(found: re.Match[str], _: PeriodHabit) -> Period:
    return financial_quarter(_first_of_split(found), int(found["q"]))


def _bare_quarter(found: re.Match[str], habit: PeriodHabit) -> Period:
    year, number = int(found["y1"]), int(found["q"])
    readings = {"calendar": calendar_quarter(year, number), "financial": financial_quarter(year, number)}
    if habit.quarters is None:
        both = " or ".join(f"{period.label}" for period in readings.values())
        raise AmbiguousPeriod(f"“{found[0]}” could be {both}. Publishers count quarters differently. {EXPECTED}")
    return readings[habit.quarters]


def _year_run(found: re.Match[str], _: PeriodHabit) -> Period:
    return pooled_years(int(found["y1"]), int(found["y2"]))


def _last_of(first: int, ending: str) -> int:
    """Return the year that ``ending`` writes, in full or as its last two digits, which lie after ``first``."""
    last = int(str(first)[: 4 - len(ending)] + ending)
    return last if last > first or len(ending) == 4 else last + 100


def _day(found: re.Match[str]) -> date:
    number = int(found["n"]) if found.groupdict().get("n") else _month_number(found["m1"])
    try:
        return date(_full_year(found["y1"]), number, int(found["d"]))
    except ValueError:
        raise PeriodError(f"“{found[0]}” is not a date. {EXPECTED}") from None


def _at_day(found: re.Match[str], _: PeriodHabit) -> Period:
    return snapshot(_day(found))


def _bare_day(found: re.Match[str], habit: PeriodHabit) -> Period:
    day = _day(found)
    if habit.days is PeriodKind.QUARTER:
        period = quarter(day.year, 3 * ((day.month - 1) // 3) + 1)
        if period.end != day:
            raise PeriodError(f"“{found[0]}” is not the last day of a quarter. {EXPECTED}")
        return period
    if habit.days is PeriodKind.SNAPSHOT:
        return snapshot(day)
    if habit.days is PeriodKind.MONTH:
        if day.day != 1:
            raise PeriodError(f"“{found[0]}” is not the first day of a month. {EXPECTED}")
        return month(day.year, day.month)
    raise AmbiguousPeriod(
        f"“{found[0]}” is a day: it could be that day, the month it begins or the quarter it ends. {EXPECTED}"
    )


def _calendar_year(found: re.Match[str], _: PeriodHabit) -> Period:
    return calendar_year(int(found["y1"]))


def _span(found: re.Match[str], _: PeriodHabit) -> Period:
    months, start = int(found["months"]), date(int(found["y1"]), int(found["n"]), 1)
    if months in (1, 3, 12):
        raise PeriodError(f"“{found[0]}” does not say which kind of month, quarter or year it is. {EXPECTED}")
    return Period(start, months, PeriodKind.SPAN)


_M1, _M2, _Y1, _Y2 = (pattern.format(n) for pattern in (_MONTH, _YEAR) for n in (1, 2))
_SHORT1, _SHORT2 = (rf"'?(?P<y{n}>\d{{4}}|\d{{2}})" for n in (1, 2))
_Reader = Callable[[re.Match[str], PeriodHabit], Period]
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_pattern(rf"{_Y1}"), _calendar_year),
    (_pattern(rf"{_Y1}/(?P<e>\d{{2}}|\d{{4}})(?P<academic>,? academic year)?"), _split),
    (_pattern(rf"{_Y1}/(?P<e>\d{{2}}){_DASH}(?P<y2>\d{{4}}|\d{{2}})/(?P<e2>\d{{2}})"), _split_run),
    (_pattern(rf"{_Y1}/(?P<e>\d{{2}}|\d{{4}}),? Q(?P<q>[1-4])"), _split_quarter),
    (_pattern(rf"Q(?P<q>[1-4]),? {_Y1}/(?P<e>\d{{2}}|\d{{4}})"), _split_quarter),
    (_pattern(rf"Q(?P<q>[1-4]),? {_Y1}"), _bare_quarter),
    (_pattern(rf"{_Y1},? Q(?P<q>[1-4])"), _bare_quarter),
    (_pattern(rf"{_Y1}{_DASH}{_Y2}"), _year_run),
    (_pattern(rf"{_Y1}{_DASH}(?P<y2>\d{{2}})"), _hyphenated),
    (_pattern(rf"{_M1} ?{_SHORT1}"), _one_month),
    # Before the runs of months, for "year" could be read as the name of a month.
    (_pattern(rf"(?:rolling )?year (?:to|ending) {_M1} {_Y1}"), _year_to),
    (_pattern(rf"{_M1}{_DASH}{_M2} {_Y2}(?P<ytd>,? year to date)?"), _month_run),
    (_pattern(rf"{_M1} ?{_SHORT1}{_DASH}{_M2} ?{_SHORT2}(?P<ytd>,? year to date)?"), _month_run),
    (_pattern(rf"(?:12|twelve) months (?:to|ending)(?: in)? {_M1} {_Y1}"), _year_to),
    (_pattern(rf"at (?P<d>\d{{1,2}}) {_M1} {_Y1}"), _at_day),
    (_pattern(rf"(?P<d>\d{{1,2}})/(?P<n>\d{{1,2}})/{_Y1}"), _bare_day),
    (_pattern(rf"{_Y1}-(?P<n>\d{{2}})-(?P<d>\d{{2}})"), _bare_day),
    (_pattern(rf"(?P<d>\d{{1,2}})[ -]{_M1}[ -]{_SHORT1}"), _bare_day),
    (_pattern(rf"{_Y1}-(?P<n>0[1-9]|1[0-2])-01/(?P<months>\d{{1,3}})m"), _span),
)
