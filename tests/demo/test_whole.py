"""The whole demonstration goes in by the way that an analyst takes, and an interrupted one goes on."""

import pytest

from dashboard.demo.start import demonstrate
from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import view
from dashboard.store.database import Database
from tests.conftest import TODAY


class Stopped(Exception):
    """Somebody pressed Ctrl+C."""


def _history(database: Database) -> view.History:
    with database.reading() as session:
        return view.open_history(session, LOCAL_USER)


def test_all_files_are_published_and_an_interrupted_start_goes_on(sqlite_database, sent):
    def stop_at_the_fourth(name: str) -> None:
        if len(_history(sqlite_database).revisions) == 3:
            raise Stopped

    with pytest.raises(Stopped):
        demonstrate(sqlite_database, LOCAL_USER, TODAY, stop_at_the_fourth)
    said: list[str] = []
    demonstrate(sqlite_database, LOCAL_USER, TODAY, said.append)

    past = _history(sqlite_database)
    assert said == [file.name for file in sent][3:]
    assert [one.file_name for one in reversed(past.submissions)] == [file.name for file in sent]
    assert {one.verdict for one in past.submissions} <= {"accepted", "accepted with warnings"}
    assert all(one.reason for one in past.revisions)
    demonstrate(sqlite_database, LOCAL_USER, TODAY, said.append)
    assert len(_history(sqlite_database).revisions) == len(sent)
