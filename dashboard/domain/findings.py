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

    ``rows`` are line numbers of the file; ``indicators`` the measures concerned, empty for the
    whole file. Only ``found`` and ``mend`` may quote a cell.
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
    def where(self) -> str:
        """The rows in words: "row 4", "rows 4, 9 and 12 more"."""
        if not self.rows:
            return "the whole file"
        shown = ", ".join(str(row) for row in self.rows[:5])
        more = f" and {len(self.rows) - 5} more" if len(self.rows) > 5 else ""
        return f"row{'s' if len(self.rows) > 1 else ''} {shown}{more}"

    def without_cells(self) -> "Finding":
        """Return the finding with nothing quoted from the file, fit to be kept when the file is not."""
        return replace(self, found="", mend="")


GRAVEST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with errors first, then warnings, then notices; else as they came."""
    return sorted(findings, key=lambda finding: GRAVEST_FIRST.index(finding.severity))
