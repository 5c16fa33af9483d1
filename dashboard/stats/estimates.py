"""Figures to estimates: the value, its interval, how it was reached, and why there is none."""

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from dashboard.domain.figures import NUMBERS, State
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.stats.counts import counted
from dashboard.stats.intervals import count_interval, wilson_interval

METHODS = ("Wilson", "exact Poisson or Byar", "published", "none")


class Estimates(pa.DataFrameModel):
    """One row a figure: ``value`` in the indicator's unit with its 95% limits, NaN where there is none.

    ``method`` says how the limits were reached, ``reason`` in words why a number is missing or inexact.
    """

    indicator: Series[str]
    area: Series[str]
    value: Series[float] = pa.Field(nullable=True)
    lower: Series[float] = pa.Field(nullable=True)
    upper: Series[float] = pa.Field(nullable=True)
    method: Series[str] = pa.Field(isin=METHODS)
    state: Series[str] = pa.Field(isin=list(State))
    reason: Series[str]

    class Config:
        """The columns of the figures travel along."""

        coerce = True

    @pa.dataframe_check(error="an estimate without a number still carries one")
    def unnumbered_rows_are_empty(cls, frame: pd.DataFrame) -> pd.Series:
        """A state that means "no number" has none."""
        numbered = frame["state"].isin([state for state in State if state.has_numbers])
        return numbered | frame[["value", "numerator", "lower", "upper"]].isna().all(axis=1)


def estimates(figures: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return figures with value, limits, method, state and reason worked out, in the same order.

    The value is count over denominator where both are there, else as supplied with its published
    limits. Figures of an indicator that the catalogue no longer has are left out.
    """
    known = counted(figures[figures["indicator"].isin(list(catalogue.indicators))], catalogue)
    parts = [_of_one(rows, catalogue.called(str(name))) for name, rows in known.groupby("indicator", sort=False)]
    if not parts:
        empty = known.assign(method=pd.Series(dtype="str"), reason=pd.Series(dtype="str"))
        return Estimates.validate(empty)
    return Estimates.validate(pd.concat(parts).reindex(known.index))


def _of_one(figures: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    has_counts = figures["numerator"].notna() & (figures["denominator"].notna() | (not indicator.divides))
    whole = figures["denominator"] if indicator.divides else pd.Series(1.0, figures.index)
    worked_out = figures["numerator"] / whole.where(whole > 0) * indicator.per
    value = figures["value"].mask(has_counts & (indicator.interval != "published"), worked_out)
    value = value.fillna(worked_out)
    lower, upper, method = _limits(figures, whole, indicator, has_counts)
    nobody = has_counts & (whole == 0)
    state = figures["state"].mask(nobody, State.NOT_APPLICABLE.value)
    made = figures.assign(value=value, lower=lower, upper=upper, method=method, state=state)
    made = made.assign(reason=[_reason(*row) for row in zip(made["state"], made["note"], nobody, strict=True)])
    made.loc[nobody, [name for name in NUMBERS if name != "denominator"]] = np.nan
    return made


def _limits(
    figures: pd.DataFrame, whole: pd.Series, indicator: Indicator, has_counts: pd.Series
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Published limits are kept as they are; others are worked out where there is a count to do it from."""
    published = figures["lower"].notna()
    if indicator.interval not in ("wilson", "byar"):
        return figures["lower"], figures["upper"], published.map({True: "published", False: "none"})
    fits = has_counts & (figures["numerator"] >= 0) & (whole > 0)
    count, total = figures["numerator"].where(fits).to_numpy(), whole.where(fits).to_numpy()
    if indicator.interval == "wilson":
        lower, upper, name = *wilson_interval(count, total), "Wilson"
    else:
        lower, upper = (limit / total for limit in count_interval(count))
        name = "exact Poisson or Byar"
    method = pd.Series(np.where(published, "published", np.where(fits, name, "none")), figures.index)
    low, high = (pd.Series(limit * indicator.per, figures.index) for limit in (lower, upper))
    return figures["lower"].where(published, low), figures["upper"].where(published, high), method


def _reason(state: str, note: str, nobody: bool) -> str:
    why = "nobody was in the group" if nobody else State(state).words
    return "; ".join(filter(None, (why, note)))
