"""Many damaged files in a long run: ``python -m tests.fuzz [COUNT] [SEED]``.

It prints what was met. A fault is printed with the number of its input, and the file kept in a folder that is named;
``python -m tests.fuzz 1 SEED/NUMBER`` does that one again. Ctrl-C or SIGTERM ends it, and what was met is printed.
"""

import signal
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path
from random import Random

from dashboard.domain.definitions import read_definitions
from tests.conftest import REAL
from tests.fuzz.bases import Bases
from tests.fuzz.judging import Judge
from tests.fuzz.mutations import mutate
from tests.fuzz.publishing import Press
from tests.fuzz.rows import read_rows

SENT_ON = 10  # one input in so many is previewed and published as well
ROWS = 20  # one in so many is made of rows of any text


class Run:
    """A long run: what it judges with, the faults it found, the folder that keeps their files."""

    def __init__(self, press: Press) -> None:
        """Begin with nothing met."""
        definitions = read_definitions()
        self.bases, self.judge, self.press = Bases(definitions), Judge(definitions), press
        self.faults, self.began = 0, time.monotonic()
        self._kept = Path(tempfile.mkdtemp(prefix="fuzz-"))

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return time.monotonic() - self.began

    def take(self, name: str, is_sent_on: bool) -> None:
        """Make the input of this name, judge it, and tell a fault."""
        rng = Random(name)
        mutated = mutate(self.bases.draw(rng), rng)
        try:
            screening = self.judge.judge(mutated)
            if is_sent_on:
                self.press.send(screening)
        except Exception as error:
            self.faults += 1
            path = self._kept / f"{name.replace('/', '-')}-{mutated.base.name}"
            path.write_bytes(mutated.content)
            print(f"\n{name}: {' then '.join(mutated.told)} ({mutated.promise.name}): {error}\n  {path}", flush=True)
            if not isinstance(error, AssertionError):
                traceback.print_exc()

    def take_rows(self, examples: int, seed: str) -> None:
        """Read rows of any text, and tell the smallest that goes wrong."""
        try:
            read_rows(self.judge, examples, Random(seed).randrange(2**32))
        except Exception:
            self.faults += 1
            traceback.print_exc()


def main() -> int:
    """Run, print, and return 1 where a fault was found."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    if not REAL.is_dir():
        print("The published files are not beside the project (../shared/real): samples and made-up files alone.")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with Press() as press:
        run = Run(press)
        with suppress(KeyboardInterrupt):
            if "/" in seed:
                run.take(seed, is_sent_on=True)
            else:
                _take_all(run, count, seed)
        _tell(run)
    return 1 if run.faults else 0


def _take_all(run: Run, count: int, seed: str) -> None:
    rows = count // ROWS
    for number in range(count - rows):
        run.take(f"{seed}/{number}", is_sent_on=number % SENT_ON == 0)
        if (number + 1) % 500 == 0:
            print(f"{number + 1:,} inputs, {run.faults} faults, {run.seconds:,.0f} s", flush=True)
    run.take_rows(rows, seed)


def _tell(run: Run) -> None:
    met, press = run.judge.met, run.press
    print(f"\n{met.inputs:,} inputs in {run.seconds:,.0f} s, {run.faults} faults")
    print(f"{met.share:.0%} were recognised and came to the checks on values")
    print(f"{press.published:,} published and {press.refused:,} refused in a database, which held what it should")
    for title, counts in (("Verdicts", met.verdicts), ("Layouts", met.layouts)):
        print(f"{title}: {', '.join(f'{name} {number:,}' for name, number in counts.most_common())}")


if __name__ == "__main__":
    sys.exit(main())
