"""A copy of a person's own file as an XLSX workbook, with what was found written beside the rows concerned.

Every cell is written as text and marked as such, so that none is ever run as a formula, here or after it is
saved again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from dashboard.domain.findings import Finding, Severity, in_order

LONGEST_TEXT = 32_000  # characters; Excel holds 32,767 in a cell
_TEXT = 49  # the number of Excel's own format for text
_HEADING, _PLAIN = 1, 0
_COLOURED = {Severity.ERROR: 2, Severity.WARNING: 3, Severity.NOTICE: 4}
_STYLES: tuple[dict[str, Any], ...] = (
    {},
    {"bold": True},
    *({"bg_color": colour} for colour in ("#F6C7C3", "#FFE8A3", "#D5E8F5")),
)
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")

Cell = tuple[str, int]  # its text and its style


@dataclass(frozen=True)
class Part:
    """A table of the file: its sheet, headings with the letters they stand under, and rows by line number."""

    sheet: str
    headings: Sequence[str]
    letters: Sequence[str]
    rows: Iterable[tuple[int, Sequence[str]]] = field(repr=False)


def marked_copy(parts: Sequence[Part], findings: Iterable[Finding]) -> bytes:
    """Return a workbook: a sheet of all findings, then each table with its faults beside its rows."""
    found = in_order(findings)
    sheets = {"Findings": _listed(found)}
    for at, part in enumerate(parts, 1):
        name = _NO_SHEET_NAME.sub(" ", part.sheet).strip() or "Your file"
        unlike = name if name.casefold() not in {one.casefold() for one in sheets} else f"{name[:25]} ({at})"
        sheets[unlike[:31]] = _beside(part, found)
    return _workbook(sheets)


def _listed(findings: Sequence[Finding]) -> Iterator[list[Cell]]:
    names = ("How grave", "Check", "What", "Where", "Found", "Expected", "How to mend")
    yield [(name, _HEADING) for name in names]
    for one in findings:
        told = (one.title, one.message, one.place, one.found, one.expected, one.mend)
        yield [(one.severity.capitalize(), _COLOURED[one.severity]), *((text, _PLAIN) for text in told)]


def _beside(part: Part, findings: Sequence[Finding]) -> Iterator[list[Cell]]:
    by_line: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.sheet == part.sheet:
            for line in finding.rows:
                by_line.setdefault(line, []).append(finding)
    yield [(name, _HEADING) for name in ("Row", "What was found", *part.headings)]
    for line, cells in part.rows:
        yield [(str(line), _PLAIN), *_marked(part, cells, by_line.get(line, []))]


def _marked(part: Part, cells: Sequence[str], findings: Sequence[Finding]) -> list[Cell]:
    styles = [_PLAIN] * len(cells)
    for finding in reversed(findings):  # the gravest comes first, and its colour last
        at = _column_of(part, finding)
        if at is not None:
            styles[at] = _COLOURED[finding.severity]
    told = "\n".join(f"{one.severity.capitalize()}: {one.message} {one.mend}".strip() for one in findings)
    beside = _COLOURED[findings[0].severity] if findings else _PLAIN
    return [(told, beside), *zip(cells, styles, strict=True)]


def _column_of(part: Part, finding: Finding) -> int | None:
    if finding.letter in part.letters:
        return part.letters.index(finding.letter)
    folded = [heading.casefold() for heading in part.headings]
    name = finding.column.casefold()
    return folded.index(name) if name and name in folded else None


def _workbook(sheets: Mapping[str, Iterable[list[Cell]]]) -> bytes:
    stream = BytesIO()
    with Workbook(stream, {"constant_memory": True}) as book:
        # The prefix for quoted text keeps "=1+1" a text when somebody edits the cell.
        text = {"num_format": _TEXT, "quote_prefix": True, "font_name": "Arial"}
        styles = [book.add_format({**text, **more}) for more in _STYLES]
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, (told, style) in enumerate(row):
                    sheet.write_string(at, column, _NO_XML.sub("", told[:LONGEST_TEXT]), styles[style])
    return stream.getvalue()
