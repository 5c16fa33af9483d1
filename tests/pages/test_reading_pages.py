"""Pages of a dashboard that only reads: as a visitor of the full database sees them, and nothing to send."""

import re

import pytest
from sqlalchemy import Engine, event
from streamlit.testing.v1 import AppTest

from dashboard.domain.access import LOCAL_USER, READERS
from dashboard.domain.audiences import Audience
from dashboard.journeys import editions
from dashboard.store.database import Database
from dashboard.ui.navigation import MENU
from tests.conftest import ROOT
from tests.reading_roles import exported, granted, role_at
from tests.screens import elements, words

READ = [entry.name for entry in MENU if not entry.sends]
QUERY = {"area": "cdp-barnet", "indicator": "adults-in-treatment"}
# What an edition is made of and what is written down of people's work; a member's role has submissions for analysts.
NEVER = {"figure", "hiding", "original", "mapping", "maker", "submission", "waiting"}


@pytest.fixture
def open_at(monkeypatch):
    """Open a page of the app on a database, for an audience where it only reads."""
    opened = []

    def open_page(page: str, address: str, reader: Audience | None) -> AppTest:
        monkeypatch.setenv("DATABASE_URL", address)
        monkeypatch.setenv("DASHBOARD_READER", reader or "")
        test = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=120)
        test.query_params.update(QUERY)
        test.run()
        if page != "overview":
            test.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
        assert not test.exception, test.exception
        if "database" in test.session_state:
            opened.append(test.session_state["database"])
        return test

    yield open_page
    for database in opened:
        database.close()


@pytest.fixture
def tables(monkeypatch):
    """The tables that are read from here on."""
    seen: set[str] = set()

    def asked(connection, cursor, statement, *more) -> None:
        seen.update(re.findall(r"(?:FROM|JOIN) (\w+)", statement))

    event.listen(Engine, "before_cursor_execute", asked)
    yield seen
    event.remove(Engine, "before_cursor_execute", asked)


def without_menu(page: AppTest) -> list[str]:
    """All that a page shows but its menu, and the names under which files are fetched, which no two runs share."""
    shown = [str(one.proto) for one in elements(page)]
    return [re.sub(r"file_id: \S+", "", text) for text in shown if "<nav " not in text]


def as_person(monkeypatch, audience: Audience) -> None:
    monkeypatch.setattr("dashboard.ui.session.LOCAL_USER", READERS[audience])


@pytest.mark.parametrize("audience", list(Audience))
def test_every_page_of_a_role_is_as_on_the_full_database(
    filled_template, postgresql_address, open_at, tables, monkeypatch, audience
):
    full = Database(postgresql_address)
    with role_at(postgresql_address) as new_role:
        address = granted(full, postgresql_address, new_role(), audience)
        tables.clear()
        read = {page: without_menu(open_at(page, address, audience)) for page in READ}
        assert not tables & NEVER
        as_person(monkeypatch, audience)
        assert read == {page: without_menu(open_at(page, postgresql_address, None)) for page in READ}
    full.close()
    assert not any("has no right to this" in text for page in read.values() for text in page)


def test_every_page_of_an_exported_file_is_as_on_the_full_database(
    filled_sqlite, sqlite_address, open_at, tmp_path, tables, monkeypatch
):
    address = exported(filled_sqlite, tmp_path)
    tables.clear()
    read = {page: without_menu(open_at(page, address, Audience.PUBLIC)) for page in READ}
    assert not tables & NEVER
    assert not any("restricted" in table for table in tables)
    as_person(monkeypatch, Audience.PUBLIC)
    assert read == {page: without_menu(open_at(page, sqlite_address, None)) for page in READ}
    assert "915" in "".join(read["treatment_access"])


@pytest.mark.parametrize("page", [entry.name for entry in MENU if entry.sends])
def test_a_page_that_sends_is_not_in_the_menu_and_says_why(filled_sqlite, open_at, tmp_path, page):
    opened = open_at(page, exported(filled_sqlite, tmp_path), Audience.PUBLIC)

    assert "This dashboard only reads, so nothing is sent or published here." in opened.info[0].value
    assert 'href=\\"supplier' in words(opened)
    assert f'href=\\"{page}' not in words(opened)
    assert not opened.get("file_uploader")


def test_a_dashboard_that_may_only_read_and_is_not_up_to_date_says_so(postgresql_address, open_at):
    empty = open_at("overview", postgresql_address, Audience.PUBLIC)

    assert "Start the dashboard that writes to it first" in empty.error[0].value


def test_a_member_reads_what_is_for_the_partnership_and_a_visitor_does_not(filled_sqlite, sqlite_address, open_at):
    editions.prepare(filled_sqlite, LOCAL_USER)
    member, visitor = (
        words(open_at("continuity_of_care", sqlite_address, audience))
        for audience in (Audience.PARTNERSHIP, Audience.PUBLIC)
    )

    assert "41 of 90" in member
    assert "41 of 90" not in visitor
