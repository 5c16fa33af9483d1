"""Databases as version 0.1.0 left them, kept row by row, to be put into SQLite or PostgreSQL.

``python -m tests.first_version ADDRESS [NAME]`` wrote each down. How they came about: tests/samples/README.md.
"""

import gzip
import json
import sys
from base64 import b64decode, b64encode
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, make_url, text

from dashboard.store.database import MIGRATIONS

FOLDER = Path(__file__).parent / "samples" / "first_version"
LAST_MIGRATION = "0005"  # of 0.1.0
TABLES, LEAK = "tables", "leak"  # the names of what is kept; of the second a hidden figure comes out by a tie
_COUNTED = {"submission": "id", "mapping": "number"}  # the columns that the database itself counts on

Rows = dict[str, list[dict[str, Any]]]  # by table


def _kept(name: str) -> Path:
    return FOLDER / f"{name}.json.gz"


def kept_rows(name: str = TABLES) -> Rows:
    """Return the rows that are kept: bytes as base64, moments as ISO text."""
    rows: Rows = json.loads(gzip.decompress(_kept(name).read_bytes()))
    return rows


def load(address: str, name: str = TABLES) -> None:
    """Make the tables of 0.1.0 in an empty database, and put the kept rows into them."""
    engine = _engine(address)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, LAST_MIGRATION)
        kept = kept_rows(name)
        for table in _tables(connection):
            if kept[table.name]:
                connection.execute(table.insert(), [_read(table, row) for row in kept[table.name]])
        if engine.dialect.name == "postgresql":
            _count_on(connection)
    engine.dispose()


def rows_of(address: str) -> Rows:
    """Return the rows of every table in a database, as ``kept_rows`` does."""
    engine = _engine(address)
    with engine.connect() as connection:
        rows = {
            table.name: [_written(dict(row)) for row in connection.execute(table.select()).mappings()]
            for table in _tables(connection)
        }
    engine.dispose()
    return {name: sorted(rows[name], key=json.dumps) for name in sorted(rows)}


def _engine(address: str) -> Engine:
    """An engine as SQLAlchemy makes it by itself: ``Database`` would bring the tables up to date."""
    url = make_url(address)
    return create_engine(url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url)


def _tables(connection: Connection) -> list[Table]:
    """Return the tables, those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _count_on(connection: Connection) -> None:
    for table, column in _COUNTED.items():
        following = f"coalesce((SELECT max({column}) FROM {table}), 0) + 1"
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {following}, false)"))


def _read(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    readers = {bytes: b64decode, datetime: datetime.fromisoformat}
    kinds = {column.name: readers.get(column.type.python_type, lambda value: value) for column in table.columns}
    return {name: value if value is None else kinds[name](value) for name, value in row.items()}


def _written(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _as_text(value) for name, value in row.items()}


def _as_text(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime) else value


if __name__ == "__main__":
    lines = json.dumps(rows_of(sys.argv[1]), indent=0, ensure_ascii=False)
    _kept(sys.argv[2] if len(sys.argv) > 2 else TABLES).write_bytes(gzip.compress(lines.encode(), mtime=0))
