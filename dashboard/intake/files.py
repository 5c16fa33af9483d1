"""A file as it came: its name and its bytes, and the tables in it, whatever kind of file it is."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from dashboard.domain.findings import Finding
from dashboard.intake.regular import read_regular
from dashboard.intake.sheets import read_workbook
from dashboard.intake.stacks import LOOK_FOR_HEADINGS_IN
from dashboard.intake.tables import Table, Unreadable
from dashboard.intake.text import read_text
from dashboard.intake.workbooks import COMPOUND, ZIP


@dataclass(frozen=True)
class ReceivedFile:
    """A file as it came: its name and its bytes. ``was`` is the size and checksum of bytes that were discarded."""

    name: str
    content: bytes = field(repr=False)
    was: tuple[int, str] | None = None

    @property
    def size(self) -> int:
        """Bytes."""
        return self.was[0] if self.was else len(self.content)

    @cached_property
    def checksum(self) -> str:
        """SHA-256 in hexadecimal."""
        return self.was[1] if self.was else hashlib.sha256(self.content).hexdigest()

    def discarded(self) -> "ReceivedFile":
        """Return what may be told of the file once its bytes are gone: name, size and checksum."""
        return ReceivedFile(self.name, b"", (self.size, self.checksum))


LARGEST_FILE = 200  # MB, of which each has 1,048,576 bytes; the uploader allows as many
LARGEST_WORKBOOK = 20  # MB: it unpacks to many times its size
LARGEST_UNEVEN = 50  # MB, of a text file that has to be read row by row
MOST_ROWS = 1_000_000
_MB = 1 << 20


def read_tables(file: ReceivedFile) -> tuple[list[Table], list[Finding]]:
    """Return the tables in a file, told by its bytes and not by its name, and what was noticed on the way.

    Raise Unreadable where there is none.
    """
    if file.content.startswith((ZIP, COMPOUND)):
        _is_at_most(file.size, LARGEST_WORKBOOK, "The workbook", "Save its table as CSV (UTF-8) and send that.")
        return read_workbook(file.content)
    _is_at_most(file.size, LARGEST_FILE, "The file", _SPLIT)
    _has_at_most_a_million_rows(file.content)
    if regular := read_regular(file.content):
        return [regular], []
    _is_at_most(file.size, LARGEST_UNEVEN, "The file has rows that are not all alike, and", _MAKE_EVEN)
    return read_text(file.content)


_SPLIT = "Split it by year, and send the parts one after another."
_MAKE_EVEN = (
    "Give each row one line and as many cells as there are headings, without a blank row; or split the file by year."
)


def _is_at_most(size: int, most: int, what: str, mend: str) -> None:
    if size > most * _MB:
        message = f"{what} is larger than the {most} MB that can be read at once."
        raise Unreadable(_too_large(message, mend, f"{size / _MB:,.1f} MB", f"at most {most} MB"))


def _has_at_most_a_million_rows(content: bytes) -> None:
    lines = content.count(b"\n")
    if lines > MOST_ROWS + LOOK_FOR_HEADINGS_IN:
        message = "The file has more rows than can be read at once."
        raise Unreadable(_too_large(message, _SPLIT, f"{lines:,} lines", f"at most {MOST_ROWS:,} rows"))


def _too_large(message: str, mend: str, found: str, expected: str) -> Finding:
    return Finding.error("file_is_not_too_large", message, mend, found=found, expected=expected)
