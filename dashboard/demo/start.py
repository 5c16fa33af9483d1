"""Putting the demonstration into a database: its files go in as an analyst would send them."""

from collections.abc import Callable
from datetime import date

from dashboard.demo.files import files
from dashboard.domain.access import User
from dashboard.journeys import demonstration, submit, view
from dashboard.store.database import Database


def demonstrate(database: Database, user: User, today: date, say: Callable[[str], None] = lambda _: None) -> None:
    """Publish the files of the demonstration that are not in yet, each as a revision; ``say`` is told of each.

    A demonstration that was interrupted goes on where it stopped. Raise Refusal where the database
    holds real figures.
    """
    demonstration.may_begin(database, user)
    with database.reading() as session:
        there = {one.file_name for one in view.open_history(session, user).submissions if one.revision}
    number = sum(1 for _ in files())
    for at, file in enumerate(files(), 1):
        if file.name not in there:
            say(f"{file.name} ({at} of {number})")
            shown = submit.preview(database, user, file.name, file.content, today)
            submit.publish(database, user, shown, file.reason, shown.screening.warnings)
