"""What the checks against what is published look at, and how they tell where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.domain.coded import Bools, Coded, Codes, Texts, alike, coded_frame, numbered_together
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, NUMBERS, PERIOD, State, make_period

LARGE = 50  # people: below it, chance alone makes jumps
ENOUGH_SHIFTED = 5
NUMERIC = [State.VALUE, State.ROUNDED]
NEAR = 3 * 366  # days between figures of one series that should not be many times one another
SERIES = [name for name in KEY if name != "period_start"]
_STANDING = [*NUMBERS, "state"]
_APART = 10**8  # between the days of one series and those of the next, more than all days


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
        return self._beside(self.sent, *self._stands)

    @cached_property
    def replaced(self) -> pd.DataFrame:
        """Return the figures sent that stand already with other numbers or another state, as ``same`` does."""
        return self.same[~as_before(self.same)]

    @cached_property
    def news(self) -> Coded:
        """Return the figures sent but for those that stand as they are, which were asked about when they came."""
        is_new = np.ones(self.sent.rows, dtype=bool)
        is_new[self._stands[0][as_before(self.same).to_numpy()]] = False
        return self.sent.of(is_new)

    @cached_property
    def _stands(self) -> tuple[Codes, Codes]:
        return self._standing_of(self.sent)

    @cached_property
    def after(self) -> pd.DataFrame:
        """Return the ``news`` with the figures of the period just before theirs under ``_before``.

        ``sent_start`` is when their own period begins, ``is_new`` whether nothing of their measure stands for it.
        """
        news = self.news.of(self.news.wholes("period_months") > 0)  # a single day has none just before it
        is_new = ~alike(["indicator", *PERIOD], news, self.standing)
        starts, months = news.texts("period_start"), news.wholes("period_months")
        pairs, pair = np.unique(starts.codes * (months.max(initial=0) + 1) + months, return_inverse=True)
        known = [divmod(number, months.max(initial=0) + 1) for number in pairs.tolist()]
        before = Texts([start_before(starts.words[start], of_months) for start, of_months in known], pair)
        figures = news.with_columns({"sent_start": starts, "period_start": before, "is_new": is_new})
        return self._beside(figures, *self._standing_of(figures))

    @cached_property
    def moved(self) -> pd.DataFrame:
        """Return the ``news`` beside those of the period just before and, once more, beside what they replace."""
        own = self.after.drop(columns="period_start").rename(columns={"sent_start": "period_start"})
        return pd.concat([own, self.replaced], ignore_index=True)

    @cached_property
    def nearest(self) -> pd.DataFrame:
        """Return the ``news`` with the figures nearest in time of the same series under ``_before``.

        That is the last one before theirs or, where none stands before, the first after, within three years.
        ``period_start_before`` is when it begins.
        """
        news = self.news.of(self.news.texts("state").among(NUMERIC)).in_order(["period_start"])
        numbered = np.flatnonzero(self.standing.texts("state").among(NUMERIC))
        standing = self.standing.only(["period_start", *SERIES]).of(numbered)
        series = numbered_together(SERIES, news, standing)
        sent, stands = (number * _APART + days(rows) for number, rows in zip(series, (news, standing), strict=True))
        order = np.argsort(stands)
        moments = np.concatenate([[-_APART], stands[order], [np.iinfo(np.int64).max]])
        back, forth = np.searchsorted(moments, sent) - 1, np.searchsorted(moments, sent, side="right")
        is_before, is_after = sent - moments[back] <= NEAR, moments[forth] - sent <= NEAR
        rows = np.concatenate([np.flatnonzero(is_before), np.flatnonzero(is_after & ~is_before)])
        other = np.where(is_before, back, forth)[rows] - 1
        return self._beside(news, rows, numbered[order[other]], ["period_start", *_STANDING])

    def _standing_of(self, figures: Coded) -> tuple[Codes, Codes]:
        """The rows of figures that stand, and where they do."""
        keys, standing = numbered_together(KEY, figures, self.standing)
        order = np.argsort(standing)
        place = np.searchsorted(standing, keys, sorter=order)
        there = np.flatnonzero(place < len(order))
        there = there[standing[order[place[there]]] == keys[there]]
        return there, order[place[there]]

    def _beside(self, figures: Coded, rows: Codes, stand: Codes, names: Sequence[str] = _STANDING) -> pd.DataFrame:
        before = self.standing.only(names).of(stand).frame
        return pd.concat([figures.of(rows).frame, before.add_suffix("_before")], axis=1)

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


def days(figures: Coded) -> Codes:
    """Return the first day of each period as a number that counts days."""
    starts = figures.texts("period_start")
    return np.array([date.fromisoformat(day).toordinal() for day in starts.words], dtype=np.int64)[starts.codes]


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
