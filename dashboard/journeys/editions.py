"""What pages read is there: made where it is missing, asked for where somebody else makes it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from dashboard.assembly import makers
from dashboard.domain.access import Action, User, may, require
from dashboard.store import editions as editions_store
from dashboard.store import makers as makers_store
from dashboard.store import revisions as revisions_store
from dashboard.store.database import Database

PATIENCE = 20.0  # seconds that a reader waits for what another process makes
_PAUSE = 0.05  # seconds


def prepare(database: Database, user: User, as_at: int | None = None) -> None:
    """See to it that there is something to show at a revision, by default at the newest.

    While a maker works out the newest, readers have the one before and do not wait, unless something was taken back
    since. An earlier revision is made for those who may see figures of the partnership only; others have what is there.
    """
    require(user, Action.VIEW)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with database.reading() as session:
            if is_ready(session, user, as_at):
                return
            somebody = makers_store.somebody(session, "making")
        if not somebody:
            makers.make_due(database, () if as_at is None else (as_at,))
        time.sleep(_PAUSE)


def is_ready(session: Session, user: User, as_at: int | None = None) -> bool:
    """Whether there is as much to show at a revision as ``prepare`` would see to."""
    require(user, Action.VIEW)
    newest = revisions_store.newest(session)
    if as_at is not None:
        may_have_it_made = may(user, Action.VIEW_PARTNERSHIP) and 1 <= as_at <= newest
        return not may_have_it_made or makers.is_made(session, as_at, newest)
    if not newest or makers.is_made(session, newest, newest):
        return True
    before = editions_store.newest(session)
    if before is None or not makers.is_made(session, before.revision, newest):
        return False
    taken_back = revisions_store.took_back_after(session, before.revision)
    return not taken_back and makers_store.somebody(session, "stays", "making")


@dataclass(frozen=True)
class EditionKept:
    """What was made of a revision, and when; ``is_current`` is whether it would be made the same way now."""

    revision: int
    made_at: datetime
    parts: int
    restricted: int
    is_current: bool


def make(database: Database, user: User) -> None:
    """Make what is due, unless another process is at it."""
    require(user, Action.START)
    makers.make_due(database)


def kept(session: Session, user: User) -> list[EditionKept]:
    """Return the editions that there are, newest first."""
    require(user, Action.START)
    newest = revisions_store.newest(session)
    return [
        EditionKept(
            edition.revision,
            edition.made_at,
            len(editions_store.places(session, edition.revision, restricted=False)),
            len(editions_store.places(session, edition.revision, restricted=True)),
            makers.is_made(session, edition.revision, newest),
        )
        for edition in editions_store.every(session)
    ]


def differing(session: Session, user: User, revision: int) -> tuple[int, int]:
    """Return how many parts of an edition are otherwise when made anew, and of how many. Raise NotFound."""
    require(user, Action.START)
    return makers.differing(session, revision)


def stay(database: Database, user: User, ends: Callable[[], bool]) -> None:
    """Make editions as they come due, until it ``ends``; another process that stays already keeps this one waiting."""
    require(user, Action.START)
    makers.stay(database, ends)
