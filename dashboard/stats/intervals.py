"""Confidence limits for proportions, rates and counts."""

import numpy as np
import numpy.typing as npt
from scipy import stats

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
    z = stats.norm.ppf((1 + level) / 2)
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
    exact, approximate = _exact(count, level), _byar(count, level)
    few = count < BYAR_FROM
    return np.where(few, exact[0], approximate[0]), np.where(few, exact[1], approximate[1])


def _exact(count: Floats, level: float) -> tuple[Floats, Floats]:
    # The quantile with 0 degrees of freedom is NaN in scipy and 0 in the reference.
    lower = np.where(count == 0, 0.0, stats.chi2.ppf((1 - level) / 2, 2 * np.maximum(count, 1e-300)) / 2)
    upper = stats.chi2.ppf((1 + level) / 2, 2 * count + 2) / 2
    return lower, upper


def _byar(count: Floats, level: float) -> tuple[Floats, Floats]:
    z = stats.norm.ppf((1 + level) / 2)
    at_least_one = np.maximum(count, 1.0)  # smaller counts never reach this method; it only must not divide by 0
    more = count + 1
    lower = at_least_one * (1 - 1 / (9 * at_least_one) - z / (3 * np.sqrt(at_least_one))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return lower, upper
