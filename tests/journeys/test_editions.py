"""Editions: what pages read is what publishing left, whatever came between, and nothing that was taken back."""

import re
import subprocess
import sys

import pytest

from dashboard.assembly import makers
from dashboard.domain.access import LOCAL_USER, Role, User
from dashboard.domain.errors import NotFound, NotReady
from dashboard.domain.requests import Request
from dashboard.journeys import administer, editions, view
from dashboard.store import editions as editions_store
from dashboard.store import makers as makers_store
from dashboard.store.makers import Worker
from tests.conftest import TODAY
from tests.figures import BARNET, ENFIELD, template

CARE, TESTS = "coc-engaged-21-days", "dtoa-tests"
METROPOLITAN, KENT = "E23000001", "E23000032"


def _tests(count, area=METROPOLITAN, period="Jan to Mar 2025"):
    return template([{"indicator": TESTS, "area": area, "period": period, "count": str(count)}])


def _shown(desk, as_at=None):
    with desk.database.reading() as session:
        scope = view.open_scope(session, desk.user, Request(area=METROPOLITAN, revision=as_at), TODAY)
        return view.open_indicator(session, desk.user, scope, TESTS).latest.figure


def _everything_is_as_made_anew(database):
    with database.reading() as session:
        there = editions.kept(session, LOCAL_USER)
        assert there
        return all(editions.differing(session, LOCAL_USER, one.revision)[0] == 0 for one in there)


@pytest.fixture
def staying(database):
    """A process that stays to make editions, as far as the database knows, and does nothing."""
    worker = Worker()
    with database.writing() as session:
        makers_store.claim(session, "stays", worker)
    return worker


def test_an_edition_built_on_another_is_as_one_made_from_nothing(desk):
    quarters = [f"{name} 2025" for name in ("Jan to Mar", "Apr to Jun", "Jul to Sep")]
    care = [
        {"indicator": CARE, "area": area, "period": period, "count": "41", "denominator": "90"}
        for area in (BARNET, ENFIELD, "E92000001")
        for period in quarters
    ]
    tests = [{"indicator": TESTS, "area": METROPOLITAN, "period": period, "count": "300"} for period in quarters[1:]]
    for content in (_tests(1465), template(care), template(tests), _tests(1500), _tests(3, KENT)):
        desk.publish(content)
        editions.prepare(desk.database, desk.user)
    desk.undo(4)
    editions.prepare(desk.database, desk.user)

    with desk.database.reading() as session:
        assert [one.revision for one in editions.kept(session, LOCAL_USER)] == [6, 5, 4, 3, 2, 1]
    assert _everything_is_as_made_anew(desk.database)


def test_while_a_maker_works_the_edition_before_is_shown(desk, staying):
    desk.publish(_tests(1465))
    makers.make_due(desk.database)
    desk.publish(_tests(1500))

    editions.prepare(desk.database, desk.user)

    assert _shown(desk) == "1,465 tests"
    makers.make_due(desk.database)
    assert _shown(desk) == "1,500 tests"


def test_what_an_undo_takes_back_is_not_shown_while_a_maker_works(desk, staying):
    for count in (1465, 1500):
        desk.publish(_tests(count))
    makers.make_due(desk.database)
    desk.undo(2)

    with pytest.raises(NotReady, match=r"Revision 3 is being worked out"):
        _shown(desk)

    editions.prepare(desk.database, desk.user)
    assert _shown(desk) == "1,465 tests"
    editions.prepare(desk.database, desk.user, 2)
    assert _shown(desk, as_at=2) == "1,500 tests"


def test_nobody_waits_for_a_maker_that_died(desk):
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    with desk.database.writing() as session:
        makers_store.claim(session, "making", Worker(process=process.pid))
    desk.publish(_tests(1465))

    editions.prepare(desk.database, desk.user)

    assert _shown(desk) == "1,465 tests"


def test_one_that_is_alive_keeps_the_others_from_making(desk):
    with desk.database.writing() as session:
        makers_store.claim(session, "making", Worker())
    desk.publish(_tests(1465))

    assert not makers.make_due(desk.database)


def test_an_old_edition_is_made_for_members_only(desk):
    for count in (1465, 1500):
        desk.publish(_tests(count))
    editions.prepare(desk.database, desk.user)
    desk.user = User("a visitor", Role.VIEWER)

    editions.prepare(desk.database, desk.user, 1)
    with pytest.raises(NotReady):
        _shown(desk, as_at=1)

    editions.prepare(desk.database, LOCAL_USER, 1)
    assert _shown(desk, as_at=1) == "1,465 tests"


def test_of_many_old_editions_the_last_asked_for_are_kept(desk):
    for count in range(makers.MOST_KEPT + 3):
        desk.publish(_tests(1000 + count))
    for number in range(1, makers.MOST_KEPT + 3):
        editions.prepare(desk.database, desk.user, number)

    with desk.database.reading() as session:
        there = [one.revision for one in editions.kept(session, LOCAL_USER)]
    assert len(there) == makers.MOST_KEPT
    assert there[0] == makers.MOST_KEPT + 3


def test_changed_definitions_are_shown_from_then_on(desk, own_definitions):
    desk.publish(_tests(1465))
    editions.prepare(desk.database, desk.user)
    file = own_definitions / "indicators" / f"{TESTS}.toml"
    file.write_text(re.sub(r"hide_below = \d+", "hide_below = 2000", file.read_text("utf-8")), "utf-8")
    administer.take_on_definitions(desk.database, LOCAL_USER)

    with desk.database.reading() as session:
        assert not editions_store.every(session), "nothing that was taken back is left"
    editions.prepare(desk.database, desk.user)

    assert _shown(desk) == "Hidden to protect people"
    editions.prepare(desk.database, desk.user, 1)
    assert _shown(desk, as_at=1) == "Hidden to protect people"
    assert _everything_is_as_made_anew(desk.database)


def test_there_is_no_edition_to_compare_of_a_revision_that_was_never_made(desk):
    desk.publish(_tests(1465))

    with desk.database.reading() as session, pytest.raises(NotFound, match="There is no edition of revision 1"):
        editions.differing(session, LOCAL_USER, 1)
