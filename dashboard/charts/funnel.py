"""A funnel: areas by how many people stand behind their figure, between the lines that chance draws."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.style import DIFFERENT, INK, LINE, QUIET, Chart, specification

# One point of a line (``line`` names it) or an area (``line`` is empty). ``mark`` is how an area looks.
COLUMNS: dict[str, object] = {"line": "", "whole": 0.0, "value": 0.0, "mark": "", "area": "", "said": "", "side": ""}
CENTRE, INNER, OUTER = "centre", ("lower 95%", "upper 95%"), ("lower 99.8%", "upper 99.8%")
_DASHED, _DOTTED = [6, 4], [2, 3]
_LINES = {CENTRE: [1, 0], INNER[0]: _DASHED, INNER[1]: _DASHED, OUTER[0]: _DOTTED, OUTER[1]: _DOTTED}
_MARKS = {"within": (QUIET, "circle"), "beyond": (DIFFERENT, "square")}


def funnel(points: Sequence[Mapping[str, object]], across: str, title: str, subtitle: str, words: str) -> Chart:
    """Return the chart of ``points`` (each with all of ``COLUMNS``); ``across`` says what runs from left to right.

    ``mark`` is "within", "beyond" or "own" for the area that is picked out with its name, which stands
    on the ``side`` of it ("left" or "right") that has room.
    """
    figures = pd.DataFrame(points)[list(COLUMNS)]
    return Chart(_specification(across), figures, title, subtitle, words)


@cache
def _specification(across: str) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame([COLUMNS])).encode(
        alt.X(
            "whole:Q",
            title=across,
            scale=alt.Scale(zero=True),
            axis=alt.Axis(format=",d", tickCount=5, titleFontSize=13, titleFontWeight="normal", labelOverlap=True),
        ),
        alt.Y("value:Q", title=None, scale=alt.Scale(zero=False)),
    )
    names = list(_LINES)
    lines = (
        base.mark_line(color=QUIET, strokeWidth=1.5)
        .encode(
            detail="line:N",
            strokeDash=alt.StrokeDash(
                "line:N", scale=alt.Scale(domain=names, range=[_LINES[name] for name in names]), legend=None
            ),
        )
        .transform_filter("datum.line != ''")
    )
    tip = [alt.Tooltip("area:N", title="Area"), alt.Tooltip("said:N", title="Figure")]
    marks = list(_MARKS)
    areas = (
        base.mark_point(filled=True, size=50, opacity=0.7)
        .encode(
            alt.Color("mark:N", scale=alt.Scale(domain=marks, range=[_MARKS[name][0] for name in marks]), legend=None),
            alt.Shape("mark:N", scale=alt.Scale(domain=marks, range=[_MARKS[name][1] for name in marks]), legend=None),
            tooltip=tip,
        )
        .transform_filter("datum.line == '' && datum.mark != 'own'")
    )
    mine = base.transform_filter("datum.mark == 'own'")
    own = mine.mark_point(filled=True, size=180, opacity=1, color=LINE, shape="diamond", stroke="white").encode(
        tooltip=tip
    )
    return specification(lines + areas + own + _name(mine, "left") + _name(mine, "right"))


def _name(mine: alt.Chart, side: str) -> alt.LayerChart:
    """The name of the area that is picked out, with a white edge, for lines and other areas may run under it."""
    beside: dict[str, Any] = {"align": "right", "dx": -11} if side == "left" else {"align": "left", "dx": 11}
    here = mine.transform_filter(f"datum.side == '{side}'").encode(text="area:N")
    look: dict[str, Any] = {**beside, "fontSize": 14, "fontWeight": 600}
    return here.mark_text(color="white", stroke="white", strokeWidth=4, **look) + here.mark_text(color=INK, **look)
