"""Making an edition: everything that pages show of a revision, worked out once and cut into small parts.

What everybody may see is worked out of figures for everybody alone, so that nothing in it depends on others. Beside
it stands, restricted, what is otherwise for those who may see all.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sqlmodel import Session

from dashboard.assembly.audiences import with_audiences
from dashboard.assembly.demonstration import holds_demonstration
from dashboard.assembly.figures import shown_estimates, supplied
from dashboard.assembly.indexes import as_bytes, beyond, indexes_of, merged, routes_of, sent_of
from dashboard.domain.audiences import Audience, telling_of
from dashboard.domain.coded import Bools, Coded, Texts, coded_frame, in_order, joined, texts
from dashboard.domain.columns import Stage, up_to
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY
from dashboard.domain.indicators import Catalogue
from dashboard.domain.packing import packed, unpacked
from dashboard.domain.pathways import BY_PRISON, PICTURED
from dashboard.domain.pieces import Piece
from dashboard.domain.requests import AtRevision
from dashboard.stats.newest import of_everybody, of_newest_periods, on_first_look
from dashboard.stats.verdicts import changing, with_change
from dashboard.store import definitions as definitions_store
from dashboard.store import editions as editions_store
from dashboard.store import figures as figures_store
from dashboard.store import hiding as hiding_store
from dashboard.store import revisions as revisions_store
from dashboard.store.editions import Made, Where
from dashboard.store.figures import Versions
from dashboard.store.tables import Edition

ARITHMETIC = 2  # raised whenever the same figures are worked out otherwise than before
COLUMNS = [column.name for column in up_to(Stage.CHANGED) if column.name != "submission"]
_BY_AREA = (Piece.NEWEST, Piece.HISTORY)
_BY_MEASURE = (Piece.NEWEST_EVERYWHERE, Piece.HISTORY_EVERYWHERE)
_BOTH = (False, True)  # not restricted, and restricted

Bodies = dict[Where, bytes]
Rows = dict[Piece, Coded]


class Draft(NamedTuple):
    """An edition that is made and not kept yet: by whether they are restricted, where parts stand, and new parts.

    Parts go by their hash.
    """

    made: Made
    places: dict[bool, dict[Where, str]]
    bodies: dict[bool, dict[str, bytes]]


def made(session: Session, at: AtRevision) -> Draft:
    """Return the edition of a revision. What it shares with the one before is taken from there."""
    intended = _intended(session, at)
    before = _to_build_on(session, intended)
    return _whole(session, at, intended) if before is None else _built_on(session, before, at, intended)


def made_anew(session: Session, at: AtRevision) -> Draft:
    """Return the edition of a revision as ``made`` does, with nothing taken from another."""
    return _whole(session, at, _intended(session, at))


def _intended(session: Session, at: AtRevision) -> Made:
    today = definitions_store.checksum_of(session, at.newest)
    return Made(at.revision, at.definitions.checksum, today, ARITHMETIC, bool(holds_demonstration(session)))


def is_current(session: Session, edition: Edition) -> bool:
    """Whether an edition would be made in the same way now: by the same arithmetic, for the audiences of today."""
    newest = revisions_store.newest(session)
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


def _whole(session: Session, at: AtRevision, intended: Made) -> Draft:
    rows, indexes = _worked_out(session, at, at.definitions.catalogue)
    bodies = {restricted: _bodies(rows[restricted], at.definitions.catalogue) for restricted in _BOTH}
    for restricted, found in indexes.items():
        bodies[restricted] |= {where: as_bytes(index) for where, index in found.items() if any(index.values())}
    return _draft(intended, bodies, {False: {}, True: {}})


def _built_on(session: Session, before: int, at: AtRevision, intended: Made) -> Draft:
    catalogue, touched = at.definitions.catalogue, _touched(session, before, at)
    some = Catalogue({one.id: one for one in catalogue if one.id in touched})
    rows, indexes = _worked_out(session, at, some)
    families = sorted({family_of(one) for one in some})
    bodies, kept = {}, {}
    for restricted in _BOTH:
        places = editions_store.places(session, before, restricted=restricted)
        remade = {where for where in places if where.subject in (families if where.piece in _BY_AREA else touched)}
        remade |= {where for where in places if where.piece not in (*_BY_AREA, *_BY_MEASURE)}
        kept[restricted] = {where: part for where, part in places.items() if where not in remade}
        own = {
            piece: _with_others(session, before, piece, families, touched, frame, restricted=restricted)
            for piece, frame in rows[restricted].items()
        }
        bodies[restricted] = _bodies(own, catalogue)
        old = _indexes_before(session, before, restricted=restricted)
        new = indexes[restricted]
        both = {where: merged(old.get(where, {}), new.get(where, {}), touched) for where in {*old, *new}}
        bodies[restricted] |= {where: as_bytes(index) for where, index in both.items() if any(index.values())}
    return _draft(intended, bodies, kept)


def _with_others(
    session: Session,
    before: int,
    piece: Piece,
    families: Collection[str],
    touched: Collection[str],
    rows: Coded,
    *,
    restricted: bool,
) -> Coded:
    """Rows of the touched measures together with those of others that stand in the same parts, by key."""
    if piece not in _BY_AREA:
        return rows
    old = editions_store.read(session, before, [piece], subjects=families, restricted=restricted)
    if not old:
        return rows
    figures = unpacked(list(old.values()))
    both = joined([figures.of(~figures.texts("indicator").among([*touched])), rows])
    return both.of(np.argsort(both.numbered(KEY)))


def _indexes_before(session: Session, before: int, *, restricted: bool) -> dict[Where, Any]:
    pieces = [piece for piece in Piece if piece not in (*_BY_AREA, *_BY_MEASURE)]
    found = editions_store.read(session, before, pieces, restricted=restricted)
    return {where: json.loads(body) for where, body in found.items()}


def _draft(intended: Made, bodies: Mapping[bool, Bodies], kept: Mapping[bool, Mapping[Where, str]]) -> Draft:
    places: dict[bool, dict[Where, str]] = {}
    by_hash: dict[bool, dict[str, bytes]] = {}
    for restricted in _BOTH:
        hashes = {where: hashlib.sha256(body).hexdigest() for where, body in bodies[restricted].items()}
        places[restricted] = {**kept[restricted], **hashes}
        by_hash[restricted] = {hashes[where]: body for where, body in bodies[restricted].items()}
    return Draft(intended, places, by_hash)


def _worked_out(
    session: Session, at: AtRevision, catalogue: Catalogue
) -> tuple[dict[bool, Rows], dict[bool, dict[Where, Any]]]:
    """The rows of every piece and the indexes, of the measures of a catalogue: for everybody, and restricted."""
    versions = figures_store.read_versions(session, at.revision, list(catalogue.indicators))
    versions = versions._replace(figures=with_audiences(session, at, versions.figures))
    restricted = texts(versions.figures["audience"]).among([Audience.PARTNERSHIP])
    names = texts(versions.figures["indicator"])
    some, every = (np.bincount(names.codes, flags, len(names.words)) for flags in (restricted, None))
    mixed = [name for name, count, of in zip(names.words, some, every, strict=True) if 0 < count < of]
    closed = [name for name, count, of in zip(names.words, some, every, strict=True) if count == of]
    whole = _estimates(session, at, catalogue, versions)
    public = whole[~texts(whole["indicator"]).among([*mixed, *closed])]
    if mixed:
        # Where a measure has figures of both sorts, those for everybody are worked out without the others.
        both = Catalogue({one.id: one for one in catalogue if one.id in mixed})
        apart = _estimates(session, at, both, _some(versions, names.among(mixed) & ~restricted))
        public = in_order(pd.concat([public, apart], ignore_index=True), KEY)
    of_public = _pieces(public)
    of_whole = _pieces(whole[texts(whole["indicator"]).among([*mixed, *closed])])
    rows = {False: of_public, True: {piece: _beyond(of_whole[piece], of_public[piece], mixed) for piece in of_whole}}
    indexes: dict[bool, dict[Where, Any]] = {False: _indexes(_some(versions, ~restricted), at.definitions), True: {}}
    if restricted.any():
        everything = _indexes(_some(versions, names.among([*mixed, *closed])), at.definitions)
        indexes[True] = {where: beyond(index, indexes[False].get(where, {})) for where, index in everything.items()}
    return rows, indexes


def _estimates(session: Session, at: AtRevision, catalogue: Catalogue, versions: Versions) -> pd.DataFrame:
    standing = versions.figures[versions.stands].reset_index(drop=True)
    sent = supplied(session, at, standing, list(catalogue.indicators))
    return changing(with_change(shown_estimates(sent, at.definitions, catalogue), catalogue), catalogue)[COLUMNS]


def _some(versions: Versions, rows: Bools) -> Versions:
    # Of these alone: what stands before others may not, nor may it have taken the place of anything they saw.
    return figures_store.versions_of(versions.figures[rows].reset_index(drop=True))


def _pieces(figures: pd.DataFrame) -> Rows:
    table = coded_frame(figures)
    return {
        Piece.NEWEST: table.of(on_first_look(figures, PICTURED)),
        Piece.HISTORY: table,
        Piece.NEWEST_EVERYWHERE: table.of(of_newest_periods(figures)),
        Piece.HISTORY_EVERYWHERE: table.of(of_everybody(figures)),
    }


def _beyond(whole: Coded, public: Coded, mixed: Sequence[str]) -> Coded:
    """The rows of the whole that are not among those for everybody as they are."""
    same = public.of(public.texts("indicator").among(mixed))
    if not same.rows:
        return whole
    again = joined([same, whole]).frame.duplicated().to_numpy(bool)[same.rows :]
    return whole.of(~again)


def _indexes(versions: Versions, definitions: Definitions) -> dict[Where, Any]:
    standing = versions.figures[versions.stands]
    found: dict[Where, Any] = {
        Where(Piece.INDEX, area, ""): index for area, index in indexes_of(versions, definitions).items()
    }
    found[Where(Piece.SENT, "", "")] = sent_of(versions, definitions)
    found[Where(Piece.ROUTES, "", "")] = {"prisons": {BY_PRISON: routes_of(standing)}}
    return found


def family_of(indicator: Any) -> str:
    """Return whose measures stand in one part with those of this one."""
    return str(indicator.answers_first.value)


def _bodies(rows: Rows, catalogue: Catalogue) -> Bodies:
    """The parts of every piece, by where they stand."""
    found: Bodies = {}
    for piece, figures in rows.items():
        if figures.rows:
            found |= _cut(figures, piece, catalogue)
    return found


def _cut(figures: Coded, piece: Piece, catalogue: Catalogue) -> Iterator[tuple[Where, bytes]]:
    names, everywhere = figures.texts("indicator"), Texts([""], np.zeros(figures.rows, dtype=np.int64))
    families = Texts([family_of(catalogue.called(name)) for name in names.words], names.codes)
    area, subject = (figures.texts("area"), families) if piece in _BY_AREA else (everywhere, names)
    place = Coded({"area": area, "subject": subject}).numbered(["area", "subject"])
    order = np.argsort(place, kind="stable")
    starts, sizes = np.unique(place[order], return_index=True, return_counts=True)[1:]
    first = order[starts]
    wheres = zip(*([one.words[code] for code in one.codes[first].tolist()] for one in (area, subject)), strict=True)
    for (code, name), body in zip(wheres, packed(figures.of(order), sizes.tolist()), strict=True):
        yield Where(piece, code, name), body
