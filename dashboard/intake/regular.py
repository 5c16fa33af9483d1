"""The fast way through a large text file: where each line is one row and all rows are alike, Arrow reads them.

What comes out is the same table that reading row by row gives. A file that is not so regular is left to that.
"""

import codecs
from collections.abc import Iterator
from itertools import islice

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from dashboard.intake.stacks import Part, titles
from dashboard.intake.tables import (
    LONGEST_CELL,
    Record,
    Table,
    Unreadable,
    footnotes_found,
    headings_repeated,
    trimmed,
    under_a_tier,
    without_footnotes,
)
from dashboard.intake.text import HEAD, find_headings, no_row_is_swallowed, read_records

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PIECE = 1 << 20  # bytes
_LAST_ROWS = 200  # among which the notes below a table are looked for
_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())  # what str.strip takes away


def read_regular(content: bytes) -> Table | None:
    """Return the one table of a text file whose rows are all alike, or None where it has to be read row by row."""
    text = _as_utf8(content)
    if text is None:
        return None
    body, encoding = text
    try:
        head = body[: 4 * HEAD + 4].decode(errors="ignore")
        delimiter, at = find_headings(head)
        above = list(islice(read_records(head[:HEAD], delimiter, complete=False), at + 2))
    except Unreadable:
        return None
    if len(above) < at + 2:
        return None
    heading, first_line = above[at], above[at + 1][0]
    frame = _body(body, delimiter, first_line, len(heading[1]))
    return None if frame is None else _table(frame, above[: at + 1], delimiter, encoding)


def _table(frame: pd.DataFrame, above: list[Record], delimiter: str, encoding: str) -> Table | None:
    heading = above[-1]
    headings = trimmed(heading[1])
    if (frame.iloc[:, len(headings) :] != "").any(axis=None):
        return None
    last = [(int(row[0]), list(row[1:])) for row in frame.iloc[-_LAST_ROWS:].itertuples(name=None)]
    rows, footnotes = without_footnotes(last, len(headings))
    if not rows:
        return None
    kept = frame.iloc[: len(frame) - len(footnotes), : len(headings)]
    if (kept[kept.iloc[:, 0] == headings[0]] == headings).all(axis=1).any():
        return None
    no_row_is_swallowed([heading], delimiter, len(headings))
    filled = [record for record in above[:-1] if any(record[1])]
    part = Part([*filled, heading], len(filled))
    named = under_a_tier(filled[-1][1] if filled else [], headings)
    kept = kept.set_axis(named, axis=1)
    noticed = (*footnotes_found(footnotes), *headings_repeated(named))
    return Table(kept, delimiter, encoding, titles([part], part), noticed=noticed)


def _as_utf8(content: bytes) -> tuple[bytes, str] | None:
    """Return the text as UTF-8, without the mark at its begin, and the name of its code; None where it has no such."""
    if content.startswith(_UTF16_MARKS):
        text = content.decode("utf-16", errors="replace")
        return None if "\x00" in text else (text.encode(), "UTF-16")
    if b"\x00" in content:
        return None
    if content.isascii() or _can_be_read(content, "utf-8"):
        return content.removeprefix(codecs.BOM_UTF8), "UTF-8"
    if not _can_be_read(content, "cp1252"):
        return None
    return b"".join(piece.encode() for piece in _pieces(content, "cp1252")), "Windows-1252"


def _can_be_read(content: bytes, encoding: str) -> bool:
    try:
        return all(True for _ in _pieces(content, encoding))
    except UnicodeDecodeError:
        return False


def _pieces(content: bytes, encoding: str) -> Iterator[str]:
    """Yield the text piece by piece, for as a whole it may take four bytes for each letter."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for begin in range(0, len(content), _PIECE):
        yield decoder.decode(content[begin : begin + _PIECE])
    yield decoder.decode(b"", True)


def _body(text: bytes, delimiter: str, first_line: int, width: int) -> pd.DataFrame | None:
    """Return the rows from a line on as trimmed texts, indexed by line; None unless each line is a row so wide."""
    text = _without_blank_end(text)
    lines = _lines(text)
    if lines is None or not _last_cell_ends(text, delimiter):
        return None
    names = [str(at) for at in range(width)]
    try:
        read = csv.read_csv(
            pa.BufferReader(text),
            csv.ReadOptions(column_names=names, skip_rows=first_line - 1),
            csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            csv.ConvertOptions(column_types=dict.fromkeys(names, pa.large_string())),
        )
    except pa.ArrowInvalid:
        return None
    # As many rows as lines: no cell holds the end of one.
    return _trimmed(read, first_line) if read.num_rows == lines - first_line + 1 else None


def _without_blank_end(text: bytes) -> bytes:
    return text.rstrip(b"\r\n") if text.endswith((b"\n\n", b"\n\r\n")) else text


def _lines(text: bytes) -> int | None:
    """Return how many lines there are, or None where some end in one way and some in another."""
    ends, returns = text.count(b"\n"), text.count(b"\r")
    if returns and not ends == returns == text.count(b"\r\n"):
        return None
    return ends + (not text.endswith(b"\n"))


def _last_cell_ends(text: bytes, delimiter: str) -> bool:
    last = text.rstrip(b"\r\n")
    line = last[last.rfind(b"\n") + 1 :]
    try:
        return len(list(read_records(line.decode(), delimiter))) == 1
    except Unreadable:
        return False


def _trimmed(read: pa.Table, first_line: int) -> pd.DataFrame | None:
    """Return the cells without space around them; None where a cell is endless, or a row is blank."""
    columns, blank = read.columns, None
    del read  # so that each column as it came goes once it is trimmed
    for at, column in enumerate(columns):
        cells = column.combine_chunks()
        if (pc.max(pc.binary_length(cells)).as_py() or 0) > LONGEST_CELL:
            return None
        columns[at] = pc.utf8_trim(cells, _SPACES)
        empty = pc.equal(columns[at], "")
        blank = empty if blank is None else pc.and_(blank, empty)
    if blank is None or pc.any(blank).as_py():
        return None
    frame = pd.DataFrame({at: pd.array(column, dtype="str") for at, column in enumerate(columns)})
    return frame.set_axis(pd.RangeIndex(first_line, first_line + len(frame)), axis=0)
