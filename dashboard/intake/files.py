"""A file as it came: its name and its bytes, and the tables in it, whatever kind of file it is."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from dashboard.domain.findings import Finding
from dashboard.intake.regular import read_regular
from dashboard.intake.sheets import read_workbook
from dashboard.intake.tables import Table
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


def read_tables(file: ReceivedFile) -> tuple[list[Table], list[Finding]]:
    """Return the tables in a file, told by its bytes and not by its name, and what was noticed on the way.

    Raise Unreadable where there is none.
    """
    if file.content.startswith((ZIP, COMPOUND)):
        return read_workbook(file.content)
    regular = read_regular(file.content)
    return ([regular], []) if regular else read_text(file.content)
