"""How a figure came to be what it is: its small picture over time, and the change in words beside it."""

import math

from dashboard.charts import spark
from dashboard.charts.style import Picture
from dashboard.domain.area_views import AreaView, Figures, Latest
from dashboard.domain.flags import Flag
from dashboard.domain.indicators import Indicator
from dashboard.domain.shown_figures import ShownFigure
from dashboard.reports import sentences, words
from dashboard.stats.verdicts import COUNTRIES, SIZES


def course_of(view: AreaView, latest: Latest, indicator: Indicator) -> Picture | None:
    """Return the line of a figure and those before it, as far as they are read; None for fewer than two numbers."""
    series = view.series_of(latest.figure)
    known = [figure for figure in series if figure.is_known]
    if len(known) < 2:
        return None
    first, last = (
        f"{words.figure(one.estimate, indicator)} {sentences.in_period(one.period)}" for one in (known[0], known[-1])
    )
    return spark.course(
        [figure.value for figure in series],
        f"{indicator.short_title} over time, {latest.place.name}: from {first} to {last}.",
        starts=starts(series, indicator),
        hollow=bool(sentences.unfinished(known[-1], indicator)),
    )


def change_of(view: AreaView, latest: Latest, indicator: Indicator) -> str:
    """Return how a figure changed, short: against the year before, else as its whole series did; or nothing."""
    figure, before = latest.figure, view.a_year_before(latest.figure)
    if said := sentences.year_before(figure, before, indicator):
        return said
    if said := sentences.change(figure):
        return f"{said}."
    if before is None or indicator.kind not in SIZES or _is_parted(view, latest, indicator):
        return ""
    return sentences.then(before, indicator)


def change_of_country(view: AreaView, indicator: Indicator, figure: ShownFigure) -> float:
    """Return by how many per cent the country's number for the period of a figure differs from a year before.

    NaN where that cannot be said, and for the country itself.
    """
    country = view.of_period(indicator.id, COUNTRIES[indicator.universe], figure.period)
    before = None if country is None else view.a_year_before(country)
    if country is None or before is None or not before.value > 0 or country.key.area == figure.key.area:
        return math.nan
    return country.value / before.value * 100 - 100


def _is_parted(view: AreaView, latest: Latest, indicator: Indicator) -> bool:
    """Whether a figure cannot be compared with that of the year before, for the series breaks between the two."""
    series = view.series_of(latest.figure)
    at = [figure.key for figure in series].index(latest.figure.key)  # it may be told otherwise than it stands there
    since = max((start for start in starts(series, indicator) if start <= at), default=0)
    return series[since].period.start > latest.figure.period.a_year_earlier().start


def starts(series: Figures, indicator: Indicator) -> list[int]:
    """Return the positions at which figures begin that cannot be compared with earlier ones."""
    runs = [sum(figure.period.start >= at.date for at in indicator.breaks) for figure in series]
    noted = [Flag.BREAK_IN_SERIES in figure.flags for figure in series]
    return [at for at in range(1, len(runs)) if runs[at] != runs[at - 1] or (noted[at] and not noted[at - 1])]
