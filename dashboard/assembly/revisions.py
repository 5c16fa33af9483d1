"""A revision that is written on: its number and its definitions, as they stand in the store."""

from sqlmodel import Session

from dashboard.assembly.demonstration import holds_demonstration
from dashboard.domain.definitions import read_definitions
from dashboard.domain.errors import NotFound
from dashboard.domain.requests import AtRevision
from dashboard.store import definitions as definitions_store
from dashboard.store import revisions as revisions_store


def at_revision(session: Session, as_at: int | None = None) -> AtRevision:
    """Return what stands at revision ``as_at``, by default at the newest. Raise NotFound.

    Before the first revision the definitions are those of the files. Invented events are among them
    in a demonstration only.
    """
    newest = revisions_store.newest(session)
    if as_at is not None and not 1 <= as_at <= newest:
        raise NotFound(f"There is no revision {as_at}. The newest is {newest}.")
    number = newest if as_at is None else as_at
    definitions = definitions_store.of_revision(session, number) or read_definitions()
    invented = bool(holds_demonstration(session))
    if not invented:
        definitions = definitions.without_invented_events()
    return AtRevision(number, definitions, newest, invented)
