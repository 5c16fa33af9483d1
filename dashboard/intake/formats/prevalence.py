"""Estimates of alcohol dependence by local authority: a number of people with its limits, one row an area and year."""

import pandas as pd

from dashboard.domain.areas import AreaKind
from dashboard.domain.periods import PeriodHabit
from dashboard.intake.reading import Format, Given, Reading, cells
from dashboard.intake.tables import Table

_COLUMNS = ("local_authority", "area_code_gss", "alcohol_dependent", "alcohol_lower_ci", "alcohol_upper_ci", "year")
_UNREAD = ("phe_centre",)
_HEADINGS = {"value": "Alcohol_dependent", "lower_ci_95": "Alcohol_lower_CI", "upper_ci_95": "Alcohol_upper_CI"}


def _read(table: Table, _: Given) -> Reading:
    """An estimate is a value with limits, not a count of people. NA limits mean that none were published."""
    frame = table.folded
    limits = {
        name: frame[_HEADINGS[name].casefold()].mask(frame[_HEADINGS[name].casefold()].str.casefold() == "na", "")
        for name in ("lower_ci_95", "upper_ci_95")
    }
    read = cells(
        frame.index,
        indicator="alcohol-dependence-estimate",
        area=_areas(frame),
        period=frame["year"],
        value=frame["alcohol_dependent"],
        **limits,
    )
    kinds = (AreaKind.AUTHORITY, AreaKind.REGION, AreaKind.COUNTRY)
    return Reading(read, habit=PeriodHabit(hyphens="years"), area_kinds=kinds, columns=_HEADINGS)


def _areas(frame: pd.DataFrame) -> pd.Series:
    """A pair of authorities counted together has a stand-in for a code, and is known by its name."""
    code = frame["area_code_gss"]
    return code.where(code.str.fullmatch(r"[A-Z]\d{8}"), frame["local_authority"])


ALCOHOL_DEPENDENCE = Format(
    name="alcohol-dependence",
    title="Estimates of alcohol dependence by local authority",
    recognises=lambda headings: {"area_code_gss", "alcohol_dependent"} <= set(headings),
    read=_read,
    known=lambda heading: heading in (*_COLUMNS, *_UNREAD),
    needs=_COLUMNS,
    is_publication=True,
)
