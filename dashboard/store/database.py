"""The database: SQLite by default, PostgreSQL by address; sessions, transactions, ordered migrations."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlmodel import Session

from dashboard.domain.errors import BadSetting, StoreUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 5.0  # how long a writer waits for another before it gives up
_MIGRATING = 5_104_012  # the number of the PostgreSQL lock that lets one process migrate at a time


class Database:
    """An open database, its tables up to date. Use ``reading()`` to look, ``writing()`` to change."""

    def __init__(self, address: str, busy_seconds: float = BUSY_SECONDS) -> None:
        """Open the database at an SQLAlchemy URL, and migrate it. Raise BadSetting, StoreUnavailable."""
        self.engine = _engine(address, busy_seconds)
        with _told_kindly():
            _migrate(self.engine)

    @property
    def is_postgresql(self) -> bool:
        """Whether this is PostgreSQL, and not SQLite."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the database. Raise StoreUnavailable."""
        steady = {"isolation_level": "REPEATABLE READ"} if self.is_postgresql else {}
        with _told_kindly(), Session(self.engine.execution_options(**steady)) as session:
            yield session

    @contextmanager
    def writing(self, prepare: Callable[[Session], None] = lambda _: None) -> Iterator[Session]:
        """Give a session whose changes are kept together at the end, or not at all.

        One writer at a time: the next waits, then sees what this one did. ``prepare`` does on the same
        connection what takes long and keeps nobody waiting. Raise StoreUnavailable.
        """
        with _told_kindly(), self.engine.connect() as connection:
            with Session(connection) as session, session.begin():
                prepare(session)
            with Session(connection.execution_options(writes=True)) as session, session.begin():
                if self.is_postgresql:
                    session.execute(text("LOCK TABLE revision IN SHARE ROW EXCLUSIVE MODE"))
                yield session

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()


_NO_ADDRESS = (
    "The address of the database (DATABASE_URL, --database) cannot be used. "
    "Write sqlite:///path/to/file.db or postgresql://user@host/name."
)


def _engine(address: str, busy_seconds: float) -> Engine:
    try:
        url = make_url(address)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise BadSetting(_NO_ADDRESS) from error
    if backend not in ("sqlite", "postgresql", "postgres"):
        raise BadSetting(_NO_ADDRESS)
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, busy_seconds)
    milliseconds = int(busy_seconds * 1000)
    return create_engine(url, connect_args={"options": f"-c lock_timeout={milliseconds}"}, pool_pre_ping=True)


def _sqlite_engine(url: Any, busy_seconds: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": busy_seconds})

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late to hold two readings together
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "temp_store=FILE"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATING})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _told_kindly() -> Iterator[None]:
    """Turn what the driver says into words for a person; the driver's own go to the log with the cause."""
    try:
        yield
    except (OperationalError, psycopg.OperationalError) as error:  # COPY speaks to psycopg itself
        raise StoreUnavailable(_words(str(getattr(error, "orig", error)).lower())) from error
    except DBAPIError as error:
        if not error.connection_invalidated and "not a database" not in str(error.orig):
            raise
        raise StoreUnavailable(_words(str(error.orig).lower())) from error


def _words(fault: str) -> str:
    if "locked" in fault or "lock timeout" in fault or "busy" in fault:
        return "The database is busy: somebody else is writing to it. Nothing was changed; try again in a minute."
    if "full" in fault or "no space" in fault or "disk i/o" in fault:
        return "The disk of the database takes nothing more. Nothing was changed; make room on it and try again."
    if "not a database" in fault:
        return "The file that the address names is not a database. Nothing was changed; check the address."
    if "readonly" in fault or "read-only" in fault:
        return "The database may only be read. Nothing was changed; check who may write to its folder."
    return (
        "The database cannot be reached. Nothing was changed; check that it is running and that DATABASE_URL is right."
    )
