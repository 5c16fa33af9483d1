"""What charts over time share: periods along, and the events that stand between them as numbered lines."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.style import INK, specification

# What every chart over time has beside its figures: the numbers of events that stand before a period, in a row above
# the drawing or, beside a near one, in a second row above that; and the titles of the events.
EVENTS: dict[str, object] = {"event": "", "event_higher": "", "event_title": ""}
# Labels lie level, "Apr to Jun 2025" in two lines and of "12 months to Jun 2025" the month, for the subtitle says which
# months a figure is of. As many as have room are written, counted from the newest, which always has its own.
_ROLLING = "12 months to "
_PLACE = "(length(domain('x')) - 1 - indexof(domain('x'), datum.value))"
_ROOM = 66  # pixels that the longer line of a label takes, with air
_EVERY = f"max(1, ceil(length(domain('x')) * {_ROOM} / max(width, 1)))"
_PARTS = "split(datum.label, ' to ')"
_LINES = f"length({_PARTS}) == 2 ? [{_PARTS}[0] + ' to', {_PARTS}[1]] : datum.label"
_SHORT = f"indexof(datum.label, '{_ROLLING}') == 0 ? slice(datum.label, {len(_ROLLING)}) : {_LINES}"
_LABEL = f"{_PLACE} % {_EVERY} == 0 ? ({_SHORT}) : ''"
_ROWS = {"event": -3, "event_higher": -17}  # pixels from the top of the drawing, where no figure can be


def over_time(columns: dict[str, object], joined: str) -> alt.Chart:
    """Return what every chart over time begins with: periods along, the figure as a tip, lines joined within a run.

    ``columns`` are those of its figures with an example of each; ``joined`` is the one that numbers the runs.
    """
    return alt.Chart(pd.DataFrame([columns])).encode(
        _along(0.5),
        detail=alt.Detail(f"{joined}:N"),
        tooltip=[alt.Tooltip("period:O", title="Period"), alt.Tooltip("said:N", title="Figure")],
    )


def _along(at: float) -> alt.X:
    # A band for each period, as an event stands before one and not on its figure.
    return alt.X(
        "period:O",
        title=None,
        sort=None,
        axis=alt.Axis(labelAngle=0, labelExpr=_LABEL, labelLimit=160, labelOverlap=False),
        scale=alt.Scale(type="band", paddingInner=0, paddingOuter=0),
        bandPosition=at,
    )


def events(base: alt.Chart, over: int = 0) -> tuple[alt.Chart, ...]:
    """Return a thin dashed line before each period that an event falls in, and its number above.

    ``base`` is what ``over_time`` gave. A layer of all periods stands below these, for the lowest gives their order.
    ``over`` pixels at the top of the drawing are taken by other words.
    """
    marked = base.transform_filter("datum.event_title != ''").encode(
        _along(0), tooltip=alt.Tooltip("event_title:N", title="What happened")
    )
    # What happened is told below the drawing; a layer without marks would be a picture without words.
    line = marked.mark_rule(color=INK, strokeWidth=1.25, strokeDash=[2, 3], aria=False)
    number = marked.mark_text(color=INK, fontSize=13, fontWeight=600, baseline="bottom", aria=False)
    return line, *(number.encode(y=alt.value(row - over), text=f"{name}:N") for name, row in _ROWS.items())


def room_for_events(points: Sequence[Mapping[str, object]]) -> int:
    """Return the pixels that the numbers of events take above the drawing of ``points``, nothing where it has none."""
    rows = [row for name, row in _ROWS.items() if any(point[name] for point in points)]
    return 15 - min(rows) if rows else 0


def specification_over_time(*layers: alt.Chart) -> dict[str, Any]:
    """Return layers over time, the lowest first, as ``specification`` does."""
    padding = {"left": 5, "top": 10, "right": 5, "bottom": 5}
    return specification(alt.LayerChart(layer=list(layers)).properties(padding=padding))
