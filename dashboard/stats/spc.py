"""Whether a run of months or quarters changes by more than its usual ups and downs: XmR charts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.domain.figures import State
from dashboard.domain.periods import Period, PeriodKind
from dashboard.domain.shown_figures import ShownFigure
from dashboard.stats.comparisons import Better
from dashboard.stats.intervals import Floats
from dashboard.stats.trends import in_order

Signs = npt.NDArray[np.int_]
Variation = Literal[
    "improvement", "concern", "higher than usual", "lower than usual", "no significant change", "cannot be said"
]
Assurance = Literal["consistently passes", "consistently fails", "hit and miss", "no target", "cannot be said"]

# Wheeler and Chambers (1992), Understanding Statistical Process Control: constants for ranges of two points.
RANGES_TO_LIMITS = 2.66  # 3 / d2 of 2, rounded as tables and NHS charts have it
LARGEST_RANGE = 3.267  # D4 of 2: a range this many times the mean range is no usual one and widens no limits
# NHS England, Making Data Count, as the R package NHSRplotthedots 0.2.2 counts its points.
RUN = 7  # points on one side of the mean, or points that all rise or all fall
OUTER_THIRD = 2 / 3
ENOUGH = 13  # points of a part; limits from fewer are trial limits
FEWEST = RUN  # our own: with fewer points than a run is long, no run can show
LOWEST_MEAN = 5  # people or events: under this single events look like special causes, statistics notes 8
NO_DISTANCE = 1e-9  # of the size of the figures: nearer than this is floating point, and lies on the line

REGULAR = (
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.CALENDAR_YEAR,
    PeriodKind.FINANCIAL_YEAR,
    PeriodKind.ACADEMIC_YEAR,
)
KEPT_BACK = {State.HIDDEN, State.PROTECTED, State.LOW}
_BLANK: dict[str, Any] = {
    "mean": np.nan,
    "lower": np.nan,
    "upper": np.nan,
    "part": 0,
    "trial": False,
    "flag": "",
    "signal": 0,
}


class ControlPoint(NamedTuple):
    """A figure with the mean and the limits of its part, NaN where that has none, and why it is a signal, if it is."""

    figure: ShownFigure
    mean: float
    lower: float
    upper: float
    part: int
    flag: str
    signal: int


@dataclass(frozen=True)
class ControlChart:
    """The points of a series with their limits, and what they say.

    ``points`` has the rows it was made from, oldest first, and beside them ``mean``, ``lower``,
    ``upper`` (the control limits: those of the single figures are left out), ``part`` (counted from 0),
    ``trial``, ``flag`` (why a point is a signal, empty where it is none) and ``signal`` (1 upwards,
    -1 downwards, 0 none; a rising run is upwards wherever it stands). ``variation`` is about the last
    point that has a value, ``assurance`` about the last limits. ``reason`` says why there are none.
    """

    points: pd.DataFrame
    variation: Variation
    assurance: Assurance
    trial: bool = False
    reason: str = ""


def control_chart(
    points: pd.DataFrame, breaks: Iterable[date] = (), better: Better = "none", target: float | None = None
) -> ControlChart:
    """Return the XmR chart of one series, in any order of its rows.

    ``points`` has the period columns, ``value``, ``numerator`` (NaN where there are no counts) and
    ``state``; a period without a row is a gap, as is one without a value. Each of ``breaks`` begins a
    part with a mean, limits and runs of its own, with the first period that holds the day or lies after
    it. ``target`` is in the unit of the values. The lower limit may be below 0: draw it from 0. Refused,
    with the reason, where the periods overlap or are days, a figure is hidden, or the last part has
    fewer than seven points, hardly varies or is of small counts. Raise ValueError where a period
    stands twice. Source: Wheeler and Chambers (1992); rules as NHSRplotthedots 0.2.2.
    """
    rows, periods = in_order(points)
    rows = rows.drop(columns=["lower", "upper"], errors="ignore")
    if reason := _unsuitable(rows, periods):
        return ControlChart(rows.assign(**_BLANK), "cannot be said", "cannot be said", reason=reason)
    charted, reason = _with_limits(rows, _places(periods), _parts(periods, set(breaks)))
    if reason:
        return ControlChart(charted, "cannot be said", "cannot be said", reason=reason)
    last = charted.iloc[np.flatnonzero(charted["value"].notna())[-1]]
    return ControlChart(charted, _variation(last, better), _assurance(last, better, target), bool(last["trial"]))


def _unsuitable(rows: pd.DataFrame, periods: list[Period]) -> str:
    kinds = {period.kind for period in periods}
    if not kinds:
        return "there are no figures"
    if len(kinds) > 1:
        return f"the periods are of different kinds: {', '.join(sorted(kinds))}"
    if any(kind.overlaps_itself for kind in kinds):
        return "the periods share months, so neighbouring figures are alike whatever happens"
    if not kinds <= set(REGULAR):
        return "the figures are not for months, quarters or years"
    # A mean over a hidden figure, beside the other points, would give it back; a mean without it would mislead.
    return "" if KEPT_BACK.isdisjoint(rows["state"]) else "a figure is hidden, and limits could give it away"


def usual_reach(values: Floats, counts: Floats) -> tuple[float, float]:
    """Return the mean of a series and how far its control limits lie from it; NaN where it is too little for them.

    ``values`` and ``counts`` (shape (n,), NaN in a gap) stand on a full calendar, without a break in the series.
    """
    if _too_little(values, counts, later=False):
        return float("nan"), float("nan")
    return float(np.nanmean(values)), RANGES_TO_LIMITS * _usual_range(values)


def _places(periods: list[Period]) -> Signs:
    """Where each period stands when every period in between has a place, so that gaps can be seen."""
    return np.array([(12 * period.start.year + period.start.month) // period.months for period in periods])


def _parts(periods: list[Period], days: set[date]) -> Signs:
    """The number of the part that each period is in, from 0."""
    passed = [sum(day <= period.end for day in days) for period in periods]
    return np.unique(passed, return_inverse=True)[1]


def _with_limits(rows: pd.DataFrame, at: Signs, part: Signs) -> tuple[pd.DataFrame, str]:
    """All parts with their limits and flags, and why the last has none."""
    values, counts = rows["value"].to_numpy(float), rows["numerator"].to_numpy(float)
    columns: dict[str, Any] = {name: np.full(len(rows), blank) for name, blank in _BLANK.items()}
    columns |= {"part": part, "flag": np.full(len(rows), "", dtype=object)}
    reason = ""
    for number in range(part[-1] + 1):
        here = part == number
        limits, reason = _limits(values[here], counts[here], at[here], later=number > 0)
        for name, made in limits.items():
            columns[name][here] = made
    return rows.assign(**columns), reason  # at once: each column added to a frame costs as much as the arithmetic


def _limits(known: Floats, counts: Floats, at: Signs, *, later: bool) -> tuple[dict[str, Any], str]:
    """The columns of one part with its own limits and flags, or why it has none."""
    kept = at - at.min()
    values = np.full(np.ptp(at) + 1, np.nan)
    values[kept] = known
    if reason := _too_little(values, counts, later):
        return {}, reason
    mean, reach = float(np.nanmean(values)), RANGES_TO_LIMITS * _usual_range(values)
    flags, signals = np.full(len(values), "", dtype=object), np.zeros(len(values), dtype=int)
    for flag, rule in reversed(RULES.items()):  # the first rule of a point has the last word
        found = rule(values, mean, reach)
        flags[found != 0] = flag
        signals = np.where(found != 0, found, signals)
    trial = np.count_nonzero(~np.isnan(known)) < ENOUGH
    limits = {"mean": mean, "lower": mean - reach, "upper": mean + reach}
    return {**limits, "trial": trial, "flag": flags[kept], "signal": signals[kept]}, ""


def _too_little(values: Floats, counts: Floats, later: bool) -> str:
    known = values[~np.isnan(values)]
    if len(known) < FEWEST:
        return f"fewer than seven figures{' since the series changed' if later else ''}"
    if _usual_range(values) <= _hair(values):  # limits without a width would flag every point
        return "too few figures differ from the one before"
    if np.mean(known == 0) > 0.5:
        return "most figures are zero, so a single event would look like a change"
    counts = counts[~np.isnan(counts)]
    if counts.size and counts.mean() < LOWEST_MEAN:
        return "fewer than five people or events a period, so one more would look like a change"
    return ""


def _usual_range(values: Floats) -> float:
    """The mean range from a point to the next, once without those far above it; 0 where there is none.

    A gap has no range to either side. The points that made the large ranges stay in the mean.
    """
    ranges = np.abs(np.diff(values))
    ranges = ranges[~np.isnan(ranges)]
    usual = ranges[ranges < LARGEST_RANGE * np.mean(ranges)] if ranges.size else ranges
    return float(np.mean(usual)) if usual.size else 0.0


# The rules, one function each: values on a full calendar (NaN in a gap), their mean and the reach of the limits
# to either side, to 1 for a signal upwards, -1 for one downwards, 0 for none. A gap breaks every run.


def outside_limits(values: Floats, mean: float, reach: float) -> Signs:
    """A point beyond a limit; a point on it is none."""
    return np.where(np.abs(values - mean) > reach + _hair(values), _sides(values, mean), 0)


def trend(values: Floats, mean: float, reach: float) -> Signs:  # noqa: ARG001 -- every rule is called alike
    """Seven points of which each is above the one before, or each below; two that are equal break it."""
    steps = np.diff(values, prepend=np.nan)
    signs = np.where(np.abs(steps) > _hair(values), np.nan_to_num(np.sign(steps)), 0).astype(int)
    found = _runs(signs, RUN - 1)
    starts = np.append(np.where(found[:-1] == 0, found[1:], 0), 0)  # the point from which the first step goes
    return np.where(found != 0, found, starts)


def two_of_three(values: Floats, mean: float, reach: float) -> Signs:
    """Points in the outer third, two of three neighbours on one side; those beyond the limit do not count."""
    sides, distance = _sides(values, mean), np.abs(values - mean)
    near = (distance > OUTER_THIRD * reach + _hair(values)) & (distance <= reach + _hair(values))
    marked = np.zeros(len(values), dtype=int)
    for first in range(len(values) - 2):
        three = slice(first, first + 3)
        if abs(sides[three].sum()) == 3 and near[three].sum() >= 2:
            marked[three] = np.where(near[three], sides[three], marked[three])
    return marked


def shift(values: Floats, mean: float, reach: float) -> Signs:  # noqa: ARG001 -- every rule is called alike
    """Seven points on one side of the mean; a point on the mean breaks it."""
    return _runs(_sides(values, mean), RUN)


RULES: dict[str, Callable[[Floats, float, float], Signs]] = {
    "outside the limits": outside_limits,
    "seven points rising or falling": trend,
    "two of three near a limit": two_of_three,
    "seven points on one side of the mean": shift,
}


def _hair(values: Floats) -> float:
    return NO_DISTANCE * float(np.nanmax(np.abs(values)))


def _sides(values: Floats, mean: float) -> Signs:
    distance = values - mean
    return np.where(np.abs(distance) > _hair(values), np.nan_to_num(np.sign(distance)), 0).astype(int)


def _runs(signs: Signs, length: int) -> Signs:
    """The signs that stand in a run of at least ``length`` alike; 0 elsewhere."""
    run = np.cumsum(np.diff(signs, prepend=signs[:1]) != 0)
    return np.where(np.bincount(run)[run] >= length, signs, 0)


def _variation(last: pd.Series, better: Better) -> Variation:
    if not last["flag"]:
        return "no significant change"
    upwards = bool(last["signal"] > 0)
    if better == "none":
        return "higher than usual" if upwards else "lower than usual"
    return "improvement" if upwards == (better == "higher") else "concern"


def _assurance(last: pd.Series, better: Better, target: float | None) -> Assurance:
    if target is None or better == "none":
        return "no target"
    if last["lower"] <= target <= last["upper"]:
        return "hit and miss"
    return "consistently passes" if (target < last["lower"]) == (better == "higher") else "consistently fails"
