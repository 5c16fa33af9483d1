"""Decisions on hiding: added with the revision that they were made for, read as at a revision."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, func, insert, or_, select
from sqlmodel import Session, col

from dashboard.domain.figures import KEY, PERIOD, SMALL_KEY, HidingRole
from dashboard.store.tables import Hiding, Judged, Sheltered

_COLUMNS = [*KEY, "revision", "role", "taken_back"]


def add(session: Session, revision: int, decisions: pd.DataFrame, *, taken_back: bool = False) -> None:
    """Add decisions (columns ``KEY`` and ``role``) under ``revision``; with ``taken_back`` hidden ones reach back."""
    reaches_back = taken_back & (decisions["role"] != HidingRole.OPEN)
    made = decisions[[*KEY, "role"]].assign(revision=revision, taken_back=reaches_back)[_COLUMNS]
    rows: list[dict[str, Any]] = [dict(zip(_COLUMNS, row, strict=True)) for row in made.astype(object).to_numpy()]
    if rows:
        session.connection().execute(insert(Hiding), rows)


def add_sheltered(session: Session, revision: int, shelters: pd.DataFrame) -> None:
    """Write down for which small figures a revision hid each companion (columns ``KEY`` and ``SMALL_KEY``)."""
    made = shelters[[*KEY, *SMALL_KEY]].assign(revision=revision)
    rows: list[dict[str, Any]] = [
        dict(zip(list(made.columns), row, strict=True)) for row in made.astype(object).to_numpy()
    ]
    if rows:
        session.connection().execute(insert(Sheltered), rows)


def taken_back_by(session: Session, revision: int) -> pd.DataFrame:
    """Return what a revision hid in every revision (columns ``KEY`` and ``role``), in the order of ``KEY``."""
    made = _frame(session, [and_(col(Hiding.revision) == revision, col(Hiding.taken_back))])
    return made[[*KEY, "role"]].sort_values(KEY, ignore_index=True)


def sheltered_by(session: Session, revision: int) -> pd.DataFrame:
    """Return each companion of such a revision (``KEY``) beside each small figure it protects (``SMALL_KEY``)."""
    columns = [getattr(Sheltered, name) for name in (*KEY, *SMALL_KEY)]
    query = select(*columns).where(col(Sheltered.revision) == revision)
    return pd.DataFrame([tuple(row) for row in session.connection().execute(query)], columns=[*KEY, *SMALL_KEY])


def taking_back(session: Session) -> dict[int, int]:
    """Return how many figures each revision hid in every revision, those that hid none left out."""
    query = select(col(Hiding.revision), func.count()).where(col(Hiding.taken_back)).group_by(col(Hiding.revision))
    return {int(revision): int(many) for revision, many in session.connection().execute(query)}


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
