"""Decisions on hiding: added with the revision that they were made for, read as at a revision."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, insert, or_, select
from sqlmodel import Session, col

from dashboard.domain.figures import KEY, PERIOD, HidingRole
from dashboard.store.tables import Hiding, Judged

_COLUMNS = [*KEY, "revision", "role", "taken_back"]


def add(session: Session, revision: int, decisions: pd.DataFrame, *, taken_back: bool = False) -> None:
    """Add decisions (columns ``KEY`` and ``role``) under ``revision``; with ``taken_back`` hidden ones reach back."""
    reaches_back = taken_back & (decisions["role"] != HidingRole.OPEN)
    made = decisions[[*KEY, "role"]].assign(revision=revision, taken_back=reaches_back)[_COLUMNS]
    rows: list[dict[str, Any]] = [dict(zip(_COLUMNS, row, strict=True)) for row in made.astype(object).to_numpy()]
    if rows:
        session.connection().execute(insert(Hiding), rows)


def judge(session: Session, revision: int, version: int) -> None:
    """Write down by which version of hiding all states up to a revision are judged."""
    session.connection().execute(insert(Judged), {"revision": revision, "version": version})


def version(session: Session) -> int:
    """Return the version of hiding that judged what is there, 1 where that was not written down yet."""
    query = select(col(Judged.version)).order_by(col(Judged.revision).desc()).limit(1)
    return session.connection().execute(query).scalar() or 1


def read(
    session: Session,
    as_at: int,
    *,
    indicators: Sequence[str] | None = None,
    areas: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the keys that are hidden to a reader at revision ``as_at``, those taken back later among them."""
    wanted: list[ColumnElement[bool]] = [or_(col(Hiding.revision) <= as_at, col(Hiding.taken_back))]
    if indicators is not None:
        wanted.append(col(Hiding.indicator).in_(indicators))
    if areas is not None:
        wanted.append(col(Hiding.area).in_(areas))
    return standing(_frame(session, wanted), as_at)


def standing(decisions: pd.DataFrame, as_at: int | None = None) -> pd.DataFrame:
    """Return the keys that these decisions hide from a reader at revision ``as_at``, by default at the newest."""
    made = decisions if as_at is None else decisions[decisions["revision"] <= as_at]
    newest = made.drop_duplicates(KEY, keep="last")
    hidden = pd.concat([newest[newest["role"] != HidingRole.OPEN], decisions[decisions["taken_back"]]])
    return hidden[KEY].drop_duplicates(ignore_index=True)


def of_periods(session: Session, indicators: Sequence[str], periods: pd.DataFrame) -> pd.DataFrame:
    """Return all decisions on figures of these indicators and periods (columns ``PERIOD``), by revision."""
    starts = sorted(periods["period_start"].unique())
    found = _frame(session, [col(Hiding.indicator).in_(indicators), col(Hiding.period_start).in_(starts)])
    return found.merge(periods[PERIOD].drop_duplicates(), on=PERIOD)


def touched_between(session: Session, earlier: int, later: int) -> set[str]:
    """Return the indicators of which revisions after ``earlier``, up to ``later``, decided on figures."""
    wanted = and_(col(Hiding.revision) > earlier, col(Hiding.revision) <= later)
    return set(session.connection().execute(select(col(Hiding.indicator)).where(wanted).distinct()).scalars())


def _frame(session: Session, wanted: list[ColumnElement[bool]]) -> pd.DataFrame:
    columns = [getattr(Hiding, name) for name in _COLUMNS]
    rows = session.connection().execute(select(*columns).where(*wanted).order_by(col(Hiding.revision))).all()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=_COLUMNS)
    texts = dict.fromkeys([*KEY, "role"], "str")
    return frame.astype({**texts, "period_months": "int64", "revision": "int64", "taken_back": "bool"})
