"""Two people at their pages: one sends, the other looks and publishes."""

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import submit
from tests.conftest import TODAY
from tests.figures import template
from tests.screens import words

ADULTS = {"indicator": "adults-in-treatment", "area": "Barnet"}
CONTENT = template([ADULTS | {"count": "100", "period": "2023/24"}, ADULTS | {"count": "9", "period": "Apr 2023"}])


@pytest.fixture
def open_as(app, monkeypatch):
    """Open a page as somebody, where a second person publishes what one sends."""
    monkeypatch.setenv("DASHBOARD_SECOND_PERSON", "true")

    def opened(name: str, page: str):
        monkeypatch.setenv("DASHBOARD_PERSON", name)
        return app(page)

    return opened


def _send(page):
    page.file_uploader[0].upload("council.csv", CONTENT).run()
    return _send_on(page)


def _send_on(page):
    page.checkbox[0].check().run()
    page.text_input(key="reason").set_value("Quarter 1").run()
    page.button(key="send").click().run()
    return page


def _look(page):
    page.selectbox(key="waiting_number").select_index(0).run()
    return page


def test_one_sends_and_another_publishes(open_as):
    page = _send(open_as("Ada", "upload"))
    said = page.success[0].value.replace("\\", "")
    assert said.startswith("council.csv waits for a second person: 2 figures. Nothing is published yet.")
    assert not [button for button in page.button if button.key == "publish"]

    page = _look(open_as("Ben", "waiting"))
    said = words(page)
    assert "Ada sent it and ticked its warnings. Their reason: Quarter 1" in said
    assert "What will change" in said
    page.button(key="publish").click().run()
    assert "A warning is not ticked" in page.error[0].value

    page.checkbox[0].check().run()
    page.button(key="publish").click().run()
    assert (
        "Published as revision 1: 2 figures of 1 measure from council.csv. Reason: Quarter 1" in page.success[0].value
    )
    assert "No file waits." in page.info[0].value


def test_the_sender_is_told_kindly_and_may_take_it_back(open_as):
    _send(open_as("Ada", "upload"))

    page = _look(open_as("ada", "waiting"))
    assert page.info[0].value.startswith("You sent this file, so another person looks at it and publishes it.")
    assert not [button for button in page.button if button.key == "publish"]
    page.button(key="withdraw").click().run()

    assert "is taken back" in page.success[0].value
    assert "taken back by ada" in words(page)


def test_the_submissions_say_that_a_file_waits_and_what_was_decided(open_as):
    _send(open_as("Ada", "upload"))
    assert ">waits<" in words(open_as("Ada", "submissions"))

    _look(open_as("Ada", "waiting")).button(key="withdraw").click().run()
    assert ">taken back<" in words(open_as("Ada", "submissions"))


def test_another_sends_it_back_with_a_reason(open_as):
    _send(open_as("Ada", "upload"))

    page = _look(open_as("Ben", "waiting"))
    page.text_input(key="waiting_answer").set_value("Is this *last* year's?").run()
    page.button(key="send_back").click().run()

    assert "is sent back to Ada" in page.success[0].value
    assert "Is this *last* year&#x27;s?" in words(open_as("Ada", "waiting"))


def test_what_was_published_in_between_is_looked_at_first(open_as, sqlite_database):
    _send(open_as("Ada", "upload"))
    page = _look(open_as("Ben", "waiting"))
    theirs = template([ADULTS | {"count": "7", "period": "2023/24"}])
    between = submit.preview(sqlite_database, LOCAL_USER, "theirs.csv", theirs, TODAY)
    submit.publish(sqlite_database, LOCAL_USER, between, "theirs", between.screening.warnings)

    page.checkbox[0].check().run()
    page.button(key="publish").click().run()
    assert "Somebody published revision 1 after you opened this preview" in page.error[0].value

    page.button(key="anew").click().run()
    assert "they saw revision 0. What you see is compared with revision 1." in page.warning[0].value
    for box in page.checkbox:
        assert not box.value
        box.check()
    page.run()
    page.button(key="publish").click().run()
    assert "Published as revision 2" in page.success[0].value


def test_without_the_setting_nothing_waits(app):
    page = app("upload")
    page.file_uploader[0].upload("council.csv", CONTENT).run()

    assert [button.key for button in page.button if button.key in ("publish", "send")] == ["publish"]


def test_a_second_person_is_told_that_a_file_is_kept_for_the_partnership(open_as):
    page = open_as("Ada", "upload")
    page.file_uploader[0].upload("council.csv", CONTENT).run()
    page.checkbox(key="for_partnership0").check().run()
    _send_on(page)

    page = _look(open_as("Ben", "waiting"))

    said = "Its sender keeps it for members of the partnership: nobody else will read these figures."
    assert said in [one.value for one in page.info]
