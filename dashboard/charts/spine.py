"""A row of all areas: their values as ticks on one scale, the middle half shaded, one of them marked."""

from collections.abc import Sequence

from dashboard.charts.style import INK, LINE, QUIET, Picture

WIDTH, HEIGHT = 300, 28
_EDGE = 8  # room for half a mark at either end
_SHADE = "#D5D9DC"


def spine(
    ticks: Sequence[float],
    middle: tuple[float, float],
    own: float,
    comparator: float | None,
    words: str,
    ends: tuple[str, str],
) -> Picture:
    """Return the row; all places lie from 0 (left) to 1 (right), and ``ends`` are the values there.

    The area itself is a diamond, what it is compared with a dark line the height of the row.
    """
    low, high = sorted(map(_across, middle))
    drawn = "".join(f"M{_across(tick):.1f} 7V21" for tick in ticks)
    theirs = "" if comparator is None else _line(_across(comparator))
    at = _across(own)
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect x="{low:.1f}" y="4" width="{high - low:.1f}" height="20" fill="{_SHADE}"/>'
        f'<path d="{drawn}" stroke="{QUIET}" stroke-width="1" stroke-opacity="0.55" fill="none"/>{theirs}'
        f'<path d="M{at:.1f} 5L{at + 7:.1f} 14L{at:.1f} 23L{at - 7:.1f} 14Z" fill="{LINE}" stroke="white"'
        ' stroke-width="1.5"/></svg>',
        words,
        ends,
    )


def _across(place: float) -> float:
    return _EDGE + place * (WIDTH - 2 * _EDGE)


def _line(at: float) -> str:
    return f'<path d="M{at:.1f} 0V{HEIGHT}" stroke="{INK}" stroke-width="2" stroke-dasharray="4 2" fill="none"/>'
