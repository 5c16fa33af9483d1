"""Files that are handed in: on what orders, what waits for a second person, and what became of each."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.assembly.publishing import Receipt
from dashboard.domain.findings import Verdict
from dashboard.domain.mappings import ASKS, NOTHING_SAID, Said
from dashboard.intake.screen import Screening


@dataclass(frozen=True)
class WaitingFile:
    """A file that was sent for another person to publish.

    ``outcome`` is empty while it waits, else published, sent back or withdrawn, with who decided and what they
    answered. ``based_on`` is the revision that its sender compared it with, ``for_partnership`` whether
    they keep it for members of the partnership.
    """

    number: int
    file_name: str
    sent_at: datetime
    sent_by: str
    verdict: str
    figures: int
    reason: str
    based_on: int
    outcome: str
    decided_by: str
    answer: str
    for_partnership: bool


@dataclass(frozen=True)
class Orders:
    """What is said of files beforehand: why they are published, and the checks whose warnings are ticked.

    ``said`` is what files do not say of themselves. With ``second_person`` they wait for another person.
    """

    reason: str
    accepted: frozenset[str] = frozenset()
    accepts_every_warning: bool = False
    said: Said = NOTHING_SAID
    second_person: bool = False

    def accepts(self, check: str) -> bool:
        """Whether the warnings of this check are ticked, or what it asks for is said."""
        if check in ASKS:
            return self.said.answers(check)
        return self.accepts_every_warning or check in self.accepted


@dataclass(frozen=True)
class Delivery:
    """What became of a file. Without a receipt nothing was published.

    Then it is ``waiting`` for a second person, or ``refusal`` says why. ``waits_for`` are the checks whose
    warnings nobody ticked, or those that ask what the file is about.
    """

    screening: Screening
    receipt: Receipt | None
    refusal: str = ""
    waits_for: tuple[str, ...] = ()
    waiting: WaitingFile | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict on what was handed in: a file of which nothing was is refused."""
        return self.screening.verdict if self.receipt or self.waiting else Verdict.REFUSED
