"""The pages of today on a database as version 0.1.0 left it."""

import pytest
from streamlit.testing.v1 import AppTest

from tests import first_version
from tests.conftest import ROOT
from tests.screens import words


@pytest.fixture
def old_page(address, monkeypatch):
    """Open a page on the database of then."""
    first_version.load(address)
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
