"""Whether a run of months or quarters changes by more than its usual ups and downs: XmR charts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, NamedTuple, TypeVar, get_args

import numpy as np
import pandas as pd

from dashboard.domain.figures import State
from dashboard.domain.periods import Period, PeriodKind
from dashboard.domain.shown_figures import ShownFigure
from dashboard.stats.comparisons import Better
from dashboard.stats.intervals import Floats
from dashboard.stats.trends import in_order
from dashboard.stats.xmr import FLAGS, TOO_FEW, TOO_LITTLE, Limits, Signs, limits_of

Variation = Literal[
    "improvement", "concern", "higher than usual", "lower than usual", "no significant change", "cannot be said"
]
VARIATIONS: tuple[Variation, ...] = get_args(Variation)
Assurance = Literal["consistently passes", "consistently fails", "hit and miss", "no target", "cannot be said"]

ENOUGH = 13  # points of a part; limits from fewer are trial limits, as NHSRplotthedots 0.2.2 counts them

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


_Points = TypeVar("_Points")


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
class ControlChart(Generic[_Points]):
    """The points of a series with their limits, and what they say.

    ``points``, a frame or records as the series is, has what it was made from, oldest first, and beside it ``mean``, ``lower``,
    ``upper`` (the control limits: those of the single figures are left out), ``part`` (counted from 0),
    ``trial``, ``flag`` (why a point is a signal, empty where it is none) and ``signal`` (1 upwards,
    -1 downwards, 0 none; a rising run is upwards wherever it stands). ``variation`` is about the last
    point that has a value, ``assurance`` about the last limits. ``reason`` says why there are none.
    """

    points: _Points
    variation: Variation
    assurance: Assurance
    trial: bool = False
    reason: str = ""


Charted = ControlChart[tuple[ControlPoint, ...]]  # what reports take


def control_chart(
    points: pd.DataFrame, breaks: Iterable[date] = (), better: Better = "none", target: float | None = None
) -> ControlChart[pd.DataFrame]:
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
    variation = variation_of(int(last["signal"]), better)
    return ControlChart(charted, variation, _assurance(last, better, target), bool(last["trial"]))


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
    made = limits_of(values[None], counts[None])
    return float(made.mean[0]), float(made.reach[0])


def _places(periods: list[Period]) -> Signs:
    """Where each period stands when every period in between has a place, so that gaps can be seen."""
    return np.array([(12 * period.start.year + period.start.month) // period.months for period in periods])


def _parts(periods: list[Period], days: set[date]) -> Signs:
    """The number of the part that each period is in, from 0."""
    passed = [sum(day <= period.end for day in days) for period in periods]
    return np.unique(passed, return_inverse=True)[1]


def _with_limits(rows: pd.DataFrame, places: Signs, part: Signs) -> tuple[pd.DataFrame, str]:
    """All parts with their limits and flags, and why the last has none."""
    numbers = [rows[name].to_numpy(float) for name in ("value", "numerator")]
    columns: dict[str, Any] = {name: np.full(len(rows), blank) for name, blank in _BLANK.items()}
    columns |= {"part": part, "flag": np.full(len(rows), "", dtype=object)}
    reason = ""
    for number in range(part[-1] + 1):
        chosen = np.flatnonzero(part == number)
        made = limits_of(*(_on_calendar(column[chosen], places[chosen]) for column in numbers))
        reason = _reason(int(made.amiss[0]), later=number > 0)
        if not reason:
            for name, column in _columns(made, numbers[0][chosen], places[chosen]).items():
                columns[name][chosen] = column
    return rows.assign(**columns), reason  # at once: each column added to a frame costs as much as the arithmetic


def _on_calendar(numbers: Floats, places: Signs) -> Floats:
    """One run of numbers with a place for each period in between, NaN in a gap: shape (1, w)."""
    made = np.full((1, np.ptp(places) + 1), np.nan)
    made[0, places - places.min()] = numbers
    return made


def _reason(amiss: int, *, later: bool) -> str:
    since = " since the series changed" if later and amiss == TOO_FEW else ""
    return f"{TOO_LITTLE[amiss]}{since}"


def _columns(made: Limits, known: Floats, places: Signs) -> dict[str, Any]:
    """The columns of one part with its own limits and flags, in the rows that it has."""
    mean, reach, kept = float(made.mean[0]), float(made.reach[0]), places - places.min()
    trial = np.count_nonzero(~np.isnan(known)) < ENOUGH
    limits = {"mean": mean, "lower": mean - reach, "upper": mean + reach}
    flags = np.array(FLAGS, dtype=object)[made.rule[0, kept]]
    return {**limits, "trial": trial, "flag": flags, "signal": made.signal[0, kept]}


def variation_of(signal: int, better: Better) -> Variation:
    """Return what a last point says whose signal is upwards (1), downwards (-1) or none (0)."""
    if not signal:
        return "no significant change"
    if better == "none":
        return "higher than usual" if signal > 0 else "lower than usual"
    return "improvement" if (signal > 0) == (better == "higher") else "concern"


def _assurance(last: pd.Series, better: Better, target: float | None) -> Assurance:
    if target is None or better == "none":
        return "no target"
    if last["lower"] <= target <= last["upper"]:
        return "hit and miss"
    return "consistently passes" if (target < last["lower"]) == (better == "higher") else "consistently fails"
