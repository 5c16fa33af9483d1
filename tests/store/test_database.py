"""The database: its settings, its migrations, and what it says when it cannot write."""

import sqlite3
import subprocess
import sys
from contextlib import ExitStack

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from dashboard.domain.errors import Refusal, StoreUnavailable
from dashboard.store import revisions
from dashboard.store.database import Database
from dashboard.store.tables import Revision


def test_the_migrations_make_the_tables_that_the_models_describe(database):
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_opening_a_database_again_changes_nothing(address):
    first = Database(address)
    tables = set(inspect(first.engine).get_table_names())
    first.close()

    again = Database(address)

    assert set(inspect(again.engine).get_table_names()) == tables
    again.close()


def test_several_processes_may_open_an_empty_database_at_once(address):
    opening = f"from dashboard.store.database import Database; Database({address!r}, 30).close()"
    processes = [subprocess.Popen([sys.executable, "-c", opening], stderr=subprocess.PIPE) for _ in range(3)]

    faults = [process.communicate()[1].decode() for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0], faults


def test_sqlite_keeps_a_log_ahead_and_holds_foreign_keys(sqlite_database):
    with sqlite_database.engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_change_is_kept_whole_or_not_at_all(database, definitions):
    def broken() -> None:
        with database.writing() as session:
            revisions.make(session, revisions.Draft("publish", "somebody", "a reason", definitions))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()

    with database.reading() as session:
        assert revisions.newest(session) == 0


def test_a_busy_database_says_so_and_changes_nothing(sqlite_address, definitions):
    opened = Database(sqlite_address, busy_seconds=0.1)
    other = sqlite3.connect(sqlite_address.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreUnavailable, match="The database is busy: somebody else is writing to it"):
        _make_revision(opened, definitions)

    other.execute("ROLLBACK")
    with opened.reading() as session:
        assert revisions.newest(session) == 0
    opened.close()
    other.close()


def test_a_busy_postgresql_says_so_and_changes_nothing(postgresql_address, definitions):
    opened, other = Database(postgresql_address, busy_seconds=0.2), Database(postgresql_address)

    with other.writing(), pytest.raises(StoreUnavailable, match="The database is busy: somebody else is writing to it"):
        _make_revision(opened, definitions)

    with opened.reading() as session:
        assert revisions.newest(session) == 0
    opened.close()
    other.close()


def _make_revision(opened: Database, definitions) -> None:
    with opened.writing() as session:
        revisions.make(session, revisions.Draft("publish", "somebody", "a reason", definitions))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("no address at all", "The address of the database .* cannot be used"),
        ("mysql://a/b", "The address of the database .* cannot be used"),
        ("postgresql://h:abc/x", "The address of the database .* cannot be used"),
        ("sqlite:////etc/passwd", "The file that the address names is not a database"),
        ("postgresql://dash@127.0.0.1:1/none", "The database cannot be reached"),
        ("sqlite:////no/such/folder/figures.db", "The database cannot be reached"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_kindly(address, words):
    with pytest.raises(Refusal, match=words):
        Database(address)


def test_a_revision_has_one_successor_whatever_the_program_does(database, definitions):
    _make_revision(database, definitions)
    _make_revision(database, definitions)

    with pytest.raises(Exception, match=r"(?i)unique|duplicate"), database.writing() as session:
        session.add(_revision(session, number=2, replaces=1))
        session.flush()


def test_the_chain_of_revisions_has_no_gap(database, definitions):
    _make_revision(database, definitions)

    with pytest.raises(Exception, match="an_unbroken_chain"), database.writing() as session:
        session.add(_revision(session, number=9, replaces=1))
        session.flush()


def _revision(session, number: int, replaces: int) -> Revision:
    first = revisions.at(session, 1)
    return Revision(
        number=number,
        replaces=replaces,
        kind="publish",
        made_at=first.made_at,
        made_by="somebody",
        reason="a reason",
        definitions=first.definitions,
    )


def test_many_people_may_look_at_once(database):
    with ExitStack() as looking:
        sessions = [looking.enter_context(database.reading()) for _ in range(28)]

        assert [session.execute(text("SELECT 1")).scalar() for session in sessions] == [1] * 28
