"""A process that is killed, or runs out of disk, while it publishes leaves all of the revision or none of it."""

import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from dashboard.store import figures as store
from dashboard.store import revisions
from dashboard.store.database import Database
from tests.conftest import ROOT
from tests.figures import template

ROWS = 30_000
KILLS = 4


@pytest.fixture(scope="module")
def big_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("big") / "big.csv"
    areas = [f"E090000{number:02}" for number in range(1, 33)]
    periods = [f"{month} {year}" for year in range(2000, 2020) for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun")]
    ages = [f"{low}-{low + 9}" for low in range(10, 90, 10)]
    rows = (
        {"indicator": "new-presentations", "area": area, "period": period, "age": age, "count": "65"}
        for area in areas
        for period in periods
        for age in ages
    )
    path.write_bytes(template(list(rows)[:ROWS]))
    return path


def _publish(big_file, address, **options) -> subprocess.Popen:
    command = [sys.executable, "-m", "dashboard", "publish", str(big_file), "--reason", "big", "--accept-warnings"]
    return subprocess.Popen(
        [*command, "--database", address], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


def _wait_until_it_writes(process, address) -> None:
    while process.poll() is None and not _is_being_written(address):
        time.sleep(0.002)


def _is_being_written(address) -> bool:
    if address.startswith("sqlite"):
        try:
            other = sqlite3.connect(address.removeprefix("sqlite:///"), timeout=0, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return True
        return False
    query = "SELECT count(*) FROM pg_locks WHERE mode = 'ShareRowExclusiveLock' AND relation = 'revision'::regclass"
    with psycopg.connect(address) as connection:
        return bool(connection.execute(query).fetchone()[0])


def _kept(address) -> tuple[int, int]:
    opened = Database(address)
    with opened.reading() as session:
        kept = revisions.newest(session), len(store.of_revision(session, 1))
    opened.close()
    return kept


def test_a_process_killed_while_it_publishes_leaves_all_or_nothing(address, big_file):
    Database(address).close()
    died_while_writing = 0
    for attempt in range(KILLS):
        process = _publish(big_file, address)
        _wait_until_it_writes(process, address)
        time.sleep(0.08 * attempt)
        died_while_writing += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kept = _kept(address)
        assert kept in ((0, 0), (1, ROWS))
        if kept != (0, 0):
            break
    assert died_while_writing, "no kill came while it was writing"

    process = _publish(big_file, address)
    out, _ = process.communicate()
    assert process.returncode == 0, out
    assert _kept(address) == ((1, ROWS) if kept == (0, 0) else (2, ROWS))


def test_a_full_disk_leaves_nothing_half_published(sqlite_address, big_file):
    Database(sqlite_address).close()

    def little_room():
        size = Path(sqlite_address.removeprefix("sqlite:///")).stat().st_size + 600_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    process = _publish(big_file, sqlite_address, preexec_fn=little_room)
    _, errors = process.communicate()

    assert process.returncode == 1
    assert "The disk of the database takes nothing more. Nothing was changed" in errors.decode()
    assert "Traceback" not in errors.decode()
    assert _kept(sqlite_address) == (0, 0)
