"""What a million rows cost on their way in, beside the databases' own ways of loading the same file.

Run it with ``python -m tests.benchmarks.loading [ROWS] [FIGURES]``: a file of our template checked, previewed and
published into SQLite and PostgreSQL, the same file through ``sqlite3 .import`` and ``COPY``, a file with a row for
each crime, and FIGURES of measures whose small numbers are hidden here. Each runs in a process of its own. Ratios are
what counts: all are measured in one run.
"""

import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg

from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import administer, submit
from dashboard.store.database import Database
from tests.benchmarks.large_files import PROTECTED, write_crimes, write_template
from tests.conftest import running_postgresql

TODAY = date(2026, 11, 21)
_megabytes: dict[str, float] = {}  # of programs that are not our own process


class _Steps:
    """How long each step takes, by its words."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._step, self._began = "", time.perf_counter()

    def __call__(self, step: str, done: int = 0, of: int = 0) -> None:
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0.0) + now - self._began
        self._step, self._began = step, now


def check(path: Path, _: str) -> dict[str, float]:
    """Check a file, and return the seconds of each step."""
    steps = _Steps()
    assert submit.check(LOCAL_USER, path.name, path.read_bytes(), TODAY, say=steps).taken
    steps("")
    return steps.seconds


def publish(path: Path, address: str) -> dict[str, float]:
    """Preview and publish a file, and return the seconds of each step."""
    steps, database = _Steps(), Database(address)
    administer.bring_up_to_date(database, LOCAL_USER)
    shown = submit.preview(database, LOCAL_USER, path.name, path.read_bytes(), TODAY, say=steps)
    steps("Publishing")
    submit.publish(database, LOCAL_USER, shown, "a benchmark", shown.screening.warnings)
    steps("")
    database.close()
    return steps.seconds


def sqlite_import(path: Path, database: str) -> dict[str, float]:
    """Load a file with SQLite's own program."""
    program = subprocess.Popen(["sqlite3", database, ".mode csv", f".import {path} figures"])
    status = Path(f"/proc/{program.pid}/status")
    while program.poll() is None:
        most = re.search(r"VmHWM:\s+(\d+)", status.read_text())
        _megabytes["sqlite_import"] = int(most[1]) / 1024 if most else _megabytes.get("sqlite_import", 0.0)
        time.sleep(0.02)
    assert not program.returncode
    return {}


def copy(path: Path, address: str) -> dict[str, float]:
    """Load a file with PostgreSQL's COPY, passed through as it is."""
    names = path.open().readline().strip().split(",")
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE copied ({', '.join(f'{name} text' for name in names)})")
        with cursor.copy("COPY copied FROM STDIN (FORMAT csv, HEADER)") as stream, path.open("rb") as file:
            while piece := file.read(1 << 20):
                stream.write(piece)
    return {}


_TASKS: dict[str, Callable[[Path, str], dict[str, float]]] = {
    one.__name__: one for one in (check, publish, sqlite_import, copy)
}


def _measure(task: str, path: Path, where: str = "") -> tuple[float, float, dict[str, float]]:
    """Return seconds, megabytes and the seconds of each step of a task in a process of its own.

    The megabytes are those at its peak, beyond what the program took before it met the file.
    """
    command = [sys.executable, "-m", "tests.benchmarks.loading", task, str(path), where]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    answer = json.loads(ran.stdout)
    return answer["seconds"], answer["megabytes"], answer["steps"]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _run(task: str, path: Path, where: str) -> None:
    began, before = time.perf_counter(), _peak()
    steps = _TASKS[task](path, where)
    seconds = time.perf_counter() - began
    megabytes = _megabytes.get(task, _peak() - before)
    print(json.dumps({"seconds": seconds, "megabytes": megabytes, "steps": steps}))


def _tell(what: str, rows: int, path: Path, made: tuple[float, float, dict[str, float]], floor: float = 0.0) -> None:
    seconds, megabytes, steps = made
    ratio = f"{seconds / floor:6.1f} times" if floor else " " * 12
    per = megabytes / (path.stat().st_size / 1e6)
    print(f"{what:34}{seconds:7.1f} s {rows / seconds:10,.0f} rows/s {ratio} {megabytes:6,.0f} MB, {per:4.1f} a MB")
    for step, took in steps.items():
        print(f"    {step:46} {took:6.1f} s")


def main() -> None:
    """Write the files, measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    protected = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000
    with tempfile.TemporaryDirectory() as folder, running_postgresql() as server:
        figures, crimes, hidden = (Path(folder) / f"{name}.csv" for name in ("figures", "crimes", "hidden"))
        write_template(figures, rows)
        write_crimes(crimes, rows)
        write_template(hidden, protected, PROTECTED)
        with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
            for name in ("ours", "floor"):
                connection.execute(f"CREATE DATABASE {name}")
        sizes = [f"{path.stat().st_size / 1e6:.0f} MB" for path in (figures, crimes)]
        print(f"{rows:,} rows: figures {sizes[0]}, crimes {sizes[1]}")
        imported = _measure("sqlite_import", figures, f"{folder}/floor.db")
        copied = _measure("copy", figures, server.format("floor"))
        _tell("sqlite3 .import", rows, figures, imported)
        _tell("PostgreSQL COPY", rows, figures, copied)
        _tell("our check", rows, figures, _measure("check", figures), imported[0])
        to_sqlite = _measure("publish", figures, f"sqlite:///{folder}/ours.db")
        _tell("preview and publish, SQLite", rows, figures, to_sqlite, imported[0])
        to_postgresql = _measure("publish", figures, server.format("ours"))
        _tell("preview and publish, PostgreSQL", rows, figures, to_postgresql, copied[0])
        _tell("check of a row for each crime", rows, crimes, _measure("check", crimes), imported[0])
        decided = _measure("publish", hidden, f"sqlite:///{folder}/hidden.db")
        _tell(f"{protected:,} with small numbers hidden", protected, hidden, decided)


if __name__ == "__main__":
    if len(sys.argv) > 3 and sys.argv[1] in _TASKS:
        _run(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
    else:
        assert shutil.which("sqlite3"), "the floor needs it: apt-get install sqlite3"
        main()
