"""Where a figure is for: authorities, partnerships, forces, regions and prisons, by their official codes."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property

from dashboard.domain.errors import BrokenDefinition, NotFound

ENGLAND = "E92000001"
ENGLAND_AND_WALES = "K04000001"


class AreaKind(StrEnum):
    """What sort of place it is. Kinds do not nest: a force may cut across partnerships."""

    AUTHORITY = "authority"
    PARTNERSHIP = "partnership"
    POLICE_FORCE = "police force"
    PROBATION_REGION = "probation region"
    COMMUNITY_SAFETY = "community safety partnership"
    PRISON = "prison"
    REGION = "region"
    COUNTRY = "country"


LOCAL = (AreaKind.AUTHORITY, AreaKind.PARTNERSHIP, AreaKind.REGION, AreaKind.COUNTRY)

# The kinds among which a name is looked for, by the geography the indicator is published at. A name
# that fits none is then looked for in LOCAL, for an extract by authority is welcome for any indicator.
NAMED_IN: Mapping[AreaKind, tuple[AreaKind, ...]] = {
    AreaKind.POLICE_FORCE: (AreaKind.POLICE_FORCE, AreaKind.COUNTRY),
    AreaKind.PROBATION_REGION: (AreaKind.PROBATION_REGION, AreaKind.COUNTRY),
    AreaKind.COMMUNITY_SAFETY: (AreaKind.COMMUNITY_SAFETY, AreaKind.COUNTRY),
    AreaKind.PRISON: (AreaKind.PRISON, AreaKind.COUNTRY),
}

_STANDING_IN = (AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION)


@dataclass(frozen=True)
class Area:
    """One place: ``members`` are the codes of the authorities it covers, itself for an authority.

    ``ended`` is the last day of a former authority that has no single successor. ``evidence``
    says how far a partnership's footprint is known: "published" or "inferred". ``holds`` is the sex of the people of
    a prison, where it is one.
    """

    code: str
    name: str
    kind: AreaKind
    members: tuple[str, ...] = ()
    region: str = ""
    ended: date | None = None
    successors: tuple[str, ...] = ()
    evidence: str = ""
    note: str = ""
    other_names: tuple[str, ...] = field(default=(), repr=False)
    holds: str = ""

    @property
    def is_official(self) -> bool:
        """Whether the footprint is one that its members have published."""
        return self.evidence != "inferred"


class UnknownArea(NotFound):
    """No area of the kinds asked for has this code or name."""


class SeveralAreas(NotFound):
    """Two or more areas have this name."""


@dataclass(frozen=True, eq=False)
class Areas:
    """Every area we know, found by current code, former code, name or alternative name."""

    by_code: Mapping[str, Area] = field(repr=False)
    same_as: Mapping[str, str] = field(repr=False)  # former, re-issued and one-member codes to the code that is kept

    def __iter__(self) -> Iterator[Area]:
        return iter(self.by_code.values())

    def of_kind(self, *kinds: AreaKind) -> list[Area]:
        """Return the areas of these kinds, in the order of the tables."""
        return [area for area in self if area.kind in kinds]

    def knows(self, text: str) -> bool:
        """Whether some area has this code or name."""
        return text in self.by_code or text in self.same_as or plain(text) in self._codes_by_name

    def at(self, code: str) -> Area:
        """Return the area with this code, current or former. Raise UnknownArea."""
        area = self.by_code.get(code) or self.by_code.get(self.same_as.get(code, ""))
        if area is None:
            raise UnknownArea(f"There is no area with the code “{code}”.")
        return area

    def kept_code(self, code: str) -> str:
        """Return the code that figures for this area are kept under: a one-authority partnership's authority."""
        return self.same_as.get(code, code)

    def asked_for(self, text: str) -> Area:
        """Return the area that a person asks for: a code as it is, a name among all kinds, partnerships first.

        The name of an authority that is a partnership of its own gives the partnership, whose page says
        how far its footprint is known. Raise as ``called`` does.
        """
        if text in self.by_code:
            return self.by_code[text]
        partnership = [area for area in self.of_kind(AreaKind.PARTNERSHIP) if plain(area.name) == plain(text)]
        if partnership:
            return partnership[0]
        if not self._named(text, LOCAL):
            return self.called(text)
        found = self.called(text, LOCAL)
        alone = self.partnership_of(found.code) if found.kind is AreaKind.AUTHORITY else None
        return alone if alone and len(alone.members) == 1 else found

    def called(self, text: str, kinds: Iterable[AreaKind] = tuple(AreaKind)) -> Area:
        """Return the area that has this code or name among ``kinds``.

        Raise UnknownArea with the nearest names, or SeveralAreas with those that share the name.
        """
        allowed = tuple(kinds)
        found = self._with_code(text, allowed) or self._named(text, allowed)
        if not found:
            raise UnknownArea(f"“{text}” is not an area we know.{self._nearest(text, allowed)}")
        if len(found) > 1:
            both = " or ".join(f"{area.name} ({area.kind}, {area.code})" for area in found)
            raise SeveralAreas(f"“{text}” could be {both}. Use the code.")
        return found[0]

    def reported(self, text: str, geography: AreaKind) -> Area:
        """Return the area that a file means by ``text`` in a figure published at ``geography``.

        A code may be of any kind; a name is looked for at that geography first. Raise as ``called`` does.
        """
        if text.strip() in self.by_code or text.strip() in self.same_as:
            return self.called(text)
        native = NAMED_IN.get(geography, LOCAL)
        if self._named(text, native):
            return self.called(text, native)
        return self.called(text, tuple(dict.fromkeys((*native, *LOCAL))))

    def _with_code(self, text: str, kinds: tuple[AreaKind, ...]) -> list[Area]:
        code = text.strip()
        area = self.by_code.get(self.same_as.get(code, code)) or self.by_code.get(code)
        return [area] if area and (area.kind in kinds or self._kind_as_written(code) in kinds) else []

    def _kind_as_written(self, code: str) -> AreaKind | None:
        return self.by_code[code].kind if code in self.by_code else None

    def _named(self, text: str, kinds: tuple[AreaKind, ...]) -> list[Area]:
        codes = self._codes_by_name.get(plain(text), ())
        areas = {self.kept_code(code): self.by_code[code] for code in codes if self.by_code[code].kind in kinds}
        found = [self.by_code.get(code, area) for code, area in areas.items()]
        return [area for area in found if area.ended is None] or found

    def _nearest(self, text: str, kinds: tuple[AreaKind, ...]) -> str:
        names = {plain(area.name): area.name for area in self.of_kind(*kinds)}
        near = get_close_matches(plain(text), list(names), n=3, cutoff=0.7)
        return f" Did you mean {' or '.join(names[name] for name in near)}?" if near else ""

    @cached_property
    def _codes_by_name(self) -> dict[str, list[str]]:
        codes: dict[str, list[str]] = defaultdict(list)
        for area in self:
            for name in {plain(name) for name in (area.name, *area.other_names)}:
                codes[name].append(area.code)
        return codes

    def wider(self, area: Area, kind: AreaKind) -> list[Area]:
        """Return the areas of ``kind`` that cover any authority of ``area``, the area itself left out."""
        members = set(area.members)
        return [other for other in self.of_kind(kind) if other.code != area.code and members & set(other.members)]

    def standing_in_for(self, area: Area) -> list[Area]:
        """Return the areas whose figures stand in, and are named, where a local area has none of its own."""
        if area.kind in (AreaKind.COUNTRY, AreaKind.REGION):
            return []
        same = [place for place in self.wider(area, AreaKind.COMMUNITY_SAFETY) if place.members == area.members]
        wider = [place for kind in _STANDING_IN for place in self.wider(area, kind)]
        # Where several community safety partnerships share a county, none of them is the county.
        return [*(same if len(same) == 1 else []), *wider]

    def partnership_of(self, authority: str) -> Area | None:
        """Return the partnership that an authority belongs to, or None."""
        kept = self.kept_code(authority)
        return next((p for p in self.of_kind(AreaKind.PARTNERSHIP) if kept in p.members), None)


def plain(name: str) -> str:
    """Return a name as it is compared: lower case, "and" spelt out, no punctuation, no doubled spaces."""
    text = name.replace("&", " and ").replace("’", "'").casefold()
    return " ".join("".join(mark if mark.isalnum() else " " for mark in text.replace("'", "")).split())


REFERENCE_TABLES = (
    "areas.csv",
    "partnerships.csv",
    "police_forces.csv",
    "probation_regions.csv",
    "prisons.csv",
    "community_safety_partnerships.csv",
)


# What each table must have to be read; other columns may stand beside these.
_COLUMNS = {
    "areas.csv": (
        *("code", "name", "type", "region_code", "status", "valid_to"),
        *("canonical_codes", "mapping", "alt_names", "note"),
    ),
    "partnerships.csv": (
        *("partnership_id", "name", "member_codes", "evidence"),
        *("also_known_as", "possible_wider_footprint"),
    ),
    "police_forces.csv": ("code", "name", "utla_codes", "force_name", "alt_names"),
    "probation_regions.csv": ("delius_code", "name", "utla_codes", "alt_names"),
    "prisons.csv": ("nomis_code", "name", "register_name", "note"),
    "community_safety_partnerships.csv": ("code", "name", "utla_codes"),
}
_KEY = {"partnerships.csv": "partnership_id", "probation_regions.csv": "delius_code", "prisons.csv": "nomis_code"}
_EVIDENCE = ("published", "inferred")


def read_areas(tables: Mapping[str, str]) -> Areas:
    """Return all areas from the reference tables' texts by file name. Raise BrokenDefinition naming the file."""
    authorities, same_as = _read_authorities(_rows(tables, "areas.csv"))
    others = [
        *_read_partnerships(_rows(tables, "partnerships.csv"), authorities),
        *_read_with_members(tables, "police_forces.csv", AreaKind.POLICE_FORCE, authorities),
        *_read_with_members(tables, "probation_regions.csv", AreaKind.PROBATION_REGION, authorities),
        *_read_with_members(tables, "community_safety_partnerships.csv", AreaKind.COMMUNITY_SAFETY, authorities),
        *_read_prisons(_rows(tables, "prisons.csv")),
    ]
    for area in others:
        if area.kind is AreaKind.PARTNERSHIP and len(area.members) == 1:
            same_as[area.code] = area.members[0]
    return Areas({**authorities, **{area.code: area for area in others}}, same_as)


def _rows(tables: Mapping[str, str], name: str) -> list[dict[str, str]]:
    """Return the rows of a table that has its columns, and a name and a code of its own in every row."""
    if name not in tables:
        raise BrokenDefinition(f"{name}: this reference table is missing. Put it back.")
    reader = csv.DictReader(io.StringIO(tables[name]), restval="")
    for column in _COLUMNS[name]:
        if column not in (reader.fieldnames or ()):
            raise BrokenDefinition(f"{name}: the column {column} is missing. Put it back.")
    rows, key = list(reader), _KEY.get(name, "code")
    seen: set[str] = set()
    for row in rows:
        _cell(row, "name", name)
        code = row[key]
        # British Transport Police stands in the forces without a code, for it has no area.
        if code in seen and code:
            raise BrokenDefinition(f"{name}: {code} stands twice in the column {key}. Remove one of the rows.")
        seen.add(code)
    return rows


def _cell(row: Mapping[str, str], column: str, table: str) -> str:
    if not row[column]:
        which = next((text for text in row.values() if text), "an empty row")
        raise BrokenDefinition(f"{table}: the column {column} is empty in the row of {which}. Fill it in.")
    return row[column]


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _known(codes: tuple[str, ...], known: Iterable[str], table: str, column: str, whose: str) -> tuple[str, ...]:
    """Return ``codes``. Raise BrokenDefinition for the first that areas.csv does not have."""
    for code in codes:
        if code not in known:
            raise BrokenDefinition(
                f"{table}: the column {column} of {whose} has {code}, which is not in areas.csv. Correct the code."
            )
    return codes


def _read_authorities(rows: list[dict[str, str]]) -> tuple[dict[str, Area], dict[str, str]]:
    codes = [row["code"] for row in rows]
    by_region: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["status"] == "current" and row["type"] not in ("region", "country"):
            region = _known((_cell(row, "region_code", "areas.csv"),), codes, "areas.csv", "region_code", row["code"])
            by_region[region[0]].append(row["code"])
    areas, same_as = {}, {}
    for row in rows:
        kept = _known(_listed(row["canonical_codes"]), codes, "areas.csv", "canonical_codes", row["code"])
        if row["mapping"] == "one_to_one":
            same_as[row["code"]] = _cell(row, "canonical_codes", "areas.csv")
        else:
            areas[row["code"]] = _authority(row, kept, by_region)
    return areas, same_as


def _authority(row: Mapping[str, str], successors: tuple[str, ...], by_region: Mapping[str, list[str]]) -> Area:
    """Return an authority, a region or a country: which of them, the column type says."""
    members: tuple[str, ...] = (row["code"],)
    if row["type"] == "region":
        members = tuple(by_region.get(row["code"], ()))
    if row["type"] == "country":
        everywhere = tuple(code for codes in by_region.values() for code in codes)
        members = everywhere if row["code"] != ENGLAND_AND_WALES else ()  # its Welsh authorities are not ours
    return Area(
        code=_cell(row, "code", "areas.csv"),
        name=row["name"],
        kind=AreaKind(row["type"]) if row["type"] in ("region", "country") else AreaKind.AUTHORITY,
        members=members,
        region=row["region_code"],
        ended=_last_day(row),
        successors=successors,
        note=row["note"],
        other_names=_listed(row["alt_names"]),
    )


def _last_day(row: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    except ValueError as error:
        raise BrokenDefinition(
            f"areas.csv: the column valid_to of {row['code']} holds “{row['valid_to']}”. Write a day like 2023-03-31."
        ) from error


def _read_partnerships(rows: list[dict[str, str]], authorities: Mapping[str, Area]) -> Iterator[Area]:
    taken: dict[str, str] = {}
    for row in rows:
        name = _cell(row, "partnership_id", "partnerships.csv")
        cell = _cell(row, "member_codes", "partnerships.csv")
        members = _known(_listed(cell), authorities, "partnerships.csv", "member_codes", name)
        for code in members:
            if code in taken:
                raise BrokenDefinition(
                    f"partnerships.csv: {code} is in the column member_codes of {taken[code]} and of {name}. "
                    "Keep it in one of them."
                )
            taken[code] = name
        yield _partnership(row, members, authorities[members[0]].region)


def _partnership(row: Mapping[str, str], members: tuple[str, ...], region: str) -> Area:
    evidence = _cell(row, "evidence", "partnerships.csv")
    if evidence not in _EVIDENCE:
        raise BrokenDefinition(
            f"partnerships.csv: the column evidence of {row['partnership_id']} holds “{evidence}”. "
            f"Write {' or '.join(_EVIDENCE)}."
        )
    wider = row["possible_wider_footprint"]
    return Area(
        code=row["partnership_id"],
        name=row["name"],
        kind=AreaKind.PARTNERSHIP,
        members=members,
        region=region,
        evidence=evidence,
        note=f"It may belong to a wider partnership: {wider}." if wider else "",
        other_names=_listed(row["also_known_as"].replace("; ", "|")),
    )


def _read_with_members(
    tables: Mapping[str, str], name: str, kind: AreaKind, authorities: Mapping[str, Area]
) -> Iterator[Area]:
    key = _KEY.get(name, "code")
    for row in _rows(tables, name):
        if not row["utla_codes"] and kind is AreaKind.POLICE_FORCE:
            continue  # British Transport Police has no area
        code = _cell(row, key, name)
        members = _known(_listed(row["utla_codes"]), authorities, name, "utla_codes", code)
        others = (*_listed(row.get("alt_names", "")), row.get("force_name", ""), f"{row['name']} police")
        yield Area(code, row["name"], kind, members, other_names=tuple(filter(None, others)))


def _read_prisons(rows: list[dict[str, str]]) -> Iterator[Area]:
    for row in rows:
        code = _cell(row, "nomis_code", "prisons.csv")
        names = (row["register_name"], f"HMP {row['name']}", f"HMP/YOI {row['name']}", f"HMYOI {row['name']}")
        # Definitions of before may say of no prison whom it holds.
        holds = {"women": "female", "men": "male"}.get(row.get("estate", ""), "")
        others = tuple(filter(None, names))
        yield Area(code, row["name"], AreaKind.PRISON, note=row["note"], other_names=others, holds=holds)
