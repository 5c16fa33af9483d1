"""The demonstration: whether this is one, whether it may begin here, and how it gets in finished."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from sqlmodel import Session

from dashboard.assembly.demonstration import CLEAN, DEMO, holds_demonstration
from dashboard.assembly.editions import standing_edition
from dashboard.assembly.hiding import HIDING
from dashboard.assembly.making import ARITHMETIC
from dashboard.domain.access import Action, User, require
from dashboard.domain.errors import Refusal
from dashboard.domain.progress import Say, silently
from dashboard.store import revisions as revisions_store
from dashboard.store import submissions as submissions_store
from dashboard.store import whole as whole_store
from dashboard.store.database import Database
from dashboard.store.tables import now


def is_on(session: Session, user: User) -> bool:
    """Whether the figures of this database are invented, as each of them says."""
    require(user, Action.VIEW)
    return standing_edition(session).is_demonstration


def may_begin(database: Database, user: User) -> None:
    """Raise Refusal where the database holds real figures."""
    require(user, Action.START)
    with database.reading() as session:
        if holds_demonstration(session) is False:
            raise Refusal(
                f"This database holds real figures, so no demonstration was made in it. {DEMO} makes one elsewhere."
            )


def may_not_begin(database: Database, user: User) -> None:
    """Raise Refusal where the database is a demonstration, which cannot be made a clean one."""
    require(user, Action.START)
    with database.reading() as session:
        if holds_demonstration(session):
            raise Refusal(f"This database holds demonstration figures. Start a clean one with {CLEAN}.")


def files_in(database: Database, user: User) -> list[tuple[str, str]] | None:
    """Return name and checksum (SHA-256) of each file that was published here, in that order.

    None where what is here is no demonstration.
    """
    require(user, Action.START)
    with database.reading() as session:
        if not revisions_store.newest(session):
            return []
        if not holds_demonstration(session):
            return None
        sent = sorted((one.revision, one.submission) for one in submissions_store.all_of(session) if one.revision)
    return [(submission.file_name, submission.checksum) for _, submission in sent]


def made_with(user: User) -> dict[str, Any]:
    """Return by what a finished demonstration is worked out and kept: with other ones it would be another."""
    require(user, Action.START)
    return {"arithmetic": ARITHMETIC, "hiding": HIDING, "columns": whole_store.columns()}


def take(database: Database, user: User) -> dict[str, pa.Table]:
    """Return the tables of a finished demonstration by name, without what a clock wrote."""
    require(user, Action.START)
    with database.reading() as session:
        return whole_store.taken(session)


def put(database: Database, user: User, tables: Mapping[str, pa.Table], say: Say = silently) -> bool:
    """Put a finished demonstration into a database, all of it or nothing, as if it were published at this moment.

    Return whether it did: it does not where something was sent or published already.
    """
    require(user, Action.START)
    with database.writing() as session:
        if not whole_store.is_empty(session):
            return False
        whole_store.put(session, tables, now(), lambda done, of: say("Putting in its figures", done, of))
    return True
