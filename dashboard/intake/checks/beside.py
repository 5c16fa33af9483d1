"""What the checks against what is published look at, and how they tell where."""

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, NUMBERS, PERIOD, State, make_period

LARGE = 50  # people: below it, chance alone makes jumps
ENOUGH_SHIFTED = 5
NUMERIC = [State.VALUE, State.ROUNDED]


@dataclass(frozen=True)
class Beside:
    """The figures of a file beside those that stand, both without any that is hidden or will be.

    ``limits`` has the figures sent that their own past gives control limits for: columns ``KEY``, ``value``, ``low``
    and ``high`` in the indicator's unit, and whether it is ``outside``.
    """

    sent: pd.DataFrame = field(repr=False)
    standing: pd.DataFrame = field(repr=False)
    definitions: Definitions
    limits: pd.DataFrame = field(repr=False)

    @cached_property
    def same(self) -> pd.DataFrame:
        """Return the figures sent that stand already, their numbers as they stand under ``_before``."""
        return self.sent.merge(self.standing, on=KEY, suffixes=("", "_before"))

    @cached_property
    def after(self) -> pd.DataFrame:
        """Return the figures sent for a new period, with those of the period just before it under ``_before``."""
        starts = {key: start_before(*key) for key in self._periods(self.sent)}
        keys = zip(self.sent["period_start"], self.sent["period_months"], strict=True)
        sent = self.sent.assign(sent_start=self.sent["period_start"], period_start=[starts[key] for key in keys])
        both = sent.merge(self.standing, on=KEY, suffixes=("", "_before"))
        stands = self.standing[["indicator", *PERIOD]].drop_duplicates()
        new = both.merge(
            stands.rename(columns={"period_start": "sent_start"}),
            on=["indicator", "sent_start", "period_months", "period_kind"],
            how="left",
            indicator="stands",
        )
        return new[new["stands"] == "left_only"]

    def first_area(self, figures: pd.DataFrame) -> str:
        """Return the name of the area of the first of these figures."""
        return self.definitions.areas.at(str(figures["area"].iloc[0])).name

    def first_sent(self, figures: pd.DataFrame, column: str = "numerator") -> str:
        """Return the number sent in the first of these figures: "1,465 for Leeds"."""
        return f"{figures[column].iloc[0]:,.0f} for {self.first_area(figures)}"

    @staticmethod
    def _periods(figures: pd.DataFrame) -> list[tuple[str, int]]:
        rows = figures[["period_start", "period_months"]].drop_duplicates()
        return [(str(start), int(months)) for start, months in rows.itertuples(index=False)]


def start_before(start: str, months: int) -> str:
    """Return the first day of the period just before one of ``months`` that begins on ``start``."""
    return (pd.Timestamp(start) - pd.DateOffset(months=months)).date().isoformat()


def as_before(figures: pd.DataFrame) -> pd.Series:
    """Return whether each figure sent has the numbers and the state that stand beside it."""
    pairs = [(figures[name], figures[f"{name}_before"]) for name in [*NUMBERS, "state"]]
    return pd.concat([(one == other) | (one.isna() & other.isna()) for one, other in pairs], axis=1).all(axis=1)


def is_shifted(rows: pd.DataFrame) -> bool:
    """Whether the numbers sent are those that stand, moved by one area in the order of codes."""
    ordered = rows.sort_values(["sex", "age", "breakdown", "area"])
    sent, stands = ordered["numerator"], ordered["numerator_before"]
    moved = any((sent == stands.shift(by))[1:-1].all() for by in (1, -1))
    return len(rows) > ENOUGH_SHIFTED and moved and int((sent != stands).sum()) >= ENOUGH_SHIFTED


def period_named(figures: pd.DataFrame, which: int = 0) -> str:
    """Return the first period of figures in words, or the last for ``which`` -1."""
    start, months, kind = figures[PERIOD].drop_duplicates().sort_values("period_start").iloc[which]
    return make_period(start, months, kind).label
