"""Series of counts by quarter and area, and the rows of a template file that they become."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dashboard.demo.world import CUMBRIA, IN_NEIGHBOUR, ITS_HEIRS, Whole, World
from dashboard.domain.areas import ENGLAND
from dashboard.domain.figures import DEMONSTRATION, State
from dashboard.domain.periods import Period, add_months, rolling_year, snapshot

COLUMNS = (
    *("indicator", "area", "period", "sex", "age", "breakdown", "count", "denominator"),
    *("value", "lower_ci_95", "upper_ci_95", "note", "source"),
)


class Row(NamedTuple):
    """One line of a file in our template, as text."""

    indicator: str
    area: str
    period: str
    sex: str = "persons"
    age: str = ""
    breakdown: str = ""
    number: str = ""
    denominator: str = ""
    value: str = ""
    lower: str = ""
    upper: str = ""
    note: str = ""

    def marked(self, state: State, note: str = "") -> "Row":
        """Return the row with a mark in place of its numbers."""
        return self._replace(number=state.mark, denominator="", value="", lower="", upper="", note=note)


class Kind(StrEnum):
    """How the counts of a quarter are told."""

    QUARTER = "quarter"
    ROLLING = "the sum of four quarters, as twelve months to the end of the last"
    WINDOW = "people counted once in the twelve months to the end of the quarter"
    SNAPSHOT = "at the last day of the quarter"


@dataclass(frozen=True)
class Series:
    """Counts, and what they are parts of, arrays of shape (quarters, areas).

    ``sent`` is False where an area sends nothing. ``country`` has the sum of all areas times
    ``beyond`` (1 for England; a little more for England and Wales); empty where there is none.
    """

    indicator: str
    areas: Sequence[str]
    counts: Whole = field(repr=False)
    wholes: Whole | None = field(default=None, repr=False)
    kind: Kind = Kind.QUARTER
    sex: str = "persons"
    age: str = ""
    breakdown: str = ""
    rounded: bool = False
    country: str = ENGLAND
    beyond: float = 1.0
    sent: npt.NDArray[np.bool_] | None = field(default=None, repr=False)

    def rows(self, world: World, at: int) -> Iterator[Row]:
        """Yield the rows for the quarter at this position."""
        span = slice(at - 3, at + 1) if self.kind is Kind.ROLLING else slice(at, at + 1)
        counts = self.counts[span].sum(axis=0)
        wholes = None if self.wholes is None else self.wholes[span].sum(axis=0)
        yield from self._of_period(told(world.quarters[at], self.kind), counts, wholes, self._sent(span))

    def _sent(self, span: slice) -> npt.NDArray[np.bool_]:
        sent = np.ones((1, len(self.areas)), bool) if self.sent is None else self.sent[span]
        every: npt.NDArray[np.bool_] = np.logical_and.reduce(sent, axis=0)
        return every

    def _of_period(
        self, period: str, counts: Whole, wholes: Whole | None, sent: npt.NDArray[np.bool_]
    ) -> Iterator[Row]:
        told_counts = counts.tolist()
        told_wholes = [None] * len(told_counts) if wholes is None else wholes.tolist()
        for area, count, whole, is_sent in zip(self.areas, told_counts, told_wholes, sent.tolist(), strict=True):
            if is_sent:
                yield self._row(area, period, count, whole)
        # A former authority is counted in its heirs; a force that sends nothing is not in the country's figure, nor are
        # authorities whose people another's figure holds.
        summed = [
            place
            for place, area in enumerate(self.areas)
            if area != CUMBRIA and area not in IN_NEIGHBOUR and (sent[place] or area in ITS_HEIRS)
        ]
        if self.country and summed:
            whole = None if wholes is None else round(wholes[summed].sum() * self.beyond)
            yield self._row(self.country, period, round(counts[summed].sum() * self.beyond), whole)

    def _row(self, area: str, period: str, count: int, whole: int | None) -> Row:
        denominator = "" if whole is None else said(whole, self.rounded, flag=False)
        group = (self.sex, self.age, self.breakdown)
        return Row(self.indicator, area, period, *group, said(count, self.rounded), denominator)

    def of(self, **changes: Any) -> "Series":
        """Return the series with some of its fields changed."""
        return replace(self, **changes)


def of_authorities(world: World, indicator: str, counts: Whole, wholes: Whole | None = None, **more: Any) -> Series:
    """Return a series of all authorities; until it ended Cumbria stands in place of the two that followed it."""
    before = np.array([quarter.end <= ended(world) for quarter in world.quarters])
    heirs = np.isin(world.authorities, ITS_HEIRS)
    sent = existed(world, world.authorities)
    return Series(
        indicator,
        (*world.authorities, CUMBRIA),
        _with(counts, counts[:, heirs].sum(axis=1)),
        None if wholes is None else _with(wholes, wholes[:, heirs].sum(axis=1)),
        sent=np.column_stack([sent, before]),
    ).of(**more)


def ended(world: World) -> date:
    """Return the last day of Cumbria."""
    day = world.areas.at(CUMBRIA).ended
    assert day is not None
    return day


def existed(world: World, areas: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return, by quarter and area, whether the area existed: the heirs of Cumbria only after it."""
    after = np.array([quarter.start > ended(world) for quarter in world.quarters])
    return after[:, None] | ~np.isin(areas, ITS_HEIRS)[None, :]


def _with(counts: Whole, last: Whole) -> Whole:
    return np.column_stack([counts, last])


def said(count: int, rounded: bool, *, flag: bool = True) -> str:
    """Return a count as files write it; one rounded to the nearest 5 says so beside the number."""
    if not rounded:
        return str(count)
    return f"{5 * ((count + 2) // 5)}{' [rounded]' if flag else ''}"


def to_5(counts: npt.NDArray[Any]) -> Whole:
    """Return counts rounded to the nearest 5, as treatment statistics are."""
    return (5 * np.floor(counts / 5 + 0.5)).astype(np.int64)


def told(quarter: Period, kind: Kind) -> str:
    """Return the period as files write it: "Apr to Jun 2026", "12 months to Jun 2026", "at 30 Jun 2026"."""
    if kind is Kind.QUARTER:
        return quarter.text
    if kind is Kind.SNAPSHOT:
        return snapshot(quarter.end).text
    last = add_months(quarter.start, 2)
    return rolling_year(last.year, last.month).text


def written(rows: Iterable[Row]) -> bytes:
    """Return rows as a file in our template (UTF-8, CRLF), each with the mark of the demonstration as its source."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows((*row, DEMONSTRATION) for row in rows)
    return table.getvalue().encode()
