"""The records that pages are made of have what the columns of figures hold, no more and no less."""

import math

import pytest

from dashboard.domain.columns import Stage, up_to
from dashboard.domain.shown_figures import ComparatorFigure, Estimate, FigureKey, ShownFigure
from tests.shown_figures import shown

# A field that is made of columns of another name.
MADE_OF = {
    "period": {"period_start", "period_months", "period_kind"},
    "estimate": set(Estimate._fields),
    "comparator": {f"comparator_{name}" for name in ComparatorFigure._fields if name not in ("name", "together")}
    | {"comparator"},
    "comparison": {"comparison", "people_gap"},
    "ambition": {"ambition_comparison", "ambition_gap"},
    "flags": {"note"},
    "remarks": {"note"},
    "owners": set(),  # of the measure
}
ELSEWHERE = {"submission", "audience", "reason"}  # in files that are taken away, or in which part of an edition it is


def test_every_field_of_a_record_is_made_of_columns_and_every_column_is_in_a_record():
    fields = [*FigureKey._fields, *ShownFigure._fields[1:]]
    made_of = set().union(*(MADE_OF.get(name, {name}) for name in fields))

    assert made_of == {column.name for column in up_to(Stage.COMPARED)} - ELSEWHERE


@pytest.mark.parametrize(
    ("state", "denominator", "is_nobody"),
    [
        ("not applicable", 0.0, True),
        ("not applicable", math.nan, False),  # as its source has it, without saying why
        ("not applicable", 5.0, False),
        ("hidden", 0.0, False),
    ],
)
def test_nobody_was_in_a_group_that_is_empty_and_has_no_share_for_that(definitions, state, denominator, is_nobody):
    care = definitions.catalogue.called("coc-engaged-21-days")

    assert shown(care, numerator=math.nan, denominator=denominator, value=math.nan, state=state).nobody is is_nobody
