"""The shapes of the frames that carry figures between layers, as their columns are described."""

from collections.abc import Collection
from typing import Any

import pandas as pd
import pandera.pandas as pa

from dashboard.domain.columns import Column, Stage, up_to
from dashboard.domain.states import State

_DTYPES: dict[str, Any] = {"text": "str", "words": "str", "number": "float64", "whole": "int64"}
_NUMBERS = ["value", "numerator", "lower", "upper"]  # that a figure without a number has none of


def types_of(stage: Stage) -> dict[str, Any]:
    """Return the type of each column that a frame of figures has at a stage."""
    return {column.name: _type_of(column) for column in up_to(stage)}


def _type_of(column: Column) -> Any:
    return "Int64" if column.type == "whole" and column.may_be_missing else _DTYPES[column.type]


def schema_of(stage: Stage, names: Collection[str] | None = None) -> pa.DataFrameSchema:
    """Return the shape of a frame of figures at a stage, with all its columns or those of these ``names``.

    Columns beyond these may travel along, types are made right. A figure in a state that means "no number" has none.
    """
    columns = {
        column.name: pa.Column(
            _type_of(column),
            checks=None if column.allowed is None else pa.Check.isin(list(column.allowed)),
            nullable=column.may_be_missing,
            coerce=True,
        )
        for column in up_to(stage)
        if names is None or column.name in names
    }
    return pa.DataFrameSchema(
        columns, checks=pa.Check(_unnumbered_are_empty, error="a figure without a number still carries one")
    )


def _unnumbered_are_empty(frame: pd.DataFrame) -> pd.Series:
    numbered = frame["state"].isin([state for state in State if state.has_numbers])
    return numbered | frame[_NUMBERS].isna().all(axis=1)


FIGURES = schema_of(Stage.SUPPLIED)  # one row a supplied figure


def as_figures(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame in the shape of ``FIGURES``. Raise pandera's error, which says what is wrong, where it is not.

    Pandera, which takes longer to load than all of this, is asked only if something is.
    """
    return frame if _is_right(frame) else FIGURES.validate(frame)


def _is_right(frame: pd.DataFrame) -> bool:
    for column in up_to(Stage.SUPPLIED):
        values = frame[column.name]
        if values.dtype != _type_of(column) or (not column.may_be_missing and values.isna().any()):
            return False
        if column.allowed is not None and not values.isin(list(column.allowed)).all():
            return False
    return bool(_unnumbered_are_empty(frame).all())


def no_figures() -> pd.DataFrame:
    """Return an empty frame of figures, with its types."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types_of(Stage.SUPPLIED).items()})
