"""How far figures of a file jump: how many times larger or smaller they are, at the least, with chance allowed for."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.domain.coded import coded_frame
from dashboard.domain.figures import State
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.periods import Period
from dashboard.domain.shown_figures import Estimate, FigureKey, figure_keys, keyed_estimates
from dashboard.stats.estimates import estimates
from dashboard.stats.intervals import Floats, count_interval

_SERIES = ["indicator", "area", "sex", "age", "breakdown", "period_months", "period_kind"]
_NUMBERED = [State.VALUE, State.ROUNDED]
_BySeries = dict[tuple[object, ...], dict[Period, Estimate]]


class SeriesPoint(NamedTuple):
    """One period of a series: its figure as it stands ``now``, and as a file brings it, None where there is none."""

    period: Period
    now: Estimate | None
    sent: Estimate | None


class Jump(NamedTuple):
    """A figure that differs from the one it is set beside, and all of its series, the oldest first.

    ``before`` is the period of the other: its own, or the newest before it. ``times`` and ``of_rest`` are as
    ``least_times`` has them; ``rose`` is whether its value is above the other.
    """

    key: FigureKey
    before: Period
    times: float
    of_rest: bool
    rose: bool
    series: tuple[SeriesPoint, ...]


def largest_jumps(sent: pd.DataFrame, shown: pd.DataFrame, catalogue: Catalogue, most: int) -> tuple[Jump, ...]:
    """Return the largest changes that figures ``sent`` would make to those ``shown`` now, ``most`` of them.

    Each series stands there once. A figure that is hidden now is nothing to compare with. Figures on two sides of a
    break are not compared.
    """
    numbered, known = (rows[rows["state"].isin(_NUMBERED)] for rows in (sent, shown))
    pairs = _pairs(numbered, known)
    if pairs.empty:
        return ()
    after, before = (_estimates(rows, catalogue) for rows in (pairs.drop(columns="day"), known.iloc[pairs["before"]]))
    ranked = [
        _ranked(rows, before.loc[rows.index], catalogue.called(str(name))) for name, rows in after.groupby("indicator")
    ]
    if not ranked:
        return ()
    moved = pd.concat(ranked).sort_values(["times", "ratio"], ascending=False, kind="stable")
    first = moved.drop_duplicates(_SERIES).head(most)
    now, new = (_by_series(rows, first, catalogue) for rows in (shown, sent))
    facts = zip(*(first[name].tolist() for name in ("before_start", "times", "of_rest", "rose")), strict=True)
    found = []
    for key, (start, times, of_rest, rose) in zip(figure_keys(first), facts, strict=True):
        other = replace(key.period, start=date.fromisoformat(start))
        series = _points(*(points[_series_of(key)] for points in (now, new)))
        found.append(Jump(key, other, times, of_rest, rose, series))
    return tuple(found)


def _estimates(figures: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    return estimates(coded_frame(figures), catalogue).frame


def _pairs(sent: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Figures sent, and where in ``shown`` that of the same period or the newest one before it stands (``before``)."""
    both = pd.concat([sent[_SERIES], shown[_SERIES]], ignore_index=True)
    series = both.groupby(_SERIES, sort=False).ngroup().to_numpy()
    day, shown_day = (pd.to_datetime(rows["period_start"]).to_numpy("datetime64[s]") for rows in (sent, shown))
    asked = sent.assign(series=series[: len(sent)], day=day).sort_values("day", kind="stable")
    known = pd.DataFrame({"series": series[len(sent) :], "day": shown_day, "before": range(len(shown))})
    pairs = pd.merge_asof(asked, known.sort_values("day", kind="stable"), on="day", by="series")
    return pairs[pairs["before"].notna()].astype({"before": "int64"})


def _ranked(new: pd.DataFrame, old: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return the pairs of one indicator that differ and may be compared, with what orders them."""
    ratio = pd.concat([new["value"] / old["value"], old["value"] / new["value"]], axis=1).max(axis=1)
    made = new.assign(**least_times(old, new, indicator), ratio=ratio, rose=new["value"] > old["value"])
    made = made.assign(before_start=old["period_start"])
    apart = _runs(new["period_start"], indicator) != _runs(old["period_start"], indicator)
    return made[made["times"].notna() & (new["value"] != old["value"]) & ~apart]


def _runs(starts: pd.Series, indicator: Indicator) -> pd.Series:
    """Number the runs between the breaks in a series; across a break figures cannot be compared."""
    runs = pd.Series(0, starts.index)
    for day in indicator.breaks:
        runs += starts >= day.date.isoformat()
    return runs


def _by_series(rows: pd.DataFrame, first: pd.DataFrame, catalogue: Catalogue) -> _BySeries:
    """The estimates of the series of some figures, by series and period."""
    found: _BySeries = defaultdict(dict)
    for key, estimate in keyed_estimates(_estimates(rows.merge(first[_SERIES], on=_SERIES), catalogue)):
        found[_series_of(key)][key.period] = estimate
    return found


def _series_of(key: FigureKey) -> tuple[object, ...]:
    return key.indicator, key.area, key.sex, key.age, key.breakdown, key.period.months, key.period.kind


def _points(now: Mapping[Period, Estimate], sent: Mapping[Period, Estimate]) -> tuple[SeriesPoint, ...]:
    return tuple(SeriesPoint(period, now.get(period), sent.get(period)) for period in sorted({*now, *sent}))


def least_times(before: pd.DataFrame, after: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return by how many times figures differ at the least: columns ``times`` and ``of_rest``, indexed like ``after``.

    Both frames hold estimates of one indicator, row beside row. ``times`` compares the ends of the two 95% intervals
    that are nearest each other, the larger over the smaller: 1 where the intervals meet, so that chance could explain
    the difference; infinite where one end is 0; NaN where a value is missing. A measure without limits is compared by
    its values alone. Of a share, ``of_rest`` says that those who are not counted changed by more times than those
    who are: from 90% to 99% the others became a tenth.
    """
    old, new = _ends(before, indicator), _ends(after, indicator)
    times = _times(old, new)
    of_rest = np.zeros(len(after), dtype=bool)
    if indicator.kind == "proportion":
        rest = _times(*((indicator.per - upper, indicator.per - lower) for lower, upper in (old, new)))
        of_rest = rest > times
        times = np.where(of_rest, rest, times)
    missing = before["value"].isna().to_numpy() | after["value"].isna().to_numpy()
    return pd.DataFrame({"times": np.where(missing, np.nan, times), "of_rest": of_rest & ~missing}, after.index)


def has_chance(indicator: Indicator) -> bool:
    """Whether figures of an indicator vary by chance: money and scores have no limits to allow for it."""
    return indicator.interval != "none" or indicator.kind == "count"


def _ends(rows: pd.DataFrame, indicator: Indicator) -> tuple[Floats, Floats]:
    """The 95% limits; of a count without limits those of as many independent events; else the value twice."""
    lower, upper, value = (rows[name].to_numpy(float) for name in ("lower", "upper", "value"))
    if indicator.kind == "count":
        counts = rows["numerator"].where(rows["numerator"] >= 0).to_numpy(float)
        low, high = (limit * indicator.per for limit in count_interval(counts))
        lower, upper = np.where(np.isnan(lower), low, lower), np.where(np.isnan(upper), high, upper)
    return np.where(np.isnan(lower), value, lower), np.where(np.isnan(upper), value, upper)


def _times(old: tuple[Floats, Floats], new: tuple[Floats, Floats]) -> Floats:
    """The nearest ends of two intervals, the larger over the smaller; corrections below 0 count as 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        risen = np.where(new[0] > old[1], new[0] / np.maximum(old[1], 0), 1.0)
        fallen = np.where(old[0] > new[1], old[0] / np.maximum(new[1], 0), 1.0)
    return np.maximum(risen, fallen)
