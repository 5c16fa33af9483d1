"""Who only reads: no page of theirs asks for a figure, and all is as it is shown to a visitor of the full database."""

import shutil
import sqlite3
import threading
import time
from dataclasses import fields, is_dataclass

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.assembly import makers
from dashboard.domain.access import LOCAL_USER, READERS, Role, User
from dashboard.domain.agencies import Agency
from dashboard.domain.audiences import Audience
from dashboard.domain.errors import BadSetting, NotAllowed, NotFound, NotReady, Refusal, StoreUnavailable
from dashboard.domain.requests import Request
from dashboard.journeys import demonstration, editions, export, sent, submit, view
from dashboard.store.database import Database
from dashboard.store.tables import Figure
from tests.conftest import TODAY
from tests.figures import BARNET
from tests.reading_roles import exported, granted, role_at

REQUESTS = (
    *(Request(), Request(BARNET), Request(BARNET, compare="region")),
    *(Request(BARNET, until=TODAY), Request("Kent")),
)
MEASURES = ("adults-in-treatment", "coc-engaged-21-days", "dtoa-tests")
OF_AREA = (
    *(view.open_overview, view.open_indicators, view.open_treatment_access, view.open_continuity_of_care),
    *(view.open_diversion, view.open_community_sentences, view.open_periods),
)


@pytest.fixture(params=["filled_sqlite", "on_postgresql"], ids=["sqlite", "postgresql"])
def filled(request) -> Database:
    return request.getfixturevalue(request.param)


@pytest.fixture
def on_postgresql(filled_template, postgresql_address):
    opened = Database(postgresql_address)
    yield opened
    opened.close()


@pytest.fixture
def reader_of(on_postgresql, postgresql_address):
    """Open the database for an audience, as a role that was granted what it reads."""
    opened = []
    with role_at(postgresql_address) as new_role:

        def open_for(audience: Audience) -> Database:
            opened.append(Database(granted(on_postgresql, postgresql_address, new_role(), audience), reads_only=True))
            return opened[-1]

        yield open_for
        for database in opened:
            database.close()


def comparable(thing: object) -> object:
    """The same in values that can be compared, frames written out."""
    if isinstance(thing, pd.DataFrame):
        return thing.to_csv()
    if is_dataclass(thing):
        return type(thing), [comparable(getattr(thing, one.name)) for one in fields(thing)]
    if isinstance(thing, dict):
        return {key: comparable(value) for key, value in thing.items()}
    return [comparable(one) for one in thing] if isinstance(thing, list | tuple) else thing


def everything(database: Database, user: User) -> dict[str, object]:
    """What all pages but Upload, Waiting and outcomes are made of, and what is taken away from them."""
    editions.prepare(database, user)
    with database.reading() as session:
        found: dict[str, object] = {"invented": demonstration.is_on(session, user)}
        for number, request in enumerate(REQUESTS):
            scope = view.open_scope(session, user, request, TODAY)
            for journey in OF_AREA:
                found[f"{journey.__name__} {number}"] = comparable(journey(session, user, scope))
            for name in MEASURES:
                found[f"{name} {number}"] = comparable(view.open_indicator(session, user, scope, name))
        found["definitions"] = view.open_definitions(session, user).checksum
        found["coverage"] = sent.open_coverage(session, user, TODAY)
        for agency in Agency:
            found[f"{agency} sends"] = sent.open_supplier(session, user, agency, TODAY)
        found["figures"] = export.take_figures(session, user, export.Choice())
        wanted = export.Wanted(Agency.COUNCIL, "2026/27 Q1", "Barnet", last=True)
        found["return"] = export.take_return(session, user, wanted)
    return found


@pytest.mark.parametrize("audience", list(Audience))
def test_a_role_is_shown_what_such_a_person_sees_on_the_full_database(on_postgresql, reader_of, audience):
    reader, user = reader_of(audience), READERS[audience]

    assert everything(reader, user) == everything(on_postgresql, user)
    with pytest.raises(StoreUnavailable, match="has no right to this"), reader.reading() as session:
        session.execute(text("SELECT count(*) FROM figure"))


def test_an_exported_file_shows_what_a_visitor_sees_on_the_full_database(filled, tmp_path):
    file = Database(exported(filled, tmp_path), reads_only=True)

    assert everything(file, READERS[Audience.PUBLIC]) == everything(filled, READERS[Audience.PUBLIC])
    file.close()


def test_an_analyst_lists_what_was_sent_as_a_member_s_role_and_not_its_outcome(on_postgresql, reader_of):
    analyst, reader = User("Ben", Role.ANALYST, national=True), reader_of(Audience.PARTNERSHIP)

    assert everything(reader, analyst) == everything(on_postgresql, analyst)
    with on_postgresql.reading() as session, reader.reading() as same:
        assert view.open_history(same, analyst) == view.open_history(session, analyst)
    with pytest.raises(StoreUnavailable), reader.reading() as session:
        sent.open_outcome(session, analyst, 1)


def test_a_visitor_learns_neither_who_published_nor_why(filled):
    with filled.reading() as session:
        pages = [
            view.open_indicator(session, user, view.open_scope(session, user, Request(BARNET), TODAY), MEASURES[0])
            for user in (READERS[Audience.PUBLIC], LOCAL_USER)
        ]

    assert ["Ada" in str(page) for page in pages] == [False, True]


def test_a_member_on_a_reading_dashboard_changes_nothing(reader_of):
    member = READERS[Audience.PARTNERSHIP]

    for journey in (editions.make, demonstration.may_begin):
        with pytest.raises(NotAllowed):
            journey(reader_of(Audience.PARTNERSHIP), member)
    with pytest.raises(NotAllowed):
        submit.undo(reader_of(Audience.PARTNERSHIP), member, 1, "a reason")
    with pytest.raises(NotAllowed, match="This dashboard only reads"):
        submit.undo(reader_of(Audience.PARTNERSHIP), LOCAL_USER, 1, "a reason")


def test_an_earlier_revision_is_asked_for_by_members_and_made_by_whoever_writes(on_postgresql, reader_of):
    reader, visitor = reader_of(Audience.PARTNERSHIP), reader_of(Audience.PUBLIC)
    ends = threading.Event()
    maker = threading.Thread(target=makers.stay, args=(on_postgresql, ends.is_set))
    maker.start()
    try:
        begun = time.monotonic()
        editions.prepare(visitor, READERS[Audience.PUBLIC], 2)
        assert time.monotonic() - begun < 1, "a visitor waits for nothing"
        editions.prepare(reader, READERS[Audience.PARTNERSHIP], 1)
    finally:
        ends.set()
        maker.join()

    with reader.reading() as session:
        assert makers.is_made(session, 1, 2)
        assert not makers.is_made(session, 2, 2)


def test_where_nobody_makes_it_a_reader_is_told_after_a_moment(on_postgresql, reader_of):
    reader, member = reader_of(Audience.PARTNERSHIP), READERS[Audience.PARTNERSHIP]

    begun = time.monotonic()
    editions.prepare(reader, member, 1)
    assert editions.BRIEFLY <= time.monotonic() - begun < editions.BRIEFLY + 3
    with pytest.raises(NotReady), reader.reading() as session:
        view.open_scope(session, member, Request(revision=1), TODAY)
    with on_postgresql.reading() as session:
        assert makers.is_due(session), "it stays asked for"


def test_while_the_newest_is_worked_out_readers_have_the_one_before_at_once(on_postgresql, reader_of):
    reader, visitor = reader_of(Audience.PUBLIC), READERS[Audience.PUBLIC]
    content = b"indicator,area,period,count\r\nadults-in-treatment,Barnet,12 months to Mar 2025,950\r\n"
    shown = submit.preview(on_postgresql, LOCAL_USER, "more.csv", content, TODAY)
    published = submit.publish(on_postgresql, LOCAL_USER, shown, "a reason", shown.screening.warnings).revision

    begun = time.monotonic()
    editions.prepare(reader, visitor)
    assert time.monotonic() - begun < 1
    with reader.reading() as session:
        assert view.open_scope(session, visitor, Request(), TODAY).revision == published - 1


def _rows(path) -> dict[str, int]:
    with sqlite3.connect(path) as connection:
        tables = [*Figure.metadata.tables, "alembic_version"]
        found = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    connection.close()
    return {name: rows for name, rows in found.items() if rows}


def test_an_exported_file_holds_what_is_public_and_nothing_else(filled, tmp_path):
    editions.prepare(filled, LOCAL_USER, 1)
    exported(filled, tmp_path)
    path = tmp_path / "public.db"

    rows = _rows(path)
    assert set(rows) == {"alembic_version", "definitions", "revision", "edition", "place", "part"}
    assert (rows["revision"], rows["edition"]) == (8, 1)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
        made = connection.execute("SELECT DISTINCT made_by, reason, submission FROM revision").fetchall()
        assert made == [("", "", None)]
        parts = {row[0] for row in connection.execute("SELECT hash FROM part")}
    connection.close()
    with filled.reading() as session:
        restricted = set(session.connection().execute(text("SELECT hash FROM restricted_part")).scalars())
        assert restricted
        assert not parts & restricted
    assert b"Ada" not in path.read_bytes()
    assert sorted(one.name for one in tmp_path.glob("*public*")) == ["public.db"], "nothing is left beside it"


def test_an_export_takes_the_place_of_an_earlier_one_while_it_is_read(filled_sqlite, tmp_path):
    reader, visitor = Database(exported(filled_sqlite, tmp_path), reads_only=True), READERS[Audience.PUBLIC]
    submit.undo(filled_sqlite, LOCAL_USER, 4, "a mistake")
    exported(filled_sqlite, tmp_path)

    with reader.reading() as session:
        assert view.open_scope(session, visitor, Request(), TODAY).revision == 9
    reader.close()


def test_nothing_else_is_written_over(filled_sqlite, sqlite_address, tmp_path):
    own = tmp_path / "figures.db"
    assert sqlite_address.endswith(str(own))
    other = tmp_path / "other.db"
    used = Database(f"sqlite:///{other}")
    text_file, copy, link = tmp_path / "notes.txt", tmp_path / "copy.db", tmp_path / "link.db"
    text_file.write_text("notes")
    with filled_sqlite.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(own, copy)
    exported(filled_sqlite, tmp_path)
    link.symlink_to(tmp_path / "public.db")
    before = {path: path.read_bytes() for path in (own, text_file, copy)}

    for path, words in (
        (own, "is the database itself"),
        (other, "is a database in use"),
        (text_file, "is not a file that an earlier export wrote"),
        (copy, "is not a file that an earlier export wrote"),
        (link, "is not a file that an earlier export wrote"),
        (tmp_path, "is not a file that an earlier export wrote"),
        (tmp_path / "no" / "folder.db", "There is no folder"),
    ):
        with pytest.raises(Refusal, match=words):
            editions.export(filled_sqlite, LOCAL_USER, path)
    used.close()
    assert {path: path.read_bytes() for path in before} == before


def test_a_marked_file_into_which_a_figure_came_is_not_written_over(filled_sqlite, tmp_path):
    exported(filled_sqlite, tmp_path)
    with sqlite3.connect(tmp_path / "public.db") as connection:
        connection.execute("INSERT INTO withdrawal VALUES (1)")
    connection.close()

    with pytest.raises(Refusal, match="is not a file that an earlier export wrote"):
        exported(filled_sqlite, tmp_path)


def test_an_exported_file_is_only_read(filled_sqlite, tmp_path):
    address = exported(filled_sqlite, tmp_path)
    before = (tmp_path / "public.db").read_bytes()

    with pytest.raises(BadSetting, match="Set DASHBOARD_READER=public to show it"):
        Database(address)
    assert (tmp_path / "public.db").read_bytes() == before


def test_of_nothing_there_is_no_export(database, tmp_path):
    with pytest.raises(NotFound, match="Nothing was published yet"):
        exported(database, tmp_path)
    assert not (tmp_path / "public.db").exists()


def test_only_who_sets_a_dashboard_up_grants_and_exports(database, tmp_path):
    member = READERS[Audience.PARTNERSHIP]
    with pytest.raises(NotAllowed):
        editions.grant(database, member, "anybody", Audience.PUBLIC)
    with pytest.raises(NotAllowed):
        editions.export(database, member, tmp_path / "public.db")
