"""Steps one under another as bars: how many people reach each, and how many of the step before do not."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts.style import DIMMED, INK, LINE, QUIET, WORSE, Chart, specification
from dashboard.domain.agencies import Agency

# One row a step. ``before`` is the count of the last step that was supplied, NaN where nobody is lost since; no count,
# no bar. ``biggest`` marks the biggest drop, ``dimmed`` a step of none of the agencies chosen. Its words stand above
# the bar, for beside it a phone has no room.
COLUMNS: dict[str, object] = {
    "at": 0,
    "label": "",
    "said": "",
    "owners": "",
    "count": 0.0,
    "before": 0.0,
    "biggest": False,
    "known": True,
    "dimmed": False,
}
_FILLED_LATER: dict[str, object] = {"owners": "", "dimmed": False}  # only the page knows which agencies are chosen
_ROW = 62  # pixels a step needs: two lines of text and a bar


def steps(
    rungs: Sequence[Mapping[str, object]],
    owners: Sequence[tuple[Agency, ...]],
    title: str,
    subtitle: str,
    words: str,
) -> Chart:
    """Return the chart of ``rungs`` (in order from the top), and of the agencies that can change each.

    They have all of ``COLUMNS`` but ``owners`` and ``dimmed``, which are filled where the chart is shown.
    """
    figures = pd.DataFrame([{**rung, **_FILLED_LATER} for rung in rungs])[list(COLUMNS)]
    height = _ROW * len(rungs) + 10
    return Chart(_specification(), figures, title, subtitle, words, height, owners=tuple(owners))


@cache
def _specification() -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame([COLUMNS])).encode(
        alt.Y("at:O", axis=None),
        tooltip=[alt.Tooltip(f"{name}:N") for name in ("label", "owners", "said")],
    )
    bar: dict[str, Any] = {"height": 16, "yOffset": 17}
    counted = base.mark_bar(**bar).encode(
        alt.X("count:Q", axis=None, scale=alt.Scale(zero=True)), color=_dimmed(DIMMED, LINE)
    )
    lost = base.transform_filter("isValid(datum.count) && datum.before > datum.count").encode(
        alt.X("count:Q", axis=None), alt.X2("before:Q")
    )
    # Either may have no bar at all, and would be a picture without words; the words of the steps tell both.
    pale = lost.transform_filter("!datum.biggest").mark_bar(color="#DFE3E6", aria=False, **bar)
    biggest = lost.transform_filter("datum.biggest").mark_bar(color=WORSE, stroke=INK, strokeWidth=1, aria=False, **bar)
    words = base.encode(x=alt.value(0), text="heading:N").transform_calculate(heading="datum.label + ': ' + datum.said")
    beside: dict[str, Any] = {"align": "left", "dy": -16, "fontSize": 13}
    owners = base.encode(x=alt.value(0), text="owners:N").mark_text(color=QUIET, align="left", dy=0, fontSize=12)
    known = words.transform_filter("datum.known").mark_text(**beside).encode(color=_dimmed(QUIET, INK))
    unknown = words.transform_filter("!datum.known").mark_text(color=QUIET, fontStyle="italic", **beside)
    return specification(pale + biggest + counted + known + unknown + owners)


def _dimmed(colour: str, other: str) -> Any:
    return alt.condition("datum.dimmed", alt.value(colour), alt.value(other))
