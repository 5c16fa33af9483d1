"""How many times larger or smaller one figure is than another, at the least, once chance is allowed for."""

import numpy as np
import pandas as pd

from dashboard.domain.indicators import Indicator
from dashboard.stats.intervals import Floats, count_interval


def least_times(before: pd.DataFrame, after: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return by how many times figures differ at the least: columns ``times`` and ``of_rest``, indexed like ``after``.

    Both frames hold estimates of one indicator, row beside row. ``times`` compares the ends of the two 95% intervals
    that are nearest each other, the larger over the smaller: 1 where the intervals meet, so that chance could explain
    the difference; infinite where one end is 0; NaN where a value is missing. A measure without limits is compared by
    its values alone. Of a share, ``of_rest`` says that those who are not counted changed by more times than those
    who are: from 90% to 99% the others became a tenth.
    """
    old, new = _ends(before, indicator), _ends(after, indicator)
    times = _times(old, new)
    of_rest = np.zeros(len(after), dtype=bool)
    if indicator.kind == "proportion":
        rest = _times(*((indicator.per - upper, indicator.per - lower) for lower, upper in (old, new)))
        of_rest = rest > times
        times = np.where(of_rest, rest, times)
    missing = before["value"].isna().to_numpy() | after["value"].isna().to_numpy()
    return pd.DataFrame({"times": np.where(missing, np.nan, times), "of_rest": of_rest & ~missing}, after.index)


def has_chance(indicator: Indicator) -> bool:
    """Whether figures of an indicator vary by chance: money and scores have no limits to allow for it."""
    return indicator.interval != "none" or indicator.kind == "count"


def _ends(rows: pd.DataFrame, indicator: Indicator) -> tuple[Floats, Floats]:
    """The 95% limits; of a count without limits those of as many independent events; else the value twice."""
    lower, upper, value = (rows[name].to_numpy(float) for name in ("lower", "upper", "value"))
    if indicator.kind == "count":
        counts = rows["numerator"].where(rows["numerator"] >= 0).to_numpy(float)
        low, high = (limit * indicator.per for limit in count_interval(counts))
        lower, upper = np.where(np.isnan(lower), low, lower), np.where(np.isnan(upper), high, upper)
    return np.where(np.isnan(lower), value, lower), np.where(np.isnan(upper), value, upper)


def _times(old: tuple[Floats, Floats], new: tuple[Floats, Floats]) -> Floats:
    """The nearest ends of two intervals, the larger over the smaller; corrections below 0 count as 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        risen = np.where(new[0] > old[1], new[0] / np.maximum(old[1], 0), 1.0)
        fallen = np.where(old[0] > new[1], old[0] / np.maximum(new[1], 0), 1.0)
    return np.maximum(risen, fallen)
