"""Which figures of each series stand for it: the newest, what it is read beside, what small pictures are drawn of."""

from collections.abc import Collection
from datetime import date

import numpy as np

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.coded import Bools, Coded, Codes
from dashboard.domain.figures import PERIOD
from dashboard.stats.days import first_days, last_days
from dashboard.stats.series import Timed, newest, timed, year_before

COUNTRIES = (ENGLAND, ENGLAND_AND_WALES)
PICTURED = 20  # figures of one kind of period in a small picture: five years of quarters
_OF_A_PERIOD = ["indicator", *PERIOD]


def of_everybody(figures: Coded) -> Bools:
    """Whether each figure is of everybody: of no sex, age or other group. Shape (n,)."""
    everybody = figures.texts("sex").among(["persons"])
    for name in ("age", "breakdown"):
        everybody &= figures.texts(name).among([""])
    return everybody


def ended_by(figures: Coded, day: date) -> Bools:
    """Whether the period of each figure had ended on a day. Shape (n,)."""
    last = last_days(first_days(figures.texts("period_start")), figures.wholes("period_months"))
    return last <= np.datetime64(day)


def on_first_look(figures: Coded, pictured: Collection[str]) -> Bools:
    """Whether each figure is one that a first look at its area asks for. Shape (n,).

    Of each series of everybody that is the newest, the newest with a number, and those of the year before; of the
    measures ``pictured`` the last that a picture has; of a country all that stand beside such a one of another area.
    """
    rows = np.flatnonzero(of_everybody(figures))
    return _marked(figures.rows, rows[_standing(figures.of(rows), pictured)])


def on_themes(figures: Coded, together: Collection[str], over_time: Collection[str]) -> Bools:
    """Whether each figure is one that the page on its theme asks for. Shape (n,).

    Of each series, of everybody and of groups of people, those that a first look asks for; of measures that are told
    ``together`` for one period as many as a picture has, of those drawn ``over_time`` all. Of everybody there are as
    many as a picture has of every measure.
    """
    drawn = figures.texts("indicator").among([*over_time])
    return _standing(figures, together) | drawn | (of_everybody(figures) & (_from_the_end(timed(figures)) < PICTURED))


def _standing(figures: Coded, pictured: Collection[str]) -> Bools:
    """Which figures stand for their series, with those of a country that stand beside them."""
    series = timed(figures)
    stands = _marked(figures.rows, _lasts(figures, series))
    before = year_before(series, np.arange(figures.rows))[stands]
    stands |= _marked(figures.rows, before[before >= 0])
    stands |= figures.texts("indicator").among([*pictured]) & (_from_the_end(series) < PICTURED)
    period = figures.numbered(_OF_A_PERIOD)
    country = figures.texts("area").among(COUNTRIES)
    return stands | (country & np.isin(period, period[stands & ~country]))


def of_newest_periods(figures: Coded) -> Bools:
    """Whether each figure is of everybody, for a period that is the newest of its measure in any area. Shape (n,)."""
    rows = np.flatnonzero(of_everybody(figures))
    headlines = figures.of(rows)
    period = headlines.numbered(_OF_A_PERIOD)
    lasts = _lasts(headlines, timed(headlines))
    return _marked(figures.rows, rows[np.isin(period, period[lasts])])


def _lasts(figures: Coded, series: Timed) -> Codes:
    """The row of the newest figure of each series, and of the newest that has a number."""
    known = ~np.isnan(figures.numbers("value"))
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
