"""Definitions kept with the revisions that were made under them."""

import zlib

from sqlmodel import Session

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
    return session.get_one(Revision, number).definitions


def of_revision(session: Session, number: int) -> Definitions | None:
    """Return the definitions that revision ``number`` was made under; None for revision 0, before the first."""
    revision = session.get(Revision, number)
    if revision is None:
        return None
    kept = session.get_one(StoredDefinitions, revision.definitions)
    return definitions_from(zlib.decompress(kept.content).decode())
