"""Whether the last five years show a trend, by the published criteria, and if not, why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, get_args

import numpy as np

from dashboard.domain.coded import Bools, Codes
from dashboard.domain.periods import Period, PeriodKind
from dashboard.domain.shown_figures import ShownFigure
from dashboard.stats.comparisons import Better
from dashboard.stats.days import Days, across, table
from dashboard.stats.intervals import Floats

Direction = Literal["increasing", "decreasing", "no significant change", "cannot be calculated"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)

# Fingertips technical guidance, trend markers: the latest five points, significant at 99.8%.
POINTS = 5
CRITICAL = 9.549535706083  # chi-squared quantile of 0.998 with 1 degree of freedom, 3.0902323 squared
WIDTH_IN_ERRORS = 3.92  # two times 1.96: how many standard errors a 95% interval is wide, as the same source has it
NO_SLOPE = 1e-9  # standard errors: less than this is floating point, not a slope
YEARLY = (PeriodKind.CALENDAR_YEAR, PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR)

_GAP, _MISSING, _BROKEN, _NO_LIMITS, _NO_WIDTH, _EVERYBODY = range(1, 7)  # what forbids a trend; 0 where nothing does
_RISING, _FALLING, _LEVEL, _ = range(len(DIRECTIONS))
_ALL = np.arange(POINTS)


@dataclass(frozen=True)
class Trend:
    """The recent trend of one series, with the years it was worked out from and, where there is none, why.

    ``chi_squared`` is NaN where nothing was worked out.
    """

    direction: Direction
    reason: str = ""
    periods: tuple[Period, ...] = ()
    chi_squared: float = float("nan")

    def judged(self, better: Better) -> str:
        """Return "getting better" or "getting worse" where there is a trend and a direction, else the direction."""
        if better == "none" or self.direction not in ("increasing", "decreasing"):
            return self.direction
        return "getting better" if (self.direction == "increasing") == (better == "higher") else "getting worse"


class Years(NamedTuple):
    """The latest five years of n series, oldest first: arrays of shape (n, 5); ``breaks`` of shape (n, k)."""

    first: Days
    last: Days
    value: Floats
    width: Floats
    everybody: Bools
    breaks: Days

    def only(self, kept: Bools) -> "Years":
        """Return the years of the series that are ``kept``."""
        return Years(
            self.first[kept],
            self.last[kept],
            self.value[kept],
            self.width[kept],
            self.everybody[kept],
            self.breaks[kept],
        )


def recent_trend(series: Iterable[ShownFigure], breaks: Iterable[date] = ()) -> Trend:
    """Return the trend over the latest five years of one series, in any order.

    ``breaks`` are days from which figures cannot be compared with earlier ones. A trend has a weighted slope whose
    chi-squared is above 9.5495 (99.8%) and that keeps its sign when any one year is left out. There is none with a
    year in which everybody counted. Raise ValueError where a period stands twice. Source: Fingertips technical
    guidance, trend markers; weights as its calculator for values with limits.
    """
    figures = in_order(series)
    if reason := _unsuitable([figure.period for figure in figures]):
        return Trend("cannot be calculated", reason)
    latest, days = figures[-POINTS:], list(breaks)
    periods = tuple(figure.period for figure in latest)
    years = _years(latest, days)
    (amiss,), (year,) = forbidden(years)
    if amiss:
        return Trend("cannot be calculated", _why(amiss, year, latest, days), periods)
    chi_squared, direction = float(_steepness(years)[0]) ** 2, DIRECTIONS[directions_of(years)[0]]
    alone = direction == "no significant change" and chi_squared > CRITICAL
    return Trend(direction, "one year alone makes the difference" if alone else "", periods, chi_squared)


def in_order(series: Iterable[ShownFigure]) -> tuple[ShownFigure, ...]:
    """Return the figures of a series oldest first. Raise ValueError where a period stands twice."""
    figures = tuple(sorted(series, key=lambda figure: (figure.period.end, figure.period.start)))
    if len({figure.period for figure in figures}) < len(figures):
        raise ValueError("a period stands twice: a series has one sex, age and breakdown")
    return figures


def _unsuitable(periods: Sequence[Period]) -> str:
    kinds = {period.kind for period in periods}
    if len(kinds) > 1:
        return f"the periods are of different kinds: {', '.join(sorted(kinds))}"
    if any(kind.overlaps_itself for kind in kinds):
        return "the periods share months, so a trend would be seen where there is none"
    if kinds & {PeriodKind.MONTH, PeriodKind.QUARTER}:
        return "monthly and quarterly figures have a control chart instead"
    if not kinds <= set(YEARLY):
        return "the figures are not for years"
    return "fewer than five years" if len(periods) < POINTS else ""


def _years(figures: Sequence[ShownFigure], breaks: Sequence[date]) -> Years:
    first, last = (
        np.array([days], dtype="datetime64[D]")
        for days in ([figure.period.start for figure in figures], [figure.period.end for figure in figures])
    )
    estimates = [figure.estimate for figure in figures]
    return Years(
        first,
        last,
        value=np.array([[one.value for one in estimates]]),
        width=np.array([[one.upper - one.lower for one in estimates]]),
        everybody=np.array([[one.numerator == one.denominator for one in estimates]]),
        breaks=table([breaks]),
    )


def forbidden(years: Years) -> tuple[Codes, Codes]:
    """Return what first forbids a trend of each series, 0 where nothing does, and the year it concerns. Shape (n,)."""
    widths = [np.isnan(years.width), years.width <= 0, years.everybody]
    narrow = np.select(widths, [_NO_LIMITS, _NO_WIDTH, _EVERYBODY], 0)
    months = years.first.astype("datetime64[M]").astype(np.int64)
    apart = np.diff(months, axis=1) != 12
    missing = np.isnan(years.value)
    broken = across(years.first[:, 0], years.last[:, -1], years.breaks)
    year = np.argmax(narrow > 0, axis=1)
    asked = [apart.any(axis=1), missing.any(axis=1), broken]
    amiss = np.select(asked, [_GAP, _MISSING, _BROKEN], np.take_along_axis(narrow, year[:, None], axis=1)[:, 0])
    return amiss, np.select(asked[:2], [np.argmax(apart, axis=1), np.argmax(missing, axis=1)], year)


def _why(amiss: int, year: int, figures: Sequence[ShownFigure], breaks: Sequence[date]) -> str:
    label = figures[year].period.label
    if amiss == _GAP:
        return f"a year is missing between {label} and {figures[year + 1].period.label}"
    if amiss == _MISSING:
        words = figures[year].state.words
        return f"{label} has no figure{f': {words}' if words else ''}"
    if amiss == _BROKEN:
        day = min(day for day in breaks if figures[0].period.start < day <= figures[-1].period.end)
        return f"the series has a break on {day.day} {day:%B %Y}"
    return {
        _NO_LIMITS: f"{label} has no confidence limits",
        _NO_WIDTH: f"the confidence limits of {label} have no width",
        _EVERYBODY: f"everybody in the group was counted in {label}",
    }[amiss]


def directions_of(years: Years) -> Codes:
    """Return the place in ``DIRECTIONS`` of the trend of each series, where nothing forbids one. Shape (n,)."""
    steepness = _steepness(years)
    # The years beside the one left out stay two apart.
    without = np.stack([_steepness(years, np.delete(np.arange(POINTS), year)) for year in range(POINTS)])
    holds = (_signs(without) == _signs(steepness)).all(axis=0)
    clear = (steepness**2 > CRITICAL) & holds
    return np.where(clear, np.where(steepness > 0, _RISING, _FALLING), _LEVEL)


def _steepness(years: Years, kept: Codes = _ALL) -> Floats:
    """The weighted slope over the ``kept`` years, in its own standard errors; its square is the chi-squared."""
    values, errors = years.value[:, kept], years.width[:, kept] / WIDTH_IN_ERRORS
    # Scaling the errors first keeps the sums near 1 for shares of England and for counts of a ward alike.
    unit = errors.min(axis=1, keepdims=True)
    weights = (unit / errors) ** 2
    from_middle = kept - _average(np.broadcast_to(kept.astype(float), values.shape), weights)
    spread = np.sum(weights * from_middle**2, axis=1)
    slope = np.sum(weights * from_middle * (values - _average(values, weights)), axis=1) / spread
    return slope * np.sqrt(spread) / unit[:, 0]


def _average(numbers: Floats, weights: Floats) -> Floats:
    return np.sum(numbers * weights, axis=1, keepdims=True) / np.sum(weights, axis=1, keepdims=True)


def _signs(steepness: Floats) -> Floats:
    return np.where(np.abs(steepness) < NO_SLOPE, 0, np.sign(steepness))
