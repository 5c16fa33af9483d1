"""Which published figures determine each other: sums over areas, periods, sexes, ages, groups and measures."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from dashboard.domain.areas import Areas
from dashboard.domain.breakdowns import breakdown_pairs, breakdown_text
from dashboard.domain.coded import Bools
from dashboard.domain.definitions import Definitions
from dashboard.domain.indicators import Catalogue
from dashboard.stats.suppression.covers import Cover, covers_of
from dashboard.stats.suppression.keys import WHOLE_SEX, When
from dashboard.stats.suppression.patterns import (
    COUNTED,
    REST,
    Alternatives,
    Candidates,
    Figures,
    Way,
    candidates_of,
    together,
)
from dashboard.stats.suppression.tied import over_prisons
from dashboard.stats.suppression.tilings import Stretch, tilings


def relations(figures: Figures, definitions: Definitions) -> Candidates:
    """Return what figures may give away about each other. Whether it holds, their numbers tell.

    Where some of them are new, only what they may give away, and what may give them away.

    One term of a sum may be a figure that nobody sent: whoever has the others can work it out, and
    go on from there. It is only looked for where its like was sent for others of the family.
    """
    catalogue, areas = definitions.catalogue, definitions.areas
    summed = figures.of(adding(figures, catalogue))
    sent = {name: figures.words_by_family(name) for name in ("area", "sex", "breakdown")}
    periods = summed.words_by_family("period")
    values = {family: _values_sent(words) for family, words in sent["breakdown"].items()}
    near = {family: set(words) for family, words in sent["area"].items()}
    return together(
        [
            candidates_of(figures, "area", lambda here, family: _over_areas(here, near[family], areas), alone=True),
            over_prisons(figures, areas),
            candidates_of(figures, "sex", lambda here, family: _over_sexes(here, sent["sex"][family])),
            candidates_of(figures, "age", lambda here, _: _over_ages(here)),
            candidates_of(
                figures, "breakdown", lambda here, family: _over_breakdowns(here, values[family]), alone=True
            ),
            candidates_of(summed, "period", lambda here, family: _over_periods(here, periods[family])),
            candidates_of(figures, "period", lambda here, _: _over_kinds_of_period(here)),
            candidates_of(figures, "indicator", lambda here, _: _over_measures(here, catalogue)),
        ]
    )


def adding(figures: Figures, catalogue: Catalogue) -> Bools:
    """Return which figures are of measures that add up over periods, their counts at least."""
    words = figures.numbering.words("indicator")
    adds = [name in catalogue and catalogue.called(name).adds_over_periods != "no" for name in words]
    return np.array(adds)[figures.numbering.of(figures.numbers, "indicator")]


def sums_of(*ways: tuple[Any, Iterable[Any]]) -> Iterator[Alternatives]:
    """Yield what ways say of which each is a whole and its parts: people counted add up, and so do the others."""
    yield from _signed(*([(whole, 1), *((part, -1) for part in parts)] for whole, parts in ways))


def _signed(*ways: Sequence[tuple[Any, int]]) -> Iterator[Alternatives]:
    for amount in (COUNTED, REST):
        yield [[(word, amount, sign) for word, sign in way] for way in ways]


def _over_areas(present: Sequence[str], sent: AbstractSet[str], areas: Areas) -> Iterator[Alternatives]:
    covers, here = covers_of(areas), set(present)
    numbers = Counter(number for code in present for number in covers.of.get(code, ()))
    complete: dict[tuple[str, str], list[Cover]] = defaultdict(list)
    for number, times in sorted(numbers.items()):
        cover = covers.all[number]
        if times > len(cover.parts):
            complete[cover.whole, cover.way].append(cover)
        elif (
            times == len(cover.parts)
            and (len(cover.parts) > 1 or _missing(cover, here) in sent)
            and (cover.whole in here or cover.whole in sent)
        ):
            yield from sums_of((cover.whole, cover.parts))
    for ways in complete.values():
        yield from sums_of(*((cover.whole, cover.parts) for cover in ways))
    yield from _filled(here, areas)


def _filled(here: Collection[str], areas: Areas) -> Iterator[Alternatives]:
    """Areas of which some authorities are there only within another area: a region, by a force and the rest."""
    places = [areas.by_code[code] for code in here if code in areas.by_code]
    wider = sorted((area for area in places if len(area.members) > 1), key=lambda area: (-len(area.members), area.code))
    for whole in wider:
        lacking = {member for member in whole.members if member not in here}
        parts = [member for member in whole.members if member in here]
        for area in wider if lacking else ():
            if area is not whole and lacking.issuperset(area.members):
                lacking.difference_update(area.members)
                parts.append(area.code)
        if parts and not lacking and len(parts) < len(whole.members):
            yield from sums_of((whole.code, parts))


def _missing(cover: Cover, here: Collection[str]) -> str:
    return next(code for code in (cover.whole, *cover.parts) if code not in here)


def _over_sexes(here: Collection[str], sent: Iterable[str]) -> Iterator[Alternatives]:
    yield from _split(WHOLE_SEX, here, sorted({*sent} - {WHOLE_SEX} - {*here}))


def _split(whole: str, group: Collection[str], unsent: Sequence[str]) -> Iterator[Alternatives]:
    """A whole and the parts that were sent; with the one figure that was not, where it is one only."""
    parts = [word for word in group if word != whole]
    if whole in group and parts:
        yield from sums_of((whole, parts))
        if len(unsent) == 1:
            yield from sums_of((whole, [*parts, *unsent]))
    elif len(parts) > 1 and not unsent:
        yield from sums_of((whole, parts))


_BAND = re.compile(r"(\d+)(?:-(\d+)|\+)")
_OLDEST = 1000  # years; where "18+" ends


def _over_ages(here: Iterable[str]) -> Iterator[Alternatives]:
    bands = age_bands(here)
    if bands:
        ends = [end for band in bands.values() for end in band]
        bands.update({age: (min(ends), max(ends)) for age in here if not age})
        yield from _walks(bands)


def age_bands(here: Iterable[str]) -> dict[str, Stretch]:
    """Return the years of each age that is a band of them."""
    return {age: band for age in here if (band := _band(age))}


def _band(text: str) -> Stretch | None:
    found = _BAND.fullmatch(text.strip())
    return None if found is None else (int(found[1]), int(found[2]) + 1 if found[2] else _OLDEST)


def _walks(stretches: Mapping[Any, Stretch], unsent: Mapping[Any, Stretch] | None = None) -> Iterator[Alternatives]:
    for walk in tilings(stretches.items(), (unsent or {}).items()):
        yield from _signed(walk)


def _pairs(breakdown: str) -> dict[str, str]:
    return dict(_kept_pairs(breakdown)) if breakdown else {}


@lru_cache(maxsize=4096)  # groups: a few hundred stand in a hundred thousand figures
def _kept_pairs(breakdown: str) -> Mapping[str, str]:
    return breakdown_pairs(breakdown)


Values = Mapping[tuple[str, ...], set[str]]  # of a breakdown within others, by their names


def _values_sent(breakdowns: Iterable[Hashable]) -> Values:
    sent: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for breakdown in breakdowns:
        pairs = _pairs(str(breakdown))
        for name, value in pairs.items():
            sent[name, *sorted({*pairs} - {name})].add(value)
    return sent


def _over_breakdowns(here: Collection[str], sent: Values) -> Iterator[Alternatives]:
    """Everybody, and the values of each breakdown; also within the values of another."""
    for (whole, name), values in in_groups(here).items():
        others = _pairs(whole)
        lacking = sorted(sent[name, *sorted(others)] - values.keys())
        unsent = [breakdown_text(others | {name: value}) for value in lacking]
        yield from _split(whole, [*values.values(), *({whole} & {*here})], unsent)


def in_groups(here: Iterable[str]) -> dict[tuple[str, str], dict[str, str]]:
    """Return by a group and the name of a breakdown within it the breakdowns of its values."""
    parts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for breakdown in here:
        pairs = _pairs(breakdown)
        for name, value in pairs.items():
            fewer = breakdown_text({other: worth for other, worth in pairs.items() if other != name})
            parts[fewer, name][value] = breakdown
    return parts


def _over_periods(here: Collection[When], sent: Iterable[When]) -> Iterator[Alternatives]:
    yield from _walks(without_days(here), without_days(sorted({*sent} - {*here})))


def _over_kinds_of_period(here: Iterable[When]) -> Iterator[Alternatives]:
    """The same months under two names, as 12 months to March and a financial year: one figure, whatever it counts."""
    kinds: dict[tuple[str, int], list[When]] = defaultdict(list)
    for period in sorted(here):
        kinds[period[:2]].append(period)
    for same in kinds.values():
        for one, other in pairwise(same):
            yield from sums_of((one, [other]))


def without_days(periods: Iterable[When]) -> dict[When, Stretch]:
    """Return the months of each period that has some."""
    found = {period: months_of(*period[:2]) for period in periods}
    return {period: months for period, months in found.items() if months}


def months_of(start: str, months: int) -> Stretch | None:
    """Return from which month to which a period goes, counted from year nought; None for a day."""
    first = int(start[:4]) * 12 + int(start[5:7])
    return (first, first + months) if months else None


def _over_measures(here: Iterable[str], catalogue: Catalogue) -> Iterator[Alternatives]:
    """Shares of one group: whoever knows it for one of them knows it for all."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for name in sorted(here):
        if catalogue.called(name).kind == "proportion":
            sharing[catalogue.called(name).denominator].append(name)
    for same in sharing.values():
        for one, other in pairwise(same):
            yield [[*_group(one, 1), *_group(other, -1)]]


def _group(name: str, sign: int) -> Way:
    return (name, COUNTED, sign), (name, REST, sign)
