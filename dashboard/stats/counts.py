"""Counts that a figure states without naming them."""

import pandas as pd

from dashboard.domain.indicators import Catalogue


def counted(figures: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return figures in which a measure that only counts has its value as its count too.

    Agencies fill in one of the two columns, and a sum of money or people needs the count.
    """
    scales = {indicator.id: indicator.per for indicator in catalogue if not indicator.divides}
    scale = figures["indicator"].map(scales).astype("float64")  # NaN for measures that divide
    return figures.assign(numerator=figures["numerator"].fillna(figures["value"] / scale))
