"""Definitions kept with the revisions that were made under them."""

import zlib

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

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
    return session.exec(_of(number)).one()


def of_revision(session: Session, number: int) -> Definitions | None:
    """Return the definitions that revision ``number`` was made under; None for revision 0, before the first."""
    checksum = session.exec(_of(number)).first()
    if checksum is None:
        return None
    kept = session.get_one(StoredDefinitions, checksum)
    return definitions_from(zlib.decompress(kept.content).decode())


def _of(number: int) -> SelectOfScalar[str]:
    # Not the whole row: a reader of what is public may not see who made a revision, and why.
    return select(Revision.definitions).where(col(Revision.number) == number)
