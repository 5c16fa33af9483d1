"""Setting the dashboard up: first figures, and changed definitions taken on as a revision."""

from contextlib import suppress
from datetime import date

from dashboard.assembly.audiences import stricter_since
from dashboard.assembly.hiding import hidden_anew, rules
from dashboard.domain.access import Action, User, require
from dashboard.domain.definitions import national_figures, read_definitions
from dashboard.domain.errors import NothingToPublish, Outdated
from dashboard.journeys import submit
from dashboard.store import definitions as definitions_store
from dashboard.store import editions as editions_store
from dashboard.store import hiding as hiding_store
from dashboard.store import revisions as revisions_store
from dashboard.store.database import Database


def begin(database: Database, user: User, today: date) -> None:
    """Publish the national figures, where the definitions bring some, into a database that has no revision yet."""
    require(user, Action.START)
    with database.reading() as session:
        if revisions_store.newest(session):
            return
    file = national_figures()
    if not file.exists():
        return
    shown = submit.preview(database, user, file.name, file.read_bytes(), today)
    reason = "Published national figures, so that there is something to compare with"
    # Another process may have begun at the same moment, or the file may hold nothing: neither stops a start.
    with suppress(Outdated, NothingToPublish):
        submit.publish(database, user, shown, reason, shown.screening.warnings)


def take_on_definitions(database: Database, user: User) -> int | None:
    """Record changed definition files as a revision, and return its number; None where they stand already.

    Figures are read with the definitions of their revision, so a changed file shows from here on.
    """
    require(user, Action.START)
    definitions = read_definitions()
    with database.writing() as session:
        newest = revisions_store.newest(session)
        standing = definitions_store.of_revision(session, newest)
        if standing is None or standing.checksum == definitions.checksum:
            return None
        hiding = hidden_anew(session, definitions) if rules(definitions) != rules(standing) else None
        reason = "Changed definitions: the catalogue or the areas"
        revision = revisions_store.make(session, revisions_store.Draft("definitions", user.name, reason, definitions))
        if hiding is not None:
            hiding_store.add(session, revision, hiding.decisions, taken_back=True)
        if hiding is not None or stricter_since(session, revision):
            editions_store.withdraw(session, revision)
        return revision
