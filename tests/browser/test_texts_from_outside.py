"""What a file says is read as it was written: nothing of it becomes a link, an icon, a picture or other type."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Dashboard, served_with
from tests.figures import template

pytestmark = pytest.mark.browser

WRITTEN = (
    *("[x](https://evil.example)", "https://evil.example/a?b=c", "HTTP://EVIL.example", "www.evil.example"),
    *("WWW.EVIL.example:80", "someone@evil.example", "<https://evil.example>", "![x](https://evil.example/x.png)"),
    *(":material/home:", ":material_home:", ":smile:", ":streamlit:", ":red[x]", ":blue-badge[x]", ":small[x]"),
    *("<b>x</b>", "**x** _x_ ~~x~~ `x`", "$x$", "&amp; &#58;", "a -> b <- c <-> d -- e >= f <= g ~= h", "# x", "- x"),
    *("1. x", "[x]: https://evil.example", "\\*x\\*", "Adults seen: A&E, 2024_25 (%)"),
)
# What markup becomes; bold is not among it, for the heading of a column stands in it anyway.
MADE = "a, img, em, i, b, del, code, blockquote, li, .katex, [role=img], .stMarkdownColoredText, .stMarkdownBadge"

COUNT = {"indicator": "adults-in-treatment", "area": "Hull", "period": "2023/24", "count": "900"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[str]:
    with served_with(empty_database, tmp_path_factory.mktemp("outside"), template([COUNT])) as origin:
        yield origin


def _csv(*rows: tuple[str, ...]) -> bytes:
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    return table.getvalue().encode()


def _send(dashboard: Dashboard, name: str, content: bytes):
    page = dashboard.open("upload")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    expect(page.get_by_text("bytes", exact=False).first).to_be_visible()
    return dashboard.settled()


def _read(place, within: str = "[data-testid=stMarkdownContainer]") -> list[str]:
    """Return each text of a place as the page holds it, letter by letter."""
    return place.locator(within).evaluate_all("texts => texts.map(text => text.textContent)")


def _evil_links(page) -> list[str]:
    return page.locator("main a").evaluate_all(
        "links => links.map(link => link.href).filter(to => to.includes('evil'))"
    )


def test_headings_and_cells_of_an_unknown_file_read_as_they_were_written(tab):
    asked = []
    tab.page.on("request", lambda request: asked.append(request.url))
    page = _send(tab, "outcomes.csv", _csv(("Partnership", *WRITTEN), ("Barnet", *WRITTEN)))
    columns = page.locator(".st-key-columns")
    expect(columns.get_by_test_id("stSelectbox")).to_have_count(len(WRITTEN) + 1)

    assert [written for written in WRITTEN if f"What “{written}” holds" not in _read(columns)] == []
    assert _read(columns, "strong") == ["“Partnership”", *(f"“{written}”" for written in WRITTEN)]
    shown = "\n".join(_read(columns))
    assert [written for written in WRITTEN if f"such as {written}\n" not in shown] == []
    assert columns.locator(MADE).count() == 0
    assert _evil_links(page) == []
    assert [url for url in asked if not url.startswith((tab.origin, "data:", "blob:"))] == []


def test_rows_that_name_measures_read_as_they_were_written(tab):
    page = _send(tab, "rows.csv", _csv(("Measure", "Latest", "Direction"), *((one, "12", "up") for one in WRITTEN)))
    box = page.get_by_test_id("stExpanderDetails").filter(has_text="A row whose measure is not chosen is left out.")
    expect(box.get_by_test_id("stSelectbox")).to_have_count(len(WRITTEN))

    assert [written for written in WRITTEN if f"“{written}” is" not in _read(box)] == []
    assert box.locator(f"strong, {MADE}").count() == 0
    assert _evil_links(page) == []


def test_the_name_of_a_file_and_a_reason_read_as_they_were_written(tab):
    name = "1. [x](https://evil.example) :material_home: www.evil.example.csv"
    page = _send(tab, name, template([COUNT | {"count": "901"}]))
    assert any(text.startswith(f"{name} · recognised as") for text in _read(page.locator("main")))

    for tick in page.get_by_role("checkbox").all():
        tick.press("Space")
        tab.settled()
    reason = " ".join(WRITTEN)[:300]
    page.get_by_label("Reason (kept with the revision)").fill(reason)
    page.get_by_label("Reason (kept with the revision)").press("Enter")
    page.get_by_role("button", name="Publish 1 measure").press("Enter")
    receipt = page.get_by_test_id("stAlert").filter(has_text="Published as revision")
    expect(receipt).to_be_visible()
    tab.settled()

    assert _read(receipt)[0].endswith(f"from {name}. Reason: {reason}")
    assert receipt.locator(f"strong, {MADE}").count() == 0
    assert _evil_links(page) == []


def test_what_an_address_says_reads_as_it_was_written(tab):
    page = tab.open("overview", "?area=[x](https://evil.example)+:material_home:+www.evil.example")
    told = page.get_by_test_id("stAlert").first

    assert "[x](https://evil.example) :material_home: www.evil.example" in _read(told)[0]
    assert told.locator("a, [role=img]").count() == 0
    assert _evil_links(page) == []
