"""A process that is killed before or while it makes an edition leaves nothing half, and nothing that was taken back."""

import csv
import io
import multiprocessing
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.errors import NotReady
from dashboard.journeys import editions, export
from dashboard.store import editions as editions_store
from dashboard.store import revisions as revisions_store
from dashboard.store.database import Database
from dashboard.store.tables import Maker
from tests.conftest import ROOT
from tests.figures import template
from tests.journeys.conftest import Desk

AREAS = [f"E090000{number:02}" for number in range(1, 33)]
MEASURES = ("new-presentations", "requirements-ordered")  # for everybody, and for members
NEWEST = "Jan to Mar 2025"
AT_ONCE = 20  # seconds in which a reader has what is right
STEP = 0.08  # seconds by which each kill comes later than the one before


def _file(count, periods=(NEWEST,)):
    """A file in which every figure is the same, so that a mixture of two is seen. Counts of fives are not rounded."""
    return template(
        {"indicator": name, "area": area, "period": period, "count": count}
        for name in MEASURES
        for area in AREAS
        for period in periods
    )


@pytest.fixture
def desk(database):
    """A desk with figures of three years, enough that an edition takes some time to make."""
    desk = Desk(database)
    quarters = ("Jan to Mar", "Apr to Jun", "Jul to Sep", "Oct to Dec")
    desk.publish(_file(65, [f"{quarter} {year}" for year in range(2022, 2025) for quarter in quarters]))
    desk.publish(_file(100))
    editions.prepare(database, LOCAL_USER)
    return desk


def _start(address, *words):
    command = [sys.executable, "-m", "dashboard", *words, "--database", address]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _fork(address):
    """Have a process make what is due, without the seconds that a command takes to begin."""
    process = multiprocessing.get_context("fork").Process(target=_make, args=(address,))
    process.start()
    return process


def _make(address):
    editions.make(Database(address), LOCAL_USER)


@contextmanager
def _killed(*processes):
    """Kill processes, which their parent has not buried yet when a reader comes."""
    for process in processes:
        process.kill()
    yield
    for process in processes:
        process.wait() if isinstance(process, subprocess.Popen) else process.join()


def _making(database):
    with database.reading() as session:
        row = session.get(Maker, "making")
        return row.process if row is not None else None


def _wait(holds, seconds=AT_ONCE):
    until = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < until:
        time.sleep(0.005)
    return found


def _counts(desk):
    """The counts that a reader finds of the newest quarter, nothing where what pages show is not there yet."""
    with desk.database.reading() as session:
        try:
            taken = export.take_figures(session, LOCAL_USER, export.Choice(period=NEWEST)).decode()
        except NotReady:
            return []
    lines = [line for line in csv.DictReader(io.StringIO(taken)) if line["area"] in AREAS]
    assert len(lines) == len(MEASURES) * len(AREAS)
    return sorted({int(line["numerator"]) for line in lines})


def _is_right(desk, count, meanwhile=()):
    """Whether nobody sees anything but what is allowed ``meanwhile``, and then at once what is right, all of it."""
    assert _counts(desk) in ([], [count], *([one] for one in meanwhile))
    began = time.monotonic()
    editions.prepare(desk.database, LOCAL_USER)
    assert time.monotonic() - began < AT_ONCE
    assert _counts(desk) == [count]
    return True


def _every_edition_is_as_made_anew(desk):
    with desk.database.reading() as session:
        there = [one.revision for one in editions.kept(session, LOCAL_USER)]
        return {editions.differing(session, LOCAL_USER, number)[0] for number in there} == {0}


def test_a_maker_that_is_killed_leaves_nothing_half_and_nothing_taken_back(desk, address):
    died = 0
    for attempt in range(6):
        if attempt % 2:
            desk.undo(2 + attempt)
            right, meanwhile = 100, ()
        else:
            desk.publish(_file(200 + 5 * attempt))
            right, meanwhile = 200 + 5 * attempt, (100,)
        with desk.database.writing() as session:
            # So that it is made from nothing, which takes longer; at first built on the one before.
            editions_store.sweep(session, () if attempt > 2 else [2 + attempt])
        process = _fork(address)
        _wait(lambda process=process: _making(desk.database) or not process.is_alive())
        time.sleep(STEP * attempt)
        died += process.is_alive()
        with _killed(process):
            assert _is_right(desk, right, meanwhile)
        assert _every_edition_is_as_made_anew(desk)
    assert died > 2, "hardly any kill came while it was made"


def test_a_process_that_is_killed_after_it_published_leaves_a_right_edition(desk, address, tmp_path):
    right, file = 100, tmp_path / "next.csv"
    for attempt in range(2):
        file.write_bytes(_file(300 + 5 * attempt))
        process = _start(address, "publish", str(file), "--reason", "next", "--accept-warnings")
        _wait(lambda attempt=attempt: _newest(desk) == 3 + attempt)
        time.sleep(STEP * 2 * attempt)
        with _killed(process):
            assert _newest(desk) == 3 + attempt
            assert _is_right(desk, 300 + 5 * attempt, (right,))
        right = 300 + 5 * attempt
        assert _every_edition_is_as_made_anew(desk)


def _newest(desk):
    with desk.database.reading() as session:
        return revisions_store.newest(session)


def test_of_two_that_stay_one_takes_over_from_the_other(desk, address):
    both = {process.pid: process for process in (_start(address, "editions", "--stay") for _ in range(2))}
    try:
        assert _wait(lambda: _stays(desk) in both)
        desk.publish(_file(400))
        first = both.pop(_stays(desk))
        _wait(lambda: _making(desk.database))
        with _killed(first):
            assert _is_right(desk, 400, (100,))
        desk.publish(_file(405))

        assert _wait(lambda: _counts(desk) == [405]), "the other makes it, and no reader has to"
        desk.undo(4)
        with _killed(*both.values()):
            assert _is_right(desk, 400)
        assert _every_edition_is_as_made_anew(desk)
    finally:
        for process in both.values():
            process.kill()
            process.wait()


def _stays(desk):
    with desk.database.reading() as session:
        row = session.get(Maker, "stays")
        return None if row is None else row.process
