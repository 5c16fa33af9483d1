"""What must hold of whatever becomes of a file, and what was met on the way."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.checks import Asked, Found
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY
from dashboard.domain.findings import Severity, Verdict
from dashboard.intake import screen as screening_module
from dashboard.intake.checks.checked import Checked
from dashboard.intake.files import ReceivedFile
from dashboard.intake.registry import FIGURE_CHECKS
from dashboard.intake.screen import Screening
from dashboard.journeys import submit
from tests.fuzz.bases import Placed, placed, screened
from tests.fuzz.mutations import Mutated, Promise


@dataclass
class Met:
    """What was met: how many inputs, how many reached the checks on figures, verdicts, layouts."""

    inputs: int = 0
    checked: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    layouts: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """The share of inputs whose layout was recognised and whose figures the checks on values were made on."""
        return self.checked / max(self.inputs, 1)


class Judge:
    """Screens files and asserts what must hold of each. ``met`` counts them."""

    def __init__(self, definitions: Definitions) -> None:
        """Judge with these definitions."""
        self._definitions = definitions
        self.met = Met()

    def judge(self, mutated: Mutated) -> Screening:
        """Return what is made of a mutated file. Raise AssertionError, or what our own code raised."""
        screening = self.read(ReceivedFile(mutated.base.name, mutated.content))
        _promise_is_kept(mutated, screening)
        return screening

    def read(self, file: ReceivedFile) -> Screening:
        """Return what is made of a file, which is whole whatever it is."""
        asked: list[int] = []

        def noted(checked: Checked) -> Iterator[Found]:
            asked.append(len(checked.figures))
            return FIGURE_CHECKS[0].find(checked)

        first = Asked(FIGURE_CHECKS[0].told, noted)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(screening_module, "FIGURE_CHECKS", (first, *FIGURE_CHECKS[1:]))
            screening = screened(file, self._definitions)
        self.met.inputs += 1
        self.met.checked += any(asked)
        self.met.verdicts[screening.verdict.value] += 1
        self.met.layouts[screening.layout or "not recognised"] += 1
        _is_whole(screening)
        return screening


def _is_whole(screening: Screening) -> None:
    stopped = {name for finding in screening.errors for name in finding.indicators}
    assert not stopped & set(screening.figures["indicator"]), "a measure with an error gave figures"
    assert not screening.figures.duplicated(KEY).any(), "a figure stands twice"
    if screening.verdict is Verdict.REFUSED:
        assert screening.figures.empty, "a refused file gave figures"
        assert screening.original is None, "a refused file is kept"
        assert any(finding.severity is Severity.ERROR for finding in screening.findings), "refused without an error"
    if any(not finding.indicators for finding in screening.errors):
        assert screening.figures.empty, "an error in the whole file left figures"
    for finding in screening.findings:
        assert finding.message, "a finding says nothing"
        assert all(row > 0 for row in finding.rows), "a finding points nowhere"
    if screening.may_be_marked:
        assert submit.take_marked(LOCAL_USER, screening)


def _promise_is_kept(mutated: Mutated, screening: Screening) -> None:
    base, promise = mutated.base, mutated.promise
    if promise is Promise.SAME:
        assert placed(screening.figures) == base.truth, "the same file written another way gives other figures"
        return
    sure = placed(_without_warnings(screening))
    if promise is Promise.PLACED:
        assert sure <= base.truth, f"a number out of its place: {_some(sure - base.truth)}"
    if promise is Promise.KNOWN:
        astray = {one for one in sure - base.truth if one[2] in base.columns}
        assert not astray, f"a number out of its place: {_some(astray)}"
    if promise is Promise.COLUMN:
        astray = {one for one in sure if base.columns.get(one[2], one[1]) != one[1]}
        assert not astray, f"a number in the wrong column: {_some(astray)}"


def _without_warnings(screening: Screening):
    """The figures that nobody is asked about."""
    if any(not warning.indicators for warning in screening.warnings):
        return screening.figures.iloc[:0]
    asked = {name for warning in screening.warnings for name in warning.indicators}
    return screening.figures[~screening.figures["indicator"].isin(asked)]


def _some(astray: set[Placed]) -> str:
    return "; ".join(f"{column} {number} at {place}" for place, column, number in sorted(astray, key=str)[:3])
