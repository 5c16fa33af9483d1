"""A file that nobody reviews on a page: previewed, its warnings ticked by name, published, or its refusal noted."""

from dataclasses import dataclass
from datetime import date

from dashboard.domain.access import Action, User, require
from dashboard.domain.errors import NotFound, Outdated, Refusal, StoreUnavailable
from dashboard.domain.findings import Finding, Verdict
from dashboard.journeys import submit
from dashboard.journeys.submit import Receipt, Screening
from dashboard.store import submissions as submissions_store
from dashboard.store.database import Database

INDICATOR = "indicator_is_named"  # the check on files that wait for somebody to say what they are about


@dataclass(frozen=True)
class Orders:
    """What is said of files beforehand: why they are published, and the checks whose warnings are ticked.

    ``indicator`` names the measure for layouts that do not.
    """

    reason: str
    accepted: frozenset[str] = frozenset()
    accepts_every_warning: bool = False
    indicator: str | None = None

    def accepts(self, check: str) -> bool:
        """Whether the warnings of this check are ticked, or what it asks for is said."""
        if check == INDICATOR:
            return self.indicator is not None
        return self.accepts_every_warning or check in self.accepted


@dataclass(frozen=True)
class Delivery:
    """What became of a file. Without a receipt nothing was published, and ``refusal`` says why.

    ``waits_for`` are the checks whose warnings nobody ticked, or the one that asks for the indicator.
    """

    screening: Screening
    receipt: Receipt | None
    refusal: str = ""
    waits_for: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The verdict on what was published: a file of which nothing was is refused."""
        return self.screening.verdict if self.receipt else Verdict.REFUSED


def send(database: Database, user: User, file_name: str, content: bytes, today: date, orders: Orders) -> Delivery:
    """Publish what a file may give, as its own revision, or note its refusal.

    Raise NotFound for an indicator that is not known; StoreUnavailable, or Outdated where others published in
    between: the same file may be taken when it is sent again.
    """
    require(user, Action.SUBMIT)
    shown = submit.preview(database, user, file_name, content, today, orders.indicator)
    warnings = shown.screening.warnings
    ticked: list[Finding] = [warning for warning in warnings if orders.accepts(warning.check)]
    waits_for = tuple(dict.fromkeys(warning.check for warning in warnings if warning not in ticked))
    if shown.screening.lacks_indicator:
        waits_for = (INDICATOR,)
    elif not shown.screening.taken:
        submit.write_down_refusal(database, user, shown.screening)
        waits_for = ()
    try:
        return Delivery(shown.screening, submit.publish(database, user, shown, orders.reason, ticked))
    except (NotFound, StoreUnavailable, Outdated):
        raise
    except Refusal as refusal:
        return Delivery(shown.screening, None, str(refusal), waits_for)


def published_already(database: Database, user: User, file_name: str, checksum: str) -> int | None:
    """Return the revision that this very file became, if it is the newest of its name and was not taken back."""
    require(user, Action.SUBMIT)
    with database.reading() as session:
        return submissions_store.published_as(session, file_name, checksum)
