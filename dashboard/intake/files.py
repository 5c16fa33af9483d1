"""A file as it came: its name and its bytes, and the tables in it, whatever kind of file it is."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from dashboard.domain.findings import Finding
from dashboard.intake.sheets import read_workbook
from dashboard.intake.tables import Table
from dashboard.intake.text import read_text
from dashboard.intake.workbooks import COMPOUND, ZIP


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


def read_tables(file: ReceivedFile) -> tuple[list[Table], list[Finding]]:
    """Return the tables in a file, told by its bytes and not by its name, and what was noticed on the way.

    Raise Unreadable where there is none.
    """
    if file.content.startswith((ZIP, COMPOUND)):
        return read_workbook(file.content)
    return read_text(file.content)
