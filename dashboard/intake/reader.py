"""A program by itself: a workbook on standard input becomes lines of JSON on standard output.

It runs in a process of its own with limits on memory and time, for a small file can unpack to anything. The first
line of a sheet says what it is called and what was noticed in it; then comes one list of texts for each row. The last
line says that all was read, or what the fault is. Nothing in the workbook is run.
"""

import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from xml.parsers import expat

import python_calamine as calamine

MOST_MEMORY = 3 * 1024**3  # bytes of address space: the largest workbook that is let in, three times over
MOST_SECONDS = 120  # of work
MOST_CELLS = 20_000_000  # of a sheet, empty ones between the filled included
MOST_TOLD = 5  # cells told by their place
_PIECE = 1 << 20
# A formula, an error in place of a number, or something hidden.
_NOTEWORTHY = re.compile(rb"<(?:\w+:)?f[\s>/]|\bt\s*=\s*[\"']e[\"']|\bhidden\s*=\s*[\"'](?:1|true)")
_WHOLE = 1e15  # up to here a binary fraction holds each whole number


@dataclass
class Noticed:
    """What the values of a sheet do not show: merged ranges, formulas, those without a value, errors, hidden rows."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: int = 0
    unworked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    rows_hidden: int = 0


class _Endless(Exception):
    """A sheet that has more cells than any table."""


def main() -> None:
    """Read the workbook; a fault is told in the last line."""
    _limit()
    content = BytesIO(sys.stdin.buffer.read())
    try:
        _write_sheets(content)
        _write({"end": True})
    except calamine.PasswordError:
        _write({"fault": "password"})
    except (_Endless, MemoryError):
        _write({"fault": "endless"})
    except (calamine.CalamineError, expat.ExpatError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        _write({"fault": "damaged"})


def _limit() -> None:
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limits, and macOS refuses some
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def _write(line: object) -> None:
    sys.stdout.write(json.dumps(line, separators=(",", ":")))
    sys.stdout.write("\n")


def _write_sheets(content: BytesIO) -> None:
    with zipfile.ZipFile(content) as archive:
        noticed = _noticed(archive)
    content.seek(0)
    workbook = calamine.CalamineWorkbook.from_filelike(content)
    for about in workbook.sheets_metadata:
        if about.typ == calamine.SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_name(about.name)
            hidden = about.visible != calamine.SheetVisibleEnum.Visible
            _write_sheet(sheet, hidden, noticed.get(about.name, Noticed()))


def _write_sheet(sheet: calamine.CalamineSheet, hidden: bool, noticed: Noticed) -> None:
    if sheet.height * sheet.width > MOST_CELLS:
        raise _Endless
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()] or noticed.merged
    _write(
        {
            "name": sheet.name,
            "hidden": hidden,
            "column": sheet.start[1] if sheet.start else 0,
            "merged": merged,
            "formulas": noticed.formulas,
            "unworked": noticed.unworked,
            "errors": noticed.errors,
            "rows_hidden": noticed.rows_hidden,
        }
    )
    for row in sheet.iter_rows():
        texts = [_text(value) for value in row]
        _write(texts if any(texts) else [])


def _text(value: Any) -> str:
    """Return a cell as text: whole numbers without a point, days as 2009-06-30."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


# What calamine does not tell is read from the parts themselves.


def _noticed(archive: zipfile.ZipFile) -> dict[str, Noticed]:
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        return {name: _noticed_in_part(archive, part) for name, part in _parts(archive).items() if part in names}
    found: dict[str, Noticed] = {}
    with archive.open("content.xml") as stream:
        _parsed(stream, _OpenDocument(found).start)
    return found


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part that holds each sheet of an Excel workbook."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if _plain(name) == "sheet":
            related = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            sheets.append((attributes.get("name", ""), related))

    def relation(_: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    for part, start in (("xl/workbook.xml", sheet), ("xl/_rels/workbook.xml.rels", relation)):
        with archive.open(part) as stream:
            _parsed(stream, start)
    return {name: targets.get(related, "") for name, related in sheets}


def _plain(name: str) -> str:
    return name.rpartition(":")[2]


def _pieces(stream: Any) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _parsed(
    stream: Any,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    words: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    for piece in _pieces(stream):
        parser.Parse(piece)
    parser.Parse(b"", True)


def _noticed_in_part(archive: zipfile.ZipFile, part: str) -> Noticed:
    with archive.open(part) as stream:
        before = b""
        for piece in _pieces(stream):
            if _NOTEWORTHY.search(before + piece):
                break
            before = piece[-40:]
        else:
            return Noticed()  # no need to look at each cell
    cells = _ExcelCells()
    with archive.open(part) as stream:
        _parsed(stream, cells.start, cells.end, cells.words)
    return cells.noticed


class _ExcelCells:
    """Walks through the cells of an Excel sheet."""

    def __init__(self) -> None:
        self.noticed = Noticed()
        self._place = ""
        self._in_value = self._formula = self._value = self._error = self._in_hidden_row = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        match _plain(name):
            case "row":
                self._in_hidden_row = attributes.get("hidden") in ("1", "true")
            case "c":
                self._place = attributes.get("r", "")
                self._error = attributes.get("t") == "e"
                self._formula = self._value = False
            case "f":
                self._formula = True
            case "v" | "t":
                self._in_value = True

    def words(self, text: str) -> None:
        """Meet text."""
        self._value |= self._in_value and bool(text)

    def end(self, name: str) -> None:
        """End an element."""
        plain = _plain(name)
        if plain in ("v", "t"):
            self._in_value = False
        if plain == "c":
            if self._value and self._in_hidden_row:
                self.noticed.rows_hidden += 1
                self._in_hidden_row = False  # a row is counted once, and only if there is something in it
            self.noticed.formulas += self._formula
            if self._formula and not self._value:
                _tell(self.noticed.unworked, self._place)
            if self._error:
                _tell(self.noticed.errors, self._place)


def _tell(places: list[str], place: str) -> None:
    if len(places) < MOST_TOLD:
        places.append(place)


class _OpenDocument:
    """Walks through the cells of all sheets of an OpenDocument workbook."""

    def __init__(self, found: dict[str, Noticed]) -> None:
        self._found = found
        self._noticed = Noticed()
        self._row = self._next_row = self._column = 0
        self._hidden_rows = 0  # as many as the present element repeats, until a cell in them holds something

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        match name:
            case "table:table":
                self._noticed = self._found.setdefault(attributes.get("table:name", ""), Noticed())
                self._row = self._next_row = 0
            case "table:table-row":
                self._row, self._column = self._next_row, 0
                repeated = int(attributes.get("table:number-rows-repeated", 1))
                self._next_row += repeated
                is_hidden = attributes.get("table:visibility") in ("filter", "collapse")
                self._hidden_rows = repeated if is_hidden else 0
            case "table:table-cell" | "table:covered-table-cell":
                self._cell(attributes)
                self._column += int(attributes.get("table:number-columns-repeated", 1))

    def _cell(self, attributes: dict[str, str]) -> None:
        across = int(attributes.get("table:number-columns-spanned", 1))
        down = int(attributes.get("table:number-rows-spanned", 1))
        if across > 1 or down > 1:
            last = self._row + down - 1, self._column + across - 1
            self._noticed.merged.append((self._row, self._column, *last))
        if "office:value-type" in attributes:
            self._noticed.rows_hidden += self._hidden_rows
            self._hidden_rows = 0
        if "table:formula" in attributes:
            self._noticed.formulas += 1
            if "office:value-type" not in attributes:
                _tell(self._noticed.unworked, _place(self._row, self._column))
        if attributes.get("calcext:value-type") == "error":
            _tell(self._noticed.errors, _place(self._row, self._column))


def _place(row: int, column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


if __name__ == "__main__":
    main()
