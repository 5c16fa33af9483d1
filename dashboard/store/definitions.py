"""Definitions kept with the revisions that were made under them."""

import zlib

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from dashboard.domain.definitions import Definitions, definitions_from
from dashboard.store.tables import Revision, StoredDefinitions


def keep(session: Session, definitions: Definitions) -> None:
    """Keep these definitions, once."""
    if session.get(StoredDefinitions, definitions.checksum) is None:
        content = zlib.compress(definitions.text.encode())
        session.add(StoredDefinitions(checksum=definitions.checksum, content=content))
        session.flush()


def checksum_of(session: Session, number: int) -> str:
    """Return the checksum of the definitions that revision ``number`` was made under. It has to be there."""
    checksum = _of(session, number)
    assert checksum is not None, "a revision has definitions"
    return checksum


def of_revision(session: Session, number: int) -> Definitions | None:
    """Return the definitions that revision ``number`` was made under; None for revision 0, before the first."""
    checksum = _of(session, number)
    if checksum is None:
        return None
    found = _read.get(checksum)
    if found is None:
        kept = session.get_one(StoredDefinitions, checksum)
        found = definitions_from(zlib.decompress(kept.content).decode())
        if len(_read) >= _MOST_READ:
            _read.clear()
        _read[checksum] = found
    return found


_MOST_READ = 8
_read: dict[str, Definitions] = {}  # by checksum, which is of the text, so that it stands for the same in any database
# Not the whole row: a reader of what is public may not see who made a revision, and why.
_OF_REVISION = select(col(Revision.definitions)).where(col(Revision.number) == bindparam("number"))


def _of(session: Session, number: int) -> str | None:
    return session.connection().execute(_OF_REVISION, {"number": number}).scalar()
