"""The checks on the time that figures are for."""

import re
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.coded import coded_frame, texts
from dashboard.domain.figures import PERIOD, make_period
from dashboard.domain.findings import Severity
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import Period, PeriodError, PeriodHabit, read_period
from dashboard.intake.checks.checked import Checked, Likely, first_of, lines_of, of_measures_with

_PERIOD_IN_NAME = re.compile(
    r"(?P<q>Q[1-4])[ _-]*(?P<y>(?:20)\d\d[ _-](?:20)?\d\d)|(?P<y2>(?:20)\d\d[ _-](?:20)?\d\d)[ _-]*(?P<q2>Q[1-4])",
    re.IGNORECASE,
)


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A figure for a period in the future or still running.",
    "It cannot be known yet, unless it is a plan.",
    "Correct the period, or send it when the period has ended.",
)
def period_has_ended(checked: Checked) -> Iterator[Found]:
    """A figure for a period that still runs cannot be known, unless it is a plan."""
    ended = _said_of_periods(checked.figures, lambda period: period.has_ended(checked.today))
    for indicator, rows in checked.with_any(~ended):
        if indicator.plan:
            continue
        running = [period for period in _periods(rows) if not period.has_ended(checked.today)]
        if running:
            bad = rows[~_said_of_periods(rows, lambda period: period.has_ended(checked.today))]
            yield Found(
                "A figure is for a period that has not ended.",
                "Correct the period, or send the figures when it has ended.",
                found=running[0].label,
                expected=f"a period that ended before {checked.today:%d %B %Y}",
                column="period",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


LONG_AGO = 10  # years


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A return for ten years ago or more, or a period ten years away from all others of its measure.",
    "2006/27 is easily written for 2026/27, and with nothing published beside it no other check would see it.",
    "Correct the year, or tick if it is meant.",
)
def years_are_near(checked: Checked) -> Iterator[Found]:
    """Asked of returns; a publication may be of any year, and one measure may begin long ago if it goes on since."""
    if checked.is_publication:
        return
    long_ago = _said_of_periods(checked.figures, lambda period: checked.today.year - period.end.year >= LONG_AGO)
    for indicator, rows in checked.with_any(long_ago):
        far = _far_away(_periods(rows), checked.today.year)
        if far:
            yield Found(
                f"A period is {LONG_AGO} years or more away from today and from the other periods of this measure.",
                "Is a digit of the year wrong? Tick this if that year is meant.",
                found=", ".join(period.label for period in far[:3]),
                expected=f"a period since {checked.today.year - LONG_AGO + 1}",
                column="period",
                rows=lines_of(rows[_said_of_periods(rows, far.__contains__)]),
                indicators=(indicator.id,),
            )


def _far_away(periods: list[Period], this_year: int) -> list[Period]:
    """The periods that no step of less than ten years leads to from today, by way of others."""
    near, last = set[Period](), this_year
    for period in sorted(periods, key=lambda one: one.end, reverse=True):
        if last - period.end.year >= LONG_AGO:
            break
        near.add(period)
        last = min(last, period.start.year)
    return [period for period in sorted(periods) if period not in near]


def _of_unusual_kind(checked: Checked) -> Likely:
    kinds = texts(checked.figures["period_kind"])
    called = checked.definitions.catalogue.called
    usual = [[kind in called(name).period_kinds for kind in kinds.words] for name in checked.measures.words]
    return ~np.array(usual, dtype=bool).reshape(len(usual), len(kinds.words))[checked.measures.codes, kinds.codes]


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A kind of period that the measure is not published for.",
    "The figure would stand in a series apart.",
    "Check the period, and tick if it is right.",
)
@of_measures_with(_of_unusual_kind)
def period_kind_is_usual(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """A kind of period that this measure is not published for makes a series of its own."""
    bad = rows[~rows["period_kind"].isin(list(indicator.period_kinds))]
    if not bad.empty:
        kinds = " or ".join(kind.value for kind in indicator.period_kinds)
        yield Found(
            "This measure is not usually given for periods of this kind, and would stand in a series apart.",
            "Check the period; tick this if it is right.",
            found=first_of(bad, "period_kind"),
            expected=kinds,
            column="period",
            rows=lines_of(bad),
        )


def _of_another_kind(checked: Checked) -> Likely:
    """Whether each figure is for another kind of period than the first of its measure."""
    kinds, measures = texts(checked.figures["period_kind"]).codes, checked.measures.codes
    first = np.unique(measures, return_index=True)[1]
    return kinds != kinds[first[measures]]


@asks(
    Stage.VALUES,
    Severity.NOTICE,
    "Two kinds of period for one measure, such as years and quarters.",
    "They are two series and are never drawn as one line.",
    "Nothing, if both are meant.",
)
@of_measures_with(_of_another_kind)
def period_kinds_are_one(_: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """Two kinds of period in one file are two series, and never one line."""
    kinds = sorted(rows["period_kind"].unique())
    if len(kinds) > 1:
        message = f"The file mixes {' and '.join(f'{kind}s' for kind in kinds)}: they are kept as series apart."
        yield Found(message, mend="")


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A file named for a quarter of which it holds no figure.",
    "Last quarter's file is easily sent again.",
    "Correct the periods, or the name of the file.",
)
def file_name_agrees_with_periods(checked: Checked) -> Iterator[Found]:
    """A template file that names a quarter holds figures of that quarter."""
    named = _quarter_named(checked.file_name)
    if named is None or checked.layout != "template" or checked.figures.empty:
        return
    periods = _periods(checked.figures)
    if not any(period.end == named.end for period in periods):
        yield Found(
            "The file's name says one quarter and none of its rows is for it.",
            "Is this last quarter's file? Correct the periods, or the name of the file.",
            found=", ".join(sorted({period.label for period in periods})[:3]),
            expected=named.label,
            column="period",
        )


def _quarter_named(file_name: str) -> Period | None:
    found = _PERIOD_IN_NAME.search(file_name)
    if found is None:
        return None
    year, quarter = found["y"] or found["y2"], found["q"] or found["q2"]
    try:
        return read_period(f"{year[:4]}/{year[-2:]} {quarter}", PeriodHabit())
    except PeriodError:
        return None


def _periods(figures: pd.DataFrame) -> list[Period]:
    return [make_period(*row) for row in figures[PERIOD].drop_duplicates().itertuples(index=False)]


def _said_of_periods(figures: pd.DataFrame, holds: Callable[[Period], bool]) -> npt.NDArray[np.bool_]:
    """Whether something holds of the period of each figure; it is asked once for each period."""
    places, first = figures[PERIOD], ~figures.duplicated(PERIOD).to_numpy()
    numbers = coded_frame(places).numbered(PERIOD)
    found = {
        number: holds(make_period(*row))
        for number, row in zip(numbers[first].tolist(), places[first].itertuples(index=False), strict=True)
    }
    return np.array([found[number] for number in numbers.tolist()], dtype=bool)
