"""Our own template, which agencies fill in and other tools write to us."""

import pandas as pd

from dashboard.domain.findings import Finding, Severity
from dashboard.domain.template import AREA_LIST, COLUMNS, DEFINITIONS, LAST, NAMES, OPTIONAL, REQUIRED
from dashboard.intake.reading import NUMBER_CELLS, Format, Given, Reading, cells
from dashboard.intake.tables import Table


def _recognises(headings: tuple[str, ...]) -> bool:
    return set(REQUIRED) <= set(headings) and bool({"count", "value"} & set(headings)) and "area_code" not in headings


def _read(table: Table, _: Given) -> Reading:
    frame = table.folded
    given = {name: frame[name] for name in (*COLUMNS, *OPTIONAL) if name in frame}
    read = cells(frame.index, **given)
    read["indicator"] = read["indicator"].str.lower()
    blank = _left_blank(read)
    findings = []
    if blank.any():
        message = f"{blank.sum()} row(s) were left blank and are not sent."
        rows = tuple(read.loc[blank, "row"])
        findings.append(Finding("template_rows_are_filled", Severity.NOTICE, message, rows=rows))
    filled = read[~blank].reset_index(drop=True) if blank.any() else read
    return Reading(filled, findings=(*findings, *_without_a_number(filled)))


def _without_a_number(read: pd.DataFrame) -> list[Finding]:
    """An empty cell could be a zero, a hidden figure or a slip: the sender has to say which."""
    empty = read[(read[["count", "value"]] == "").all(axis=1)]
    return [
        Finding(
            "rows_hold_a_figure",
            Severity.ERROR,
            f"{len(rows)} row(s) hold neither a count nor a value, nor a mark in place of one.",
            "Write 0 for none, [c] for hidden, [x] for not available, [z] for does not apply; or remove the row.",
            expected="a number or a mark",
            column="count",
            rows=tuple(rows["row"]),
            indicators=(str(indicator),),
        )
        for indicator, rows in empty.groupby("indicator")
    ]


def _left_blank(read: pd.DataFrame) -> pd.Series:
    """A row of the template that names a measure and nothing else was simply not filled in."""
    return (read[["area", "period", "note", *NUMBER_CELLS]] == "").all(axis=1)


TEMPLATE = Format(
    name="template",
    title="Our template",
    recognises=_recognises,
    read=_read,
    known=lambda heading: heading in (*COLUMNS, *OPTIONAL, *NAMES, *LAST),
)


def is_beside(table: Table) -> bool:
    """Whether a table is one that our workbook brings with it, of areas or of definitions, and so holds no figures."""
    return table.headings in (AREA_LIST, DEFINITIONS)
