"""Counts that a figure states without naming them."""

import numpy as np

from dashboard.domain.coded import Coded, Codes
from dashboard.stats.intervals import Floats
from dashboard.stats.settings import Settings


def counts(figures: Coded, measure: Codes, settings: Settings) -> Floats:
    """Return the count of each figure, NaN where it states none; of a measure that only counts its value is one too.

    Agencies fill in one of the two columns, and a sum of money or people needs the count.
    """
    count, value = (figures.numbers(name) for name in ("numerator", "value"))
    stated = np.isnan(count) & ~settings.divides[measure]
    return np.where(stated, value / settings.per[measure], count)
