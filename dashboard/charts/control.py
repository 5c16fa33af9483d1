"""A control chart: figures in order of time, their mean, the range of their usual ups and downs, and signals."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.style import BETTER, DIFFERENT, HEIGHT, INK, QUIET, WORSE, Chart
from dashboard.charts.timeline import EVENTS, events, over_time, room_for_events, specification_over_time

COLUMNS: dict[str, object] = {
    "period": "",
    "value": 0.0,
    "mean": 0.0,
    "lower": 0.0,
    "upper": 0.0,
    "said": "",
    "part": 0,
    "tone": "",
    **EVENTS,
}
_TONES = {"better": (BETTER, "triangle-up"), "worse": (WORSE, "diamond"), "different": (DIFFERENT, "square")}


def control(
    points: Sequence[Mapping[str, object]], title: str, subtitle: str, words: str, happened: tuple[str, ...] = ()
) -> Chart:
    """Return the chart of ``points`` (each with all of ``COLUMNS``, one a period, in order of time).

    ``tone`` says how a flagged point looks (better, worse, different), empty for the others. Each
    ``part`` of a series with breaks has limits of its own; nothing is joined across a break.
    """
    height = HEIGHT + room_for_events(points)
    figures = pd.DataFrame(points)[list(COLUMNS)]
    return Chart(_specification(), figures, title, subtitle, words, height, happened)


@cache
def _specification() -> dict[str, Any]:
    base = over_time(COLUMNS, "part")
    zero = alt.Scale(zero=True)
    dashed = base.mark_line(color=QUIET, strokeDash=[6, 4], strokeWidth=1.5)
    lower, upper = (dashed.encode(alt.Y(f"{name}:Q", title=None)) for name in ("lower", "upper"))
    mean = base.mark_line(color=QUIET, strokeWidth=1.5).encode(alt.Y("mean:Q", title=None, scale=zero))
    line = base.mark_line(color=INK, strokeWidth=1.5, point={"color": INK, "size": 35, "filled": True}).encode(
        alt.Y("value:Q", title=None)
    )
    tones = list(_TONES)
    flagged = (
        base.mark_point(size=130, filled=True, opacity=1, stroke=INK, strokeWidth=1)
        .encode(
            alt.Y("value:Q", title=None),
            alt.Shape("tone:N", scale=alt.Scale(domain=tones, range=[_TONES[name][1] for name in tones]), legend=None),
            alt.Color("tone:N", scale=alt.Scale(domain=tones, range=[_TONES[name][0] for name in tones]), legend=None),
        )
        .transform_filter("datum.tone != ''")
    )
    return specification_over_time(lower, *events(base), upper, mean, line, flagged)
