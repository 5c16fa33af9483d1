"""Whether figures that arrive lie within the limits of their own earlier figures."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from dashboard.domain.figures import KEY
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.stats.intervals import Floats
from dashboard.stats.spc import KEPT_BACK, REGULAR, usual_reach
from dashboard.stats.trends import WIDTH_IN_ERRORS
from dashboard.stats.xmr import LARGEST_RANGE, RANGES_TO_LIMITS

SERIES = ["indicator", "area", "sex", "age", "breakdown", "period_months", "period_kind"]
LIMITS = [*KEY, "value", "low", "high", "outside"]
NEWEST = 24  # points: six years of quarters; what is older says little about what is usual now
BY_CHANCE = 2 * stats.norm.sf(3)  # the share of honest figures outside three standard deviations
# Of a deviation from moving ranges, for each point but one: Cryer and Ryan (1990), J Quality Technology 22:187, where
# its variance is 0.8264 over the points, and not one over twice the points as of a standard deviation.
FREEDOM = 0.605
LEAST_MOVE = 1.25  # times: a smaller step from the last figure needs no second look, however steady the series was


def own_limits(sent: pd.DataFrame, earlier: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return the figures sent that their own earlier figures give control limits for: columns ``LIMITS``.

    Both frames hold estimates. The limits are those of an XmR chart, wider the fewer earlier figures there are and
    the more figures are asked, and never narrower than chance alone makes them: all honest figures of a file stay
    within them with the probability that one would have of staying within the usual limits. ``outside`` figures lie
    beyond them and also further from the last figure than the limit for ranges lets them, as a series that only drifts
    does not. Limits are kept within 0 and the whole. There are none across a break, with a hidden figure among the
    newest, or where ``stats.spc`` gives none.
    """
    table = pd.DataFrame([*_with_reach(sent, earlier, catalogue)], columns=["row", "mean", "reach", "last", "points"])
    if table.empty:
        return sent.reindex(columns=LIMITS)[:0].astype({"outside": "bool"})
    rows = sent.loc[table["row"]].reset_index(drop=True)
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
    return stats.t.isf(BY_CHANCE / 2 / len(points), FREEDOM * (points - 1)) * np.sqrt(1 + 1 / points) / 3


def _moved(rows: pd.DataFrame, last: pd.Series, catalogue: Catalogue) -> pd.Series:
    """Whether a figure, or the part of a share that is left out, is 1.25 times what it was, or less than 1 in 1.25."""
    whole = rows["indicator"].map({one.id: float(one.per) for one in catalogue if one.kind == "proportion"})
    pairs = [(rows["value"], last), (whole - rows["value"], whole - last)]
    larger = [one.where(one > other, other) >= LEAST_MOVE * one.where(one < other, other) for one, other in pairs]
    return larger[0] | (larger[1] & whole.notna())


def _with_reach(
    sent: pd.DataFrame, earlier: pd.DataFrame, catalogue: Catalogue
) -> Iterator[tuple[object, float, float, float, int]]:
    """Yield the place of each figure sent that has limits; their mean and reach, the last figure, how many."""
    asked = sent[sent["value"].notna() & sent["period_kind"].isin(list(REGULAR))]
    stood = earlier.merge(asked[SERIES].drop_duplicates(), on=SERIES).sort_values("period_start")
    series = dict(list(stood.groupby(SERIES, sort=False)))
    columns = ["period_start", "value", *SERIES]
    for row, start, _value, *key in asked[columns].itertuples(name=None):
        known = series.get(tuple(key))
        if known is not None:
            made = _reach(start, known, catalogue.called(str(key[0])))
            if made is not None:
                yield row, *made


def _reach(start: str, known: pd.DataFrame, indicator: Indicator) -> tuple[float, float, float, int] | None:
    """The mean and the reach of the limits of the newest figures before a day, the last of them, how many."""
    starts = known["period_start"].to_numpy(str)
    since = max((one.date.isoformat() for one in indicator.breaks if one.date.isoformat() <= start), default="")
    kept = np.flatnonzero((starts < start) & (starts >= since))[-NEWEST:]
    if not kept.size or not KEPT_BACK.isdisjoint(known["state"].iloc[kept]):
        return None
    values, counts = (known[name].to_numpy(float)[kept] for name in ("value", "numerator"))
    mean, reach = usual_reach(*_on_calendar(starts[kept], int(known["period_months"].iloc[0]), values, counts))
    numbered = values[~np.isnan(values)]
    return None if np.isnan(mean) else (mean, reach, float(numbered[-1]), len(numbered))


def _on_calendar(starts: np.ndarray, months: int, values: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Give each period in between a place, so that nothing is a step across a gap."""
    place = np.array([(12 * int(start[:4]) + int(start[5:7])) // months for start in starts])
    made = np.full((2, int(np.ptp(place)) + 1), np.nan)
    made[:, place - place.min()] = values, counts
    return made[0], made[1]
