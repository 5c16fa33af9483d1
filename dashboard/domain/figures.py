"""What a figure is: its key, its numbers, where it is from, how its groups and periods are written."""

from enum import StrEnum
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.domain.columns import SEXES, Stage, up_to
from dashboard.domain.periods import Period, PeriodKind
from dashboard.domain.states import State

__all__ = [
    "DEMONSTRATION",
    "FIGURE",
    "KEY",
    "NUMBERS",
    "PERIOD",
    "SEXES",
    "SMALL_KEY",
    "HidingRole",
    "State",
    "financial_years",
    "is_demonstration",
    "make_period",
    "number_text",
    "period_of",
]


class HidingRole(StrEnum):
    """Why a figure was decided upon: its people are few, it would give such away, or it is known already."""

    SMALL = "small"
    COMPANION = "companion"
    OPEN = "open"


KEY = [column.name for column in up_to(Stage.KEY)]
SMALL_KEY = [f"small_{name}" for name in KEY]  # of a small figure, beside the key of a companion that protects it
PERIOD = [name for name in KEY if name.startswith("period_")]
FIGURE = [column.name for column in up_to(Stage.SUPPLIED)]
NUMBERS = [column.name for column in up_to(Stage.SUPPLIED) if column.type == "number"]

# The source of an invented figure begins with this, in files, in the store and in what is taken away.
DEMONSTRATION = "Demonstration figures"


def is_demonstration(source: str) -> bool:
    """Whether a figure from this source is invented, for a demonstration."""
    return source.strip().casefold().startswith(DEMONSTRATION.casefold())


def period_of(row: Any) -> Period:
    """Return the period of one row of a frame, a series or as ``itertuples`` gives it."""
    return make_period(row.period_start, row.period_months, row.period_kind)


@lru_cache(maxsize=10_000)  # a page asks for few periods, and for each of them hundreds of times
def make_period(start: str, months: int, kind: str) -> Period:
    """Return a period from the three columns that keep it."""
    return Period(pd.Timestamp(start).date(), int(months), PeriodKind(kind))


def financial_years(figures: pd.DataFrame) -> pd.Series:
    """Return the year in which the financial year of each figure begins, in April: 2024 for January 2025."""
    start = figures["period_start"].str
    return start[:4].astype("int64") - (start[5:7].astype("int64") < 4)


def number_text(number: float) -> str:
    """Return a number as text that reads back to exactly the same number: "1465"; nothing for NaN."""
    if pd.isna(number):
        return ""
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))
