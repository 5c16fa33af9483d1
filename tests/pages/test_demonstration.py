"""In a demonstration every page, chart, table and file says that the figures are invented."""

import csv
import io

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.definitions import datasets
from dashboard.domain.figures import is_demonstration
from dashboard.journeys import editions, export, submit
from dashboard.store.database import Database
from tests.conftest import TODAY
from tests.pages.conftest import PAGES
from tests.screens import words

BANNER = "Invented: they say nothing about any real place."
CARE = {"area": "E06000047", "indicator": "coc-engaged-21-days"}  # County Durham sends the next quarter early


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> str:
    """The address of a demonstration of the newest quarter's files, published as an analyst would."""
    address = f"sqlite:///{tmp_path_factory.mktemp('demonstration') / 'figures.db'}"
    database = Database(address)
    for path in sorted((datasets() / "demo").glob("*.csv")):
        shown = submit.preview(database, LOCAL_USER, path.name, path.read_bytes(), TODAY)
        submit.publish(database, LOCAL_USER, shown, "Newest quarter", shown.screening.warnings)
    database.close()
    return address


@pytest.fixture
def demonstration(app, made, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", made)
    return app


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_so_at_its_top(demonstration, page):
    shown = demonstration(page, **CARE)

    assert not shown.error
    text = words(shown)
    page_itself = text[text.index("</nav>") :]  # the menu above it has the titles of all pages
    assert BANNER in page_itself
    assert page_itself.index(BANNER) < page_itself.index(shown.title[0].value)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_everybody(demonstration, someone, page):
    assert not demonstration(page, **CARE).error


def test_what_is_for_members_says_so_to_others(demonstration, someone):
    assert "Figures for County Durham are for members of the partnership." in words(demonstration("indicator", **CARE))


@pytest.mark.parametrize("page", PAGES)
def test_no_page_says_so_where_figures_are_real(app, national_figures, page):
    assert "Demonstration figures" not in words(app(page))


def test_every_table_of_figures_says_so(demonstration):
    for page in PAGES[PAGES.index("overview") + 1 : PAGES.index("upload")]:
        tables = [str(one.proto) for one in demonstration(page, **CARE).get("html") if "<table" in str(one.proto)]
        of_figures = [
            one for one in tables if "Definition</span>" not in one and "Measures without a figure" not in one
        ]
        of_figures = [one for one in of_figures if ">Definition<" not in one]
        assert of_figures
        assert all('"quiet\\">Demonstration figures' in one for one in of_figures)


def test_every_tile_says_so(demonstration):
    (screen,) = [
        str(one.proto) for one in demonstration("overview", **CARE).get("html") if "<section class" in str(one.proto)
    ]

    assert screen.count("<section") == 4
    assert screen.count('mark\\">Demonstration figures') == 4


def test_every_line_taken_away_says_so(made):
    database = Database(made)
    editions.prepare(database, LOCAL_USER)
    with database.reading() as session:
        choice = export.Choice(indicator="adults-in-treatment")
        taken = export.take_figures(session, LOCAL_USER, choice).decode()
    database.close()

    lines = list(csv.DictReader(io.StringIO(taken)))
    assert len(lines) > 300
    assert all(is_demonstration(line["source"]) for line in lines)
    assert any("worked out here" in line["source"] for line in lines)
