"""What a start does to a database before anything else, and what it says of it."""

from contextlib import suppress
from typing import TYPE_CHECKING

from dashboard.commands.console import errors
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.errors import NotFound

if TYPE_CHECKING:
    from dashboard.store.database import Database


def take_on(kept: "Database") -> None:
    """Record changed definitions and what has to be hidden by now, and say how much was hidden in every revision."""
    from dashboard.journeys import administer, judged

    revision = administer.bring_up_to_date(kept, LOCAL_USER)
    if revision is None:
        return
    with suppress(NotFound), kept.reading() as session:  # it may have hidden nothing
        receipt = judged.open_judgement(session, LOCAL_USER, revision)
        errors.print(f"{receipt.words} The page Submissions names them, and says for whose protection.")
