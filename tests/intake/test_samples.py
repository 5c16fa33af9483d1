"""Each check has a file that trips it and a file that does not; see tests/samples/README.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.domain.findings import Severity, Verdict
from dashboard.intake.checks import CHECKS
from dashboard.intake.files import ReceivedFile
from dashboard.intake.screen import Screening, screen
from tests.conftest import TODAY

SAMPLES = Path(__file__).parents[1] / "samples"
INTAKE = Path(__file__).parents[2] / "dashboard" / "intake"
MAKERS = ("Finding", "Finding.error")
WARNINGS = {
    "columns_are_read",
    "percentages_are_not_fractions",
    "counts_have_no_denominator",
    "period_kind_is_usual",
    "areas_are_of_one_kind",
    "areas_stood_in_the_period",
    "cells_hold_no_errors",
    "rows_are_not_repeated",
}
NOTICES = {
    "areas_are_ours",
    "footnotes_are_set_apart",
    "formulas_are_not_run",
    "hidden_is_hidden_everywhere",
    "links_are_not_followed",
    "period_kinds_are_one",
    "rounding_leaves_a_share",
    "rows_are_counted",
    "rows_are_long_enough",
    "sheets_are_seen",
    "template_rows_are_filled",
}
NAMES_ITS_INDICATOR = {"good/indicator_is_named": "new-presentations-cj-share"}


def _samples(kind: str) -> dict[str, Path]:
    found = {
        path.stem if path.parent.name == kind else path.parent.name: path for path in SAMPLES.glob(f"{kind}/**/*.*")
    }
    return dict(sorted(found.items()))


def _screened(kind: str, check: str, definitions) -> Screening:
    path = _samples(kind)[check]
    file = ReceivedFile(path.name, path.read_bytes())
    return screen(file, definitions, TODAY, NAMES_ITS_INDICATOR.get(f"{kind}/{check}"))


def _checks_in_the_code() -> set[str]:
    return {name for path in INTAKE.glob("**/*.py") for name in _names_in(ast.parse(path.read_text("utf-8")))}


def _names_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in MAKERS and node.args:
            first = node.args[0]
            for choice in [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]:
                if isinstance(choice, ast.Constant):
                    yield str(choice.value)


def test_every_check_in_the_code_has_a_good_and_a_bad_file():
    checks = _checks_in_the_code()

    assert len(checks) > 40  # the walk found them
    assert {check.__name__ for check in CHECKS} <= checks
    assert set(_samples("bad")) == checks
    assert set(_samples("good")) == checks


@pytest.mark.parametrize("check", _samples("bad"))
def test_a_bad_file_gives_the_finding_it_is_named_for_and_no_other(check, definitions):
    screening = _screened("bad", check, definitions)

    assert {finding.check for finding in screening.findings} == {check}
    grave = {
        check in WARNINGS: (Severity.WARNING, Verdict.WARNINGS),
        check in NOTICES: (Severity.NOTICE, Verdict.ACCEPTED),
    }
    severity, verdict = grave.get(True, (Severity.ERROR, screening.verdict))
    assert {finding.severity for finding in screening.findings} == {severity}
    assert screening.verdict is verdict
    if severity is Severity.ERROR:
        assert verdict in (Verdict.REFUSED, Verdict.PARTLY)


@pytest.mark.parametrize("check", _samples("good"))
def test_a_good_file_gives_figures_and_not_that_finding(check, definitions):
    screening = _screened("good", check, definitions)

    assert check not in {finding.check for finding in screening.findings}
    assert not screening.errors
    assert not screening.figures.empty


@pytest.mark.parametrize("check", _samples("bad"))
def test_a_finding_says_what_is_wrong_and_how_to_mend_it(check, definitions):
    for finding in _screened("bad", check, definitions).findings:
        assert finding.message.endswith(".")
        if finding.severity is not Severity.NOTICE:
            assert finding.mend.endswith((".", "?"))
