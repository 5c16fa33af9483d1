"""Confidence limits for proportions, rates and counts."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import special  # scipy.stats takes half a second to load, in each process that opens a page

from dashboard.domain.coded import Bools

Floats = npt.NDArray[np.float64]
BYAR_FROM = 10  # events; under this the exact limits are used, as public health practice in England has it


def wilson_interval(count: Floats, total: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the Wilson score limits of ``count / total``.

    Arrays of shape (n,) in and out; shares between 0 and 1, NaN where the total is 0 or either is
    missing; exactly 0 where the count is 0 and exactly 1 where it is the total. Raise ValueError
    where a count is below 0 or above its total. Source: Wilson (1927), J Am Stat Assoc 22:209.
    """
    count, total = np.asarray(count, float), np.asarray(total, float)
    if np.any(count < 0) or np.any(count > total):
        raise ValueError("a count lies between 0 and its total")
    z = _quantile(level)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = count / total
        spread = z * np.sqrt(z**2 + 4 * count * (1 - share))
        below, above = (2 * count + z**2 - spread), (2 * count + z**2 + spread)
        lower, upper = below / (2 * (total + z**2)), above / (2 * (total + z**2))
    nobody = total == 0
    # Floating point leaves the ends a hair beside 0 and 1, and an error bar of negative length.
    lower = np.where(count == 0, 0.0, lower)
    upper = np.where(count == total, 1.0, upper)
    return np.where(nobody, np.nan, lower), np.where(nobody, np.nan, upper)


def count_interval(count: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the limits of a count of independent events: exact Poisson under 10, Byar's from 10.

    Arrays of shape (n,) in and out, NaN where the count is missing. Raise ValueError where a count
    is below 0. Source: Breslow and Day (1987), IARC Scientific Publications 82, pages 69 to 71.
    """
    count = np.asarray(count, float)
    if np.any(count < 0):
        raise ValueError("a count is not below 0")
    few = count < BYAR_FROM
    distinct, place = np.unique(count[few], return_inverse=True)  # few counts differ, and each exact limit is dear
    lower, upper = np.full((2, *count.shape), np.nan)
    lower[few], upper[few] = (limit[place] for limit in _exact(distinct, level))
    lower[~few], upper[~few] = _byar(count[~few], level)
    return lower, upper


def limits(count: Floats, total: Floats, of_people: Bools, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the limits of ``count / total``: Wilson's where the count is ``of_people`` of a group, else of events.

    Arrays of shape (n,) in and out, as ``wilson_interval`` and ``count_interval`` have them.
    """
    lower, upper = np.full((2, len(count)), np.nan)
    lower[of_people], upper[of_people] = wilson_interval(count[of_people], total[of_people], level)
    events = count_interval(count[~of_people], level)
    lower[~of_people], upper[~of_people] = (limit / total[~of_people] for limit in events)
    return lower, upper


@lru_cache
def _quantile(level: float) -> float:
    """How many standard deviations limits of a level lie from the middle: 1.96 of 0.95."""
    return float(special.ndtri((1 + level) / 2))


def _exact(count: Floats, level: float) -> tuple[Floats, Floats]:
    # Half the quantile of chi-squared with twice as many degrees of freedom; with none it is 0 in the reference.
    lower = np.where(count == 0, 0.0, special.gammaincinv(np.maximum(count, 1e-300), (1 - level) / 2))
    upper = special.gammaincinv(count + 1, (1 + level) / 2)
    return lower, upper


def _byar(count: Floats, level: float) -> tuple[Floats, Floats]:
    z, more = _quantile(level), count + 1
    lower = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return lower, upper
