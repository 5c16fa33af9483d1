"""Bytes to a table of text: encodings, delimiters, heading rows, ragged rows, footnotes."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dashboard.domain.findings import Finding, Severity

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "vertical bar"}
LONGEST_CELL = 100_000  # characters; a longer one is an unclosed quotation mark or not a table
MOST_COLUMNS = 2_000
MOST_LINES_IN_A_CELL = 20
LOOK_FOR_HEADINGS_IN = 60  # rows; the longest preamble seen in a published file is 8

_SIGNATURES = {
    b"PK\x03\x04": "an Excel, OpenDocument or zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel file (.xls)",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"SQLite format 3": "a database",
}
_NOTE_MARKS = re.compile(r"\s*(\[(note|notes)[^\]]*\]|\(\d+\)|[¹²³⁴⁵⁶⁷⁸⁹]+)\s*$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\s*(\(?\d{1,2}[).]\s|\(\d{1,2}\)|\[?notes?\b|source\b|footnotes?\b|\*\s)", re.IGNORECASE)


@dataclass(frozen=True)
class ReceivedFile:
    """A file as it came: its name and its bytes."""

    name: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)

    @cached_property
    def checksum(self) -> str:
        """SHA-256 in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Table:
    """A table as text: one column a heading, indexed by the line each row began on.

    Cells are trimmed; an empty cell is "". ``headings`` are the columns of ``rows``, cleaned of
    note marks and line feeds; two headings that read alike stay two columns.
    """

    rows: pd.DataFrame
    delimiter: str
    encoding: str
    preamble: tuple[str, ...] = ()

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings in lower case, as layouts know them."""
        return tuple(fold(name) for name in self.rows.columns)

    @cached_property
    def folded(self) -> pd.DataFrame:
        """The rows under folded headings."""
        return self.rows.set_axis(list(self.headings), axis=1)


class Unreadable(Exception):
    """The bytes are not a table; carries the finding that says so."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def fold(heading: str) -> str:
    """Return a heading as layouts are matched: lower case, single spaces, note marks dropped."""
    text = " ".join(heading.split())
    while (shorter := _NOTE_MARKS.sub("", text)) != text:
        text = shorter
    return text.casefold()


def read_table(file: ReceivedFile) -> tuple[Table, list[Finding]]:
    """Return the table in a file, and what was noticed on the way. Raise Unreadable where there is none."""
    text, encoding = _decode(file.content)
    delimiter, heading_at = _find_headings(text)
    records = list(_records(text, delimiter))
    preamble = tuple(" ".join(filter(None, cells)) for _, cells in records[:heading_at] if any(cells))
    headings = _trimmed(records[heading_at][1])
    body = [record for record in records[heading_at + 1 :] if any(record[1])]
    body, footnotes = _without_footnotes(body, len(headings))
    findings = _footnotes_found(footnotes)
    findings += _headings_repeated(headings)
    rows, ragged = _rectangle(body, len(headings))
    findings += ragged
    if not body:
        raise Unreadable(_problem("file_has_rows", "The file has headings but no rows under them.", "Add the rows."))
    frame = pd.DataFrame(rows, columns=headings, index=[line for line, _ in body], dtype="str")
    return Table(frame, delimiter, encoding, preamble), findings


def _problem(check: str, message: str, mend: str, **more: object) -> Finding:
    return Finding(check, Severity.ERROR, message, mend, **more)  # type: ignore[arg-type]


def _decode(content: bytes) -> tuple[str, str]:
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise Unreadable(_problem("file_is_not_empty", "The file is empty.", "Send the file that holds the figures."))
    for signature, what in _SIGNATURES.items():
        if content.startswith(signature):
            message = f"This is {what}, not a CSV file, whatever its name says."
            raise Unreadable(
                _problem("file_is_text", message, "Open it in its own program and save it as CSV (UTF-8).")
            )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "UTF-16"
    if b"\x00" in content:
        message = "The file holds bytes that no text file has, so it is not a CSV file."
        raise Unreadable(_problem("file_is_text", message, "Save the table as CSV (UTF-8) and send that."))
    for encoding, title in (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return content.decode(encoding), title
        except UnicodeDecodeError:
            continue
    message = "The letters of this file are in a code that is neither UTF-8 nor Windows-1252."
    raise Unreadable(_problem("file_is_text", message, "Save it as CSV (UTF-8) and send that."))


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which it begins, trimmed cells) of each record."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cell.count("\n") > MOST_LINES_IN_A_CELL for cell in cells):
                raise Unreadable(_unclosed_quote(line))
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(_unclosed_quote(line)) from error


def _unclosed_quote(line: int) -> Finding:
    return _problem(
        "cells_have_an_end",
        f"A cell that begins on line {line} does not end within {LONGEST_CELL:,} characters "
        f"or {MOST_LINES_IN_A_CELL} lines.",
        "Look for a quotation mark there that is opened and never closed.",
        rows=(line,),
    )


def _find_headings(text: str) -> tuple[str, int]:
    """Return the delimiter and the number of the heading record: the widest table wins."""
    head = text[: LONGEST_CELL * 4]
    found: list[tuple[int, str, int]] = []
    faults: list[Unreadable] = []
    for delimiter in DELIMITERS:
        try:
            at, width = _heading_record(head, delimiter)
        except Unreadable as fault:
            faults.append(fault)
            continue
        if width > MOST_COLUMNS:
            message = f"The headings run to {width:,} columns, which is more than any table we know."
            raise Unreadable(
                _problem("headings_are_few", message, "Check that each row ends with a line feed.", rows=(1,))
            )
        if width > 1:
            found.append((width, delimiter, at))
    if not found:
        if faults:
            raise faults[0]
        names = ", ".join(DELIMITERS.values())
        message = (
            f"No headings were found: the cells are not parted by a {names.replace(', vertical', ' or vertical')}."
        )
        raise Unreadable(_problem("headings_are_found", message, "Save the table as CSV (UTF-8, comma delimited)."))
    width, delimiter, at = max(found, key=lambda item: item[0])
    return delimiter, at


def _heading_record(head: str, delimiter: str) -> tuple[int, int]:
    records = []
    for _, cells in _records(head, delimiter):
        records.append(_trimmed(cells))
        if len(records) >= LOOK_FOR_HEADINGS_IN:
            break
    wide = [at for at, cells in enumerate(records) if len([cell for cell in cells if cell]) > 2]
    for at in wide:
        below = next((cells for cells in records[at + 1 :] if any(cells)), None)
        # A row may be one field short of its headings: a published export has 26 headings over 25 fields.
        if below is not None and len(records[at]) - 2 <= len(below) <= len(records[at]) + 1:
            return at, len(records[at])
    if wide:
        return wide[0], len(records[wide[0]])
    return 0, 0


def _trimmed(cells: list[str]) -> list[str]:
    last = max((at for at, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _without_footnotes(
    body: list[tuple[int, list[str]]], width: int
) -> tuple[list[tuple[int, list[str]]], list[tuple[int, list[str]]]]:
    end = len(body)
    while end and _is_footnote(_trimmed(body[end - 1][1]), width):
        end -= 1
    return body[:end], body[end:]


def _is_footnote(cells: list[str], width: int) -> bool:
    if len(cells) == 1 and width > 2:
        return True
    return bool(cells and _FOOTNOTE.match(cells[0]) and " " in cells[0])


def _footnotes_found(footnotes: list[tuple[int, list[str]]]) -> list[Finding]:
    if not footnotes:
        return []
    lines = tuple(line for line, _ in footnotes)
    message = f"{len(lines)} line(s) below the table are notes and were not read as figures."
    return [Finding("footnotes_are_set_apart", Severity.NOTICE, message, rows=lines)]


def _headings_repeated(headings: list[str]) -> list[Finding]:
    folded = [fold(name) for name in headings]
    twice = sorted({name for name in folded if name and folded.count(name) > 1})
    if not twice:
        return []
    message = f"{len(twice)} heading(s) stand twice, so it is not clear which column is meant."
    mend = "Give each column a heading of its own, or remove the second table beside the first."
    return [Finding("headings_are_different", Severity.ERROR, message, mend, found=", ".join(twice[:5]))]


def _rectangle(body: list[tuple[int, list[str]]], width: int) -> tuple[list[list[str]], list[Finding]]:
    rows, short, long = [], [], []
    for line, cells in body:
        if len(cells) < width:
            short.append(line)
        elif any(cells[width:]):
            long.append(line)
        rows.append((cells + [""] * width)[:width])
    findings = []
    if short:
        message = f"{len(short)} row(s) have fewer cells than there are headings; the last columns were taken as empty."
        findings.append(Finding("rows_are_long_enough", Severity.NOTICE, message, rows=tuple(short)))
    if long:
        findings.append(
            Finding(
                "rows_fit_the_headings",
                Severity.ERROR,
                f"{len(long)} row(s) have more cells than there are headings: no number can be trusted to its column.",
                "Look for a comma inside a number or a name that has no quotation marks round it.",
                expected=f"{width} cells",
                rows=tuple(long),
            )
        )
    return rows, findings
