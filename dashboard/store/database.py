"""The database: SQLite by default, PostgreSQL by address; sessions, transactions, ordered migrations."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from dashboard.domain.errors import BadSetting, NotAllowed, Refusal, StoreUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"
# Connections beside the five that are kept open: a page holds one while it runs, and many people look at once. Those of
# a file cost nothing; of a PostgreSQL server, which has a hundred unless told otherwise, several processes take theirs.
_MORE_OF_A_FILE, _MORE_OF_A_SERVER = -1, 25
BUSY_SECONDS = 5.0  # how long a writer waits for another before it gives up
EXPORTED = 0x43445045  # the mark in a SQLite file of what everybody may read, which is only read
_MIGRATING = 5_104_012  # the number of the PostgreSQL lock that lets one process migrate at a time


class Database:
    """An open database, its tables up to date. Use ``reading()`` to look, ``writing()`` to change.

    One that ``reads_only`` is never changed, not even by a migration, but for what is asked for with ``asking()``.
    """

    def __init__(self, address: str, busy_seconds: float = BUSY_SECONDS, *, reads_only: bool = False) -> None:
        """Open the database at an SQLAlchemy URL, and migrate it unless it is only read.

        Raise BadSetting, StoreUnavailable, both where it is only read and its tables are not those of this version.
        """
        self.reads_only = reads_only
        self.engine = _engine(address, busy_seconds, reads_only=reads_only)
        try:
            with _told_kindly():
                (_require_head if reads_only else _migrate)(self.engine)
        except Refusal:
            self.close()
            raise

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
        connection what takes long and keeps nobody waiting. Raise StoreUnavailable, NotAllowed where it is only read.
        """
        if self.reads_only:
            raise NotAllowed(_ONLY_READ)
        with _told_kindly(), self.engine.connect() as connection:
            with Session(connection) as session, session.begin():
                prepare(session)
            with Session(connection.execution_options(writes=True)) as session, session.begin():
                if self.is_postgresql:
                    session.execute(text("LOCK TABLE revision IN SHARE ROW EXCLUSIVE MODE"))
                yield session

    @contextmanager
    def asking(self) -> Iterator[Session]:
        """Give a session that may ask whoever makes editions for one, even where the database is only read.

        Raise StoreUnavailable, NotAllowed for a file that is only read: nothing can be left in it.
        """
        if self.reads_only and not self.is_postgresql:
            raise NotAllowed(_ONLY_READ)
        with _told_kindly(), Session(self.engine) as session, session.begin():
            if self.reads_only:
                session.execute(text("SET TRANSACTION READ WRITE"))
            yield session

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()


_ONLY_READ = (
    "This dashboard only reads (DASHBOARD_READER). Nothing was changed. What changes figures is done where the "
    "dashboard that writes to this database runs."
)
_ANOTHER_VERSION = (
    "The tables of this database are not those of this version, and it is only read here (DASHBOARD_READER). "
    "Start the dashboard that writes to it first, in this version: python -m dashboard, without DASHBOARD_READER."
)
_NO_RIGHT = (
    "The role that the address of the database names has no right to this. Nothing was changed. To one that reads, "
    "whoever owns the tables grants it: python -m dashboard editions --grant-public ROLE, or --grant-partnership ROLE."
)
_FOR_READING = (
    "This file was written by editions --export: it holds what everybody may read and no figure, and is only read. "
    "Set DASHBOARD_READER=public to show it. Figures go into the database that it was made from."
)
_NO_ADDRESS = (
    "The address of the database (DATABASE_URL, --database) cannot be used. "
    "Write sqlite:///path/to/file.db or postgresql://user@host/name."
)


def _engine(address: str, busy_seconds: float, *, reads_only: bool) -> Engine:
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
        return _read_engine(url, busy_seconds) if reads_only else _sqlite_engine(url, busy_seconds)
    options = f"-c lock_timeout={int(busy_seconds * 1000)}"
    if reads_only:
        options += " -c default_transaction_read_only=on"
    return create_engine(url, connect_args={"options": options}, pool_pre_ping=True, max_overflow=_MORE_OF_A_SERVER)


def _read_engine(url: URL, busy_seconds: float) -> Engine:
    """An engine on a file that it cannot change."""
    where = f"{Path(url.database or '').absolute().as_uri()}?mode=ro"

    def connected() -> sqlite3.Connection:
        return sqlite3.connect(where, uri=True, timeout=busy_seconds, check_same_thread=False)

    # Opened anew for each reading, so that an export that takes the place of an older one is read from then on.
    return _in_transactions(create_engine(url, creator=connected, poolclass=NullPool), ("query_only=ON",))


def _sqlite_engine(url: URL, busy_seconds: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": busy_seconds}, max_overflow=_MORE_OF_A_FILE)
    pragmas = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "temp_store=FILE")
    return _in_transactions(engine, pragmas, refused=EXPORTED)


def _in_transactions(engine: Engine, pragmas: Sequence[str], refused: int | None = None) -> Engine:
    """An engine on a file, with settings for each connection; a file with the ``refused`` mark is not touched."""

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late to hold two readings together
        if refused is not None and connection.execute("PRAGMA application_id").fetchone() == (refused,):
            connection.close()
            raise BadSetting(_FOR_READING)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _require_head(engine: Engine) -> None:
    head = ScriptDirectory.from_config(_migrations()).get_heads()
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    if set(found) != set(head):
        raise BadSetting(_ANOTHER_VERSION)


def _migrate(engine: Engine) -> None:
    config = _migrations()
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
    except NoConnectionLeft as error:
        raise StoreUnavailable("Too many people look at the database at once. Try again in a minute.") from error
    except (OperationalError, psycopg.OperationalError) as error:  # COPY speaks to psycopg itself
        raise StoreUnavailable(_words(str(getattr(error, "orig", error)).lower())) from error
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
            raise StoreUnavailable(_NO_RIGHT) from error
        if isinstance(error.orig, psycopg.errors.ReadOnlySqlTransaction):
            raise StoreUnavailable(_words("read-only")) from error
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
