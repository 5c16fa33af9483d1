"""Whether figures that arrive lie within the limits of their own earlier figures."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from dashboard.domain.coded import Coded, Codes, numbered_together
from dashboard.domain.figures import KEY
from dashboard.domain.indicators import Catalogue
from dashboard.stats.intervals import Floats
from dashboard.stats.spc import KEPT_BACK, REGULAR
from dashboard.stats.trends import WIDTH_IN_ERRORS
from dashboard.stats.xmr import LARGEST_RANGE, RANGES_TO_LIMITS, limits_of

SERIES = ["indicator", "area", "sex", "age", "breakdown", "period_months", "period_kind"]
LIMITS = [*KEY, "value", "low", "high", "outside"]
NEWEST = 24  # points: six years of quarters; what is older says little about what is usual now
BY_CHANCE = 2 * float(special.ndtr(-3))  # the share of honest figures outside three standard deviations
# Of a deviation from moving ranges, for each point but one: Cryer and Ryan (1990), J Quality Technology 22:187, where
# its variance is 0.8264 over the points, and not one over twice the points as of a standard deviation.
FREEDOM = 0.605
LEAST_MOVE = 1.25  # times: a smaller step from the last figure needs no second look, however steady the series was


def own_limits(sent: Coded, earlier: Coded, catalogue: Catalogue) -> pd.DataFrame:
    """Return the figures sent that their own earlier figures give control limits for: columns ``LIMITS``.

    Both hold estimates. The limits are those of an XmR chart, wider the fewer earlier figures there are and
    the more figures are asked, and never narrower than chance alone makes them: all honest figures of a file stay
    within them with the probability that one would have of staying within the usual limits. ``outside`` figures lie
    beyond them and also further from the last figure than the limit for ranges lets them, as a series that only drifts
    does not. Limits are kept within 0 and the whole. There are none across a break, with a hidden figure among the
    newest, or where ``stats.spc`` gives none.
    """
    table = pd.DataFrame(_reaches(sent, earlier, catalogue)._asdict())
    rows = sent.only([*KEY, "value", "lower", "upper"]).of(table["row"].to_numpy()).frame
    if rows.empty:
        return rows.reindex(columns=LIMITS).astype({"outside": "bool"})
    counts = rows["indicator"].isin([one.id for one in catalogue if one.kind == "count"])
    by_chance = ((rows["upper"] - rows["lower"]) / WIDTH_IN_ERRORS).where(~counts, table["mean"].clip(lower=0) ** 0.5)
    usual = table["reach"].where(~(by_chance * 3 > table["reach"]), by_chance * 3)
    reach = usual * _wider(table["points"].to_numpy(float))
    low, high = table["mean"] - reach, table["mean"] + reach
    leap = (rows["value"] - table["last"]).abs() > reach * LARGEST_RANGE / RANGES_TO_LIMITS
    outside = ((rows["value"] < low) | (rows["value"] > high)) & leap & _moved(rows, table["last"], catalogue)
    whole = rows["indicator"].map({one.id: float(one.per) for one in catalogue if one.kind == "proportion"})
    corrected = rows["indicator"].isin([one.id for one in catalogue if one.corrections])
    made = rows.assign(low=low.where(corrected, low.clip(lower=0)), high=high.where(~(high > whole), whole))
    return made.assign(outside=outside.astype(bool))[LIMITS]


def _wider(points: Floats) -> Floats:
    """How many times three standard deviations a new figure may lie off, where so many points gave the deviation."""
    return -special.stdtrit(FREEDOM * (points - 1), BY_CHANCE / 2 / len(points)) * np.sqrt(1 + 1 / points) / 3


def _moved(rows: pd.DataFrame, last: pd.Series, catalogue: Catalogue) -> pd.Series:
    """Whether a figure, or the part of a share that is left out, is 1.25 times what it was, or less than 1 in 1.25."""
    whole = rows["indicator"].map({one.id: float(one.per) for one in catalogue if one.kind == "proportion"})
    pairs = [(rows["value"], last), (whole - rows["value"], whole - last)]
    larger = [one.where(one > other, other) >= LEAST_MOVE * one.where(one < other, other) for one, other in pairs]
    return larger[0] | (larger[1] & whole.notna())


class _Reaches(NamedTuple):
    """Figures that have limits, by ``row``: mean and reach of these, the last figure before, how many there are."""

    row: Codes
    mean: Floats
    reach: Floats
    last: Floats
    points: Codes


class _Windows(NamedTuple):
    """The newest figures before each of n figures, which is at ``row``: those from ``first`` up to ``end``."""

    row: Codes
    first: Codes
    end: Codes


def _reaches(sent: Coded, earlier: Coded, catalogue: Catalogue) -> _Reaches:
    asked = np.flatnonzero(~np.isnan(sent.numbers("value")) & sent.texts("period_kind").among(list(REGULAR)))
    series = np.unique(np.concatenate(numbered_together(SERIES, sent.of(asked), earlier)), return_inverse=True)[1]
    series, of_earlier = series[: len(asked)], series[len(asked) :]
    days = _days(earlier)
    order = np.lexsort((days, of_earlier))
    ordered = earlier.of(order)
    windows = _windows(sent, asked, series, _moments(of_earlier, days)[order], catalogue)
    withheld = np.append(0, np.cumsum(ordered.texts("state").among(list(KEPT_BACK))))
    fits = (windows.first < windows.end) & (withheld[windows.first] == withheld[windows.end])
    windows = _Windows(*(column[fits] for column in windows))
    return _limited(windows, ordered, sent.wholes("period_months")[windows.row])


def _windows(sent: Coded, asked: Codes, series: Codes, moments: Codes, catalogue: Catalogue) -> _Windows:
    """The newest figures of the series of each figure asked, since its last break, in the order of ``moments``."""
    figures = sent.of(asked)
    days = _days(figures)
    end = np.searchsorted(moments, _moments(series, days))
    since = np.searchsorted(moments, _moments(series, _since(figures, days, catalogue)))
    return _Windows(asked, np.maximum(since, end - NEWEST), end)


def _days(figures: Coded) -> Codes:
    """The first day of each period as one number: 20240401."""
    starts = figures.texts("period_start")
    return np.array([int(day.replace("-", "")) for day in starts.words], dtype=np.int64)[starts.codes]


def _moments(series: Codes, days: Codes) -> Codes:
    """Numbers in the order of series and days."""
    return series * 10**8 + days


def _since(figures: Coded, days: Codes, catalogue: Catalogue) -> Codes:
    """The day of the last break in each series up to a figure, 0 where there is none."""
    since, measures = np.zeros_like(days), figures.texts("indicator")
    for place, name in enumerate(measures.words):
        own = measures.codes == place
        for day in sorted(int(f"{one.date:%Y%m%d}") for one in catalogue.called(name).breaks):
            since[own & (days >= day)] = day
    return since


def _limited(windows: _Windows, earlier: Coded, months: Codes) -> _Reaches:
    """The limits of each window, where it has any. Each period in between has a place: no step crosses a gap."""
    sizes = windows.end - windows.first
    owner = np.repeat(np.arange(len(sizes)), sizes)
    row = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes - windows.first, sizes)
    days, value, count = _days(earlier), earlier.numbers("value"), earlier.numbers("numerator")
    place = (12 * (days[row] // 10_000) + days[row] // 100 % 100) // months[owner]
    place -= place[np.cumsum(sizes) - sizes][owner]
    width = np.zeros(len(sizes), dtype=np.int64)
    np.maximum.at(width, owner, place + 1)
    mean, reach, last = np.full((3, len(sizes)), np.nan)
    points = np.zeros(len(sizes), dtype=np.int64)
    for wide in np.unique(width):  # a mean of a row is the same to the last digit only among rows as wide
        some, held = np.flatnonzero(width == wide), width[owner] == wide
        values, counts = np.full((2, len(some), wide), np.nan)
        at = np.searchsorted(some, owner[held]), place[held]
        values[at], counts[at] = value[row[held]], count[row[held]]
        made, known = limits_of(values, counts), ~np.isnan(values)
        mean[some], reach[some], points[some] = made.mean, made.reach, known.sum(axis=1)
        last[some] = values[np.arange(len(some)), wide - 1 - known[:, ::-1].argmax(axis=1)]
    there = np.flatnonzero(~np.isnan(mean))
    return _Reaches(windows.row[there], mean[there], reach[there], last[there], points[there])
