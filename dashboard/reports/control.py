"""The control chart of one measure in words: how it is drawn, what it finds, its points in a table."""

from collections.abc import Iterator

from dashboard.charts import control as drawn
from dashboard.charts.style import Chart
from dashboard.domain.areas import Area
from dashboard.domain.events import Event
from dashboard.domain.indicators import Indicator
from dashboard.reports import sentences, tones, words
from dashboard.reports.happened import happened
from dashboard.reports.tables import Cell, Table, table
from dashboard.stats.spc import ControlChart, ControlPoint


def control_of(made: ControlChart, indicator: Indicator, area: Area, events: tuple[Event, ...]) -> Chart:
    """Return a control chart that was not refused as it is drawn, with the verdict as its title."""
    there = happened(events, [indicator], [point.figure.period for point in made.points])
    subtitle = (
        f"{indicator.short_title}, {words.unit_in_full(indicator)}",
        "the plain line is the mean, the dashed lines hold its usual ups and downs",
        "points with another shape are more than those" if any(point.signal for point in made.points) else "",
        "from fewer than 13 figures, so the limits are on trial" if made.trial else "",
        sentences.assurance(made, indicator),
        *there.subtitle,
    )
    last = [point.figure.period for point in made.points if point.figure.is_known][-1]
    points = "; ".join(_in_words(point, indicator) for point in made.points)
    return drawn.control(
        there.on([_point(point, indicator) for point in made.points]),
        sentences.variation(made, area.name, last),
        "; ".join(filter(None, subtitle)),
        f"{indicator.title}, {area.name}, as a control chart. {points}.{there.words}",
        there.said,
    )


def _point(point: ControlPoint, indicator: Indicator) -> dict[str, object]:
    lower, upper = _limits(point, indicator)
    return {
        "period": point.figure.period.text,
        "value": point.figure.value,
        "mean": point.mean,
        "lower": lower,
        "upper": upper,
        "said": words.figure(point.figure.estimate, indicator),
        "part": point.part,
        "tone": tones.signal_tone(point.signal, indicator),
    }


def _limits(point: ControlPoint, indicator: Indicator) -> tuple[float, float]:
    """The limits as they are drawn: their true place decides on signals, but no share is below 0 or above everybody."""
    lower, upper = point.lower, point.upper
    if lower < 0 and not indicator.corrections:
        lower = 0.0
    if upper > indicator.per and indicator.kind == "proportion":
        upper = float(indicator.per)
    return lower, upper


def _in_words(point: ControlPoint, indicator: Indicator) -> str:
    flag = f" ({point.flag})" if point.flag else ""
    return f"{point.figure.period.text}: {words.figure(point.figure.estimate, indicator)}{flag}"


def control_table(title: str, made: ControlChart | None, indicator: Indicator) -> Table:
    """Return the points of a control chart, the newest first; nothing where there is no chart."""
    rows = () if made is None else _rows(made, indicator)
    return table(title, rows).filled("Period", "Figure", "Mean", "Usual ups and downs")


def _rows(made: ControlChart, indicator: Indicator) -> Iterator[dict[str, Cell]]:
    for point in reversed(made.points):
        yield {
            "Period": words.sentence(point.figure.period.label),
            "Figure": words.figure(point.figure.estimate, indicator),
            "Mean": words.level(point.mean, indicator),
            "Usual ups and downs": words.limits(*_limits(point, indicator), indicator),
            "Signal": words.sentence(point.flag),
        }
