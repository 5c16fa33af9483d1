"""The one chain of revisions: what was published, when, by whom and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from dashboard.domain.definitions import Definitions
from dashboard.domain.errors import NotFound
from dashboard.store import definitions as definitions_store
from dashboard.store.tables import Revision, Withdrawal, now


@dataclass(frozen=True)
class Draft:
    """A revision about to be made."""

    kind: str
    made_by: str
    reason: str
    definitions: Definitions
    submission: int | None = None
    undoes: int | None = None


class Act(NamedTuple):
    """What everybody may know of a revision: its number, when it was made, which one it undoes if any."""

    number: int
    made_at: datetime
    undoes: int | None


def newest(session: Session) -> int:
    """Return the number of the newest revision, 0 where there is none."""
    return session.connection().execute(_NEWEST).scalar_one()


_NEWEST = select(func.coalesce(func.max(col(Revision.number)), 0))


def at(session: Session, number: int) -> Revision:
    """Return revision ``number``. Raise NotFound."""
    last = newest(session)
    if not 1 <= number <= last:
        raise NotFound(f"There is no revision {number}. The newest is {last}.")
    return session.get_one(Revision, number)


def all_of(session: Session) -> list[Revision]:
    """Return all revisions, newest first."""
    return list(session.exec(select(Revision).order_by(col(Revision.number).desc())))


def acts(session: Session) -> list[Act]:
    """Return of all revisions what everybody may know, newest first."""
    query = select(Revision.number, Revision.made_at, Revision.undoes).order_by(col(Revision.number).desc())
    return [Act(*row) for row in session.exec(query)]


def reasons(session: Session) -> dict[int, str]:
    """Return why each revision was made, as whoever made it wrote that down."""
    return dict(session.exec(select(Revision.number, Revision.reason)).all())


def make(session: Session, draft: Draft) -> int:
    """Add a revision after the newest, and return its number. The transaction keeps it to one writer."""
    definitions_store.keep(session, draft.definitions)
    before = newest(session)
    session.add(
        Revision(
            number=before + 1,
            replaces=before,
            kind=draft.kind,
            made_at=now(),
            made_by=draft.made_by,
            reason=draft.reason,
            definitions=draft.definitions.checksum,
            submission=draft.submission,
            undoes=draft.undoes,
        )
    )
    session.flush()
    return before + 1


def took_back_after(session: Session, number: int) -> bool:
    """Whether a revision after this one took back what was shown: an undo, or one that reaches back."""
    undone = select(Revision.number).where(col(Revision.number) > number, col(Revision.kind) == "undo")
    withdrawn = select(Withdrawal.revision).where(col(Withdrawal.revision) > number)
    return any(session.exec(query.limit(1)).first() is not None for query in (undone, withdrawn))


def taken_back(session: Session) -> dict[int, int]:
    """Return, for each revision that is undone, the number of the undo; an undo that was undone takes nothing back."""
    undone: dict[int, int] = {}
    for made in acts(session):
        if made.undoes is not None and made.number not in undone:
            undone[made.undoes] = made.number
    return undone
