"""What a file costs on its way in: time and memory of a check, beside reading the same file with pandas alone.

Run it with ``python -m tests.benchmarks.upload [ROWS]``. Ratios are what counts: both are measured in one run.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.figures import template

FLOOR = "import sys, pandas; pandas.read_csv(sys.argv[1], dtype='str')"
OURS = """
import sys
from datetime import date
from pathlib import Path
from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import submit
path = Path(sys.argv[1])
assert submit.check(LOCAL_USER, path.name, path.read_bytes(), date(2026, 11, 21)).taken
"""


def _rows(count: int):
    for at in range(count):
        period = f"{['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'][at % 6]} {2000 + at // 6 % 20}"
        area = f"E090000{2 + at // 120 % 31:02}"
        age = f"{10 + at // 3720}-{11 + at // 3720}"
        yield {"indicator": "new-presentations", "area": area, "period": period, "age": age, "count": "65"}


def _measure(program: str, path: Path) -> tuple[float, float]:
    """Return seconds and peak megabytes of a program that is given the file."""
    began = time.perf_counter()
    measuring = f"{program}\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    out = subprocess.run([sys.executable, "-c", measuring, str(path)], check=True, capture_output=True, text=True)
    return time.perf_counter() - began, int(out.stdout) / 1024


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.csv"
        path.write_bytes(template(_rows(rows)))
        size = path.stat().st_size / 1e6
        floor, ours = _measure(FLOOR, path), _measure(OURS, path)
    print(f"{rows:,} rows, {size:.1f} MB")
    print(f"pandas.read_csv, all text: {floor[0]:.1f} s, {floor[1]:.0f} MB")
    times, size_times = (mine / theirs for mine, theirs in zip(ours, floor, strict=True))
    print(f"our check: {ours[0]:.1f} s ({times:.1f} times), {ours[1]:.0f} MB ({size_times:.1f} times)")
    print(f"memory beyond the floor: {(ours[1] - floor[1]) / size:.0f} MB for each MB of the file")


if __name__ == "__main__":
    main()
