"""All that was published, as columns: taken out of a database, and put into one that holds nothing yet."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pyarrow as pa
from pyarrow import csv
from sqlalchemy import Column, Connection, Table, func, insert, select, text
from sqlmodel import Session, SQLModel

from dashboard.store.tables import (
    Figure,
    Hiding,
    Judged,
    KeptMapping,
    Original,
    Revision,
    StoredDefinitions,
    Submission,
    Waiting,
    Withdrawal,
)

_PIECE = 20_000  # rows handed to a driver at once
_TYPES: Mapping[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
}


def _of(*models: type[SQLModel]) -> tuple[Table, ...]:
    return tuple(SQLModel.metadata.tables[str(model.__tablename__)] for model in models)


# What one refers to stands before it.
_TABLES = _of(StoredDefinitions, Submission, Original, Revision, Figure, Hiding, Judged)
_NOT_TAKEN = _of(KeptMapping, Waiting, Withdrawal)


def columns() -> dict[str, list[str]]:
    """Return the columns that are taken of each table. What a clock wrote is in none: it is another each time."""
    return {table.name: [column.name for column in _timeless(table)] for table in _TABLES}


def _timeless(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.type.python_type is not datetime]


def taken(session: Session) -> dict[str, pa.Table]:
    """Return the tables of a database by name, by key: what is compressed in it unpacked, and without moments.

    It holds no more than files that were published: nothing that waits, that was taken back, or of how files are read.
    """
    connection = session.connection()
    for table in _NOT_TAKEN:
        assert not connection.execute(select(func.count()).select_from(table)).scalar(), f"{table.name} is not empty"
    return {table.name: _taken(connection, table) for table in _TABLES}


def _taken(connection: Connection, table: Table) -> pa.Table:
    names = _timeless(table)
    rows = connection.execute(select(*names)).all()
    values = zip(*rows, strict=True) if rows else [()] * len(names)
    arrays = [_array(column, list(value)) for column, value in zip(names, values, strict=True)]
    found = pa.table(dict(zip([column.name for column in names], arrays, strict=True)))
    # Sorted here, for two databases may sort the same letters differently.
    return found.sort_by([(column.name, "ascending") for column in table.primary_key])


def _array(column: Column[Any], values: list[Any]) -> pa.Array:
    if column.type.python_type is bytes:
        values = [zlib.decompress(value) for value in values]
    return pa.array(values, _TYPES[column.type.python_type])


def is_empty(session: Session) -> bool:
    """Whether nothing was ever sent or published here."""
    some = (session.connection().execute(select(1).select_from(table).limit(1)).first() for table in _TABLES)
    return not any(some)


def put(session: Session, tables: Mapping[str, pa.Table], moment: datetime, say: Callable[[int, int], None]) -> None:
    """Put what ``taken`` gave into a database that is empty, all of it as of one moment (UTC).

    ``say`` is called with how many rows of how many are in.
    """
    done, of = 0, sum(tables[table.name].num_rows for table in _TABLES)
    for table in _TABLES:
        with _indexed_at_the_end(session.connection(), table):
            for piece in _pieces(tables[table.name]):
                say(done, of)
                _put(session.connection(), table, piece, moment)
                done += piece.num_rows
    if session.connection().dialect.name == "postgresql":
        # It counts on from the numbers it gave itself, and knows nothing of those that came with the rows.
        count_on = "SELECT setval(pg_get_serial_sequence('submission', 'id'), (SELECT max(id) FROM submission))"
        session.connection().execute(text(count_on))


@contextmanager
def _indexed_at_the_end(connection: Connection, table: Table) -> Iterator[None]:
    """Leave out the indexes of a table of SQLite, which takes twice as long to keep them row by row as to make them."""
    if connection.dialect.name == "postgresql":
        yield
        return
    found = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL")
    indexes = connection.execute(found, {"table": table.name}).all()
    for name, _ in indexes:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for _, made_by in indexes:
        connection.exec_driver_sql(made_by)


def _pieces(rows: pa.Table) -> Iterator[pa.Table]:
    return (rows.slice(begin, _PIECE) for begin in range(0, rows.num_rows, _PIECE))


def _put(connection: Connection, table: Table, rows: pa.Table, moment: datetime) -> None:
    kinds = {column.type.python_type for column in table.columns}
    if kinds & {bytes, datetime}:
        _insert(connection, table, rows, moment)
    elif connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        names, marks = ", ".join(rows.column_names), ", ".join("?" * rows.num_columns)
        values = zip(*map(_values, rows.columns), strict=True)
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", [*values])


def _insert(connection: Connection, table: Table, rows: pa.Table, moment: datetime) -> None:
    packed = [column.name for column in table.columns if column.type.python_type is bytes]
    moments = {column.name: moment for column in table.columns if column.type.python_type is datetime}
    made = [row | moments | {name: zlib.compress(row[name]) for name in packed} for row in rows.to_pylist()]
    connection.execute(insert(table), made)


def _values(column: pa.ChunkedArray) -> list[Any]:
    if not pa.types.is_string(column.type):
        return list(column.to_pylist())
    # Each text is made once, and not once a row.
    coded = column.combine_chunks().dictionary_encode()
    words = coded.dictionary.to_pylist()
    return [None if code is None else words[code] for code in coded.indices.to_pylist()]


def _copy(connection: Connection, table: Table, rows: pa.Table) -> None:
    """Send rows as CSV, in which texts are quoted and nothing at all stands for nothing."""
    driver: Any = connection.connection.driver_connection
    query = f"COPY {table.name} ({', '.join(rows.column_names)}) FROM STDIN (FORMAT csv)"
    written = pa.BufferOutputStream()
    csv.write_csv(rows, written, csv.WriteOptions(include_header=False))
    with driver.cursor() as cursor, cursor.copy(query) as copy:
        copy.write(written.getvalue())
