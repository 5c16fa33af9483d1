"""Better, similar or worse than another place or another time, in people and in words."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from dashboard.domain.coded import Bools, Codes, Texts
from dashboard.domain.periods import Period
from dashboard.stats.intervals import Floats, limits, wilson_interval

Better = Literal["higher", "lower", "none"]
Labels = npt.NDArray[np.str_]
Verdict = Literal["rose", "fell", "stayed about the same", "cannot be said"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

NOT_COMPARED = "not compared"
OUTER_LEVEL = 0.998  # "much": the outer lines of public health practice in England, Fingertips technical guidance
SAME_PERSON = 1e-6  # of a person: nearer to a whole number than this is floating point, not people

# By how far the value lies from the comparator: -2 far below, -1 below, 0 similar, 1 above, 2 far above.
_WORDS: dict[str, tuple[str, ...]] = {
    "higher": ("much worse", "worse", "similar", "better", "much better"),
    "lower": ("much better", "better", "similar", "worse", "much worse"),
    "none": ("much lower", "lower", "similar", "higher", "much higher"),
}
_NOWHERE = 3  # how far from nothing: the last of the words
_LABELS = [[*_WORDS[better], NOT_COMPARED] for better in get_args(Better)]


class Counted(NamedTuple):
    """So many of so many people in one period."""

    numerator: float
    denominator: float
    period: Period


@dataclass(frozen=True)
class Change:
    """What became of a share from one period to a later one, with the limits of the difference (0.05 is 5 points)."""

    verdict: Verdict
    lower: float = float("nan")
    upper: float = float("nan")
    reason: str = ""


def compare(
    value: Floats,
    lower95: Floats,
    upper95: Floats,
    lower998: Floats,
    upper998: Floats,
    comparator: Floats | float,
    better: Better,
) -> Labels:
    """Return how each value stands to its comparator: "similar" where its 95% limits hold it, limits included.

    Arrays of shape (n,) or single numbers, in one unit; labels of shape (n,). Beyond the 99.8% limits
    too it is "much better", "much worse", or without a direction "much higher", "much lower".
    "not compared" where value, 95% limits or comparator is missing; where only the 99.8% limits are,
    as for published limits, it is never "much". Raise ValueError for a direction that is none.
    Source: Fingertips technical guidance, comparison by confidence intervals at 95% and 99.8%.
    """
    distance = distances(value, lower95, upper95, lower998, upper998, np.asarray(comparator, float))
    return np.array([*_words(better), NOT_COMPARED])[distance + 2]


def distances(
    value: Floats, lower95: Floats, upper95: Floats, lower998: Floats, upper998: Floats, comparator: Floats
) -> Codes:
    """Return how far each value lies from its comparator, as ``compare`` has it, for ``labels`` to put in words."""
    arrays = np.broadcast_arrays(*(np.asarray(a, float) for a in (value, lower95, upper95, comparator)))
    own, lower, upper, other = (np.atleast_1d(array) for array in arrays)
    missing = np.isnan(own) | np.isnan(lower) | np.isnan(upper) | np.isnan(other)
    above, below = other < lower, other > upper
    # A comparison with NaN is false, so missing outer limits make nothing "much".
    far_above, far_below = above & (other < np.asarray(lower998)), below & (other > np.asarray(upper998))
    distance = above.astype(int) + far_above - below.astype(int) - far_below
    return np.where(missing, _NOWHERE, distance)


def labels(distance: Codes, better: Codes) -> Texts:
    """Return the words for distances, each with the place of its better direction among those of ``Better``."""
    return Texts([word for words in _LABELS for word in words], better * len(_LABELS[0]) + distance + 2)


def _words(better: str) -> tuple[str, ...]:
    if better not in get_args(Better):
        raise ValueError(f"a direction is one of {', '.join(get_args(Better))}, not “{better}”")
    return _WORDS[better]


def people_gap(numerator: Floats, denominator: Floats, target_share: Floats | float, better: Better) -> Floats:
    """Return the whole people, rounded up, that are missing to the target; fewer people where lower is better.

    Arrays of shape (n,) or single numbers; the target is a share between 0 and 1. 0 where the target
    is reached; NaN where a number is missing, nobody is in the group or neither direction is better.
    Raise ValueError for a target outside 0 to 1 or a count outside its group: people of a group is
    all that this can tell, so it is not for rates.
    """
    _words(better)
    count, total, target = (np.asarray(array, float) for array in (numerator, denominator, target_share))
    if np.any(target < 0) or np.any(target > 1):
        raise ValueError("a target is a share between 0 and 1")
    if np.any(count < 0) or np.any(count > total):
        raise ValueError("a count lies between 0 and its total")
    gap = people_missing(count, total, target, np.asarray(better == "higher"))
    return np.where((total == 0) | (better == "none"), np.nan, gap)


def people_missing(count: Floats, total: Floats, target: Floats, more: Bools) -> Floats:
    """Return the whole people to a target: those that are missing where ``more`` is better, else those too many."""
    missing = np.where(more, target * total - count, count - target * total)
    # 0.55 × 20 is a hair above 11 in floating point, and rounding up would ask for a twelfth person.
    nearest = np.round(missing)
    whole = np.where(np.abs(missing - nearest) < SAME_PERSON, nearest, np.ceil(missing))
    return np.where(np.isnan(missing), np.nan, np.maximum(whole, 0.0))


def smallest_visible_difference(denominator: Floats, share: Floats | float, level: float = 0.95) -> Floats:
    """Return how far a comparator must be from ``share`` before a group this small is told from it on either side.

    It is the greater of the distances from the share to its two Wilson limits, so that ``compare``
    calls every comparator further off than this higher or lower, and one nearer on at least one side
    similar. Arrays of shape (n,) or single numbers; a share between 0 and 1 in and out (0.05 is five
    percentage points); smaller for more people; NaN for nobody or a missing number. Raise ValueError
    for a share outside 0 to 1. Source: Wilson (1927), J Am Stat Assoc 22:209.
    """
    total, own = np.broadcast_arrays(np.asarray(denominator, float), np.asarray(share, float))
    if np.any(own < 0) or np.any(own > 1):
        raise ValueError("a share lies between 0 and 1")
    lower, upper = wilson_interval(own * total, total, level)
    return np.maximum(own - lower, upper - own)


def newcombe_interval(
    count1: Floats, total1: Floats, count2: Floats, total2: Floats, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return the limits of the difference ``count1 / total1 - count2 / total2`` of two separate groups.

    Arrays of shape (n,) or single numbers in and out; differences of shares between -1 and 1, NaN
    where a total is 0 or a number missing. Raise ValueError where a count is outside its total.
    Source: Newcombe (1998), Statistics in Medicine 17:873, method 10 (Wilson limits, no continuity correction).
    """
    (lower1, upper1), (lower2, upper2) = wilson_interval(count1, total1, level), wilson_interval(count2, total2, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        share1, share2 = np.asarray(count1, float) / total1, np.asarray(count2, float) / total2
    difference = share1 - share2
    below = np.hypot(share1 - lower1, upper2 - share2)
    above = np.hypot(upper1 - share1, share2 - lower2)
    return difference - below, difference + above


def changed(before: Counted, after: Counted, level: float = 0.95) -> Change:
    """Return whether the share rose or fell from one period to the next, by more than chance would explain.

    It "stayed about the same" where the Newcombe limits of the difference hold 0, limits included.
    It "cannot be said", with the reason, where the periods share a day or are of different kinds or
    lengths, where a count is missing or nobody is in a group. Raise ValueError where ``after`` comes first.
    """
    if after.period.is_before(before.period):
        raise ValueError("the earlier period comes first")
    if reason := _why_no_change(before, after):
        return Change("cannot be said", reason=reason)
    count1, total1, count2, total2 = (np.array(number, float) for number in (*after[:2], *before[:2]))
    lower, upper = newcombe_interval(count1, total1, count2, total2, level)
    return Change(VERDICTS[int(verdicts(lower, upper))], float(lower), float(upper))


def verdicts(lower: Floats, upper: Floats) -> Codes:
    """Return the place in ``VERDICTS`` of what limits of a difference say; NaN limits cannot say anything."""
    return np.select([lower > 0, upper < 0, np.isnan(lower)], [0, 1, 3], 2)


def _why_no_change(before: Counted, after: Counted) -> str:
    if before.period.overlaps(after.period):
        return "the two periods share months, so part of the figure would be compared with itself"
    if (before.period.kind, before.period.months) != (after.period.kind, after.period.months):
        return "the two periods are of different kinds"
    if np.isnan([*before[:2], *after[:2]]).any():
        return "a count is missing in one of the periods"
    return "nobody was in the group in one of the periods" if 0 in (before[1], after[1]) else ""


def outer(count: Floats, total: Floats, method: Texts) -> tuple[Floats, Floats]:
    """Return the 99.8% limits of ``count / total`` by the methods of the 95% limits, NaN by any other. Shape (n,)."""
    of_people = method.among(["Wilson"])
    # A count without its method's limits may be anything, a correction below 0 too, and is not handed on.
    chosen = np.flatnonzero(of_people | method.among(["exact Poisson or Byar"]))
    lower, upper = np.full((2, len(count)), np.nan)
    lower[chosen], upper[chosen] = limits(count[chosen], total[chosen], of_people[chosen], OUTER_LEVEL)
    return lower, upper
