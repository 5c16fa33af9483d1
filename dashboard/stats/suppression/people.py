"""The people behind a figure: how many are counted, how many are not, and whether either is too few to show."""

import numpy as np
import pandas as pd
from scipy import special

from dashboard.domain.figures import State
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.stats.intervals import Floats, count_interval

PEOPLE = ["counted", "rest", "least"]


def is_hidden_small(indicator: Indicator) -> bool:
    """Whether small counts of this indicator are hidden; those of a source that rounds are rounded instead."""
    return indicator.hide_below > 0 and indicator.round_to is None


def is_rounded_here(indicator: Indicator) -> bool:
    """Whether exact counts of this indicator are rounded before they are shown, as its source would."""
    return indicator.hide_below > 0 and indicator.round_to is not None


def people(figures: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return figures with how many people are ``counted``, how many in the group are not (``rest``), and ``least``.

    ``least`` is the smallest count that may be shown. Counts that a figure gives away without naming
    them (a share of a known group, limits of a known kind) are worked back. NaN where a number cannot
    be known from the figure, or has no other side: a rate, a count. A mean is of its denominator.
    """
    parts = [_of_one(rows, catalogue.called(str(name))) for name, rows in figures.groupby("indicator", sort=False)]
    if not parts:
        return figures.assign(**dict.fromkeys(PEOPLE, pd.Series(dtype="float64")))
    return pd.concat(parts).reindex(figures.index)


def _of_one(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    counted, whole = rows["numerator"], rows["denominator"]
    if indicator.kind == "mean":
        counted = whole
    elif indicator.kind == "count":
        counted = counted.fillna(rows["value"] / indicator.per)
    elif indicator.kind == "rate":
        counted = counted.fillna(_shared_out(rows, indicator)).fillna(_events_of_limits(rows, indicator))
    elif indicator.kind == "proportion":
        whole = whole.fillna(_group_of_limits(rows, indicator))
        counted = counted.fillna((rows["value"] / indicator.per * whole).round())
    rest = whole - counted if indicator.kind == "proportion" else counted * np.nan
    return rows.assign(counted=counted, rest=rest, least=float(indicator.hide_below))


def _shared_out(rows: pd.DataFrame, indicator: Indicator) -> pd.Series:
    return (rows["value"] / indicator.per * rows["denominator"]).round()


def _group_of_limits(rows: pd.DataFrame, indicator: Indicator) -> pd.Series:
    """The size of the group that Wilson limits of this width belong to: a quadratic in one over the size."""
    share = (rows["value"] / indicator.per).to_numpy(float)
    half = ((rows["upper"] - rows["lower"]) / indicator.per / 2).to_numpy(float)
    square = special.ndtri(0.975) ** 2
    # half² (1 + z²t)² = z² (share (1 - share) t + z² t² / 4), with t one over the size.
    two, one, none = square**2 * (half**2 - 0.25), square * (2 * half**2 - share * (1 - share)), half**2
    with np.errstate(invalid="ignore", divide="ignore"):
        t = (-one - np.sqrt(one**2 - 4 * two * none)) / (2 * two)
        size = 1 / t
    return pd.Series(np.where(size > 0, size, np.nan), rows.index).round()


def _events_of_limits(rows: pd.DataFrame, indicator: Indicator) -> pd.Series:
    """The count whose limits lie as far above it as the published ones, where that is a small one."""
    few = np.arange(1.0, max(indicator.hide_below, 2))
    reach: Floats = count_interval(few)[1] / few
    with np.errstate(invalid="ignore", divide="ignore"):
        published = (rows["upper"] / rows["value"]).to_numpy(float)
    nearest = few[np.abs(published[:, None] - reach).argmin(axis=1)]
    close = published >= reach[-1] * (1 - CLOSE)
    return pd.Series(np.where(close & np.isfinite(published), nearest, np.nan), rows.index)


CLOSE = 0.05  # limits of standardised rates are a little wider or narrower than those of the plain count


def too_few(figures: pd.DataFrame) -> pd.Series:
    """Whether those counted, those not counted or the whole group are too few to show; zero is not too few."""
    sizes = (figures["counted"], figures["rest"], figures["counted"] + figures["rest"])
    small = [(size > 0) & (size < figures["least"]) for size in sizes]
    return (small[0] | small[1] | small[2]) & (figures["state"] == State.VALUE)
