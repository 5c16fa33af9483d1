"""A table of text: its headings, its rows and where each stood, its notes above and below."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard.domain.findings import Finding, Severity
from dashboard.intake.cells import read_cell

LONGEST_CELL = 100_000  # characters; a longer one is an unclosed quotation mark or not a table
_NOTE_MARKS = re.compile(r"\s*(\[(note|notes)[^\]]*\]|\(\d+\)|[¹²³⁴⁵⁶⁷⁸⁹]+)\s*$", re.IGNORECASE)
_WORDS_IN_A_NOTE = 6
_WHEN = re.compile(r"\d{4}-\d\d(-\d\d([T ]\d\d:\d\d.*)?)?")
YEAR = re.compile(r"(19|20)\d\d")
_FOOTNOTE = re.compile(r"\s*(\(?\d{1,2}[).]\s|\(\d{1,2}\)|\[?notes?\b|source\b|footnotes?\b|\*\s)", re.IGNORECASE)

Record = tuple[int, list[str]]  # the line on which it begins, and its trimmed cells


@dataclass(frozen=True)
class Table:
    """A table as text: one column a heading, indexed by the line each row began on.

    Cells are trimmed; an empty cell is "". ``headings`` are the columns of ``rows``, cleaned of
    note marks and line feeds; two headings that read alike stay two columns. ``preamble`` is what
    stands above, ``noticed`` what was found on reading it. Of a workbook, ``sheet`` is the sheet's
    name, ``letters`` its columns.
    """

    rows: pd.DataFrame
    delimiter: str = ""
    encoding: str = ""
    preamble: tuple[str, ...] = ()
    sheet: str = ""
    letters: tuple[str, ...] = ()
    hidden: bool = False
    noticed: tuple[Finding, ...] = ()

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings in lower case, as layouts know them."""
        return tuple(fold(name) for name in self.rows.columns)

    @cached_property
    def folded(self) -> pd.DataFrame:
        """The rows under folded headings."""
        return self.rows.set_axis(list(self.headings), axis=1)

    def located(self, finding: Finding, columns: dict[str, str]) -> Finding:
        """Return a finding about this table with the sheet and the column's letters; ``columns`` are ours by theirs."""
        if not self.sheet:
            return finding
        heading = fold(columns.get(finding.column, finding.column))
        letter = self.letters[self.headings.index(heading)] if heading in self.headings else ""
        return finding.at(self.sheet, letter)


class Unreadable(Exception):
    """The bytes are not a table; carries the finding that says so."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def fold(heading: str) -> str:
    """Return a heading as layouts are matched: lower case, single spaces, note marks dropped."""
    return without_note_marks(heading).casefold()


def without_note_marks(text: str) -> str:
    """Return a text with single spaces and without the marks of notes at its end: "Leeds [note 2]" is Leeds."""
    text = " ".join(text.split())
    while (shorter := _NOTE_MARKS.sub("", text)) != text:
        text = shorter
    return text


def letters(column: int) -> str:
    """Return a column's letters, as sheets name it: 0 is A, 27 is AB."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def made_of(headings: Sequence[str], body: Iterable[Record]) -> pd.DataFrame:
    """Return rows under headings, each as wide as these; short ones are filled up with empty cells."""
    lines, rows = [], []
    for line, cells in body:
        lines.append(line)
        rows.append((cells + [""] * len(headings))[: len(headings)])
    return pd.DataFrame(rows, columns=list(headings), index=lines, dtype="str")


def no_rows() -> Finding:
    """Return what is said of headings that stand alone."""
    return Finding.error("file_has_rows", "The file has headings but no rows under them.", "Add the rows.")


def holds_no_number(cells: list[str]) -> bool:
    """Whether no cell is a number or a mark. Years in a row are headings; one alone may be a count of 2,024."""
    numbers = [cell for cell in cells if cell and not read_cell(cell).fault]
    return not numbers or (len(set(numbers)) > 1 and all(map(YEAR.fullmatch, numbers)))


def reads_like_headings(cells: list[str]) -> bool:
    """Whether most cells are words or years, so that numbers cut at their thousands are no headings."""
    filled = [cell for cell in cells if cell]
    words = [cell for cell in filled if YEAR.match(cell) or any(mark.isalpha() for mark in cell)]
    return len(filled) > 2 and len(words) * 2 > len(filled)


def under_a_tier(above: Sequence[str], headings: Sequence[str]) -> list[str]:
    """Return headings with the words of the row above, where that is a tier of wider headings and no title.

    A title begins in the first column, or stands alone. A wider heading stands in the first of its columns.
    """
    if len([cell for cell in above if cell]) < 2 or above[0]:
        return list(headings)
    wide = ""
    joined = []
    for at, heading in enumerate(headings):
        wide = (above[at] if at < len(above) else "") or wide
        joined.append(" ".join(filter(None, (wide, heading))))
    return joined


def trimmed(cells: list[str]) -> list[str]:
    """Return cells without the empty ones at the end."""
    last = max((at for at, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def without_footnotes(body: list[Record], width: int) -> tuple[list[Record], list[Record]]:
    """Return the rows of a table and the notes below them."""
    end = len(body)
    while end and _is_footnote(trimmed(body[end - 1][1]), width):
        end -= 1
    return body[:end], body[end:]


def _is_footnote(cells: list[str], width: int) -> bool:
    if len(cells) == 1 and width > 2:
        return True
    if not cells or " " not in cells[0] or _is_an_event(cells):
        return False
    # A note that has commas in it is cut into a few cells, and reads as a sentence: none is a number or a mark.
    words = len(" ".join(cells).split())
    if len(cells) < width and words >= _WORDS_IN_A_NOTE and all(read_cell(cell).fault for cell in cells if cell):
        return True
    return bool(_FOOTNOTE.match(cells[0]))


def _is_an_event(cells: list[str]) -> bool:
    """Whether cells have a month or a moment among them, as each row about one event has and no sentence does.

    Where no coordinates are known such a row holds no number, and words enough for a note.
    """
    return len([cell for cell in cells if cell]) > 2 and any(map(_WHEN.fullmatch, cells))


def without_headings_again(headings: Sequence[str], body: list[Record]) -> tuple[list[Record], list[Record]]:
    """Return the rows of a table, and those that only say its headings again, as each page of a print does."""
    again = [record for record in body if trimmed(record[1]) == list(headings)]
    return [record for record in body if record not in again] if again else body, again


def headings_again_found(again: list[Record]) -> list[Finding]:
    """Return the notice that rows of headings were left out, where there are any."""
    if not again:
        return []
    lines = tuple(line for line, _ in again)
    message = f"{len(lines)} row(s) repeat the headings and were not read as figures."
    return [Finding("headings_are_not_rows", Severity.NOTICE, message, rows=lines)]


def footnotes_found(footnotes: list[Record]) -> list[Finding]:
    """Return the notice that notes were set apart, where there are any."""
    if not footnotes:
        return []
    lines = tuple(line for line, _ in footnotes)
    message = f"{len(lines)} line(s) below the table are notes and were not read as figures."
    return [Finding("footnotes_are_set_apart", Severity.NOTICE, message, rows=lines)]


def headings_repeated(headings: list[str]) -> list[Finding]:
    """Return an error where two columns have the same heading."""
    folded = [fold(name) for name in headings]
    twice = sorted({name for name in folded if name and folded.count(name) > 1})
    if not twice:
        return []
    message = f"{len(twice)} heading(s) stand twice, so it is not clear which column is meant."
    mend = "Give each column a heading of its own, or remove the second table beside the first."
    return [Finding("headings_are_different", Severity.ERROR, message, mend, found=", ".join(twice[:5]))]
