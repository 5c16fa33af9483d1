"""How figures change, all series at once: over five years, beyond their usual ups and downs, since a year before."""

from typing import get_args

import numpy as np

from dashboard.domain.coded import Bools, Coded, Codes
from dashboard.stats.comparisons import VERDICTS, Better, newcombe_interval, verdicts
from dashboard.stats.days import Days, across
from dashboard.stats.intervals import Floats
from dashboard.stats.series import Timed, on_calendar, runs, year_before
from dashboard.stats.spc import KEPT_BACK, VARIATIONS, variation_of
from dashboard.stats.trends import DIRECTIONS, POINTS, Years, directions_of, forbidden
from dashboard.stats.xmr import FEWEST, limits_of

NO_DIRECTION = DIRECTIONS.index("cannot be calculated")
NO_VARIATION = VARIATIONS.index("cannot be said")
NO_VERDICT = VERDICTS.index("cannot be said")
_LONGEST = 12  # months; longer periods share some with that of the year before
_SPOKEN = np.array([[VARIATIONS.index(variation_of(up, better)) for up in (-1, 0, 1)] for better in get_args(Better)])


def trends(estimates: Coded, figures: Timed, yearly: Bools, able: Bools, breaks: Days) -> tuple[Codes, Codes]:
    """Return the last row of each ``yearly`` series that is long enough, and the place of its trend in ``DIRECTIONS``.

    ``able`` says of each row whether a trend may rest on it; ``breaks`` has those of its measure, shape (n, k).
    """
    rows = runs(figures, np.flatnonzero(yearly), POINTS).latest(POINTS)
    value, lower, upper, count, total = (
        estimates.numbers(name)[rows] for name in ("value", "lower", "upper", "numerator", "denominator")
    )
    first, last = figures.first[rows], figures.last[rows]
    years = Years(first, last, value, upper - lower, everybody=count == total, breaks=breaks[rows[:, -1]])
    fit = (forbidden(years)[0] == 0) & able[rows].all(axis=1)
    made = np.full(len(rows), NO_DIRECTION)
    made[fit] = directions_of(years.only(fit))
    return rows[:, -1], made


def variations(estimates: Coded, figures: Timed, charted: Bools, better: Codes, breaks: Days) -> tuple[Codes, Codes]:
    """Return the last row of each ``charted`` series that is long enough, and the place in ``VARIATIONS``.

    ``better`` is the place of the better direction among those of ``Better``, ``breaks`` as in ``trends``.
    """
    points = runs(figures, np.flatnonzero(charted), FEWEST)
    # A mean over a hidden figure, beside the other points, would give it back; a mean without it would mislead.
    hidden = estimates.texts("state").among([*KEPT_BACK])[points.rows]
    points = points.only(~points.each(points.any(hidden)))
    passed = (breaks[points.rows] <= figures.last[points.rows][:, None]).sum(axis=1)
    points = points.only(passed == points.each(passed[points.ends]))  # earlier parts have limits of their own
    made = np.full(len(points.sizes), NO_VARIATION)
    numbers = [estimates.numbers(name) for name in ("value", "numerator")]
    for chosen, (values, counts) in on_calendar(points, figures, *numbers):
        limits = limits_of(values, counts)
        newest = np.argmax(np.cumsum(~np.isnan(values), axis=1), axis=1)  # the first place that no number comes after
        signal = np.take_along_axis(limits.signal, newest[:, None], axis=1)[:, 0]
        spoken = _SPOKEN[better[points.lasts[chosen]], signal + 1]
        made[chosen] = np.where(limits.amiss == 0, spoken, NO_VARIATION)
    return points.lasts, made


def in_a_year(estimates: Coded, figures: Timed, least: Floats, breaks: Days) -> Codes:
    """Return the place in ``VERDICTS`` of how each share changed since the same period a year before, shape (n,).

    ``least`` is how many there must be in the group in both years, ``breaks`` as in ``trends``.
    """
    made = np.full(estimates.rows, NO_VERDICT)
    later = np.flatnonzero(estimates.texts("method").among(["Wilson"]) & (figures.months <= _LONGEST))
    before = year_before(figures, later)
    later, before = later[before >= 0], before[before >= 0]
    count, total = (estimates.numbers(name) for name in ("numerator", "denominator"))
    fit = np.minimum(total[later], total[before]) >= least[later]
    fit &= ~across(figures.first[before], figures.last[later], breaks[later])
    later, before = later[fit], before[fit]
    made[later] = verdicts(*newcombe_interval(count[later], total[later], count[before], total[before]))
    return made
