"""Shares in strips: how a whole is made up over time, and how one share differs between groups."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.style import INK, LINE, QUIET, Chart, specification
from dashboard.charts.timeline import EVENTS, events, over_time, room_for_events, specification_over_time

# One bar a period and strip: ``base`` is where the strip begins, ``top`` that plus the share; ``label`` stands once, at
# the height ``over`` all its bars. ``unknown`` is what stands in place of a bar that is not known.
PARTS: dict[str, object] = {
    "period": "",
    "part": "",
    "base": 0.0,
    "top": 0.0,
    "over": 0.0,
    "said": "",
    "label": "",
    "unknown": "",
    "run": 0,
    **EVENTS,
}
# One point a group; without numbers only its words stand there. ``everybody`` is the share of all groups together.
GROUPS: dict[str, object] = {
    "at": 0,
    "label": "",
    "said": "",
    "value": 0.0,
    "lower": 0.0,
    "upper": 0.0,
    "everybody": 0.0,
    "known": True,
}
_STRIP, _ROW = 72, 40  # pixels
_LABEL = 20  # pixels over the highest bar
_BAR = 0.9  # of the room of a period: the line of an event stands between two bars


def parts(
    bars: Sequence[Mapping[str, object]], title: str, subtitle: str, words: str, happened: tuple[str, ...] = ()
) -> Chart:
    """Return the chart of ``bars`` (each with all of ``PARTS``): a strip for each part, all to one scale."""
    figures = pd.DataFrame(bars)[list(PARTS)]
    height = _STRIP * len({bar["part"] for bar in bars}) + 90 + room_for_events(bars)
    return Chart(_parts(), figures, title, subtitle, words, height, happened)


@cache
def _parts() -> dict[str, Any]:
    base = over_time(PARTS, "run").encode(tooltip=[alt.Tooltip(f"{name}:N") for name in ("part", "period", "said")])
    # Not known is not 0, which has no bar either. Below the floor: Vega-Lite fails to draw where no axis follows one.
    gaps = base.mark_text(color=QUIET, fontSize=12, baseline="bottom").encode(
        alt.Y("base:Q", axis=None, title=None), text="unknown:N"
    )
    bars = base.mark_bar(color=LINE, width=alt.RelativeBandSize(band=_BAR)).encode(
        alt.Y("base:Q", axis=None, title=None), alt.Y2("top:Q")
    )
    floor = base.mark_rule(color=QUIET, strokeWidth=0.5).encode(alt.Y("base:Q"), x=alt.value(0), x2=alt.value("width"))
    label = base.transform_filter("datum.label != ''").encode(alt.Y("over:Q"), x=alt.value(0), text="label:N")
    look: dict[str, Any] = {"align": "left", "baseline": "bottom", "fontSize": 13, "dy": -5}
    edge = label.mark_text(color="white", stroke="white", strokeWidth=4, **look)
    name = label.mark_text(color=INK, **look)
    return specification_over_time(bars, gaps, floor, *events(base, _LABEL), edge, name)


def groups(points: Sequence[Mapping[str, object]], title: str, subtitle: str, words: str) -> Chart:
    """Return the chart of ``points`` (each with all of ``GROUPS``, from the top): a group with its likely range."""
    figures = pd.DataFrame(points)[list(GROUPS)]
    return Chart(_groups(), figures, title, subtitle, words, height=_ROW * len(points) + 40)


@cache
def _groups() -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame([GROUPS])).encode(
        alt.Y("at:O", axis=None),
        tooltip=[alt.Tooltip("label:N", title="Group"), alt.Tooltip("said:N", title="Figure")],
    )
    across = alt.Axis(title=None, format="d", labelExpr="datum.label + '%'", tickCount=5, labelOverlap=True)
    scale = alt.Scale(domain=[0, 100])
    down: dict[str, Any] = {"yOffset": 10}
    everybody = (
        alt.Chart(pd.DataFrame([GROUPS]))
        .mark_rule(color=QUIET, strokeDash=[6, 4])
        .encode(alt.X("max(everybody):Q", axis=across, scale=scale))
    )
    span = base.mark_rule(color=LINE, strokeWidth=3, opacity=0.4, **down).encode(
        alt.X("lower:Q", axis=across, scale=scale), alt.X2("upper:Q")
    )
    point = base.mark_point(color=LINE, filled=True, size=70, opacity=1, **down).encode(alt.X("value:Q"))
    words = base.encode(x=alt.value(0), text="heading:N").transform_calculate(heading="datum.label + ': ' + datum.said")
    look: dict[str, Any] = {"align": "left", "dy": -7, "fontSize": 13}
    edge = words.mark_text(color="white", stroke="white", strokeWidth=4, **look)
    known = words.transform_filter("datum.known").mark_text(color=INK, **look)
    unknown = words.transform_filter("!datum.known").mark_text(color=QUIET, fontStyle="italic", **look)
    return specification(everybody + span + point + edge + known + unknown)
