"""Which figures of each series stand for it: the newest, what it is read beside, what small pictures are drawn of."""

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.coded import Bools, Codes, numbered, texts
from dashboard.domain.figures import PERIOD
from dashboard.stats.days import first_days, last_days
from dashboard.stats.series import Timed, newest, timed, year_before

COUNTRIES = (ENGLAND, ENGLAND_AND_WALES)
PICTURED = 20  # figures of one kind of period in a small picture: five years of quarters
_OF_A_PERIOD = ["indicator", *PERIOD]


def of_everybody(figures: pd.DataFrame) -> Bools:
    """Whether each figure is of everybody: of no sex, age or other group. Shape (n,)."""
    everybody = texts(figures["sex"]).among(["persons"])
    for name in ("age", "breakdown"):
        everybody &= texts(figures[name]).among([""])
    return everybody


def ended_by(figures: pd.DataFrame, day: date) -> Bools:
    """Whether the period of each figure had ended on a day. Shape (n,)."""
    last = last_days(first_days(figures["period_start"]), figures["period_months"].to_numpy(np.int64))
    return last <= np.datetime64(day)


def on_first_look(figures: pd.DataFrame, pictured: Collection[str]) -> Bools:
    """Whether each figure is one that a first look at its area asks for. Shape (n,).

    Of each series of everybody that is the newest, the newest with a number, and those of the year before; of the
    measures ``pictured`` the last that a picture has; of a country all that stand beside such a one of another area.
    """
    rows = np.flatnonzero(of_everybody(figures))
    return _marked(len(figures), rows[_standing(figures.take(rows), pictured)])


def on_themes(figures: pd.DataFrame, together: Collection[str], over_time: Collection[str]) -> Bools:
    """Whether each figure is one that the page on its theme asks for. Shape (n,).

    Of each series, of everybody and of groups of people, those that a first look asks for; of measures that are told
    ``together`` for one period as many as a picture has, of those drawn ``over_time`` all.
    """
    return _standing(figures, together) | texts(figures["indicator"]).among([*over_time])


def _standing(figures: pd.DataFrame, pictured: Collection[str]) -> Bools:
    """Which figures stand for their series, with those of a country that stand beside them."""
    series = timed(figures)
    stands = _marked(len(figures), _lasts(figures, series))
    before = year_before(series, np.arange(len(figures)))[stands]
    stands |= _marked(len(figures), before[before >= 0])
    stands |= texts(figures["indicator"]).among([*pictured]) & (_from_the_end(series) < PICTURED)
    (period,) = numbered(_OF_A_PERIOD, figures)
    country = texts(figures["area"]).among(COUNTRIES)
    return stands | (country & np.isin(period, period[stands & ~country]))


def of_newest_periods(figures: pd.DataFrame) -> Bools:
    """Whether each figure is of everybody, for a period that is the newest of its measure in any area. Shape (n,)."""
    rows = np.flatnonzero(of_everybody(figures))
    headlines = figures.take(rows)
    (period,) = numbered(_OF_A_PERIOD, headlines)
    lasts = _lasts(headlines, timed(headlines))
    return _marked(len(figures), rows[np.isin(period, period[lasts])])


def _lasts(figures: pd.DataFrame, series: Timed) -> Codes:
    """The row of the newest figure of each series, and of the newest that has a number."""
    known = figures["value"].notna().to_numpy(bool)
    return np.concatenate([newest(series, known), newest(series, np.ones(len(known), dtype=bool))])


def _from_the_end(series: Timed) -> Codes:
    """How many figures of its series come after each."""
    order = np.lexsort((series.last, series.series))
    ends = np.cumsum(np.bincount(series.series)) - 1
    made = np.empty(len(order), dtype=np.int64)
    made[order] = ends[series.series[order]] - np.arange(len(order))
    return made


def _marked(size: int, rows: Codes) -> Bools:
    marks = np.zeros(size, dtype=bool)
    marks[rows] = True
    return marks
