"""What figures cost to make sense of: one indicator, 153 areas, 40 quarters, beside reading the same rows from a CSV.

Run it with ``python -m tests.benchmarks.estimates [QUARTERS]``. Ratios are what counts: all is measured in one run.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.domain.areas import ENGLAND
from dashboard.domain.definitions import read_definitions
from dashboard.domain.figures import FIGURE, PERIOD
from dashboard.domain.periods import PeriodKind, add_months, financial_quarter
from tests.figures import figure

INDICATOR = "coc-engaged-21-days"
FLOOR = "pandas.read_csv"
MEASURE = """
import json, resource, sys, time
def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
def best(work, times_over=3):
    # The fastest, for the others hold what else the machine did.
    times = []
    for _ in range(times_over):
        began = time.perf_counter()
        made = work()
        times.append(time.perf_counter() - began)
    return made, min(times)
import pandas
def read():
    texts = dict.fromkeys(("age", "breakdown", "note", "source"), "str")
    return pandas.read_csv(sys.argv[1], dtype=texts).fillna(dict.fromkeys(texts, "")).assign(revision=1)
"""
READING = f"""{MEASURE}
_, seconds = best(read, 20)  # milliseconds, which are soon disturbed
print(json.dumps([["{FLOOR}", seconds, memory()]]))
"""
OURS = f"""{MEASURE}
from dashboard.domain.areas import AreaKind
from dashboard.domain.definitions import read_definitions
from dashboard.domain.indicators import Catalogue
from dashboard.stats.estimates import estimates
from dashboard.stats.rollup import totals
from dashboard.stats.rollup_periods import period_totals
from dashboard.stats.verdicts import changing, compared
definitions = read_definitions()
areas = definitions.areas
catalogue = Catalogue({{"{INDICATOR}": definitions.catalogue.called("{INDICATOR}")}})
wider = areas.of_kind(AreaKind.PARTNERSHIP, AreaKind.REGION, AreaKind.COUNTRY)
figures = read()
steps = (
    ("estimates", lambda made: estimates(figures, catalogue)),
    ("comparison with England", lambda made: compared(made, catalogue)),
    ("control limits and trends", lambda made: changing(made, catalogue)),
    ("quarters to years", lambda made: period_totals(figures, catalogue)),
    ("authorities to partnerships, regions and England", lambda made: totals(figures, wider, areas, catalogue)),
)
made, told = None, [["(imports, definitions, rows)", 0.0, memory()]]
for name, step in steps:
    made, seconds = best(lambda: step(made))
    told.append([name, seconds, memory()])
print(json.dumps(told))
"""


def _rows(quarters: int) -> pd.DataFrame:
    """Figures of every authority and of England: so many of so many people, by chance alone."""
    chance = np.random.default_rng(153)
    last = financial_quarter(2025, 1).start
    starts = [add_months(last, -3 * before).isoformat() for before in range(quarters)]
    areas = [*read_definitions().areas.at(ENGLAND).members, ENGLAND]
    usual = {"indicator": INDICATOR, **dict(zip(PERIOD[1:], (3, PeriodKind.QUARTER.value), strict=True))}
    rows = [figure(**usual, area=area, period_start=start) for area in areas for start in starts]
    people = chance.integers(20, 300, len(rows))
    return pd.DataFrame(rows, columns=FIGURE).assign(denominator=people, numerator=chance.binomial(people, 0.4))


def _measured(program: str, path: Path) -> list[tuple[str, float, float]]:
    """Return names with seconds and peak megabytes so far, from a program that is given the file."""
    out = subprocess.run([sys.executable, "-c", program, str(path)], check=True, capture_output=True, text=True)
    return [(name, seconds, memory) for name, seconds, memory in json.loads(out.stdout)]


def main() -> None:
    """Measure and print."""
    figures = _rows(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.csv"
        figures.to_csv(path, index=False)
        [(_, floor, smallest)], ours = _measured(READING, path), _measured(OURS, path)
    print(f"{len(figures):,} figures of {figures['area'].nunique()} areas")
    print(f"{FLOOR} of the same rows: {floor * 1000:.0f} ms, peak {smallest:.0f} MB")
    (_, _, before), *steps = ours
    for name, seconds, _ in steps:
        print(f"{name}: {seconds * 1000:.0f} ms ({seconds / floor:.1f} times)")
    print(f"peak memory: {before:.0f} MB before the first step, {steps[-1][2]:.0f} MB after the last")


if __name__ == "__main__":
    main()
