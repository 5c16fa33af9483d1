"""Pages, charts and files say nothing of what is hidden: worlds that differ in nothing else look the same."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from dashboard.store.database import Database
from dashboard.ui import visit
from dashboard.ui.keeping import Shelf
from dashboard.ui.navigation import MENU
from tests.disclosure.bench import WORDS, Table, published
from tests.disclosure.conftest import WITHOUT_COMPANIONS, behind_its_back
from tests.disclosure.pages import Opened
from tests.disclosure.tables import CUMBERLAND, MERSEYSIDE, WESTMORLAND
from tests.disclosure.twins import TWINS
from tests.journeys.conftest import Desk

BY_NAME = {"ids": str}
PAGES = [entry.name for entry in MENU if entry.strip]
TOGETHER = f"{WESTMORLAND};{MERSEYSIDE[0]};{CUMBERLAND}"  # chosen areas, added up


@dataclass(frozen=True)
class Look:
    """All that one world gives out: its files, its pages, and its pages once the companions are shown."""

    files: dict[int, list[str]]
    pages: list[Opened]
    without_companions: list[Opened]


@pytest.fixture
def look(tmp_path, definitions, monkeypatch, empty_database) -> Callable[[Table], Look]:
    """Send a table through the product and open its pages."""

    def given_out(table: Table) -> Look:
        path = shutil.copy(empty_database, tmp_path / f"{table.name}.db")
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
        database = Database(f"sqlite:///{path}")
        files = published(Desk(database), table, definitions).files
        pages = list(_opened(table))
        behind_its_back(database, WITHOUT_COMPANIONS)
        monkeypatch.setattr(visit, "REPORTS", Shelf())  # finished reports are kept for as long as revisions stand
        database.close()
        return Look(files, pages, [Opened("indicator", area=area, indicator=name) for area, name in table.pages])

    return given_out


def _opened(table: Table) -> Iterator[Opened]:
    """Every page of an area; that of the measure beside chosen areas and as at each revision too."""
    area, name = table.pages[0]
    for page in PAGES:
        yield Opened(page, area=area, indicator=name)
    yield Opened("indicator", area=area, indicator=name, compare=TOGETHER)
    for number in range(1, len(table.steps)):
        yield Opened("indicator", area=area, indicator=name, as_at=str(number))


@pytest.mark.parametrize(("one", "other"), TWINS, **BY_NAME)
def test_worlds_that_differ_only_in_what_is_hidden_look_the_same_until_companions_are_shown(one, other, look):
    mine, theirs = (look(Table(table.name, table.steps, pages=one.pages)) for table in (one, other))

    assert mine.files == theirs.files
    assert [page.content for page in mine.pages] == [page.content for page in theirs.pages]
    assert [page.content for page in mine.without_companions] != [page.content for page in theirs.without_companions]


def test_no_row_and_no_point_of_a_hidden_figure_carries_a_number(look):
    page = look(TWINS[-1][0]).pages[PAGES.index("indicator")]
    points = [point for chart in page.charts for point in chart["rows"] if WORDS in str(point["said"]).lower()]
    rows = [row for row in page.rows if row[1].strip().lower() == WORDS]

    assert points
    assert {point["value"] for point in points} == {None}
    assert rows
    assert not [row for row in rows if any(mark.isdigit() for cell in row[1:] for mark in cell)]
