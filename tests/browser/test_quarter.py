"""An analyst's whole quarter, four agencies, with the keyboard alone; what comes of it reaches a screen reader."""

import pytest
from playwright.sync_api import FileChooser, Locator, Page, expect

from dashboard.domain.access import Role, User
from dashboard.journeys import submit
from dashboard.store.database import Database
from tests.browser.conftest import Dashboard
from tests.conftest import TODAY
from tests.figures import template

pytestmark = pytest.mark.browser

QUARTER = "2025/26 Q1"
MOST_TABS = 150
BEN = User("Ben", Role.ANALYST)


def _line(indicator: str, count: str, area: str = "Barnet", denominator: str = "") -> dict[str, object]:
    return {"indicator": indicator, "area": area, "period": QUARTER, "count": count, "denominator": denominator}


POLICE = template([_line("drug-offences-recorded", "9120", "Metropolitan Police")])
# A line that stands there twice, and a column that nobody reads: two warnings.
PROBATION = b"".join(
    line + (b",Ward\r\n" if not at else b",North\r\n")
    for at, line in enumerate(template([_line("drr-commencements", "214", "London")] * 2).splitlines())
)
PRISON = template([_line("coc-eligible-releases", "131"), _line("coc-destination-recorded", "lots", denominator="131")])
COUNCIL = template([_line("new-presentations", "65")])
BY_BEN = template([_line("new-presentations", "60")])


@pytest.fixture
def desk(dashboard: Dashboard) -> "Desk":
    return Desk(dashboard)


class Desk:
    """An analyst at work: what they reach with Tab, and what they are told."""

    def __init__(self, dashboard: Dashboard) -> None:
        self.dashboard = dashboard
        self.page: Page = dashboard.open()

    def go_to(self, title: str) -> None:
        """Open a page by the menu."""
        self.page.evaluate("document.activeElement.blur()")
        self.reach(self.dashboard.menu.locator("summary").filter(has_text="Data"))
        self.page.keyboard.press("Enter")
        self.reach(self.dashboard.menu.get_by_role("link", name=title, exact=True))
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)
        self.dashboard.settled()

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus."""
        expect(target).to_be_visible()
        for _ in range(MOST_TABS):
            if _is_focused(target):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached with Tab")

    def press(self, button: str) -> None:
        self.reach(self.page.get_by_role("button", name=button, exact=True))
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        self.reach(self.page.get_by_label(label))
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.dashboard.settled()

    def choose(self, label: str, option: str) -> None:
        self.reach(self.page.get_by_role("combobox", name=label))
        self.page.keyboard.type(option)
        self.page.keyboard.press("Enter")
        self.dashboard.settled()

    def send(self, name: str, content: bytes) -> None:
        """Choose a file and wait until it has been read."""
        chosen: list[FileChooser] = []

        def hold(chooser: FileChooser) -> None:
            chosen.append(chooser)

        self.page.once("filechooser", hold)
        self.reach(self.page.get_by_test_id("stFileUploader").get_by_role("button").last)
        for _ in range(5):  # Chromium passes over the first key after a menu has closed
            self.page.keyboard.press("Enter")
            self.page.wait_for_timeout(1_000)
            if chosen:
                break
        chosen[0].set_files({"name": name, "mimeType": "text/csv", "buffer": content})
        expect(self.page.get_by_text(f"{name} ·")).to_be_visible()
        self.dashboard.settled()

    def publish(self, measures: str, reason: str) -> None:
        self.write("Reason (kept with the revision)", reason)
        self.press(f"Publish {measures}")

    def is_told(self, words: str) -> None:
        """A screen reader speaks what comes up as a status or an alert by itself."""
        expect(self.page.locator("[role=status], [role=alert]").filter(has_text=words).first).to_be_visible()
        self.dashboard.settled()


def _is_focused(target: Locator) -> bool:
    return bool(target.evaluate("it => it === document.activeElement || it.contains(document.activeElement)"))


def test_a_quarter_of_four_agencies_is_sent_with_the_keyboard_alone(desk, sqlite_address):
    desk.go_to("Upload")

    desk.send("police.csv", POLICE)
    desk.is_told("Accepted. 1 measure with 1 figure can be published.")
    desk.publish("1 measure", "Police, April to June")
    desk.is_told("Published as revision 2: 1 figure of 1 measure from police.csv.")

    desk.send("probation.csv", PROBATION)
    desk.is_told("Accepted with warnings. 1 measure with 1 figure can be published; 2 warnings to tick.")
    desk.publish("1 measure", "Probation, April to June")
    desk.is_told("2 warnings")
    for box in desk.page.get_by_role("checkbox").all():
        desk.reach(box)
        desk.page.keyboard.press("Space")
        desk.dashboard.settled()
    desk.press("Publish 1 measure")
    desk.is_told("Published as revision 3: 1 figure of 1 measure from probation.csv.")

    desk.send("prison.csv", PRISON)
    desk.is_told("Partly accepted. 1 measure with 1 figure can be published, 1 cannot.")
    expect(desk.page.get_by_role("table", name="Numbers are numbers")).to_contain_text("lots")
    desk.publish("1 measure", "Prison, April to June")
    desk.is_told("Published as revision 4: 1 figure of 1 measure from prison.csv.")

    desk.send("council.csv", COUNCIL)
    desk.is_told("Accepted. 1 measure with 1 figure can be published.")
    _published_by_ben(sqlite_address)
    desk.publish("1 measure", "Council, April to June")
    desk.is_told("Somebody published revision 5 after you opened this preview")
    beside = desk.page.get_by_role("table", name="Old beside new").get_by_role("row").last
    expect(beside).to_contain_text("60")
    expect(beside).to_contain_text("65")
    desk.press("Publish 1 measure")
    desk.is_told("Published as revision 6: 1 figure of 1 measure from council.csv.")

    desk.go_to("Submissions")
    desk.choose("Revision to undo", "6")
    desk.write("Reason for undoing it", "Ben was right")
    desk.press("Undo revision 6")
    desk.is_told("Revision 6 is undone by revision 7: 1 figures stand again")


def _published_by_ben(address: str) -> None:
    database = Database(address)
    shown = submit.preview(database, BEN, "corrected.csv", BY_BEN, TODAY)
    assert submit.publish(database, BEN, shown, "A service had counted wrongly", ()).revision == 5
    database.close()
