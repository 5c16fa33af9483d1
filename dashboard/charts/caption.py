"""What a picture says of itself when it is taken away: finding, what it shows, source, the mark of a demonstration.

It is drawn above the chart, in the picture, and the page leaves this strip out, for there the same words stand as text.
"""

import json
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from dashboard.charts.style import INK, QUIET, Chart

_WIDE, _NARROW = (72, 90), (38, 52)  # letters in a line of title and rest; the second on a phone
_LINE, _GAP, _APART = 17, 12, 3  # pixels: of a line, between the last and the drawing, and below the title
_BELOW = ", told below"  # of the lines of events, on a page
_PHONE = "width > 0 && windowSize()[0] <= 640"  # said by way of the width, so that it is asked again when that changes


def captioned(chart: Chart, mark: str) -> tuple[dict[str, Any], int]:
    """Return a chart's specification with its words in it, and how many lines they take; ``mark`` is the last."""
    happened = [f"{at}. {_unsourced(event)}" for at, event in enumerate(chart.happened, start=1)]
    below = [*chart.subtitle.replace(_BELOW, "").split("; "), *happened, f"Source: {chart.source}", mark]
    stated = [text[:1].upper() + text[1:] for text in below if text and text != "Source: "]
    wide, narrow = (_lines(chart.title, stated, *letters) for letters in (_WIDE, _NARROW))
    size = max(len(wide[0]) + len(wide[1]), len(narrow[0]) + len(narrow[1]))
    # As many lines on a phone as elsewhere: a page leaves out a strip of one height.
    (title, subtitle), (title_of_phone, subtitle_of_phone) = (_filled(lines, size) for lines in (wide, narrow))
    return {
        **chart.specification,
        "title": {
            "text": _either(title_of_phone, title),
            "subtitle": _either(subtitle_of_phone, subtitle),
            "anchor": "start",
            "frame": "bounds",
            "align": "left",
            "color": INK,
            "fontSize": 15,
            "fontWeight": 600,
            "lineHeight": _LINE,
            "subtitleColor": QUIET,
            "subtitleFontSize": 12,
            "subtitleLineHeight": _LINE,
            "subtitlePadding": _APART,
            "offset": _GAP,
            "limit": 10_000,
        },
    }, size


def height_of(lines: int) -> int:
    """Return the pixels that so many lines take above a chart."""
    return lines * _LINE + _GAP + _APART


def _unsourced(event: str) -> str:
    """What happened, without whom it is from: a page says that too."""
    return event.partition(" Source: ")[0]


def _lines(title: str, below: Sequence[str], of_title: int, of_rest: int) -> tuple[list[str], list[str]]:
    return wrap(title, of_title), [line for text in below for line in wrap(text, of_rest)]


def _filled(lines: tuple[list[str], list[str]], size: int) -> tuple[list[str], list[str]]:
    title, below = lines
    return [*[""] * (size - len(title) - len(below)), *title], below


def _either(on_a_phone: Sequence[str], elsewhere: Sequence[str]) -> dict[str, str]:
    return {"signal": f"{_PHONE} ? {json.dumps([*on_a_phone])} : {json.dumps([*elsewhere])}"}
