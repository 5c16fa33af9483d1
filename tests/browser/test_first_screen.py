"""What a chair asks is answered on the first screen of a laptop, without scrolling; a phone has it in one column."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import LAPTOP, PHONE, Dashboard, served_with
from tests.first_screen import FIGURES, QUESTIONS

pytestmark = pytest.mark.browser

SAID = "(element) => element.innerText.replace(/\\s+/g, ' ')"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[str]:
    """A dashboard on which one partnership has figures on every theme."""
    with served_with(empty_database, tmp_path_factory.mktemp("first-screen"), FIGURES) as origin:
        yield origin


@pytest.fixture
def screen(filled: str, chromium: Browser):
    """Open the first screen on Barnet in a window of some size."""
    context = chromium.new_context(viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    context.grant_permissions(["clipboard-read", "clipboard-write"])

    def opened(size: tuple[int, int] = LAPTOP, query: str = "?area=cdp-barnet") -> Dashboard:
        dashboard = Dashboard(filled, context.new_page())
        dashboard.page.set_viewport_size({"width": size[0], "height": size[1]})
        dashboard.open("overview", query)
        return dashboard

    yield opened
    context.close()


def test_what_a_chair_asks_is_answered_without_scrolling(screen):
    dashboard = screen()
    dashboard.photograph("first-screen")
    page, unanswered = dashboard.page, {}
    for question, place, answer in QUESTIONS:
        part = page.locator(place).first
        said, box = part.evaluate(SAID), part.bounding_box()
        if answer not in said or box["y"] + box["height"] > LAPTOP[1]:
            unanswered[question] = (box, said)

    assert unanswered == {}


@pytest.mark.parametrize("query", ["?area=cdp-barnet", "?area=E92000001", "?area=cdp-leeds", "?area=E12000007"])
def test_the_first_screen_fits_a_laptop(screen, query):
    page = screen(query=query).page
    box = page.locator(".st-key-take").bounding_box()

    assert box["y"] + box["height"] <= LAPTOP[1]


def test_a_phone_has_the_tiles_in_one_column(screen):
    page = screen(PHONE).page
    tiles = [tile.bounding_box() for tile in page.locator(".tile").all()]

    assert len({tile["x"] for tile in tiles}) == 1
    assert [tile["y"] for tile in tiles] == sorted(tile["y"] for tile in tiles)


def test_a_tile_leads_to_its_page_and_keeps_the_area(screen):
    dashboard = screen()
    dashboard.page.get_by_role("link", name="Continuity of care", exact=True).first.click()
    dashboard.page.wait_for_url("**/continuity_of_care?area=cdp-barnet")


def test_the_link_is_copied(screen):
    page = screen().page
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Copied").wait_for()

    assert page.evaluate("navigator.clipboard.readText()").endswith("/?area=cdp-barnet")


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_first_screen_breaks_no_rule_of_accessibility(screen, size):
    page = screen(size).page
    page.wait_for_timeout(500)

    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize("theme", ["continuity_of_care", "treatment_access", "diversion", "community_sentences"])
def test_a_theme_opens_with_finding_picture_figures_and_links_within_one_screen(screen, theme):
    page = screen().open(theme, "?area=cdp-barnet")
    places = {"finding": "p.lead", "figures": "ul.facts", "links": "nav.way.parts"}
    boxes = {name: page.locator(place).bounding_box() for name, place in places.items()}

    assert {name: box for name, box in boxes.items() if box["y"] + box["height"] > LAPTOP[1]} == {}


WITH_PICTURE = ("continuity_of_care", "diversion")


@pytest.mark.parametrize("theme", WITH_PICTURE)
def test_the_picture_of_a_theme_is_whole_on_the_first_screen(screen, theme):
    picture = screen().open(theme, "?area=cdp-barnet").get_by_test_id("stVegaLiteChart").first.bounding_box()

    assert picture["y"] + picture["height"] <= LAPTOP[1]


LONGEST = """() => {
  const lines = new Map();
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    let block = node.parentElement;
    if (block.closest('script, style, svg, button, .visually-hidden')) continue;
    while (getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    if (!lines.has(block)) lines.set(block, new Map());
    const range = document.createRange(), rows = lines.get(block);
    [...node.textContent].forEach((letter, at) => {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const [box] = range.getClientRects();
      const row = box && Math.round((box.top + box.height / 2) / 6);
      if (box) rows.set(row, (rows.get(row) || '') + letter);
    });
  }
  const all = [...lines.values()].flatMap(rows => [...rows.values()]).map(line => line.trim());
  return all.filter(line => line.length > 80);
}"""


@pytest.mark.parametrize("width", [1366, 1920])
@pytest.mark.parametrize("name", ["overview", "continuity_of_care", "indicator", "definitions", "community_sentences"])
def test_no_line_of_text_is_longer_than_eighty_letters(screen, name, width):
    dashboard = screen((width, 1080))
    page = dashboard.open(name, "?area=cdp-barnet&indicator=coc-engaged-21-days")
    for part in page.locator("main details").all():
        part.evaluate("part => part.open = true")
    page.wait_for_timeout(300)

    assert page.evaluate(LONGEST) == []
    assert page.get_by_test_id("stMainBlockContainer").bounding_box()["width"] <= 1280
