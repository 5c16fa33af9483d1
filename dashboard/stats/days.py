"""The days that periods of many figures run from and to."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from dashboard.domain.coded import Bools, Texts

Days = npt.NDArray[np.datetime64]


def first_days(starts: Texts) -> Days:
    """Return the day on which each period begins, from ISO dates."""
    return np.array(starts.words, dtype="datetime64[D]")[starts.codes]


def last_days(first: Days, months: npt.NDArray[np.int64]) -> Days:
    """Return the day on which each run of whole months ends; of no months, a single day, that day itself."""
    after = (first.astype("datetime64[M]") + months).astype("datetime64[D]")
    return np.where(months > 0, after - 1, first)


def a_year_earlier(first: Days) -> Days:
    """Return the same day of the year before; of 29 February the 28th."""
    month = first.astype("datetime64[M]")
    earlier = (month - 12).astype("datetime64[D]") + (first - month.astype("datetime64[D]"))
    return np.where(earlier.astype("datetime64[M]") > month - 12, earlier - 1, earlier)


def across(first: Days, last: Days, breaks: Days) -> Bools:
    """Whether a day of ``breaks`` lies after the first day and not after the last: what is before it is another series.

    Days of shape (n,), breaks of shape (n, k), NaT where there are fewer.
    """
    return np.any((first[:, None] < breaks) & (breaks <= last[:, None]), axis=1)


def table(days: Sequence[Sequence[date]]) -> Days:
    """Return days of several lists, a row each, NaT after the last of a row."""
    most = max(map(len, days), default=0)
    rows = [[*row, *[None] * (most - len(row))] for row in days]
    return np.array(rows, dtype="datetime64[D]").reshape(len(days), most)
