"""Making an edition: everything that pages show of a revision, worked out once, or taken from the one before.

What everybody may see is worked out of figures for everybody alone, so that nothing in it depends on others. Beside
it stands, restricted, what is otherwise for those who may see all.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from sqlmodel import Session

from dashboard.assembly.audiences import with_audiences
from dashboard.assembly.demonstration import holds_demonstration
from dashboard.assembly.figures import shown_estimates, supplied
from dashboard.assembly.indexes import beyond, indexes_of, merged, outdated_of, routes_of, senders_of, sent_of
from dashboard.assembly.memory import Group, Memory, Places
from dashboard.assembly.parts import (
    BOTH,
    BY_AREA,
    BY_MEASURE,
    COLUMNS,
    Draft,
    Rows,
    draft_of,
    family_of,
    grouped,
    no_rows,
)
from dashboard.domain.audiences import Audience, telling_of
from dashboard.domain.coded import Bools, Coded, coded_frame, joined, numbered_together
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY
from dashboard.domain.indicators import Catalogue
from dashboard.domain.packing import unpacked
from dashboard.domain.pathways import BY_PRISON, OVER_TIME, PICTURED, TOLD_TOGETHER
from dashboard.domain.pieces import Piece
from dashboard.domain.requests import AtRevision
from dashboard.stats.newest import of_everybody, of_newest_periods, on_first_look, on_themes
from dashboard.stats.verdicts import changing, with_change
from dashboard.store import definitions as definitions_store
from dashboard.store import editions as editions_store
from dashboard.store import figures as figures_store
from dashboard.store import hiding as hiding_store
from dashboard.store import submissions as submissions_store
from dashboard.store.editions import Made, Where
from dashboard.store.figures import Versions, versions_of
from dashboard.store.tables import Edition

ARITHMETIC = 4  # raised whenever the same figures are worked out otherwise than before


def made(session: Session, at: AtRevision, memory: Memory | None = None) -> Draft:
    """Return the edition of a revision. What it shares with the one before is taken from there."""
    intended, memory = _intended(session, at), memory or Memory()
    before = _to_build_on(session, intended)
    if before is None:
        return _whole(session, at, intended, memory)
    return _built_on(session, before, at, intended, memory)


def made_anew(session: Session, at: AtRevision) -> Draft:
    """Return the edition of a revision as ``made`` does, with nothing taken from another."""
    return _whole(session, at, _intended(session, at), Memory())


def _intended(session: Session, at: AtRevision) -> Made:
    today = definitions_store.checksum_of(session, at.newest)
    return Made(at.revision, at.definitions.checksum, today, ARITHMETIC, bool(holds_demonstration(session)))


def is_current(session: Session, edition: Edition, newest: int) -> bool:
    """Whether an edition would be made in the same way now: by the same arithmetic, for the audiences of today.

    ``newest`` is the number of the newest revision.
    """
    return edition.arithmetic == ARITHMETIC and edition.audiences == definitions_store.checksum_of(session, newest)


def _to_build_on(session: Session, intended: Made) -> int | None:
    """The edition before, where it was made in the same way and nothing was taken back since."""
    found = editions_store.newest(session, intended.revision - 1)
    if found is None or found.revision < editions_store.last_withdrawal(session):
        return None
    same = (found.definitions, found.audiences, found.arithmetic, found.is_demonstration)
    wanted = (intended.definitions, intended.audiences, intended.arithmetic, intended.is_demonstration)
    return found.revision if same == wanted else None


def _touched(session: Session, before: int, at: AtRevision) -> set[str]:
    """The measures of which something is otherwise than in an edition before."""
    catalogue = at.definitions.catalogue
    touched = figures_store.touched_between(session, before, at.revision)
    touched |= hiding_store.touched_between(session, before, at.revision)
    # A figure is never more public than what it is out of, or adds up to.
    return {*telling_of(sorted(touched), [catalogue])} & {*catalogue.indicators}


def _whole(session: Session, at: AtRevision, intended: Made, memory: Memory) -> Draft:
    rows, indexes = _worked_out(session, at, at.definitions.catalogue, memory)
    return draft_of(intended, grouped(rows, at.definitions.catalogue), indexes, {}, at.definitions.catalogue, memory)


def _built_on(session: Session, before: int, at: AtRevision, intended: Made, memory: Memory) -> Draft:
    catalogue, touched = at.definitions.catalogue, _touched(session, before, at)
    some = Catalogue({one.id: one for one in catalogue if one.id in touched})
    rows, new = _worked_out(session, at, some, memory)
    groups = grouped(rows, catalogue)
    families = {family_of(one) for one in some}
    kept: dict[bool, Places] = {}
    indexes: dict[bool, dict[Where, Any]] = {}
    for restricted in BOTH:
        places = editions_store.places(session, before, restricted=restricted)
        for group in (Group(restricted, piece, family) for piece in BY_AREA for family in families):
            own = {where: part for where, part in places.items() if (where.piece, where.subject) == group[1:]}
            others = memory.rows(group, own) or _unpacked(session, before, group)
            groups[group] = _together(others, groups.get(group), touched)
        kept[restricted] = {where: part for where, part in places.items() if _stays(where, families, touched)}
        old = _indexes_before(session, before, restricted=restricted)
        there = {*old, *new[restricted]}
        indexes[restricted] = {
            where: merged(old.get(where, {}), new[restricted].get(where, {}), touched) for where in there
        }
    return draft_of(intended, groups, indexes, kept, catalogue, memory)


def _stays(where: Where, families: Collection[str], touched: Collection[str]) -> bool:
    """Whether a part is the same in the edition that is built on this one."""
    if where.piece in BY_AREA:
        return where.subject not in families
    return where.piece in BY_MEASURE and where.subject not in touched


def _unpacked(session: Session, before: int, group: Group) -> Coded | None:
    parts = editions_store.read(session, before, [group.piece], subjects=[group.family], restricted=group.restricted)
    return unpacked([*parts.values()]) if parts else None


def _together(others: Coded | None, new: Coded | None, touched: Collection[str]) -> Coded:
    """The new rows of the touched measures, and those of the others that were there, by key."""
    tables = [] if others is None else [others.of(~others.texts("indicator").among([*touched]))]
    tables += [] if new is None else [new]
    both = joined(tables) if tables else coded_frame(no_rows())
    return both.in_order(KEY)


def _indexes_before(session: Session, before: int, *, restricted: bool) -> dict[Where, Any]:
    pieces = [piece for piece in Piece if piece not in (*BY_AREA, *BY_MEASURE)]
    found = editions_store.read(session, before, pieces, restricted=restricted)
    return {where: json.loads(body) for where, body in found.items()}


def _worked_out(
    session: Session, at: AtRevision, catalogue: Catalogue, memory: Memory
) -> tuple[dict[bool, Rows], dict[bool, dict[Where, Any]]]:
    """The rows of every piece and the indexes, of the measures of a catalogue: for everybody, and restricted."""
    stored = memory.figures(session, at.revision, list(catalogue.indicators))
    versions = versions_of(with_audiences(session, at, stored))
    restricted = versions.figures.texts("audience").among([Audience.PARTNERSHIP])
    names = versions.figures.texts("indicator")
    some, every = (np.bincount(names.codes, flags, len(names.words)) for flags in (restricted, None))
    mixed = [name for name, count, of in zip(names.words, some, every, strict=True) if 0 < count < of]
    closed = [name for name, count, of in zip(names.words, some, every, strict=True) if count == of]
    whole = _estimates(session, at, catalogue, versions)
    apart = whole.texts("indicator").among([*mixed, *closed])
    public = whole.of(~apart)
    if mixed:
        # Where a measure has figures of both sorts, those for everybody are worked out without the others.
        both = Catalogue({one.id: one for one in catalogue if one.id in mixed})
        alone = _estimates(session, at, both, _some(versions, names.among(mixed) & ~restricted))
        public = joined([public, alone]).in_order(KEY)
    of_public = _pieces(public)
    of_whole = _pieces(whole.of(apart))
    rows = {False: of_public, True: {piece: _beyond(of_whole[piece], of_public[piece], mixed) for piece in of_whole}}
    days = submissions_store.days(session)
    indexes: dict[bool, dict[Where, Any]] = {
        False: _indexes(_some(versions, ~restricted), public, at.definitions, days),
        True: {},
    }
    if restricted.any():
        everything = _indexes(_some(versions, names.among([*mixed, *closed])), whole.of(apart), at.definitions, days)
        indexes[True] = {where: beyond(index, indexes[False].get(where, {})) for where, index in everything.items()}
    return rows, indexes


def _estimates(session: Session, at: AtRevision, catalogue: Catalogue, versions: Versions) -> Coded:
    standing = versions.figures.of(versions.stands)
    sent = supplied(session, at, standing, list(catalogue.indicators))
    return changing(with_change(shown_estimates(sent, at.definitions, catalogue), catalogue), catalogue).only(COLUMNS)


def _some(versions: Versions, rows: Bools) -> Versions:
    # Of these alone: what stands before others may not, nor may it have taken the place of anything they saw.
    return versions_of(versions.figures.of(rows))


def _pieces(table: Coded) -> Rows:
    return {
        Piece.NEWEST: table.of(on_first_look(table, PICTURED)),
        Piece.RECENT: table.of(on_themes(table, TOLD_TOGETHER, OVER_TIME)),
        Piece.HISTORY: table,
        Piece.NEWEST_EVERYWHERE: table.of(of_newest_periods(table)),
        Piece.HISTORY_EVERYWHERE: table.of(of_everybody(table)),
    }


def _beyond(whole: Coded, public: Coded, mixed: Sequence[str]) -> Coded:
    """The rows of the whole that are not among those for everybody as they are."""
    same = public.of(public.texts("indicator").among(mixed))
    if not same.rows:
        return whole
    seen, every = numbered_together(COLUMNS, same, whole)
    return whole.of(~np.isin(every, seen))


def _indexes(versions: Versions, values: Coded, definitions: Definitions, days: Mapping[int, str]) -> dict[Where, Any]:
    standing = versions.figures.of(versions.stands)
    found: dict[Where, Any] = {
        Where(Piece.INDEX, area, ""): index for area, index in indexes_of(versions, definitions).items()
    }
    found[Where(Piece.SENT, "", "")] = sent_of(versions, definitions, days)
    found[Where(Piece.SENDERS, "", "")] = {"areas": senders_of(versions), "outdated": outdated_of(values)}
    found[Where(Piece.ROUTES, "", "")] = {"prisons": {BY_PRISON: routes_of(standing)}}
    return found
