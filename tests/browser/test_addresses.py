"""The address in a real browser: Back takes a choice back, links carry it, and no page is empty while it is made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboard.ui.navigation import MENU
from tests.browser.conftest import LAPTOP, PHONE, Dashboard, served_with
from tests.first_screen import FIGURES

pytestmark = pytest.mark.browser

BARNET = "?area=cdp-barnet"
TILES = ["Continuity of care", "Treatment access", "Diversion", "Community sentences"]
# Every frame that stood on the page while it was worked out, and whether anything else of a page was seen then.
WATCH = """
window.topsOf = place => ['h1', '.tiles'].map(
  part => document.querySelector(`${place} ${part}`)?.getBoundingClientRect().top);
window.framed = [];
new MutationObserver(() => {
  const frame = document.querySelector('.st-key-working');
  if (!frame) return;
  const page = document.querySelector('.st-key-page');
  window.framed.push({
    title: frame.querySelector('h1')?.innerText,
    tiles: [...frame.querySelectorAll('.tile')].map(tile => tile.innerText),
    status: frame.querySelector('[role=status]')?.innerText,
    alone: !page || !page.checkVisibility(),
    tops: window.topsOf('.st-key-working'),
  });
}).observe(document, {childList: true, subtree: true});
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[str]:
    """A dashboard on which one partnership has figures on every theme."""
    with served_with(empty_database, tmp_path_factory.mktemp("addresses"), FIGURES) as origin:
        yield origin


def _agencies(tab: Dashboard) -> list[str]:
    return tab.page.locator(".st-key-agency_choice [aria-pressed=true]").all_inner_texts()


def test_back_takes_one_choice_after_the_other_back_and_forward_makes_them_again(tab):
    page = tab.open("overview", BARNET)
    page.get_by_role("button", name="Police", exact=True).click()
    page.wait_for_url("**/?area=cdp-barnet&agencies=police")
    tab.settled()
    page.get_by_role("combobox", name="Compared with").focus()
    page.keyboard.type("Its region")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?area=cdp-barnet&agencies=police&compare=region")
    tab.settled()

    page.go_back()
    tab.settled()
    assert page.url.endswith("/?area=cdp-barnet&agencies=police")
    expect(page.get_by_role("combobox", name="Compared with")).to_have_value("England")
    assert _agencies(tab) == ["Police"]

    page.go_back()
    tab.settled()
    assert page.url.endswith(f"/{BARNET}")
    assert _agencies(tab) == []
    expect(page.get_by_text("Police (chosen)")).to_have_count(0)

    page.go_forward()
    tab.settled()
    assert _agencies(tab) == ["Police"]
    expect(page.get_by_text("Police (chosen)").first).to_be_visible()


def test_the_area_that_was_chosen_first_comes_back_too(tab):
    page = tab.open("overview", "")
    page.get_by_role("combobox", name="Area").focus()
    page.keyboard.type("Barnet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Barnet")
    tab.settled()

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("England")
    assert page.url == f"{tab.origin}/"


def test_back_leads_from_page_to_page_in_single_steps_without_loading_anew(tab):
    sockets = []
    tab.page.on("websocket", lambda socket: sockets.append(socket.url))
    page = tab.open("overview", BARNET)
    page.locator(".tile").get_by_role("link", name="Continuity of care", exact=True).click()
    page.wait_for_url(f"**/continuity_of_care{BARNET}")
    tab.settled()
    tab.go_to("Submissions")
    tab.go_to("Diversion")

    for name in ("submissions", "continuity_of_care", ""):
        page.go_back()
        tab.settled()
        assert page.url == f"{tab.origin}/{name}{BARNET}"
    assert len(sockets) == 1


def test_a_page_begins_at_its_top_wherever_the_link_to_it_was(tab):
    page = tab.open("indicators", BARNET)
    page.locator("table.measures a").filter(visible=True).last.click()
    page.wait_for_url("**/indicator?*")
    tab.settled()

    assert page.evaluate("document.querySelector('main').scrollTop") == 0


@pytest.mark.parametrize("click", [{"button": "middle"}, {"modifiers": ["Control"]}], ids=["middle button", "Ctrl"])
def test_a_link_of_the_menu_opens_in_a_new_tab_with_the_whole_address(tab, click):
    page = tab.open("overview", f"{BARNET}&agencies=police")
    tab.menu.locator("summary").filter(has_text="Your area").click()
    with page.context.expect_page() as opened:
        tab.menu.get_by_role("link", name="Diversion", exact=True).click(**click)
    other = Dashboard(tab.origin, opened.value)
    other.settled()

    assert other.page.url == f"{tab.origin}/diversion{BARNET}&agencies=police"
    assert _agencies(other) == ["Police"]
    assert page.url == f"{tab.origin}/{BARNET}&agencies=police"


def test_the_menu_is_worked_by_keyboard_and_folds_when_it_is_left(tab):
    page = tab.open("overview", BARNET)
    area, data = (tab.menu.locator("summary").filter(has_text=name) for name in ("Your area", "Data"))
    first = tab.menu.get_by_role("link", name="Overview", exact=True)
    area.press("Enter")
    expect(first).to_be_visible()
    assert first.get_attribute("aria-current") == "page"

    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(area).to_be_focused()
    expect(first).to_be_hidden()

    page.keyboard.press("Enter")
    data.focus()
    expect(first).to_be_hidden()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/upload{BARNET}")
    expect(tab.menu.locator("details[open]")).to_have_count(0)


def test_on_a_phone_every_page_stands_below_one_button(tab):
    tab.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page = tab.open("overview", BARNET)
    links = tab.menu.get_by_role("link")
    expect(links).to_have_count(0)
    tab.menu.locator("summary").filter(has_text="Menu").click()
    expect(links).to_have_text([entry.title for entry in MENU if not entry.of_two])
    links.filter(has_text="Definitions").click()

    page.wait_for_url(f"**/definitions{BARNET}")
    expect(links).to_have_count(0)


@pytest.mark.parametrize("size", [LAPTOP, PHONE, (320, 256)], ids=["laptop", "phone", "400% zoom"])
def test_the_open_menu_breaks_no_rule_of_accessibility_and_fits(tab, size):
    tab.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = tab.open("overview", BARNET)
    tab.menu.locator("summary").filter(visible=True).first.click()
    box = tab.menu.get_by_role("link", name="Indicators", exact=True).bounding_box()

    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]
    assert page.evaluate("document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth")


def test_who_comes_without_an_address_is_shown_what_was_shown_before_once(tab):
    page = tab.open("overview", BARNET)
    # As a link of Streamlit's own would lead there, within the session.
    page.evaluate("history.pushState({}, '', '/diversion'); dispatchEvent(new PopStateEvent('popstate'))")
    page.wait_for_url(f"**/diversion{BARNET}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Barnet: diversion")

    tab.open("diversion")
    expect(page.get_by_role("heading", level=1)).to_have_text("England: diversion")


def test_a_frame_stands_alone_while_an_area_is_worked_out(tab):
    tab.page.add_init_script(WATCH)
    page = tab.open("overview", BARNET)
    # A page that is worked out faster than the browser draws has no frame: the first of these that is not, has.
    for area in ("Leeds", "Cumbria", "Bradford", "Durham", "Sheffield"):
        page.evaluate("window.framed = []")
        page.get_by_role("combobox", name="Area").focus()
        page.keyboard.type(area)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(area)
        tab.settled()
        if framed := page.evaluate("window.framed"):
            break

    assert {frame["title"] for frame in framed} >= {area}
    whole = framed[-1]
    assert [tile.split("\n")[0] for tile in whole["tiles"]] == TILES
    assert all("Working it out …" in tile for tile in whole["tiles"])
    assert whole["status"] == "Working it out …"
    assert all(frame["alone"] for frame in framed)
    expect(page.get_by_text("Working it out …")).to_have_count(0)
    title, tiles = page.evaluate("window.topsOf('.st-key-page')")
    assert whole["tops"][0] == title
    assert abs(whole["tops"][1] - tiles) <= 30  # the lead has one line or two


def test_no_frame_stands_where_a_page_was_made_before(tab):
    enfield = "?area=cdp-enfield"  # nobody else here looks at it, and what is made is kept for all
    tab.page.add_init_script(WATCH)
    page = tab.open("overview", enfield)
    page.locator(".tile").get_by_role("link", name="Continuity of care", exact=True).click()
    page.wait_for_url(f"**/continuity_of_care{enfield}")
    tab.settled()
    # Those that the browser was slow enough to see; what is worked out faster than it draws has none.
    assert {*page.evaluate("window.framed.map(frame => frame.title)")} <= {"Enfield", "Enfield: continuity of care"}

    page.evaluate("window.framed = []")
    page.get_by_role("button", name="Council", exact=True).click()
    expect(page.get_by_text("Council (chosen)").first).to_be_attached()  # in a table that waits to be opened
    expect(page.get_by_role("toolbar", name="Agencies: Council")).to_be_visible()
    page.go_back()
    tab.settled()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enfield")
    tab.settled()
    assert page.evaluate("window.framed") == []
