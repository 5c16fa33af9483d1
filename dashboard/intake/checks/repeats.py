"""The checks on figures that stand more than once."""

from collections.abc import Iterator

import pandas as pd

from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.figures import KEY, NUMBERS
from dashboard.domain.findings import Severity
from dashboard.domain.indicators import Indicator
from dashboard.intake.checks.checked import Checked, Likely, lines_of, of_measures_with


def _may_be_repeated(checked: Checked) -> Likely:
    return checked.is_repeated


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "Rows that give different numbers for the same area, period and group.",
    "Neither can be chosen.",
    "Keep the right row and remove the other.",
)
@of_measures_with(_may_be_repeated)
def figures_stand_once(_: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """The same figure with two different numbers is an error."""
    different = _repeated(rows)[1]
    if not different.empty:
        yield Found(
            f"{len(different)} row(s) give different numbers for the same area, period and group.",
            expected="one row a figure",
            rows=lines_of(different),
        )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Rows that repeat one another exactly.",
    "A block pasted twice may stand where another should; a published file may repeat an area under two parents.",
    "Check that nothing is missing, and tick.",
)
def rows_are_not_repeated(checked: Checked) -> Iterator[Found]:
    """An exact repeat is taken once."""
    for indicator, rows in checked.with_any(_may_be_repeated(checked)):
        repeated, different = _repeated(rows)
        if repeated.empty or not different.empty:
            continue
        yield Found(
            f"{len(repeated)} row(s) repeat one another exactly and are taken once.",
            "" if checked.areas_repeat else "Was a block pasted twice? Tick this if nothing is missing.",
            rows=lines_of(repeated),
            indicators=(indicator.id,),
            severity=Severity.NOTICE if checked.areas_repeat else None,
        )


def _repeated(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows whose figure stands more than once, and those of them with different numbers."""
    repeated = rows[rows.duplicated(KEY, keep=False) & (rows["area"] != "")]
    numbers = repeated.drop_duplicates([*KEY, *NUMBERS, "state"])
    twice = numbers.loc[numbers.duplicated(KEY, keep=False), KEY].drop_duplicates()
    return repeated, repeated.merge(twice, on=KEY)
