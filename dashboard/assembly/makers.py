"""Keeping editions made: what is due, by one maker at a time, and none of what was taken back meanwhile."""

import gc
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress

from sqlmodel import Session

from dashboard.assembly.making import is_current, made, made_anew
from dashboard.assembly.memory import Memory
from dashboard.assembly.revisions import at_revision
from dashboard.domain.errors import NotFound, StoreUnavailable
from dashboard.store import editions as editions_store
from dashboard.store import makers as makers_store
from dashboard.store import revisions as revisions_store
from dashboard.store.database import Database
from dashboard.store.makers import Worker

PAUSE = 0.1  # seconds between two looks at what is due
SAYS_SO = 10.0  # seconds after which a process that stays says again that it is alive
MOST_KEPT = 12  # editions: the newest, and of earlier revisions those that were made last


def make_due(database: Database, also: Collection[int] = (), memory: Memory | None = None) -> bool:
    """Make the edition of the newest revision, those that readers asked for, and ``also`` these, where they are due.

    Return whether this was the one to make them: another may be at it. One that makes many has a ``memory``.
    """
    worker = Worker()
    with database.writing() as session:
        if not makers_store.claim(session, "making", worker):
            return False
    try:
        with _without_collecting():
            while (number := _next(database, also)) is not None:
                if not _make(database, number, worker, memory):
                    return False
    finally:
        with database.writing() as session:
            makers_store.give_up(session, "making", worker)
    return True


def stay(database: Database, ends: Callable[[], bool]) -> None:
    """Make editions as they come due until it ``ends``. Of several processes that stay one works."""
    worker, works, seen, memory = Worker(), False, -SAYS_SO, Memory()
    while not ends():
        with suppress(StoreUnavailable):  # it may be back at the next look
            if time.monotonic() - seen > SAYS_SO:
                with database.writing() as session:
                    works = makers_store.claim(session, "stays", worker)
                seen = time.monotonic()
            with database.reading() as session:
                due = is_due(session)
            if works and due:
                make_due(database, memory=memory)
        time.sleep(PAUSE)
    with suppress(StoreUnavailable), database.writing() as session:
        makers_store.give_up(session, "stays", worker)


def is_due(session: Session) -> bool:
    """Whether an edition is due: of the newest revision, or one that somebody asked for."""
    return _due(session, ()) is not None


def is_made(session: Session, revision: int, newest: int) -> bool:
    """Whether there is the edition of a revision, as it would be made now; ``newest`` is the newest revision."""
    found = editions_store.of_revision(session, revision)
    return found is not None and is_current(session, found, newest)


def differing(session: Session, revision: int) -> tuple[int, int]:
    """Return how many parts of an edition are otherwise when it is made anew, and how many there are. Nothing is kept.

    Raise NotFound where there is no such edition.
    """
    if editions_store.of_revision(session, revision) is None:
        raise NotFound(f"There is no edition of revision {revision}.")
    anew = made_anew(session, at_revision(session, revision))
    differ = total = 0
    for restricted, places in anew.places.items():
        kept = editions_store.places(session, revision, restricted=restricted)
        every = {*kept, *places}
        total += len(every)
        differ += sum(kept.get(where) != places.get(where) for where in every)
    return differ, total


def _next(database: Database, also: Collection[int]) -> int | None:
    with database.reading() as session:
        return _due(session, also)


def _due(session: Session, also: Collection[int]) -> int | None:
    newest = revisions_store.newest(session)
    asked = [newest, *editions_store.wanted(session), *also]
    return next((number for number in asked if 1 <= number <= newest and not is_made(session, number, newest)), None)


def _make(database: Database, number: int, worker: Worker, memory: Memory | None) -> bool:
    """Make and keep the edition of a revision; False where another took over."""
    with database.reading() as session:
        withdrawn, newest = editions_store.last_withdrawal(session), revisions_store.newest(session)
        draft = made(session, at_revision(session, number), memory)
    with database.writing() as session:
        if not makers_store.holds(session, "making", worker):
            return False
        # What was taken back while this was made may be in it: it is made anew. So is an earlier one after any other
        # revision, which may have opened what was kept, and swept what this one builds on.
        as_it_was = number == newest or revisions_store.newest(session) == newest
        if as_it_was and editions_store.last_withdrawal(session) == withdrawn:
            editions_store.keep(session, draft.made, draft.places, draft.bodies)
            editions_store.sweep(session, _kept(session, number))
    return True


def _kept(session: Session, made_now: int) -> list[int]:
    """The editions to keep."""
    every = editions_store.every(session)
    lately = sorted(every, key=lambda edition: edition.made_at, reverse=True)
    numbers = [every[0].revision, made_now, *(edition.revision for edition in lately)]
    return list(dict.fromkeys(numbers))[:MOST_KEPT]


@contextmanager
def _without_collecting() -> Iterator[None]:
    # Rows by the hundred thousand, none of them garbage yet: to look for it again and again takes a third longer.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
