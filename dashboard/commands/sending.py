"""Commands that send files and take revisions back."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.commands.console import errors, out, progress
from dashboard.commands.opening import (
    ACCEPTED,
    PARTLY,
    REFUSED,
    Address,
    AsJson,
    Reason,
    opened,
    opened_as_it_is,
    refusals_told,
    settings,
)
from dashboard.commands.taking_on import take_on
from dashboard.commands.telling import (
    delivery_as_json,
    receipt_told,
    refusal_told,
    screening_as_json,
    told,
    waiting_told,
)
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.errors import BadSetting, NotFound
from dashboard.domain.findings import Verdict
from dashboard.domain.mappings import Mapping, Said
from dashboard.domain.wording import counted

if TYPE_CHECKING:
    from dashboard.journeys.deliver import Delivery
    from dashboard.journeys.submit import Screening
    from dashboard.store.database import Database

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="CSV, XLSX or ODS files: our template, or as published.")
]
OfIndicator = Annotated[
    str | None, typer.Option("--indicator", metavar="ID", help="The indicator, for layouts that do not name theirs.")
]
OfArea = Annotated[str, typer.Option("--area", metavar="CODE", help="The area, for files that do not say theirs.")]
OfPeriod = Annotated[str, typer.Option("--period", metavar="P", help="The period, for files that do not say theirs.")]
ForPartnership = Annotated[
    bool, typer.Option("--for-partnership", help="Let only members of the partnership read the figures.")
]
AcceptAll = Annotated[bool, typer.Option("--accept-warnings", help="Tick every warning.")]
Accept = Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Tick the warnings of one check.")]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path}: this file cannot be read ({error.strerror}).") from error


def check(
    files: Files,
    indicator: OfIndicator = None,
    area: OfArea = "",
    period: OfPeriod = "",
    json_: AsJson = False,
    database: Address = None,
) -> None:
    """Say what would become of each file, beside what stands in the database. Nothing is kept."""
    from dashboard.journeys import submit

    said = Said(indicator, area, period)
    with refusals_told():
        screenings = []
        with _kept(database) as (kept, mappings):
            for path in files:
                with progress(f"Checking {path.name}") as say:
                    content = _content(path)
                    screenings.append(
                        submit.check(LOCAL_USER, path.name, content, date.today(), said, mappings, say, kept)
                    )
    if json_:
        print(json.dumps([screening_as_json(screening) for screening in screenings], ensure_ascii=False, indent=2))
    else:
        for screening in screenings:
            _tell(screening)
    raise typer.Exit(exit_code([screening.verdict for screening in screenings]))


@contextmanager
def _kept(address: str | None) -> Iterator[tuple["Database | None", list[Mapping]]]:
    """Give the database and the mappings kept in it, none where there is no database yet: to check makes none.

    One that is only read has no figures as they were sent, and nothing is held against it.
    """
    from dashboard.journeys import mapping

    with ExitStack() as stack:
        try:
            kept = stack.enter_context(opened_as_it_is(address))
        except BadSetting:
            yield None, []
            return
        yield None if kept.reads_only else kept, [one.mapping for one in mapping.kept(kept, settings().user)]


def publish(
    files: Files,
    reason: Reason,
    *,
    accept_warnings: AcceptAll = False,
    accept: Accept = None,
    indicator: OfIndicator = None,
    area: OfArea = "",
    period: OfPeriod = "",
    for_partnership: ForPartnership = False,
    json_: AsJson = False,
    database: Address = None,
) -> None:
    """Publish each file.

    Each is a revision of its own. A file that is refused changes nothing. Where a second person publishes
    (DASHBOARD_SECOND_PERSON), each waits for them on the page Waiting.
    """
    from dashboard.journeys.deliver import Orders, send

    said = Said(indicator, area, period, for_partnership)
    deliveries = []
    try:
        with refusals_told(), opened(database) as kept:
            person, two = settings().user, settings().second_person
            orders = Orders(reason, frozenset(accept or ()), accept_warnings, said, two)
            take_on(kept)
            contents = {path: _content(path) for path in files}
            for path, content in contents.items():
                with progress(f"Publishing {path.name}") as say:
                    delivery = send(kept, person, path.name, content, date.today(), orders, say)
                if not json_:
                    tell_delivery(delivery)
                deliveries.append(delivery)
            work_out(kept)
    finally:  # what was published before a file that could not be is told as well
        if json_ and deliveries:
            print(json.dumps([delivery_as_json(delivery) for delivery in deliveries], ensure_ascii=False, indent=2))
    raise typer.Exit(exit_code([delivery.verdict for delivery in deliveries]))


def work_out(database: "Database") -> None:
    """Make what pages show of what was published, unless a process stays to do it."""
    from dashboard.journeys import editions

    with progress("Working out what pages show"):
        editions.prepare(database, LOCAL_USER)


def tell_delivery(delivery: "Delivery") -> None:
    """Print what became of a file that was sent."""
    _tell(delivery.screening)
    if delivery.receipt:
        out.print(f"{receipt_told(delivery.receipt)} SHA-256 {delivery.receipt.checksum}")
    elif delivery.waiting:
        out.print(waiting_told(delivery.waiting))
    else:
        errors.print(refusal_told(delivery))


def exit_code(verdicts: list[Verdict]) -> int:
    """Return what a command ends with that came to these verdicts."""
    whole = [verdict in (Verdict.ACCEPTED, Verdict.WARNINGS) for verdict in verdicts]
    if all(whole):
        return ACCEPTED
    return REFUSED if all(verdict is Verdict.REFUSED for verdict in verdicts) else PARTLY


def _tell(screening: "Screening") -> None:
    for line in told(screening):
        out.print(line)


def undo(
    revision: Annotated[int, typer.Argument(help="The number of the revision.")],
    reason: Reason,
    json_: AsJson = False,
    database: Address = None,
) -> None:
    """Put back what stood before a revision.

    The undo is a revision of its own, and can be undone too.
    """
    from dashboard.journeys import editions, submit

    with refusals_told(), opened_as_it_is(database) as kept, progress(f"Undoing revision {revision}"):
        receipt = submit.undo(kept, settings().user, revision, reason)
        editions.prepare(kept, LOCAL_USER)
    if json_:
        print(json.dumps({"revision": receipt.revision, "undoes": revision, "figures": receipt.figures}))
    else:
        restored = counted(receipt.figures, "figure")
        out.print(f"Revision {revision} is undone by revision {receipt.revision}: {restored}.")
