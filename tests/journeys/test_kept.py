"""What is kept of a page stands for as long as it would be made the same, and no longer; nobody has another's."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.mappings import Said
from dashboard.domain.requests import Request
from dashboard.journeys import administer, editions, submit
from dashboard.journeys.kept import still_stands, with_notes
from dashboard.journeys.view import open_indicator, open_scope
from tests.conftest import TODAY
from tests.disclosure.outsiders import (
    BARNET,
    CARE,
    ENFIELD,
    ENGLAND,
    LEEDS,
    METROPOLITAN,
    OF_LEEDS,
    PAGES,
    SPRING,
    TESTS,
    VIEWER,
    WESTMORLAND,
    WORK,
    count,
    plain,
    share,
)
from tests.figures import template

WEST_YORKSHIRE = "E23000010"
PEOPLE = (LOCAL_USER, OF_LEEDS, VIEWER)
BEGINNING = (
    *(count(area, 300, measure=TESTS) for area in (METROPOLITAN, WEST_YORKSHIRE, ENGLAND)),
    *(share(area, 41) for area in (BARNET, LEEDS)),
    *(count(area, 140) for area in (BARNET, LEEDS, ENGLAND)),
)


def _send(desk, *rows, kept=False):
    shown = desk.preview(template(rows), said=Said(for_partnership=kept))
    return submit.publish(desk.database, desk.user, shown, "a reason", shown.screening.warnings).revision


def _kept(desk, user, request, page, day=TODAY):
    """Make a page as a visit does, and return its scope with what is kept of it."""
    editions.prepare(desk.database, LOCAL_USER)
    with desk.database.reading() as session:
        scope = open_scope(session, user, request, day)
        return scope, with_notes(session, user, partial(PAGES[page], session, user, scope))


def _stands(desk, user, request, kept, day=TODAY):
    """Whether it is shown to this person now, who asks this."""
    made_for, made = kept
    editions.prepare(desk.database, LOCAL_USER)
    with desk.database.reading() as session:
        scope = open_scope(session, user, request, day)
        return scope.question == made_for.question and still_stands(session, user, scope, made)


ACTS = {
    "police put right": lambda desk: _send(desk, count(WEST_YORKSHIRE, 310, measure=TESTS)),
    "the country put right": lambda desk: _send(desk, count(ENGLAND, 160)),
    "a first figure of a place": lambda desk: _send(desk, share(ENFIELD, 41)),
    "a newer period": lambda desk: _send(desk, share(BARNET, 44, period=SPRING)),
    "kept by its sender": lambda desk: _send(desk, count(BARNET, 140), kept=True),
    "kept, of another place": lambda desk: _send(desk, count(ENFIELD, 65), kept=True),
    "the first taken back": lambda desk: desk.undo(2),
    "the undo taken back": lambda desk: desk.undo(8),
}


def test_whatever_stands_is_what_would_be_made(sqlite_desk):
    desk = sqlite_desk
    _send(desk, *BEGINNING)
    asked = [
        (user, Request(area=area), page) for user in PEOPLE for area in (BARNET, "cdp-leeds", ENGLAND) for page in PAGES
    ]
    kept = {one: _kept(desk, *one) for one in asked}
    stood = []
    for act in ACTS.values():
        act(desk)
        anew = {one: _kept(desk, *one) for one in asked}
        standing = [one for one in asked if _stands(desk, *one[:2], kept[one])]
        for one in standing:
            before, now = (plain(replace(each[one][1].made, revision=0)) for each in (kept, anew))
            assert before == now, one
        stood.append(len(standing))
        kept = anew

    counts = dict(zip(ACTS, stood, strict=True))
    # The only place of a measure that everybody knew of is gone: why others have no figure is told anew everywhere.
    assert counts.pop("kept by its sender") == 0
    assert all(0 < number < len(asked) for number in counts.values()), counts


@pytest.mark.parametrize("page", [*PAGES, "indicator"])
def test_a_page_is_made_of_parts_and_of_revisions_and_of_nothing_else(desk, page):
    _send(desk, *BEGINNING)
    editions.prepare(desk.database, desk.user)
    tables = set()

    def asked(connection, cursor, statement, *more):
        tables.update(re.findall(r"(?:FROM|JOIN) (\w+)", statement))

    journey = PAGES.get(page) or partial(open_indicator, name=CARE)
    with desk.database.reading() as session:
        scope = open_scope(session, desk.user, Request(area=BARNET), TODAY)
        event.listen(desk.database.engine, "before_cursor_execute", asked)
        notes = with_notes(session, desk.user, lambda: journey(session, desk.user, scope)).notes

    assert {one.restricted for one in notes} == {True, False}
    assert {"place", "part", "restricted_place", "restricted_part"} <= tables
    assert tables <= {"place", "part", "restricted_place", "restricted_part", "revision"}


def test_a_police_file_leaves_the_pages_of_other_places_and_not_its_own(desk):
    _send(desk, *BEGINNING, count(WEST_YORKSHIRE, 10, measure="drug-searches"))
    pages = [(area, page) for area in (LEEDS, BARNET) for page in ("overview", "treatment access", "diversion")]
    kept = {(area, page): _kept(desk, LOCAL_USER, Request(area=area), page) for area, page in pages}

    _send(desk, count(WEST_YORKSHIRE, 12, measure="drug-searches"))

    stands = {one for one in pages if _stands(desk, LOCAL_USER, Request(area=one[0]), kept[one])}
    assert stands == {one for one in pages if one[0] == BARNET}


def test_where_nothing_stood_something_may_come(desk):
    _send(desk, count(LEEDS, 140))
    kept = _kept(desk, LOCAL_USER, Request(area=BARNET), "overview")
    _send(desk, count(BARNET, 41))

    assert not _stands(desk, LOCAL_USER, Request(area=BARNET), kept)


def test_what_was_taken_back_stands_no_longer(desk):
    _send(desk, count(BARNET, 140))
    _send(desk, count(BARNET, 150))
    asked = Request(area=BARNET)
    kept = _kept(desk, LOCAL_USER, asked, "treatment access")

    desk.undo(2)
    assert not _stands(desk, LOCAL_USER, asked, kept)


@pytest.mark.parametrize("user", PEOPLE, ids=["everything", "Leeds", "public"])
def test_a_stricter_audience_takes_from_those_who_are_shut_out_what_they_were_shown(desk, user):
    _send(desk, *BEGINNING)
    kept = _kept(desk, user, Request(area=BARNET), "treatment access")

    _send(desk, count(BARNET, 140), kept=True)

    assert not _stands(desk, user, Request(area=BARNET), kept)


def test_what_was_made_for_one_reach_is_another_question_for_each_other(desk):
    _send(desk, *BEGINNING)
    scopes = [_kept(desk, user, Request(area=BARNET), "continuity of care")[0] for user in PEOPLE]

    assert len({scope.question for scope in scopes}) == len(PEOPLE)


def test_changed_definitions_and_another_day_are_another_question(sqlite_desk, own_definitions):
    desk, asked = sqlite_desk, Request(area=BARNET)
    _send(desk, *BEGINNING)
    kept = _kept(desk, LOCAL_USER, asked, "diversion")
    assert _stands(desk, LOCAL_USER, asked, kept)
    assert not _stands(desk, LOCAL_USER, asked, kept, TODAY + timedelta(days=1))

    file = own_definitions / "indicators" / f"{CARE}.toml"
    file.write_text(file.read_text("utf-8").replace('title = "', 'title = "Changed: ', 1), "utf-8")
    administer.bring_up_to_date(desk.database, LOCAL_USER)

    assert not _stands(desk, LOCAL_USER, asked, kept)


def test_who_looks_back_asks_another_question_at_each_revision(desk):
    for number in (140, 150):
        _send(desk, count(BARNET, number))
        editions.prepare(desk.database, LOCAL_USER, 1)
    first, second, newest = (
        _kept(desk, LOCAL_USER, Request(area=BARNET, revision=number), "overview")[0] for number in (1, 2, None)
    )

    assert len({first.question, second.question, newest.question}) == 3


def test_from_what_stands_members_do_not_learn_what_others_sent(desk):
    def standing(*rows):
        before = {page: _kept(desk, OF_LEEDS, Request(area=LEEDS), page) for page in PAGES}
        _send(desk, *rows, kept=True)
        return {page for page, one in before.items() if _stands(desk, OF_LEEDS, Request(area=LEEDS), one)}

    _send(desk, *BEGINNING)
    of_what_they_see_beside_theirs = standing(share(ENFIELD, 44))
    of_what_they_never_see = standing(share(WESTMORLAND, 44, measure=WORK, sex="female"))
    assert of_what_they_see_beside_theirs == of_what_they_never_see
    assert "overview" in of_what_they_never_see
    assert "indicators" not in of_what_they_never_see
