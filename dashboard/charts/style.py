"""The palette, and what every chart has: a title that says the finding, a subtitle, words for those who listen."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import altair as alt
import pandas as pd

from dashboard.domain.agencies import Agency

INK = "#0B0C0C"  # text; 19:1 on white
QUIET = "#505A5F"  # axes and secondary text; 7:1 on white
LINE = "#12436D"  # the area itself; 10:1 on white
DIMMED = "#7C8B98"  # bars of agencies that were not chosen; 3.5:1 on white, for shapes only
BAND = "#12436D"
# Signals, each with a shape of its own; orange only ever with a dark outline.
BETTER, WORSE, DIFFERENT = "#12436D", "#F46A25", "#3D2B6B"
HEIGHT = 320  # pixels
_FONT = "Source Sans, Arial, sans-serif"  # that of the page


@dataclass(frozen=True)
class Chart:
    """A specification with the figures to be bound to it; ``words`` is its text alternative.

    Title and subtitle stand above it as text, for text in a picture does not wrap on a phone. ``happened``
    tells the events that its numbered lines stand for, in their order. ``owners`` are the agencies of each row of its
    figures, empty where these name none. ``source`` is who published them.
    """

    specification: dict[str, Any]
    figures: pd.DataFrame = field(repr=False)
    title: str
    subtitle: str
    words: str
    height: int = HEIGHT
    happened: tuple[str, ...] = ()
    owners: tuple[tuple[Agency, ...], ...] = ()
    source: str = ""


def of_sources(chart: Chart | None, sources: Iterable[str]) -> Chart | None:
    """Return a chart that says who published its figures, each source once; None as it is."""
    return None if chart is None else replace(chart, source="; ".join(dict.fromkeys(sources)))


@dataclass(frozen=True)
class Label:
    """Words that stand to the right of a small drawing, ``down`` from its top (0) to its foot (1); the area's own."""

    text: str
    down: float
    is_own: bool = True


@dataclass(frozen=True)
class Picture:
    """A small drawing (SVG) that stands within a line of a table; ``words`` is its text alternative.

    ``ends`` are what its scale has at its left and its right end, and ``labels`` what stands at its right. Both are
    text of the page, for a drawing of its own does not know the page's letters.
    """

    svg: str = field(repr=False)
    words: str
    ends: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()


def specification(chart: alt.LayerChart | alt.Chart) -> dict[str, Any]:
    """Return a chart as a dictionary in our style, without data."""
    styled = chart.configure_axis(
        labelColor=QUIET, titleColor=QUIET, labelFontSize=13, gridColor="#E5E7E8", domainColor=QUIET
    ).configure_view(stroke=None)
    made: dict[str, Any] = styled.to_dict()
    made["config"]["font"] = _FONT
    for name in ("data", "datasets"):
        made.pop(name, None)
    for layer in made.get("layer", []):
        layer.pop("data", None)
    return made
