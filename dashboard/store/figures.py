"""Figures: added under a revision, read as at a revision. Nothing is ever changed or removed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import csv
from sqlalchemy import ColumnElement, Connection, Row, and_, false, func, literal_column, or_, select, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dashboard.domain.audiences import StoredAudience
from dashboard.domain.columns import BY_NAME, Stage, up_to
from dashboard.domain.figures import FIGURE, KEY, PERIOD, State
from dashboard.domain.frames import types_of
from dashboard.store.tables import Figure

READ = [column.name for column in up_to(Stage.STORED)]
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
    areas: Sequence[str] | None = None,
    headline: bool = False,
    withdrawn: bool = False,
    since: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the figures that stood at revision ``as_at``, newest per key, ordered by key.

    Columns ``READ``; numbers NaN where there are none. With ``headline`` only those of everybody,
    of no sex, age or other group. Withdrawn figures only if asked for. ``since`` gives by indicator the day
    (ISO date) before which no period begins, and then only its indicators are read.
    """
    wanted = _standing(as_at)
    if indicators is not None:
        wanted.append(col(Figure.indicator).in_(indicators))
    if areas is not None:
        wanted.append(col(Figure.area).in_(areas))
    if headline:
        wanted += [col(Figure.sex) == "persons", col(Figure.age) == "", col(Figure.breakdown) == ""]
    if since is not None:
        days = [and_(col(Figure.indicator) == name, col(Figure.period_start) >= day) for name, day in since.items()]
        wanted.append(or_(false(), *days))
    if not withdrawn:
        wanted.append(col(Figure.state) != State.WITHDRAWN.value)
    return _frame(session, and_(*wanted))


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


def periods_of(
    session: Session,
    indicators: Sequence[str],
    *,
    areas: Sequence[str] | None = None,
    as_at: int | None = None,
) -> pd.DataFrame:
    """Return the periods that any figure of these indicators ever had, columns ``PERIOD``, one row each.

    With ``areas`` only those of figures there, with ``as_at`` only of figures sent by that revision.
    """
    columns = [getattr(Figure, name) for name in PERIOD]
    wanted: list[ColumnElement[bool]] = [col(Figure.indicator).in_(indicators)]
    if areas is not None:
        wanted.append(col(Figure.area).in_(areas))
    if as_at is not None:
        wanted.append(col(Figure.revision) <= as_at)
    rows = session.connection().execute(select(*columns).where(*wanted).distinct()).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=PERIOD)


def sent(session: Session, *, but_for: Sequence[str]) -> pd.DataFrame:
    """Return which measures came for which periods with which revision, figures of the areas ``but_for`` left aside.

    Columns ``indicator``, ``PERIOD`` and ``revision``, one row each.
    """
    columns = [col(Figure.indicator), *(getattr(Figure, name) for name in PERIOD), col(Figure.revision)]
    query = select(*columns).where(col(Figure.area).not_in(but_for)).distinct()
    rows = session.connection().execute(query).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=["indicator", *PERIOD, "revision"])


def counts_of(session: Session, revision: int) -> dict[str, int]:
    """Return how many figures a revision added, by indicator."""
    query = select(col(Figure.indicator), func.count()).where(col(Figure.revision) == revision)
    rows = session.connection().execute(query.group_by(col(Figure.indicator))).all()
    return {str(name): int(count) for name, count in rows}


def areas_of(session: Session, indicators: Sequence[str]) -> set[str]:
    """Return the codes of the areas that any figure of these indicators is for."""
    query = select(col(Figure.area)).where(col(Figure.indicator).in_(indicators)).distinct()
    return {str(code) for (code,) in session.connection().execute(query).all()}


def put_right(session: Session, as_at: int, areas: Sequence[str]) -> pd.DataFrame:
    """Return the headline figures of areas that stand in place of an earlier one: columns ``KEY`` without numbers."""
    columns = [getattr(Figure, name) for name in KEY]
    headline = (col(Figure.sex) == "persons", col(Figure.age) == "", col(Figure.breakdown) == "")
    wanted = and_(col(Figure.area).in_(areas), col(Figure.revision) <= as_at, *headline)
    query = select(*columns).where(wanted).group_by(*columns).having(func.count() > 1)
    rows = session.connection().execute(query).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=KEY)


def versions(session: Session, indicators: Sequence[str], periods: pd.DataFrame) -> pd.DataFrame:
    """Return every figure that these indicators had in these periods at any revision, in the order of revisions."""
    starts = sorted(periods["period_start"].unique())
    wanted = and_(col(Figure.indicator).in_(indicators), col(Figure.period_start).in_(starts))
    found = _frame(session, wanted).merge(periods[PERIOD].drop_duplicates(), on=PERIOD)
    return found.sort_values(["revision", *KEY], ignore_index=True)


def earlier_than(session: Session, number: int, indicators: Sequence[str]) -> pd.DataFrame:
    """Return every figure that these indicators had at any revision before ``number``, but for withdrawals."""
    stood = col(Figure.state) != State.WITHDRAWN.value
    return _frame(session, and_(col(Figure.indicator).in_(indicators), col(Figure.revision) < number, stood))


def of_revision(session: Session, number: int) -> pd.DataFrame:
    """Return the figures that revision ``number`` added, withdrawals included."""
    return _frame(session, col(Figure.revision) == number)


def _frame(session: Session, wanted: ColumnElement[bool]) -> pd.DataFrame:
    columns = [getattr(Figure, name) for name in READ]
    found = session.connection().execute(select(*columns).where(wanted))
    typed = pd.concat([_typed([]), *map(_typed, found.partitions(_PIECE))], ignore_index=True)
    # Sorted here, for two databases may sort the same letters differently.
    return typed.sort_values(KEY, ignore_index=True)


def _typed(rows: Sequence[Row[Any]]) -> pd.DataFrame:
    frame = pd.DataFrame([tuple(row) for row in rows], columns=READ)
    return frame.astype(types_of(Stage.STORED))


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
    earlier = read(session, revision - 1, indicators=indicators, withdrawn=True)
    restored = touched[KEY].merge(earlier, on=KEY, how="left")
    nothing = restored["state"].isna()
    restored.loc[nothing, "state"] = State.WITHDRAWN.value
    return restored.fillna({"note": "", "source": "", "audience": StoredAudience.MEASURE.value})[STAGED]
