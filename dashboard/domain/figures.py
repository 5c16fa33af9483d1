"""What a figure is: its key, its state, and the shapes of the frames that carry figures between layers."""

from enum import StrEnum
from functools import lru_cache
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from dashboard.domain.periods import Period, PeriodKind


class State(StrEnum):
    """Whether a figure has a number and, if not, why. ``mark`` is how our own files write it."""

    VALUE = "value"
    ROUNDED = "rounded"  # counts rounded to 5 by the source: 0 means 0 to 2
    HIDDEN = "hidden"
    PROTECTED = "hidden here"
    LOW = "low"
    NOT_AVAILABLE = "not available"
    NOT_APPLICABLE = "not applicable"
    NOT_COLLECTED = "not collected"
    IN_NEIGHBOUR = "in neighbour"
    WITHDRAWN = "withdrawn"

    @property
    def has_numbers(self) -> bool:
        """Whether a figure in this state carries numbers."""
        return self in (State.VALUE, State.ROUNDED)

    @property
    def is_hidden(self) -> bool:
        """Whether there is a number that nobody is shown."""
        return self in (State.HIDDEN, State.PROTECTED, State.LOW)

    @property
    def mark(self) -> str:
        """The mark that stands for the state in our own files; empty where a number does."""
        return _MARKS.get(self, "")

    @property
    def words(self) -> str:
        """The state as people read it."""
        return _WORDS[self]


_MARKS = {
    State.HIDDEN: "[c]",
    State.LOW: "[low]",
    State.NOT_AVAILABLE: "[x]",
    State.NOT_APPLICABLE: "[z]",
    State.NOT_COLLECTED: "[not collected]",
    State.IN_NEIGHBOUR: "[in neighbour]",
}
_WORDS = {
    State.VALUE: "",
    State.ROUNDED: "rounded to the nearest 5",
    State.HIDDEN: "hidden by the source to protect people",
    State.PROTECTED: "hidden to protect people",
    State.LOW: "too low to show, as it rounds to zero",
    State.NOT_AVAILABLE: "not available",
    State.NOT_APPLICABLE: "does not apply here",
    State.NOT_COLLECTED: "not collected for this period",
    State.IN_NEIGHBOUR: "counted with a neighbouring area",
    State.WITHDRAWN: "taken back by the agency that sent it",
}


class HidingRole(StrEnum):
    """Why a figure was decided upon: its people are few, it would give such away, or it is known already."""

    SMALL = "small"
    COMPANION = "companion"
    OPEN = "open"


PERIOD = ["period_start", "period_months", "period_kind"]
KEY = ["indicator", "area", *PERIOD, "sex", "age", "breakdown"]
NUMBERS = ["numerator", "denominator", "value", "lower", "upper"]
TEXTS = ["state", "note", "source"]
FIGURE = [*KEY, *NUMBERS, *TEXTS]

# The source of an invented figure begins with this, in files, in the store and in what is taken away.
DEMONSTRATION = "Demonstration figures"

LONGEST_BREAKDOWN = 300  # characters, as wide as the column that keeps it
SEXES = ("persons", "male", "female", "other", "unknown")

BREAKDOWN_KEYS = (
    "deprivation",
    "drug",
    "ethnicity",
    "offence",
    "outcome",
    "prison",
    "reason",
    "requirement",
    "source",
    "tier",
)


class Figures(pa.DataFrameModel):
    """One row a supplied figure. ``period_start`` is an ISO date; numbers are NaN where there is none.

    ``value`` is in the indicator's own unit, ``lower`` and ``upper`` its published 95% limits.
    """

    indicator: Series[str]
    area: Series[str]
    period_start: Series[str]
    period_months: Series[int]
    period_kind: Series[str] = pa.Field(isin=list(PeriodKind))
    sex: Series[str] = pa.Field(isin=SEXES)
    age: Series[str]
    breakdown: Series[str]
    numerator: Series[float] = pa.Field(nullable=True)
    denominator: Series[float] = pa.Field(nullable=True)
    value: Series[float] = pa.Field(nullable=True)
    lower: Series[float] = pa.Field(nullable=True)
    upper: Series[float] = pa.Field(nullable=True)
    state: Series[str] = pa.Field(isin=list(State))
    note: Series[str]
    source: Series[str]

    class Config:
        """Columns beyond these may travel along; types are made right on the way in."""

        coerce = True

    @pa.dataframe_check(error="a figure without a number still carries one")
    def only_numbers_in_numbered_states(cls, frame: pd.DataFrame) -> pd.Series:
        """A state that means "no number" has none."""
        numbered = frame["state"].isin([state for state in State if state.has_numbers])
        return numbered | frame[["value", "numerator", "lower", "upper"]].isna().all(axis=1)


def no_figures() -> pd.DataFrame:
    """Return an empty frame of figures, with its types."""
    types = dict.fromkeys(NUMBERS, "float64") | {"period_months": "int64"}
    return pd.DataFrame({name: pd.Series(dtype=types.get(name, "str")) for name in FIGURE})


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


def breakdown_text(pairs: dict[str, str]) -> str:
    """Return pairs as our files write them, sorted by key: "drug=heroin; prison=LPI"."""
    return "; ".join(f"{key}={value}" for key, value in sorted(pairs.items()))


def breakdown_pairs(text: str) -> dict[str, str]:
    """Return the pairs in a breakdown. Raise ValueError, saying what is wrong, where it is not pairs."""
    if len(text) > LONGEST_BREAKDOWN:
        raise ValueError(f"it is longer than {LONGEST_BREAKDOWN} characters")
    pairs: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value:
            raise ValueError(f"“{part}” is not a pair such as drug=heroin")
        if key.lower() not in BREAKDOWN_KEYS:
            raise ValueError(f"“{key}” is not one of {', '.join(BREAKDOWN_KEYS)}")
        if key.lower() in pairs:
            raise ValueError(f"“{key}” stands twice")
        pairs[key.lower()] = value.lower() if key.lower() != "prison" else value.upper()
    return pairs
