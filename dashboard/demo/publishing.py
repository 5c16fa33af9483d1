"""Publishing the files of the demonstration one by one, as an analyst would send them."""

import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa

from dashboard.demo.files import files
from dashboard.domain.access import User
from dashboard.domain.progress import Say, silently
from dashboard.journeys import demonstration, submit
from dashboard.store.database import Database


def publish(database: Database, user: User, today: date, say: Say = silently) -> None:
    """Publish the files that are not in yet, each as a revision. One that was interrupted goes on where it stopped."""
    there = {name for name, _ in demonstration.files_in(database, user) or ()}
    number = sum(1 for _ in files())
    for at, file in enumerate(files(), 1):
        if file.name not in there:
            say(f"Publishing {file.name}", at, number)
            shown = submit.preview(database, user, file.name, file.content, today)
            submit.publish(database, user, shown, file.reason, shown.screening.warnings)


def made_anew(user: User, today: date, say: Say = silently) -> dict[str, pa.Table]:
    """Publish every file into a database of its own, and return its tables; that takes minutes."""
    with tempfile.TemporaryDirectory() as place:
        database = Database(f"sqlite:///{Path(place) / 'demonstration.db'}")
        try:
            publish(database, user, today, say)
            return demonstration.take(database, user)
        finally:
            database.close()
