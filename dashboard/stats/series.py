"""Figures over time, many series at once: the newest of each, its latest points, its calendar, the year before."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.domain.coded import Bools, Coded, Codes
from dashboard.domain.figures import KEY, PERIOD
from dashboard.stats.days import Days, a_year_earlier, first_days, last_days
from dashboard.stats.intervals import Floats

SERIES = [*(name for name in KEY if name not in PERIOD), "period_kind"]
_MONTHS, _DAYS = 2**10, 2**20  # more than a period has, and than lie between any two


class Timed(NamedTuple):
    """Figures by series and period, arrays of shape (n,). Series are numbered from 0."""

    series: Codes
    first: Days
    last: Days
    months: Codes

    @property
    def places(self) -> Codes:
        """Where each period stands when every period in between has a place; of months, quarters and years."""
        return self.first.astype("datetime64[M]").astype(np.int64) // np.maximum(self.months, 1)


def timed(figures: Coded) -> Timed:
    """Return the series and the period of each figure."""
    first, months = first_days(figures.texts("period_start")), figures.wholes("period_months")
    return Timed(pd.factorize(figures.numbered(SERIES))[0], first, last_days(first, months), months)


def newest(figures: Timed, has_number: Bools) -> Codes:
    """Return for each series the row of the last figure that has a number, of the last where none has one."""
    order = np.lexsort((figures.first, figures.last, has_number, figures.series))
    return order[_begins(figures.series[order][::-1])[::-1]]


def _begins(series: Codes) -> Bools:
    """Whether each row is of another series than the row before."""
    made = np.ones(len(series), dtype=bool)
    made[1:] = series[1:] != series[:-1]
    return made


class Runs(NamedTuple):
    """The rows of n series, one series after the other, each oldest first; where each begins and how many it has."""

    rows: Codes
    begins: Codes
    sizes: Codes

    @property
    def ends(self) -> Codes:
        """Where the last of each series stands among the rows, shape (n,)."""
        return self.begins + self.sizes - 1

    @property
    def lasts(self) -> Codes:
        """The last row of each series, shape (n,)."""
        return self.rows[self.ends]

    def latest(self, points: int) -> Codes:
        """Return the latest rows of each series, shape (n, points), oldest first. None has fewer."""
        return self.rows[self.ends[:, None] + np.arange(1 - points, 1)]

    def only(self, kept: Bools) -> "Runs":
        """Return the rows that are ``kept``, and the series that have any."""
        run = np.repeat(np.arange(len(self.sizes)), self.sizes)[kept]
        begins = np.flatnonzero(_begins(run))
        return Runs(self.rows[kept], begins, np.diff(begins, append=len(run)))

    def any(self, holds: Bools) -> Bools:
        """Return whether something holds of any row of each series, shape (n,)."""
        return np.logical_or.reduceat(holds, self.begins) if len(self.begins) else np.zeros(0, dtype=bool)

    def each(self, of_series: np.ndarray) -> np.ndarray:
        """Return for each row what is so of its series."""
        return np.repeat(of_series, self.sizes)


def runs(figures: Timed, rows: Codes, fewest: int) -> Runs:
    """Return the series that have at least ``fewest`` of these rows. Raise ValueError where a period stands twice."""
    series = figures.series[rows]
    # Most series of a national file have a year or two: they are left out before anything is worked out.
    kept = rows[np.bincount(series)[series] >= fewest] if len(rows) else rows
    kept = kept[np.lexsort((figures.first[kept], figures.series[kept]))]
    begins = _begins(figures.series[kept])
    if (~begins[1:] & (figures.first[kept][1:] == figures.first[kept][:-1])).any():
        raise ValueError("a period stands twice: a series has one sex, age and breakdown")
    starts = np.flatnonzero(begins)
    return Runs(kept, starts, np.diff(starts, append=len(kept)))


def on_calendar(points: Runs, figures: Timed, *columns: Floats) -> Iterator[tuple[Codes, list[Floats]]]:
    """Yield series that are equally long, with their numbers on a full calendar: shape (k, w), NaN in a gap.

    With them come their numbers among the series of ``points``, shape (k,).
    """
    places = figures.places[points.rows]
    first = places[points.begins]
    widths = figures.places[points.lasts] - first + 1
    run, place = points.each(np.arange(len(widths))), places - points.each(first)
    for width in np.unique(widths):
        chosen = np.flatnonzero(widths == width)
        among = widths[run] == width
        cells = np.searchsorted(chosen, run[among]), place[among]
        made = np.full((len(columns), len(chosen), width), np.nan)
        for grid, column in zip(made, columns, strict=True):
            grid[cells] = column[points.rows[among]]
        yield chosen, list(made)


def year_before(figures: Timed, rows: Codes) -> Codes:
    """Return for each of ``rows`` the row among them of the same figure a year before, -1 where there is none."""
    first, same = figures.first[rows], (figures.series * _MONTHS + figures.months)[rows] * _DAYS
    days, earlier = (day.astype(np.int64) for day in (first, a_year_earlier(first)))
    # A figure stands once: a second one is an error, and the index says so.
    found = pd.Index(same + days).get_indexer(pd.Index(same + earlier))
    return np.where(found >= 0, rows[found], -1)
