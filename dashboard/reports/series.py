"""Figures of one measure in order of time: the chart of a series, what it finds, and tables of figures."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from dashboard.charts.style import Chart
from dashboard.charts.trend import trend
from dashboard.domain.area_views import Figures
from dashboard.domain.areas import Area
from dashboard.domain.events import Event
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import Period, add_months
from dashboard.domain.shown_figures import ComparatorFigure, ShownFigure
from dashboard.reports import sentences, words
from dashboard.reports.happened import happened
from dashboard.reports.measures import may_change, reason, remark
from dashboard.reports.tables import Cell, Table, table

FIGURE = "Figure"
_LONGEST_LABEL = 20  # letters; the subtitle names whom the dashed line is of in any case


def in_order(figures: Iterable[ShownFigure]) -> Figures:
    """Return figures by the first day of their period, then by its length."""
    return tuple(sorted(figures, key=lambda figure: (figure.period.start, figure.period.months)))


def series_chart(
    series: Iterable[ShownFigure], indicator: Indicator, area: Area, events: tuple[Event, ...]
) -> Chart | None:
    """Return the chart of a series, of one kind of period; None for fewer than two numbers."""
    figures = in_order(series)
    if sum(figure.is_known for figure in figures) < 2:
        return None
    runs = _runs(figures, indicator)
    absent = not_given([figure.period for figure in figures])
    begun = next(at for at, figure in enumerate(figures) if figure.is_known)
    there = happened(events, [indicator], [figure.period for figure in figures[begun:]])
    return trend(
        there.on(_with_gaps(_points(figures, runs, indicator), absent)),
        f"{area.name}: {_finding(figures, runs, indicator)}",
        "; ".join([*_subtitle(figures, runs, indicator), *_gaps(figures, absent), *there.subtitle]),
        f"{indicator.title}, {area.name}, as a line over time. {_in_words(figures, indicator)}{there.words}",
        there.said,
    )


def not_given(periods: Sequence[Period]) -> list[Period]:
    """Return the periods that a series, in order and of one kind, has no figure for at all: they would be joined over.

    How far its periods are apart is how near two of them are; snapshots come on any day, and leave none out.
    """
    begun = [period.start.year * 12 + period.start.month for period in periods if period.months]
    apart = min((after - before for before, after in pairwise(begun)), default=0)
    if len(begun) < len(periods) or apart <= 0:
        return []
    between = (
        (one, range(apart, after - before, apart))
        for one, (before, after) in zip(periods, pairwise(begun), strict=False)
    )
    return [replace(one, start=add_months(one.start, months)) for one, steps in between for months in steps]


def _with_gaps(points: Mapping[Period, dict[str, object]], absent: Sequence[Period]) -> list[dict[str, object]]:
    """All points in order of time, those of absent periods without a number; a point by itself is ``lone``."""
    empty = dict.fromkeys(("value", "lower", "upper", "comparator_value"), math.nan)
    none: dict[str, object] = {
        **empty,
        "said": sentences.NOT_GIVEN,
        "unfinished": False,
        "label": "",
        "comparator_name": "",
    }
    row: list[dict[str, object]] = []
    for period in sorted([*points, *absent]):
        # A gap belongs to the run it lies in: else the line of that run would be drawn over it.
        row.append(points.get(period) or {**none, "period": period.text, "run": row[-1]["run"]})
    known = [point["run"] if _has_number(point) else None for point in row]
    beside = zip([None, *known], known, [*known[1:], None], strict=False)
    lone = [run is not None and run not in (before, after) for before, run, after in beside]
    return [{**point, "lone": alone} for point, alone in zip(row, lone, strict=True)]


def _has_number(point: Mapping[str, object]) -> bool:
    value = point["value"]
    return isinstance(value, float) and not math.isnan(value)


def _gaps(figures: Figures, absent: Sequence[Period]) -> list[str]:
    """Why there is no number, each reason once with its periods: a gap in the line says nothing of it."""
    why: dict[str, list[Period]] = {}
    for figure in figures:
        if not figure.is_known:
            why.setdefault(reason(figure), []).append(figure.period)
    for period in absent:
        why.setdefault(sentences.NOT_GIVEN, []).append(period)
    return [sentences.gap([period.text for period in periods], reason) for reason, periods in why.items()]


def _compared(figures: Figures) -> list[tuple[Period, ComparatorFigure]]:
    """What stands beside the figures, by the period of each that has a number beside it."""
    beside = ((figure.period, figure.comparator) for figure in figures)
    return [(period, theirs) for period, theirs in beside if theirs and not math.isnan(theirs.value)]


def _runs(figures: Figures, indicator: Indicator) -> list[int]:
    """Number the runs between the breaks in the series; across a break figures cannot be compared."""
    return [sum(figure.period.start >= at.date for at in indicator.breaks) for figure in figures]


def _points(figures: Figures, runs: Sequence[int], indicator: Indicator) -> dict[Period, dict[str, object]]:
    """The points as they are drawn; the comparator is named once, at its last point, if it does not cover the line."""
    name = {period: theirs.name for period, theirs in _compared(figures)[-1:] if len(theirs.name) <= _LONGEST_LABEL}
    newest = [figure for figure in figures if figure.is_known][-1]
    return {
        figure.period: {
            "period": figure.period.text,
            "value": figure.value,
            "lower": figure.estimate.lower,
            "upper": figure.estimate.upper,
            "said": words.figure(figure.estimate, indicator),
            "run": run,
            "unfinished": may_change(figure, indicator),
            "label": words.figure(figure.estimate, indicator) if figure is newest else "",
            "comparator_value": figure.comparator.value if figure.comparator else math.nan,
            "comparator_name": name.get(figure.period, ""),
        }
        for figure, run in zip(figures, runs, strict=True)
    }


def _subtitle(figures: Figures, runs: Sequence[int], indicator: Indicator) -> list[str]:
    parts = [f"{indicator.short_title}, {words.unit_in_full(indicator)}"]
    parts += sentences.of_windows(figures[-1].period)
    if any(not math.isnan(figure.estimate.lower) for figure in figures):
        parts.append("the band is where the true figure is likely to lie (95%)")
    parts += [f"the dashed line is {theirs.name}" for _, theirs in _compared(figures)[-1:]]
    if any(may_change(figure, indicator) for figure in figures):
        parts.append("a hollow point is not final")
    if len(set(runs)) > 1:
        parts.append("figures on either side of a gap cannot be compared")
    return parts


def _finding(figures: Figures, runs: Sequence[int], indicator: Indicator) -> str:
    """Return the first and the last figure that may be compared: those since the last break."""
    known = [(figure, run) for figure, run in zip(figures, runs, strict=True) if figure.is_known]
    since = [figure for figure, run in known if run == known[-1][1]]
    first, last = (
        f"{words.figure(figure.estimate, indicator)} {sentences.in_period(figure.period)}"
        for figure in (since[0], since[-1])
    )
    return f"{first}, {last}" if len(since) > 1 else f"{last}, not to be compared with earlier figures"


def _in_words(figures: Figures, indicator: Indicator) -> str:
    """Every figure by its period, and what stands beside it."""
    own = "; ".join(f"{figure.period.text}: {words.figure(figure.estimate, indicator)}" for figure in figures)
    compared = _compared(figures)
    if not compared:
        return f"{own}."
    levels = "; ".join(f"{period.text}: {words.value_in_unit(theirs.value, indicator)}" for period, theirs in compared)
    return f"{own}. {words.sentence(compared[-1][1].name)}: {levels}."


def figure_cells(figure: ShownFigure, indicator: Indicator) -> dict[str, Cell]:
    """Return one figure as the cells of a table: the figure, its people, its likely range, what qualifies it."""
    text = words.figure(figure.estimate, indicator)
    return {
        FIGURE: text,
        "Count of whole": words.part_of_whole(figure.estimate, indicator),
        "Likely range (95%)": words.limits(figure.estimate.lower, figure.estimate.upper, indicator),
        "Remarks": words.sentence(remark(figure, text)),
    }


def series_table(title: str, series: Iterable[ShownFigure], indicator: Indicator) -> Table:
    """Return figures by period, the newest first."""
    newest_first = sorted(series, key=lambda figure: (figure.period.start, figure.period.months), reverse=True)
    rows = (
        {"Period": words.sentence(figure.period.label), **figure_cells(figure, indicator)} for figure in newest_first
    )
    return table(title, rows).filled("Period", FIGURE)
