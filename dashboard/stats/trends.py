"""Whether the last five years show a trend, by the published criteria, and if not, why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.domain.figures import PERIOD, State, make_period
from dashboard.domain.periods import Period, PeriodKind, add_months
from dashboard.stats.comparisons import Better
from dashboard.stats.intervals import Floats

Direction = Literal["increasing", "decreasing", "no significant change", "cannot be calculated"]

# Fingertips technical guidance, trend markers: the latest five points, significant at 99.8%.
POINTS = 5
CRITICAL = 9.549535706083  # chi-squared quantile of 0.998 with 1 degree of freedom, 3.0902323 squared
WIDTH_IN_ERRORS = 3.92  # two times 1.96: how many standard errors a 95% interval is wide, as the same source has it
NO_SLOPE = 1e-9  # standard errors: less than this is floating point, not a slope
YEARLY = (PeriodKind.CALENDAR_YEAR, PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR)


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


def recent_trend(points: pd.DataFrame, breaks: Iterable[date] = ()) -> Trend:
    """Return the trend over the latest five years of one series, in any order.

    ``points`` has the period columns, ``value``, ``lower`` and ``upper`` (95% limits, any unit);
    ``state`` where it is there names what is missing, ``numerator`` and ``denominator`` find the years
    in which everybody counted. ``breaks`` are days from which figures cannot be compared with
    earlier ones. A trend has a weighted slope whose chi-squared is above 9.5495 (99.8%) and that keeps
    its sign when any one year is left out. Raise ValueError where a period stands twice. Source:
    Fingertips technical guidance, trend markers; weights as its calculator for values with limits.
    """
    rows, periods = in_order(points)
    if reason := _unsuitable(periods):
        return Trend("cannot be calculated", reason)
    rows, periods = rows.tail(POINTS), periods[-POINTS:]
    if reason := _gap(periods) or _missing(rows, periods) or _broken(periods, breaks) or _no_spread(rows, periods):
        return Trend("cannot be calculated", reason, tuple(periods))
    errors = (rows["upper"] - rows["lower"]).to_numpy(float) / WIDTH_IN_ERRORS
    return _tested(rows["value"].to_numpy(float), errors, tuple(periods))


def in_order(points: pd.DataFrame) -> tuple[pd.DataFrame, list[Period]]:
    """Return the rows of a series oldest first, and their periods. Raise ValueError where one stands twice."""
    periods = [make_period(*one) for one in zip(*(points[name].tolist() for name in PERIOD), strict=True)]
    order = sorted(range(len(periods)), key=lambda at: (periods[at].end, periods[at].start))
    if len(set(periods)) < len(periods):
        raise ValueError("a period stands twice: a series has one sex, age and breakdown")
    return points.iloc[order], [periods[at] for at in order]


def _unsuitable(periods: list[Period]) -> str:
    kinds = {period.kind for period in periods}
    if len(kinds) > 1:
        return f"the periods are of different kinds: {', '.join(sorted(kinds))}"
    if any(kind.overlaps_itself for kind in kinds):
        return "the periods are rolling or pooled: they share months, so a trend would be seen where there is none"
    if kinds & {PeriodKind.MONTH, PeriodKind.QUARTER}:
        return "monthly and quarterly figures have a control chart instead"
    if not kinds <= set(YEARLY):
        return "the figures are not for years"
    return "fewer than five years" if len(periods) < POINTS else ""


def _gap(periods: list[Period]) -> str:
    for before, after in pairwise(periods):
        if add_months(before.start, before.months) != after.start:
            return f"a year is missing between {before.label} and {after.label}"
    return ""


def _missing(rows: pd.DataFrame, periods: list[Period]) -> str:
    states = rows["state"] if "state" in rows else pd.Series("", rows.index)
    for period, value, state in zip(periods, rows["value"], states, strict=True):
        if pd.isna(value):
            words = State(state).words if state in list(State) else ""
            return f"{period.label} has no figure{f': {words}' if words else ''}"
    return ""


def _broken(periods: list[Period], breaks: Iterable[date]) -> str:
    within = [day for day in breaks if periods[0].start < day <= periods[-1].end]
    return f"the series has a break on {min(within).day} {min(within):%B %Y}" if within else ""


def _no_spread(rows: pd.DataFrame, periods: list[Period]) -> str:
    """Without a width there is no weight; where everybody counted, the width is not of chance alone."""
    everybody = pd.Series(False, rows.index)
    if {"numerator", "denominator"} <= set(rows):
        everybody = rows["numerator"].eq(rows["denominator"])
    widths = rows["upper"] - rows["lower"]
    for period, width, all_of_them in zip(periods, widths, everybody, strict=True):
        if pd.isna(width):
            return f"{period.label} has no confidence limits"
        if width <= 0:
            return f"the confidence limits of {period.label} have no width"
        if all_of_them:
            return f"everybody in the group was counted in {period.label}"
    return ""


def _tested(values: Floats, errors: Floats, periods: tuple[Period, ...]) -> Trend:
    years = np.arange(len(values), dtype=float)
    steepness = _steepness(values, errors, years)
    chi_squared = steepness**2
    # The years beside the one left out stay two apart.
    without = [_steepness(values[others], errors[others], years[others]) for others in ~np.eye(len(values), dtype=bool)]
    if chi_squared <= CRITICAL:
        return Trend("no significant change", "", periods, chi_squared)
    if any(_sign(one) != _sign(steepness) for one in without):
        return Trend("no significant change", "one year alone makes the difference", periods, chi_squared)
    return Trend("increasing" if steepness > 0 else "decreasing", "", periods, chi_squared)


def _steepness(values: Floats, errors: Floats, years: Floats) -> float:
    """The weighted slope in its own standard errors; its square is the chi-squared."""
    # Scaling the errors first keeps the sums near 1 for shares of England and for counts of a ward alike.
    unit = errors.min()
    weights = (unit / errors) ** 2
    from_middle = years - np.average(years, weights=weights)
    spread = np.sum(weights * from_middle**2)
    slope = np.sum(weights * from_middle * (values - np.average(values, weights=weights))) / spread
    return float(slope * np.sqrt(spread) / unit)


def _sign(steepness: float) -> int:
    return 0 if abs(steepness) < NO_SLOPE else int(np.sign(steepness))
