"""The demonstration: whether this is one, and whether it may begin here."""

from sqlmodel import Session

from dashboard.assembly.demonstration import CLEAN, DEMO, holds_demonstration
from dashboard.assembly.editions import standing_edition
from dashboard.domain.access import Action, User, require
from dashboard.domain.errors import Refusal
from dashboard.store import revisions as revisions_store
from dashboard.store.database import Database


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


def is_due(database: Database, user: User) -> bool:
    """Whether a start should make a demonstration here: nothing was ever published, or one was left unfinished."""
    require(user, Action.START)
    with database.reading() as session:
        return not revisions_store.newest(session) or bool(holds_demonstration(session))
