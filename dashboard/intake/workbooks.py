"""XLSX and ODS to rows of text: what the bytes are, whether they are safe to unpack, and what each sheet holds."""

import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from threading import Thread, Timer
from typing import Any

from dashboard.domain.findings import Finding, Severity
from dashboard.intake.tables import LONGEST_CELL, Record, Unreadable, letters

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0"  # the container of Excel files to 2003, and of encrypted ones since
MOST_ENTRIES = 5_000  # parts of a workbook; a published one has fewer than 100
MOST_UNPACKED = 2 * 1024**3  # bytes: a workbook of 200 MB of the usual ten times
MOST_RATIO = 200  # times smaller packed than unpacked; tables of figures reach 30, deflate itself 1,032
SMALL = 10 * 1024**2  # bytes unpacked; below this no ratio matters
MOST_WAITING = 150  # seconds for the reader, which limits its own work before
_READER = Path(__file__).with_name("reader.py")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "META-INF/manifest.xml"
_OTHER_FILES = {
    "xl/workbook.bin": "an Excel binary workbook (.xlsb)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a set of slides",
    "Index/Document.iwa": "a file of Apple Numbers, Pages or Keynote",
}
# Parts that are code, or that carry rows which no sheet shows: the kept original would hand them on.
_CODE = ("vbaproject.bin", "xl/macrosheets/", "basic/", "scripts/")
_ROWS_UNSEEN = ("xl/pivotcache/pivotcacherecords", "xl/embeddings/", "xl/model/")
_LINKS = "xl/externallinks/"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Sheet:
    """A sheet as text: its rows by number from 1, blank ones as [], and ranges merged (rows and columns from 0)."""

    name: str
    hidden: bool
    records: list[Record]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: int = 0
    unworked: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    rows_hidden: int = 0


@dataclass
class _Unpacked:
    sheets: list[Sheet] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # one copy of each text, for most stand many times

    def add_sheet(self, line: dict[str, Any]) -> int:
        merged = tuple((a, b, c, d) for a, b, c, d in line["merged"])
        unworked, errors = tuple(line["unworked"]), tuple(line["errors"])
        told = merged, line["formulas"], unworked, errors, line["rows_hidden"]
        self.sheets.append(Sheet(line["name"], line["hidden"], [], *told))
        return int(line["column"])

    def add_row(self, cells: list[str], column: int) -> None:
        sheet = self.sheets[-1]
        number = len(sheet.records) + 1
        for at, text in enumerate(cells):
            if len(text) > LONGEST_CELL:
                raise Unreadable(_long_cell(sheet.name, number, at + column))
        kept = [self.texts.setdefault(text, text) for text in cells]
        sheet.records.append((number, [""] * column + kept if kept else []))


def read_sheets(content: bytes) -> tuple[list[Sheet], list[Finding]]:
    """Return the sheets of a workbook, and what was noticed. Raise Unreadable where it is none, or not safe."""
    if content.startswith(COMPOUND):
        raise Unreadable(_old_or_encrypted(content))
    links = _safe(content)
    sheets = _unpacked(content)
    return sheets, [*_links_found(links), *_hidden_found(sheets)]


def _old_or_encrypted(content: bytes) -> Finding:
    """Excel puts an encrypted workbook into the container that its files had until 2003."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _encrypted()
    if "WordDocument".encode("utf-16-le") in content or "PowerPoint Document".encode("utf-16-le") in content:
        return _other_file("an old Word document or set of slides")
    message = "This is an old Excel file (.xls), whatever its name says."
    mend = "Open it, choose File, Save as, “Excel workbook (.xlsx)”, and send the new file."
    return Finding.error("file_is_text", message, mend, expected="CSV, XLSX or ODS")


def _encrypted() -> Finding:
    message = "This workbook is locked with a password, so nothing in it can be read."
    mend = "Open it, take the password off (File, Info, Protect workbook), save it and send it again."
    return Finding.error("workbook_opens", message, mend, expected="a workbook without a password")


def _other_file(what: str) -> Finding:
    message = f"This is {what}, not a table, whatever its name says."
    mend = "Save the table as CSV (UTF-8), XLSX or ODS and send that."
    return Finding.error("file_is_text", message, mend, expected="CSV, XLSX or ODS")


def _damaged() -> Finding:
    message = "This workbook is damaged or not complete, so it cannot be opened."
    mend = "Open it in its own program and save it again; if it does not open there, ask for a new copy."
    return Finding.error("workbook_opens", message, mend, expected="a whole workbook")


def _endless() -> Finding:
    message = "This workbook unpacks to far more than a table of figures holds, so it was not opened."
    mend = "Delete the empty rows and columns round the table, or copy the table into a new workbook."
    return Finding.error("workbook_has_an_end", message, mend, expected="a workbook of figures alone")


def _long_cell(sheet: str, row: int, column: int) -> Finding:
    message = f"A cell holds more than {LONGEST_CELL:,} characters, which no figure or note does."
    finding = Finding.error("cells_have_an_end", message, "Shorten the text of that cell.", rows=(row,))
    return finding.at(sheet, letters(column))


def _safe(content: bytes) -> bool:
    """Raise Unreadable for what should not be unpacked; return whether the workbook has links to others."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            kind = _kind(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, zlib.error) as fault:
        raise Unreadable(_damaged()) from fault
    if kind:
        raise Unreadable(_other_file(kind))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(_encrypted())
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable(_endless())
    if any(entry.file_size > max(SMALL, MOST_RATIO * entry.compress_size) for entry in entries):
        raise Unreadable(_endless())
    names = [entry.filename.replace("\\", "/").casefold() for entry in entries]
    _holds_values_only(names)
    return any(name.startswith(_LINKS) for name in names)


def _kind(archive: zipfile.ZipFile) -> str:
    """Return what a zip file is in words, "" for a workbook that can be read."""
    names = set(archive.namelist())
    if any(entry.flag_bits & 1 for entry in archive.infolist()) or "xl/workbook.xml" in names:
        return ""
    if "mimetype" in names and "content.xml" in names and archive.open("mimetype").read(100).strip() == _ODS:
        if _MANIFEST not in names:
            raise Unreadable(_damaged())
        if b"encryption-data" in archive.open(_MANIFEST).read(SMALL):
            raise Unreadable(_encrypted())
        return ""
    return next((what for name, what in _OTHER_FILES.items() if name in names), "a zip file")


def _holds_values_only(names: Iterable[str]) -> None:
    listed = list(names)
    if any(name.startswith(_CODE) or name.endswith(_CODE[0]) for name in listed):
        message = "This workbook carries macros. They were not run, and the file is refused and has not been kept."
        mend = "Save it as “Excel workbook (.xlsx)”, which leaves the macros out, and send that."
        raise Unreadable(Finding.error("workbook_holds_values", message, mend, expected="a workbook without macros"))
    if any(name.startswith(_ROWS_UNSEEN) for name in listed):
        message = "This workbook carries rows that no sheet shows, behind a pivot table or inside another file in it."
        mend = "Copy the table, paste it as values into a new workbook, and send that. This file has not been kept."
        raise Unreadable(Finding.error("workbook_holds_values", message, mend, expected="only what its sheets show"))


def _unpacked(content: bytes) -> list[Sheet]:
    # The reader is ours; nothing that comes with the file is on its command line.
    reader = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", str(_READER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us: a reader that it stopped would read as a file without an end
    )
    late = Timer(MOST_WAITING, reader.kill)
    feeding = Thread(target=_feed, args=(reader, content))
    late.start()
    feeding.start()
    try:
        assert reader.stdout
        return _sheets_in(json.loads(line) for line in reader.stdout)
    except json.JSONDecodeError as fault:  # the reader was stopped in the middle of a line
        raise Unreadable(_endless()) from fault
    finally:
        late.cancel()
        reader.kill()
        feeding.join()
        reader.wait()
        assert reader.stdout
        reader.stdout.close()


def _feed(reader: subprocess.Popen[bytes], content: bytes) -> None:
    assert reader.stdin
    try:
        with reader.stdin as stream:
            stream.write(content)
    except BrokenPipeError:
        return  # the reader gave up; what it wrote, or did not, says why


def _sheets_in(lines: Iterator[Any]) -> list[Sheet]:
    unpacked, column = _Unpacked(), 0
    for line in lines:
        if isinstance(line, list):
            unpacked.add_row(line, column)
        elif "name" in line:
            column = unpacked.add_sheet(line)
        elif "end" in line:
            return unpacked.sheets
        else:
            faults = {"password": _encrypted, "damaged": _damaged, "endless": _endless}
            raise Unreadable(faults[line["fault"]]())
    raise Unreadable(_endless())  # it was stopped at its limits, without a last word


def _links_found(links: bool) -> list[Finding]:
    if not links:
        return []
    message = "This workbook has links to other files. They were not followed: the values last kept here were read."
    return [Finding("links_are_not_followed", Severity.NOTICE, message)]


def noticed_in(sheet: Sheet) -> Iterator[Finding]:
    """Yield what is said of a sheet's formulas and of errors in place of numbers."""
    if sheet.unworked:
        message = "A cell holds a formula whose result was never worked out, so its number is not known."
        mend = "Open the workbook in its own program, save it, and send it again."
        yield _at_places(Finding.error("cells_hold_values", message, mend), sheet.unworked, sheet.name)
    elif sheet.formulas:
        message = f"{sheet.formulas:,} cell(s) hold formulas. They were not run: the results kept with them were read."
        yield Finding("formulas_are_not_run", Severity.NOTICE, message).at(sheet.name)
    if sheet.errors:
        message = "A cell holds an error such as #REF! or #DIV/0! in place of a number; it is read as empty."
        mend = "Mend it, or write a mark: [x] not available, [z] does not apply. Tick this if nothing is missing."
        warning = Finding("cells_hold_no_errors", Severity.WARNING, message, mend)
        yield _at_places(warning, sheet.errors, sheet.name)


def _at_places(finding: Finding, places: tuple[str, ...], sheet: str) -> Finding:
    rows = tuple(dict.fromkeys(int(place.lstrip(_LETTERS) or 0) for place in places))
    columns = {place.rstrip("0123456789") for place in places}
    told = replace(finding, found=", ".join(places), expected="a number or a mark", rows=rows)
    return told.at(sheet, columns.pop() if len(columns) == 1 else "")


def _hidden_found(sheets: list[Sheet]) -> Iterator[Finding]:
    for sheet in sheets:
        if sheet.rows_hidden and not sheet.hidden:
            message = (
                f"{sheet.rows_hidden:,} row(s) are hidden on this sheet, by a filter or by hand. "
                "They were read as the others were."
            )
            mend = "Take the filter off to see them, and delete those that are not meant."
            yield Finding("rows_are_seen", Severity.NOTICE, message, mend).at(sheet.name)
    hidden = [sheet.name for sheet in sheets if sheet.hidden and sheet.records]
    if hidden:
        message = f"{len(hidden)} sheet(s) are hidden and were not read as figures."
        yield Finding("sheets_are_seen", Severity.NOTICE, message, found=", ".join(hidden[:5]))
