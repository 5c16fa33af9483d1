"""Figures as they may be shown: without the numbers that are hidden, or rounded where a source rounds."""

import numpy as np
import pandas as pd

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.figures import KEY, NUMBERS, State
from dashboard.domain.indicators import Catalogue
from dashboard.stats.suppression.people import people

WHOLE = (ENGLAND, ENGLAND_AND_WALES)  # national figures need no rounding: NHS Digital, small numbers procedure, 2018


def without(figures: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    """Return figures with nothing left of those whose key is ``hidden`` (columns ``KEY``) but that they are.

    Remarks go too, for they may speak of the number.
    """
    if hidden.empty or figures.empty:
        return figures
    chosen = pd.MultiIndex.from_frame(figures[KEY]).isin(pd.MultiIndex.from_frame(hidden[KEY]))
    return _emptied(figures, chosen & figures["state"].isin([State.VALUE, State.ROUNDED]).to_numpy(bool))


def _emptied(figures: pd.DataFrame, chosen: np.ndarray) -> pd.DataFrame:
    shown = figures.copy()
    shown.loc[chosen, NUMBERS] = np.nan
    shown.loc[chosen, "state"] = State.PROTECTED.value
    shown.loc[chosen, "note"] = ""
    return shown


def rounded(figures: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return figures with exact counts rounded where the indicator's source rounds them, below a whole country.

    Both counts of a share are rounded by themselves, so parts need not add up to their whole, and
    limits that would give the exact count back go. A share of a group that rounds to nobody is hidden.
    """
    steps = figures["indicator"].map({one.id: float(one.round_to) for one in catalogue if one.round_to})
    chosen = steps.notna() & (figures["state"] == State.VALUE) & ~figures["area"].isin(WHOLE)
    if not chosen.any():
        return figures
    exact, step = people(figures[chosen], catalogue), steps[chosen]
    count, whole = (_to_nearest(numbers, step) for numbers in (exact["counted"], exact["counted"] + exact["rest"]))
    known = count.notna()
    shown = figures.copy()
    at = count.index[known]
    shown.loc[at, ["value", "lower", "upper"]] = np.nan
    shown.loc[at, "numerator"] = count[known]
    shown.loc[at, "denominator"] = whole[known]
    shown.loc[at, "state"] = State.ROUNDED.value
    nobody = (shown["denominator"] <= 0) | (shown["numerator"] > shown["denominator"])
    return _emptied(shown, (shown.index.isin(at) & nobody).astype(bool))


def _to_nearest(numbers: pd.Series, step: pd.Series) -> pd.Series:
    """Halves away from zero: 2.5 to 5."""
    return np.floor(numbers / step + 0.5) * step
