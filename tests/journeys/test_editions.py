"""Editions: what pages read is what publishing left, whatever came between, and nothing that was taken back."""

import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from dashboard.assembly import makers
from dashboard.assembly.memory import Memory
from dashboard.domain.access import LOCAL_USER, Role, User
from dashboard.domain.errors import NotFound, NotReady
from dashboard.domain.mappings import Said
from dashboard.domain.requests import Request
from dashboard.journeys import administer, editions, submit, view
from dashboard.store import editions as editions_store
from dashboard.store import makers as makers_store
from dashboard.store.database import Database
from dashboard.store.makers import Worker
from tests.conftest import TODAY
from tests.figures import BARNET, ENFIELD, template

CARE, TESTS, NEW = "coc-engaged-21-days", "dtoa-tests", "new-presentations"
PERIOD = "Jan to Mar 2025"
METROPOLITAN, KENT = "E23000001", "E23000032"


def _tests(count, area=METROPOLITAN, period="Jan to Mar 2025"):
    return template([{"indicator": TESTS, "area": area, "period": period, "count": str(count)}])


def _shown(desk, as_at=None):
    with desk.database.reading() as session:
        scope = view.open_scope(session, desk.user, Request(area=METROPOLITAN, revision=as_at), TODAY)
        return view.open_indicator(session, desk.user, scope, TESTS).latest.figure


def _keep_for_partnership(desk, content):
    shown = desk.preview(content, said=Said(for_partnership=True))
    submit.publish(desk.database, desk.user, shown, "a reason", shown.screening.warnings)


def _make_all(desk, newest):
    """Have the editions of all revisions; the newest first, as people ask for them."""
    for number in range(newest, 0, -1):
        editions.prepare(desk.database, desk.user, number)
    with desk.database.reading() as session:
        assert [one.revision for one in editions.kept(session, LOCAL_USER)] == [*range(newest, 0, -1)]


def _change(folder, name, pattern, to):
    """Change a definition file, and say so where the pattern is not in it."""
    file = folder / name
    text, times = re.subn(pattern, to, file.read_text("utf-8"), flags=re.MULTILINE)
    assert times
    file.write_text(text, "utf-8")


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


def _key(desk, as_at=None):
    with desk.database.reading() as session:
        return view.open_scope(session, desk.user, Request(area=METROPOLITAN, revision=as_at), TODAY).key


def test_a_finished_report_stands_while_the_next_revision_is_worked_out_and_no_longer(desk, staying):
    desk.publish(_tests(1465))
    makers.make_due(desk.database)
    before = _key(desk)
    desk.publish(_tests(1500))

    assert _key(desk) == before
    makers.make_due(desk.database)
    assert _key(desk) != before


def test_whoever_looks_back_is_not_shown_a_report_from_before_what_is_hidden_now(desk):
    for count in (1465, 1500):
        desk.publish(_tests(count))
    editions.prepare(desk.database, desk.user)
    editions.prepare(desk.database, desk.user, 1)
    before = _key(desk, as_at=1)
    _keep_for_partnership(desk, _tests(1500))
    editions.prepare(desk.database, desk.user)
    editions.prepare(desk.database, desk.user, 1)

    assert _key(desk, as_at=1) != before


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
    administer.bring_up_to_date(desk.database, LOCAL_USER)

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


def test_an_undo_of_an_undo_leaves_editions_as_made_anew(desk):
    desk.publish(_tests(1465))
    desk.publish(template([{"indicator": CARE, "area": BARNET, "period": PERIOD, "count": "41", "denominator": "90"}]))
    for newest, undone in ((3, 2), (4, 3)):
        desk.undo(undone)
        _make_all(desk, newest)
        assert _everything_is_as_made_anew(desk.database)

    assert desk.indicator(CARE, BARNET).latest.figure == "46%"  # 41 of 90


def test_what_was_sent_by_prison_is_gone_with_its_undo(desk):
    by_prison = {"indicator": "coc-by-prison", "area": BARNET, "period": PERIOD, "breakdown": "prison=BXI"}
    desk.publish(_tests(1465))
    desk.publish(template([by_prison | {"count": "41", "denominator": "90"}]))
    _make_all(desk, 2)
    desk.undo(2)
    _make_all(desk, 3)

    assert _everything_is_as_made_anew(desk.database)


DEFINITIONS = {
    "words of the catalogue": (f"indicators/{TESTS}.toml", '^title = ".*"', 'title = "Tests under another name"'),
    "a stricter hide_below": (f"indicators/{TESTS}.toml", r"^hide_below = \d+", "hide_below = 20"),
    "members of a partnership": (
        "reference/partnerships.csv",
        r"^cdp-cumbria,Cumbria,E06000063\|E06000064,Cumberland\|Westmorland and Furness,2",
        "cdp-cumbria,Cumbria,E06000063,Cumberland,1",
    ),
    "a measure made restricted": (
        "indicators/residential-access.toml",
        'audience = "public"',
        'audience = "partnership"',
    ),
    "a measure made public": ("indicators/in-work.toml", 'audience = "partnership"', 'audience = "public"'),
}


@pytest.mark.parametrize("changed", DEFINITIONS)
def test_after_changed_definitions_every_edition_is_as_made_anew(sqlite_desk, own_definitions, changed):
    _of_all_kinds(sqlite_desk)
    _make_all(sqlite_desk, 2)
    _change(own_definitions, *DEFINITIONS[changed])
    assert administer.bring_up_to_date(sqlite_desk.database, LOCAL_USER) == 3
    _make_all(sqlite_desk, 3)
    assert _everything_is_as_made_anew(sqlite_desk.database)

    sqlite_desk.publish(_tests(1510))
    _make_all(sqlite_desk, 4)
    assert _everything_is_as_made_anew(sqlite_desk.database)


def test_without_a_measure_every_edition_is_as_made_anew(sqlite_desk, own_definitions):
    _of_all_kinds(sqlite_desk)
    _make_all(sqlite_desk, 2)
    (own_definitions / "indicators" / "in-work.toml").unlink()
    assert administer.bring_up_to_date(sqlite_desk.database, LOCAL_USER) == 3
    sqlite_desk.publish(_tests(1510))
    _make_all(sqlite_desk, 4)

    assert _everything_is_as_made_anew(sqlite_desk.database)


def test_kept_by_its_sender_and_then_sent_open_every_edition_is_as_made_anew(desk):
    rows = [{"indicator": "adults-in-treatment", "area": BARNET, "period": "2023/24", "count": "100"}]
    opiate = [rows[0] | {"indicator": "adults-in-treatment-opiate", "count": "60"}]
    desk.publish(template(rows))
    _make_all(desk, 1)
    for newest, send in ((2, _keep_for_partnership), (3, _publish), (4, _keep_for_partnership)):
        send(desk, template(opiate))
        _make_all(desk, newest)
        assert _everything_is_as_made_anew(desk.database)
    desk.undo(4)
    _make_all(desk, 5)

    assert _everything_is_as_made_anew(desk.database)


def _publish(desk, content):
    desk.publish(content)


def _of_all_kinds(desk):
    """Two revisions with figures for everybody and for members, of partnerships that add up."""
    rows = [
        {"indicator": NEW, "area": area, "period": PERIOD, "count": count}
        for area, count in ((BARNET, 55), ("E06000063", 40), ("E06000064", 12))
    ]
    work = {"indicator": "in-work", "period": PERIOD, "denominator": "90"}
    care = {"indicator": "residential-access", "area": BARNET, "period": "2023/24", "count": 10, "denominator": 100}
    desk.publish(template([*rows, care, work | {"area": BARNET, "count": "41"}]))
    desk.publish(template([rows[1] | {"count": 44}, work | {"area": ENFIELD, "count": "12"}]))


class _Interrupted(Database):
    """A database in which something happens between the reading for an edition and the keeping of it, once."""

    def __init__(self, address, meanwhile):
        super().__init__(address)
        self.meanwhile = meanwhile
        self.readings = 0

    @contextmanager
    def reading(self):
        with super().reading() as session:
            yield session
        self.readings += 1
        if self.readings == 2:  # after the one that sees what is due comes the one that works it out
            self.meanwhile()


def _while_it_is_made(address, meanwhile, also=()):
    busy = _Interrupted(address, meanwhile)
    makers.make_due(busy, also)
    assert busy.readings > 2, "it was made anew"
    busy.close()


def test_what_was_taken_back_while_it_was_made_is_made_anew(desk, address):
    content = template([{"indicator": "adults-in-treatment", "area": BARNET, "period": "2023/24", "count": "100"}])
    desk.publish(content)
    _while_it_is_made(address, lambda: _keep_for_partnership(desk, content))

    assert _everything_is_as_made_anew(desk.database)
    desk.user = User("a visitor", Role.VIEWER)
    assert desk.indicator("adults-in-treatment", BARNET).latest is None


def test_an_old_edition_is_made_anew_where_its_figures_were_opened_meanwhile(desk, address):
    content = template([{"indicator": "adults-in-treatment", "area": BARNET, "period": "2023/24", "count": "100"}])
    desk.publish(content)
    _keep_for_partnership(desk, content)
    _make_all(desk, 2)
    with desk.database.writing() as session:
        editions_store.sweep(session, [2])
    _while_it_is_made(address, lambda: desk.publish(content), also=(1,))

    assert _everything_is_as_made_anew(desk.database)


def test_a_process_that_stays_reads_no_figure_twice(desk):
    memory, read_after = Memory(), []
    desk.publish(_tests(1465))
    desk.publish(_tests(3, KENT))
    makers.make_due(desk.database, memory=memory)
    desk.publish(_tests(1500))

    def look(_connection, _cursor, statement, parameters, *_):
        if "FROM figure" in statement and "numerator" in statement:
            read_after.append(next(iter(parameters.values() if isinstance(parameters, dict) else parameters)))

    event.listen(desk.database.engine, "before_cursor_execute", look)
    makers.make_due(desk.database, memory=memory)
    event.remove(desk.database.engine, "before_cursor_execute", look)

    assert read_after == [2]
    assert _everything_is_as_made_anew(desk.database)


def test_a_process_that_stays_forgets_a_database_in_whose_place_another_was_put(tmp_path):
    file, backup, memory = tmp_path / "figures.db", tmp_path / "backup.db", Memory()
    for count in (1465, 3):
        database = Database(f"sqlite:///{file}")
        shown = submit.preview(database, LOCAL_USER, "tests.csv", _tests(count), TODAY)
        submit.publish(database, LOCAL_USER, shown, "a reason", shown.screening.warnings)
        database.close()
        if not backup.exists():
            shutil.copy(file, backup)
        database = Database(f"sqlite:///{file}")
        makers.make_due(database, memory=memory)
        database.close()
    shutil.copy(backup, file)
    for left in (f"{file}-wal", f"{file}-shm"):
        Path(left).unlink(missing_ok=True)
    database = Database(f"sqlite:///{file}")
    shown = submit.preview(database, LOCAL_USER, "tests.csv", _tests(1900), TODAY)
    submit.publish(database, LOCAL_USER, shown, "a reason", shown.screening.warnings)

    makers.make_due(database, memory=memory)

    assert _everything_is_as_made_anew(database)
    database.close()
