"""Figures as they may be shown: without the numbers that are hidden, or rounded where a source rounds."""

import numpy as np
import pandas as pd

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.coded import Bools, numbered, texts, with_columns
from dashboard.domain.figures import KEY, NUMBERS, State
from dashboard.domain.indicators import Catalogue
from dashboard.stats.intervals import Floats
from dashboard.stats.settings import Settings
from dashboard.stats.suppression.people import people

WHOLE = (ENGLAND, ENGLAND_AND_WALES)  # national figures need no rounding: NHS Digital, small numbers procedure, 2018


def without(figures: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    """Return figures with nothing left of those whose key is ``hidden`` (columns ``KEY``) but that they are.

    Remarks go too, for they may speak of the number.
    """
    if hidden.empty or figures.empty:
        return figures
    key, hidden_key = numbered(KEY, figures, hidden)
    chosen = pd.Index(key).isin(hidden_key)
    return _emptied(figures, chosen & texts(figures["state"]).among([State.VALUE, State.ROUNDED]))


def _emptied(figures: pd.DataFrame, chosen: Bools) -> pd.DataFrame:
    if not chosen.any():
        return figures
    words = {"state": State.PROTECTED.value, "note": ""}
    numbers = {name: figures[name].mask(chosen) for name in NUMBERS}
    return with_columns(
        figures, numbers | {name: texts(figures[name]).with_word(chosen, word) for name, word in words.items()}
    )


def rounded(figures: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return figures with exact counts rounded where the indicator's source rounds them, below a whole country.

    Both counts of a share are rounded by themselves, so parts need not add up to their whole, and
    limits that would give the exact count back go. A share of a group that rounds to nobody is hidden.
    """
    settings, state = Settings(catalogue), texts(figures["state"])
    steps = settings.numbers(lambda indicator: indicator.round_to)[settings.measures(figures["indicator"])]
    exact = ~np.isnan(steps) & state.among([State.VALUE])
    exact[exact] = ~figures["area"][exact].isin(WHOLE).to_numpy(bool)
    if not exact.any():
        return figures
    behind, step = people(figures[exact], catalogue), steps[exact]
    counted, rest = (behind[name].to_numpy(float) for name in ("counted", "rest"))
    known = ~np.isnan(counted)
    rows = np.flatnonzero(exact)[known]
    numerator, denominator = (figures[name].to_numpy(float, copy=True) for name in ("numerator", "denominator"))
    numerator[rows], denominator[rows] = (_to_nearest(size, step)[known] for size in (counted, counted + rest))
    made = np.zeros(len(figures), dtype=bool)
    made[rows] = True
    columns = {
        "numerator": numerator,
        "denominator": denominator,
        **{name: figures[name].mask(made) for name in ("value", "lower", "upper")},
        "state": state.with_word(made, State.ROUNDED.value),
    }
    return _emptied(with_columns(figures, columns), made & ((denominator <= 0) | (numerator > denominator)))


def _to_nearest(numbers: Floats, step: Floats) -> Floats:
    """Halves away from zero: 2.5 to 5."""
    return np.floor(numbers / step + 0.5) * step
