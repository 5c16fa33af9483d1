"""Who has sent and what an agency sends, as pages show it."""

import pytest

from dashboard.domain.access import LOCAL_USER, Role
from dashboard.domain.agencies import Agency
from dashboard.journeys import submit
from tests.conftest import TODAY
from tests.figures import template
from tests.screens import words

POSSESSION = {"indicator": "possession-outcomes", "area": "E23000010", "period": "Apr to Jun 2026"}
CARE = {"indicator": "coc-eligible-releases", "area": "Leeds", "period": "Apr to Jun 2026"}


@pytest.fixture
def police_sent(sqlite_database):
    """The police of West Yorkshire sent a quarter, with one measure that was stopped."""
    file = template([POSSESSION | {"count": "400"}, CARE | {"count": "lots"}])
    shown = submit.preview(sqlite_database, LOCAL_USER, "police <b>q1</b>.csv", file, TODAY)
    submit.publish(sqlite_database, LOCAL_USER, shown, "a reason", shown.screening.warnings)


def test_who_has_sent_is_told_with_a_link_to_each_agency(app, police_sent):
    text = words(app("submissions"))

    assert "In: 1 of 1 measure" in text
    assert 'href=\\"supplier?area=E92000001&amp;agencies=police\\"' in text
    assert "Nobody has sent a quarter yet." not in text


def test_on_an_empty_database_the_table_of_quarters_waits(app):
    page = app("submissions")

    assert any("Nobody has sent a quarter yet." in one.value for one in page.info)


def test_a_viewer_sees_who_has_sent_and_not_the_files(app, police_sent, someone):
    text = words(app("submissions"))

    assert "In: 1 of 1 measure" in text
    assert ("police &lt;b&gt;q1" in text) == (someone is not Role.VIEWER)
    assert ("local user" in text) == (someone is not Role.VIEWER)


def test_what_became_of_every_measure_is_shown_as_text(app, police_sent):
    page = app("submissions")
    page.selectbox[0].select_index(0).run()
    text = words(page)

    assert "Possession outcomes" in text
    assert "By the check: Numbers are numbers" in text
    assert "<b>" not in "".join(str(one.proto) for one in page.get("html"))
    assert page.get("download_button")[0].proto.label == "The file as it was sent"


def test_the_findings_of_a_file_stand_once(app, police_sent):
    page = app("submissions")
    page.selectbox[0].select_index(0).run()

    headings = [one.value.replace("\\", "") for one in page.header]
    assert headings.count("Findings of police <b>q1</b>.csv") == 1
    checks = [one.value for one in page.subheader if one.value != "Agency by quarter"]
    assert "Numbers are numbers (error, 1)" in checks
    assert len(checks) == len(set(checks))


def test_that_nothing_was_found_in_a_file_is_said_once(app, sqlite_database):
    shown = submit.preview(sqlite_database, LOCAL_USER, "q1.csv", template([POSSESSION | {"count": "400"}]), TODAY)
    assert not shown.screening.findings
    submit.publish(sqlite_database, LOCAL_USER, shown, "a reason", [])
    page = app("submissions")
    page.selectbox[0].select_index(0).run()

    said = [one.value for one in page.info]
    assert said.count("There was nothing to find fault with in q1.csv.") == 1


def test_somebody_elses_file_is_not_offered_and_it_is_said_who_may(app, police_sent, monkeypatch):
    from dashboard.domain.access import User

    monkeypatch.setattr("dashboard.ui.session.LOCAL_USER", User("someone", Role.ANALYST))
    page = app("submissions")
    page.selectbox[0].select_index(0).run()

    assert "can be fetched by local user and analysts of Police only." in words(page)
    assert not page.get("download_button")


def test_the_address_says_which_agency_a_page_is_about(app, police_sent):
    page = app("supplier", area="Leeds", agencies="police")
    text = words(page)

    assert page.selectbox(key="supplier_choice").value == "police"
    assert '&amp;indicator=possession-outcomes\\"' in text
    assert "To the end of September 2026, due by 31 January 2027" in text
    assert "5 partnerships have figures of Police here." in text
    assert "Bradford, Calderdale, Kirklees, Leeds, Wakefield" in text
    assert "partly accepted" in text
    assert page.get("download_button")[-1].proto.label == "Template for Police"


def test_another_agency_is_chosen_and_kept_in_the_address(app, police_sent):
    page = app("supplier")
    page.selectbox(key="supplier_choice").set_value(Agency.NHS).run()

    assert page.query_params["agencies"] == "nhs"
    assert "NHS has sent nothing yet." in words(page)


@pytest.mark.parametrize("agency", ["police", "probation", "prison", "council", "nhs"])
def test_every_agency_has_its_page_for_everybody(app, someone, agency):
    assert "sent nothing yet" in words(app("supplier", agencies=agency))


def test_a_return_is_offered_once_an_area_is_chosen(app, police_sent):
    page = app("supplier", agencies="police")
    assert [one.proto.label for one in page.get("download_button")] == ["Template for Police"]

    page.selectbox(key="return_area").set_value("cdp-leeds").run()
    labels = [one.proto.label for one in page.get("download_button")]
    assert labels == ["Return as CSV", "Return as a workbook", "Template for Police"]


def test_a_return_is_for_the_area_that_was_chosen_elsewhere_and_the_newest_quarter_that_has_ended(app):
    page = app("supplier", area="Leeds")

    assert page.selectbox(key="return_area").value == "cdp-leeds"
    assert len(page.selectbox(key="return_quarter").options) == 8
    assert len(page.get("download_button")) == 3
