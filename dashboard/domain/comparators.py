"""Whom figures are compared with: the country, the region, statistical neighbours or chosen areas, as people ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dashboard.domain.areas import ENGLAND, Area, AreaKind, Areas
from dashboard.domain.definitions import Definitions
from dashboard.domain.errors import NotFound
from dashboard.domain.wording import listed

Kind = Literal["england", "region", "neighbours", "areas"]
BETWEEN = ";"  # stands between chosen areas, for names may hold a comma
NO_LIST = "There is no list of statistical neighbours yet. The definitions page says how to load one."
ITSELF = "this is the figure that others are compared with"
MOST_NAMED = 3  # more chosen areas than this are counted, so that a verdict stays one line


@dataclass(frozen=True)
class Comparator:
    """What a person chose; ``areas`` are codes, for chosen areas only. The default is England.

    England stands for the country that a measure covers, which may be England and Wales.
    """

    kind: Kind = "england"
    areas: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The choice as the address and the command line write it; empty for England."""
        if self.kind == "areas":
            return BETWEEN.join(self.areas)
        return "" if self.kind == "england" else self.kind


@dataclass(frozen=True)
class Group:
    """Whom one area is compared with: the figure of one area as it stands, or of several added up.

    ``reason`` says why there is nobody, and then ``areas`` is empty. ``named`` is whether the name says
    which areas they are.
    """

    kind: Kind
    name: str
    areas: tuple[Area, ...] = ()
    reason: str = ""
    named: bool = True

    @property
    def is_together(self) -> bool:
        """Whether it is several areas that somebody chose."""
        return self.kind == "areas" and len(self.areas) > 1


def read_comparator(text: str, definitions: Definitions) -> Comparator:
    """Return the choice that ``text`` writes: "region", "neighbours", or areas by code or name with ; between.

    Nothing, and "england", are the default. Raise NotFound, fit to show, for an area that is not known,
    for a country among chosen areas, and for neighbours where no list is loaded.
    """
    parts = [part.strip() for part in text.split(BETWEEN) if part.strip()]
    word = parts[0].casefold() if len(parts) == 1 else ""
    if not parts or word in ("england", ENGLAND.casefold()):
        return Comparator()
    if word == "region":
        return Comparator("region")
    if word == "neighbours":
        if not definitions.neighbours:
            raise NotFound(NO_LIST)
        return Comparator("neighbours")
    chosen = [definitions.areas.asked_for(part) for part in parts]
    for area in chosen:
        if area.kind is AreaKind.COUNTRY:
            raise NotFound(f"{area.name} cannot be one of the areas to compare with: it takes in the others.")
    return Comparator("areas", tuple(dict.fromkeys(area.code for area in chosen)))


def group_of(comparator: Comparator, area: Area, definitions: Definitions) -> Group:
    """Return whom ``area`` is compared with: never itself, nor a part of itself."""
    if comparator.kind == "region":
        return _region(area, definitions.areas)
    if comparator.kind == "neighbours":
        return _neighbours(area, definitions)
    codes = comparator.areas or (ENGLAND,)
    return _chosen([definitions.areas.at(code) for code in codes], area, definitions.areas)


def _region(area: Area, areas: Areas) -> Group:
    if area.kind is AreaKind.REGION:
        return Group("region", "", reason=ITSELF)
    regions = areas.wider(area, AreaKind.REGION)
    if not regions:
        return Group("region", "its region", reason="no region is known for it")
    if len(regions) > 1:
        names = listed([region.name for region in regions])
        return Group("region", "its region", reason=f"it lies in more than one: {names}")
    return Group("region", f"the {regions[0].name} region", (regions[0],))


def _neighbours(area: Area, definitions: Definitions) -> Group:
    """The neighbours of an authority; of a partnership those of all its authorities, each once, its own left out."""
    areas, members = definitions.areas, [definitions.areas.kept_code(code) for code in area.members]
    if area.kind not in (AreaKind.AUTHORITY, AreaKind.PARTNERSHIP):
        return Group("neighbours", "its statistical neighbours", reason="the list is of authorities")
    lists = [definitions.neighbours.of.get(code, ()) for code in members]
    if not all(lists):
        without = listed([areas.at(code).name for code, found in zip(members, lists, strict=True) if not found])
        return Group("neighbours", "its statistical neighbours", reason=f"the list has none for {without}")
    codes = [code for code in dict.fromkeys(code for found in lists for code in found) if code not in members]
    if not codes:
        return Group("neighbours", "its statistical neighbours", reason="the list names its own authorities only")
    name = "its statistical neighbour" if len(codes) == 1 else f"its {len(codes)} statistical neighbours"
    return Group("neighbours", name, tuple(areas.at(code) for code in codes), named=False)


def _chosen(chosen: list[Area], own: Area, areas: Areas) -> Group:
    others = [one for one in chosen if not _inside(one, own, areas)]
    if not others:
        return Group("areas", "", reason=ITSELF)
    if len(others) > 1:
        others = _apart(others, own)
    if not others:
        return Group("areas", "the chosen areas", reason=f"each of them takes in a part of {own.name}")
    names = [one.name for one in others]
    if len(others) == 1:
        return Group("areas", names[0], tuple(others))
    named = len(names) <= MOST_NAMED
    return Group(
        "areas", f"{listed(names) if named else f'{len(names)} chosen areas'} together", tuple(others), named=named
    )


def _inside(one: Area, own: Area, areas: Areas) -> bool:
    same = areas.kept_code(one.code) == areas.kept_code(own.code)
    return same or bool(one.members and own.members and set(one.members) <= set(own.members))


def _apart(chosen: Iterable[Area], own: Area) -> list[Area]:
    """The areas that share no authority with ``own`` nor with another, so that nobody is counted twice.

    Of two that share one the larger is kept.
    """
    order = list(chosen)
    taken = set(own.members)
    kept = []
    for one in sorted(order, key=lambda area: -len(area.members)):
        if not taken & set(one.members):
            taken |= set(one.members)
            kept.append(one)
    return sorted(kept, key=order.index)
