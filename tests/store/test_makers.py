"""Who may make editions: one at a time, and another as soon as that one is dead or was not seen for a minute."""

import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.store import makers
from dashboard.store.makers import Worker
from dashboard.store.tables import Maker, now

HERE, ELSEWHERE = socket.gethostname(), "another computer"


@pytest.fixture
def ended():
    """A process that has ended, of which nothing is left but its number."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


@pytest.fixture
def unasked_for():
    """A process that has ended, and whose parent has not asked for it: its name is left."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        yield process.pid


def _is_taken(database, host: str, process: int, seconds: float = 0) -> bool:
    """Whether a worker that was seen so long ago keeps its role when another asks for it."""
    with database.writing() as session:
        assert makers.claim(session, "making", Worker("first", host, process))
        session.get_one(Maker, "making").seen_at = now() - timedelta(seconds=seconds)
        session.flush()
        alive = makers.somebody(session, "making")
        assert makers.claim(session, "making", Worker("second")) is not alive
        assert makers.holds(session, "making", Worker("first")) is alive
    return alive


def test_a_role_is_kept_while_its_process_runs(database):
    assert _is_taken(database, HERE, os.getpid())


def test_a_role_is_free_as_soon_as_its_process_has_ended(database, ended):
    assert not _is_taken(database, HERE, ended)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no table of processes tells which have ended")
def test_a_process_that_nobody_asked_for_has_ended_too(database, unasked_for):
    assert not _is_taken(database, HERE, unasked_for)


@pytest.mark.parametrize(("seconds", "is_taken"), [(0, True), (50, True), (60, False), (3600, False)])
def test_of_another_computer_a_role_is_free_after_a_minute(database, ended, seconds, is_taken):
    assert _is_taken(database, ELSEWHERE, ended, seconds) is is_taken


def test_the_same_worker_takes_its_role_again_and_gives_it_up(database):
    with database.writing() as session:
        worker = Worker("first", HERE, os.getpid())
        assert makers.claim(session, "stays", worker)
        assert makers.claim(session, "stays", worker)
        assert not makers.somebody(session, "making")

        makers.give_up(session, "stays", Worker("second"))
        assert makers.somebody(session, "making", "stays")
        makers.give_up(session, "stays", worker)
        assert not makers.somebody(session, "making", "stays")
