"""Editions: the parts that one is made of, where each stands in it, and what is taken back with a revision."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, text
from sqlmodel import Session, col

from dashboard.domain.packing import compressed, decompressed
from dashboard.store.tables import (
    Edition,
    Part,
    Place,
    RestrictedPart,
    RestrictedPlace,
    Wanted,
    Withdrawal,
    now,
)

_MOST_AT_ONCE = 300  # places or parts named in one statement; databases take some thousands of values


class Where(NamedTuple):
    """Where a part stands in an edition; ``area`` and ``subject`` are empty for what is of all."""

    piece: str
    area: str
    subject: str


class Asked(NamedTuple):
    """Which parts of an edition were asked for; None for those of all areas, or all subjects."""

    pieces: tuple[str, ...]
    areas: tuple[str, ...] | None
    subjects: tuple[str, ...] | None
    restricted: bool

    @property
    def is_of_all(self) -> bool:
        """Whether some of these parts hold figures of all areas."""
        return self.areas is None or "" in self.areas


Notes = dict[Asked, str]

_NOTES = "parts that were asked for"


@dataclass(frozen=True)
class Made:
    """What an edition is made with. ``audiences`` are the definitions whose audiences held beside its own."""

    revision: int
    definitions: str
    audiences: str
    arithmetic: int
    is_demonstration: bool


def newest(session: Session, as_at: int | None = None) -> Edition | None:
    """Return the newest edition, or the newest of a revision up to ``as_at``; None where there is none."""
    query = select(Edition).order_by(col(Edition.revision).desc()).limit(1)
    if as_at is not None:
        query = query.where(col(Edition.revision) <= as_at)
    return session.scalars(query).first()


def of_revision(session: Session, revision: int) -> Edition | None:
    """Return the edition of a revision, None where there is none."""
    return session.get(Edition, revision)


def every(session: Session) -> list[Edition]:
    """Return all editions that there are, newest first."""
    return list(session.scalars(select(Edition).order_by(col(Edition.revision).desc())))


def read(
    session: Session,
    revision: int,
    pieces: Collection[str],
    *,
    areas: Collection[str] | None = None,
    subjects: Collection[str] | None = None,
    restricted: bool = False,
) -> dict[Where, bytes]:
    """Return the parts of an edition that are of these areas and subjects, by default of all; in order of where."""
    place, part = _TABLES[restricted]
    asked = Asked(tuple(pieces), _each(areas), _each(subjects), restricted)
    columns = (col(place.piece), col(place.area), col(place.subject), col(place.part), col(part.content))
    query = select(*columns).join(part, col(place.part) == col(part.hash)).where(*_wanted(place, revision, asked))
    rows = session.connection().execute(query).all()
    # Sorted here, for two databases may sort the same letters differently.
    found = sorted((Where(piece, area, subject), key, content) for piece, area, subject, key, content in rows)
    notes: Notes | None = session.info.get(_NOTES)
    if notes is not None:
        notes[asked] = _hash((where, key) for where, key, _ in found)
    return {where: decompressed(content) for where, _, content in found}


@contextmanager
def noting(session: Session) -> Iterator[Notes]:
    """Note which parts are read with a session, and a hash of where they stood and which they were."""
    before = session.info.get(_NOTES)
    notes: Notes = {}
    session.info[_NOTES] = notes
    try:
        yield notes
    finally:
        session.info[_NOTES] = before


def is_as_noted(session: Session, revision: int, notes: Notes) -> bool:
    """Whether an edition has the very parts that were noted, where they stood; and none that was not there then."""
    return all(_standing(session, revision, asked) == noted for asked, noted in notes.items())


def _standing(session: Session, revision: int, asked: Asked) -> str:
    place, _ = _TABLES[asked.restricted]
    return _hash(sorted(_places(session, place, _wanted(place, revision, asked)).items()))


def _hash(standing: Iterable[tuple[Where, str]]) -> str:
    return hashlib.sha256("\n".join(key for where, part in standing for key in (*where, part)).encode()).hexdigest()


def _each(names: Collection[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def _wanted(place: type[Place] | type[RestrictedPlace], revision: int, asked: Asked) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [col(place.revision) == revision, col(place.piece).in_(asked.pieces)]
    if asked.areas is not None:
        wanted.append(col(place.area).in_(asked.areas))
    if asked.subjects is not None:
        wanted.append(col(place.subject).in_(asked.subjects))
    return wanted


def places(session: Session, revision: int, *, restricted: bool) -> dict[Where, str]:
    """Return the hash of each part of an edition."""
    place, _ = _TABLES[restricted]
    return _places(session, place, [col(place.revision) == revision])


def _places(
    session: Session, place: type[Place] | type[RestrictedPlace], wanted: Sequence[ColumnElement[bool]]
) -> dict[Where, str]:
    query = select(col(place.piece), col(place.area), col(place.subject), col(place.part)).where(*wanted)
    rows = session.connection().execute(query).all()
    return {Where(piece, area, subject): part for piece, area, subject, part in rows}


def keep(
    session: Session,
    made: Made,
    places_of: Mapping[bool, Mapping[Where, str]],
    bodies: Mapping[bool, Mapping[str, bytes]],
) -> None:
    """Keep an edition: where its parts stand, by whether they are restricted, and the parts that are not kept yet.

    An edition of the same revision goes.
    """
    _remove(session, [made.revision])
    session.connection().execute(
        insert(Edition),
        {
            "revision": made.revision,
            "definitions": made.definitions,
            "audiences": made.audiences,
            "arithmetic": made.arithmetic,
            "is_demonstration": made.is_demonstration,
            "made_at": now(),
        },
    )
    for restricted, (place, part) in _TABLES.items():
        wanted = set(places_of[restricted].values())
        known = _known(session, part, wanted)
        new = [
            {"hash": key, "content": compressed(body)}
            for key, body in bodies[restricted].items()
            if key in wanted and key not in known
        ]
        rows = [
            {"revision": made.revision, **where._asdict(), "part": key} for where, key in places_of[restricted].items()
        ]
        if new:
            session.connection().execute(insert(part), new)
        if rows:
            session.connection().execute(insert(place), rows)
    session.connection().execute(delete(Wanted).where(col(Wanted.revision) == made.revision))


_TABLES: dict[bool, tuple[type[Place] | type[RestrictedPlace], type[Part] | type[RestrictedPart]]] = {
    False: (Place, Part),
    True: (RestrictedPlace, RestrictedPart),
}


def _known(session: Session, part: type[Part] | type[RestrictedPart], hashes: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for some in _pieces(sorted(hashes)):
        found |= set(session.connection().execute(select(col(part.hash)).where(col(part.hash).in_(some))).scalars())
    return found


def _pieces(things: Sequence[str]) -> Iterable[Sequence[str]]:
    return (things[begin : begin + _MOST_AT_ONCE] for begin in range(0, len(things), _MOST_AT_ONCE))


def sweep(session: Session, kept: Collection[int]) -> None:
    """Remove the editions of all revisions but those ``kept``, and the parts that stand in none any more."""
    there = [edition.revision for edition in every(session)]
    _remove(session, [number for number in there if number not in kept])
    for place, part in _TABLES.values():
        stands = select(1).where(col(place.part) == col(part.hash)).exists()
        session.connection().execute(delete(part).where(~stands))


def _remove(session: Session, revisions: Collection[int]) -> None:
    for place, _ in _TABLES.values():
        session.connection().execute(delete(place).where(col(place.revision).in_(revisions)))
    session.connection().execute(delete(Edition).where(col(Edition.revision).in_(revisions)))


def withdraw(session: Session, revision: int) -> None:
    """Take back with a revision what was made of all others: nothing of it is read from here on."""
    session.connection().execute(insert(Withdrawal), {"revision": revision})
    sweep(session, ())


def last_withdrawal(session: Session) -> int:
    """Return the newest revision that took something back, 0 where none did."""
    query = select(col(Withdrawal.revision)).order_by(col(Withdrawal.revision).desc()).limit(1)
    return session.connection().execute(query).scalar() or 0


def want(session: Session, revision: int) -> None:
    """Ask for the edition of an earlier revision, once. It needs the right to add a row, and none to read any."""
    add = text("INSERT INTO wanted (revision) VALUES (:revision) ON CONFLICT DO NOTHING")
    session.connection().execute(add, {"revision": revision})


def wanted(session: Session) -> list[int]:
    """Return the earlier revisions that somebody asked for, newest first."""
    query = select(col(Wanted.revision)).order_by(col(Wanted.revision).desc())
    return list(session.connection().execute(query).scalars())
