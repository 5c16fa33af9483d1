"""The checks look at all measures of a file at once; what they find of one is what they find where it stands alone."""

import csv
from pathlib import Path

import pytest

from dashboard.domain.mappings import Said
from dashboard.intake.checks.checked import Checked
from dashboard.intake.convert import convert
from dashboard.intake.files import ReceivedFile, read_tables
from dashboard.intake.formats.template import TEMPLATE
from dashboard.intake.reading import Given
from dashboard.intake.registry import FIGURE_CHECKS
from tests.conftest import TODAY
from tests.figures import COLUMNS, template

SAMPLES = Path(__file__).parents[1] / "samples" / "bad"
OF_THE_FILE = {"measures_are_not_alike", "file_name_agrees_with_periods"}  # no matter of one measure
CHECKS = [check for check in FIGURE_CHECKS if check.told.name not in OF_THE_FILE]


def _rows():
    """The rows of all samples in our template that have a fault, one after another."""
    for path in sorted(SAMPLES.glob("*.csv")):
        try:
            rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
        except UnicodeDecodeError:
            continue
        if rows and {"indicator", "area", "period"} <= rows[0].keys() <= {*COLUMNS, "source"}:
            yield from ({name: row.get(name) or "" for name in COLUMNS} for row in rows)


@pytest.fixture(scope="module")
def checked(definitions):
    tables, _ = read_tables(ReceivedFile("samples.csv", template(_rows())))
    reading = TEMPLATE.read(tables[0], Given("samples.csv", Said(), definitions))
    return Checked(convert(reading, definitions).figures, "samples.csv", "template", False, definitions, TODAY)


def _alone(checked, name):
    figures = checked.figures[checked.figures["indicator"] == name].reset_index(drop=True)
    return Checked(figures, checked.file_name, checked.layout, checked.areas_repeat, checked.definitions, TODAY)


def test_what_is_found_of_a_measure_is_the_same_whatever_stands_beside_it(checked):
    names = sorted(checked.figures["indicator"].unique())
    alone = [_alone(checked, name) for name in names]

    found = {check.told.name: list(check(checked)) for check in CHECKS}

    assert found == {check.told.name: [one for measure in alone for one in check(measure)] for check in CHECKS}
    assert len(names) > 5
    assert sum(map(bool, found.values())) >= 10
