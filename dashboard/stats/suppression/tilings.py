"""Stretches of a line that cover each other: quarters in a year, ages in an age band, windows that overlap."""

from collections.abc import Hashable, Iterable
from typing import Any

Stretch = tuple[int, int]  # from here, up to there
Signed = tuple[Any, int]  # a stretch by its name, walked forwards (1) or backwards (-1)


def tilings(
    stretches: Iterable[tuple[Hashable, Stretch]], unsent: Iterable[tuple[Hashable, Stretch]] = ()
) -> list[list[Signed]]:
    """Return the ways in which additive amounts of these stretches determine each other, each as a sum of nought.

    A stretch is an edge between its two ends, and its amount the difference of a running total there;
    so the amounts along any closed walk cancel. Short stretches span the ends first, and each longer
    one closes one walk: a year, minus its four quarters. Independent walks, as many as there are; and
    for each of the ``unsent``, by itself, the walk that gives its amount, where there is one.
    """
    paths: dict[int, tuple[int, Signed] | None] = {}  # each end: the end before it in its tree, and how it got there
    walks = []
    for name, (start, end) in sorted(stretches, key=lambda item: (item[1][1] - item[1][0], item[1], str(item[0]))):
        for point in (start, end):
            paths.setdefault(point, None)
        if _root(paths, start) == _root(paths, end):
            walks.append(_closed(paths, name, start, end))
        else:
            _turn_round(paths, start)
            paths[start] = (end, (name, -1))
    for name, (start, end) in unsent:
        if start in paths and end in paths and _root(paths, start) == _root(paths, end):
            walks.append(_closed(paths, name, start, end))
    return walks


def _way_up(paths: dict[int, tuple[int, Signed] | None], point: int) -> list[tuple[int, Signed]]:
    steps = []
    while (step := paths[point]) is not None:
        steps.append(step)
        point = step[0]
    return steps


def _root(paths: dict[int, tuple[int, Signed] | None], point: int) -> int:
    steps = _way_up(paths, point)
    return steps[-1][0] if steps else point


def _turn_round(paths: dict[int, tuple[int, Signed] | None], point: int) -> None:
    """Make ``point`` the root of its tree."""
    before: tuple[int, Signed] | None = None
    while True:
        step = paths[point]
        paths[point] = before
        if step is None:
            return
        above, (name, sign) = step
        before = (point, (name, -sign))
        point = above


def _closed(paths: dict[int, tuple[int, Signed] | None], name: Hashable, start: int, end: int) -> list[Signed]:
    """The stretch from start to end, minus the way between them through the tree."""
    # A step (above, (name, sign)) says: running total at above minus that at the point is -sign amounts.
    up, down = ([signed for _, signed in _way_up(paths, point)] for point in (start, end))
    while up and down and up[-1] == down[-1]:
        up.pop()
        down.pop()
    # total(end) - total(start): down the tree to end, after going up from start.
    return [(name, 1), *((one, sign) for one, sign in up), *((one, -sign) for one, sign in down)]
