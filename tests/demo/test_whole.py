"""The whole demonstration goes in by the way that an analyst takes, and an interrupted one goes on."""

import pytest

from dashboard.demo.files import files
from dashboard.demo.start import demonstrate
from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import view
from dashboard.store.database import Database
from tests.conftest import TODAY
from tests.demo.readings import avoided, growing, ladders, read_pages


class Stopped(Exception):
    """Somebody pressed Ctrl+C."""


def _history(database: Database) -> view.History:
    with database.reading() as session:
        return view.open_history(session, LOCAL_USER)


def test_all_files_are_published_and_an_interrupted_start_goes_on(sqlite_database, one_quarter, sent, monkeypatch):
    few = [file for file in files() if not file.name.startswith("council")]  # the council's are by far the longest
    names = [file.name for file in few]
    assert len(names) < len(sent) / 10, "the settings of this folder count, and not those read before"
    monkeypatch.setattr("dashboard.demo.publishing.files", lambda: few)

    def stop_at_the_second(step: str, done: int, of: int) -> None:
        if len(_history(sqlite_database).revisions) == 1:
            raise Stopped

    with pytest.raises(Stopped):
        demonstrate(sqlite_database, LOCAL_USER, TODAY, stop_at_the_second)
    said: list[tuple[str, int, int]] = []
    demonstrate(sqlite_database, LOCAL_USER, TODAY, lambda *step: said.append(step))

    past = _history(sqlite_database)
    assert said == [(f"Publishing {name}", at, len(few)) for at, name in enumerate(names[1:], 2)]
    assert [one.file_name for one in reversed(past.submissions)] == names
    assert {one.verdict for one in past.submissions} <= {"accepted", "accepted with warnings"}
    assert all(one.reason for one in past.revisions)
    demonstrate(sqlite_database, LOCAL_USER, TODAY)
    assert len(_history(sqlite_database).revisions) == len(names)


@pytest.mark.parametrize("area", ["cdp-city-of-london-and-hackney", "Rutland", "cdp-cleveland"])
def test_the_pages_of_an_area_blame_nobody_and_no_ladder_grows_on_its_way_down(filled, definitions, area):
    with filled.reading() as session:
        pages = list(read_pages(session, area))

    assert sum(len(said) for _, said in pages) > 1_000
    assert sum(len(ladders(report)) for report, _ in pages) >= 2
    for report, said in pages:
        assert avoided(said, definitions.catalogue) == []
        assert growing(report) == []
