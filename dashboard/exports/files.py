"""Comma-separated files: figures as the dashboard shows them, and the template that agencies fill in."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.domain.coded import Texts, texts
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
HEADING = f"{','.join(FIGURE_COLUMNS)}\n".encode()
_NEEDS_QUOTES = (",", '"', "\n")
# Some programs take the wide forms of East Asian keyboards for a formula too.
_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: one that looks like it gets an apostrophe."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")  # a bare return would end the line of the file
    return f"'{lines}" if lines.startswith(_LOOKS_LIKE_A_FORMULA) else lines


def figures_csv(figures: pd.DataFrame, definitions: Definitions) -> bytes:
    """Return figures with their verdicts as CSV (UTF-8, LF), columns ``COLUMNS_OF_FILE``, one line a figure."""
    return HEADING + figure_lines(figures, definitions)


def figure_lines(figures: pd.DataFrame, definitions: Definitions) -> bytes:
    """Return the lines of figures without the heading; those of several frames may follow one another."""
    worked_out = _worked_out(figures, definitions)
    columns = [
        _in_cells(column, worked_out[column.name] if column.name in worked_out else _values(figures, column))
        for column in COLUMNS_OF_FILE
    ]
    return "".join(f"{line}\n" for line in map(",".join, zip(*columns, strict=True))).encode()


def _values(figures: pd.DataFrame, column: Column) -> Texts | list[Any]:
    # A text is made safe, and put in quotes, once and not once a row.
    values = figures[column.name]
    return texts(values) if column.type in ("text", "words") else values.tolist()


def _in_cells(column: Column, values: Texts | list[Any]) -> Iterable[str]:
    """The cells of a column as its description has them written."""
    if isinstance(values, Texts):
        words = [_quoted(safe(word) if column.type == "words" else word) for word in values.words]
        return [words[code] for code in values.codes.tolist()]
    return map(number_text if column.type == "number" else str, values)


def _quoted(text: str) -> str:
    """Return a text as a cell, as ``csv.writer`` writes it."""
    if any(mark in text for mark in _NEEDS_QUOTES):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _worked_out(figures: pd.DataFrame, definitions: Definitions) -> dict[str, Texts]:
    """The columns that a figure has only in the file, and those of which the file says more than the figure."""
    catalogue, areas = definitions.catalogue, definitions.areas
    measures = figures["indicator"].tolist()
    area = texts(figures["area"])
    periods = list(zip(*(figures[name].tolist() for name in PERIOD), strict=True))
    return {
        "area_name": Texts([areas.at(code).name if code in areas.by_code else code for code in area.words], area.codes),
        "period": _each(periods, lambda *period: make_period(*period).text),
        "period_end": _each(periods, lambda *period: make_period(*period).end.isoformat()),
        "unit": _each(zip(measures, strict=True), lambda name: catalogue.called(name).unit),
        "source": _each(
            zip(figures["source"].tolist(), measures, strict=True),
            lambda source, name: source or catalogue.called(name).source,
        ),
        "reason": _reasons(figures, periods, catalogue),
    }


def _each(rows: Iterable[tuple[Any, ...]], text_of: Callable[..., str]) -> Texts:
    """The text that each row comes to, worked out once for all that are the same."""
    found: dict[tuple[Any, ...], int] = {}
    codes = [found.setdefault(row, len(found)) for row in rows]
    return Texts([text_of(*row) for row in found], np.array(codes, dtype=np.int64))


def _reasons(figures: pd.DataFrame, periods: Sequence[tuple[str, int, str]], catalogue: Catalogue) -> Texts:
    """Why each number is missing or inexact, or may still change."""
    days = figures["published"].tolist() if "published" in figures else [""] * len(figures)
    columns = (figures["indicator"].tolist(), figures["reason"].tolist(), figures["value"].isna().tolist())

    def reason_of(name: str, reason: str, missing: bool, period: tuple[str, int, str], day: str) -> str:
        early = "" if missing else _early(name, make_period(*period), day, catalogue)
        return "; ".join(filter(None, (reason, early)))

    return _each(zip(*columns, periods, days, strict=True), reason_of)


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
