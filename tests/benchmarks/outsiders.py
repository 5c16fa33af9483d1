"""Whether how long an answer takes tells who is not of a partnership that it sent something: two twins, in turn.

``python -m tests.benchmarks.outsiders DEMONSTRATION [TIMES]`` opens pages of two copies of a demonstration, for a
visitor and for a member of another partnership. They are the same but for what one has beside the other: restricted
figures of a partnership, of a measure that it had restricted ones of before or had not. What is measured is the
processor time of an answer with nothing kept, one twin after the other, which goes first by turns. Printed are the
medians, their ratio, and how often the twin with more was the slower: half of the times tells nothing. Beside each
stands the same for a twin and its own copy, which is what chance alone gives.
"""

import gc
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from dashboard.domain.access import LOCAL_USER, Role, User
from dashboard.domain.figures import DEMONSTRATION
from dashboard.domain.mappings import Said
from dashboard.domain.requests import Request
from dashboard.journeys import editions, submit, view
from dashboard.store.database import Database
from tests.benchmarks.pages import PAGES
from tests.conftest import ROOT

VISITOR = User("a visitor", Role.VIEWER)
OF_LEEDS = User("a member of Leeds", Role.ANALYST, places=frozenset({"cdp-leeds"}))
AREAS = {"Leeds": "cdp-leeds", "Barnet": "cdp-barnet"}
TIMES = 60
HEADINGS = (ROOT / "datasets" / "demo" / "police-2026-27-Q1.csv").read_text("utf-8-sig").partition("\n")[0].split(",")
MONTHS = ("Jan to Mar", "Apr to Jun", "Jul to Sep", "Oct to Dec")
# Restricted figures of Barnet in one twin; in the other one figure of a place that has no page here, so that both
# have as many revisions.
OF_BARNET = {"area": "E09000003", "denominator": 90, "source": DEMONSTRATION}
MORE = [
    OF_BARNET | {"indicator": name, "period": f"{months} {year}", "count": 44 + year % 7}
    for name in ("coc-engaged-21-days", "coc-opiate", "coc-alcohol")
    for year in (2019, 2020)
    for months in MONTHS
]
LESS = [MORE[0] | {"area": "E06000064"}]


def main() -> None:
    """Measure and print a line for each page, area and person."""
    source, *times = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        more, less, copy = (_twin(source, Path(folder) / f"{name}.db", rows) for name, rows in _TWINS.items())
        gc.collect()
        gc.freeze()
        print("processor time in ms: medians with more and with less, their ratio, how often more was slower;")
        print("then the same of two that are equal")
        for user in (VISITOR, OF_LEEDS):
            for name, code in AREAS.items():
                for page, journey in PAGES.items():
                    opened = [_opened(database, user, code, journey) for database in (more, less, copy)]
                    _tell(f"{user.name}, {page}, {name}", opened, int(times[0]) if times else TIMES)
        for database in (more, less, copy):
            database.close()


_TWINS = {"more": MORE, "less": LESS, "copy": LESS}


def _twin(source: str, path: Path, rows: list[dict[str, object]]) -> Database:
    shutil.copyfile(source, path)
    database = Database(f"sqlite:///{path}")
    shown = submit.preview(database, LOCAL_USER, "more.csv", _file(rows), date.today(), Said(for_partnership=True))
    submit.publish(database, LOCAL_USER, shown, "a benchmark", shown.screening.warnings)
    editions.prepare(database, LOCAL_USER)
    return database


def _file(rows: list[dict[str, object]]) -> bytes:
    return pd.DataFrame(rows, columns=HEADINGS).to_csv(index=False).encode()


def _opened(database: Database, user: User, code: str, journey: Callable[..., object]) -> Callable[[], object]:
    def opened() -> None:
        with database.reading() as session:
            scope = view.open_scope(session, user, Request(area=code), date.today())
            view.open_periods(session, user, scope)
            journey(session, user, scope)

    return opened


def _tell(name: str, opened: list[Callable[[], object]], times: int) -> None:
    for each in opened:
        each()
    costs: list[list[float]] = [[], [], []]
    for _ in range(times):
        for number in random.sample(range(3), 3):
            began = time.process_time()
            opened[number]()
            costs[number].append((time.process_time() - began) * 1000)
    more, less, copy = costs
    print(f"{name:48} {_compared(more, less)}   {_compared(copy, less)}", flush=True)


def _compared(ones: list[float], others: list[float]) -> str:
    medians = [statistics.median(costs) for costs in (ones, others)]
    slower = sum(one > other for one, other in zip(ones, others, strict=True)) / len(ones)
    return f"{medians[0]:7.2f} {medians[1]:7.2f} {medians[0] / medians[1]:6.3f} {slower:5.0%}"


if __name__ == "__main__":
    main()
