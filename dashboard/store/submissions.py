"""Files received: what was sent, by whom, when, and what became of it."""

import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from dashboard.domain.errors import NotFound
from dashboard.domain.findings import Finding, Severity
from dashboard.store.tables import Original, Revision, Submission, Waiting, now


@dataclass(frozen=True)
class Received:
    """What is written down of a file. ``content`` is None where its bytes are not to be kept.

    ``left_out`` has the measures of the file that were not taken: its name for each, why, how many rows.
    """

    file_name: str
    checksum: str
    size: int
    layout: str
    received_by: str
    verdict: str
    findings: tuple[Finding, ...]
    figures: int
    content: bytes | None
    left_out: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Kept:
    """A submission as the submissions page lists it, with the revision that it became, if any.

    ``left_out`` is as ``Received`` has it, and empty where the bytes are not kept. ``waited`` is what a second
    person decided, empty while it waits for one, None where it never did.
    """

    submission: Submission
    revision: int | None
    waited: str | None
    findings: tuple[Finding, ...]
    left_out: tuple[tuple[str, str, int], ...]


def add(session: Session, received: Received) -> int:
    """Write a submission down and return its number."""
    kept = received.findings if received.content is not None else [f.without_cells() for f in received.findings]
    submission = Submission(
        file_name=received.file_name[:255],
        checksum=received.checksum,
        size=received.size,
        layout=received.layout,
        received_at=now(),
        received_by=received.received_by,
        verdict=received.verdict,
        findings=_to_text(kept),
        figures=received.figures,
        # Its own names for its measures are cells of the file.
        left_out=json.dumps([] if received.content is None else received.left_out, ensure_ascii=False),
    )
    session.add(submission)
    session.flush()
    assert submission.id is not None
    if received.content is not None:
        session.add(Original(submission=submission.id, content=zlib.compress(received.content)))
        session.flush()
    return submission.id


def all_of(session: Session) -> list[Kept]:
    """Return all submissions with the revision each became, newest first."""
    query = (
        select(Submission, Revision.number, Waiting.outcome)
        .join(Revision, col(Revision.submission) == col(Submission.id), isouter=True)
        .join(Waiting, col(Waiting.submission) == col(Submission.id), isouter=True)
        .order_by(col(Submission.id).desc())
    )
    return [
        Kept(sent, number, waited, _from_text(sent.findings), _left_out(sent.left_out))
        for sent, number, waited in session.exec(query)
    ]


def days(session: Session) -> dict[int, str]:
    """Return for each revision that a file became the day on which that was received (ISO date)."""
    return {number: received.date().isoformat() for number, received, _ in _of_revisions(session)}


def senders(session: Session) -> dict[int, str]:
    """Return for each revision that a file became who sent that."""
    return {number: by for number, _, by in _of_revisions(session)}


def _of_revisions(session: Session) -> Iterable[tuple[int, datetime, str]]:
    query = select(Revision.number, Submission.received_at, Submission.received_by)
    return session.exec(query.join(Submission, col(Revision.submission) == col(Submission.id)))


def forget(session: Session, number: int) -> None:
    """Keep of a submission no more than of a refused file: neither its bytes nor a cell of it."""
    submission = session.get_one(Submission, number)
    submission.findings = _to_text(finding.without_cells() for finding in _from_text(submission.findings))
    submission.left_out = "[]"
    kept = session.get(Original, number)
    if kept is not None:
        session.delete(kept)
    session.flush()


def published_as(session: Session, file_name: str, checksum: str) -> int | None:
    """Return the revision of the newest file of this name, if that is this file and was not taken back since."""
    newest = select(Submission).where(Submission.file_name == file_name[:255]).order_by(col(Submission.id).desc())
    submission = session.exec(newest).first()
    if submission is None or submission.checksum != checksum:
        return None
    undone = select(Revision.undoes).where(col(Revision.undoes).is_not(None))
    became = select(Revision.number).where(Revision.submission == submission.id, col(Revision.number).not_in(undone))
    return session.exec(became).first()


def is_kept(session: Session, number: int) -> bool:
    """Whether the bytes of a file are kept: not of a refused one, nor of one about single events."""
    return session.exec(select(Original.submission).where(Original.submission == number)).first() is not None


def original(session: Session, number: int) -> bytes:
    """Return the bytes of an accepted file. Raise NotFound."""
    kept = session.get(Original, number)
    if kept is None:
        raise NotFound(f"The file of submission {number} is not kept.")
    return zlib.decompress(kept.content)


def _left_out(text: str) -> tuple[tuple[str, str, int], ...]:
    return tuple((measure, reason, rows) for measure, reason, rows in json.loads(text))


def _to_text(findings: Iterable[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False)


def _from_text(text: str) -> tuple[Finding, ...]:
    rows = json.loads(text)
    return tuple(
        Finding(
            **{
                **row,
                "severity": Severity(row["severity"]),
                "rows": tuple(row["rows"]),
                "indicators": tuple(row["indicators"]),
            }
        )
        for row in rows
    )
