"""Files sent on into a real database: after a refusal no row is stored, after publishing all and no other."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from sqlmodel import func, select

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.errors import NothingToPublish, Refusal
from dashboard.intake.screen import Screening
from dashboard.journeys import submit
from dashboard.store import figures as figures_store
from dashboard.store.database import Database
from dashboard.store.tables import Figure, Hiding, Original, Revision, Submission
from tests.conftest import TODAY
from tests.fuzz.bases import NAMES_NO_MEASURE, placed

TABLES = (Figure, Hiding, Original, Revision, Submission)


class Press:
    """A database into which files are sent. ``published`` and ``refused`` count them."""

    def __enter__(self) -> Self:
        """Open an empty database."""
        self._kept = ExitStack()
        folder = self._kept.enter_context(tempfile.TemporaryDirectory(prefix="fuzz-"))
        self._database = Database(f"sqlite:///{Path(folder) / 'figures.db'}")
        self._kept.callback(self._database.close)
        self.published = self.refused = 0
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take it away."""
        self._kept.close()

    def send(self, screening: Screening) -> None:
        """Send a file on as a person would, and assert what the database holds after each step."""
        file = screening.file
        if file.was:  # the bytes of a file about single events are gone
            return
        shown = submit.preview(self._database, LOCAL_USER, file.name, file.content, TODAY, NAMES_NO_MEASURE)
        if shown.screening.figures.empty:
            self._is_refused(shown)
        else:
            self._is_published(shown)

    def _is_refused(self, shown: submit.Preview) -> None:
        before = self._rows()
        with pytest.raises(NothingToPublish):
            submit.publish(self._database, LOCAL_USER, shown, "a reason", shown.screening.warnings)
        assert self._rows() == before, "a refused file left rows"
        submit.write_down_refusal(self._database, LOCAL_USER, shown.screening)
        assert self._rows() == before | {"submission": before["submission"] + 1}, "a refusal left more than its note"
        self.refused += 1

    def _is_published(self, shown: submit.Preview) -> None:
        before = self._rows()
        if shown.screening.warnings:
            with pytest.raises(Refusal, match="A warning is not ticked"):
                submit.publish(self._database, LOCAL_USER, shown, "a reason", [])
            assert self._rows() == before, "a warning that nobody ticked left rows"
        receipt = submit.publish(self._database, LOCAL_USER, shown, "a reason", shown.screening.warnings)
        with self._database.reading() as session:
            stored = figures_store.of_revision(session, receipt.revision)
        assert placed(stored) == placed(shown.screening.figures), "what was stored is not what was sent"
        after = self._rows()
        assert after["figure"] - before["figure"] == len(shown.screening.figures) == receipt.figures
        assert after["revision"] == before["revision"] + 1
        self.published += 1

    def _rows(self) -> dict[str, int]:
        with self._database.reading() as session:
            return {
                str(table.__tablename__): session.exec(select(func.count()).select_from(table)).one()
                for table in TABLES
            }
