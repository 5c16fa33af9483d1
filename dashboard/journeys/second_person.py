"""A second pair of eyes: one person sends a file, another looks at it anew and publishes it, or sends it back."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from dashboard.assembly.deliveries import WaitingFile
from dashboard.assembly.publishing import Preview, Receipt, may_go_ahead, published, reason_is_given, received
from dashboard.domain.access import Action, User, is_person, require
from dashboard.domain.errors import NotAllowed, Refusal
from dashboard.domain.findings import Finding
from dashboard.journeys import submit
from dashboard.store import submissions as submissions_store
from dashboard.store import waiting as waiting_store
from dashboard.store.database import Database
from dashboard.store.tables import Submission, Waiting

__all__ = ["WaitingFile", "open_waiting", "publish", "review", "send", "send_back", "withdraw"]


def send(database: Database, user: User, shown: Preview, reason: str, ticked: Collection[Finding]) -> WaitingFile:
    """Let what ``shown`` holds wait for another person to publish it. No figure is changed.

    Raise NothingToPublish for a refused file, Refusal where a reason or a tick is missing, and for a file about
    single events: it is not kept, and could not be looked at again.
    """
    require(user, Action.SUBMIT)
    may_go_ahead(shown, reason, ticked)
    if shown.screening.original is None:
        raise Refusal(
            "This file has a row for each event. Such files are not kept, so it cannot wait for a second person. "
            "Nothing was kept. Count the events by area and period, and send the counts in our template."
        )
    with database.writing() as session:
        number = submissions_store.add(session, received(shown.screening, user))
        waiting_store.add(session, number, reason.strip(), shown.based_on, shown.said)
        return _file(*waiting_store.at(session, number))


def open_waiting(session: Session, user: User) -> list[WaitingFile]:
    """Return the files that wait and those that waited, newest first."""
    require(user, Action.SUBMIT)
    return [_file(waiting, sent) for waiting, sent in waiting_store.all_of(session)]


def review(database: Database, user: User, number: int, today: date) -> Preview:
    """Return what a file that waits would change now, made anew. Raise NotFound, Outdated where it waits no more."""
    require(user, Action.SUBMIT)
    with database.reading() as session:
        waiting, sent = waiting_store.at(session, number)
        name, said = sent.file_name, waiting_store.said_of(waiting)
        content = submissions_store.original(session, number)
    return submit.preview(database, user, name, content, today, said)


def publish(
    database: Database, user: User, number: int, shown: Preview, reason: str, ticked: Collection[Finding]
) -> Receipt:
    """Publish a file that another person sent, as ``review`` showed it.

    Raise NotAllowed for its sender, Outdated where it waits no more or a later revision touched one of its
    figures, and what publishing raises.
    """
    require(user, Action.SUBMIT)

    def taken(session: Session) -> int:
        waiting = _of_another(session, user, number, shown.screening.file.checksum)
        waiting_store.settle(session, waiting, "published", user.name, reason.strip())
        return number

    return published(database, user, shown, reason, ticked, taken)


def send_back(database: Database, user: User, number: int, reason: str) -> None:
    """Give a file back to the person who sent it, with a reason. Of the file no more is kept than of a refused one.

    Raise NotAllowed for its sender, Outdated where it waits no more, Refusal where there is no reason.
    """
    require(user, Action.SUBMIT)
    reason_is_given(reason)
    with database.writing() as session:
        waiting = _of_another(session, user, number)
        waiting_store.settle(session, waiting, "sent back", user.name, reason.strip())
        submissions_store.forget(session, number)


def withdraw(database: Database, user: User, number: int) -> None:
    """Take back a file that waits. Of the file no more is kept than of a refused one.

    Raise NotAllowed where another person sent it, Outdated where it waits no more.
    """
    require(user, Action.SUBMIT)
    with database.writing() as session:
        waiting, sent = waiting_store.at(session, number)
        if not is_person(user, sent.received_by):
            raise NotAllowed(f"{sent.received_by} sent this file. You may send it back to them, with a reason.")
        waiting_store.settle(session, waiting, "withdrawn", user.name, "")
        submissions_store.forget(session, number)


def _of_another(session: Session, user: User, number: int, checksum: str = "") -> Waiting:
    waiting, sent = waiting_store.at(session, number)
    if is_person(user, sent.received_by):
        raise NotAllowed(
            "You sent this file, so another person looks at it and publishes it. Nothing was changed. "
            "You may take it back and send it anew."
        )
    assert checksum in ("", sent.checksum), "what was shown is the file that waits"
    return waiting


def _file(waiting: Waiting, sent: Submission) -> WaitingFile:
    return WaitingFile(
        waiting.submission,
        sent.file_name,
        sent.received_at,
        sent.received_by,
        sent.verdict,
        sent.figures,
        waiting.reason,
        waiting.based_on,
        waiting.outcome,
        waiting.decided_by,
        waiting.answer,
        waiting_store.said_of(waiting).for_partnership,
    )
