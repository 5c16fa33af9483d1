"""Comma-separated files: figures as the dashboard shows them, and tables of what would change."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import NUMBERS, PERIOD, make_period, number_text
from dashboard.domain.indicators import Catalogue
from dashboard.reports.sentences import not_final_on
from dashboard.reports.tables import Cell, Table
from dashboard.reports.words import agencies

FIGURE_COLUMNS = (
    "indicator",
    "area",
    "area_name",
    "period",
    "period_start",
    "period_end",
    "sex",
    "age",
    "breakdown",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "unit",
    "state",
    "reason",
    "revision",
    "source",
    "comparison",
    "comparator",
    "comparator_value",
    "people_gap",
    "trend",
    "variation",
)
_VERDICTS = ("comparison", "comparator", "trend", "variation")
_COMPARED = ("comparator_value", "people_gap")
# Some programs take the wide forms of East Asian keyboards for a formula too.
_LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: one that looks like it gets an apostrophe."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")  # a bare return would end the line of the file
    return f"'{lines}" if lines.startswith(_LOOKS_LIKE_A_FORMULA) else lines


def figures_csv(estimates: pd.DataFrame, definitions: Definitions) -> bytes:
    """Return estimates with their verdicts as CSV (UTF-8, LF), columns ``FIGURE_COLUMNS``, one line a figure."""
    catalogue, areas = definitions.catalogue, definitions.areas
    periods = [make_period(*row) for row in estimates[PERIOD].itertuples(index=False)]
    names = {code: areas.at(code).name if code in areas.by_code else code for code in estimates["area"].unique()}
    sources = [
        source or catalogue.called(name).source
        for source, name in zip(estimates["source"], estimates["indicator"], strict=True)
    ]
    columns = {
        **{name: estimates[name].tolist() for name in ("indicator", "area", "sex", "state", "revision", *_VERDICTS)},
        **{name: [safe(text) for text in estimates[name]] for name in ("age", "breakdown")},
        "reason": [safe(text) for text in _reasons(estimates, catalogue)],
        **{name: [number_text(number) for number in estimates[name]] for name in (*NUMBERS, *_COMPARED)},
        "area_name": [names[code] for code in estimates["area"]],
        "period": [period.text for period in periods],
        "period_start": [period.start.isoformat() for period in periods],
        "period_end": [period.end.isoformat() for period in periods],
        "unit": [catalogue.called(name).unit for name in estimates["indicator"]],
        "source": [safe(source) for source in sources],
    }
    return _csv(FIGURE_COLUMNS, zip(*(columns[name] for name in FIGURE_COLUMNS), strict=True))


def _reasons(estimates: pd.DataFrame, catalogue: Catalogue) -> list[str]:
    """Why each number is missing or inexact, or may still change."""
    told_by = estimates.reindex(columns=["indicator", *PERIOD, "published"], fill_value="")
    kinds = list(told_by.itertuples(index=False, name=None))
    early = {kind: _not_final(kind, catalogue) for kind in set(kinds)}  # many areas are published on one day
    rows = zip(estimates["reason"], estimates["value"].notna(), kinds, strict=True)
    return ["; ".join(filter(None, (reason, early[kind] if has_value else ""))) for reason, has_value, kind in rows]


def _not_final(of: tuple[Any, ...], catalogue: Catalogue) -> str:
    name, *period, published = of
    day = date.fromisoformat(published) if published else None
    return not_final_on(make_period(*period), day, catalogue.called(name))


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
