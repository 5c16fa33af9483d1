"""Comma-separated files: figures as the dashboard shows them, and the template that agencies fill in."""

import csv
import io
import math
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from dashboard.domain.columns import BY_NAME, Column, Stage
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import PERIOD, make_period, number_text
from dashboard.domain.indicators import Catalogue
from dashboard.domain.periods import Period
from dashboard.reports.sentences import not_final_on
from dashboard.reports.tables import Cell, Table
from dashboard.reports.words import agencies

_WORKED_OUT = {
    "area_name": Column("area_name", "text", Stage.COMPARED, "Name of the area"),
    "period": Column("period", "text", Stage.COMPARED, "The period as our own files write it"),
    "period_end": Column("period_end", "text", Stage.COMPARED, "Last day of the period (ISO date)"),
    "unit": Column("unit", "text", Stage.COMPARED, "Unit of the value"),
}
_IN_ORDER = (
    *("indicator", "area", "area_name", "period", "period_start", "period_end", "sex", "age", "breakdown"),
    *("numerator", "denominator", "value", "lower", "upper", "unit", "state", "reason", "revision", "source"),
    *("comparison", "comparator", "comparator_value", "people_gap", "trend", "variation"),
)
COLUMNS_OF_FILE = tuple(_WORKED_OUT.get(name) or BY_NAME[name] for name in _IN_ORDER)
FIGURE_COLUMNS = tuple(column.name for column in COLUMNS_OF_FILE)
# Some programs take the wide forms of East Asian keyboards for a formula too.
_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: one that looks like it gets an apostrophe."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")  # a bare return would end the line of the file
    return f"'{lines}" if lines.startswith(_LOOKS_LIKE_A_FORMULA) else lines


def figures_csv(figures: pd.DataFrame, definitions: Definitions) -> bytes:
    """Return figures with their verdicts as CSV (UTF-8, LF), columns ``COLUMNS_OF_FILE``, one line a figure."""
    worked_out = _worked_out(figures, definitions)
    cells = [
        _cells(column, worked_out[column.name] if column.name in worked_out else figures[column.name].tolist())
        for column in COLUMNS_OF_FILE
    ]
    return _csv(FIGURE_COLUMNS, zip(*cells, strict=True))


def _cells(column: Column, values: Iterable[Any]) -> Iterable[object]:
    """The cells of a column as its description has them written."""
    if column.type == "words":
        return map(safe, values)
    return map(number_text, values) if column.type == "number" else values


def _worked_out(figures: pd.DataFrame, definitions: Definitions) -> dict[str, list[str]]:
    """The columns that a figure has only in the file, and those of which the file says more than the figure."""
    catalogue, areas = definitions.catalogue, definitions.areas
    measures, codes = figures["indicator"].tolist(), figures["area"].tolist()
    periods = [make_period(*row) for row in figures[PERIOD].itertuples(index=False, name=None)]
    names = {code: areas.at(code).name if code in areas.by_code else code for code in set(codes)}
    sources = zip(figures["source"].tolist(), measures, strict=True)
    return {
        "area_name": [names[code] for code in codes],
        "period": [period.text for period in periods],
        "period_end": [period.end.isoformat() for period in periods],
        "unit": [catalogue.called(name).unit for name in measures],
        "source": [source or catalogue.called(name).source for source, name in sources],
        "reason": _reasons(figures, periods, catalogue),
    }


def _reasons(figures: pd.DataFrame, periods: list[Period], catalogue: Catalogue) -> list[str]:
    """Why each number is missing or inexact, or may still change."""
    days = figures["published"].tolist() if "published" in figures else [""] * len(figures)
    rows = zip(*(figures[name].tolist() for name in ("indicator", "reason", "value")), periods, days, strict=True)
    return [
        "; ".join(filter(None, (reason, "" if math.isnan(value) else _early(name, period, day, catalogue))))
        for name, reason, value, period, day in rows
    ]


def _early(name: str, period: Period, day: str, catalogue: Catalogue) -> str:
    indicator = catalogue.called(name)
    if not indicator.follow_up_days:
        return ""
    return not_final_on(period, date.fromisoformat(day) if day else None, indicator)


def table_csv(table: Table) -> bytes:
    """Return a table as CSV (UTF-8, LF) whose cells no spreadsheet takes for formulas."""
    return _csv(table.headings, ([safe(_text(cell)) for cell in row] for row in table.rows))


def _text(cell: Cell) -> str:
    return agencies(cell) if isinstance(cell, tuple) else str(cell)


def _csv(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return file.getvalue().encode()
