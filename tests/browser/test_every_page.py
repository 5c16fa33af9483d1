"""Every page in a real browser, on a laptop, a phone and at 400% zoom: readable by all, and not wider than that."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PATHS, PHONE, faults, overflow
from tests.figures import template

pytestmark = pytest.mark.browser

QUARTER = template(
    [
        {
            "indicator": "coc-engaged-21-days",
            "area": "Barnet",
            "period": "2025/26 Q1",
            "count": "12",
            "denominator": "31",
        },
        {"indicator": "new-presentations", "area": "Barnet", "period": "2025/26 Q1", "count": "lots"},
        {"indicator": "drr-commencements", "area": "London", "period": "Apr 2025", "count": "64"},
    ]
)


@pytest.fixture
def reviewed(tab):
    """Have a quarter reviewed, with an error, a warning and notices on the page."""

    def review():
        page = tab.open("upload")
        file = {"name": "barnet_q1.csv", "mimeType": "text/csv", "buffer": QUARTER}
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_text("can be published")).to_be_visible()
        return tab.settled()

    return review


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_no_page_breaks_a_rule_of_accessibility(tab, reviewed, size):
    tab.page.set_viewport_size({"width": size[0], "height": size[1]})
    found = {}
    for name in PATHS:
        page = tab.open(name, "?area=E92000001&indicator=adults-in-treatment")
        found[name] = faults(page)
    found["review"] = faults(reviewed())

    assert {name: broken for name, broken in found.items() if broken} == {}


@pytest.mark.parametrize("size", [PHONE, (320, 256)], ids=["phone", "400% zoom"])
def test_no_page_is_wider_than_its_window(tab, reviewed, size):
    tab.page.set_viewport_size({"width": size[0], "height": size[1]})
    wide = {}
    for name in PATHS:
        wide[name] = overflow(tab.open(name, "?area=E92000001&indicator=adults-in-treatment"))
    wide["review"] = overflow(reviewed())

    assert {name: pixels for name, pixels in wide.items() if pixels} == {}
