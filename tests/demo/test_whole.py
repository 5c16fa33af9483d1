"""The whole demonstration goes in by the way that an analyst takes, and an interrupted one goes on."""

import shutil

import pytest

from dashboard.demo.files import files
from dashboard.demo.start import demonstrate
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.definitions import datasets
from dashboard.journeys import submit, view
from dashboard.store.database import Database
from tests.conftest import TODAY


class Stopped(Exception):
    """Somebody pressed Ctrl+C."""


def _history(database: Database) -> view.History:
    with database.reading() as session:
        return view.open_history(session, LOCAL_USER)


@pytest.fixture
def one_quarter(tmp_path, monkeypatch, sent) -> list[str]:
    """The names of the files of a demonstration of one quarter: the way in is the same as for sixteen."""
    folder = tmp_path / "datasets"
    shutil.copytree(datasets(), folder)
    settings = folder / "demo" / "demonstration.toml"
    settings.write_text(settings.read_text("utf-8").replace("quarters = 16", "quarters = 1"), "utf-8")
    monkeypatch.setenv("DASHBOARD_DATASETS", str(folder))
    names = [file.name for file in files() if not file.name.startswith("council")]
    assert len(names) < len(sent) / 10, "the settings of this folder count, and not those read before"
    return names


def test_all_files_are_published_and_an_interrupted_start_goes_on(sqlite_database, one_quarter, monkeypatch):
    few = [file for file in files() if file.name in one_quarter]  # the council's are by far the longest
    monkeypatch.setattr("dashboard.demo.start.files", lambda: few)

    def stop_at_the_second(name: str) -> None:
        if len(_history(sqlite_database).revisions) == 1:
            raise Stopped

    with pytest.raises(Stopped):
        demonstrate(sqlite_database, LOCAL_USER, TODAY, stop_at_the_second)
    said: list[str] = []
    demonstrate(sqlite_database, LOCAL_USER, TODAY, said.append)

    past = _history(sqlite_database)
    assert said == [f"{name} ({at} of {len(few)})" for at, name in enumerate(one_quarter[1:], 2)]
    assert [one.file_name for one in reversed(past.submissions)] == one_quarter
    assert {one.verdict for one in past.submissions} <= {"accepted", "accepted with warnings"}
    assert all(one.reason for one in past.revisions)
    demonstrate(sqlite_database, LOCAL_USER, TODAY, said.append)
    assert len(_history(sqlite_database).revisions) == len(one_quarter)


def test_every_file_passes_our_own_screening(sent):
    for file in sent[-10:]:
        screening = submit.check(LOCAL_USER, file.name, file.content, TODAY)

        assert screening.errors == ()
        assert len(screening.figures), file.name
