"""Which published figures determine each other: sums over areas, periods, sexes, ages, groups and measures."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from dashboard.domain.areas import AreaKind, Areas
from dashboard.domain.breakdowns import breakdown_pairs, breakdown_text
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.ties import Part, Tie, counting_the_people_of, people_of, ties_of
from dashboard.stats.suppression.covers import Cover, covers_of
from dashboard.stats.suppression.tilings import Stretch, tilings


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


def relations(
    keys: Sequence[Key], definitions: Definitions, new: Collection[Key] | None = None
) -> Iterator[Alternatives]:
    """Yield what figures with these keys may give away about each other. Whether it holds, the figures tell.

    Where some of the keys are ``new``, only what they may give away, and what may give them away.

    One term of a sum may be a figure that nobody sent: whoever has the others can work it out, and
    go on from there. It is only looked for where its like was sent for others.
    """
    families = _families(keys, definitions.catalogue)
    asked = {*(keys if new is None else new)}
    yield from _over_areas(keys, definitions.areas, families, asked)
    yield from _over_prisons(keys, definitions.areas, asked)
    yield from _over_sexes(keys, families, asked)
    yield from _over_ages(keys, asked)
    yield from _over_breakdowns(keys, families, asked)
    yield from _over_periods(keys, definitions.catalogue, families, asked)
    yield from _over_kinds_of_period(keys, asked)
    yield from _over_measures(keys, definitions.catalogue, asked)


def stated(keys: Sequence[Key], definitions: Definitions) -> Iterator[Sum]:
    """Yield the ties that the catalogue states, which hold, or nearly so where a file breaks them.

    Where one figure of a tie was not sent, the others tell it.
    """
    catalogue, sent = definitions.catalogue, {key.indicator for key in keys}
    yield from _over_ties(keys, [tie for tie in ties_of(catalogue) if tie.measures <= sent], definitions.areas)
    for key in keys:
        people = people_of(catalogue.called(key.indicator), key.breakdown)
        if people and people[0] in sent:
            whole = key._replace(indicator=people[0], breakdown=people[1])
            yield (*_group(key, 1), ((whole, "counted"), -1))


def _over_ties(keys: Sequence[Key], ties: Sequence[Tie], areas: Areas) -> Iterator[Sum]:
    present = set(keys)
    for tie, found in _tied(keys, ties, areas):
        for whole, parts in found.items():
            named = {
                part: whole._replace(indicator=part.measure, breakdown=part.within(whole.breakdown))
                for part in tie.closed
            }
            unsent = [key for part, key in named.items() if part not in parts]
            if len(unsent) + (whole not in present) <= 1:
                terms = [(whole, 1), *((key, -1) for some in (*parts.values(), unsent) for key in some)]
                for amount in ("counted", "rest") if tie.rest_too else ("counted",):
                    yield tuple(((key, amount), sign) for key, sign in terms)


def _tied(
    keys: Sequence[Key], ties: Sequence[Tie], areas: Areas
) -> Iterator[tuple[Tie, dict[Key, dict[Part, list[Key]]]]]:
    """Each tie with its wholes, and the figures that were sent of its parts.

    Everybody of a prison of women are women: all of these prisons together are the women of the whole.
    """
    by_measure: dict[str, list[tuple[Key, dict[str, str]]]] = defaultdict(list)
    for key in keys:
        by_measure[key.indicator].append((key, _pairs(key.breakdown)))
    for tie in ties:
        found: dict[Key, dict[Part, list[Key]]] = defaultdict(lambda: defaultdict(list))
        for part in tie.parts:
            for key, pairs in by_measure[part.measure]:
                group = part.outside(pairs)
                if group is None:
                    continue
                whole = key._replace(indicator=tie.whole, breakdown=group)
                found[whole][part].append(key)
                if part == (part.measure, "prison", "") and key.sex == "persons":
                    held = areas.by_code.get(pairs["prison"])
                    if held and held.holds:
                        found[whole._replace(sex=held.holds)][part].append(key)
        yield tie, found


def _families(keys: Iterable[Key], catalogue: Catalogue) -> dict[str, str]:
    """By measure the first of all that it shares people with: what was sent for one may be looked for in another."""
    links = _links(catalogue)
    return {name: min(_reached([name], links)) for name in {key.indicator for key in keys}}


def _grouped(keys: Iterable[Key], asked: AbstractSet[Key], *without: str) -> Iterator[list[Key]]:
    """Keys that differ in these columns only, where some of them are asked for."""
    others = itemgetter(*(at for at, name in enumerate(KEY) if name not in without))
    groups: dict[Hashable, list[Key]] = defaultdict(list)
    for key in keys:
        groups[others(key)].append(key)
    return (group for group in groups.values() if not asked.isdisjoint(group))


def _sums(*ways: tuple[Key, Iterable[Key]]) -> Iterator[Alternatives]:
    """Each way is a whole and its parts; people counted add up, and so do the others."""
    made = [[(whole, 1), *((part, -1) for part in parts)] for whole, parts in ways]
    yield from _signed(*made)


def _signed(*ways: Sequence[tuple[Key, int]]) -> Iterator[Alternatives]:
    for amount in ("counted", "rest"):
        yield tuple(tuple(((key, amount), sign) for key, sign in way) for way in ways)


def _group(key: Key, sign: int) -> Sum:
    return ((key, "counted"), sign), ((key, "rest"), sign)


def _over_areas(
    keys: Sequence[Key], areas: Areas, families: Mapping[str, str], asked: AbstractSet[Key]
) -> Iterator[Alternatives]:
    covers, sent = covers_of(areas), defaultdict[str, set[str]](set)
    for key in keys:
        sent[families[key.indicator]].add(key.area)
    for group in _grouped(keys, asked, "area"):
        here = {key.area: key for key in group}
        numbers = Counter(number for code in here for number in covers.of.get(code, ()))
        complete: dict[tuple[str, str], list[Cover]] = defaultdict(list)
        for number, present in sorted(numbers.items()):
            cover = covers.all[number]
            if present > len(cover.parts):
                complete[cover.whole, cover.way].append(cover)
            elif (
                present == len(cover.parts)
                and (len(cover.parts) > 1 or _missing(cover, here) in sent[families[group[0].indicator]])
                and (cover.whole in here or cover.whole in sent[families[group[0].indicator]])
            ):
                yield from _sums(_placed(cover, group[0]))
        for ways in complete.values():
            yield from _sums(*(_placed(cover, group[0]) for cover in ways))
        yield from _filled(here, areas)


def _filled(here: Mapping[str, Key], areas: Areas) -> Iterator[Alternatives]:
    """Areas of which some authorities are there only within another area: a region, by a force and the rest."""
    places = [areas.by_code[code] for code in here if code in areas.by_code]
    wider = sorted((area for area in places if len(area.members) > 1), key=lambda area: (-len(area.members), area.code))
    for whole in wider:
        lacking = {member for member in whole.members if member not in here}
        parts = [here[member] for member in whole.members if member in here]
        for area in wider if lacking else ():
            if area is not whole and lacking.issuperset(area.members):
                lacking.difference_update(area.members)
                parts.append(here[area.code])
        if parts and not lacking and len(parts) < len(whole.members):
            yield from _sums((here[whole.code], parts))


def _missing(cover: Cover, here: Collection[str]) -> str:
    return next(code for code in (cover.whole, *cover.parts) if code not in here)


def _placed(cover: Cover, like: Key) -> tuple[Key, list[Key]]:
    return like._replace(area=cover.whole), [like._replace(area=part) for part in sorted(cover.parts)]


def _over_prisons(keys: Sequence[Key], areas: Areas, asked: AbstractSet[Key]) -> Iterator[Alternatives]:
    """A prison's total, and its people by the authority they were released to."""
    parts: dict[Key, list[Key]] = defaultdict(list)
    for key in keys:
        pairs, area = _pairs(key.breakdown), areas.by_code.get(key.area)
        if area and area.kind is AreaKind.AUTHORITY and "prison" in pairs:
            prison = pairs.pop("prison")
            parts[key._replace(area=prison, breakdown=breakdown_text(pairs))].append(key)
    for whole in sorted(parts.keys() & set(keys)):
        if not asked.isdisjoint([whole, *parts[whole]]):
            yield from _sums((whole, parts[whole]))


def _over_sexes(keys: Sequence[Key], families: Mapping[str, str], asked: AbstractSet[Key]) -> Iterator[Alternatives]:
    sent: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        sent[families[key.indicator]].add(key.sex)
    for group in _grouped(keys, asked, "sex"):
        here = {key.sex for key in group}
        yield from _split(
            group[0]._replace(sex="persons"),
            group,
            [group[0]._replace(sex=sex) for sex in sorted(sent[families[group[0].indicator]] - {"persons"} - here)],
        )


def _split(whole: Key, group: Collection[Key], unsent: Sequence[Key]) -> Iterator[Alternatives]:
    """A whole and the parts that were sent; with the one figure that was not, where it is one only."""
    parts = [key for key in group if key != whole]
    if whole in group and parts:
        yield from _sums((whole, parts))
        if len(unsent) == 1:
            yield from _sums((whole, [*parts, *unsent]))
    elif len(parts) > 1 and not unsent:
        yield from _sums((whole, parts))


_BAND = re.compile(r"(\d+)(?:-(\d+)|\+)")
_OLDEST = 1000  # years; where "18+" ends


def _over_ages(keys: Sequence[Key], asked: AbstractSet[Key]) -> Iterator[Alternatives]:
    for group in _grouped(keys, asked, "age"):
        bands = {key: band for key in group if (band := _band(key.age))}
        if not bands:
            continue
        ends = [end for band in bands.values() for end in band]
        bands.update({key: (min(ends), max(ends)) for key in group if not key.age})
        yield from _walks(bands)


def _band(text: str) -> Stretch | None:
    found = _BAND.fullmatch(text.strip())
    return None if found is None else (int(found[1]), int(found[2]) + 1 if found[2] else _OLDEST)


def _walks(stretches: Mapping[Key, Stretch], unsent: Mapping[Key, Stretch] | None = None) -> Iterator[Alternatives]:
    for walk in tilings(stretches.items(), (unsent or {}).items()):
        yield from _signed(walk)


def _pairs(breakdown: str) -> dict[str, str]:
    return dict(_kept_pairs(breakdown)) if breakdown else {}


@lru_cache(maxsize=4096)  # groups: a few hundred stand in a hundred thousand figures
def _kept_pairs(breakdown: str) -> Mapping[str, str]:
    return breakdown_pairs(breakdown)


def _over_breakdowns(
    keys: Sequence[Key], families: Mapping[str, str], asked: AbstractSet[Key]
) -> Iterator[Alternatives]:
    """Everybody, and the values of each breakdown; also within the values of another."""
    present = set(keys)
    parts: dict[tuple[Key, str], dict[str, Key]] = defaultdict(dict)
    sent: dict[tuple[Hashable, ...], set[str]] = defaultdict(set)
    for key in keys:
        pairs = _pairs(key.breakdown)
        for name, value in pairs.items():
            fewer = {other: worth for other, worth in pairs.items() if other != name}
            parts[key._replace(breakdown=breakdown_text(fewer)), name][value] = key
            sent[families[key.indicator], name, *sorted(fewer)].add(value)
    for (whole, name), values in parts.items():
        if asked.isdisjoint([whole, *values.values()]):
            continue
        fewer = _pairs(whole.breakdown)
        lacking = sorted(sent[families[whole.indicator], name, *sorted(fewer)] - values.keys())
        unsent = [whole._replace(breakdown=breakdown_text(fewer | {name: value})) for value in lacking]
        yield from _split(whole, [*values.values(), *({whole} & present)], unsent)


def _over_periods(
    keys: Sequence[Key], catalogue: Catalogue, families: Mapping[str, str], asked: AbstractSet[Key]
) -> Iterator[Alternatives]:
    adding = [key for key in keys if catalogue.called(key.indicator).adds_over_periods != "no"]
    sent: dict[str, set[tuple[str, int, str]]] = defaultdict(set)
    for key in adding:
        sent[families[key.indicator]].add(key[2:5])
    for group in _grouped(adding, asked, "period_start", "period_months", "period_kind"):
        if len(group) > 1:
            lacking = sent[families[group[0].indicator]] - {key[2:5] for key in group}
            unsent = [Key._make((*group[0][:2], *period, *group[0][5:])) for period in sorted(lacking)]
            yield from _walks(_stretches(group), _stretches(unsent))


def _over_kinds_of_period(keys: Sequence[Key], asked: AbstractSet[Key]) -> Iterator[Alternatives]:
    """The same months under two names, as 12 months to March and a financial year: one figure, whatever it counts."""
    for group in _grouped(keys, asked, "period_kind"):
        for one, other in pairwise(sorted(group)):
            yield from _sums((one, [other]))


def _stretches(keys: Iterable[Key]) -> dict[Key, Stretch]:
    found = {key: _months(key.period_start, key.period_months) for key in keys}
    return {key: months for key, months in found.items() if months}


def _months(start: str, months: int) -> Stretch | None:
    first = int(start[:4]) * 12 + int(start[5:7])
    return (first, first + months) if months else None


def _over_measures(keys: Sequence[Key], catalogue: Catalogue, asked: AbstractSet[Key]) -> Iterator[Alternatives]:
    for group in _grouped(keys, asked, "indicator"):
        yield from _same_groups({key.indicator: key for key in group}, catalogue)


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
    return _reached(names, _links(catalogue))


def _links(catalogue: Catalogue) -> dict[str, set[str]]:
    """By measure those that it shares people with in one step."""
    links: dict[str, set[str]] = defaultdict(set)
    for indicator in catalogue:
        same = [other.id for other in catalogue if _of_one_group(indicator, other)]
        for name in (*counting_the_people_of(indicator), *same):
            links[indicator.id].add(name)
            links[name].add(indicator.id)
    for tie in ties_of(catalogue):
        for name in tie.measures:
            links[name] |= tie.measures
    return links


def _reached(names: Iterable[str], links: Mapping[str, set[str]]) -> set[str]:
    found, new = set[str](), set(names)
    while new:
        found |= new
        new = {other for name in new for other in links.get(name, ())} - found
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
