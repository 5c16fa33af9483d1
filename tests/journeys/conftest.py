"""What journey tests do again and again: send a file, publish it, read what a person would read."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlmodel import Session

from dashboard.domain.access import LOCAL_USER, User
from dashboard.domain.definitions import datasets
from dashboard.domain.mappings import NOTHING_SAID, Said
from dashboard.domain.requests import Request
from dashboard.journeys import editions, export, submit, view
from dashboard.reports.report import IndicatorReport, OverviewReport, SpineReport, ThemeReport
from dashboard.store.database import Database
from tests.conftest import TODAY


@dataclass(frozen=True)
class Pages:
    """What a reader finds of an area: the first screen, one theme in full, all measures in a line each."""

    overview: OverviewReport
    care: ThemeReport
    measures: SpineReport

    @property
    def title(self) -> str:
        return self.overview.title


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

    @contextmanager
    def reading(self, as_at: int | None = None) -> Iterator[Session]:
        """A session that finds what pages show at a revision."""
        editions.prepare(self.database, self.user, as_at)
        with self.database.reading() as session:
            yield session

    def taken(self, as_at: int | None = None, **choice: str) -> str:
        with self.reading(as_at) as session:
            return export.take_figures(session, self.user, export.Choice(**choice), as_at).decode()

    def area(self, code: str, as_at: int | None = None) -> Pages:
        with self.reading(as_at) as session:
            scope = view.open_scope(session, self.user, Request(area=code, revision=as_at), TODAY)
            return Pages(
                view.open_overview(session, self.user, scope),
                view.open_continuity_of_care(session, self.user, scope),
                view.open_indicators(session, self.user, scope),
            )

    def indicator(self, name: str, code: str, as_at: int | None = None) -> IndicatorReport:
        with self.reading(as_at) as session:
            scope = view.open_scope(session, self.user, Request(area=code, revision=as_at), TODAY)
            return view.open_indicator(session, self.user, scope, name)

    def history(self) -> view.History:
        with self.database.reading() as session:
            return view.open_history(session, self.user)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
def sqlite_desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)


@pytest.fixture
def own_definitions(tmp_path, monkeypatch) -> Path:
    """A copy of the definition files that the test may change."""
    folder = tmp_path / "datasets"
    shutil.copytree(datasets(), folder)
    monkeypatch.setenv("DASHBOARD_DATASETS", str(folder))
    return folder
