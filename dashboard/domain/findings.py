"""What an analyst should know about a file: findings, as values, all at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """An error stops its measure, a warning must be ticked, a notice is for information."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Verdict(StrEnum):
    """What became of a file, in the words analysts read."""

    ACCEPTED = "accepted"
    WARNINGS = "accepted with warnings"
    PARTLY = "partly accepted"
    REFUSED = "refused"


@dataclass(frozen=True)
class Finding:
    """One thing found: which check, how grave, what, where, what was expected, how to mend it.

    ``rows`` are line numbers of the file, or of its ``sheet``; ``letter`` is the sheet's column where
    it is one. ``indicators`` are the measures concerned, empty for the whole file. Only ``found`` and
    ``mend`` may quote a cell, and ``sheet`` is a text of the file too.
    """

    check: str
    severity: Severity
    message: str
    mend: str = ""
    found: str = ""
    expected: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()
    indicators: tuple[str, ...] = ()
    sheet: str = ""
    letter: str = ""

    @classmethod
    def error(
        cls,
        check: str,
        message: str,
        mend: str,
        *,
        found: str = "",
        expected: str = "",
        column: str = "",
        rows: tuple[int, ...] = (),
    ) -> "Finding":
        """Return a finding that stops its measure."""
        return cls(check, Severity.ERROR, message, mend, found, expected, column, rows)

    @property
    def title(self) -> str:
        """The name of its check in words."""
        return in_words(self.check)

    @property
    def where(self) -> str:
        """The place in words: "row 4", "rows 4, 9 and 12 more", "sheet Table 3, row 12, column D"."""
        sheet = f"sheet {self.sheet}" if self.sheet else ""
        column = f"column {self.letter}" if self.letter else ""
        return ", ".join(filter(None, (sheet, self._rows_in_words, column))) or "the whole file"

    @property
    def _rows_in_words(self) -> str:
        if not self.rows:
            return ""
        shown = ", ".join(str(row) for row in self.rows[:5])
        more = f" and {len(self.rows) - 5} more" if len(self.rows) > 5 else ""
        return f"row{'s' if len(self.rows) > 1 else ''} {shown}{more}"

    @property
    def place(self) -> str:
        """The place with the heading of its column: "row 12, column D (Value)"."""
        if not self.column:
            return self.where
        return f"{self.where} ({self.column})" if self.letter else f"{self.where}, column {self.column}"

    def at(self, sheet: str, letter: str = "") -> "Finding":
        """Return the finding with the sheet it stands on, and the letters of its column where it is one."""
        return replace(self, sheet=sheet, letter=letter or self.letter)

    def without_cells(self) -> "Finding":
        """Return the finding with nothing quoted from the file, fit to be kept when the file is not."""
        return replace(self, found="", mend="", sheet="")


GRAVEST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with errors first, then warnings, then notices; else as they came."""
    return sorted(findings, key=lambda finding: GRAVEST_FIRST.index(finding.severity))


def in_words(check: str) -> str:
    """Return the name of a check as people read it: "Counts are not negative"."""
    return check.replace("_", " ").capitalize()


def by_check(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return findings under the names of their checks, the gravest first, then the order in which they came."""
    groups: dict[str, list[Finding]] = {}
    for finding in in_order(findings):
        groups.setdefault(finding.check, []).append(finding)
    return groups
