"""A revision that is read: its number, its definitions, and which measures a person may see of it."""

from datetime import date

from sqlmodel import Session

from dashboard.assembly.demonstration import holds_demonstration
from dashboard.domain.access import Action, User, audiences, require
from dashboard.domain.definitions import Definitions, read_definitions
from dashboard.domain.errors import NotFound
from dashboard.domain.indicators import Catalogue
from dashboard.domain.requests import AtRevision
from dashboard.store import definitions as definitions_store
from dashboard.store import revisions as revisions_store


def at_revision(session: Session, as_at: int | None = None, until: date | None = None) -> AtRevision:
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
    return AtRevision(number, definitions, newest, invented, until)


def visible(definitions: Definitions, user: User) -> Catalogue:
    """Return the part of the catalogue that ``user`` may see figures of."""
    seen = audiences(user)
    return Catalogue({indicator.id: indicator for indicator in definitions.catalogue if indicator.audience in seen})


def only(definitions: Definitions, user: User, name: str) -> Catalogue:
    """Return a catalogue of one indicator. Raise NotFound, or NotAllowed where ``user`` may not see its figures."""
    indicator = definitions.catalogue.called(name)
    if indicator.audience == "partnership":
        require(user, Action.VIEW_PARTNERSHIP)
    return Catalogue({indicator.id: indicator})
