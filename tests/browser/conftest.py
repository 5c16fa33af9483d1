"""A real Chromium in front of a dashboard that was started as a person starts it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import editions, submit
from dashboard.store.database import Database
from dashboard.ui.navigation import MENU
from tests.conftest import ROOT, TODAY, file_of

SCREENSHOTS = ROOT / "test-screenshots"
LAPTOP, PHONE = (1366, 768), (390, 844)
PATIENCE = 60_000  # milliseconds; nothing here is about speed, and other tests run beside these
expect.set_options(timeout=PATIENCE)
MOST_TRIES = 40
PATHS = {entry.name: f"/{entry.name}" for entry in MENU} | {"overview": "/"}


@dataclass
class Dashboard:
    """A running dashboard, seen through one tab of a browser."""

    origin: str
    page: Page

    def open(self, name: str = "overview", query: str = "") -> Page:
        self.page.goto(f"{self.origin}{PATHS[name]}{query}")
        return self.settled()

    def settled(self) -> Page:
        """Wait until the page is drawn and nothing runs any more."""
        self.page.wait_for_selector("h1")
        expect(self.page.get_by_test_id("stStatusWidget")).to_have_count(0)
        expect(self.page.locator(".st-key-working")).to_have_count(0)
        expect(self.page.locator('[data-stale="true"]')).to_have_count(0)
        said = None
        for _ in range(100):  # nothing tells of a run that has not begun to be shown: the page has to stay as it is
            if said == (said := self.page.locator("main").inner_text()):
                break
            self.page.wait_for_timeout(200)
        return self.page

    def open_as_at(self, revision: int, name: str = "overview", query: str = "") -> Page:
        """Open a page as at a revision that was made this moment: until it is worked out there is the one before."""
        for _ in range(MOST_TRIES):
            page = self.open(name, query)
            if page.get_by_text(f"Figures as at revision {revision}.").is_visible():
                return page
        raise AssertionError(f"revision {revision} is not shown")

    @property
    def menu(self) -> Locator:
        """The menu, folded or open."""
        return self.page.get_by_role("navigation", name="Pages")

    def go_to(self, title: str) -> Page:
        """Open a page by the menu, with the mouse."""
        group = next(entry.group for entry in MENU if entry.title == title)
        self.menu.locator("summary").filter(has_text=group).click()
        self.menu.get_by_role("link", name=title, exact=True).click()
        expect(self.menu.locator("[aria-current=page]")).to_have_text(title)
        return self.settled()

    def photograph(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        for width, height in (LAPTOP, PHONE):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(400)
            self.page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png")
        self.page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")  # else the one that Playwright brought; without either the launch fails
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def origin(sqlite_address: str, begun_database: Path, tmp_path: Path) -> Iterator[str]:
    """Start the dashboard on a clean database with the published national figures, which a test may change."""
    shutil.copy(begun_database, file_of(sqlite_address))
    with served(sqlite_address, tmp_path) as address:
        yield address


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, begun_database: Path) -> Iterator[str]:
    """A clean dashboard with the published national figures, for tests of a module that change nothing there."""
    folder = tmp_path_factory.mktemp("clean")
    with served(f"sqlite:///{shutil.copy(begun_database, folder)}", folder) as origin:
        yield origin


@contextmanager
def served_with(empty: Path, folder: Path, *files: bytes) -> Iterator[str]:
    """Start the dashboard on a copy of an empty database in which files were published, and give its address."""
    address = f"sqlite:///{shutil.copy(empty, folder / 'figures.db')}"
    database = Database(address)
    for file in files:
        shown = submit.preview(database, LOCAL_USER, "figures.csv", file, TODAY)
        submit.publish(database, LOCAL_USER, shown, "all agencies", shown.screening.warnings)
    editions.prepare(database, LOCAL_USER)
    database.close()
    with served(address, folder) as origin:
        yield origin


@contextmanager
def served(database: str, folder: Path) -> Iterator[str]:
    """Start the dashboard on a database, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / "log").open("w")
    command = [sys.executable, "-m", "dashboard", "--no-browser", "--database", database]
    environment = {**os.environ, "DASHBOARD_PORT": str(port)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    _wait_for(address, process, folder / "log")
    yield address
    process.terminate()
    process.wait(10)
    log.close()


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{address}/_stcore/health").close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture
def dashboard(origin: str, chromium: Browser) -> Iterator[Dashboard]:
    """A tab on a dashboard of the test's own."""
    with _opened(origin, chromium) as tab:
        yield tab


@pytest.fixture
def tab(filled: str, chromium: Browser) -> Iterator[Dashboard]:
    """A tab on the dashboard that all tests of a module share."""
    with _opened(filled, chromium) as tab:
        yield tab


@contextmanager
def _opened(origin: str, chromium: Browser) -> Iterator[Dashboard]:
    context = chromium.new_context(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    context.set_default_timeout(PATIENCE)
    yield Dashboard(origin, context.new_page())
    context.close()


# What is Streamlit's own and the app cannot mend: none so far.
NOT_OURS: set[str] = set()
# Charts that are seen have been drawn, what fades or moves has come to its end, and the page is laid out.
STILL = """async () => {
  const drawn = () => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
    .every(chart => !chart.checkVisibility() || chart.querySelector('svg, canvas'));
  const frame = () => new Promise(done => requestAnimationFrame(done));
  while (!drawn()) await frame();
  await document.fonts.ready;
  const moving = document.getAnimations().filter(one => one.playState === 'running'
    && Number.isFinite(one.effect.getComputedTiming().endTime));
  await Promise.allSettled(moving.map(one => one.finished));
  await frame();
  await frame();
}"""


def faults(page: Page) -> list[str]:
    """Return the rules of accessibility that a page breaks, each with where it does."""
    page.evaluate(STILL)
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
        for fault in Axe().run(page).response["violations"]
        if fault["id"] not in NOT_OURS
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    page.evaluate(STILL)
    wider = "document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth"
    return int(page.evaluate(wider))
