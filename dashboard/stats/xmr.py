"""Limits of XmR charts, and the points that are more than their usual ups and downs: many runs of points at once."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dashboard.stats.intervals import Floats

Signs = npt.NDArray[np.int_]

# Wheeler and Chambers (1992), Understanding Statistical Process Control: constants for ranges of two points.
RANGES_TO_LIMITS = 2.66  # 3 / d2 of 2, rounded as tables and NHS charts have it
LARGEST_RANGE = 3.267  # D4 of 2: a range this many times the mean range is no usual one and widens no limits
# NHS England, Making Data Count, as the R package NHSRplotthedots 0.2.2 counts its points.
RUN = 7  # points on one side of the mean, or points that all rise or all fall
OUTER_THIRD = 2 / 3
FEWEST = RUN  # our own: with fewer points than a run is long, no run can show
LOWEST_MEAN = 5  # people or events: under this single events look like special causes, statistics notes 8
NO_DISTANCE = 1e-9  # of the size of the figures: nearer than this is floating point, and lies on the line

TOO_LITTLE = (  # why a run has no limits, in the order in which it is asked; the first where it has
    "",
    "fewer than seven figures",
    "too few figures differ from the one before",  # limits without a width would flag every point
    "most figures are zero, so a single event would look like a change",
    "fewer than five people or events a period, so one more would look like a change",
)
TOO_FEW = 1  # the place of the first


class Limits(NamedTuple):
    """The limits of n runs of w points: ``mean`` and ``reach`` to either side of it (shape (n,)), and the signals.

    ``rule`` is the place in ``FLAGS`` of why a point is a signal, ``signal`` 1 upwards, -1 downwards, 0 none (shape
    (n, w)). ``amiss`` is the place in ``TOO_LITTLE`` of why a run has no limits; its others are then NaN and 0.
    """

    mean: Floats
    reach: Floats
    rule: Signs
    signal: Signs
    amiss: Signs


def limits_of(values: Floats, counts: Floats) -> Limits:
    """Return the limits of n runs.

    ``values`` and ``counts`` (shape (n, w), NaN in a gap) stand on a full calendar, without a break in the series.
    """
    amiss, usual = _too_little(values, counts)
    enough = np.flatnonzero(amiss == 0)
    mean, reach = np.full((2, len(values)), np.nan)
    rule, signal = np.zeros((2, *values.shape), dtype=int)
    known = values[enough]
    mean[enough] = np.where(np.isnan(known), 0, known).sum(axis=1) / np.count_nonzero(~np.isnan(known), axis=1)
    reach[enough] = RANGES_TO_LIMITS * usual[enough]
    rule[enough], signal[enough] = _signals(known, mean[enough, None], reach[enough, None])
    return Limits(mean, reach, rule, signal, amiss)


def _too_little(values: Floats, counts: Floats) -> tuple[Signs, Floats]:
    """Why each run has no limits, and its mean range from a point to the next."""
    known, usual = ~np.isnan(values), _usual_ranges(values)
    many, zeros = known.sum(axis=1), (values == 0).sum(axis=1)
    hair = NO_DISTANCE * np.where(known, np.abs(values), 0).max(axis=1, initial=0)
    amiss = [many < FEWEST, usual <= hair, zeros > many / 2, _means(counts) < LOWEST_MEAN]
    return np.select(amiss, [1, 2, 3, 4], 0), usual


def _usual_ranges(values: Floats) -> Floats:
    """The mean range from a point to the next, once without those far above it; 0 where there is none.

    A gap has no range to either side. The points that made the large ranges stay in the mean.
    """
    ranges = np.abs(np.diff(values, axis=1))
    usual = np.where(ranges < LARGEST_RANGE * _means(ranges)[:, None], ranges, np.nan)
    return np.nan_to_num(_means(usual))


def _means(numbers: Floats) -> Floats:
    """The mean of the numbers that each row has, NaN where it has none."""
    known = ~np.isnan(numbers)
    many = known.sum(axis=1)
    means = np.full(len(numbers), np.nan)
    for size in np.unique(many[many > 0]):  # rows with as many numbers stand side by side once the gaps are out
        rows = many == size
        means[rows] = numbers[rows][known[rows]].reshape(-1, size).mean(axis=1)
    return means


def _signals(values: Floats, mean: Floats, reach: Floats) -> tuple[Signs, Signs]:
    rules, signals = np.zeros((2, *values.shape), dtype=int)
    for place, rule in reversed([*enumerate(RULES.values(), start=1)]):  # the first rule of a point has the last word
        found = rule(values, mean, reach)
        rules = np.where(found != 0, place, rules)
        signals = np.where(found != 0, found, signals)
    return rules, signals


# The rules, one function each: values on a full calendar (NaN in a gap, along the last axis), their mean and the reach
# of the limits to either side, to 1 for a signal upwards, -1 for one downwards, 0 for none. A gap breaks every run.


def outside_limits(values: Floats, mean: Floats | float, reach: Floats | float) -> Signs:
    """A point beyond a limit; a point on it is none."""
    return np.where(np.abs(values - mean) > reach + _hair(values), _sides(values, mean), 0)


def trend(values: Floats, mean: Floats | float, reach: Floats | float) -> Signs:  # noqa: ARG001 -- all are called alike
    """Seven points of which each is above the one before, or each below; two that are equal break it."""
    steps = np.diff(values, prepend=np.nan)
    signs = np.where(np.abs(steps) > _hair(values), np.nan_to_num(np.sign(steps)), 0).astype(int)
    found = _runs(signs, RUN - 1)
    starts = np.zeros_like(found)  # the point from which the first step goes
    starts[..., :-1] = np.where(found[..., :-1] == 0, found[..., 1:], 0)
    return np.where(found != 0, found, starts)


def two_of_three(values: Floats, mean: Floats | float, reach: Floats | float) -> Signs:
    """Points in the outer third, two of three neighbours on one side; those beyond the limit do not count."""
    sides, distance = _sides(values, mean), np.abs(values - mean)
    near = (distance > OUTER_THIRD * reach + _hair(values)) & (distance <= reach + _hair(values))
    threes = (np.abs(_of_three(sides)) == 3) & (_of_three(near.astype(int)) >= 2)
    within = np.zeros(values.shape, dtype=bool)
    for first in range(min(3, values.shape[-1])):
        within[..., first : first + threes.shape[-1]] |= threes
    return np.where(near & within, sides, 0)


def shift(values: Floats, mean: Floats | float, reach: Floats | float) -> Signs:  # noqa: ARG001 -- all are called alike
    """Seven points on one side of the mean; a point on the mean breaks it."""
    return _runs(_sides(values, mean), RUN)


RULES: dict[str, Callable[[Floats, Floats, Floats], Signs]] = {
    "outside the limits": outside_limits,
    "seven points rising or falling": trend,
    "two of three near a limit": two_of_three,
    "seven points on one side of the mean": shift,
}
FLAGS = ("", *RULES)


def _hair(values: Floats) -> Floats:
    return NO_DISTANCE * np.nanmax(np.abs(values), axis=-1, keepdims=True)


def _sides(values: Floats, mean: Floats | float) -> Signs:
    distance = values - mean
    return np.where(np.abs(distance) > _hair(values), np.nan_to_num(np.sign(distance)), 0).astype(int)


def _of_three(numbers: Signs) -> Signs:
    """The sum of each three neighbours."""
    return numbers[..., :-2] + numbers[..., 1:-1] + numbers[..., 2:]


def _runs(signs: Signs, length: int) -> Signs:
    """The signs that stand in a run of at least ``length`` alike; 0 elsewhere."""
    begins = np.ones(signs.shape, dtype=bool)
    begins[..., 1:] = np.diff(signs) != 0
    run = np.cumsum(begins) - 1  # no run goes on from one row into the next
    return np.where(np.bincount(run)[run].reshape(signs.shape) >= length, signs, 0)
