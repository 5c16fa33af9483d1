"""A database as version 0.1.0 left it opens, reads as it did, is published into and undone."""

import csv
import io
import sqlite3
from contextlib import closing

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import administer, sent
from dashboard.store.database import Database
from tests import first_version
from tests.figures import template
from tests.journeys.conftest import Desk

COUNCIL, PRISON, AGAIN, NATIONAL, UNDO = 2, 3, 4, 1, 5  # revisions, as the commands made them
YEAR = "12 months to Jun 2026"
ALCOHOL = {"indicator": "adults-in-treatment-alcohol", "area": "Leeds", "period": YEAR}
WAKEFIELD = {"indicator": "coc-engaged-21-days", "area": "Wakefield"}
RUTLAND = {"indicator": "coc-engaged-21-days", "area": "Rutland"}


@pytest.fixture
def old_desk(address):
    """The database of then, started as a person starts it now."""
    first_version.load(address)
    database = Database(address)
    administer.bring_up_to_date(database, LOCAL_USER)
    yield Desk(database)
    database.close()


def _rows(taken: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(taken.removeprefix("\ufeff"))))


def _counts(desk: Desk, as_at: int | None, asked: dict[str, str]) -> list[str]:
    return [row["numerator"] for row in _rows(desk.taken(as_at, **asked))]


def test_the_migrations_of_then_make_the_tables_of_then(sqlite_address):
    first_version.load(sqlite_address)
    with closing(sqlite3.connect(sqlite_address.removeprefix("sqlite:///"))) as connection:
        made = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()

    # Layout apart: SQLAlchemy may come to break its lines elsewhere.
    then = (first_version.FOLDER / "schema.sql").read_text("utf-8")
    assert " ".join(f"{sql};" for (sql,) in made).split() == then.split()


def test_the_rows_of_then_are_loaded_whole(address):
    first_version.load(address)

    assert first_version.rows_of(address) == first_version.kept_rows()


def test_the_national_figures_read_as_they_did(old_desk):
    then = _rows((first_version.FOLDER / "as_at_1.csv").read_text("utf-8-sig"))
    now = _rows(old_desk.taken(as_at=NATIONAL))

    assert len(then) > 100
    # A later version may tell more of a figure, and nothing else.
    assert [{name: row[name] for name in then[0]} for row in now] == then


def test_what_was_undone_stays_undone(old_desk):
    # As the files beside the kept rows say, to the nearest 5 as the source of this measure rounds.
    assert _counts(old_desk, PRISON, ALCOHOL) == ["1245"]
    assert _counts(old_desk, AGAIN, ALCOHOL) == ["1640"]
    assert _counts(old_desk, UNDO, ALCOHOL) == _counts(old_desk, None, ALCOHOL) == ["1245"]
    assert _counts(old_desk, AGAIN, WAKEFIELD) == ["41"]
    assert _counts(old_desk, UNDO, WAKEFIELD) == _counts(old_desk, None, WAKEFIELD) == []
    undone = {one.number: one.undoes for one in old_desk.history().revisions if one.kind == "undo"}
    assert undone == {UNDO: AGAIN}


def test_small_numbers_of_then_stay_hidden(old_desk):
    for as_at in (COUNCIL, None):
        rows = _rows(old_desk.taken(as_at, **RUTLAND))
        assert [row["state"] for row in rows] == ["hidden here", "hidden here"]
        assert {row[name] for row in rows for name in ("numerator", "denominator", "value")} == {""}


def test_a_further_file_is_published_and_undone(old_desk):
    row = {"indicator": "adults-in-treatment-alcohol", "area": "Leeds", "period": YEAR, "count": "1301"}
    receipt = old_desk.publish(template([row]))
    assert receipt.revision > UNDO
    assert _counts(old_desk, None, ALCOHOL) == ["1300"]

    old_desk.undo(receipt.revision)
    assert _counts(old_desk, None, ALCOHOL) == ["1245"]
    assert _counts(old_desk, receipt.revision, ALCOHOL) == ["1300"]


def test_an_area_and_the_files_of_then_open(old_desk):
    assert "1,245" in str(old_desk.area("cdp-leeds"))
    assert "1,640" in str(old_desk.area("cdp-leeds", as_at=AGAIN))

    files = {one.file_name: one.number for one in old_desk.history().submissions}
    assert set(files) == {"national_figures.csv", "council.csv", "prison.csv", "council_again.csv"}
    with old_desk.reading() as session:
        for name in ("council.csv", "prison.csv", "council_again.csv"):
            kept = sent.take_original(session, LOCAL_USER, files[name])
            assert kept == (first_version.FOLDER / name).read_bytes()
