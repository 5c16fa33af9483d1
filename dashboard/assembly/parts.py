"""Cutting the rows of an edition into parts, each known by a hash of what it holds."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dashboard.assembly.indexes import as_bytes
from dashboard.assembly.memory import Group, Memory, Places
from dashboard.domain.coded import Coded, Texts
from dashboard.domain.columns import Stage, up_to
from dashboard.domain.frames import types_of
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.packing import packed
from dashboard.domain.pieces import Piece
from dashboard.store.editions import Made, Where

COLUMNS = [column.name for column in up_to(Stage.CHANGED) if column.name != "submission"]
BY_AREA = (Piece.NEWEST, Piece.RECENT, Piece.HISTORY)
BY_MEASURE = (Piece.NEWEST_EVERYWHERE, Piece.HISTORY_EVERYWHERE)
BOTH = (False, True)  # not restricted, and restricted

Bodies = dict[Where, bytes]
Rows = dict[Piece, Coded]


class Draft(NamedTuple):
    """An edition that is made and not kept yet: by whether they are restricted, where parts stand, and new parts.

    Parts go by their hash.
    """

    made: Made
    places: dict[bool, Places]
    bodies: dict[bool, dict[str, bytes]]


def no_rows() -> pd.DataFrame:
    """Return an empty frame of what parts hold."""
    types = types_of(Stage.CHANGED)
    return pd.DataFrame({name: pd.Series(dtype=types[name]) for name in COLUMNS})


def family_of(indicator: Indicator) -> str:
    """Return whose measures stand in one part with those of this one."""
    return indicator.answers_first.value


def _families(names: Texts, catalogue: Catalogue) -> Texts:
    return Texts([family_of(catalogue.called(name)) for name in names.words], names.codes)


def grouped(rows: Mapping[bool, Rows], catalogue: Catalogue) -> dict[Group, Coded]:
    """Return the rows of each group of parts."""
    found: dict[Group, Coded] = {}
    for restricted, piece, table in ((closed, *pair) for closed, some in rows.items() for pair in some.items()):
        if piece in BY_MEASURE:
            found[Group(restricted, piece)] = table
            continue
        names = table.texts("indicator")
        families = _families(names, catalogue)
        for family in sorted({*families.words}):
            found[Group(restricted, piece, family)] = table.of(families.among([family]))
    return found


def _cut(figures: Coded, piece: Piece, catalogue: Catalogue) -> Iterator[tuple[Where, bytes]]:
    names, everywhere = figures.texts("indicator"), Texts([""], np.zeros(figures.rows, dtype=np.int64))
    area, subject = (figures.texts("area"), _families(names, catalogue)) if piece in BY_AREA else (everywhere, names)
    place = Coded({"area": area, "subject": subject}).numbered(["area", "subject"])
    order = np.argsort(place, kind="stable")
    starts, sizes = np.unique(place[order], return_index=True, return_counts=True)[1:]
    first = order[starts]
    wheres = zip(*([one.words[code] for code in one.codes[first].tolist()] for one in (area, subject)), strict=True)
    for (code, name), body in zip(wheres, packed(figures.of(order), sizes.tolist()), strict=True):
        yield Where(piece, code, name), body


def draft_of(
    intended: Made,
    groups: Mapping[Group, Coded],
    indexes: Mapping[bool, Mapping[Where, Any]],
    kept: Mapping[bool, Places],
    catalogue: Catalogue,
    memory: Memory,
) -> Draft:
    """Return an edition of the rows of each group, and of indexes, with the parts ``kept`` of another."""
    draft = Draft(intended, {closed: dict(kept.get(closed, {})) for closed in BOTH}, {closed: {} for closed in BOTH})
    for group, rows in groups.items():
        bodies = dict(_cut(rows, group.piece, catalogue)) if rows.rows else {}
        places = _add(draft, group.restricted, bodies)
        if group.family:
            memory.keep(group, places, rows)
    for restricted, of_places in indexes.items():
        _add(draft, restricted, {where: as_bytes(index) for where, index in of_places.items() if any(index.values())})
    return draft


def _add(draft: Draft, restricted: bool, bodies: Bodies) -> Places:
    """Put parts into a draft, and return where they stand."""
    places = {where: hashlib.sha256(body).hexdigest() for where, body in bodies.items()}
    draft.places[restricted].update(places)
    draft.bodies[restricted].update({places[where]: body for where, body in bodies.items()})
    return places
