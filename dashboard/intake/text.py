"""CSV to rows of text: encodings, delimiters, heading rows, ragged rows."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, islice

from dashboard.domain.findings import Finding, Severity
from dashboard.intake.misfits import rows_among_the_notes, rows_short_of_an_empty_heading
from dashboard.intake.stacks import LOOK_FOR_HEADINGS_IN, Part, parts_of, titles
from dashboard.intake.tables import (
    LONGEST_CELL,
    Record,
    Table,
    Unreadable,
    footnotes_found,
    headings_again_found,
    headings_repeated,
    holds_no_number,
    made_of,
    no_rows,
    reads_like_headings,
    trimmed,
    under_a_tier,
    without_footnotes,
    without_headings_again,
)

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "vertical bar"}
MOST_COLUMNS = 2_000
MOST_LINES_IN_A_CELL = 20
HEAD = 4 * LONGEST_CELL  # characters among which the headings are looked for
LINES_IN_A_BLOCK = 16  # a spreadsheet program decides per block of so many lines how many cells it writes in each

_SIGNATURES = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"SQLite format 3": "a database",
}
_AFTER_THE_END = "\x1e after the end of the file"


def read_text(content: bytes) -> tuple[list[Table], list[Finding]]:
    """Return the tables in a text file. Raise Unreadable where there is none."""
    text, encoding = _decode(content)
    delimiter, heading_at = find_headings(text)
    records = list(read_records(text, delimiter))
    whole = text.endswith(("\n", "\r"))
    parts = parts_of(records, heading_at)
    tables = [_table(part, titles(parts, part), delimiter, encoding, whole or part is not parts[-1]) for part in parts]
    return tables, []


def _table(part: Part, preamble: tuple[str, ...], delimiter: str, encoding: str, last_line_ends: bool) -> Table:
    heading = part.records[part.at]
    headings = trimmed(heading[1])
    named = under_a_tier(part.records[part.at - 1][1] if part.at else [], headings)
    no_row_is_swallowed(part.records[part.at :], delimiter, len(headings))
    body, footnotes = without_footnotes(part.records[part.at + 1 :], len(headings))
    body, again = without_headings_again(headings, body)
    if not body:
        raise Unreadable(no_rows())
    findings = [
        *footnotes_found(footnotes),
        *headings_again_found(again),
        *headings_repeated(named),
    ]
    findings += _rows_of_other_lengths(body, heading, len(headings), last_line_ends)
    findings += rows_short_of_an_empty_heading(body, headings)
    findings += rows_among_the_notes(footnotes, delimiter, len(headings), DELIMITERS)
    return Table(made_of(named, body), delimiter, encoding, preamble, noticed=tuple(findings))


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


def read_records(text: str, delimiter: str, complete: bool = True) -> Iterator[Record]:
    """Yield each record; ``complete`` says that ``text`` is the whole file, so that its last cell must end."""
    csv.field_size_limit(LONGEST_CELL)
    # A cell that is never closed would swallow the rest of the file without a word, and this line with it.
    reader = csv.reader(chain(io.StringIO(text, newline=""), [_AFTER_THE_END]), delimiter=delimiter)
    line, held = 1, (1, [""])
    once: dict[str, str] = {}  # most cells of a large file say what others say
    try:
        for number, cells in enumerate(reader):
            if number:
                yield held
            if any(max(cell.count("\n"), cell.count("\r")) > MOST_LINES_IN_A_CELL for cell in cells):
                raise Unreadable(_unclosed_quote(line))
            if len(cells) > MOST_COLUMNS:
                raise Unreadable(_too_wide(line, len(cells)))
            held = line, [once.setdefault(cell, cell) for cell in map(str.strip, cells)]
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


def no_row_is_swallowed(records: list[Record], delimiter: str, width: int) -> None:
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


def find_headings(text: str) -> tuple[str, int]:
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
            found.append((len(trimmed(records[at])), delimiter, at))
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
    head = text[:HEAD]
    records = read_records(head, delimiter, complete=len(head) == len(text))
    return [cells for _, cells in islice(records, LOOK_FOR_HEADINGS_IN)]


def _heading_record(records: list[list[str]]) -> int | None:
    """Return which record holds the headings: a line of words as wide as the table, with a row under it."""
    widths = Counter(len(cells) for cells in records if len(cells) > 2)
    likely = [at for at, cells in enumerate(records) if reads_like_headings(cells)]
    if not likely:
        return None
    usual = max(widths, key=lambda width: (widths[width], width))
    wordy = [at for at in likely if holds_no_number(records[at])] or likely
    fitting = [at for at in wordy if _has_rows_below(records, at)]
    # A line narrower than the table is its title cut at commas; but where most rows are too long, it is the headings.
    wide = [at for at in fitting if len(records[at]) >= usual] or [
        at for at in fitting if len(records[at]) + 2 >= usual
    ]
    return (wide or wordy)[0]


def _has_rows_below(records: list[list[str]], at: int) -> bool:
    """Whether the next line may be a row: a published export has 26 headings over rows of 25 fields."""
    width = len(trimmed(records[at]))
    below = next((cells for cells in records[at + 1 :] if any(cells)), None)
    return below is not None and width - 2 <= len(below) <= len(records[at]) + 1


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
