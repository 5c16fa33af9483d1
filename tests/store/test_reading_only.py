"""A database that is only read: nothing is migrated or written, and a role may do what was granted and no more."""

import sqlite3
import stat

import psycopg
import pytest
from sqlalchemy import text

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.audiences import Audience
from dashboard.domain.errors import BadSetting, NotAllowed, NotFound, Refusal, StoreUnavailable
from dashboard.journeys import editions
from dashboard.store import editions as editions_store
from dashboard.store import grants
from dashboard.store.database import Database
from tests.reading_roles import as_role, granted, role_at

SELECTED = {
    Audience.PUBLIC: {"alembic_version", "definitions", "edition", "part", "place", "revision", "withdrawal"},
    Audience.PARTNERSHIP: {
        *("alembic_version", "definitions", "edition", "part", "place", "revision", "withdrawal"),
        *("restricted_part", "restricted_place", "submission", "waiting"),
    },
}


@pytest.fixture
def new_role(postgresql_address):
    with role_at(postgresql_address) as make:
        yield make


@pytest.fixture
def owner(postgresql_address):
    opened = Database(postgresql_address)
    yield opened
    opened.close()


def test_a_database_that_is_only_read_says_so_to_whoever_writes(address):
    Database(address).close()
    opened = Database(address, reads_only=True)

    with pytest.raises(NotAllowed, match="This dashboard only reads"), opened.writing():
        pass
    with pytest.raises(StoreUnavailable), opened.reading() as session:
        session.execute(text("INSERT INTO wanted (revision) VALUES (1)"))
    opened.close()


def test_a_database_that_is_only_read_is_not_migrated(address):
    made = Database(address)
    with made.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0006'"))

    with pytest.raises(BadSetting, match="Start the dashboard that writes to it first"):
        Database(address, reads_only=True)
    with made.engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0006"
    made.close()


def test_an_empty_database_is_not_made_by_reading_it(tmp_path, postgresql_address):
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        Database(f"sqlite:///{tmp_path / 'none.db'}", reads_only=True)
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(BadSetting, match="Start the dashboard that writes to it first"):
        Database(postgresql_address, reads_only=True)


def test_a_file_may_be_called_anything(tmp_path):
    path = tmp_path / "what # is % this.db"
    Database(f"sqlite:///{path}").close()

    Database(f"sqlite:///{path}", reads_only=True).close()


@pytest.mark.parametrize("audience", list(Audience))
def test_a_role_may_read_what_was_granted_and_no_more(owner, postgresql_address, new_role, audience):
    role = new_role()
    with owner.engine.begin() as connection:
        connection.execute(text(f"GRANT ALL ON figure, hiding, mapping TO {role}"))
        connection.execute(text(f"GRANT SELECT (content) ON original TO {role}"))

    with psycopg.connect(granted(owner, postgresql_address, role, audience)) as connection:
        allowed = {table for table in grants.our_tables() if _may_select(connection, table)}
        assert allowed == SELECTED[audience]
        assert _may_insert(connection) == (["wanted"] if audience is Audience.PARTNERSHIP else [])
        for table in ("figure", "hiding", "original", "mapping"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT count(*) FROM {table}")
            connection.rollback()


def _may_select(connection, table) -> bool:
    query = "SELECT has_any_column_privilege(to_regclass(%s), 'SELECT')"
    return connection.execute(query, (table,)).fetchone()[0]


def _may_insert(connection) -> list[str]:
    query = "SELECT has_any_column_privilege(to_regclass(%s), 'INSERT')"
    return [table for table in grants.our_tables() if connection.execute(query, (table,)).fetchone()[0]]


def test_who_made_a_revision_and_why_is_not_for_everybody(owner, postgresql_address, new_role):
    with psycopg.connect(granted(owner, postgresql_address, new_role(), Audience.PUBLIC)) as connection:
        for column in ("made_by", "reason", "submission"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT {column} FROM revision")
            connection.rollback()


def test_a_role_that_was_for_members_can_be_one_for_everybody(owner, postgresql_address, new_role):
    role = new_role()
    granted(owner, postgresql_address, role, Audience.PARTNERSHIP)

    with psycopg.connect(granted(owner, postgresql_address, role, Audience.PUBLIC)) as connection:
        assert not _may_select(connection, "restricted_part")
        assert _may_insert(connection) == []


def test_a_role_that_is_not_there_is_told_kindly(owner):
    with pytest.raises(NotFound, match='There is no role nobody "at" all on this PostgreSQL'):
        editions.grant(owner, LOCAL_USER, 'nobody "at" all', Audience.PUBLIC)


def test_a_name_with_signs_in_it_is_a_name(owner, new_role):
    role = new_role()
    strange = f'{role} "%s:x'
    with owner.engine.begin() as connection:
        connection.exec_driver_sql(f'ALTER ROLE {role} RENAME TO "{role} ""%%s:x"')
    try:
        editions.grant(owner, LOCAL_USER, strange, Audience.PUBLIC)
    finally:
        with owner.engine.begin() as connection:
            connection.exec_driver_sql(f'ALTER ROLE "{role} ""%%s:x" RENAME TO {role}')


def test_on_sqlite_there_is_no_role(sqlite_database):
    with pytest.raises(BadSetting, match="Only PostgreSQL has roles"):
        editions.grant(sqlite_database, LOCAL_USER, "reader", Audience.PUBLIC)


def test_the_owner_keeps_all_rights(owner):
    with pytest.raises(Refusal, match="The role dash owns the tables"):
        editions.grant(owner, LOCAL_USER, "dash", Audience.PUBLIC)

    with owner.reading() as session:
        assert session.execute(text("SELECT count(*) FROM figure")).scalar() == 0


def test_a_role_that_may_do_more_in_another_way_is_refused(owner, new_role, postgresql_address):
    role, group = new_role(), new_role()
    with owner.engine.begin() as connection:
        connection.execute(text(f"GRANT SELECT ON figure TO {group}"))
        connection.execute(text(f"GRANT {group} TO {role}"))

    with pytest.raises(Refusal, match="has SELECT on figure in another way"):
        editions.grant(owner, LOCAL_USER, role, Audience.PUBLIC)
    with psycopg.connect(as_role(postgresql_address, role)) as connection:
        assert not _may_select(connection, "part")


def test_a_role_that_was_granted_nothing_is_told_who_grants_it(owner, postgresql_address, new_role):
    with pytest.raises(StoreUnavailable, match="has no right to this"):
        Database(as_role(postgresql_address, new_role()), reads_only=True)


def test_who_reads_may_ask_for_an_edition_and_write_nothing_else(owner, postgresql_address, new_role, definitions):
    from dashboard.store import revisions

    with owner.writing() as session:
        revisions.make(session, revisions.Draft("publish", "somebody", "a reason", definitions))
    reader = Database(granted(owner, postgresql_address, new_role(), Audience.PARTNERSHIP), reads_only=True)

    for _ in range(2):
        with reader.asking() as session:
            editions_store.want(session, 1)
    with pytest.raises(StoreUnavailable, match="has no right"), reader.asking() as session:
        session.execute(text("DELETE FROM revision"))
    reader.close()

    with owner.reading() as session:
        assert editions_store.wanted(session) == [1]


def test_in_a_file_that_is_only_read_nobody_asks(sqlite_database, sqlite_address):
    reader = Database(sqlite_address, reads_only=True)

    with pytest.raises(NotAllowed, match="This dashboard only reads"), reader.asking():
        pass
    reader.close()


def test_a_file_is_read_where_nobody_may_write(tmp_path):
    folder = tmp_path / "read"
    folder.mkdir()
    path = folder / "figures.db"
    Database(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    path.chmod(stat.S_IRUSR)

    before = path.read_bytes()
    Database(f"sqlite:///{path}", reads_only=True).close()

    assert path.read_bytes() == before
    assert [one.name for one in folder.iterdir()] == ["figures.db"]
