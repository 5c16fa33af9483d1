"""How long a person waits in a real Chromium, from a click to the finished page: median of five.

``python -m tests.benchmarks.clicks DEMONSTRATION`` starts the dashboard on a copy of a demonstration. These are seconds
on a clock, on one machine with a browser beside the server: read them beside the first line, the click that changes
nothing but what is dimmed.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import served

TIMES = 5
AREAS = ("Kent", "Bradford", "Bristol", "Barnet", "Cumbria", "Leeds")
PAGES = ("Treatment access", "Continuity of care", "Diversion", "Community sentences", "Indicators", "Overview")
COMPARED = ("Region", "England")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "figures.db"
        shutil.copy(sys.argv[1], copy)
        with served(f"sqlite:///{copy}", Path(folder)) as origin, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.goto(f"{origin}/?area=cdp-leeds")
            _settled(page)
            _measure("an agency", page, [page.locator(".st-key-agency_choice button").first.click] * TIMES)
            _measure("whom it is compared with", page, [_chosen(page, "compare", name) for name in COMPARED * 3])
            _measure("an area", page, [_chosen(page, "area", name) for name in AREAS])
            _measure("a page", page, [_page(page, name) for name in PAGES])
            browser.close()


def _measure(name: str, page: Page, clicks: list[Callable[[], None]]) -> None:
    waits = []
    for click in clicks:
        click()
        began = time.monotonic()
        _settled(page)
        waits.append(time.monotonic() - began)
    print(f"{name:28} {statistics.median(waits):.2f} s, longest {max(waits):.2f} s")


def _chosen(page: Page, choice: str, name: str) -> Callable[[], None]:
    def click() -> None:
        box = page.locator(f".st-key-{choice}_choice input")
        box.click()
        box.fill(name)
        page.get_by_role("option").first.click()

    return click


def _page(page: Page, name: str) -> Callable[[], None]:
    def click() -> None:
        menu = page.get_by_role("navigation", name="Pages")
        menu.locator("summary").filter(has_text="Your area").click()
        menu.get_by_role("link", name=name, exact=True).click()

    return click


def _settled(page: Page) -> None:
    """Wait until the server has run, and everything old is gone."""
    page.wait_for_timeout(20)
    expect(page.locator('[data-test-script-state="notRunning"]')).to_have_count(1, timeout=30_000)
    expect(page.locator(".st-key-working")).to_have_count(0, timeout=30_000)
    expect(page.locator('[data-stale="true"]')).to_have_count(0, timeout=30_000)


if __name__ == "__main__":
    main()
