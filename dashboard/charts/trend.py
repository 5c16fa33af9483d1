"""One area's values over time with their 95% band, and what they are compared with."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.style import BAND, HEIGHT, INK, LINE, QUIET, Chart
from dashboard.charts.timeline import EVENTS, events, over_time, room_for_events, specification_over_time

COLUMNS: dict[str, object] = {
    "period": "",
    "value": 0.0,
    "lower": 0.0,
    "upper": 0.0,
    "said": "",
    "run": 0,
    "lone": False,
    "unfinished": False,
    "label": "",
    "comparator_value": 0.0,
    "comparator_name": "",
    **EVENTS,
}


def trend(
    points: Sequence[Mapping[str, object]], title: str, subtitle: str, words: str, happened: tuple[str, ...] = ()
) -> Chart:
    """Return the chart of ``points`` (each with all of ``COLUMNS``, one a period, in order of time).

    A period without a number leaves a gap in line and band, and so does a break in the series: points
    with another number in ``run`` cannot be compared and are not joined; ``unfinished`` ones are hollow. A ``lone``
    point has no neighbour for a band to run to: its range is a bar of its own. ``label`` is empty but at the newest
    number, which is written beside its point, and ``comparator_name`` but where the name is written beside its dashed
    line. ``event`` numbers what ``happened`` tells, at the period it stands before.
    """
    height = HEIGHT + room_for_events(points)
    figures = pd.DataFrame(points)[list(COLUMNS)]
    return Chart(_specification(), figures, title, subtitle, words, height, happened)


@cache
def _specification() -> dict[str, Any]:
    base = over_time(COLUMNS, "run")
    band = base.mark_area(color=BAND, opacity=0.15).encode(
        alt.Y("lower:Q", title=None, scale=alt.Scale(zero=True)), alt.Y2("upper:Q")
    )
    theirs = alt.Y("comparator_value:Q", title=None)
    alone = base.transform_filter("datum.lone").mark_rule(color=BAND, opacity=0.3, strokeWidth=7, aria=False)
    span = alone.encode(alt.Y("lower:Q", title=None), alt.Y2("upper:Q"))
    comparator = base.mark_line(color=QUIET, strokeWidth=2, strokeDash=[6, 4]).encode(theirs)
    # On the side where the area's own line does not run.
    away = alt.ExprRef("datum.comparator_value < datum.value ? 17 : -9")
    beside: dict[str, Any] = {"align": "right", "dy": away, "fontSize": 13}
    name = base.mark_text(color=INK, **beside).encode(theirs, text="comparator_name:N")
    # A white edge under the name, for the area's own line may run through it.
    edge = base.mark_text(color="white", stroke="white", strokeWidth=4, **beside).encode(
        theirs, text="comparator_name:N"
    )
    value = alt.Y("value:Q", title=None)
    line = base.mark_line(color=LINE, strokeWidth=2.5).encode(value)
    hollow = alt.Fill("unfinished:N", scale=alt.Scale(domain=[False, True], range=[LINE, "white"]), legend=None)
    points = base.mark_point(size=60, stroke=LINE, strokeWidth=2, opacity=1).encode(value, fill=hollow)
    return specification_over_time(
        band, *events(base), span, comparator, line, points, edge, name, *_newest(base.encode(value, text="label:N"))
    )


def _newest(at_the_point: alt.Chart) -> tuple[alt.Chart, alt.Chart]:
    """The newest number beside its point, on the side where whom it is compared with does not lie."""
    away = alt.ExprRef("datum.comparator_value > datum.value ? 21 : -12")
    look: dict[str, Any] = {"align": "center", "dy": away, "fontSize": 14, "fontWeight": 600}
    edge = at_the_point.mark_text(color="white", stroke="white", strokeWidth=4, **look)
    return edge, at_the_point.mark_text(color=LINE, **look)
