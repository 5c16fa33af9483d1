"""What deciding on hiding costs: a quarter of 153 areas and all indicators, on top of 39 earlier quarters.

Then a correction of that quarter, of which some counts are others now and everything else was shown.

Run it with ``python -m tests.benchmarks.hiding [EARLIER]``. Ratios are what counts: the floor is storing the same
figures, measured in the same run.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.assembly.hiding import hidden_by
from dashboard.domain.areas import AreaKind
from dashboard.domain.definitions import Definitions, read_definitions
from dashboard.domain.figures import FIGURE, NUMBERS, HidingRole
from dashboard.domain.periods import Period, add_months, quarter
from dashboard.store import figures as figures_store
from dashboard.store import hiding as hiding_store
from dashboard.store import revisions as revisions_store
from dashboard.store.database import Database

EARLIER = 39
CORRECTED = 0.05  # of all figures, by one to three people
PEOPLE = 30  # in an average group and quarter: eligible releases of an average authority are about 36


def main() -> None:
    """Publish the earlier quarters, then measure the next and its correction, and print a line for each step."""
    earlier = int(sys.argv[1]) if len(sys.argv) > 1 else EARLIER
    definitions, random = read_definitions(), np.random.default_rng(2026)
    areas = [area.code for area in definitions.areas.of_kind(AreaKind.AUTHORITY) if area.ended is None]
    sizes = random.lognormal(0, 0.6, len(areas))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'figures.db'}")
        first = quarter(2016, 1).start
        for number in range(earlier + 1):
            start = add_months(first, 3 * number)
            figures = _figures(quarter(start.year, start.month), areas, sizes, definitions, random)
            deciding, storing, told = _published(database, figures, definitions)
        correcting, _, told_again = _published(database, _corrected(figures, random), definitions)
        database.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(figures):,} figures on top of {earlier} earlier quarters; {told}; {memory:,.0f} MB at most")
    print(f"storing them (floor)    {storing:6.2f} s   1.0")
    print(f"deciding on hiding      {deciding:6.2f} s {deciding / storing:5.1f}")
    print(f"the same for a correction {correcting:4.2f} s {correcting / storing:5.1f}; {told_again}")


def _corrected(figures: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    changed = random.random(len(figures)) < CORRECTED
    other = figures["numerator"] + random.integers(1, 4, len(figures)) * random.choice((-1, 1), len(figures))
    most = figures["denominator"].fillna(np.inf)
    return figures.assign(numerator=np.where(changed, np.clip(other, 0, most), figures["numerator"]))


def _figures(
    period: Period, areas: list[str], sizes: np.ndarray, definitions: Definitions, random: np.random.Generator
) -> pd.DataFrame:
    parts = []
    for indicator in definitions.catalogue:
        groups = random.poisson(sizes * PEOPLE).astype(float)
        columns = (
            dict.fromkeys(FIGURE, "")
            | dict.fromkeys(NUMBERS, np.nan)
            | {
                "indicator": indicator.id,
                "area": areas,
                "period_start": period.start.isoformat(),
                "period_months": period.months,
                "period_kind": period.kind.value,
                "sex": "persons",
                "state": "value",
                "numerator": random.binomial(groups.astype(int), 0.4).astype(float),
                "denominator": groups if indicator.divides else np.nan,
            }
        )
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def _published(database: Database, figures: pd.DataFrame, definitions: Definitions) -> tuple[float, float, str]:
    """Decide and store, and return the seconds of each and what was decided."""
    began = time.perf_counter()
    with database.reading() as session:
        hiding = hidden_by(session, figures, definitions)
    decided = time.perf_counter()
    with database.writing(lambda session: figures_store.stage(session, figures)) as session:
        draft = revisions_store.Draft("publish", "benchmark", "a quarter", definitions)
        revision = revisions_store.make(session, draft)
        figures_store.add_staged(session, revision)
        hiding_store.add(session, revision, hiding.decisions)
    small, companions = hiding.count(HidingRole.SMALL), hiding.count(HidingRole.COMPANION)
    each = companions / small if small else 0.0
    told = f"{small} hidden as small, {companions} as companions ({each:.2f} for each), {hiding.exposed} exposed"
    return decided - began, time.perf_counter() - decided, told


if __name__ == "__main__":
    main()
