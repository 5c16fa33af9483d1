"""What the pages of an area cost in processor time, beside one plain SELECT of the area's rows in the same run.

Run it with ``python -m tests.benchmarks.pages DEMONSTRATION [postgresql]``, where DEMONSTRATION is a database file made
by ``python -m dashboard demo``; with ``postgresql`` it is copied into a real PostgreSQL and measured there too. Nothing
is kept from one run of a page to the next. Reading from the database and adding up totals are stated apart from the
rest. Ratios are what counts: the floor is the plain SELECT of the rows of the area itself, as a driver gives them.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from types import ModuleType

from sqlalchemy import text

from dashboard.assembly import figures as assembled
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.agencies import Agency
from dashboard.domain.requests import Request
from dashboard.journeys import view
from dashboard.store import definitions, figures, hiding, revisions
from dashboard.store.database import Database
from dashboard.store.tables import SQLModel
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
READING = (
    *((figures, name) for name in ("read", "put_right", "periods_of")),
    *((hiding, name) for name in ("read",)),
    *((revisions, name) for name in ("all_of", "newest", "at")),
    *((definitions, name) for name in ("of_revision",)),
)
TOTALS = ((assembled, "with_totals"),)
PLAIN = "SELECT * FROM figure WHERE area = :area"
TIMES = 5
ROWS = 20_000  # copied at once


def main() -> None:
    """Measure on SQLite and, where asked, on PostgreSQL, and print a line for each page."""
    source = Database(f"sqlite:///{sys.argv[1]}")
    _measure("SQLite", source)
    if "postgresql" in sys.argv[2:]:
        with running_postgresql() as address:
            copied = Database(address.format("postgres"))
            _copy(source, copied)
            _measure("PostgreSQL", copied)
            copied.close()
    source.close()


def _copy(source: Database, target: Database) -> None:
    with source.engine.connect() as reading, target.engine.begin() as writing:
        for table in SQLModel.metadata.sorted_tables:
            for part in reading.execute(table.select()).mappings().partitions(ROWS):
                writing.execute(table.insert(), [dict(row) for row in part])
        writing.execute(text("ANALYZE"))


def _measure(database_name: str, database: Database) -> None:
    print(f"{database_name}, processor time in ms, median of {TIMES}; worst of the areas last")
    print(f"{'page':20} {'area':22} {'SELECT':>7} {'reading':>8} {'totals':>7} {'rest':>7} {'rest / SELECT':>14}")
    for page, journey in PAGES.items():
        rests = []
        for name, code in AREAS.items():
            floor = _median(lambda code=code: _plain(database, code))
            reading, totals, rest = _page(database, journey, code)
            rests.append((rest, name))
            print(f"{page:20} {name:22} {floor:7.1f} {reading:8.1f} {totals:7.1f} {rest:7.1f} {rest / floor:14.1f}")
        print(f"{page:20} worst: {max(rests)[0]:.1f} ms ({max(rests)[1]})")
    for name, code in AREAS.items():
        print(f"{'a click on an agency':20} {name:22} {_click(database, code):7.1f} ms")


def _page(database: Database, journey: Callable[..., object], code: str) -> tuple[float, float, float]:
    """Return medians in ms: reading, totals, and all the rest of one page, its request read anew each time."""
    found = []
    for _ in range(TIMES):
        with database.reading() as session, _timed(READING) as reading, _timed(TOTALS) as totals:
            began = time.process_time()
            scope = view.open_scope(session, LOCAL_USER, Request(area=code), date.today())
            journey(session, LOCAL_USER, scope)
            whole = (time.process_time() - began) * 1000
        found.append((sum(reading), sum(totals), whole - sum(reading) - sum(totals)))
    return tuple(statistics.median(column) for column in zip(*found, strict=True))


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


@contextmanager
def _timed(functions: tuple[tuple[ModuleType, str], ...]) -> Iterator[list[float]]:
    """Collect the processor time in ms that is spent in some functions, looked up by name in their module."""
    spent: list[float] = []
    originals = {(module, name): getattr(module, name) for module, name in functions}

    def watched(work: Callable[..., object]) -> Callable[..., object]:
        def timed(*args: object, **more: object) -> object:
            began = time.process_time()
            try:
                return work(*args, **more)
            finally:
                spent.append((time.process_time() - began) * 1000)

        return timed

    for (module, name), work in originals.items():
        setattr(module, name, watched(work))
    try:
        yield spent
    finally:
        for (module, name), work in originals.items():
            setattr(module, name, work)


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
