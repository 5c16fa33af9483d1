"""A small line over time that stands within a line of text, its last values named beside it."""

import math
from collections.abc import Sequence

from dashboard.charts.style import LINE, QUIET, Label, Picture

WIDTH, HEIGHT = 188, 52
_TOP, _BOTTOM = 8, 44
COURSE_WIDTH, COURSE_HEIGHT = 132, 34
_INSET = 5
_ROUND = ' stroke-linecap="round"'
_APART = 15  # pixels between two names, so that neither covers the other


def spark(
    values: Sequence[float],
    theirs: Sequence[float],
    names: tuple[str, str],
    words: str,
    *,
    starts: Sequence[int] = (),
    hollow: bool = False,
) -> Picture:
    """Return the line of ``values``, and that of whom they are compared with dashed; NaN leaves a gap.

    ``names`` stand at the ends of the two. The line is not joined at the positions in ``starts``, for what
    lies before each cannot be compared with what follows; ``hollow`` marks a last value that is not final.
    """
    known = [value for value in (*values, *theirs) if not math.isnan(value)]
    low, high = min(known), max(known)

    def point(at: int, value: float) -> tuple[float, float]:
        across = _INSET + (at / (len(values) - 1) if len(values) > 1 else 1) * (WIDTH - 2 * _INSET)
        up = (value - low) / (high - low) if high > low else 0.5
        return across, _BOTTOM - up * (_BOTTOM - _TOP)

    own = [point(at, value) for at, value in enumerate(values)]
    last = max(at for at, value in enumerate(values) if not math.isnan(value))
    others = [at for at, value in enumerate(theirs) if not math.isnan(value)]
    drawn = f'<path d="{_path(own, starts)}" stroke="{LINE}" stroke-width="2.5" fill="none"{_ROUND}/>'
    fill = "white" if hollow else LINE
    drawn += f'<circle cx="{own[last][0]:.1f}" cy="{own[last][1]:.1f}" r="4" fill="{fill}" stroke="{LINE}"'
    drawn += ' stroke-width="2"/>'
    heights = [own[last][1]]
    if others:
        line = _path([point(at, value) for at, value in enumerate(theirs)], ())
        drawn = f'<path d="{line}" stroke="{QUIET}" stroke-width="2" stroke-dasharray="5 3" fill="none"/>{drawn}'
        heights.append(point(others[-1], theirs[others[-1]])[1])
    labels = zip(names, _apart(heights), (True, False), strict=False)
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{drawn}</svg>",
        words,
        labels=tuple(Label(name, height / HEIGHT, is_own) for name, height, is_own in labels),
    )


def course(values: Sequence[float], words: str, *, starts: Sequence[int] = (), hollow: bool = False) -> Picture:
    """Return the line of ``values`` alone, as small as a row of a table is high; NaN, ``starts``, ``hollow`` as above.

    At least one value is a number.
    """
    known = [value for value in values if not math.isnan(value)]
    low, high = min(known), max(known)

    def point(at: int, value: float) -> tuple[float, float]:
        across = _INSET + at / max(len(values) - 1, 1) * (COURSE_WIDTH - 2 * _INSET)
        up = (value - low) / (high - low) if high > low else 0.5
        return across, COURSE_HEIGHT - _INSET - up * (COURSE_HEIGHT - 2 * _INSET)

    own = [point(at, value) for at, value in enumerate(values)]
    last = max(at for at, value in enumerate(values) if not math.isnan(value))
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {COURSE_WIDTH} {COURSE_HEIGHT}">'
        f'<path d="{_path(own, starts)}" stroke="{LINE}" stroke-width="2" fill="none"{_ROUND}/>'
        f'<circle cx="{own[last][0]:.1f}" cy="{own[last][1]:.1f}" r="3.5" fill="{"white" if hollow else LINE}"'
        f' stroke="{LINE}" stroke-width="2"/></svg>',
        words,
    )


def _path(points: Sequence[tuple[float, float]], starts: Sequence[int]) -> str:
    """The line; a point without a neighbour to be joined to is a line of no length, which a round end makes a dot."""
    drawn, alone = "", False
    for at, (across, up) in enumerate(points):
        joined = bool(at) and at not in starts and not math.isnan(points[at - 1][1])
        if not joined or math.isnan(up):
            drawn += "h0" if alone else ""
        if not math.isnan(up):
            drawn += f"{'L' if joined else 'M'}{across:.1f} {up:.1f}"
        alone = not joined and not math.isnan(up)
    return f"{drawn}h0" if alone else drawn


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights of one or two names, moved apart around their middle where they are too near each other."""
    if len(heights) < 2 or abs(heights[0] - heights[1]) >= _APART:
        return list(heights)
    middle, sign = sum(heights) / 2, -1 if heights[0] <= heights[1] else 1
    middle = min(max(middle, _TOP + _APART / 2), _BOTTOM - _APART / 2)
    return [middle + sign * _APART / 2, middle - sign * _APART / 2]
