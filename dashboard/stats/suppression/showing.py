"""Figures as they may be shown: without the numbers that are hidden, or rounded where a source rounds."""

import numpy as np

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.coded import Bools, Coded, Column, numbered_together
from dashboard.domain.figures import KEY, NUMBERS, State
from dashboard.domain.indicators import Catalogue
from dashboard.stats.intervals import Floats
from dashboard.stats.settings import Settings
from dashboard.stats.suppression.people import people

WHOLE = (ENGLAND, ENGLAND_AND_WALES)  # national figures need no rounding: NHS Digital, small numbers procedure, 2018


def without(figures: Coded, hidden: Coded) -> Coded:
    """Return figures with nothing left of those whose key is ``hidden`` (columns ``KEY``) but that they are.

    Remarks go too, for they may speak of the number.
    """
    if not hidden.rows or not figures.rows:
        return figures
    key, hidden_key = numbered_together(KEY, figures, hidden)
    return _emptied(figures, np.isin(key, hidden_key) & figures.texts("state").among([State.VALUE, State.ROUNDED]))


def _emptied(figures: Coded, chosen: Bools) -> Coded:
    if not chosen.any():
        return figures
    words = {"state": State.PROTECTED.value, "note": ""}
    numbers = {name: np.where(chosen, np.nan, figures.numbers(name)) for name in NUMBERS}
    return figures.with_columns(
        numbers | {name: figures.texts(name).with_word(chosen, word) for name, word in words.items()}
    )


def rounded(figures: Coded, catalogue: Catalogue) -> Coded:
    """Return figures with exact counts rounded where the indicator's source rounds them, below a whole country.

    Both counts of a share are rounded by themselves, so parts need not add up to their whole, and
    limits that would give the exact count back go. A share of a group that rounds to nobody is hidden.
    """
    settings, state = Settings(catalogue), figures.texts("state")
    steps = settings.numbers(lambda indicator: indicator.round_to)[settings.measures(figures)]
    exact = ~np.isnan(steps) & state.among([State.VALUE])
    exact &= ~figures.texts("area").among(WHOLE)
    if not exact.any():
        return figures
    behind, step = people(figures.of(exact).frame, catalogue), steps[exact]
    counted, rest = (behind[name].to_numpy(float) for name in ("counted", "rest"))
    known = ~np.isnan(counted)
    rows = np.flatnonzero(exact)[known]
    numerator, denominator = (figures.numbers(name).copy() for name in ("numerator", "denominator"))
    numerator[rows], denominator[rows] = (_to_nearest(size, step)[known] for size in (counted, counted + rest))
    made = np.zeros(figures.rows, dtype=bool)
    made[rows] = True
    columns: dict[str, Column] = {
        "numerator": numerator,
        "denominator": denominator,
        **{name: np.where(made, np.nan, figures.numbers(name)) for name in ("value", "lower", "upper")},
        "state": state.with_word(made, State.ROUNDED.value),
    }
    return _emptied(figures.with_columns(columns), made & ((denominator <= 0) | (numerator > denominator)))


def _to_nearest(numbers: Floats, step: Floats) -> Floats:
    """Halves away from zero: 2.5 to 5."""
    return np.floor(numbers / step + 0.5) * step
