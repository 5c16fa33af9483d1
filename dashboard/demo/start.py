"""Putting the demonstration into a database: finished where it can be, else its files as an analyst sends them."""

from datetime import date

from dashboard.demo.finished import Standing, put, standing
from dashboard.domain.access import User
from dashboard.domain.progress import Say, silently
from dashboard.journeys import demonstration
from dashboard.store.database import Database


def demonstrate(database: Database, user: User, today: date, say: Say = silently) -> None:
    """Put the demonstration in, or what is missing of it, unless another one is here.

    ``say`` is told of each step. Raise Refusal where the database holds real figures.
    """
    demonstration.may_begin(database, user)
    if standing(database, user) is Standing.DUE and not put(database, user, say):
        # What it needs takes longer to load than the rest of a start.
        from dashboard.demo.publishing import publish  # noqa: PLC0415

        publish(database, user, today, say)
