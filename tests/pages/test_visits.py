"""One run of a page: the address is read once, in one transaction, and what was made before is not made again."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
import streamlit as st
from sqlalchemy import Engine, event

from dashboard.domain.access import LOCAL_USER, Role, User
from dashboard.domain.agencies import Agency
from dashboard.domain.periods import read_period
from dashboard.domain.requests import Request
from dashboard.journeys import editions, submit
from dashboard.journeys.view import open_scope
from dashboard.ui import address
from dashboard.ui.working import WORKING
from tests.conftest import TODAY
from tests.figures import template
from tests.pages.conftest import OF_AREA
from tests.screens import words

CARE = {"indicator": "coc-engaged-21-days", "period": "Apr to Jun 2025", "denominator": "100"}
NOT_ADDED = "Figures of single agencies do not add up"


@pytest.fixture
def publish(sqlite_database):
    """Publish figures of Barnet and, unless told otherwise, of England; return the number of the revision."""

    def published(count: str = "40", *, of_england: bool = True) -> int:
        rows = [CARE | {"area": "Barnet", "count": count}]
        rows += [CARE | {"area": "E92000001", "count": "55"}] if of_england else []
        shown = submit.preview(sqlite_database, LOCAL_USER, "care.csv", template(rows), TODAY)
        return submit.publish(sqlite_database, LOCAL_USER, shown, "a reason", shown.screening.warnings).revision

    return published


@pytest.fixture
def counted(monkeypatch) -> Iterator[Counter]:
    """Count what the database is asked, and how often an address is read; nothing is answered otherwise for it."""
    seen = Counter()

    def began(connection) -> None:
        seen["transactions"] += 1

    def asked(connection, cursor, statement, *more) -> None:
        seen["statements"] += 1
        seen.update(f"of {table}" for table in re.findall(r"(?:FROM|JOIN) (\w+)", statement))

    def read(query):
        seen["readings"] += 1
        return read_query(query)

    read_query = address.read_query
    monkeypatch.setattr(address, "read_query", read)
    event.listen(Engine, "begin", began)
    event.listen(Engine, "before_cursor_execute", asked)
    yield seen
    event.remove(Engine, "begin", began)
    event.remove(Engine, "before_cursor_execute", asked)


def test_a_click_in_the_strip_costs_one_transaction_and_one_reading_of_the_address(app, publish, counted):
    publish()
    page = app(area="cdp-barnet")
    clicks = {
        "period": lambda: page.selectbox(key="period_choice").set_value(read_period("Apr to Jun 2025")),
        "agencies": lambda: page.pills(key="agency_choice").set_value(["Police"]),
        "comparator": lambda: page.selectbox(key="compare_choice").set_value("region"),
        "area": lambda: page.selectbox(key="area_choice").set_value("cdp-leeds"),
    }
    costs = {}
    for name, click in clicks.items():
        chosen = click()
        counted.clear()
        chosen.run()
        costs[name] = (counted["transactions"], counted["readings"])

    assert costs == dict.fromkeys(clicks, (1, 1))


@pytest.mark.parametrize("name", OF_AREA)
def test_a_page_of_an_area_is_made_in_one_transaction(app, publish, counted, name):
    publish()
    page = app(name, area="cdp-barnet")
    counted.clear()
    page.query_params = {"area": "cdp-leeds"}
    page.run()

    assert (counted["transactions"], counted["readings"]) == (1, 1)


@pytest.mark.parametrize("name", OF_AREA)
def test_choosing_agencies_reads_no_figure_anew(app, publish, counted, name):
    publish()
    page = app(name, area="cdp-barnet")
    counted.clear()
    page.pills(key="agency_choice").set_value(["Probation"]).run()

    assert NOT_ADDED in words(page)
    assert counted["of part"] == counted["of place"] == counted["of restricted_place"] == 0
    assert counted["statements"] < 10


def test_an_area_that_was_looked_at_before_is_not_worked_out_again(app, publish, counted):
    publish()
    page = app("continuity_of_care", area="cdp-barnet")
    page.selectbox(key="area_choice").set_value("cdp-leeds").run()
    counted.clear()
    page.selectbox(key="area_choice").set_value("cdp-barnet").run()

    assert "40 of 100" in words(page)
    assert counted["of place"] == 0


def test_what_somebody_publishes_is_shown_at_the_next_click(app, publish):
    publish("40")
    page = app("continuity_of_care", area="cdp-barnet")
    assert publish("41") == 2
    page.pills(key="agency_choice").set_value(["Probation"]).run()

    assert "41 of 100" in words(page)
    assert "40 of 100" not in words(page)
    assert "Figures as at revision 2." in words(page)


@pytest.mark.parametrize("again", ["published", "undone"])
def test_a_page_that_a_revision_does_not_touch_is_not_made_again_and_tells_of_it(
    app, sqlite_database, publish, counted, again
):
    publish("40", of_england=False)
    touched, other = app("continuity_of_care", area="cdp-barnet"), app("treatment_access", area="cdp-leeds")
    if again == "published":
        publish("41", of_england=False)
    else:
        submit.undo(sqlite_database, LOCAL_USER, 1, "a mistake")
    editions.prepare(sqlite_database, LOCAL_USER)

    counted.clear()
    other.run()
    assert counted["of part"] == counted["of restricted_part"] == 0
    assert "Figures as at revision 2." in words(other)

    touched.run()
    assert counted["of restricted_part"] > 0
    assert ("41 of 100" in words(touched)) is (again == "published")
    assert "40 of 100" not in words(touched)
    assert "Figures as at revision 2." in words(touched)


def test_what_was_made_for_one_person_is_shown_to_no_other(app, publish, monkeypatch):
    publish()
    query = {"area": "cdp-barnet", "indicator": "coc-engaged-21-days"}
    member = User("someone", Role.ANALYST, places=frozenset({"cdp-barnet"}))
    monkeypatch.setattr("dashboard.ui.session.LOCAL_USER", member)
    page = app("indicator", **query)
    assert "40 of 100" in words(page)

    monkeypatch.setattr("dashboard.ui.session.LOCAL_USER", User("someone", Role.VIEWER))
    page.run()
    assert not page.error
    assert "Figures for Barnet are for members of the partnership." in words(page)
    assert "40 of 100" not in words(page)


def test_an_earlier_revision_is_another_scope_once_a_later_one_may_hide_what_it_showed(sqlite_database, publish):
    def key():
        editions.prepare(sqlite_database, LOCAL_USER, 1)
        with sqlite_database.reading() as session:
            return open_scope(session, LOCAL_USER, Request("Barnet", revision=1), TODAY).key

    publish()
    before = key()
    assert key() == before

    publish()
    assert key() != before


@pytest.mark.parametrize(
    "request_", [Request("Leeds"), Request("Barnet", compare="region"), Request("Barnet", until=TODAY)], ids=str
)
def test_another_area_comparator_or_last_day_is_another_scope(sqlite_database, publish, request_):
    publish()
    editions.prepare(sqlite_database, LOCAL_USER)
    with sqlite_database.reading() as session:
        keys = [open_scope(session, LOCAL_USER, one, TODAY).key for one in (Request("Barnet"), request_)]

    assert keys[0] != keys[1]


def test_agencies_and_the_way_an_area_is_written_make_no_other_scope(sqlite_database, publish):
    publish()
    editions.prepare(sqlite_database, LOCAL_USER)
    with sqlite_database.reading() as session:
        asked = (Request("cdp-barnet"), Request("Barnet", agencies=(Agency.POLICE,)))
        keys = [open_scope(session, LOCAL_USER, one, TODAY).key for one in asked]

    assert keys[0] == keys[1]


def titles_and_tiles(monkeypatch) -> tuple[list[str], list[list[str]]]:
    """What is shown as a title, and which links as tiles, one after another while a page runs."""
    titles, tiles = [], []
    shown_title, shown_html = st.title, st.html

    def title(body, **more):
        titles.append(body)
        return shown_title(body, **more)

    def html(body, **more):
        found = re.findall(r'<section class="tile [^"]*"><h2><a href="([^"]*)"[^>]*>([^<]*)<', body)
        tiles.extend([found] if found else [])
        return shown_html(body, **more)

    monkeypatch.setattr(st, "title", title)
    monkeypatch.setattr(st, "html", html)
    return titles, tiles


@pytest.mark.parametrize("name", OF_AREA)
def test_the_title_of_a_page_stands_before_it_is_worked_out_and_once_it_was_only_then(app, publish, monkeypatch, name):
    publish()
    page = app(name, area="cdp-leeds")
    titles, tiles = titles_and_tiles(monkeypatch)
    page.query_params = {"area": "cdp-barnet"}
    page.run()
    page.pills(key="agency_choice").set_value(["Probation"]).run()

    before, after, again = titles
    assert before == after == again
    assert ("Barnet" in before) is (name != "indicator")
    if name == "overview":
        frame, worked_out, _ = tiles
        assert len(frame) == 4
        assert frame == worked_out
    assert WORKING not in words(page)
