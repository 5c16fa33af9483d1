"""Bytes to a table of text: encodings, delimiters, heading rows, ragged rows, footnotes."""

import csv
import hashlib
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice

import pandas as pd

from dashboard.domain.findings import Finding, Severity
from dashboard.intake.cells import read_cell

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "vertical bar"}
LONGEST_CELL = 100_000  # characters; a longer one is an unclosed quotation mark or not a table
MOST_COLUMNS = 2_000
MOST_LINES_IN_A_CELL = 20
LOOK_FOR_HEADINGS_IN = 60  # rows; the longest preamble seen in a published file is 8
LINES_IN_A_BLOCK = 16  # a spreadsheet program decides per block of so many lines how many cells it writes in each

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
_WORDS_IN_A_NOTE = 6
_YEAR = re.compile(r"(19|20)\d\d")
_AFTER_THE_END = "\x1e after the end of the file"
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


Record = tuple[int, list[str]]  # the line on which it begins, and its trimmed cells


def read_table(file: ReceivedFile) -> tuple[Table, list[Finding]]:
    """Return the table in a file, and what was noticed on the way. Raise Unreadable where there is none."""
    text, encoding = _decode(file.content)
    delimiter, heading_at = _find_headings(text)
    records = list(_records(text, delimiter))
    preamble = tuple(" ".join(filter(None, cells)) for _, cells in records[:heading_at] if any(cells))
    heading = records[heading_at]
    headings = _trimmed(heading[1])
    _no_row_is_swallowed(records[heading_at:], delimiter, len(headings))
    body = [record for record in records[heading_at + 1 :] if any(record[1])]
    body, footnotes = _without_footnotes(body, len(headings))
    if not body:
        raise Unreadable(
            Finding.error("file_has_rows", "The file has headings but no rows under them.", "Add the rows.")
        )
    findings = [*_footnotes_found(footnotes), *_headings_repeated(headings)]
    findings += _rows_of_other_lengths(body, heading, len(headings), text.endswith(("\n", "\r")))
    rows = [(cells + [""] * len(headings))[: len(headings)] for _, cells in body]
    frame = pd.DataFrame(rows, columns=headings, index=[line for line, _ in body], dtype="str")
    return Table(frame, delimiter, encoding, preamble), findings


def _decode(content: bytes) -> tuple[str, str]:
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise Unreadable(
            Finding.error("file_is_not_empty", "The file is empty.", "Send the file that holds the figures.")
        )
    for signature, what in _SIGNATURES.items():
        if content.startswith(signature):
            message = f"This is {what}, not a CSV file, whatever its name says."
            raise Unreadable(
                Finding.error("file_is_text", message, "Open it in its own program and save it as CSV (UTF-8).")
            )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
        if "\x00" not in text:
            return text, "UTF-16"
    if b"\x00" in content:
        message = "The file holds bytes that no text file has, so it is not a CSV file."
        raise Unreadable(Finding.error("file_is_text", message, "Save the table as CSV (UTF-8) and send that."))
    for encoding, title in (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return content.decode(encoding), title
        except UnicodeDecodeError:
            continue
    message = "The letters of this file are in a code that is neither UTF-8 nor Windows-1252."
    raise Unreadable(Finding.error("file_is_text", message, "Save it as CSV (UTF-8) and send that."))


def _records(text: str, delimiter: str, complete: bool = True) -> Iterator[Record]:
    """Yield each record; ``complete`` says that ``text`` is the whole file, so that its last cell must end."""
    csv.field_size_limit(LONGEST_CELL)
    # A cell that is never closed would swallow the rest of the file without a word, and this line with it.
    reader = csv.reader(chain(io.StringIO(text, newline=""), [_AFTER_THE_END]), delimiter=delimiter)
    line, held = 1, (1, [""])
    try:
        for number, cells in enumerate(reader):
            if number:
                yield held
            if any(max(cell.count("\n"), cell.count("\r")) > MOST_LINES_IN_A_CELL for cell in cells):
                raise Unreadable(_unclosed_quote(line))
            if len(cells) > MOST_COLUMNS:
                raise Unreadable(_too_wide(line, len(cells)))
            held = line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(_unclosed_quote(line)) from error
    if complete and held[1] != [_AFTER_THE_END.strip()]:
        raise Unreadable(_unclosed_quote(held[0]))


def _too_wide(line: int, width: int) -> Finding:
    message = f"A row runs to {width:,} columns, which is more than any table we know."
    return Finding.error("rows_are_not_endless", message, "Check that each row ends with a line feed.", rows=(line,))


def _unclosed_quote(line: int) -> Finding:
    return Finding.error(
        "cells_have_an_end",
        f"A cell that begins on line {line} never ends, or runs over more than {LONGEST_CELL:,} characters "
        f"or {MOST_LINES_IN_A_CELL} lines.",
        "Look for a quotation mark there that is opened and never closed.",
        rows=(line,),
    )


def _no_row_is_swallowed(records: list[Record], delimiter: str, width: int) -> None:
    """A quotation mark closed on a later line makes one cell of what were two rows."""
    for line, cells in records:
        for cell in cells:
            # A long note has commas as well, with a space after each.
            parted = cell.count(delimiter) - cell.count(f"{delimiter} ")
            if ("\n" in cell or "\r" in cell) and parted >= max(3, width // 2):
                raise Unreadable(
                    Finding.error(
                        "cells_have_an_end",
                        f"A cell that begins on line {line} holds the end of a line and enough cells for a row.",
                        "Look for a quotation mark there that is opened and never closed.",
                        rows=(line,),
                    )
                )


def _find_headings(text: str) -> tuple[str, int]:
    """Return the delimiter and the number of the heading record: the widest headings win."""
    found: list[tuple[int, str, int]] = []
    faults: list[Unreadable] = []
    for delimiter in DELIMITERS:
        try:
            records = _first_records(text, delimiter)
        except Unreadable as fault:
            faults.append(fault)
            continue
        at = _heading_record(records)
        if at is not None:
            found.append((len(_trimmed(records[at])), delimiter, at))
    if not found:
        raise faults[0] if faults else Unreadable(_no_headings())
    _, delimiter, at = max(found, key=lambda item: item[0])
    return delimiter, at


def _no_headings() -> Finding:
    *names, last = DELIMITERS.values()
    return Finding.error(
        "headings_are_found",
        f"No headings were found: the cells are not parted by a {', '.join(names)} or {last}.",
        "Save the table as CSV (UTF-8, comma delimited).",
    )


def _first_records(text: str, delimiter: str) -> list[list[str]]:
    head = text[: LONGEST_CELL * 4]
    records = _records(head, delimiter, complete=len(head) == len(text))
    return [cells for _, cells in islice(records, LOOK_FOR_HEADINGS_IN)]


def _heading_record(records: list[list[str]]) -> int | None:
    """Return which record holds the headings: a line of words as wide as the table, with a row under it."""
    widths = Counter(len(cells) for cells in records if len(cells) > 2)
    likely = [at for at, cells in enumerate(records) if _reads_like_headings(cells)]
    if not likely:
        return None
    usual = max(widths, key=lambda width: (widths[width], width))
    wordy = [at for at in likely if _holds_no_number(records[at])] or likely
    fitting = [at for at in wordy if _has_rows_below(records, at)]
    # A line narrower than the table is its title cut at commas; but where most rows are too long, it is the headings.
    wide = [at for at in fitting if len(records[at]) >= usual] or [
        at for at in fitting if len(records[at]) + 2 >= usual
    ]
    return (wide or wordy)[0]


def _holds_no_number(cells: list[str]) -> bool:
    """Whether no cell is a number or a mark. Years in a row are headings; one alone may be a count of 2,024."""
    numbers = [cell for cell in cells if cell and not read_cell(cell).fault]
    return not numbers or (len(set(numbers)) > 1 and all(map(_YEAR.fullmatch, numbers)))


def _has_rows_below(records: list[list[str]], at: int) -> bool:
    """Whether the next line may be a row: a published export has 26 headings over rows of 25 fields."""
    width = len(_trimmed(records[at]))
    below = next((cells for cells in records[at + 1 :] if any(cells)), None)
    return below is not None and width - 2 <= len(below) <= len(records[at]) + 1


def _reads_like_headings(cells: list[str]) -> bool:
    """Whether most cells are words or years, so that numbers cut at their thousands are no headings."""
    filled = [cell for cell in cells if cell]
    words = [cell for cell in filled if _YEAR.match(cell) or any(mark.isalpha() for mark in cell)]
    return len(filled) > 2 and len(words) * 2 > len(filled)


def _trimmed(cells: list[str]) -> list[str]:
    last = max((at for at, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _without_footnotes(body: list[Record], width: int) -> tuple[list[Record], list[Record]]:
    end = len(body)
    while end and _is_footnote(_trimmed(body[end - 1][1]), width):
        end -= 1
    return body[:end], body[end:]


def _is_footnote(cells: list[str], width: int) -> bool:
    if len(cells) == 1 and width > 2:
        return True
    if not cells or " " not in cells[0]:
        return False
    # A note that has commas in it is cut into a few cells, and reads as a sentence: none is a number or a mark.
    words = len(" ".join(cells).split())
    if len(cells) < width and words >= _WORDS_IN_A_NOTE and all(read_cell(cell).fault for cell in cells if cell):
        return True
    return bool(_FOOTNOTE.match(cells[0]))


def _footnotes_found(footnotes: list[Record]) -> list[Finding]:
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


def _rows_of_other_lengths(body: list[Record], heading: Record, width: int, last_line_ends: bool) -> Iterator[Finding]:
    """A row that is longer or shorter than its neighbours may have its numbers in wrong columns."""
    # Cells beyond the headings' own count even where they are empty: "1,465" without quotation marks moves the
    # numbers after it, and the last columns of a row are often empty.
    long = [line for line, cells in body if len(cells) > len(heading[1]) or any(cells[width:])]
    if long:
        yield Finding.error(
            "rows_fit_the_headings",
            f"{len(long)} row(s) have more cells than there are headings: no number can be trusted to its column.",
            "Look for a comma inside a number or a name that has no quotation marks round it.",
            expected=f"{width} cells",
            rows=tuple(long),
        )
    fitting = [(line, cells) for line, cells in body if len(cells) <= len(heading[1]) and not any(cells[width:])]
    odd = _odd_lengths(fitting, heading, last_line_ends)
    if odd:
        yield Finding.error(
            "rows_are_equally_long",
            f"{len(odd)} row(s) have fewer or more cells than the rows around them: a cell may be missing inside.",
            "Give each row as many cells as there are headings, empty ones too.",
            expected=f"{width} cells",
            rows=tuple(odd),
        )
    short = tuple(line for line, cells in fitting if len(cells) < width and line not in odd)
    if short:
        message = f"{len(short)} row(s) have fewer cells than there are headings; the last columns were taken as empty."
        yield Finding("rows_are_long_enough", Severity.NOTICE, message, rows=short)


def _odd_lengths(rows: list[Record], heading: Record, last_line_ends: bool) -> set[int]:
    """Return the lines of rows that have another length than the most, unless a whole block of lines has it."""
    lengths = Counter(len(cells) for _, cells in rows)
    usual = max(lengths, key=lambda length: (lengths[length], length), default=0)
    blocks: dict[int, set[int]] = defaultdict(set)
    for line, cells in [heading, *rows]:
        blocks[(line - 1) // LINES_IN_A_BLOCK].add(len(cells))
    odd = {line for line, cells in rows if len(cells) != usual and len(blocks[(line - 1) // LINES_IN_A_BLOCK]) > 1}
    if rows and len(rows[-1][1]) < usual and not last_line_ends:
        odd.add(rows[-1][0])  # the file was cut off in the middle of its last line
    return odd
