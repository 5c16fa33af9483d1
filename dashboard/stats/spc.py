"""Whether a run of months or quarters changes by more than its usual ups and downs: XmR charts."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple, get_args

import numpy as np

from dashboard.domain.figures import State
from dashboard.domain.periods import Period, PeriodKind
from dashboard.domain.shown_figures import ShownFigure
from dashboard.stats.comparisons import Better
from dashboard.stats.intervals import Floats
from dashboard.stats.trends import in_order
from dashboard.stats.xmr import FLAGS, TOO_FEW, TOO_LITTLE, limits_of

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


class ControlPoint(NamedTuple):
    """A figure of a control chart, with the mean and the control limits of its part, NaN where this has none.

    ``part`` is counted from 0, ``trial`` says that the limits rest on few points. ``flag`` is why the point is a
    signal, empty where it is none, and ``signal`` 1 upwards, -1 downwards, 0 none; a rising run is upwards wherever
    it stands.
    """

    figure: ShownFigure
    mean: float = math.nan
    lower: float = math.nan
    upper: float = math.nan
    part: int = 0
    trial: bool = False
    flag: str = ""
    signal: int = 0


@dataclass(frozen=True)
class ControlChart:
    """The points of a series with their limits, oldest first, and what they say.

    ``variation`` is about the last point that has a value, ``assurance`` about the last limits. ``reason`` says why
    there are none.
    """

    points: tuple[ControlPoint, ...]
    variation: Variation
    assurance: Assurance
    trial: bool = False
    reason: str = ""


def control_chart(
    series: Iterable[ShownFigure], breaks: Iterable[date] = (), better: Better = "none", target: float | None = None
) -> ControlChart:
    """Return the XmR chart of one series, in any order.

    A period without a figure is a gap, as is one without a value; counts are looked at where there are any. Each
    of ``breaks`` begins a part with a mean, limits and runs of its own, with the first period that holds the day
    or lies after it. ``target`` is in the unit of the values. The lower limit may be below 0: draw it from 0.
    Refused, with the reason, where the periods overlap or are days, a figure is hidden, or the last part has
    fewer than seven points, hardly varies or is of small counts. Raise ValueError where a period
    stands twice. Source: Wheeler and Chambers (1992); rules as NHSRplotthedots 0.2.2.
    """
    figures = in_order(series)
    if reason := _unsuitable(figures):
        return ControlChart(tuple(map(ControlPoint, figures)), "cannot be said", "cannot be said", reason=reason)
    points, reason = _with_limits(figures, set(breaks))
    if reason:
        return ControlChart(points, "cannot be said", "cannot be said", reason=reason)
    last = [point for point in points if point.figure.is_known][-1]
    return ControlChart(points, variation_of(last.signal, better), _assurance(last, better, target), last.trial)


def _unsuitable(figures: Sequence[ShownFigure]) -> str:
    kinds = {figure.period.kind for figure in figures}
    if not kinds:
        return "there are no figures"
    if len(kinds) > 1:
        return f"the periods are of different kinds: {', '.join(sorted(kinds))}"
    if any(kind.overlaps_itself for kind in kinds):
        return "the periods share months, so neighbouring figures are alike whatever happens"
    if not kinds <= set(REGULAR):
        return "the figures are not for months, quarters or years"
    # A mean over a hidden figure, beside the other points, would give it back; a mean without it would mislead.
    hidden = any(figure.state in KEPT_BACK for figure in figures)
    return "a figure is hidden, and limits could give it away" if hidden else ""


def _with_limits(figures: Sequence[ShownFigure], days: set[date]) -> tuple[tuple[ControlPoint, ...], str]:
    """All parts with their limits and flags, and why the last has none."""
    points: list[ControlPoint] = []
    reason = ""
    parts = groupby(figures, lambda figure: sum(day <= figure.period.end for day in days))
    for number, (_, part) in enumerate(parts):
        limited, reason = _limited(list(part), number)
        points += limited
    return tuple(points), reason


def _limited(figures: Sequence[ShownFigure], part: int) -> tuple[list[ControlPoint], str]:
    """The points of one part with its own limits and flags, or why it has none."""
    places = _places([figure.period for figure in figures])
    values, counts = [figure.value for figure in figures], [figure.estimate.numerator for figure in figures]
    made = limits_of(_on_calendar(values, places), _on_calendar(counts, places))
    if amiss := int(made.amiss[0]):
        since = " since the series changed" if part and amiss == TOO_FEW else ""
        return [ControlPoint(figure, part=part) for figure in figures], f"{TOO_LITTLE[amiss]}{since}"
    mean, reach = float(made.mean[0]), float(made.reach[0])
    trial = sum(figure.is_known for figure in figures) < ENOUGH
    signals = zip(figures, made.rule[0, places].tolist(), made.signal[0, places].tolist(), strict=True)
    return [
        ControlPoint(figure, mean, mean - reach, mean + reach, part, trial, FLAGS[rule], signal)
        for figure, rule, signal in signals
    ], ""


def _places(periods: Sequence[Period]) -> list[int]:
    """Where each period stands, from 0, when every period in between has a place, so that gaps can be seen."""
    places = [(12 * period.start.year + period.start.month) // period.months for period in periods]
    return [place - places[0] for place in places]


def _on_calendar(numbers: Sequence[float], places: Sequence[int]) -> Floats:
    """One run of numbers with a place for each period in between, NaN in a gap: shape (1, w)."""
    made = np.full((1, places[-1] + 1), np.nan)
    made[0, places] = numbers
    return made


def variation_of(signal: int, better: Better) -> Variation:
    """Return what a last point says whose signal is upwards (1), downwards (-1) or none (0)."""
    if not signal:
        return "no significant change"
    if better == "none":
        return "higher than usual" if signal > 0 else "lower than usual"
    return "improvement" if (signal > 0) == (better == "higher") else "concern"


def _assurance(last: ControlPoint, better: Better, target: float | None) -> Assurance:
    if target is None or better == "none":
        return "no target"
    if last.lower <= target <= last.upper:
        return "hit and miss"
    return "consistently passes" if (target < last.lower) == (better == "higher") else "consistently fails"
