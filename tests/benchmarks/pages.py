"""What the pages of an area cost in processor time, beside one plain SELECT of the area's rows in the same run.

Run it with ``python -m tests.benchmarks.pages DEMONSTRATION [TIMES] [postgresql]``, where DEMONSTRATION is a database
file made by ``python -m dashboard demo``, with TIMES its history so many times over, with ``postgresql`` copied into a
real PostgreSQL and measured there too. Nothing is kept from one run of a page to the next; all that a page reads is in
its cost. Ratios are what counts: the floor is the plain SELECT of the rows of the area itself, as a driver gives them.
"""

import gc
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import text

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.agencies import Agency
from dashboard.domain.requests import Request
from dashboard.journeys import editions, view
from dashboard.store.database import Database
from dashboard.store.tables import SQLModel
from tests.benchmarks.history import lengthen
from tests.conftest import running_postgresql

AREAS = {
    "Leeds": "cdp-leeds",
    "Kent": "cdp-kent",
    "Greater Manchester": "cdp-greater-manchester",
    "West Yorkshire Police": "E23000010",
    "North West": "E12000002",
    "England": "E92000001",
}
KEPT_UNDER = {"cdp-leeds": "E08000035", "cdp-kent": "E10000016"}  # a partnership of one authority has its rows
PAGES = {
    "overview": view.open_overview,
    "treatment access": view.open_treatment_access,
    "continuity of care": view.open_continuity_of_care,
    "diversion": view.open_diversion,
    "community sentences": view.open_community_sentences,
    "indicators": view.open_indicators,
    "indicator": lambda session, user, scope: view.open_indicator(session, user, scope, "coc-engaged-21-days"),
}
PLAIN = "SELECT * FROM figure WHERE area = :area"
TIMES = 5
ROWS = 20_000  # copied at once


def main() -> None:
    """Measure on SQLite and, where asked, on PostgreSQL, and print a line for each page."""
    source, *more = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "figures.db"
        shutil.copy(source, copy)
        database = Database(f"sqlite:///{copy}")
        lengthen(database, int(next(filter(str.isdigit, more), "1")))
        editions.prepare(database, LOCAL_USER)
        _measure("SQLite", database)
        if "postgresql" in more:
            with running_postgresql() as address:
                copied = Database(address.format("postgres"))
                _copy(database, copied)
                _measure("PostgreSQL", copied)
                copied.close()
        database.close()


def _copy(source: Database, target: Database) -> None:
    with source.engine.connect() as reading, target.engine.begin() as writing:
        for table in SQLModel.metadata.sorted_tables:
            for part in reading.execute(table.select()).mappings().partitions(ROWS):
                writing.execute(table.insert(), [dict(row) for row in part])
        writing.execute(text("ANALYZE"))


def _measure(database_name: str, database: Database) -> None:
    print(f"{database_name}, processor time in ms, median of {TIMES}; worst of the areas last")
    print(f"{'page':20} {'area':22} {'SELECT':>7} {'page':>7} {'page / SELECT':>14}")
    gc.collect()
    gc.freeze()  # as the server does at its start
    for page, journey in PAGES.items():
        costs = []
        for name, code in AREAS.items():
            floor = _median(lambda code=code: _plain(database, code))
            cost = _median(lambda journey=journey, code=code: _page(database, journey, code))
            costs.append((cost, name))
            print(f"{page:20} {name:22} {floor:7.1f} {cost:7.1f} {cost / floor:14.1f}")
        print(f"{page:20} worst: {max(costs)[0]:.1f} ms ({max(costs)[1]})")
    for name, code in AREAS.items():
        print(f"{'a click on an agency':20} {name:22} {_click(database, code):7.1f} ms")


def _page(database: Database, journey: Callable[..., object], code: str) -> None:
    """Open one page with its strip, its request read anew."""
    with database.reading() as session:
        scope = view.open_scope(session, LOCAL_USER, Request(area=code), date.today())
        view.open_periods(session, LOCAL_USER, scope)
        journey(session, LOCAL_USER, scope)


def _click(database: Database, code: str) -> float:
    """Return the ms of a click on an agency: the request is read anew, the finished report is marked."""
    with database.reading() as session:
        scope = view.open_scope(session, LOCAL_USER, Request(area=code), date.today())
        report = view.open_overview(session, LOCAL_USER, scope)

        def click() -> None:
            request = Request(area=code, agencies=(Agency.POLICE,))
            view.open_scope(session, LOCAL_USER, request, date.today())
            view.mark_agencies(LOCAL_USER, report, request.agencies)

        return _median(click)


def _plain(database: Database, code: str) -> int:
    with database.reading() as session:
        return len(session.connection().execute(text(PLAIN), {"area": KEPT_UNDER.get(code, code)}).all())


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
