"""Tables are sent once for all tests that ask about them; the definitions are those of the files."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.domain.definitions import Definitions
from dashboard.store import editions as editions_store
from dashboard.store.database import Database
from tests.disclosure.bench import Evidence, Table, published, taken
from tests.journeys.conftest import Desk

WITHOUT_COMPANIONS = "DELETE FROM hiding WHERE role = 'companion'"
BARE = "DELETE FROM hiding"


def behind_its_back(database: Database, statement: str) -> None:
    """Change decisions as the product never does, and drop what it has worked out with them."""
    with database.writing() as session:
        session.execute(text(statement))
        editions_store.sweep(session, ())


@dataclass(frozen=True)
class Sent:
    """What the product gave out for a table; ``after`` gives what it gives out once rows of its decisions are gone."""

    evidence: Evidence
    path: Path

    def after(self, statement: str) -> Evidence:
        """Return what is given out after a change to a copy of the database."""
        copy = self.path.with_suffix(".changed.db")
        shutil.copy(self.path, copy)
        changed = Database(f"sqlite:///{copy}")
        behind_its_back(changed, statement)
        files = taken(Desk(changed), max(self.evidence.files))
        changed.close()
        return Evidence(self.evidence.definitions, files, self.evidence.truths, self.evidence.undone)


@pytest.fixture(scope="session")
def sent(tmp_path_factory, empty_database, definitions) -> Callable[[Table], Sent]:
    """Send a table through the product, once for all tests."""
    done: dict[str, Sent] = {}
    folder = tmp_path_factory.mktemp("disclosure")

    def send(table: Table) -> Sent:
        if table.name not in done:
            path = folder / f"{len(done)}.db"
            shutil.copy(empty_database, path)
            done[table.name] = _sent(path, table, definitions)
        return done[table.name]

    return send


def _sent(path: Path, table: Table, definitions: Definitions) -> Sent:
    database = Database(f"sqlite:///{path}")
    evidence = published(Desk(database), table, definitions)
    database.close()
    return Sent(evidence, path)
