"""Figures: added under a revision, read as at a revision. Nothing is ever changed or removed."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv
from sqlalchemy import ColumnElement, Connection, and_, func, literal_column, select, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dashboard.domain.audiences import StoredAudience
from dashboard.domain.coded import Bools, Coded, Codes, alike, coded, coded_frame, joined
from dashboard.domain.coded import Column as CodedColumn
from dashboard.domain.columns import BY_NAME, Column, Stage, up_to
from dashboard.domain.figures import FIGURE, KEY, PERIOD, State
from dashboard.domain.frames import types_of
from dashboard.store.tables import Figure

READ = [column.name for column in up_to(Stage.STORED)]
_OF_PAST = [name for name in READ if name != "submission"]
STAGED = [*FIGURE, "submission", "audience"]
_PIECE = 50_000  # rows handed to a driver at once
_SQL = {"text": "TEXT", "words": "TEXT", "number": "DOUBLE PRECISION", "whole": "INTEGER"}
_CREATE_STAGING = (
    f"CREATE TEMPORARY TABLE staging ({', '.join(f'{name} {_SQL[BY_NAME[name].type]}' for name in STAGED)})"
)
_SAME_KEY = " AND ".join(f"f.{name} = s.{name}" for name in KEY)


def read(
    session: Session,
    as_at: int,
    *,
    indicators: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the figures that stood at revision ``as_at``, newest per key, ordered by key.

    Columns ``READ``; numbers NaN where there are none.
    """
    wanted = [col(Figure.revision) <= as_at]
    if indicators is not None:
        wanted.append(col(Figure.indicator).in_(indicators))
    versions = versions_of(_read(session, and_(*wanted)))
    return _framed(versions.figures.of(versions.stands))


class Past(NamedTuple):
    """All figures of these indicators at any revision, by key and revision, read once for all who ask.

    Columns ``READ`` but for the number of the file.
    """

    indicators: frozenset[str]
    figures: Coded

    @property
    def standing(self) -> Coded:
        """Those that stand now, ordered by key."""
        versions = versions_of(self.figures)
        return versions.figures.of(versions.stands)


def past(session: Session, indicators: Iterable[str]) -> Past:
    """Return all figures of these indicators."""
    names = frozenset(indicators)
    return Past(names, _read(session, col(Figure.indicator).in_(sorted(names)), _OF_PAST))


class Versions(NamedTuple):
    """All figures up to a revision, by key and revision; ``stands`` marks those that stood, of shape (n,).

    ``corrects`` marks those that took the place of an earlier one.
    """

    figures: Coded
    stands: Bools
    corrects: Bools


def added(session: Session, after: int, up_to: int, indicators: Sequence[str]) -> Coded:
    """Return all figures of these indicators of revisions after one and up to another, by key and revision.

    Columns ``READ`` but for the number of the file.
    """
    revision = col(Figure.revision)
    wanted = and_(revision > after, revision <= up_to, col(Figure.indicator).in_(indicators))
    return _read(session, wanted, [name for name in READ if name != "submission"])


def versions_of(figures: Coded) -> Versions:
    """Return figures, ordered by key and revision, with which of them stand, and which took an earlier one's place."""
    # Not asked of the database, where looking for a newer one of each takes longer than reading the older ones.
    key = figures.numbered(KEY)
    begins = np.append(True, key[1:] != key[:-1])[: len(key)]
    newest = np.append(begins[1:], True)[: len(key)]
    there = figures.texts("state").each(lambda state: state != State.WITHDRAWN)
    before: Codes = np.cumsum(there) - there  # how many came before, of this key and those above it
    return Versions(figures, newest & there, before > before[begins][np.cumsum(begins) - 1])


def _standing(as_at: int) -> list[ColumnElement[bool]]:
    """What holds of the figures that are the newest of their key at a revision."""
    newer = aliased(Figure)
    superseded = select(1).where(
        *(getattr(newer, name) == getattr(Figure, name) for name in KEY),
        col(newer.revision) > col(Figure.revision),
        col(newer.revision) <= as_at,
    )
    return [col(Figure.revision) <= as_at, ~superseded.exists()]


def kept_for_partnership(session: Session, as_at: int) -> pd.DataFrame:
    """Return the keys whose figure at a revision its sender kept for the partnership: columns ``KEY``, one row each."""
    columns = [getattr(Figure, name) for name in KEY]
    # Written out, for a database uses an index of such figures only where it sees that they alone are asked for.
    chosen = col(Figure.audience) == literal_column(f"'{StoredAudience.PARTNERSHIP.value}'")
    rows = session.connection().execute(select(*columns).where(chosen, *_standing(as_at))).all()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=KEY)
    return frame.astype(types_of(Stage.KEY))


def periods_of(session: Session, indicators: Sequence[str]) -> pd.DataFrame:
    """Return the periods that any figure of these indicators ever had, columns ``PERIOD``, one row each."""
    columns = [getattr(Figure, name) for name in PERIOD]
    query = select(*columns).where(col(Figure.indicator).in_(indicators)).distinct()
    rows = session.connection().execute(query).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=PERIOD)


def counts_of(session: Session, revision: int) -> dict[str, int]:
    """Return how many figures a revision added, by indicator."""
    query = select(col(Figure.indicator), func.count()).where(col(Figure.revision) == revision)
    rows = session.connection().execute(query.group_by(col(Figure.indicator))).all()
    return {str(name): int(count) for name, count in rows}


def touched_between(session: Session, earlier: int, later: int) -> set[str]:
    """Return the indicators of which revisions after ``earlier``, up to ``later``, hold figures."""
    wanted = and_(col(Figure.revision) > earlier, col(Figure.revision) <= later)
    return set(session.connection().execute(select(col(Figure.indicator)).where(wanted).distinct()).scalars())


def versions(
    session: Session, indicators: Sequence[str], periods: pd.DataFrame, known: Past | None = None
) -> pd.DataFrame:
    """Return every figure that these indicators had in these periods at any revision, in the order of revisions.

    Columns as ``Past`` has them; what is ``known`` is not read again.
    """
    known = known or past(session, ())
    others = [name for name in indicators if name not in known.indicators]
    starts = sorted(periods["period_start"].unique())
    wanted = and_(col(Figure.indicator).in_(others), col(Figure.period_start).in_(starts))
    found = known.figures.of(known.figures.texts("indicator").among(indicators))
    if others:
        found = joined([found, _read(session, wanted, _OF_PAST)])
    return found.of(alike(PERIOD, found, coded_frame(periods[PERIOD]))).in_order(["revision", *KEY]).frame


def earlier_than(session: Session, number: int, indicators: Sequence[str]) -> pd.DataFrame:
    """Return every figure that these indicators had at any revision before ``number``, but for withdrawals."""
    stood = col(Figure.state) != State.WITHDRAWN.value
    return _frame(session, and_(col(Figure.indicator).in_(indicators), col(Figure.revision) < number, stood))


def of_revision(session: Session, number: int) -> pd.DataFrame:
    """Return the figures that revision ``number`` added, withdrawals included."""
    return _frame(session, col(Figure.revision) == number)


def _frame(session: Session, wanted: ColumnElement[bool]) -> pd.DataFrame:
    return _framed(_read(session, wanted))


def _framed(figures: Coded) -> pd.DataFrame:
    return figures.frame.astype({"submission": types_of(Stage.STORED)["submission"]})


def _read(session: Session, wanted: ColumnElement[bool], names: Sequence[str] = READ) -> Coded:
    """Figures in the order of their keys, those of one key in the order of their revisions."""
    columns = [getattr(Figure, name) for name in names]
    rows = session.connection().execute(select(*columns).where(wanted))
    driver: Any = rows.cursor  # whose rows are tuples: those that SQLAlchemy makes of them cost as much again
    pieces = [_coded(names, piece) for piece in iter(lambda: driver.fetchmany(_PIECE), [])]
    rows.close()
    # Sorted here, for two databases may sort the same letters differently.
    return joined(pieces or [_coded(names, [])]).in_order([*KEY, "revision"])


def _coded(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Coded:
    values = zip(*rows, strict=True) if rows else [()] * len(names)
    return Coded({name: _column(BY_NAME[name], column) for name, column in zip(names, values, strict=True)})


def _column(column: Column, values: Sequence[Any]) -> CodedColumn:
    if column.type in ("text", "words"):
        return coded(values)
    return np.array(values, dtype=np.float64 if column.may_be_missing else np.int64)


def stage(session: Session, figures: pd.DataFrame) -> None:
    """Put figures into this connection's own staging table, the database's fast way.

    The table is temporary: it is seen by nobody else and gone with the connection, so a process
    that dies leaves nothing to sweep. Figures that do not say who may read them have the audience of their measure.
    """
    connection = session.connection()
    connection.execute(text("DROP TABLE IF EXISTS staging"))
    connection.execute(text(_CREATE_STAGING))
    nowhere = pd.array([pd.NA], dtype="Int64")
    frame = figures if "submission" in figures else figures.assign(submission=nowhere.repeat(len(figures)))
    frame = frame if "audience" in frame else frame.assign(audience=StoredAudience.MEASURE.value)
    pieces = (frame[begin : begin + _PIECE] for begin in range(0, len(frame), _PIECE))
    if connection.dialect.name == "postgresql":
        _copy(connection, pieces)
    else:
        marks = ", ".join("?" * len(STAGED))
        for piece in pieces:
            connection.exec_driver_sql(f"INSERT INTO staging VALUES ({marks})", _rows(piece[STAGED]))


def _rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    # A driver takes None for nothing; a missing number in a frame is NaN and would be stored as one.
    columns = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame]
    return list(zip(*columns, strict=True))


def _copy(connection: Connection, pieces: Iterable[pd.DataFrame]) -> None:
    """Send the pieces as CSV, in which texts are quoted and nothing at all stands for nothing."""
    driver: Any = connection.connection.driver_connection
    query = f"COPY staging ({', '.join(STAGED)}) FROM STDIN (FORMAT csv)"
    options = csv.WriteOptions(include_header=False)
    with driver.cursor() as cursor, cursor.copy(query) as copy:
        for piece in pieces:
            written = pa.BufferOutputStream()
            csv.write_csv(pa.Table.from_pandas(piece[STAGED], preserve_index=False), written, options)
            copy.write(written.getvalue())


def touched_since(session: Session, revision: int) -> list[int]:
    """Return the revisions after ``revision`` that hold a key of the staged figures, in order."""
    query = text(
        f"SELECT DISTINCT f.revision FROM figure f JOIN staging s ON {_SAME_KEY} WHERE f.revision > :since ORDER BY 1"
    )
    return [row[0] for row in session.connection().execute(query, {"since": revision})]


def add_staged(session: Session, revision: int, submission: int | None = None) -> int:
    """Add the staged figures under ``revision``, drop the staging table, and return how many there were.

    ``submission`` is where they came from; without it each keeps the one it was staged with.
    """
    columns = ", ".join(name for name in STAGED if name != "submission")
    query = text(
        f"INSERT INTO figure ({columns}, submission, revision) "
        f"SELECT {columns}, coalesce(CAST(:submission AS INTEGER), submission), :revision FROM staging "
        f"ORDER BY {', '.join(KEY)}"  # as they are kept, so that a page is written once
    )
    values = {"revision": revision, "submission": submission}
    added = session.connection().execute(query, values).rowcount
    session.connection().execute(text("DROP TABLE staging"))
    return int(added)


def before(session: Session, revision: int) -> pd.DataFrame:
    """Return, for each key that ``revision`` touched, what stood before it; withdrawn where nothing did."""
    touched = of_revision(session, revision)
    indicators = sorted(touched["indicator"].unique())
    earlier = read(session, revision - 1, indicators=indicators)
    restored = touched[KEY].merge(earlier, on=KEY, how="left")
    nothing = restored["state"].isna()
    restored.loc[nothing, "state"] = State.WITHDRAWN.value
    return restored.fillna({"note": "", "source": "", "audience": StoredAudience.MEASURE.value})[STAGED]
