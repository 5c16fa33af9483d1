"""What journey tests do again and again: send a file, publish it, read what a person would read."""

from dataclasses import dataclass, field

import pytest

from dashboard.domain.access import LOCAL_USER, User
from dashboard.domain.chosen import Chosen
from dashboard.domain.mappings import NOTHING_SAID, Said
from dashboard.journeys import export, submit, view
from dashboard.store.database import Database
from tests.conftest import TODAY


@dataclass
class Desk:
    """An analyst's desk: one database and the person at it."""

    database: Database
    user: User = field(default=LOCAL_USER)

    def preview(self, content: bytes, name: str = "figures.csv", said: Said = NOTHING_SAID) -> submit.Preview:
        return submit.preview(self.database, self.user, name, content, TODAY, said)

    def publish(self, content: bytes, name: str = "figures.csv", reason: str = "a reason") -> submit.Receipt:
        shown = self.preview(content, name)
        return submit.publish(self.database, self.user, shown, reason, shown.screening.warnings)

    def undo(self, number: int) -> submit.Receipt:
        return submit.undo(self.database, self.user, number, "a mistake")

    def taken(self, as_at: int | None = None, **choice: str) -> str:
        with self.database.reading() as session:
            return export.take_figures(session, self.user, export.Choice(**choice), as_at).decode()

    def area(self, code: str, as_at: int | None = None):
        with self.database.reading() as session:
            return view.open_overview(session, self.user, TODAY, Chosen(code, as_at)).everything

    def indicator(self, name: str, code: str, as_at: int | None = None):
        with self.database.reading() as session:
            return view.open_indicator(session, self.user, TODAY, name, Chosen(code, as_at))

    def history(self) -> view.History:
        with self.database.reading() as session:
            return view.open_history(session, self.user)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
def sqlite_desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)
