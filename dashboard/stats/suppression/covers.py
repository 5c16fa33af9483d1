"""How areas are made of each other without overlap: by those that nest, and by those that cross them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard.domain.areas import Area, AreaKind, Areas

_NESTED = (AreaKind.REGION, AreaKind.PARTNERSHIP, AreaKind.AUTHORITY)  # each is made of the next
_CROSSING = (AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION, AreaKind.COMMUNITY_SAFETY)


@dataclass(frozen=True)
class Cover:
    """An area and others that make it up, by code. Of the covers of one ``way`` the later follow from the first."""

    whole: str
    parts: frozenset[str]
    way: str


@dataclass(frozen=True)
class Covers:
    """All covers, and by area the numbers of those that it is in, as the whole or as a part."""

    all: tuple[Cover, ...]
    of: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=4)
def covers_of(areas: Areas) -> Covers:
    """Return how each area is made of others: regions of partnerships, forces of authorities, and so on."""
    by_member: dict[AreaKind, dict[str, list[str]]] = {kind: defaultdict(list) for kind in (*_NESTED, *_CROSSING)}
    for area in areas.of_kind(*_NESTED, *_CROSSING):
        for member in area.members:
            by_member[area.kind][member].append(area.code)
    found: dict[Cover, None] = {}
    for area in areas:
        if area.kind is not AreaKind.PRISON and area.members and not _is_district(area, by_member):
            for kind in (*_NESTED, *_CROSSING):
                if parts := _parts(area.code, kind, by_member[kind], areas):
                    way = "nested" if kind in _NESTED else kind.value
                    found[Cover(areas.kept_code(area.code), parts, way)] = None
    return _indexed(tuple(found))


def _is_district(area: Area, by_member: Mapping[AreaKind, Mapping[str, list[str]]]) -> bool:
    """Whether an area is one of several that share an authority, of which each is only a part."""
    return area.kind is AreaKind.COMMUNITY_SAFETY and any(
        len(by_member[area.kind][member]) > 1 for member in area.members
    )


def _indexed(found: tuple[Cover, ...]) -> Covers:
    of: dict[str, list[int]] = defaultdict(list)
    for number, cover in enumerate(found):
        for code in (cover.whole, *cover.parts):
            of[code].append(number)
    return Covers(found, {code: tuple(numbers) for code, numbers in of.items()})


def _parts(code: str, kind: AreaKind, by_member: Mapping[str, list[str]], areas: Areas) -> frozenset[str]:
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
