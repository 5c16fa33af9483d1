"""Mappings kept by name: rows are only ever added, and the newest of a name stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from dashboard.domain.mappings import Mapping
from dashboard.store.tables import KeptMapping, now


@dataclass(frozen=True)
class Kept:
    """A mapping that stands, by whom it was kept and when, in UTC."""

    mapping: Mapping
    by: str
    at: datetime


def keep(session: Session, mapping: Mapping, by: str) -> None:
    """Keep a mapping under its name, in place of the one that stood under it."""
    session.add(KeptMapping(name=mapping.name, content=mapping.model_dump_json(), kept_by=by, kept_at=now()))
    session.flush()


def forget(session: Session, name: str, by: str) -> None:
    """Write down that the mapping of this name stands no longer."""
    session.add(KeptMapping(name=name, content="", kept_by=by, kept_at=now()))
    session.flush()


def all_of(session: Session) -> list[Kept]:
    """Return the mappings that stand, by name. A name is the same in capitals."""
    newest = {row.name.casefold(): row for row in session.exec(select(KeptMapping).order_by(col(KeptMapping.number)))}
    return [
        Kept(Mapping.model_validate_json(row.content), row.kept_by, row.kept_at)
        for _, row in sorted(newest.items())
        if row.content
    ]
