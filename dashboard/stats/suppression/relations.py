"""Which published figures determine each other: sums over areas, periods, sexes, ages, groups and measures."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from dashboard.domain.areas import AreaKind, Areas
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, breakdown_pairs, breakdown_text
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.stats.suppression.tilings import tilings

_NESTED = (AreaKind.REGION, AreaKind.PARTNERSHIP, AreaKind.AUTHORITY)  # each is made of the next
_CROSSING = (AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION, AreaKind.COMMUNITY_SAFETY)


class Key(NamedTuple):
    """The key of a figure: the columns ``KEY``, in their order."""

    indicator: str
    area: str
    period_start: str
    period_months: int
    period_kind: str
    sex: str
    age: str
    breakdown: str


Amount = tuple[Key, str]  # of a figure: the people "counted", or the "rest" of their group
Sum = tuple[tuple[Amount, int], ...]  # amounts with their signs, that come to nothing
Alternatives = tuple[Sum, ...]  # the later ones follow from the first that holds


def relations(keys: Sequence[Key], definitions: Definitions) -> Iterator[Alternatives]:
    """Yield what figures with these keys may give away about each other. Whether it holds, the figures tell."""
    yield from _over_areas(keys, definitions.areas)
    yield from _over_prisons(keys, definitions.areas)
    yield from _over_sexes(keys)
    yield from _over_ages(keys)
    yield from _over_breakdowns(keys)
    yield from _over_periods(keys, definitions.catalogue)
    yield from _over_measures(keys, definitions.catalogue)


def _grouped(keys: Iterable[Key], *without: str) -> dict[tuple[Hashable, ...], list[Key]]:
    """Keys that differ in these columns only."""
    kept = [at for at, name in enumerate(KEY) if name not in without]
    groups: dict[tuple[Hashable, ...], list[Key]] = defaultdict(list)
    for key in keys:
        groups[tuple(key[at] for at in kept)].append(key)
    return groups


def _sums(*ways: tuple[Key, Iterable[Key]]) -> Iterator[Alternatives]:
    """Each way is a whole and its parts; people counted add up, and so do the others."""
    made = [[(whole, 1), *((part, -1) for part in parts)] for whole, parts in ways]
    yield from _signed(*made)


def _signed(*ways: Sequence[tuple[Key, int]]) -> Iterator[Alternatives]:
    for amount in ("counted", "rest"):
        yield tuple(tuple(((key, amount), sign) for key, sign in way) for way in ways)


def _group(key: Key, sign: int) -> Sum:
    return ((key, "counted"), sign), ((key, "rest"), sign)


def _over_areas(keys: Sequence[Key], areas: Areas) -> Iterator[Alternatives]:
    ways = _covers(areas)
    for group in _grouped(keys, "area").values():
        here = {key.area: key for key in group}
        for whole in sorted(here.keys() & ways.keys()):
            for alternatives in ways[whole]:
                complete = [sorted(parts) for parts in alternatives if parts <= here.keys()]
                yield from _sums(*((here[whole], [here[part] for part in parts]) for parts in complete))


@lru_cache(maxsize=4)
def _covers(areas: Areas) -> dict[str, list[list[frozenset[str]]]]:
    """How each area is made of others without overlap: first by those that nest, then by each kind that crosses."""
    by_member: dict[AreaKind, dict[str, list[str]]] = {kind: defaultdict(list) for kind in (*_NESTED, *_CROSSING)}
    for area in areas.of_kind(*_NESTED, *_CROSSING):
        for member in area.members:
            by_member[area.kind][member].append(area.code)
    made: dict[str, list[list[frozenset[str]]]] = {}
    for area in areas:
        if area.kind is AreaKind.PRISON or not area.members:
            continue
        nested = [_cover(area.code, kind, by_member[kind], areas) for kind in _NESTED]
        crossing = [_cover(area.code, kind, by_member[kind], areas) for kind in _CROSSING]
        found = [[cover for cover in nested if cover], *([cover] for cover in crossing if cover)]
        made[areas.kept_code(area.code)] = [*made.get(areas.kept_code(area.code), []), *filter(None, found)]
    return made


def _cover(code: str, kind: AreaKind, by_member: Mapping[str, list[str]], areas: Areas) -> frozenset[str]:
    """The areas of a kind that make up an area, each authority once; districts may share one authority."""
    members = set(areas.by_code[code].members)
    parts = {part for member in members for part in by_member.get(member, ())}
    inside = {part for part in parts if set(areas.by_code[part].members) <= members}
    covered = [member for part in inside for member in areas.by_code[part].members]
    districts = kind is AreaKind.COMMUNITY_SAFETY and len(members) == 1
    if set(covered) != members or (len(covered) != len(members) and not districts):
        return frozenset()
    kept = frozenset(areas.kept_code(part) for part in inside)
    return frozenset() if areas.kept_code(code) in kept else kept


def _over_prisons(keys: Sequence[Key], areas: Areas) -> Iterator[Alternatives]:
    """A prison's total, and its people by the authority they were released to."""
    parts: dict[Key, list[Key]] = defaultdict(list)
    for key in keys:
        pairs, area = _pairs(key.breakdown), areas.by_code.get(key.area)
        if area and area.kind is AreaKind.AUTHORITY and "prison" in pairs:
            prison = pairs.pop("prison")
            parts[key._replace(area=prison, breakdown=breakdown_text(pairs))].append(key)
    for whole in sorted(parts.keys() & set(keys)):
        yield from _sums((whole, parts[whole]))


def _over_sexes(keys: Sequence[Key]) -> Iterator[Alternatives]:
    for group in _grouped(keys, "sex").values():
        parts = [key for key in group if key.sex != "persons"]
        wholes = [key for key in group if key.sex == "persons"]
        if parts and wholes:
            yield from _sums((wholes[0], parts))


_BAND = re.compile(r"(\d+)(?:-(\d+)|\+)")
_OLDEST = 1000  # years; where "18+" ends


def _over_ages(keys: Sequence[Key]) -> Iterator[Alternatives]:
    for group in _grouped(keys, "age").values():
        bands = {key: band for key in group if (band := _band(key.age))}
        if not bands:
            continue
        ends = [end for band in bands.values() for end in band]
        bands.update({key: (min(ends), max(ends)) for key in group if not key.age})
        yield from _walks(bands)


def _band(text: str) -> tuple[int, int] | None:
    found = _BAND.fullmatch(text.strip())
    return None if found is None else (int(found[1]), int(found[2]) + 1 if found[2] else _OLDEST)


def _walks(stretches: Mapping[Key, tuple[int, int]]) -> Iterator[Alternatives]:
    for walk in tilings(stretches.items()):
        yield from _signed(walk)


def _pairs(breakdown: str) -> dict[str, str]:
    return breakdown_pairs(breakdown) if breakdown else {}


def _over_breakdowns(keys: Sequence[Key]) -> Iterator[Alternatives]:
    """Everybody, and the values of each breakdown; also within the values of another."""
    present = set(keys)
    parts: dict[tuple[Key, str], list[Key]] = defaultdict(list)
    for key in keys:
        pairs = _pairs(key.breakdown)
        for name in pairs:
            fewer = breakdown_text({other: value for other, value in pairs.items() if other != name})
            parts[key._replace(breakdown=fewer), name].append(key)
    for (whole, _), values in parts.items():
        if whole in present:
            yield from _sums((whole, values))


def _over_periods(keys: Sequence[Key], catalogue: Catalogue) -> Iterator[Alternatives]:
    adding = [key for key in keys if catalogue.called(key.indicator).adds_over_periods != "no"]
    for group in _grouped(adding, "period_start", "period_months", "period_kind").values():
        if len(group) > 1:
            yield from _walks(
                {key: months for key in group if (months := _months(key.period_start, key.period_months))}
            )


def _months(start: str, months: int) -> tuple[int, int] | None:
    first = int(start[:4]) * 12 + int(start[5:7])
    return (first, first + months) if months else None


def _over_measures(keys: Sequence[Key], catalogue: Catalogue) -> Iterator[Alternatives]:
    for group in _grouped(keys, "indicator").values():
        here = {key.indicator: key for key in group}
        for name, key in here.items():
            indicator = catalogue.called(name)
            parts = [here[part] for part in indicator.sum_of if part in here]
            if parts and len(parts) == len(indicator.sum_of):
                yield from _sums((key, parts))
            if indicator.out_of in here:
                yield ((*_group(key, 1), ((here[indicator.out_of], "counted"), -1)),)
        yield from _same_groups(here, catalogue)


def _same_groups(here: Mapping[str, Key], catalogue: Catalogue) -> Iterator[Alternatives]:
    """Shares of one group: whoever knows it for one of them knows it for all."""
    sharing: dict[str, list[Key]] = defaultdict(list)
    for name, key in sorted(here.items()):
        if catalogue.called(name).kind == "proportion":
            sharing[catalogue.called(name).denominator].append(key)
    for same in sharing.values():
        for one, other in pairwise(same):
            yield ((*_group(one, 1), *_group(other, -1)),)


def related_indicators(names: Iterable[str], catalogue: Catalogue) -> set[str]:
    """Return these measures and all that they share people with, over any number of steps."""
    links: dict[str, set[str]] = defaultdict(set)
    for indicator in catalogue:
        same = [other.id for other in catalogue if _of_one_group(indicator, other)]
        for name in (*indicator.sum_of, *filter(None, (indicator.out_of,)), *same):
            links[indicator.id].add(name)
            links[name].add(indicator.id)
    found, new = set[str](), set(names)
    while new:
        found |= new
        new = {other for name in new for other in links[name]} - found
    return found


def _of_one_group(one: Indicator, other: Indicator) -> bool:
    return one.kind == other.kind == "proportion" and one.denominator == other.denominator


def related_periods(periods: pd.DataFrame, touched: pd.DataFrame) -> pd.DataFrame:
    """Return those of ``periods`` whose figures may be worked out with those of ``touched`` ones, these included.

    Frames with the columns of ``PERIOD``, one row a period.
    """
    wanted = {tuple(row) for row in touched.itertuples(index=False)}
    known = {tuple(row) for row in periods.itertuples(index=False)} | wanted
    stretches = {row: _months(*row[:2]) for row in known}
    found = tilings((row, months) for row, months in stretches.items() if months)
    walks = [{name for name, _ in walk} for walk in found]
    while more := {row for walk in walks if walk & wanted for row in walk} - wanted:
        wanted |= more
    return pd.DataFrame(sorted(wanted), columns=touched.columns)
