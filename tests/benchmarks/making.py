"""What it costs to make an edition: from nothing, and after a file that an agency sent, in a process that stays.

``python -m tests.benchmarks.making DEMONSTRATION [TIMES]`` measures on a copy of a demonstration, with TIMES its
history so many times over. Processor time of the whole: reading, working out, comparing with what is kept, writing. The
floor is to read the same figures as the driver gives them.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from dashboard.assembly import makers
from dashboard.assembly.memory import Memory
from dashboard.store import editions
from dashboard.store.database import Database
from tests.benchmarks.history import lengthen

TIMES = 3
# Revisions of a demonstration: a whole return of each for its newest quarter but one, and the few that came early.
FILES = {"police": (72, 77), "probation": (73, 78), "prison": (74, 79), "council": (75, 80), "NHS": (76, 81)}


def main() -> None:
    """Measure and print."""
    source, *times = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "figures.db"
        shutil.copy(source, copy)
        database = Database(f"sqlite:///{copy}")
        lengthen(database, int(times[0]) if times else 1)
        floor = _cost(database, lambda: _plain(database), before=lambda: None)
        print(f"{'floor: SELECT of all figures':36} {floor:8.0f} ms")
        whole = _cost(database, lambda: makers.make_due(database), before=lambda: _forget(database))
        print(f"{'from nothing':36} {whole:8.0f} ms {whole / floor:6.2f} of the floor")
        memory = Memory()
        for agency, numbers in FILES.items():
            for number in numbers:
                cost = _cost(
                    database,
                    lambda number=number: makers.make_due(database, [number], memory),
                    before=lambda number=number: _only(database, number - 1, memory),
                )
                print(f"{f'after a file of {agency} ({number})':36} {cost:8.0f} ms {cost / floor:6.2f} of the floor")
        database.close()


def _forget(database: Database) -> None:
    with database.writing() as session:
        editions.sweep(session, ())


def _only(database: Database, number: int, memory: Memory) -> None:
    """Leave the editions of a revision, made last, and of the newest, which is due otherwise."""
    with database.writing() as session:
        editions.sweep(session, [row.revision for row in editions.every(session)[:1]])
    makers.make_due(database, [number], memory)
    with database.reading() as session:
        newest = editions.every(session)[0].revision
    with database.writing() as session:
        editions.sweep(session, (number, newest))


def _plain(database: Database) -> None:
    with database.reading() as session:
        session.connection().execute(text("SELECT * FROM figure")).all()


def _cost(database: Database, work: Callable[[], object], before: Callable[[], None]) -> float:
    costs = []
    for _ in range(TIMES):
        before()
        began = time.process_time()
        work()
        costs.append((time.process_time() - began) * 1000)
    return statistics.median(costs)


if __name__ == "__main__":
    main()
