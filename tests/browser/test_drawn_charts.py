"""Every chart of an area is drawn: a specification may be in order and its library fail in the browser all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Dashboard, served_with
from tests.figures import template
from tests.first_screen import FIGURES, FORCE

pytestmark = pytest.mark.browser

BARNET = "?area=cdp-barnet"
QUARTERS = ("Oct to Dec 2024", "Jan to Mar 2025", "Apr to Jun 2025")
WAYS = {"community-resolution": 80, "outcome-22": 20, "simple-caution": 16, "conditional-caution": 14, "charge": 50}


def _closed(quarter: str) -> Iterator[dict[str, object]]:
    """How 200 possession cases of a quarter were closed; of the second how many by caution is not known."""
    row = {"indicator": "possession-outcomes", "area": FORCE, "period": quarter}
    yield row | {"count": "200"}
    for way, count in (WAYS | {"other": 20}).items():
        is_known = quarter != QUARTERS[1] or way != "simple-caution"
        yield row | {"breakdown": f"outcome={way}", "count": str(count) if is_known else "[x]"}


def _diverted() -> Iterator[dict[str, object]]:
    row = {"indicator": "possession-diverted", "area": FORCE, "period": QUARTERS[-1]}
    for sex, count, whole in (("persons", 114, 200), ("male", 84, 150), ("female", 30, 50)):
        yield row | {"sex": sex, "count": str(count), "denominator": str(whole)}


CASES = template([*(row for quarter in QUARTERS for row in _closed(quarter)), *_diverted()])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[str]:
    """A dashboard on which one partnership has every kind of chart."""
    with served_with(empty_database, tmp_path_factory.mktemp("charts"), FIGURES, CASES) as origin:
        yield origin


@pytest.mark.parametrize(
    ("name", "query", "charts"),
    [
        ("continuity_of_care", BARNET, 1),
        ("diversion", BARNET, 3),
        ("indicator", f"{BARNET}&indicator=coc-engaged-21-days", 1),
    ],
)
def test_every_chart_of_a_page_is_drawn_and_breaks_no_rule_of_accessibility(chromium, filled, name, query, charts):
    tab = Dashboard(filled, chromium.new_page())
    failures: list[str] = []
    tab.page.on("pageerror", lambda error: failures.append(str(error)))
    page = tab.open(name, query)
    found = page.get_by_test_id("stVegaLiteChart")

    assert found.count() >= charts
    for chart in found.all():
        chart.scroll_into_view_if_needed()
        expect(chart.locator("svg, canvas").first).to_be_visible()
    assert failures == []
    faults = Axe().run(page).response["violations"]
    assert [(fault["id"], node["html"]) for fault in faults for node in fault["nodes"]] == []
    page.close()
