"""What is looked at before publishing: the largest changes, each with its small trend, and what a file leaves out."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from dashboard.charts.before_after import before_after
from dashboard.charts.style import Picture
from dashboard.domain.definitions import Definitions
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import Period
from dashboard.domain.shown_figures import Estimate, FigureKey
from dashboard.domain.wording import listed
from dashboard.reports import words
from dashboard.reports.tables import Table, table
from dashboard.stats.jumps import Jump, SeriesPoint, has_chance

LARGEST = 10
ORDER = (
    "The ten largest changes of the file, the largest first: by how many times a figure grew or shrank, at the least, "
    "once chance is allowed for. So 600 people in place of 400 come before 3 in place of 1. Each is set beside the "
    "figure shown now for the same period or, where there is none, for the newest period before it. Of a share, those "
    "counted and those left out are both looked at."
)
_POINTS = 17  # of a small trend: four years of quarters and one more
_TOLD = 4  # figures shown now that the words of a picture tell
_HAIR = 1e-9  # of floating point


@dataclass(frozen=True)
class Moved:
    """One figure that a file changes: what and where, the new and the old in words, how far, and its series.

    The table of the series has the newest period first.
    """

    title: str
    where: str
    said: str
    before: str
    size: str
    picture: Picture
    series: Table


class Gone(NamedTuple):
    """A figure that stands for a period of a file and is not in it, nor, with ``whole_area``, any of its area."""

    key: FigureKey
    whole_area: bool


def largest_changes(jumps: Iterable[Jump], definitions: Definitions) -> tuple[Moved, ...]:
    """Return changes as they are looked at, in their order."""
    return tuple(_moved(jump, definitions) for jump in jumps)


def _moved(jump: Jump, definitions: Definitions) -> Moved:
    key, indicator = jump.key, definitions.catalogue.called(jump.key.indicator)
    points = {point.period: point for point in jump.series}
    after, before = points[key.period], points[jump.before]
    now = _told(before.now, indicator)
    where = ", ".join(filter(None, (definitions.areas.at(key.area).name, words.group(key.sex, key.age, key.breakdown))))
    title = f"{indicator.short_title}, {where}"
    return Moved(
        indicator.short_title,
        where,
        f"{_told(after.sent, indicator)}, {key.period.label}",
        f"Now: {now}" if after is before else f"Before: {now}, {jump.before.label}",
        _size(jump, indicator),
        _picture(_around(jump.series, key.period), indicator, title),
        _table(jump.series, indicator, f"{title}: now and in this file"),
    )


def _told(estimate: Estimate | None, indicator: Indicator) -> str:
    return "" if estimate is None else words.counted_figure(estimate, indicator)


def _around(series: Sequence[SeriesPoint], period: Period) -> Sequence[SeriesPoint]:
    """The newest points of a series, or those from the one of ``period`` on where it is older."""
    place = [point.period for point in series].index(period)
    first = max(0, min(place, len(series) - _POINTS))
    return series[first : first + _POINTS]


def _picture(series: Sequence[SeriesPoint], indicator: Indicator, title: str) -> Picture:
    starts = [point.period.start for point in series]
    places = [12 * day.year + day.month for day in starts]
    sent = [(point.period, point.sent) for point in series if point.sent and point.sent.is_known]
    now = [(point.period, point.now) for point in series if point.now]
    return before_after(
        places,
        [_value(point.now) for point in series],
        [_value(point.sent) for point in series],
        _joined(places, [sum(day >= one.date for one in indicator.breaks) for day in starts]),
        words.bare_number(sent[-1][1].value, indicator),
        f"{title}, over time. In this file, {_in_turn(sent, indicator)}. "
        f"Shown now, {_in_turn(now[-_TOLD:], indicator)}.",
    )


def _value(estimate: Estimate | None) -> float:
    return math.nan if estimate is None else estimate.value


def _joined(places: Sequence[int], runs: Sequence[int]) -> list[bool]:
    """Which points follow on the one before: the next period of the series, and of the same run between breaks."""
    steps = [later - earlier for earlier, later in pairwise(places)]
    same_run = [later == earlier for earlier, later in pairwise(runs)]
    return [False, *(step == min(steps) and same for step, same in zip(steps, same_run, strict=True))]


def _in_turn(figures: Iterable[tuple[Period, Estimate]], indicator: Indicator) -> str:
    return "; ".join(f"{period.label}: {_told(estimate, indicator)}" for period, estimate in figures)


def _size(jump: Jump, indicator: Indicator) -> str:
    """How far the figure moved at the least, or that chance could explain it."""
    times, rose = jump.times, jump.rose != jump.of_rest
    if times == 1:
        return "Chance alone could explain the difference."
    who = "The share not counted" if jump.of_rest else "The figure"
    if math.isinf(times):
        return f"{who} {'rose from' if rose else 'fell to'} nothing."
    least, most, allowing = (
        ("at least ", "at most ", ", allowing for chance") if has_chance(indicator) else ("", "", "")
    )
    if rose:
        return f"{who} rose to {least}{_times(times)} times what it was{allowing}."
    return f"{who} fell to {most}{math.ceil(100 / times - _HAIR)}% of what it was{allowing}."


def _times(times: float) -> str:
    """A number of times, cut off and never rounded up: at least 1.06, 3.8, 12."""
    decimals = 2 if times < 2 else 1 if times < 10 else 0
    return words.number(math.floor(times * 10**decimals + _HAIR) / 10**decimals, decimals)


def _table(series: Sequence[SeriesPoint], indicator: Indicator, title: str) -> Table:
    return table(
        title,
        (
            {
                "Period": words.sentence(point.period.label),
                "Now": _told(point.now, indicator),
                "In this file": _told(point.sent, indicator),
            }
            for point in reversed(series)
        ),
    )


def gone_in_words(gone: Iterable[Gone], definitions: Definitions) -> Table:
    """Return by measure, for each period, the areas and the groups that have a figure and are not in the file."""
    by: dict[tuple[str, Period], list[Gone]] = defaultdict(list)
    for one in gone:
        by[one.key.indicator, one.key.period].append(one)
    rows = [
        {
            "Measure": definitions.catalogue.called(name).short_title,
            "Period": words.sentence(period.label),
            "Areas": listed(sorted({definitions.areas.at(code).name for code in _whole_areas(left)})),
            "Groups": "; ".join(_groups(left)),
        }
        for (name, period), left in sorted(by.items(), key=lambda one: one[0])
    ]
    return table("Not in this file", rows, ("Measure", "Period", "Areas", "Groups"))


def _whole_areas(left: Collection[Gone]) -> set[str]:
    return {one.key.area for one in left if one.whole_area}


def _groups(left: Collection[Gone]) -> list[str]:
    """The groups that are missing of areas that are in the file, by name, each once."""
    found = {(one.key.sex, one.key.age, one.key.breakdown) for one in left if not one.whole_area}
    return sorted(words.group(*group) or "Everybody" for group in found)
