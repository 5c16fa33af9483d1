"""Whether the tests of a layer notice a fault: each is tried in a copy of the project, by the tests that reach it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import coverage

from tests.mutation.mutants import Mutant

_FOLDERS = ("dashboard", "datasets", "pages", "tests")
_FILES = ("pyproject.toml", "requirements.txt", "README.md", "CHANGELOG.md")
_WITHOUT = "not postgresql"  # the same tests run on SQLite, in a tenth of the time
_HEAVY = ("pandas", "scipy.stats", "scipy.optimize", "altair", "sqlmodel", "pyarrow", "pytest")
_SPARE = 20.0  # seconds beside three times what the tests take without a fault, before one counts as hanging
_MANY = 40  # tests: above that whole files are run, for to name each costs more than it saves


class Outcome(StrEnum):
    """What became of a fault."""

    KILLED = "killed"
    SURVIVED = "survived"
    UNREACHED = "reached by no test"


@dataclass(frozen=True)
class Reach:
    """Which tests run each line of each module, by line; those that run it while they are collected are the layer's."""

    root: Path
    layer: Sequence[str]
    tests: Mapping[tuple[str, int], frozenset[str]]
    seconds: float

    def of(self, mutant: Mutant) -> list[str]:
        """Return the tests to run on a fault, the whole layer's where the line runs as a module is read."""
        found = self.tests.get((mutant.module, mutant.line), frozenset())
        if "" in found:
            return [*self.layer]
        return sorted(found) if len(found) <= _MANY else sorted({name.split("::")[0] for name in found})


def copy_of(root: Path, folder: Path) -> Path:
    """Copy what tests need of the project into a folder."""
    for name in _FOLDERS:
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _FILES:
        shutil.copy(root / name, folder / name)
    return folder


def reach_of(root: Path, layer: Sequence[str]) -> Reach:
    """Run the tests of a layer once, without a fault, and note what each reaches.

    Raise RuntimeError where one fails.
    """
    settings = root / "reach.ini"
    settings.write_text(f"[run]\ndynamic_context = test_function\nsource = dashboard\ndata_file = {root / 'reach'}\n")
    begun = time.monotonic()
    made = subprocess.run(
        [sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", "-m", "pytest", *_arguments(layer)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise RuntimeError(f"The tests fail without any fault:\n{made.stdout[-2000:]}{made.stderr[-2000:]}")
    data = coverage.CoverageData(str(root / "reach"))
    data.read()
    tests: dict[tuple[str, int], set[str]] = defaultdict(set)
    for file in data.measured_files():
        module = Path(file).resolve().relative_to(root.resolve()).as_posix()
        for line, contexts in data.contexts_by_lineno(file).items():
            tests[module, line] |= {_named(context) for context in contexts}
    reach = Reach(root, layer, {key: frozenset(names) for key, names in tests.items()}, time.monotonic() - begun)
    if not _passes(reach, layer):
        raise RuntimeError("The tests fail in a process that was loaded before, without any fault.")
    return reach


def _named(context: str) -> str:
    """``tests.stats.test_trends.test_a_rise`` as pytest names it; nothing where no test was running."""
    if not context:
        return ""
    parts = context.split(".")
    file = next(at for at, part in enumerate(parts) if part.startswith("test_"))
    return "::".join(["/".join(parts[: file + 1]) + ".py", *parts[file + 1 :]])


def outcome(reach: Reach, mutant: Mutant) -> Outcome:
    """Put a fault into the copy, run the tests that reach it, and take it out again."""
    tests = reach.of(mutant)
    if not tests:
        return Outcome.UNREACHED
    file = reach.root / mutant.module
    source = file.read_text()
    try:
        file.write_text(mutant.code(source))
        passed = _passes(reach, tests)
    finally:
        file.write_text(source)
    return Outcome.SURVIVED if passed else Outcome.KILLED


def warm() -> None:
    """Load what every run of tests loads, so that it is not loaded again for each fault."""
    for name in _HEAVY:
        __import__(name)


def _passes(reach: Reach, tests: Sequence[str]) -> bool:
    child = os.fork()
    if not child:
        _run(reach.root, tests)
    ends = time.monotonic() + 3 * reach.seconds + _SPARE
    while time.monotonic() < ends:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _run(root: Path, tests: Sequence[str]) -> None:
    """Run tests in a copy, in this process, which ends with what they end with."""
    os.setsid()
    code = 1
    try:
        code = _tested(root, tests)
    finally:
        os._exit(code)


def _tested(root: Path, tests: Sequence[str]) -> int:
    os.chdir(root)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    sys.dont_write_bytecode = True
    sys.path[:] = [str(root), *(part for part in sys.path if part and not Path(part, "dashboard").is_dir())]
    sys.path_importer_cache.clear()
    for name in [name for name in sys.modules if name.split(".")[0] in ("tests", "dashboard")]:
        del sys.modules[name]
    import pytest

    return int(pytest.main([*_arguments(tests), "-x"]))


def _arguments(tests: Sequence[str]) -> list[str]:
    return [*tests, "-q", "-k", _WITHOUT, "-p", "no:cacheprovider", "-p", "no:xdist"]
