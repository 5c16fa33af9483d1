"""Several series over time on one scale, each with its name written at its end."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.style import DIFFERENT, HEIGHT, INK, LINE, QUIET, Chart
from dashboard.charts.timeline import EVENTS, events, over_time, room_for_events, specification_over_time

# One point a series and period. Names are points of their own: with ``label`` and ``label_at``, without a value.
COLUMNS: dict[str, object] = {
    "period": "",
    "series": "",
    "place": 0,
    "value": 0.0,
    "said": "",
    "run": "",
    "label": "",
    "label_at": 0.0,
    **EVENTS,
}
# By place, so that each is told by its dash too: the whole first, then its parts.
COLOURS = (LINE, INK, DIFFERENT, "#8A4B00", QUIET)
_DASHES = ([1, 0], [1, 0], [6, 3], [2, 2], [8, 3, 2, 3])
APART = 0.075  # of the height of the scale: nearer than this two names would stand on each other


def lines(
    points: Sequence[Mapping[str, object]], title: str, subtitle: str, words: str, happened: tuple[str, ...] = ()
) -> Chart:
    """Return the chart of ``points`` (each with all of ``COLUMNS``, in order of time).

    ``place`` counts the series from 0 and chooses its look; points are joined within a ``run``.
    """
    height = HEIGHT + room_for_events(points)
    figures = pd.DataFrame(points)[list(COLUMNS)]
    return Chart(_specification(), figures, title, subtitle, words, height, happened)


def apart(values: Sequence[float], highest: float) -> list[float]:
    """Return where the names of values stand, in the same order: each near its own, none on another."""
    step = highest * APART
    order = sorted(range(len(values)), key=values.__getitem__)
    places = list(values)
    lowest = 0.0
    for at in order:
        places[at] = max(values[at], lowest)
        lowest = places[at] + step
    return places


@cache
def _specification() -> dict[str, Any]:
    base = over_time(COLUMNS, "run")
    places = list(range(len(COLOURS)))
    look: dict[str, Any] = {
        "color": alt.Color("place:N", scale=alt.Scale(domain=places, range=list(COLOURS)), legend=None),
        "tooltip": [
            alt.Tooltip("series:N", title="Series"),
            alt.Tooltip("period:O", title="Period"),
            alt.Tooltip("said:N", title="Figure"),
        ],
    }
    dash = alt.StrokeDash("place:N", scale=alt.Scale(domain=places, range=list(_DASHES)), legend=None)
    value = alt.Y("value:Q", title=None, scale=alt.Scale(zero=True))
    line = base.mark_line(strokeWidth=2.5).encode(value, strokeDash=dash, **look)
    points = base.mark_point(size=45, filled=True, opacity=1).encode(value, **look)
    at = alt.Y("label_at:Q", title=None)
    named = base.transform_filter("datum.label != ''")
    name = named.mark_text(align="left", baseline="middle", dx=9, fontSize=13, fontWeight=600, clip=False).encode(
        at, text="label:N", color=look["color"]
    )
    # The names stand on the right of the drawing, where no line runs.
    return specification_over_time(line, *events(base), points, name)
