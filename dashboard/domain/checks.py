"""What a check is: its explanation, declared over the function that makes it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from dashboard.domain.findings import Finding, Severity, in_words

Subject = TypeVar("Subject")


class Stage(StrEnum):
    """Where in the screening a check stands, in the order in which a file meets them."""

    FILE = "file"
    LAYOUT = "layout"
    CODES = "codes"
    VALUES = "values"
    PUBLISHED = "against what is published"


@dataclass(frozen=True)
class Check:
    """What a check is called, how grave what it finds can be, and what it means to those who send files."""

    name: str
    stage: Stage
    severity: Severity
    looks_for: str
    why: str
    mend: str

    @property
    def title(self) -> str:
        """The name in words."""
        return in_words(self.name)


@dataclass(frozen=True)
class Found:
    """What a check has found: a ``Finding`` but for what its declaration says.

    ``mend`` and ``severity`` are those of the check where they are None. The others are as in ``Finding``.
    """

    message: str
    mend: str | None = None
    found: str = ""
    expected: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()
    indicators: tuple[str, ...] = ()
    severity: Severity | None = None

    def by(self, check: Check) -> Finding:
        """Return what was found as a finding of ``check``."""
        return Finding(
            check.name,
            self.severity or check.severity,
            self.message,
            check.mend if self.mend is None else self.mend,
            self.found,
            self.expected,
            self.column,
            self.rows,
            self.indicators,
        )


@dataclass(frozen=True)
class Asked(Generic[Subject]):
    """A check together with the function that makes it."""

    told: Check
    find: Callable[[Subject], Iterator[Found]]

    def __call__(self, subject: Subject) -> Iterator[Finding]:
        """Yield what the check finds in ``subject``."""
        return (found.by(self.told) for found in self.find(subject))


def asks(
    stage: Stage, severity: Severity, looks_for: str, why: str, mend: str
) -> Callable[[Callable[[Subject], Iterator[Found]]], Asked[Subject]]:
    """Declare the function below as the check of its name, with its explanation."""

    def declared(find: Callable[[Subject], Iterator[Found]]) -> Asked[Subject]:
        return Asked(Check(find.__name__, stage, severity, looks_for, why, mend), find)

    return declared
