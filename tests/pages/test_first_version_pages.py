"""The pages of today on a database as version 0.1.0 left it."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import administer
from dashboard.store.database import Database
from tests import first_version
from tests.conftest import ROOT
from tests.screens import words


@pytest.fixture
def old_page(request, address, monkeypatch):
    """Open a page on the database of then."""
    first_version.load(address, getattr(request, "param", first_version.TABLES))
    monkeypatch.setenv("DATABASE_URL", address)

    def open_page(page: str, **query: str) -> AppTest:
        test = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=120)  # seconds
        test.query_params.update(query)
        test.run()
        if page != "overview":
            test.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
        assert not test.exception, test.exception
        return test

    return open_page


def test_the_overview_of_an_area_opens(old_page):
    page = old_page("overview", area="Leeds")

    assert page.title[0].value == "Leeds"
    assert "97 of 166" in words(page)  # coc-engaged-21-days in council.csv


def test_the_submissions_and_revisions_of_then_are_listed(old_page):
    page = old_page("submissions")
    text = words(page)

    for name in ("national_figures.csv", "council.csv", "prison.csv", "council_again.csv"):
        assert f"{name}</th>" in text
    assert "undid revision 4" in text
    assert "Two digits had changed places" in text
    assert page.selectbox(key="undo_number").options == ["5", "4", "3", "2", "1"]


@pytest.mark.parametrize("old_page", [first_version.LEAK], indirect=True)
def test_what_a_start_took_back_is_told_to_those_who_send_and_stands_on_no_page(old_page, address):
    database = Database(address)
    administer.bring_up_to_date(database, LOCAL_USER)
    database.close()

    page = old_page("submissions")
    page.selectbox(key="judgement").select_index(0).run()
    assert not page.exception
    text = words(page)
    assert "Revision 4 hid 2 figures in every revision: 2 because a small number" in text
    assert "Prison: NLI</th>" in text or "Prison: NLI</td>" in text
    assert "Prison: LNI</td>" in text
    for name, revision in (("indicator", "1"), ("continuity_of_care", "2"), ("indicator", "3"), ("overview", "4")):
        said = words(old_page(name, area="E06000004", indicator="coc-by-prison", **{"as-at": revision}))
        assert "Stockton-on-Tees" in said
        for count in ("6 of 12", "7 of 12", "8 of 15", "3 of 10", "2 of 10", "4 of 11"):
            assert count not in said
