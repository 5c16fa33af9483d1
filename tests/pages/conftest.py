"""Pages run as Streamlit runs them, on a real database, without a browser."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.access import Role, User
from dashboard.store.database import Database
from dashboard.ui.navigation import MENU
from tests.conftest import ROOT, file_of

PAGES = tuple(entry.name for entry in MENU)
OF_AREA = tuple(entry.name for entry in MENU if entry.strip)


@pytest.fixture
def app(sqlite_database, sqlite_address, monkeypatch):
    """Open a page of the app on an empty database."""
    monkeypatch.setenv("DATABASE_URL", sqlite_address)

    def open_page(page: str = "overview", **query: str) -> AppTest:
        test = AppTest.from_file(
            str(ROOT / "dashboard" / "app.py"), default_timeout=120
        )  # seconds; nothing here is about speed
        test.query_params.update({name.replace("_", "-"): value for name, value in query.items()})
        test.run()
        if page != "overview":
            test.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
        assert not test.exception, test.exception
        return test

    return open_page


@pytest.fixture(params=[Role.VIEWER, Role.ANALYST], ids=str)
def someone(request, monkeypatch) -> Role:
    """Somebody is here who is not the administrator that all other tests are."""
    monkeypatch.setattr("dashboard.ui.session.LOCAL_USER", User("someone", request.param))
    return request.param


@pytest.fixture
def take_the_place(sqlite_database, sqlite_address) -> Callable[[Path], Database]:
    """Put a copy of another file in the place of the database that pages read, and return it."""

    def take(file: Path) -> Database:
        sqlite_database.close()  # it opens the file anew when it is asked next
        shutil.copy(file, file_of(sqlite_address))
        return sqlite_database

    return take


@pytest.fixture
def national_figures(take_the_place, begun_database):
    """Fill the database as a clean start does."""
    take_the_place(begun_database)
