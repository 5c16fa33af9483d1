"""A small trend of what is shown now, with the figures that a file brings marked on it."""

import math
from collections.abc import Sequence

from dashboard.charts.style import LINE, QUIET, Label, Picture

WIDTH, HEIGHT = 222, 72
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 214, 12, 60
_Point = tuple[float, float]
_SIZE = 6  # pixels from the middle of a diamond to its corners


def before_after(
    places: Sequence[float],
    now: Sequence[float],
    sent: Sequence[float],
    joined: Sequence[bool],
    name: str,
    words: str,
) -> Picture:
    """Return the line of what is shown ``now``, and diamonds for what is ``sent``; NaN where there is none.

    ``places`` say where along the time each point lies; ``joined`` which are joined to the one before: not
    across a gap, nor a break in the series. ``name`` stands beside the drawing, at the height of the last diamond.
    """
    values = [*now, *sent]
    known = [value for value in values if not math.isnan(value)]
    low, high, span = min(known), max(known), places[-1] - places[0]

    def point(at: int, value: float) -> tuple[float, float]:
        along = (places[at] - places[0]) / span if span else 1.0
        above = (value - low) / (high - low) if high > low else 0.5
        return _LEFT + along * (_RIGHT - _LEFT), _BOTTOM - above * (_BOTTOM - _TOP)

    shown = [point(at, value) for at, value in enumerate(now)]
    brought = [point(at, value) for at, value in enumerate(sent)]
    parts = [_line(shown, joined), *(_dot(*one) for one in shown if not math.isnan(one[1]))]
    new = [at for at, value in enumerate(sent) if not math.isnan(value)]
    parts += [_step(_from(at, shown, brought, joined), brought[at]) for at in new]
    parts += [_diamond(*brought[at]) for at in new]
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{''.join(parts)}</svg>",
        words,
        labels=(Label(name, brought[new[-1]][1] / HEIGHT),),
    )


def _line(points: Sequence[_Point], joined: Sequence[bool]) -> str:
    drawn, pen = "", "M"
    for (across, up), on in zip(points, joined, strict=True):
        if math.isnan(up):
            pen = "M"
            continue
        drawn += f"{pen if on else 'M'}{across:.1f} {up:.1f}"
        pen = "L"
    return f'<path d="{drawn}" stroke="{QUIET}" stroke-width="2" fill="none"/>' if drawn else ""


def _from(at: int, shown: Sequence[_Point], brought: Sequence[_Point], joined: Sequence[bool]) -> _Point:
    """What a new figure takes the place of, else what it follows on; itself where that is nothing."""
    before = [brought[at - 1], shown[at - 1]] if at and joined[at] else []
    return next((one for one in (shown[at], *before) if not math.isnan(one[1])), brought[at])


def _step(start: _Point, end: _Point) -> str:
    if start == end:
        return ""
    path = f"M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"
    return f'<path d="{path}" stroke="{LINE}" stroke-width="2" stroke-dasharray="4 3" fill="none"/>'


def _dot(across: float, up: float) -> str:
    return f'<circle cx="{across:.1f}" cy="{up:.1f}" r="2.5" fill="{QUIET}"/>'


def _diamond(across: float, up: float) -> str:
    return (
        f'<path d="M{across:.1f} {up - _SIZE:.1f}l{_SIZE} {_SIZE}l-{_SIZE} {_SIZE}l-{_SIZE} -{_SIZE}z"'
        f' fill="{LINE}" stroke="white"/>'
    )
