"""The settings of a catalogue's measures, an array each, so that figures of all measures are worked out at once."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import get_args

import numpy as np

from dashboard.domain.coded import Bools, Coded, Codes
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.stats.comparisons import Better
from dashboard.stats.days import Days, table
from dashboard.stats.intervals import Floats

INTERVALS = ("wilson", "byar", "published", "none")


class Settings:
    """The measures of a catalogue by number, 0 to n - 1 in its order, and their settings, an array each.

    ``settings.per[measure]`` is what every figure is per, where ``measure`` is the number of each figure's measure.
    Arrays of shape (n + 1,): the last is for -1, a measure that the catalogue does not have, of which nothing holds.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def measures(self, figures: Coded) -> Codes:
        """Return the number of each figure's measure, -1 where the catalogue has none of that name."""
        return figures.texts("indicator").places([*self.catalogue.indicators])

    def known(self, figures: Coded) -> Codes:
        """Return the number of each figure's measure. Raise NotFound for one that the catalogue does not have."""
        measure = self.measures(figures)
        if (measure < 0).any():
            names = figures.texts("indicator")
            self.catalogue.called(names.words[names.codes[np.argmax(measure < 0)]])
        return measure

    def flags(self, holds: Callable[[Indicator], bool]) -> Bools:
        """Return whether something holds of each measure."""
        return np.array([*map(holds, self.catalogue), False], dtype=bool)

    def numbers(self, number: Callable[[Indicator], float | None]) -> Floats:
        """Return a number of each measure, NaN where it has none."""
        return np.array([*map(number, self.catalogue), None], dtype=float)

    def places(self, words: Sequence[str], word: Callable[[Indicator], str]) -> Codes:
        """Return the place among ``words`` of a word of each measure."""
        return np.array([*(words.index(word(indicator)) for indicator in self.catalogue), -1], dtype=np.int64)

    @cached_property
    def per(self) -> Floats:
        """By how many numerator over denominator is scaled."""
        return self.numbers(lambda indicator: indicator.per)

    @cached_property
    def divides(self) -> Bools:
        """Whether a figure is a numerator over a denominator."""
        return self.flags(lambda indicator: indicator.divides)

    @cached_property
    def interval(self) -> Codes:
        """The place in ``INTERVALS`` of how limits are made."""
        return self.places(INTERVALS, lambda indicator: indicator.interval)

    @cached_property
    def better(self) -> Codes:
        """The place of the better direction among those of ``Better``."""
        return self.places(get_args(Better), lambda indicator: indicator.better)

    @cached_property
    def shares(self) -> Bools:
        """Whether a figure is a share of people who are all inside their group."""
        return self.flags(lambda indicator: indicator.kind == "proportion")

    @cached_property
    def adds_over_areas(self) -> Bools:
        """Whether figures may be added over areas."""
        return self.flags(lambda indicator: indicator.adds_over_areas != "no")

    @cached_property
    def least(self) -> Floats:
        """How many there must be in the group for a figure to be compared, 0 where it does not matter."""
        return self.numbers(lambda indicator: indicator.minimum_denominator or 0)

    @cached_property
    def ambition(self) -> Floats:
        """The level that somebody undertook to reach, in the measure's unit; NaN where nobody did."""
        return self.numbers(lambda indicator: indicator.ambition.value if indicator.ambition else None)

    @cached_property
    def breaks(self) -> Days:
        """The days from which figures cannot be compared with earlier ones, shape (n + 1, k), NaT after the last."""
        return table([*([change.date for change in indicator.breaks] for indicator in self.catalogue), []])
