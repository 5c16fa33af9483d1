"""A SQLite file of what everybody may read: the newest edition and what it stands on, in our tables, and no figure."""

import os
import sqlite3
import uuid
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Select, insert, select
from sqlmodel import Session, SQLModel, col

from dashboard.domain.errors import Refusal
from dashboard.store.database import EXPORTED, Database
from dashboard.store.tables import Edition, Figure, Part, Place, Revision, StoredDefinitions

_ROWS = 500  # copied at once
# Not who made a revision and why, nor the file that it came from.
_LEFT_OUT: Mapping[str, Any] = {"made_by": "", "reason": "", "submission": None}
_HOLDS = {"definitions", "revision", "edition", "part", "place", "alembic_version"}


def write(session: Session, source: Database, revision: int, path: Path) -> None:
    """Write what everybody may read of the edition of a revision, which has to be there, to a file.

    It is written beside and takes its place at the end. Raise Refusal where another sort of file stands there.
    """
    _require_replaceable(path, source)
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        _fill(session, revision, beside)
        _finish(beside)
        beside.replace(path)
    except OSError as error:
        raise Refusal(f"{path} cannot be written ({error.strerror}). Nothing was changed.") from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            beside.with_name(f"{beside.name}{end}").unlink(missing_ok=True)


def _fill(session: Session, revision: int, beside: Path) -> None:
    of_edition = col(Place.revision) == revision
    parts = select(col(Place.part)).where(of_edition)
    wanted: tuple[tuple[type[SQLModel], Select[Any]], ...] = (
        (StoredDefinitions, _all_of(StoredDefinitions)),
        (Revision, _all_of(Revision).order_by(col(Revision.number))),
        (Edition, _all_of(Edition).where(col(Edition.revision) == revision)),
        (Part, _all_of(Part).where(col(Part.hash).in_(parts)).order_by(col(Part.hash))),
        (Place, _all_of(Place).where(of_edition)),
    )
    copy = Database(f"sqlite:///{beside}")
    try:
        with copy.writing() as into:
            for table, query in wanted:
                found = session.connection().execute(query)
                for some in found.mappings().partitions(_ROWS):
                    rows = [{**row, **{name: _LEFT_OUT[name] for name in row if name in _LEFT_OUT}} for row in some]
                    into.connection().execute(insert(table), rows)
    finally:
        copy.close()


def _all_of(table: type[SQLModel]) -> Select[Any]:
    return select(*table.metadata.tables[str(table.__tablename__)].columns)


def _finish(beside: Path) -> None:
    """Mark a file as one that is only read, leave nothing over in it, and nothing beside it."""
    with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute(f"PRAGMA application_id={EXPORTED}")
        connection.execute("VACUUM")
    with beside.open("rb") as written:
        os.fsync(written.fileno())


def _require_replaceable(path: Path, source: Database) -> None:
    """Raise Refusal where something stands at ``path`` that is not an earlier file of this sort, unused by writers."""
    if not path.parent.is_dir():
        raise Refusal(f"There is no folder {path.parent}. Nothing was written.")
    if not (path.exists() or path.is_symlink()):
        return
    own = None if source.is_postgresql else source.engine.url.database
    if own and path.exists() and path.samefile(own):
        raise Refusal(f"{path} is the database itself. Nothing was written. Name another file for the export.")
    if any(path.with_name(f"{path.name}{end}").exists() for end in ("-wal", "-journal")):
        raise Refusal(f"{path} is a database in use. Nothing was written. Name another file for the export.")
    if path.is_symlink() or not path.is_file() or not _is_export(path):
        raise Refusal(
            f"{path} is there already, and is not a file that an earlier export wrote. Nothing was written. "
            "Name another file, or move that one away."
        )


def _is_export(path: Path) -> bool:
    """Whether a file bears our mark and holds nothing but what an export has."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            marked = connection.execute("PRAGMA application_id").fetchone() == (EXPORTED,)
            others = sorted({*Figure.metadata.tables} - _HOLDS)
            return marked and not any(connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() for name in others)
    except sqlite3.Error:
        return False
