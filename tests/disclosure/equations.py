"""Which sums hold among what the product shows: areas, periods, sexes, groups, earlier revisions, shared people.

Only public knowledge goes in: the register of areas, the catalogue, the calendar. An unknown is a figure's
count or whole people in one version, the version being the revision that the file itself names. What is not
shown at all is an unknown too ("virtual"), so that sums of sums come out by themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.breakdowns import breakdown_pairs, breakdown_text
from dashboard.domain.definitions import Definitions
from dashboard.domain.indicators import Indicator
from dashboard.domain.ties import Part, Tie, ties_of
from tests.disclosure.readings import Key, Reading, Snapshot, Span
from tests.disclosure.solving import MOST, Relation, System, Terms

COUNT, WHOLE = "count", "whole"
PARTS = (COUNT, WHOLE)
SEXES = ("male", "female", "other", "unknown")
ROUNDED_BY = 2.0  # people; how far a count rounded to 5 may be out
LONGEST_DIGITS = 9  # digits after the point from which a number is no rounding but floating point
MOST_PEOPLE = 3000  # the largest group tried when a percentage and its limits are worked back


class Count(NamedTuple):
    """An unknown: the people counted, or counted among, in one version of a figure."""

    key: Key
    version: str
    part: str

    @property
    def virtual(self) -> bool:
        """Whether no file shows this figure, not even as hidden."""
        return self.version.startswith("~")


class Slot(NamedTuple):
    """What of a key stands beside its area and its period."""

    indicator: str
    sex: str
    age: str
    breakdown: str


@dataclass(frozen=True)
class World:
    """One snapshot with the public knowledge to read it by.

    Without ``pieces`` the months in which two periods overlap are no unknowns of their own: a whole country's history
    would hang together by them.
    """

    snapshot: Snapshot
    definitions: Definitions
    same_version: Mapping[str, Mapping[Key, str]]
    pieces: bool = True

    @property
    def readings(self) -> Mapping[Key, Reading]:
        """The readings by key."""
        return self.snapshot.readings

    def indicator(self, name: str) -> Indicator:
        """Return the catalogue's entry."""
        return self.definitions.catalogue.called(name)

    def version(self, key: Key) -> str:
        """Return the revision a figure says it is of; one undone is what stood before it."""
        reading = self.readings.get(key)
        if reading is None:
            return f"~{self.snapshot.as_at}"
        if not reading.worked_out:
            return self.same_version.get(reading.revision, {}).get(key, reading.revision)
        return reading.revision or f"?{self.snapshot.as_at}"

    def count(self, key: Key, part: str = COUNT) -> Count:
        """Return the unknown of a figure."""
        return Count(key, self.version(key), part)

    @cached_property
    def tables(self) -> dict[Slot, dict[str, list[Span]]]:
        """The periods shown for each area in each slot."""
        made: dict[Slot, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
        for key in self.readings:
            made[Slot(key.indicator, key.sex, key.age, key.breakdown)][key.area].append(key.span)
        return made

    @cached_property
    def by_indicator(self) -> dict[str, list[Key]]:
        """The keys of each measure."""
        made: dict[str, list[Key]] = defaultdict(list)
        for key in self.readings:
            made[key.indicator].append(key)
        return made

    @cached_property
    def told_of_shares(self) -> set[str]:
        """The measures that the catalogue says in public to count the same people as some share."""
        ties = [tie.measures for tie in ties_of(self.definitions.catalogue)]
        shares = [names for names in ties if any(self.indicator(name).kind == "proportion" for name in names)]
        return set().union(*shares)

    def parts(self, indicator: str) -> tuple[str, ...]:
        """Return the kinds of unknown a figure of this indicator has."""
        return PARTS if self.indicator(indicator).divides else (COUNT,)


def equal(terms: Iterable[tuple[Count, float]], why: str, *, soft: bool = False) -> Relation:
    """Return that a sum is nothing."""
    return Relation(tuple(terms), 0.0, 0.0, soft, why)


def at_most(terms: Iterable[tuple[Count, float]], why: str, *, soft: bool = False) -> Relation:
    """Return that a sum is not above nothing."""
    return Relation(tuple(terms), -np.inf, 0.0, soft, why)


def relate(world: World, system: System) -> None:
    """Add to the system everything that one snapshot says."""
    for reading in world.readings.values():
        _take_in(world, system, reading)
    names = {slot.indicator for slot in world.tables}
    for slot, areas in world.tables.items():
        system.relations.extend(_over_areas_and_periods(world, slot, areas))
    for name in sorted(names):
        system.relations.extend(_over_sexes(world, name))
        system.relations.extend(_over_breakdowns(world, name))
        system.relations.extend(_over_ages(world, name))
        system.relations.extend(_shared_people(world, name))
    system.relations.extend(_over_prisons(world))
    system.relations.extend(_same_months(world))
    for tie in ties_of(world.definitions.catalogue):
        system.relations.extend(_tied(world, tie))


# What one line says.


def _take_in(world: World, system: System, reading: Reading) -> None:
    indicator = world.indicator(reading.key.indicator)
    count, whole = world.count(reading.key), world.count(reading.key, WHOLE)
    if indicator.kind in ("money", "index") or (indicator.kind == "mean" and reading.numerator is None):
        return
    _take_in_numbers(system, reading, count, whole)
    if indicator.kind == "proportion":
        system.relations.append(at_most([(count, 1), (whole, -1)], "no more than the whole"))
    if reading.hidden:
        _take_in_rule(world, system, reading)
    if reading.numerator is None and reading.value is not None and indicator.kind in ("proportion", "rate"):
        _take_in_share(system, reading, count, whole, indicator.per)
    if reading.comparator and reading.comparator_value is not None:
        _take_in_comparator(world, system, reading, indicator)


def _take_in_numbers(system: System, reading: Reading, count: Count, whole: Count) -> None:
    nobody = reading.state == "not applicable" and reading.denominator == 0
    if reading.state == "in neighbour" or nobody:
        system.known[count] = system.known[whole] = 0.0
        return
    for unknown, number in ((count, reading.numerator), (whole, reading.denominator)):
        if number is None:
            continue
        if reading.state == "rounded":
            system.narrow(unknown, max(0.0, number - ROUNDED_BY), number + ROUNDED_BY)
        else:
            system.known[unknown] = number


def _take_in_rule(world: World, system: System, reading: Reading) -> None:
    """A zero is shown, so a hidden count is 1 or more; a share may be hidden for its other numbers, so 0 or more.

    Nobody's share and nobody's count are hidden too where they would tell what another measure counts.
    """
    indicator = world.indicator(reading.key.indicator)
    count, whole = world.count(reading.key), world.count(reading.key, WHOLE)
    if indicator.kind == "proportion":
        system.narrow(whole, 0.0 if indicator.out_of or indicator.out_of_groups else 1.0, MOST)
    else:
        system.narrow(count, 0.0 if indicator.id in world.told_of_shares else 1.0, MOST)


def _take_in_share(system: System, reading: Reading, count: Count, whole: Count, per: int) -> None:
    """A share is a line through the two unknowns; with its limits it has few points on it."""
    near = _half_digit(reading.texts[2])
    value = reading.value or 0.0
    if reading.state != "rounded":
        system.relations.append(at_most([(count, per), (whole, -(value + near))], "the share, from above"))
        system.relations.append(at_most([(count, -per), (whole, value - near)], "the share, from below"))
    whole_known = system.known.get(whole)
    points = _points(reading, per, whole_known)
    if points:
        system.narrow(count, min(n for n, _ in points), max(n for n, _ in points))
        system.narrow(whole, min(d for _, d in points), max(d for _, d in points))


def _take_in_comparator(world: World, system: System, reading: Reading, indicator: Indicator) -> None:
    area = ENGLAND if reading.comparator == "England" else ENGLAND_AND_WALES
    key = reading.key._replace(area=area)
    theirs = world.readings.get(key)
    if theirs is None or theirs.value is not None or indicator.kind not in ("proportion", "rate"):
        return
    value, count, whole = reading.comparator_value or 0.0, world.count(key), world.count(key, WHOLE)
    near = 1e-9 * max(value, 1.0)
    system.relations.append(at_most([(count, indicator.per), (whole, -(value + near))], "a comparator, from above"))
    system.relations.append(at_most([(count, -indicator.per), (whole, value - near)], "a comparator, from below"))


def _half_digit(text: str) -> float:
    """Return how far a printed number may be from the true one."""
    digits = len(text.partition(".")[2])
    return 1e-9 if digits > LONGEST_DIGITS else 0.5 * 10.0**-digits + 1e-9


def _points(reading: Reading, per: int, whole: float | None) -> list[tuple[int, int]]:
    """Return every count of every whole that a percentage and its Wilson limits, as printed, may come from."""
    if per != 100 or reading.lower is None or reading.upper is None or reading.state == "rounded":
        return []
    wholes = np.array([whole]) if whole is not None else np.arange(1, MOST_PEOPLE + 1)
    counts = np.rint((reading.value or 0.0) * wholes / per)
    lower, upper = _wilson(counts, wholes)
    fits = np.ones(len(wholes), bool)
    for said, made, text in zip(
        (reading.value, reading.lower, reading.upper), (counts / wholes, lower, upper), reading.texts[2:], strict=True
    ):
        fits &= np.abs(made * per - said) <= _half_digit(text) + 1e-7
    return [(int(n), int(d)) for n, d in zip(counts[fits], wholes[fits], strict=True)]


def _wilson(count: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The attacker's own Wilson limits at 95%."""
    z = 1.959963984540054
    share = count / total
    centre, spread = share + z**2 / (2 * total), z * np.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    return (centre - spread) / (1 + z**2 / total), (centre + spread) / (1 + z**2 / total)


# Areas and periods.


def _over_areas_and_periods(world: World, slot: Slot, areas: Mapping[str, Sequence[Span]]) -> Iterator[Relation]:
    spans = sorted({span for shown in areas.values() for span in shown})
    indicator = world.indicator(slot.indicator)
    atoms = _atoms(spans) if indicator.adds_over_periods != "no" else {}
    if not world.pieces:
        atoms = {span: parts for span, parts in atoms.items() if set(parts) <= set(spans)}
    extra = {atom for parts in atoms.values() for atom in parts} - set(spans)
    everywhere = _with_members(world, areas) if indicator.adds_over_areas != "no" else list(areas)
    for span in [*spans, *sorted(extra)]:
        overlapping = bool(extra) or any(len(parts) > 1 for parts in atoms.values())
        yield from _over_areas(world, slot, areas, span, everything=overlapping)
    if atoms:
        for area in everywhere:
            yield from _over_periods(world, slot, area, atoms)


def _with_members(world: World, areas: Iterable[str]) -> list[str]:
    wide = [world.definitions.areas.at(code).members for code in areas]
    return list(dict.fromkeys([*areas, *(member for members in wide for member in members)]))


def _key(slot: Slot, area: str, span: Span) -> Key:
    return Key(slot.indicator, area, span, slot.sex, slot.age, slot.breakdown)


def _over_areas(
    world: World, slot: Slot, areas: Mapping[str, Sequence[Span]], span: Span, *, everything: bool
) -> Iterator[Relation]:
    """A wider area is the sum of its authorities, where the catalogue says so or the product did it itself."""
    adds = world.indicator(slot.indicator).adds_over_areas
    for code in areas:
        members = world.definitions.areas.at(code).members
        if members in ((), (code,)):
            continue
        whole = world.readings.get(_key(slot, code, span))
        made_here = whole is not None and whole.added_from_areas
        if (whole is None and not everything) or not (made_here or adds == "yes"):
            continue
        soft = not made_here and _stale(world, whole, [_key(slot, member, span) for member in members])
        for part in world.parts(slot.indicator):
            terms = [(world.count(_key(slot, member, span), part), 1.0) for member in members]
            yield equal([*terms, (world.count(_key(slot, code, span), part), -1.0)], f"areas of {code}", soft=soft)


def _stale(world: World, whole: Reading | None, members: Iterable[Key]) -> bool:
    """Whether a part was sent after its whole: then the whole may be of the time before."""
    versions = [world.readings[key].revision for key in members if key in world.readings]
    newest = max((int(version) for version in versions if version), default=0)
    return whole is None or newest > int(whole.revision or 0)


def _atoms(spans: Iterable[Span]) -> dict[Span, tuple[Span, ...]]:
    """Return each run of months as the shortest runs that the others cut it into, shown ones where there are."""
    runs = [span for span in spans if span.months]
    cuts = sorted({day for span in runs for day in (span.start, span.end)})
    shown = {(span.start, span.end): span for span in reversed(runs)}
    return {span: tuple(shown.get(piece) or _piece(*piece) for piece in _pieces(span, cuts)) for span in runs}


def _pieces(span: Span, cuts: Sequence[date]) -> list[tuple[date, date]]:
    return list(pairwise(day for day in cuts if span.start <= day <= span.end))


def _piece(start: date, end: date) -> Span:
    return Span(start, 12 * (end.year - start.year) + end.month - start.month, "piece")


def _over_periods(world: World, slot: Slot, area: str, atoms: Mapping[Span, Sequence[Span]]) -> Iterator[Relation]:
    parts = (COUNT,) if world.indicator(slot.indicator).adds_over_periods == "count only" else None
    for span, pieces in atoms.items():
        if list(pieces) == [span]:
            continue
        keys = [_key(slot, area, piece) for piece in pieces]
        soft = _stale(world, world.readings.get(_key(slot, area, span)), keys)
        for part in parts or world.parts(slot.indicator):
            terms = [(world.count(key, part), 1.0) for key in keys]
            yield equal([*terms, (world.count(_key(slot, area, span), part), -1.0)], f"periods of {area}", soft=soft)


def _same_months(world: World) -> Iterator[Relation]:
    """The same months under two names are one figure, whatever it counts."""
    kinds: dict[Key, list[Key]] = defaultdict(list)
    for key in world.readings:
        if key.span.months:
            kinds[key._replace(span=key.span._replace(kind=""))].append(key)
    for same in kinds.values():
        for one, other in pairwise(sorted(same)):
            for part in world.parts(one.indicator):
                yield equal([(world.count(one, part), 1.0), (world.count(other, part), -1.0)], "months", soft=True)


# Sexes, groups, ages.


def _over_sexes(world: World, name: str) -> Iterator[Relation]:
    kinds = {key.sex for key in world.by_indicator[name]} & set(SEXES)
    for key in [key for key in world.by_indicator[name] if key.sex == "persons"]:
        parts = [key._replace(sex=sex) for sex in SEXES if sex in kinds | {"male", "female"}]
        if any(part in world.readings for part in parts):
            yield from _makes_up(world, key, parts, "sexes")


def _makes_up(
    world: World, whole: Key, parts: Sequence[Key], why: str, *, exactly: bool = True, of: Sequence[str] = PARTS
) -> Iterator[Relation]:
    for part in [part for part in world.parts(whole.indicator) if part in of]:
        terms = [(world.count(key, part), 1.0) for key in parts]
        made = [*terms, (world.count(whole, part), -1.0)]
        yield equal(made, why, soft=True) if exactly else at_most(made, why, soft=True)


def _over_breakdowns(world: World, name: str) -> Iterator[Relation]:
    """Values of one breakdown make up the figure without it, unless shown figures say otherwise."""
    parts_of: dict[str, dict[Key, dict[str, Key]]] = defaultdict(lambda: defaultdict(dict))
    for key in world.by_indicator[name]:
        if not key.breakdown:
            continue
        pairs = breakdown_pairs(key.breakdown)
        for by, value in pairs.items():
            rest = breakdown_text({other: text for other, text in pairs.items() if other != by})
            parts_of[by][key._replace(breakdown=rest)][value] = key
    for wholes in parts_of.values():
        yield from _over_values(world, wholes)


def _over_values(world: World, wholes: Mapping[Key, Mapping[str, Key]]) -> Iterator[Relation]:
    every = {value for values in wholes.values() for value in values}
    exactly = not any(_refutes(world, whole, values.values()) for whole, values in wholes.items())
    for whole, values in wholes.items():
        some = next(iter(values))
        parts = [values[value] if value in values else _other(values[some], some, value) for value in sorted(every)]
        if exactly:
            yield from _makes_up(world, whole, parts, "groups")
        for key in values.values():
            yield from _makes_up(world, whole, [key], "a group within the whole", exactly=False)


def _other(key: Key, value: str, other: str) -> Key:
    return key._replace(breakdown=f"{key.breakdown}|{value}->{other}")  # shown nowhere: only a name for it


def _refutes(world: World, whole: Key, parts: Iterable[Key]) -> bool:
    readings = [world.readings.get(key) for key in (whole, *parts)]
    numbers = [reading.numerator if reading else None for reading in readings]
    return None not in numbers and numbers[0] < sum(numbers[1:])


def _over_ages(world: World, name: str) -> Iterator[Relation]:
    wholes: dict[Key, dict[str, Key]] = defaultdict(dict)
    for key in world.by_indicator[name]:
        if key.age:
            wholes[key._replace(age="")][key.age] = key
    exactly = not any(_refutes(world, whole, values.values()) for whole, values in wholes.items())
    every = {age for values in wholes.values() for age in values}
    for whole in wholes:
        if exactly and len(every) > 1:
            yield from _makes_up(world, whole, [whole._replace(age=age) for age in sorted(every)], "ages")


# People who are counted under two names.


def _shared_people(world: World, name: str) -> Iterator[Relation]:
    """A count is another's whole, or the same count, where the catalogue describes both in the same words."""
    mine = world.indicator(name)
    keys = world.by_indicator[name]
    for other in world.definitions.catalogue:
        pairs = [
            (part, others)
            for part, others in product(world.parts(name), world.parts(other.id))
            if (name, part) < (other.id, others) and _text(mine, part) == _text(other, others)
        ]
        for key, (part, others) in product(keys, pairs):
            theirs = key._replace(indicator=other.id)
            if theirs in world.readings and "same group" not in _text(mine, part):
                yield equal([(world.count(key, part), 1.0), (world.count(theirs, others), -1.0)], "the same", soft=True)
    if mine.out_of:
        for key in keys:
            people = key._replace(indicator=mine.out_of)
            if people in world.readings:
                yield equal([(world.count(key, WHOLE), 1.0), (world.count(people), -1.0)], "people out of", soft=True)


def _text(indicator: Indicator, part: str) -> str:
    return indicator.numerator if part == COUNT else indicator.denominator


def _tied(world: World, tie: Tie) -> Iterator[Relation]:
    """What the catalogue says in public: the people of these parts are those of another measure."""
    parts: dict[Key, dict[Part, list[Key]]] = defaultdict(lambda: defaultdict(list))
    for key in world.readings:
        for part in (part for part in tie.parts if part.measure == key.indicator):
            group = part.outside(breakdown_pairs(key.breakdown) if key.breakdown else {})
            if group is not None:
                parts[key._replace(indicator=tie.whole, breakdown=group)][part].append(key)
    for whole, found in parts.items():
        keys = [key for some in found.values() for key in some]
        lacking = [part for part in tie.parts if part not in found]
        if all(part.value or not part.breakdown for part in lacking):
            keys += [whole._replace(indicator=part.measure, breakdown=part.within(whole.breakdown)) for part in lacking]
            yield from _makes_up(world, whole, keys, "a tie", of=PARTS if tie.rest_too else (COUNT,))


def _over_prisons(world: World) -> Iterator[Relation]:
    """A prison's total is the sum of its releases over the authorities they went to."""
    parts: dict[Key, list[Key]] = defaultdict(list)
    for key in world.readings:
        pairs = breakdown_pairs(key.breakdown)
        if prison := pairs.pop("prison", ""):
            parts[key._replace(area=prison, breakdown=breakdown_text(pairs))].append(key)
    for whole, keys in parts.items():
        local = [key for key in keys if key.area[:1] == "E" and key.area[:3] not in ("E92", "E12", "E23")]
        if whole in world.readings and local:
            yield from _makes_up(world, whole, local, "destinations")


def expression(world: World, key: Key) -> dict[str, Terms]:
    """Return what an attacker asks of a hidden figure: its count, and of a share its remainder and whole."""
    count, whole = world.count(key), world.count(key, WHOLE)
    made: dict[str, Terms] = {"count": ((count, 1.0),)}
    if world.indicator(key.indicator).kind == "proportion":
        made |= {"remainder": ((whole, 1.0), (count, -1.0)), "whole": ((whole, 1.0),)}
    return made
