"""Commands that send files and take revisions back."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

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
)
from dashboard.commands.telling import delivery_as_json, receipt_told, refusal_told, screening_as_json, told
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.errors import NotFound
from dashboard.domain.findings import Verdict
from dashboard.domain.wording import counted
from dashboard.journeys import administer, submit
from dashboard.journeys.deliver import Delivery, Orders, send
from dashboard.journeys.submit import Screening

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="CSV, XLSX or ODS files: our template, or as published.")
]
OfIndicator = Annotated[
    str | None, typer.Option("--indicator", metavar="ID", help="The indicator, for layouts that do not name theirs.")
]
AcceptAll = Annotated[bool, typer.Option("--accept-warnings", help="Tick every warning.")]
Accept = Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Tick the warnings of one check.")]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path}: this file cannot be read ({error.strerror}).") from error


def check(files: Files, indicator: OfIndicator = None, json_: AsJson = False, _database: Address = None) -> None:
    """Say what would become of each file. Nothing is kept."""
    with refusals_told():
        screenings = []
        for path in files:
            with progress(f"Checking {path.name}"):
                screenings.append(submit.check(LOCAL_USER, path.name, _content(path), date.today(), indicator))
    if json_:
        print(json.dumps([screening_as_json(screening) for screening in screenings], ensure_ascii=False, indent=2))
    else:
        for screening in screenings:
            _tell(screening)
    raise typer.Exit(exit_code([screening.verdict for screening in screenings]))


def publish(
    files: Files,
    reason: Reason,
    accept_warnings: AcceptAll = False,
    accept: Accept = None,
    indicator: OfIndicator = None,
    json_: AsJson = False,
    database: Address = None,
) -> None:
    """Publish each file.

    Each is a revision of its own. A file that is refused changes nothing.
    """
    orders = Orders(reason, frozenset(accept or ()), accept_warnings, indicator)
    deliveries = []
    try:
        with refusals_told(), opened(database) as kept:
            administer.take_on_definitions(kept, LOCAL_USER)
            contents = {path: _content(path) for path in files}
            for path, content in contents.items():
                with progress(f"Publishing {path.name}"):
                    delivery = send(kept, LOCAL_USER, path.name, content, date.today(), orders)
                if not json_:
                    tell_delivery(delivery)
                deliveries.append(delivery)
    finally:  # what was published before a file that could not be is told as well
        if json_ and deliveries:
            print(json.dumps([delivery_as_json(delivery) for delivery in deliveries], ensure_ascii=False, indent=2))
    raise typer.Exit(exit_code([delivery.verdict for delivery in deliveries]))


def tell_delivery(delivery: Delivery) -> None:
    """Print what became of a file that was sent."""
    _tell(delivery.screening)
    if delivery.receipt is None:
        errors.print(refusal_told(delivery))
    else:
        out.print(f"{receipt_told(delivery.receipt)} SHA-256 {delivery.receipt.checksum}")


def exit_code(verdicts: list[Verdict]) -> int:
    """Return what a command ends with that came to these verdicts."""
    whole = [verdict in (Verdict.ACCEPTED, Verdict.WARNINGS) for verdict in verdicts]
    if all(whole):
        return ACCEPTED
    return REFUSED if all(verdict is Verdict.REFUSED for verdict in verdicts) else PARTLY


def _tell(screening: Screening) -> None:
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
    with refusals_told(), opened_as_it_is(database) as kept, progress(f"Undoing revision {revision}"):
        receipt = submit.undo(kept, LOCAL_USER, revision, reason)
    if json_:
        print(json.dumps({"revision": receipt.revision, "undoes": revision, "figures": receipt.figures}))
    else:
        restored = counted(receipt.figures, "figure")
        out.print(f"Revision {revision} is undone by revision {receipt.revision}: {restored}.")
