"""What it costs to write all figures as CSV, as ``python -m dashboard figures`` does, and the memory that it takes.

``python -m tests.benchmarks.exporting DEMONSTRATION`` measures processor time in a process of its own for each, after
everything is imported. The floor is to read the figures as the driver gives them and to write them with ``csv.writer``,
again and again until it has written as many bytes.
"""

import json
import statistics
import subprocess
import sys

TIMES = 3
START = """
import json, resource, sys, time
from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import editions, export
from dashboard.store.database import Database
def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
database = Database(f"sqlite:///{sys.argv[1]}")
editions.prepare(database, LOCAL_USER)
before, began, written = memory(), time.process_time(), 0
"""
END = """
print(json.dumps([written, time.process_time() - began, memory() - before]))
"""
OURS = f"""{START}
with database.reading() as session:
    for piece in export.write_figures(session, LOCAL_USER, export.Choice()):
        written += len(piece)
{END}"""
FLOOR = f"""{START}
import csv, io
wanted = int(sys.argv[2])
while written < wanted:
    rows = database.engine.raw_connection().execute("SELECT * FROM figure")
    while written < wanted and (some := rows.fetchmany(10_000)):
        lines = io.StringIO()
        csv.writer(lines).writerows(some)
        written += len(lines.getvalue().encode())
{END}"""


def main() -> None:
    """Measure and print."""
    (demonstration,) = sys.argv[1:]
    ours = [_measured(OURS, demonstration) for _ in range(TIMES)]
    floors = [_measured(FLOOR, demonstration, str(ours[0][0])) for _ in range(TIMES)]
    floor = statistics.median(seconds for _, seconds, _ in floors)
    for name, runs in {"floor: SELECT and csv.writer": floors, "figures of everything": ours}.items():
        written, seconds, memory = map(statistics.median, zip(*runs, strict=True))
        cost = f"{seconds:6.2f} s {seconds / floor:6.2f} of the floor {memory:6.0f} MB more"
        print(f"{name:30} {written / 1e6:6.1f} MB {cost}")


def _measured(code: str, *given: str) -> tuple[float, float, float]:
    made = subprocess.run([sys.executable, "-c", code, *given], check=True, capture_output=True)
    written, seconds, memory = json.loads(made.stdout)
    return written, seconds, memory


if __name__ == "__main__":
    main()
