"""Figures to estimates: the value, its interval, how it was reached, and why there is none."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.domain.coded import Bools, Coded, Codes, Column, Texts, coded_frame
from dashboard.domain.columns import Stage
from dashboard.domain.figures import State
from dashboard.domain.frames import schema_of
from dashboard.domain.indicators import Catalogue
from dashboard.domain.states import SUM_OF_ROUNDED
from dashboard.stats.counts import counts
from dashboard.stats.intervals import Floats, limits
from dashboard.stats.settings import INTERVALS, Settings

METHODS = ("Wilson", "exact Poisson or Byar", "published", "none")
_WILSON, _EVENTS, _PUBLISHED, _NONE = range(len(METHODS))
_BY_WILSON, _BY_EVENTS, _AS_PUBLISHED = (INTERVALS.index(name) for name in ("wilson", "byar", "published"))
# What ``estimates`` makes of the columns that figures have, which travel along.
ESTIMATES = schema_of(Stage.ESTIMATED, ("indicator", "area", *("value", "lower", "upper"), "method", "state", "reason"))
_NUMBERED = [state.value for state in State if state.has_numbers]
_EMPTIED = ["value", "numerator", "lower", "upper"]


@dataclass(frozen=True)
class _Counted:
    """Figures as numbers: so many of so many, shape (n,); where nothing is divided they are of 1."""

    count: Floats
    whole: Floats
    measure: Codes

    @property
    def has_counts(self) -> Bools:
        return ~np.isnan(self.count) & ~np.isnan(self.whole)


def estimates(figures: Coded, catalogue: Catalogue) -> Coded:
    """Return figures with value, limits, method, state and reason worked out, in the same order.

    The value is count over denominator where both are there, else as supplied with its published
    limits. Figures of an indicator that the catalogue no longer has are left out.
    """
    settings = Settings(catalogue)
    measure = settings.measures(figures)
    known = measure >= 0
    rows, measure = (figures, measure) if known.all() else (figures.of(known), measure[known])
    whole = np.where(settings.divides[measure], rows.numbers("denominator"), 1.0)
    counted = _Counted(counts(rows, measure, settings), whole, measure)
    nobody = counted.has_counts & (whole == 0)
    lower, upper, method = _limits(rows, counted, settings)
    numbers = {"numerator": counted.count, "value": _values(rows, counted, settings), "lower": lower, "upper": upper}
    supplied = rows.texts("state")
    states = supplied.with_word(nobody, State.NOT_APPLICABLE.value)
    columns: dict[str, Column] = {
        **{name: np.where(nobody, np.nan, number) for name, number in numbers.items()},
        "method": Texts([*METHODS], method),
        "state": states,
        "reason": _reasons(supplied, rows.texts("note"), nobody),
    }
    made = rows.with_columns(columns)
    return made if _is_right(made, states) else coded_frame(ESTIMATES.validate(made.frame))


def _values(rows: Coded, counted: _Counted, settings: Settings) -> Floats:
    people = np.where(counted.whole > 0, counted.whole, np.nan)
    worked_out = counted.count / people * settings.per[counted.measure]
    supplied = rows.numbers("value")
    gives_way = counted.has_counts & (settings.interval[counted.measure] != _AS_PUBLISHED)
    return np.where(gives_way | np.isnan(supplied), worked_out, supplied)


def _limits(rows: Coded, counted: _Counted, settings: Settings) -> tuple[Floats, Floats, Codes]:
    """Published limits are kept as they are; others are worked out where there is a count to do it from.

    Lower, upper and the place of the method in ``METHODS``, shape (n,).
    """
    lower, upper = (rows.numbers(name).copy() for name in ("lower", "upper"))
    interval, published = settings.interval[counted.measure], ~np.isnan(lower)
    method = np.where(published, _PUBLISHED, _NONE)
    by_chance = np.isin(interval, (_BY_WILSON, _BY_EVENTS)) & ~published
    upper[by_chance] = np.nan
    fits = by_chance & counted.has_counts & (counted.count >= 0) & (counted.whole > 0)
    chosen = np.flatnonzero(fits)
    of_people = interval[chosen] == _BY_WILSON
    both, per = limits(counted.count[chosen], counted.whole[chosen], of_people), settings.per[counted.measure[chosen]]
    lower[chosen], upper[chosen] = (limit * per for limit in both)
    method[chosen] = np.where(of_people, _WILSON, _EVENTS)
    return lower, upper, method


def _reasons(states: Texts, notes: Texts, nobody: Bools) -> Texts:
    """Why a number is missing or inexact, and what was noted beside it."""
    whys = ["nobody was in the group", *(State(state).words for state in states.words)]
    why = np.where(nobody, 0, states.codes + 1)
    reason, pairs = pd.factorize(why * len(notes.words) + notes.codes)
    both = [(whys[pair // len(notes.words)], notes.words[pair % len(notes.words)]) for pair in pairs]
    # A sum of figures that are rounded to 5 is no figure rounded to 5.
    both = [("" if why == State.ROUNDED.words and SUM_OF_ROUNDED in note else why, note) for why, note in both]
    return Texts(["; ".join(filter(None, words)) for words in both], reason)


def _is_right(made: Coded, states: Texts) -> bool:
    """Whether what the figures brought along keeps the promises of ``ESTIMATES``; all else was made so.

    Pandera, which says what is wrong, takes longer than everything before it and is asked only if something is.
    """
    empty = ~states.among(_NUMBERED)
    return all(np.isnan(made.numbers(name)[empty]).all() for name in _EMPTIED)
