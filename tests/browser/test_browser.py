"""The main job in a real browser: a file in, an area page out; by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from dashboard.domain.definitions import datasets, read_definitions
from tests.browser.conftest import LAPTOP, PHONE, faults, overflow

pytestmark = pytest.mark.browser


@pytest.mark.real_files
def test_a_published_file_goes_in_and_an_area_page_comes_out(dashboard, real_file):
    page = dashboard.open("overview", "?area=cdp-barnet")
    missing = page.locator(".look").get_by_role("link").filter(has_text=re.compile(r"^[0-9]+ "))
    expect(missing.filter(has_text="not supplied")).to_be_visible()
    # Other tests may have sent something of another place by now: then some are not given for this one.
    assert sum(int(text.split()[0]) for text in missing.all_text_contents()) == len(read_definitions().catalogue)

    page = dashboard.open("upload")
    page.locator("input[type=file]").set_input_files(real_file("ndtms-viewit/viewit_local_barnet.csv"))
    expect(page.get_by_text("11 measures with 1,716 figures can be published")).to_be_visible()
    expect(page.get_by_text("Not taken: 232 measures of the file")).to_be_visible()
    dashboard.photograph("upload-review")
    page.get_by_label("Reason (kept with the revision)").fill("Annual figures from ViewIt")
    page.get_by_label("Reason (kept with the revision)").press("Tab")
    page.get_by_role("button", name="Publish 11 measures").click()
    expect(page.get_by_text("Published as revision 2: 1,716 figures of 11 measures")).to_be_visible()
    dashboard.photograph("upload-receipt")

    page = dashboard.open_as_at(2, "overview", "?area=cdp-barnet")
    expect(page.locator(".tile.treatment_access")).to_contain_text("About 1,465 people in treatment")
    dashboard.photograph("overview")

    page.get_by_role("link", name="All 11 measures").click()
    dashboard.settled()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Adults in treatment", exact=True))
    expect(row).to_contain_text("about 1,465 people")
    expect(row).to_contain_text("April 2021 to March 2022")
    page.locator("summary").filter(has_text="Recovery").press("Enter")
    expect(page.get_by_text("about 290 of ")).to_be_visible()
    expect(page.get_by_text("about 55 of ")).to_be_visible()
    dashboard.photograph("indicators")

    page.get_by_role("link", name="Adults in treatment", exact=True).click()
    dashboard.settled()
    expect(page.get_by_role("heading", level=1)).to_have_text("Adults in structured drug and alcohol treatment")
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    dashboard.photograph("indicator")

    page = dashboard.open("submissions")
    _choose(page, "Revision to undo", "2")
    page.get_by_label("Reason for undoing it").fill("Only a try")
    page.get_by_label("Reason for undoing it").press("Tab")
    page.get_by_role("button", name="Undo revision 2").click()
    expect(page.get_by_text("Revision 2 is undone by revision 3: 1,716 figures")).to_be_visible()
    dashboard.photograph("submissions")
    page = dashboard.open("overview", "?area=cdp-barnet")
    missing = page.locator(".look").get_by_role("link").filter(has_text=re.compile(r"^[0-9]+ "))
    expect(missing.filter(has_text="not supplied")).to_be_visible()
    # Other tests may have sent something of another place by now: then some are not given for this one.
    assert sum(int(text.split()[0]) for text in missing.all_text_contents()) == len(read_definitions().catalogue)


def _choose(page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).first.click()


def test_an_area_is_chosen_by_keyboard_alone(tab):
    page = tab.open()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "combobox":
            break
    page.keyboard.type("Barnet")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Barnet")
    assert "area=cdp-barnet" in page.url


def test_areas_to_compare_with_are_chosen_by_keyboard_alone_one_at_a_time(tab):
    page = tab.open("overview", "?area=cdp-barnet")
    page.get_by_role("combobox", name="Compared with").focus()
    page.keyboard.type("Areas")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Areas to compare with").focus()
    for name in ("Leeds", "Camden"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        expect(page.get_by_text(name, exact=True)).to_be_visible()
    tab.settled()

    expect(page.get_by_text("Figures are compared with Leeds and Camden together.")).to_be_visible()
    assert page.url.endswith("area=cdp-barnet&compare=cdp-leeds%3Bcdp-camden")


def test_a_saved_address_opens_the_same_page_again(tab):
    tab.open("indicator", "?area=E92000001&indicator=coc-engaged-21-days&as-at=1")
    page = tab.settled()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Continuity of care")
    expect(page.get_by_role("button", name="As at revision 1: show the newest")).to_be_visible()
    page.get_by_role("button", name="As at revision 1: show the newest").click()
    expect(page.get_by_role("button", name="As at revision 1: show the newest")).to_have_count(0)
    assert "as-at" not in page.url


def test_the_menu_keeps_the_chosen_area(tab):
    page = tab.open("overview", "?area=cdp-barnet")
    tab.go_to("Indicator")

    expect(page.get_by_role("combobox", name="Area")).to_have_value("Barnet")


def test_on_a_phone_the_strip_folds_and_stays_open_while_agencies_are_chosen(tab):
    tab.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page = tab.open("overview", "?area=cdp-barnet")
    expect(page.get_by_role("button", name="Police", exact=True)).to_be_hidden()
    page.get_by_text("Period, agencies, comparison").click()
    for name in ("Police", "Probation"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_text(f"{name}; compared with: England")).to_be_visible()
    tab.settled()

    expect(page.get_by_role("button", name="Police", exact=True)).to_have_attribute("aria-pressed", "true")
    assert page.url.endswith("area=cdp-barnet&agencies=police%2Cprobation")


def test_on_a_laptop_the_strip_is_one_row(tab):
    query = "?area=cdp-barnet&agencies=police,probation,prison,council,nhs&compare=region"
    strip = tab.open("overview", query).locator(".st-key-strip")

    assert strip.evaluate("strip => strip.getBoundingClientRect().height") < 100


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_what_the_columns_of_an_unknown_file_hold_is_said_with_the_keyboard(dashboard, size):
    dashboard.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = dashboard.open("upload")
    page.locator("input[type=file]").set_input_files(
        {"name": "outcomes.csv", "mimeType": "text/csv", "buffer": b"Partnership,Year,Starters\nBarnet,2023/24,385\n"}
    )
    expect(page.get_by_text("Our guess: 1 of 1 cells are names of areas.")).to_be_visible()
    dashboard.settled()
    assert (faults(page), overflow(page)) == ([], 0)

    measure = page.get_by_label("Measure of “Starters”")
    measure.press_sequentially("New presentations")
    measure.press("Enter")
    expect(page.get_by_text("Say which measure")).to_have_count(0)
    name = page.get_by_label("Keep this under a name")
    name.press_sequentially("Local outcomes workbook")
    name.press("Enter")
    dashboard.settled()
    page.get_by_role("button", name="Keep this, and read the file with it").press("Enter")
    expect(page.get_by_text("Read with the mapping “Local outcomes workbook”")).to_be_visible()
    expect(page.get_by_text("1 measure with 1 figure can be published")).to_be_visible()
    dashboard.settled()
    page.get_by_text("Kept mappings: 1").press("Enter")
    assert (faults(page), overflow(page)) == ([], 0)


def test_a_page_asks_nobody_outside_for_anything(tab):
    asked = []
    tab.page.on("request", lambda request: asked.append(request.url))
    tab.open("overview", "?area=cdp-barnet")

    assert [url for url in asked if not url.startswith((tab.origin, "data:", "blob:"))] == []


def test_what_is_offered_can_be_taken_away(tab):
    page = tab.open("upload")
    with page.expect_download() as offered:
        page.get_by_role("button", name="Police", exact=True).click()
    assert offered.value.suggested_filename == "police.csv"
    assert offered.value.path().read_bytes().startswith(b"\xef\xbb\xbfindicator,area,period,sex")

    page = tab.open("overview", "?area=E92000001")
    with page.expect_download() as offered:
        page.get_by_role("button", name="Figures as CSV").click()
    assert b"adults-in-treatment,E92000001,England,2024/25" in offered.value.path().read_bytes()

    page = tab.open("submissions")
    _choose(page, "A file more closely", "1: national_figures.csv")
    with page.expect_download() as offered:
        page.get_by_role("button", name="The file as it was sent").click()
    sent = datasets() / "published" / "national_figures.csv"
    assert offered.value.path().read_bytes() == sent.read_bytes()
