"""A file that nobody reviews on a page: previewed, its warnings ticked by name, published, or its refusal noted."""

from datetime import date

from dashboard.assembly.deliveries import Delivery, Orders
from dashboard.domain.access import Action, User, require
from dashboard.domain.errors import NotFound, Outdated, Refusal, StoreUnavailable
from dashboard.domain.findings import Finding
from dashboard.domain.progress import Say, silently
from dashboard.journeys import second_person, submit
from dashboard.journeys.submit import Preview
from dashboard.store import submissions as submissions_store
from dashboard.store.database import Database

__all__ = ["Delivery", "Orders", "published_already", "send"]


def send(
    database: Database,
    user: User,
    file_name: str,
    content: bytes,
    today: date,
    orders: Orders,
    say: Say = silently,
) -> Delivery:
    """Publish what a file may give, as its own revision, or note its refusal; ``say`` is told each step.

    Raise NotFound for an indicator that is not known; StoreUnavailable, or Outdated where others published in
    between: the same file may be taken when it is sent again.
    """
    require(user, Action.SUBMIT)
    shown = submit.preview(database, user, file_name, content, today, orders.said, say)
    warnings = shown.screening.warnings
    ticked: list[Finding] = [warning for warning in warnings if orders.accepts(warning.check)]
    waits_for = tuple(dict.fromkeys(warning.check for warning in warnings if warning not in ticked))
    if not shown.screening.taken:
        waits_for = shown.screening.asks
        if not waits_for:
            submit.write_down_refusal(database, user, shown.screening)
    say(f"Publishing {file_name}")
    try:
        return _handed_in(database, user, shown, orders, ticked)
    except (NotFound, StoreUnavailable, Outdated):
        raise
    except Refusal as refusal:
        return Delivery(shown.screening, None, str(refusal), waits_for)


def _handed_in(database: Database, user: User, shown: Preview, orders: Orders, ticked: list[Finding]) -> Delivery:
    if orders.second_person:
        waiting = second_person.send(database, user, shown, orders.reason, ticked)
        return Delivery(shown.screening, None, waiting=waiting)
    return Delivery(shown.screening, submit.publish(database, user, shown, orders.reason, ticked))


def published_already(database: Database, user: User, file_name: str, checksum: str) -> int | None:
    """Return the revision that this very file became, if it is the newest of its name and was not taken back."""
    require(user, Action.SUBMIT)
    with database.reading() as session:
        return submissions_store.published_as(session, file_name, checksum)
