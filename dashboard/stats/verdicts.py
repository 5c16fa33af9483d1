"""What is said of each figure, everywhere the same: how it stands to its comparator, and how its series changes."""

from collections.abc import Container, Hashable, Iterable, Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.comparators import ITSELF
from dashboard.domain.figures import KEY, NUMBERS, PERIOD
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.periods import PeriodKind
from dashboard.domain.shown_figures import ShownFigure
from dashboard.stats.comparisons import NOT_COMPARED, Labels, compare, outer_limits, people_gap
from dashboard.stats.spc import FEWEST, ControlChart, ControlPoint, control_chart
from dashboard.stats.trends import POINTS, YEARLY, Trend, recent_trend

COUNTRIES = {"England": ENGLAND, "England and Wales": ENGLAND_AND_WALES}  # the area of each universe
CHARTED = (PeriodKind.QUARTER, PeriodKind.MONTH)
SIZES = ("count", "money")  # kinds that grow with the place they are counted in
SERIES = [*(name for name in KEY if name not in PERIOD), "period_kind"]
_TOLD_BY = ["indicator", *PERIOD, *NUMBERS, "state"]
_WITHIN = [name for name in KEY if name not in ("indicator", "area")]
_NUMBERS = ("value", "lower", "upper", "numerator", "denominator")
_THEIRS = tuple(f"comparator_{name}" for name in _NUMBERS)

THE_COMPARATOR = ITSELF
A_COUNTRY = "England, and England and Wales, are different and never compared"
A_WHOLE = "a country takes in all the others, and is compared with none of them"
NO_RATE = "a count depends on how many people live there, which this measure does not take into account"


def compared(estimates: pd.DataFrame, catalogue: Catalogue, others: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return estimates with how each stands to its comparator, in the same order.

    ``others`` is what stands beside each, as ``pools.beside`` gives it; without it that is the country of
    the indicator's universe, whose figures are rows among the estimates. Same period, sex, age and
    breakdown only. Adds ``comparison`` (a label, "not compared" where there is none), ``comparator`` and
    ``comparator_value`` (empty and NaN for a country itself and for counts) with its limits and people
    (``comparator_lower``, ``_upper``, ``_numerator``, ``_denominator``, ``_state``), ``people_gap`` (whole
    people to the comparator), ``ambition_gap`` (to the ambition), each NaN where it cannot be told,
    ``ambition_comparison`` (a label, as ``comparison``), and ``not_compared``, the reason in words.
    Estimates of indicators beyond ``catalogue`` raise NotFound.
    """
    groups = estimates.groupby("indicator", sort=False)
    beside, of_country = (_countries(estimates, catalogue), A_COUNTRY) if others is None else (others, A_WHOLE)
    parts = [_of_one(rows, catalogue.called(str(name)), beside.loc[rows.index], of_country) for name, rows in groups]
    if not parts:
        names = ("comparison", "comparator", "comparator_state", "ambition_comparison", "not_compared")
        texts = dict.fromkeys(names, pd.Series(dtype="str"))
        numbers = dict.fromkeys((*_THEIRS, "people_gap", "ambition_gap"), pd.Series(dtype="float64"))
        return estimates.assign(**texts, **numbers)
    return pd.concat(parts).loc[estimates.index]


def _of_one(rows: pd.DataFrame, indicator: Indicator, beside: pd.DataFrame, of_country: str) -> pd.DataFrame:
    fair = ~rows["area"].isin(list(COUNTRIES.values())) & (indicator.kind not in SIZES)
    theirs = beside["value"].where(fair)
    reason = _why_not(rows, indicator, of_country)
    # What the comparator itself lacks is said last: first comes what is amiss with the figure here.
    reason = reason.mask((reason == "") & theirs.isna(), beside["reason"])
    met = theirs.where(reason == "")
    large = rows["value"].notna() & ~_small(rows, indicator)
    ambition = pd.Series(indicator.ambition.value if indicator.ambition else np.nan, rows.index).where(large)
    return rows.assign(
        comparison=_told_from(met, rows, indicator),
        comparator=beside["name"].where(fair, ""),
        comparator_state=beside["state"].where(theirs.notna(), "").astype("str"),
        **{f"comparator_{name}": beside[name].where(fair) for name in _NUMBERS},
        people_gap=_gap(rows, met, indicator),
        ambition_gap=_gap(rows, ambition, indicator),
        ambition_comparison=_told_from(ambition, rows, indicator) if indicator.ambition else NOT_COMPARED,
        not_compared=reason,
    )


def _told_from(others: pd.Series, rows: pd.DataFrame, indicator: Indicator) -> Labels:
    value, lower, upper = (rows[column].to_numpy(float) for column in ("value", "lower", "upper"))
    lowest, highest = (limit.to_numpy(float) for limit in outer_limits(rows, indicator))
    return compare(value, lower, upper, lowest, highest, others.to_numpy(float), indicator.better)


def _countries(rows: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """The figure of its indicator's country for the same period, sex, age and breakdown as each row."""
    name = rows["indicator"].map({one.id: one.universe for one in catalogue})
    same = ["indicator", *_WITHIN]
    theirs = rows.loc[rows["area"] == name.map(COUNTRIES), [*same, *_NUMBERS, "state"]]
    found = rows[same].merge(theirs, on=same, how="left", validate="many_to_one").set_index(rows.index)
    none = "no figure for " + name + " in the same period"
    return found.assign(name=name, reason=none.where(found["value"].isna(), "").astype("str"))


def _small(rows: pd.DataFrame, indicator: Indicator) -> pd.Series:
    return rows["denominator"] < (indicator.minimum_denominator or 0)


def _why_not(rows: pd.DataFrame, indicator: Indicator, of_country: str) -> pd.Series:
    """Why a figure is not compared, whatever stands beside it; empty where it may be."""
    country = rows["area"].isin(list(COUNTRIES.values()))
    own = rows["area"] == COUNTRIES[indicator.universe]
    reasons: list[tuple[pd.Series, str]] = [
        (own & (of_country == A_COUNTRY), THE_COMPARATOR),
        (country, of_country),
        (pd.Series(indicator.kind in SIZES, rows.index), NO_RATE),
        (_small(rows, indicator), f"fewer than {indicator.minimum_denominator} in the group"),
        (rows["value"].isna(), "no figure here for this period"),
        (rows["lower"].isna() | rows["upper"].isna(), "no likely range, so chance cannot be told from a difference"),
    ]
    said = np.select([mask.to_numpy(bool) for mask, _ in reasons], [text for _, text in reasons], default="")
    return pd.Series(said, rows.index, dtype="str")


def _gap(rows: pd.DataFrame, target: pd.Series, indicator: Indicator) -> npt.NDArray[np.float64]:
    """People to a target in the indicator's unit; only of those who are all inside their group."""
    share = target / indicator.per
    inside = rows["numerator"].between(0, rows["denominator"]) & share.between(0, 1)
    if indicator.kind != "proportion":
        inside &= False
    count, total, wanted = (
        one.where(inside).to_numpy(float) for one in (rows["numerator"], rows["denominator"], share)
    )
    return people_gap(count, total, wanted, indicator.better)


def changing(estimates: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return estimates with ``trend`` and ``variation`` on the newest figure of each series, empty on the others.

    A series has one indicator, area, sex, age, breakdown and kind of period. Its newest figure is the
    last with a number. Yearly series may have a trend, quarters and months a variation; where there
    is none the words say that it cannot be calculated or said.
    """
    said = {at: ["cannot be calculated", "cannot be said"] for at in _newest(estimates)}
    for at, rows in _long_enough(estimates, said, YEARLY, POINTS):
        said[at][0] = _trend_of(rows, catalogue.called(rows["indicator"].iloc[0])).direction
    for at, rows in _long_enough(estimates, said, CHARTED, FEWEST):
        said[at][1] = _chart_of(rows, catalogue.called(rows["indicator"].iloc[0])).variation
    trend, variation = (
        pd.Series([said[at][word] if at in said else "" for at in estimates.index], estimates.index, dtype="str")
        for word in (0, 1)
    )
    return estimates.assign(trend=trend, variation=variation)


def trend_of(series: Iterable[ShownFigure], indicator: Indicator) -> Trend:
    """Return the recent trend of one series of figures; none for counts, which follow the number of people."""
    return _trend_of(_rows(series), indicator)


def _trend_of(series: pd.DataFrame, indicator: Indicator) -> Trend:
    if indicator.kind in SIZES:
        return Trend("cannot be calculated", NO_RATE)
    if _small(series.sort_values("period_start").tail(POINTS), indicator).any():
        return Trend("cannot be calculated", f"fewer than {indicator.minimum_denominator} in the group in some years")
    return recent_trend(series, [at.date for at in indicator.breaks])


def chart_of(series: Iterable[ShownFigure], indicator: Indicator) -> ControlChart:
    """Return the control chart of one series of figures, against the ambition where there is one."""
    figures = sorted(series, key=lambda figure: (figure.period.end, figure.period.start))
    made = _chart_of(_rows(figures), indicator)
    columns = (made.points[name].tolist() for name in ControlPoint._fields[1:])
    return replace(made, points=tuple(ControlPoint(*point) for point in zip(figures, *columns, strict=True)))


def _chart_of(series: pd.DataFrame, indicator: Indicator) -> ControlChart:
    target = indicator.ambition.value if indicator.ambition else None
    return control_chart(series, [at.date for at in indicator.breaks], indicator.better, target)


def _rows(series: Iterable[ShownFigure]) -> pd.DataFrame:
    rows = [
        (f.period.start.isoformat(), f.period.months, f.period.kind.value, *f.estimate[:5], f.state.value)
        for f in series
    ]
    return pd.DataFrame(rows, columns=[*PERIOD, *_NUMBERS, "state"])


def _newest(estimates: pd.DataFrame) -> pd.Index:
    """The index of the last row with a number of each series, of the last row where none has one."""
    start = pd.to_datetime(estimates["period_start"])
    order = estimates[SERIES].assign(
        numbered=estimates["value"].notna(),
        end=start.dt.year * 12 + start.dt.month + estimates["period_months"],
        start=start,
    )
    return order.sort_values(["numbered", "end", "start"]).drop_duplicates(SERIES, keep="last").index


def _long_enough(
    estimates: pd.DataFrame, newest: Container[Hashable], kinds: tuple[PeriodKind, ...], points: int
) -> Iterator[tuple[Hashable, pd.DataFrame]]:
    """Series of these kinds of period with at least so many rows, each with the index of its newest figure."""
    rows = estimates[estimates["period_kind"].isin([kind.value for kind in kinds])]
    # Most series of a national file have a year or two: they are left out before anything is worked out.
    rows = rows[rows.groupby(SERIES)["area"].transform("size") >= points]
    series = rows.groupby(SERIES, sort=False).ngroup()
    for _, one in rows[_TOLD_BY].groupby(series, sort=False):  # narrow frames, for there are hundreds of them
        yield next(at for at in one.index if at in newest), one
