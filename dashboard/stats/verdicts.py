"""What is said of each figure, everywhere the same: how it stands to its comparator, and how its series changes."""

from collections.abc import Sequence
from typing import NamedTuple, get_args

import numpy as np
import pandas as pd

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.coded import Bools, Coded, Codes, Column, Texts
from dashboard.domain.comparators import ITSELF
from dashboard.domain.figures import KEY
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.periods import PeriodKind
from dashboard.domain.shown_figures import ShownFigure
from dashboard.stats.changes import NO_DIRECTION, NO_VARIATION, in_a_year, trends, variations
from dashboard.stats.comparisons import VERDICTS, Better, distances, labels, outer, people_missing
from dashboard.stats.intervals import Floats
from dashboard.stats.series import newest, timed
from dashboard.stats.settings import Settings
from dashboard.stats.spc import VARIATIONS, ControlChart, control_chart
from dashboard.stats.trends import DIRECTIONS, POINTS, YEARLY, Trend, recent_trend

COUNTRIES = {"England": ENGLAND, "England and Wales": ENGLAND_AND_WALES}  # the area of each universe
CHARTED = (PeriodKind.QUARTER, PeriodKind.MONTH)
SIZES = ("count", "money")  # kinds that grow with the place they are counted in
_SAME = [name for name in KEY if name != "area"]
_DIRECTIONS = get_args(Better)
_NUMBERS = ("value", "lower", "upper", "numerator", "denominator")

THE_COMPARATOR = ITSELF
A_COUNTRY = "England, and England and Wales, are different and never compared"
A_WHOLE = "a country takes in all the others, and is compared with none of them"
NO_RATE = "a count depends on how many people live there, which this measure does not take into account"
NO_FIGURE = "no figure here for this period"
NO_RANGE = "no likely range, so chance cannot be told from a difference"


class _Rows(NamedTuple):
    """Estimates as numbers, shape (n,); ``own`` are the figures of the country of their measure's universe."""

    numbers: dict[str, Floats]
    method: Texts
    measure: Codes
    country: Bools
    own: Bools
    small: Bools


class _Beside(NamedTuple):
    """What stands beside each of n figures, and why nothing does, which may stay unsaid."""

    name: Texts
    numbers: dict[str, Floats]
    state: Texts
    reason: Texts


def compared(estimates: Coded, catalogue: Catalogue, others: Coded | None = None) -> Coded:
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
    settings = Settings(catalogue)
    rows = _rows(estimates, settings)
    beside = _countries(estimates, rows, settings) if others is None else _given(others)
    fair = ~rows.country & ~_sizes(settings)[rows.measure]
    theirs = {name: np.where(fair, number, np.nan) for name, number in beside.numbers.items()}
    not_compared = _why_not(rows, theirs["value"], beside.reason, settings, of_itself=others is None)
    met = np.where(not_compared.codes == 0, theirs["value"], np.nan)
    large = ~np.isnan(rows.numbers["value"]) & ~rows.small
    ambition = np.where(large, settings.ambition[rows.measure], np.nan)
    outermost = _outermost(rows, ~np.isnan(met) | ~np.isnan(ambition), settings)
    columns: dict[str, Column] = {
        "comparison": _labels(rows, met, outermost, settings),
        "comparator": beside.name.with_word(~fair, ""),
        "comparator_state": beside.state.with_word(np.isnan(theirs["value"]), ""),
        **{f"comparator_{name}": number for name, number in theirs.items()},
        "people_gap": _people(rows, met, settings),
        "ambition_gap": _people(rows, ambition, settings),
        "ambition_comparison": _labels(rows, ambition, outermost, settings),
        "not_compared": not_compared,
    }
    return estimates.with_columns(columns)


def _rows(estimates: Coded, settings: Settings) -> _Rows:
    measure, area = settings.known(estimates), estimates.texts("area")
    numbers = {name: estimates.numbers(name) for name in _NUMBERS}
    universe = _universes(settings)[measure]
    own = [area.among([code]) & (universe == place) for place, code in enumerate(COUNTRIES.values())]
    return _Rows(
        numbers,
        estimates.texts("method"),
        measure,
        country=area.among(list(COUNTRIES.values())),
        own=np.logical_or.reduce(own),
        small=numbers["denominator"] < settings.least[measure],
    )


def _sizes(settings: Settings) -> Bools:
    """Whether figures of each measure grow with the place they are counted in."""
    return settings.flags(lambda indicator: indicator.kind in SIZES)


def _universes(settings: Settings) -> Codes:
    """The place in ``COUNTRIES`` of the country that stands beside each measure."""
    return settings.places(list(COUNTRIES), lambda indicator: indicator.universe)


def _countries(estimates: Coded, rows: _Rows, settings: Settings) -> _Beside:
    """The figure of its indicator's country for the same period, sex, age and breakdown as each row."""
    key = estimates.numbered(_SAME)
    countries = np.flatnonzero(rows.own)
    # A country's figure stands once: a second one is an error, and the index says so.
    place = pd.Index(key[countries]).get_indexer(pd.Index(key))
    found = np.append(countries, len(key))[place]  # one beyond the last where there is none
    numbers = {name: np.append(number, np.nan)[found] for name, number in rows.numbers.items()}
    state = estimates.texts("state")
    universe = _universes(settings)[rows.measure]
    missing = np.where(np.isnan(numbers["value"]), universe + 1, 0)
    return _Beside(
        Texts(list(COUNTRIES), universe),
        numbers,
        Texts([*state.words, ""], np.append(state.codes, len(state.words))[found]),
        Texts(["", *(f"no figure for {name} in the same period" for name in COUNTRIES)], missing),
    )


def _given(others: Coded) -> _Beside:
    numbers = {name: others.numbers(name) for name in _NUMBERS}
    return _Beside(others.texts("name"), numbers, others.texts("state"), others.texts("reason"))


def _why_not(rows: _Rows, theirs: Floats, beside: Texts, settings: Settings, *, of_itself: bool) -> Texts:
    """Why a figure is not compared; nothing, which is the first of the words, where it is.

    What the comparator itself lacks is said last: first comes what is amiss with the figure here.
    """
    value, lower, upper = (rows.numbers[name] for name in ("value", "lower", "upper"))
    words = ["", THE_COMPARATOR, A_COUNTRY if of_itself else A_WHOLE, NO_RATE, NO_FIGURE, NO_RANGE]
    few = [f"fewer than {indicator.minimum_denominator} in the group" for indicator in settings.catalogue]
    reasons: list[tuple[Bools, int | Codes]] = [
        (rows.own & of_itself, 1),
        (rows.country, 2),
        (_sizes(settings)[rows.measure], 3),
        (rows.small, len(words) + rows.measure),
        (np.isnan(value), 4),
        (np.isnan(lower) | np.isnan(upper), 5),
        (np.isnan(theirs), len(words) + len(few) + beside.codes),
    ]
    codes = np.select([mask for mask, _ in reasons], [code for _, code in reasons], 0)
    return Texts([*words, *few, *beside.words], codes)


def _outermost(rows: _Rows, asked: Bools, settings: Settings) -> tuple[Floats, Floats]:
    """The 99.8% limits of the figures that are compared with something, NaN elsewhere."""
    chosen = np.flatnonzero(asked)
    measure = rows.measure[chosen]
    count, total = (rows.numbers[name][chosen] for name in ("numerator", "denominator"))
    people = np.where(settings.divides[measure], total, 1.0)
    lower, upper = np.full((2, len(asked)), np.nan)
    limits = outer(count, people, rows.method.of(chosen))
    lower[chosen], upper[chosen] = (limit * settings.per[measure] for limit in limits)
    return lower, upper


def _labels(rows: _Rows, target: Floats, outermost: tuple[Floats, Floats], settings: Settings) -> Texts:
    value, lower, upper = (rows.numbers[name] for name in ("value", "lower", "upper"))
    return labels(distances(value, lower, upper, *outermost, target), settings.better[rows.measure])


def _people(rows: _Rows, target: Floats, settings: Settings) -> Floats:
    """People to a target in the measure's unit; only of those who are all inside their group."""
    share = target / settings.per[rows.measure]
    count, total = rows.numbers["numerator"], rows.numbers["denominator"]
    inside = (count >= 0) & (count <= total) & (total > 0) & (share >= 0) & (share <= 1)
    better = settings.better[rows.measure]
    chosen = np.flatnonzero(inside & settings.shares[rows.measure] & (better != _DIRECTIONS.index("none")))
    gap = np.full(len(target), np.nan)
    more = better[chosen] == _DIRECTIONS.index("higher")
    gap[chosen] = people_missing(count[chosen], total[chosen], share[chosen], more)
    return gap


def changing(estimates: Coded, catalogue: Catalogue) -> Coded:
    """Return estimates with ``trend`` and ``variation`` on the newest figure of each series, empty on the others.

    A series has one indicator, area, sex, age, breakdown and kind of period. Its newest figure is the
    last with a number. Yearly series may have a trend, quarters and months a variation; where there
    is none the words say that it cannot be calculated or said. Raise NotFound as ``compared`` does, ValueError
    where a period stands twice.
    """
    settings, figures = Settings(catalogue), timed(estimates)
    measure = settings.known(estimates)
    breaks = settings.breaks[measure]
    able = ~(_sizes(settings)[measure] | (estimates.numbers("denominator") < settings.least[measure]))
    last = newest(figures, ~np.isnan(estimates.numbers("value")))
    trend, variation = np.full(len(last), NO_DIRECTION), np.full(len(last), NO_VARIATION)
    kinds = estimates.texts("period_kind")
    rows, found = trends(estimates, figures, kinds.among(YEARLY), able, breaks)
    trend[figures.series[rows]] = found
    rows, found = variations(estimates, figures, kinds.among(CHARTED), settings.better[measure], breaks)
    variation[figures.series[rows]] = found
    words = {"trend": (DIRECTIONS, trend), "variation": (VARIATIONS, variation)}
    columns = {name: _on_newest(*pair, last, estimates.rows) for name, pair in words.items()}
    return estimates.with_columns(columns)


def _on_newest(words: Sequence[str], of_series: Codes, last: Codes, rows: int) -> Texts:
    """A word of each series on the row of its newest figure, nothing on the others."""
    codes = np.zeros(rows, dtype=np.int64)
    codes[last] = of_series + 1
    return Texts(["", *words], codes)


def with_change(estimates: Coded, catalogue: Catalogue) -> Coded:
    """Return estimates with ``in_a_year``: how each share of people changed since the same period a year before.

    "rose", "fell" or "stayed about the same" as ``comparisons.changed`` has it, of the same indicator, area, sex,
    age and breakdown; "cannot be said" where there is no such figure, one of the two is no share with limits
    worked out here or of too few people, where they share months or a break lies in or between them.
    """
    settings, figures = Settings(catalogue), timed(estimates)
    measure = settings.known(estimates)
    codes = in_a_year(estimates, figures, settings.least[measure], settings.breaks[measure])
    return estimates.with_columns({"in_a_year": Texts([*VERDICTS], codes)})


def trend_of(series: Sequence[ShownFigure], indicator: Indicator) -> Trend:
    """Return the recent trend of one series of figures; none for counts, which follow the number of people."""
    if indicator.kind in SIZES:
        return Trend("cannot be calculated", NO_RATE)
    least = indicator.minimum_denominator or 0
    latest = sorted(series, key=lambda figure: figure.period.start)[-POINTS:]
    if any(figure.estimate.denominator < least for figure in latest):
        return Trend("cannot be calculated", f"fewer than {least} in the group in some years")
    return recent_trend(series, [at.date for at in indicator.breaks])


def chart_of(series: Sequence[ShownFigure], indicator: Indicator) -> ControlChart:
    """Return the control chart of one series of figures, against the ambition where there is one."""
    target = indicator.ambition.value if indicator.ambition else None
    return control_chart(series, [at.date for at in indicator.breaks], indicator.better, target)
