"""What pages read is there: made where it is missing, asked for where somebody else makes it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from dashboard.assembly import makers
from dashboard.domain.access import Action, User, may, require
from dashboard.domain.audiences import Audience
from dashboard.domain.errors import NotFound, NotReady
from dashboard.store import editions as editions_store
from dashboard.store import grants, public_file
from dashboard.store import makers as makers_store
from dashboard.store import revisions as revisions_store
from dashboard.store.database import Database

PATIENCE = 20.0  # seconds that a reader waits for what another process makes
BRIEFLY = 5.0  # the same where this process may make nothing itself
_PAUSE = 0.05  # seconds


def prepare(database: Database, user: User, as_at: int | None = None) -> None:
    """See to it that there is something to show at a revision, by default at the newest.

    While a maker works out the newest, readers have the one before and do not wait, unless something was taken back
    since. An earlier revision is made for those who may see figures of the partnership only; others have what is there.
    Where the database is only read nothing is made here: it is awaited briefly, and an earlier revision asked for.
    """
    require(user, Action.VIEW)
    if database.reads_only:
        _await(database, user, as_at)
        return
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with database.reading() as session:
            if is_ready(session, user, as_at):
                return
            somebody = makers_store.somebody(session, "making")
        if not somebody:
            makers.make_due(database, () if as_at is None else (as_at,))
        time.sleep(_PAUSE)


def is_ready(session: Session, user: User, as_at: int | None = None, *, reads_only: bool = False) -> bool:
    """Whether there is as much to show at a revision as ``prepare`` would see to; ``reads_only`` as the database."""
    require(user, Action.VIEW)
    if as_at is not None and not may(user, Action.VIEW_PARTNERSHIP):
        return True
    if _is_there(session, as_at):
        return True
    return _has_one_before(session, as_at) and (reads_only or makers_store.somebody(session, "stays", "making"))


def _await(database: Database, user: User, as_at: int | None) -> None:
    """Wait until what another process makes is there, but not for long; ask for an earlier revision first."""
    until, asked = time.monotonic() + BRIEFLY, as_at is None or not database.is_postgresql
    while True:
        with database.reading() as session:
            if is_ready(session, user, as_at, reads_only=True):
                return
        if not asked and as_at is not None:
            with database.asking() as session:
                editions_store.want(session, as_at)
            asked = True
        if time.monotonic() > until:
            return
        time.sleep(_PAUSE)


def _is_there(session: Session, as_at: int | None) -> bool:
    newest = revisions_store.newest(session)
    if as_at is not None:
        return not 1 <= as_at <= newest or makers.is_made(session, as_at, newest)
    return not newest or makers.is_made(session, newest, newest)


def _has_one_before(session: Session, as_at: int | None) -> bool:
    """Whether there is an edition to show until the newest is there: made as now, with nothing taken back since."""
    before = editions_store.newest(session) if as_at is None else None
    if before is None or not makers.is_made(session, before.revision, revisions_store.newest(session)):
        return False
    return not revisions_store.took_back_after(session, before.revision)


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


def warning_of(database: Database, user: User) -> str:
    """Return what to say where a dashboard that only reads could read more than its pages show, nothing otherwise.

    Nor for members who read a SQLite file: there is no other that has what is for them.
    """
    require(user, Action.VIEW)
    if not database.is_postgresql and may(user, Action.VIEW_PARTNERSHIP):
        return ""
    with database.reading() as session:
        if not grants.reads_figures(session):
            return ""
    return (
        "This dashboard only reads, and could read figures that its pages do not show, for it reads the database as "
        "whoever writes to it does. Give it a PostgreSQL role of its own (python -m dashboard editions --grant-public "
        "ROLE, or --grant-partnership ROLE), or a file of what everybody may read (--export FILE)."
    )


def grant(database: Database, user: User, role: str, audience: Audience) -> None:
    """Let a PostgreSQL role read what an audience may read, and nothing else of ours.

    Raise BadSetting on SQLite, NotFound for a role that does not exist, Refusal for one that could do more.
    """
    require(user, Action.START)
    with database.writing() as session:
        grants.grant(session, role, audience)


def export(database: Database, user: User, path: Path) -> int:
    """Write a SQLite file of what everybody may read at the newest revision, and return that revision.

    Raise NotFound where nothing was published, NotReady where its edition is not there, Refusal where the file may
    not be written over.
    """
    require(user, Action.START)
    prepare(database, user)
    with database.reading() as session:
        newest = revisions_store.newest(session)
        if not newest:
            raise NotFound("Nothing was published yet, so there is nothing to export.")
        if not makers.is_made(session, newest, newest):
            raise NotReady(newest)
        public_file.write(session, database, newest, path)
    return newest


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
