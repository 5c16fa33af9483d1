"""Files that wait for a second person to publish them, and what was decided."""

from sqlmodel import Session, col, select

from dashboard.domain.audiences import StoredAudience
from dashboard.domain.errors import NotFound, Outdated
from dashboard.domain.mappings import Said
from dashboard.store.tables import Revision, Submission, Waiting, now


def add(session: Session, submission: int, reason: str, based_on: int, said: Said) -> None:
    """Let a submission wait."""
    row = Waiting(submission=submission, reason=reason, based_on=based_on)
    row.indicator, row.area, row.period = said.indicator or "", said.area, said.period
    row.audience = (StoredAudience.PARTNERSHIP if said.for_partnership else StoredAudience.MEASURE).value
    session.add(row)
    session.flush()


def said_of(row: Waiting) -> Said:
    """Return what the sender of a file said of it."""
    return Said(row.indicator or None, row.area, row.period, row.audience == StoredAudience.PARTNERSHIP)


def all_of(session: Session) -> list[tuple[Waiting, Submission]]:
    """Return all files that wait or waited, newest first."""
    query = select(Waiting, Submission).join(Submission, col(Waiting.submission) == col(Submission.id))
    return [(waiting, sent) for waiting, sent in session.exec(query.order_by(col(Waiting.submission).desc()))]


def at(session: Session, number: int) -> tuple[Waiting, Submission]:
    """Return a file that waits. Raise NotFound, or Outdated where something was decided on it."""
    row = session.get(Waiting, number)
    if row is None:
        raise NotFound(f"No file with the number {number} waits to be published.")
    if row.outcome:
        raise Outdated(f"{_decided(session, row)} Nothing more was done.")
    return row, session.get_one(Submission, number)


def _decided(session: Session, row: Waiting) -> str:
    if row.outcome != "published":
        done = "took it back" if row.outcome == "withdrawn" else "sent it back to its sender"
        return f"This file waits no more: {row.decided_by} {done}."
    revision = session.exec(select(Revision.number).where(col(Revision.submission) == row.submission)).one()
    return f"This file waits no more: {row.decided_by} published it as revision {revision}."


def settle(session: Session, row: Waiting, outcome: str, by: str, answer: str) -> None:
    """Write down what was decided on a file that waits: published, sent back or withdrawn."""
    row.outcome, row.decided_by, row.decided_at, row.answer = outcome, by, now(), answer
    session.add(row)
    session.flush()
