"""What the checks against what is published look at, and how they tell where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.domain.coded import Bools, Coded, Texts, alike, coded_frame, numbered_together
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

    sent: Coded = field(repr=False)
    standing: Coded = field(repr=False)
    definitions: Definitions
    limits: pd.DataFrame = field(repr=False)

    @cached_property
    def same(self) -> pd.DataFrame:
        """Return the figures sent that stand already, their numbers and state as they stand under ``_before``."""
        return self._with_standing(self.sent)

    @cached_property
    def after(self) -> pd.DataFrame:
        """Return the figures sent for a new period, with those of the period just before it under ``_before``.

        Their own period begins on ``sent_start``.
        """
        new = self.sent.of(~alike(["indicator", *PERIOD], self.sent, self.standing))
        starts, months = new.texts("period_start"), new.wholes("period_months")
        pairs, pair = np.unique(starts.codes * (months.max(initial=0) + 1) + months, return_inverse=True)
        known = [divmod(number, months.max(initial=0) + 1) for number in pairs.tolist()]
        before = Texts([start_before(starts.words[start], of_months) for start, of_months in known], pair)
        return self._with_standing(new.with_columns({"sent_start": starts, "period_start": before}))

    def _with_standing(self, figures: Coded) -> pd.DataFrame:
        keys, standing = numbered_together(KEY, figures, self.standing)
        order = np.argsort(standing)
        place = np.searchsorted(standing, keys, sorter=order)
        there = np.flatnonzero(place < len(order))
        there = there[standing[order[place[there]]] == keys[there]]
        numbers = self.standing.only([*NUMBERS, "state"]).of(order[place[there]]).frame
        return pd.concat([figures.of(there).frame, numbers.add_suffix("_before")], axis=1)

    @cached_property
    def series(self) -> list[tuple[str, pd.DataFrame, pd.DataFrame]]:
        """Each measure with its figures sent and standing of one kind of period, without their numbers."""
        keys = ["indicator", "period_months", "period_kind"]
        both = (self.sent, self.standing.of(alike(keys, self.standing, self.sent)))
        sent, stand = (
            dict(list(figures.distinct([*keys, "period_start", "age", "breakdown"]).frame.groupby(keys)))
            for figures in both
        )
        return [(str(key[0]), sent[key], stand[key]) for key in sent if key in stand]

    def first_area(self, figures: pd.DataFrame) -> str:
        """Return the name of the area of the first of these figures."""
        return self.definitions.areas.at(str(figures["area"].iloc[0])).name

    def first_sent(self, figures: pd.DataFrame, column: str = "numerator") -> str:
        """Return the number sent in the first of these figures: "1,465 for Leeds"."""
        return f"{figures[column].iloc[0]:,.0f} for {self.first_area(figures)}"


def start_before(start: str, months: int) -> str:
    """Return the first day of the period just before one of ``months`` that begins on ``start``."""
    return (pd.Timestamp(start) - pd.DateOffset(months=months)).date().isoformat()


def as_before(figures: pd.DataFrame) -> pd.Series:
    """Return whether each figure sent has the numbers and the state that stand beside it."""
    pairs = [(figures[name], figures[f"{name}_before"]) for name in [*NUMBERS, "state"]]
    return pd.concat([(one == other) | (one.isna() & other.isna()) for one, other in pairs], axis=1).all(axis=1)


def are_shifted(figures: pd.DataFrame, by: Sequence[str]) -> Bools:
    """Return whether the numbers sent for each group are those that stand, moved by one area in the order of codes.

    ``by`` are the columns of a group; one answer for each figure.
    """
    coded = coded_frame(figures)
    group = np.unique(coded.numbered(by), return_inverse=True)[1]
    order = np.lexsort((coded.numbered(["sex", "age", "breakdown", "area"]), group))
    group, size = group[order], np.bincount(group)
    sent, stands = (figures[name].to_numpy()[order] for name in ("numerator", "numerator_before"))
    begins, ends = np.diff(group, prepend=-1) != 0, np.diff(group, append=-1) != 0
    inner = ~begins & ~ends
    moved = [np.bincount(group, inner & (sent != np.roll(stands, step)), len(size)) == 0 for step in (1, -1)]
    differ = np.bincount(group, sent != stands, len(size))
    found = (size > ENOUGH_SHIFTED) & (moved[0] | moved[1]) & (differ >= ENOUGH_SHIFTED)
    made = np.empty(len(order), dtype=bool)
    made[order] = found[group]
    return made


def period_named(figures: pd.DataFrame, which: int = 0) -> str:
    """Return the first period of figures in words, or the last for ``which`` -1."""
    start, months, kind = figures[PERIOD].drop_duplicates().sort_values("period_start").iloc[which]
    return make_period(start, months, kind).label
