"""Which process makes editions: one at a time, and anybody after one that died."""

import os
import socket
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import delete
from sqlmodel import Session, col

from dashboard.store.tables import Maker, now

Role = Literal["stays", "making"]
PATIENCE = timedelta(seconds=60)  # a process on another computer that was not seen for so long is taken for dead


@dataclass(frozen=True)
class Worker:
    """A process, or a part of one, that may make editions."""

    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    host: str = field(default_factory=socket.gethostname)
    process: int = field(default_factory=os.getpid)


def claim(session: Session, role: Role, worker: Worker) -> bool:
    """Take a role, unless another that is alive has it. The transaction keeps it to one."""
    row = session.get(Maker, role)
    if row is not None and row.token != worker.token and _is_alive(row):
        return False
    if row is not None:
        session.delete(row)
        session.flush()
    session.add(Maker(role=role, token=worker.token, host=worker.host, process=worker.process, seen_at=now()))
    session.flush()
    return True


def holds(session: Session, role: Role, worker: Worker) -> bool:
    """Whether a worker has a role still."""
    row = session.get(Maker, role)
    return row is not None and row.token == worker.token


def give_up(session: Session, role: Role, worker: Worker) -> None:
    """Leave a role to others."""
    session.connection().execute(delete(Maker).where(col(Maker.role) == role, col(Maker.token) == worker.token))


def somebody(session: Session, *roles: Role) -> bool:
    """Whether anybody alive has one of these roles."""
    return any(row is not None and _is_alive(row) for row in (session.get(Maker, role) for role in roles))


def _is_alive(row: Maker) -> bool:
    if row.host == socket.gethostname() and not _runs(row.process):
        return False
    return now() - row.seen_at < PATIENCE


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it runs, and is another person's
        return True
    return not _only_its_name_is_left(process)


def _only_its_name_is_left(process: int) -> bool:
    """Whether a process has ended and its parent has not asked for it: in a container that may last for ever."""
    try:
        # Its name stands in brackets, and may hold any; after it comes its state.
        state = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[:1]
    except OSError:  # no such table on this computer, or the process is gone by now
        return False
    return state == [b"Z"]
