"""Each check has a file that trips it and a file that does not; see tests/samples/README.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.assembly.agreement import parts_above_their_whole, ties_that_break, totals_that_disagree
from dashboard.assembly.plausibility import beside
from dashboard.domain.checks import Asked, Found, Stage
from dashboard.domain.coded import coded_frame
from dashboard.domain.findings import Finding, Severity, Verdict
from dashboard.domain.mappings import MappedColumn, Mapping, Part, Said
from dashboard.intake import screen as screening_module
from dashboard.intake.files import ReceivedFile
from dashboard.intake.registry import EVERY_CHECK, FIGURE_CHECKS, PUBLISHED_CHECKS, TABLE_CHECKS
from dashboard.intake.screen import Screening, screen
from tests.conftest import TODAY

SAMPLES = Path(__file__).parents[1] / "samples"
CODE = Path(__file__).parents[2] / "dashboard"
MAKERS = ("Finding", "Finding.error")
SAID = {
    "good/indicator_is_named": Said("new-presentations-cj-share"),
    "good/area_is_said": Said(area="E09000003"),
    "good/period_is_said": Said(period="2024/25"),
}


def _counts(heading: str, part: Part) -> Mapping:
    measures = {"adults in treatment": "adults-in-treatment", "new presentations": "new-presentations"}
    counts = (MappedColumn(heading=name, part=Part.COUNT, indicator=one) for name, one in measures.items())
    return Mapping(name="Local outcomes", columns=(MappedColumn(heading=heading, part=part), *counts))


MAPPED = {
    "area_is_said": [_counts("reporting year", Part.PERIOD)],
    "period_is_said": [_counts("partnership", Part.AREA)],
}
MADE: dict[tuple[str, str], Screening] = {}
CHECKS = {check.name: check for check in EVERY_CHECK}
PUBLISHED = sorted(check.name for check in EVERY_CHECK if check.stage is Stage.PUBLISHED)
BY_ITSELF = sorted(CHECKS.keys() - set(PUBLISHED))


def _samples(kind: str) -> dict[str, Path]:
    found = {
        path.stem if path.parent.name == kind else path.parent.name: path for path in SAMPLES.glob(f"{kind}/**/*.*")
    }
    return dict(sorted(found.items()))


def _file(path: Path) -> ReceivedFile:
    return ReceivedFile(path.name, path.read_bytes())


def _screened(kind: str, check: str, definitions) -> Screening:
    """Return what is made of a sample, worked out once: several tests ask."""
    if (kind, check) not in MADE:
        MADE[kind, check] = _screened_anew(kind, check, definitions)
    return MADE[kind, check]


def _screened_anew(kind: str, check: str, definitions) -> Screening:
    sample = f"{kind}/{check}"
    return screen(_file(_samples(kind)[check]), definitions, TODAY, SAID.get(sample, Said()), MAPPED.get(check, ()))


def _published(kind: str, check: str, definitions) -> Screening:
    """Read a file of those that are published one after the other, once for all tests."""
    sample = f"published/{kind}", check
    if sample not in MADE:
        MADE[sample] = screen(_file(SAMPLES / "published" / kind / f"{check}.csv"), definitions, TODAY)
    return MADE[sample]


def _against(kind: str, check: str, definitions) -> dict[str, list[Finding]]:
    """Return what each check finds in a file when another is published."""
    before, sent = (_published(one, check, definitions) for one in ("before", kind))
    assert {finding.severity for finding in (*before.findings, *sent.findings)} <= {Severity.NOTICE}
    both = beside(*map(coded_frame, (sent.figures, before.figures, before.figures)), definitions)
    found = {one.told.name: list(one(both)) for one in PUBLISHED_CHECKS}
    return found | {
        "totals_agree_with_parts": totals_that_disagree(sent.figures, before.figures, definitions),
        "ties_hold": ties_that_break(sent.figures, before.figures, definitions),
        "parts_are_within_their_whole": parts_above_their_whole(sent.figures, before.figures, definitions),
    }


def _names_raised() -> set[str]:
    paths = [*CODE.glob("intake/**/*.py"), *CODE.glob("journeys/*.py"), *CODE.glob("assembly/*.py")]
    return {name for path in paths for name in _names_in(ast.parse(path.read_text("utf-8")))}


def _names_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in MAKERS and node.args:
            first = node.args[0]
            for choice in [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]:
                if isinstance(choice, ast.Constant):
                    yield str(choice.value)
        if isinstance(node, ast.FunctionDef) and any(_is_asks(one) for one in node.decorator_list):
            yield node.name


def _is_asks(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "asks"


def test_every_name_that_can_be_raised_is_registered_once_and_every_registered_name_can_be_raised():
    assert len(EVERY_CHECK) == len(CHECKS) >= 60
    assert _names_raised() == CHECKS.keys()


def test_every_check_has_a_good_and_a_bad_file():
    assert sorted(_samples("bad")) == sorted(_samples("good")) == BY_ITSELF
    for kind in ("before", "bad", "good"):
        assert sorted(path.stem for path in (SAMPLES / "published" / kind).iterdir()) == PUBLISHED


@pytest.mark.parametrize("check", EVERY_CHECK, ids=lambda check: check.name)
def test_a_check_is_explained_in_whole_sentences(check):
    for words in (check.looks_for, check.why, check.mend):
        assert words[0].isupper() or words[0].isdigit()
        assert words.endswith(".")


@pytest.mark.parametrize("check", BY_ITSELF)
def test_a_bad_file_gives_the_finding_it_is_named_for_and_no_other(check, definitions):
    screening = _screened("bad", check, definitions)

    assert {finding.check for finding in screening.findings} == {check}
    severity = CHECKS[check].severity
    assert {finding.severity for finding in screening.findings} == {severity}
    verdicts = {
        Severity.ERROR: (Verdict.REFUSED, Verdict.PARTLY),
        Severity.WARNING: (Verdict.WARNINGS,),
        Severity.NOTICE: (Verdict.ACCEPTED,),
    }
    assert screening.verdict in verdicts[severity]


@pytest.mark.parametrize("check", BY_ITSELF)
def test_a_good_file_gives_figures_and_not_that_finding(check, definitions):
    screening = _screened("good", check, definitions)

    assert check not in {finding.check for finding in screening.findings}
    assert not screening.errors
    assert not screening.figures.empty


@pytest.mark.parametrize("check", PUBLISHED)
def test_a_bad_file_gives_the_finding_it_is_named_for_when_another_is_published(check, definitions):
    found = [finding for findings in _against("bad", check, definitions).values() for finding in findings]

    assert {finding.check for finding in found} == {check}
    assert {finding.severity for finding in found} == {CHECKS[check].severity}


@pytest.mark.parametrize("check", PUBLISHED)
def test_a_good_file_gives_none_when_another_is_published(check, definitions):
    assert not any(_against("good", check, definitions).values())


@pytest.mark.parametrize("check", BY_ITSELF)
def test_a_finding_says_what_is_wrong_and_how_to_mend_it(check, definitions):
    for finding in _screened("bad", check, definitions).findings:
        assert finding.message.endswith(".")
        if finding.severity is not Severity.NOTICE:
            assert finding.mend.endswith((".", "?"))


# Taking one check away


@pytest.fixture(scope="module")
def reached(definitions) -> dict[str, dict[str, list[Finding]]]:
    """What each check finds in each bad file, asked of that check alone; what reading finds is under its own names."""
    found = {check: _by_check(check, definitions) for check in BY_ITSELF}
    return found | {check: _against("bad", check, definitions) for check in PUBLISHED}


def _by_check(sample: str, definitions) -> dict[str, list[Finding]]:
    seen: dict[str, list[Finding]] = {}

    def noting(made: Asked) -> Asked:
        def find(subject: object) -> Iterator[Found]:
            seen.setdefault(made.told.name, []).extend(made(subject))
            return iter(())

        return Asked(made.told, find)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(screening_module, "TABLE_CHECKS", tuple(noting(one) for one in TABLE_CHECKS))
        patch.setattr(screening_module, "FIGURE_CHECKS", tuple(noting(one) for one in FIGURE_CHECKS))
        read = _screened_anew("bad", sample, definitions)
    for finding in read.findings:
        seen.setdefault(finding.check, []).append(finding)
    return seen


@pytest.mark.parametrize("removed", sorted(CHECKS))
def test_without_one_check_its_own_bad_file_passes_and_no_other_does(removed, reached):
    passes = {
        sample
        for sample, found in reached.items()
        if not any(findings for check, findings in found.items() if check != removed)
    }

    assert passes == {removed}


# What stands is not told


@pytest.mark.parametrize("check", sorted({one.told.name for one in PUBLISHED_CHECKS} - {"groups_are_as_before"}))
def test_a_finding_quotes_no_number_that_stands(check, definitions, reached):
    before = _published("before", check, definitions).figures
    numbers = {f"{number:,.0f}" for number in before[["numerator", "denominator"]].stack()}

    for finding in reached[check][check]:
        assert not numbers & set(f"{finding.message} {finding.found} {finding.expected}".split())
