"""Parts that cannot be above their whole: what was sent of areas, periods, sexes, ages and groups, others lacking.

Whoever knows that nobody counts fewer than none knows that a hidden part is no more than the whole leaves to it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from dashboard.domain.areas import Areas
from dashboard.domain.definitions import Definitions
from dashboard.stats.suppression.covers import covers_of
from dashboard.stats.suppression.keys import WHOLE_SEX, When
from dashboard.stats.suppression.patterns import Alternatives, Figures, candidates_of
from dashboard.stats.suppression.relations import adding, age_bands, in_groups, sums_of, without_days
from dashboard.stats.suppression.terms import Sums, joined
from dashboard.stats.suppression.tied import stated_parts
from dashboard.stats.suppression.tilings import Stretch


def wholes(figures: Figures, definitions: Definitions) -> Sums:
    """Return sums of a whole and some of its parts that come to nothing or, where others are lacking, to more."""
    summed = figures.of(adding(figures, definitions.catalogue))
    found = [
        candidates_of(figures, "area", lambda here, _: _over_areas(here, definitions.areas)),
        candidates_of(figures, "sex", lambda here, _: _among(WHOLE_SEX, here)),
        candidates_of(figures, "age", lambda here, _: _over_ages(here)),
        candidates_of(figures, "breakdown", lambda here, _: _over_breakdowns(here)),
        candidates_of(summed, "period", lambda here, _: _over_periods(here)),
    ]
    return joined([*(one.sums for one in found), stated_parts(figures, definitions)])


def _among(whole: Any, here: Iterable[Any]) -> Iterator[Alternatives]:
    parts = [word for word in here if word != whole]
    if parts and whole in {*here}:
        yield from sums_of((whole, parts))


def _over_areas(present: Collection[str], areas: Areas) -> Iterator[Alternatives]:
    covers, here = covers_of(areas), {*present}
    numbers = {number for code in here for number in covers.of.get(code, ())}
    for cover in (covers.all[number] for number in sorted(numbers)):
        parts = sorted(cover.parts & here)
        if cover.whole in here and 0 < len(parts) < len(cover.parts):
            yield from sums_of((cover.whole, parts))


def _over_breakdowns(here: Collection[str]) -> Iterator[Alternatives]:
    for (whole, _), values in in_groups(here).items():
        if whole in here:
            yield from sums_of((whole, [*values.values()]))


def _over_ages(here: Collection[str]) -> Iterator[Alternatives]:
    if "" in here:
        yield from sums_of(*([("", parts)] if (parts := _side_by_side(age_bands(here))) else []))


def _over_periods(here: Iterable[When]) -> Iterator[Alternatives]:
    """Each period with those of one length in it that do not overlap."""
    stretches = without_days(here)
    by_length: dict[int, dict[When, Stretch]] = defaultdict(dict)
    for period, (start, end) in stretches.items():
        by_length[end - start][period] = (start, end)
    for whole, (start, end) in stretches.items():
        for length, others in by_length.items():
            inside = {one: at for one, at in others.items() if start <= at[0] and at[1] <= end}
            if length < end - start and (parts := _side_by_side(inside)):
                yield from sums_of((whole, parts))


def _side_by_side(stretches: Mapping[Any, Stretch]) -> list[Any]:
    """As many as do not overlap, those that end first."""
    chosen, until = list[Any](), 0
    for name, (start, end) in sorted(stretches.items(), key=lambda item: (item[1][1], item[1][0], str(item[0]))):
        if start >= until:
            chosen.append(name)
            until = end
    return chosen
