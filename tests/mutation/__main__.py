"""Try small faults in the code, and say which of them no test notices.

    python -m tests.mutation                      # all layers, 300 faults each, two hours at most
    python -m tests.mutation reports --most 50

Needs what ``tests/mutation/requirements.txt`` lists. A fault that survives is a border that no test stands on, or one
that makes no difference: whoever reads the list decides.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
# By layer the tests of its subject; of these each fault meets those that reach its line.
LAYERS = {
    "domain": ["tests/domain", "tests/stats", "tests/reports", "tests/exports", "tests/intake"],
    "stats": ["tests/stats", "tests/reports"],
    "charts": ["tests/charts", "tests/reports"],
    "reports": ["tests/reports"],
    "exports": ["tests/exports"],
    "intake": ["tests/intake"],
    "store": ["tests/store", "tests/journeys"],
    "assembly": ["tests/journeys"],
    "journeys": ["tests/journeys"],
}


def main() -> int:
    """Try the faults of the layers that are named, and print a line for each that is left."""
    asked = _asked()
    try:
        from tests.mutation.mutants import mutants_of
        from tests.mutation.running import Outcome, copy_of, outcome, reach_of, warm
    except ModuleNotFoundError as missing:
        print(f"{missing.name} is missing. Install: pip install -r tests/mutation/requirements.txt", file=sys.stderr)
        return 2
    warm()
    ends = time.monotonic() + 60 * asked.minutes
    for layer in asked.layers or LAYERS:
        modules = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "dashboard" / layer).rglob("*.py"))
        drawn = mutants_of(ROOT, modules, asked.most, asked.seed)
        tried: Counter[str] = Counter()
        with tempfile.TemporaryDirectory() as folder:
            reach = reach_of(copy_of(ROOT, Path(folder)), LAYERS[layer])
            for mutant in drawn:
                if time.monotonic() > ends:
                    break
                ended = outcome(reach, mutant)
                tried[ended] += 1
                if ended != Outcome.KILLED:
                    source = (ROOT / mutant.module).read_text()
                    print(f"{mutant.module}:{mutant.line} {ended}\n{mutant.difference(source)}", flush=True)
        done = sum(tried.values())
        told = ", ".join(f"{count} {ended}" for ended, count in sorted(tried.items()))
        print(f"{layer}: {done} of {len(drawn)} faults tried: {told}", flush=True)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("layers", nargs="*", metavar="layer", help=f"{', '.join(LAYERS)}; by default all")
    parser.add_argument("--most", type=int, default=300, help="faults a layer")
    parser.add_argument("--minutes", type=float, default=120, help="time for all of it")
    parser.add_argument("--seed", type=int, default=1, help="of the drawing")
    asked = parser.parse_args()
    if unknown := [name for name in asked.layers if name not in LAYERS]:
        parser.error(f"there is no layer called {', '.join(unknown)}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
