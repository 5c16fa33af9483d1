"""People at work in a real browser: a chair before a meeting, the police's member of a partnership."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from dashboard.ui.navigation import MENU
from tests.browser.conftest import LAPTOP, PHONE, served_with
from tests.figures import template
from tests.first_screen import FIGURES, YEAR

pytestmark = pytest.mark.browser

BARNET = "?area=cdp-barnet"
POLICE = f"{BARNET}&agencies=police"
# How many of the 131 who left prison with a need reached each step; all are lost somewhere, most before an appointment.
REACHED = {
    "coc-eligible-releases": 131,
    "coc-destination-recorded": 124,
    "coc-referral-received": 110,
    "coc-appointment-before-release": 70,
    "coc-appointment-attended": 61,
    "coc-treatment-started": 56,
    "coc-retained-12-weeks": 40,
    "coc-recalled-12-weeks": 20,
}
LADDER = template(
    {
        "indicator": name,
        "area": "Barnet",
        "period": YEAR,
        "count": str(count),
        "denominator": "" if name == "coc-eligible-releases" else "131",
    }
    for name, count in REACHED.items()
)
# Every page of an area.
PAGES = ("overview", "treatment_access", "continuity_of_care", "diversion", "community_sentences", "indicators")
CHOSEN = "Police (chosen)"
TEXTS = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), texts = [];
  // How many measures there are is no figure: chosen ones and the others have links and a fold of their own, and the
  // overview counts those of whom is chosen, and looks first among them.
  while (walker.nextNode())
    walker.currentNode.parentElement.closest('nav, summary, .looks, .note') || texts.push(walker.currentNode.data);
  return texts;
}"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[str]:
    """A dashboard on which one partnership has figures on every theme, and every step after prison."""
    with served_with(empty_database, tmp_path_factory.mktemp("journeys"), FIGURES, LADDER) as origin:
        yield origin


def test_a_chair_finds_who_can_change_the_biggest_drop_and_comes_back(tab):
    page = tab.open()
    _choose_by_keyboard(page, "Area", "Barnet")
    expect(page.get_by_role("heading", level=1)).to_have_text("Barnet")
    tab.settled()
    expect(page.locator(".tile.continuity_of_care")).to_contain_text("52 of 131")

    page.get_by_role("link", name="Continuity of care", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/continuity_of_care{BARNET}")
    drop = "Barnet: the biggest drop comes at “Appointment before release”, 40 fewer people"
    expect(page.get_by_role("heading", name=drop)).to_be_visible()
    expect(page.get_by_text("The biggest drop is from “Referral received” (110)")).to_contain_text(
        "to “Appointment before release” (70): 40 fewer people. Who can change it: Council, Prison."
    )

    page.get_by_role("link", name="Recalled within 12 weeks", exact=True).click()
    page.wait_for_url(f"**/indicator{BARNET}&indicator=coc-recalled-12-weeks")
    expect(page.get_by_role("combobox", name="Area")).to_have_value("Barnet")
    expect(page.locator(".newest")).to_contain_text("20 of 131")

    tab.go_to("Overview")
    expect(page.get_by_role("heading", level=1)).to_have_text("Barnet")
    assert "area=cdp-barnet" in page.url


def test_a_member_of_the_police_sees_on_every_page_what_is_theirs(tab):
    page = tab.open("overview", BARNET)
    page.get_by_role("button", name="Police", exact=True).press("Enter")
    expect(page.get_by_text(CHOSEN).first).to_be_visible()
    assert page.url.endswith(POLICE)

    for title in ("Treatment access", "Continuity of care", "Diversion", "Indicators"):
        tab.go_to(title)
        told = "all measures" if title == "Indicators" else title
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^Barnet: {told}$", re.IGNORECASE))
        tab.settled()
        expect(page.get_by_text("Agencies: Police", exact=True)).to_be_visible()
        if title == "Continuity of care":  # from prison to treatment no step is the police's
            expect(page.get_by_text(CHOSEN)).to_have_count(0)
        else:
            expect(page.get_by_text(CHOSEN)).not_to_have_count(0)
        assert "agencies=police" in page.url, title


@pytest.mark.parametrize("name", PAGES)
def test_choosing_the_police_changes_no_figure(tab, name):
    without = _numbers(tab.open(name, BARNET))
    within = _numbers(tab.open(name, POLICE))

    assert len(within) > 20
    assert within == without


def test_steps_of_others_are_dimmed_for_a_member_of_the_police(tab):
    page = tab.open("diversion", POLICE)
    page.locator("summary").filter(has_text="From arrest to treatment, the whole").click()
    first, last = (
        page.get_by_role("row", name=re.compile(f"^{step}")) for step in ("Tested on arrest", "Treatment started")
    )

    expect(first).to_contain_text(CHOSEN)
    expect(first.locator(".dimmed")).to_have_count(0)
    expect(last.locator(".dimmed").first).to_be_visible()


def test_all_measures_begin_with_those_of_the_police(tab):
    page = tab.open("indicators", POLICE)
    owners = page.locator("table.measures tbody tr").evaluate_all("rows => rows.map(row => row.textContent)")
    mine = [CHOSEN in said for said in owners]

    assert mine[0]
    assert mine == sorted(mine, reverse=True)


@pytest.mark.parametrize("path", ["/", "/overview"])
def test_the_overview_has_two_addresses(tab, path):
    page = tab.page
    page.goto(f"{tab.origin}{path}?area=Barnet")
    tab.settled()

    expect(page.get_by_role("heading", level=1)).to_have_text("Barnet")
    expect(page.get_by_role("dialog")).to_have_count(0)
    tab.menu.locator("summary").filter(has_text="Your area").click()
    expect(tab.menu.get_by_role("link", name="Overview", exact=True)).to_have_count(1)


FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), frames = [at];
  while (frames.length < 5 && frames.at(-1).parentElement) frames.push(frames.at(-1).parentElement);
  const seen = one => {
    const style = getComputedStyle(one);
    return parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none' || style.boxShadow !== 'none'
      || style.borderColor === 'rgb(18, 67, 109)';
  };
  return {
    name: at.ariaLabel || at.innerText || at.value || '',
    seen: frames.some(seen) && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
  };
}"""


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_keyboard_goes_from_menu_to_strip_to_tiles_and_is_seen_there(tab, size):
    tab.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = tab.open("overview", BARNET)
    expect(page.get_by_text("Figures as at revision 2.")).to_be_visible()
    stops = []
    while len(stops) < 40 and "Figures as CSV" not in [stop["name"] for stop in stops]:
        page.keyboard.press("Tab")
        page.wait_for_timeout(150)
        stops.append(page.evaluate(FOCUS))
    names = [stop["name"] for stop in stops]
    menu = "Your area: Overview" if size == LAPTOP else "Menu"
    way = [menu, "Area", *("Continuity of care", "Treatment access"), "Copy link", "Figures as CSV"]

    assert list(dict.fromkeys(name for name in names if name in way)) == way
    assert [stop["name"] for stop in stops if not stop["seen"]] == []


def test_all_measures_are_reached_by_theme(tab):
    page = tab.open("indicators", BARNET)
    page.get_by_role("navigation", name="Measures on this page").get_by_role("link", name="Diversion").click()

    expect(page.get_by_role("heading", name="Diversion", exact=True)).to_have_count(1)
    expect(page.get_by_text("Diversion (6 measures)")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("summary:focus")).to_have_text(re.compile("Diversion"))


def test_a_folded_theme_is_opened_by_keyboard_and_said_to_those_who_listen(tab):
    page = tab.open("indicators", BARNET)
    within = page.get_by_role("link", name="Drug tests on arrest", exact=True)
    expect(within).to_be_hidden()
    page.locator("summary").filter(has_text="Diversion").press("Enter")

    expect(within).to_be_visible()
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []


def _choose_by_keyboard(page: Page, label: str, text: str) -> None:
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def _numbers(page: Page) -> list[str]:
    """All numbers on a page, folded ones too, in no order: measures of the agencies chosen come first."""
    for last in ("Figures as CSV", "Figures as at revision 2."):
        expect(page.get_by_text(last)).to_be_visible()
    return sorted(re.findall(r"[0-9][0-9,.]*%?", " ".join(page.evaluate(TEXTS))))


def test_every_page_has_a_title_of_its_own_that_follows_the_area(tab):
    names = [entry for entry in MENU if not entry.of_two]
    titles = [tab.open(entry.name, "?area=cdp-leeds").title() for entry in names]

    assert len(set(titles)) == len(names)
    assert titles[2] == "Continuity of care, Leeds – Combating Drugs Partnership dashboard"
    expect(tab.open("continuity_of_care", "?area=cdp-barnet")).to_have_title(re.compile("^Continuity of care, Barnet"))


def test_the_menu_says_which_page_is_open_while_it_is_folded(tab):
    tab.open("continuity_of_care", "?area=cdp-leeds")

    expect(tab.menu.locator("summary[aria-current]")).to_have_text(["Your area: Continuity of care"])
    expect(tab.menu.locator("a[aria-current=page]")).to_have_text(["Continuity of care"])


def test_what_the_keyboard_is_on_has_an_outline(tab):
    page = tab.open("indicator", "?area=cdp-leeds")
    unseen = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              const at = document.activeElement, box = at.closest('[role=group]') || at;
              const is = [at, box].map(one => getComputedStyle(one))
                .some(style => style.outlineStyle !== 'none' || style.boxShadow !== 'none');
              return is || at === document.body ? '' : at.outerHTML.slice(0, 80);
            }"""
        )
        unseen.add(seen)

    assert unseen == {""}


def test_a_picture_is_saved_from_its_chart_by_keyboard(tab):
    page = tab.open("indicator", f"{BARNET}&indicator=coc-engaged-21-days")
    save = page.get_by_role("button", name="Download as PNG").first
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    with page.expect_download() as taken:
        save.press("Enter")

    picture = Image.open(taken.value.path()).convert("L")
    chart = page.get_by_test_id("stVegaLiteChart").first
    left_out = -chart.evaluate("chart => parseFloat(getComputedStyle(chart).marginTop)")
    strip = picture.crop((0, 0, picture.width, int(left_out)))
    assert sum(strip.histogram()[:128]) > 500  # pixels of ink above the drawing, where the page has left them out
