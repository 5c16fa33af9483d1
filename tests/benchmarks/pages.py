"""What the overview costs at national size: its own script, on SQLite and on PostgreSQL, beside reading the same rows.

Run it with ``python -m tests.benchmarks.pages DEMONSTRATION [AREA]``, where DEMONSTRATION is a database file made by
``python -m dashboard demo``. Ratios are what counts: the floor is one plain SELECT of the rows that the page reads
into pandas, on the same database in the same run.
"""

import sys
import time
from collections.abc import Callable
from datetime import date

import pandas as pd
from sqlalchemy import text

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.chosen import Chosen
from dashboard.journeys.view import open_overview
from dashboard.store.database import Database
from dashboard.store.tables import SQLModel
from tests.conftest import running_postgresql

AREA = "cdp-greater-manchester"  # the partnership with most authorities
PLAIN = "SELECT * FROM figure WHERE sex = 'persons' AND age = '' AND breakdown = ''"
TIMES = 5
ROWS = 20_000  # copied at once


def main() -> None:
    """Measure on both databases, and print a line for each."""
    source = Database(f"sqlite:///{sys.argv[1]}")
    area = sys.argv[2] if len(sys.argv) > 2 else AREA
    _measure("SQLite", source, area)
    with running_postgresql() as address:
        copied = Database(address.format("postgres"))
        _copy(source, copied)
        _measure("PostgreSQL", copied, area)
        copied.close()
    source.close()


def _copy(source: Database, target: Database) -> None:
    with source.engine.connect() as reading, target.engine.begin() as writing:
        for table in SQLModel.metadata.sorted_tables:
            for part in reading.execute(table.select()).mappings().partitions(ROWS):
                writing.execute(table.insert(), [dict(row) for row in part])
        writing.execute(text("ANALYZE"))


def _measure(name: str, database: Database, area: str) -> None:
    def page() -> None:
        with database.reading() as session:
            open_overview(session, LOCAL_USER, date.today(), Chosen(area))

    rows = _plain(database)
    floor, script = _best(lambda: _plain(database)), _best(page)
    print(f"{name}: one SELECT of {rows:,} rows (floor) {floor:6.2f} s   1.0")
    print(f"{name}: the overview of {area:<24} {script:6.2f} s {script / floor:5.1f}")


def _plain(database: Database) -> int:
    with database.reading() as session:
        return len(pd.read_sql(text(PLAIN), session.connection()))


def _best(work: Callable[[], object]) -> float:
    # The fastest, for the others hold what else the machine did.
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main()
