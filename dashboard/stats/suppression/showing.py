"""Figures as they may be shown: without the numbers that are hidden, or rounded where a source rounds."""

from typing import NamedTuple

import numpy as np

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.coded import Bools, Coded, Codes, Column, numbered_together
from dashboard.domain.figures import KEY, NUMBERS, State
from dashboard.domain.indicators import Catalogue
from dashboard.stats.intervals import Floats
from dashboard.stats.settings import Settings
from dashboard.stats.suppression.people import is_rounded_here, people, too_few

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

    Both counts of a share are rounded by themselves, so parts need not add up to their whole, and limits that would
    give the exact count back go. The people of a rate are a population and stay. A share of a group that rounds to
    nobody is hidden. A value that came without its counts stands with its limits, and is hidden where these tell of
    too few: no count is made of limits.
    """
    settings, state = Settings(catalogue), figures.texts("state")
    steps = settings.numbers(lambda indicator: indicator.round_to)[settings.measures(figures)]
    exact = ~np.isnan(steps) & state.among([State.VALUE])
    exact &= ~figures.texts("area").among(WHOLE)
    if not exact.any():
        return figures
    rows = np.flatnonzero(exact)
    sizes = _stated_sizes(figures.of(rows), settings, catalogue)
    numerator, denominator = (figures.numbers(name).copy() for name in ("numerator", "denominator"))
    numerator[rows], denominator[rows] = to_nearest(sizes.counted, steps[rows]), sizes.population
    of_group = ~np.isnan(sizes.group)
    denominator[rows[of_group]] = to_nearest(sizes.group, steps[rows])[of_group]
    counted, worked_out = (_among(rows, chosen, exact) for chosen in (~np.isnan(sizes.counted), sizes.is_whole))
    columns: dict[str, Column] = {
        "numerator": numerator,
        "denominator": denominator,
        **{name: np.where(worked_out, np.nan, figures.numbers(name)) for name in ("value", "lower", "upper")},
        "state": state.with_word(counted, State.ROUNDED.value),
    }
    of_nobody = worked_out & ((denominator <= 0) | _among(rows, of_group, exact) & (numerator > denominator))
    return _emptied(figures.with_columns(columns), of_nobody | _among(rows, sizes.gives_few_away, exact))


def exact_measures(figures: Coded, catalogue: Catalogue) -> list[str]:
    """Return the measures that are rounded before they are shown and that came with exact counts here."""
    names = figures.texts("indicator")
    found = np.unique(names.codes[figures.texts("state").among([State.VALUE])])
    exact = {names.words[code] for code in found.tolist()}
    return sorted(one.id for one in catalogue if is_rounded_here(one) and one.id in exact)


class _Sizes(NamedTuple):
    """What n figures state of their people, arrays of shape (n,), NaN where they do not.

    ``group`` is all of whom a share is, ``population`` what else the events are over. ``is_whole`` is whether a figure
    can be worked out from its counts, ``gives_few_away`` whether one that cannot tells of too few all the same.
    """

    counted: Floats
    group: Floats
    population: Floats
    is_whole: Bools
    gives_few_away: Bools


def _stated_sizes(figures: Coded, settings: Settings, catalogue: Catalogue) -> _Sizes:
    measure = settings.measures(figures)
    count, whole, value = (figures.numbers(name) for name in ("numerator", "denominator", "value"))
    shares = settings.shares[measure]
    is_over = ~settings.divides[measure] | ~np.isnan(whole)
    # A value of a known group states its count; limits alone would have it made up.
    is_counted = ~np.isnan(count) | (~np.isnan(value) & is_over)
    frame = people(figures.frame, catalogue)
    return _Sizes(
        counted=np.where(is_counted, frame["counted"].to_numpy(float), np.nan),
        group=np.where(shares, whole, np.nan),
        population=np.where(shares, np.nan, whole),
        is_whole=is_counted & is_over,
        gives_few_away=~(is_counted & is_over) & too_few(frame).to_numpy(bool),
    )


def _among(rows: Codes, chosen: Bools, every: Bools) -> Bools:
    """Whether each of all figures is among the ``chosen`` of the ``rows``."""
    made = np.zeros(len(every), dtype=bool)
    made[rows[chosen]] = True
    return made


def to_nearest(numbers: Floats, step: Floats) -> Floats:
    """Return numbers as they are rounded, halves away from zero: 2.5 to 5."""
    return np.floor(numbers / step + 0.5) * step
