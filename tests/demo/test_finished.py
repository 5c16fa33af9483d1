"""The finished demonstration: what publishing its files gives, put into either database whole or not at all."""

import hashlib
import os
import shutil
import subprocess
import sys

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from dashboard.demo import finished
from dashboard.demo.files import files
from dashboard.demo.finished import Standing, standing
from dashboard.demo.start import demonstrate
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.definitions import datasets
from dashboard.domain.errors import Refusal
from dashboard.journeys import demonstration, submit, view
from dashboard.store.database import Database
from tests.conftest import ROOT, TODAY
from tests.figures import template

REMAKE = "python -m dashboard demo --remake makes what is shipped anew"
ADULTS = {"indicator": "adults-in-treatment", "area": "Hull", "period": "2023/24", "count": "9"}
BY_REVISION = {"submission": "id", "original": "submission", "revision": "number", "figure": "revision"}
ROWS = sum(pq.read_metadata(file).num_rows for file in (datasets() / "demo" / "finished").glob("*.parquet"))


class Stopped(Exception):
    """The process ends here."""


@pytest.fixture(scope="module")
def shipped():
    return finished.tables()


@pytest.fixture
def own_datasets(tmp_path, monkeypatch):
    """The datasets in a folder that may be changed."""
    folder = tmp_path / "datasets"
    shutil.copytree(datasets(), folder)
    monkeypatch.setenv("DASHBOARD_DATASETS", str(folder))
    return folder


def _until(tables, revision):
    """The tables as they were after a revision: each revision came from the submission of its number."""
    names = BY_REVISION | {"hiding": "revision"}
    return {
        name: table.filter(pc.field(names[name]) <= revision) if name in names else table
        for name, table in tables.items()
    }


def _publish(database, name, content):
    preview = submit.preview(database, LOCAL_USER, name, content, TODAY)
    return submit.publish(database, LOCAL_USER, preview, "Q1", preview.screening.warnings)


def _history(database):
    with database.reading() as session:
        return view.open_history(session, LOCAL_USER)


def test_it_was_made_from_the_definitions_and_settings_of_today():
    assert finished.is_true(LOCAL_USER), REMAKE


def test_the_files_in_it_are_those_that_are_made_today(sent):
    of_today = [(file.name, hashlib.sha256(file.content).hexdigest()) for file in sent]

    assert finished.files() == of_today, REMAKE


@pytest.mark.parametrize("first", [1, 77], ids=["the first quarter", "the newest quarter"])
def test_a_file_of_each_agency_gives_what_is_shipped(sqlite_database, shipped, sent, first):
    if first > 1:
        assert demonstration.put(sqlite_database, LOCAL_USER, _until(shipped, first - 1))
    for file in sent[first - 1 : first + 4]:
        preview = submit.preview(sqlite_database, LOCAL_USER, file.name, file.content, TODAY)
        submit.publish(sqlite_database, LOCAL_USER, preview, file.reason, preview.screening.warnings)

    assert {file.name.partition("-")[0] for file in sent[first - 1 : first + 4]} == {
        "police", "probation", "prison", "council", "nhs",
    }  # fmt: skip
    made = demonstration.take(sqlite_database, LOCAL_USER)
    assert finished.differing(made, _until(shipped, first + 4)) == [], REMAKE


def test_it_goes_in_whole_as_of_today_and_takes_the_next_file(database, shipped):
    said = []
    demonstrate(database, LOCAL_USER, TODAY, lambda *step: said.append(step))

    assert said[0] == ("Reading the demonstration",)
    assert said[1] == ("Putting in its figures", 0, ROWS)
    assert finished.differing(demonstration.take(database, LOCAL_USER), shipped) == []
    past = _history(database)
    moments = {one.made_at for one in past.revisions} | {one.received_at for one in past.submissions}
    assert len(moments) == 1
    file = next((datasets() / "demo").glob("nhs-*.csv"))
    lines = file.read_bytes().splitlines()
    assert _publish(database, "some.csv", b"\n".join(lines[:2])).revision == len(past.revisions) + 1


def test_a_start_that_ends_while_it_goes_in_leaves_nothing_and_the_next_puts_all_in(database):
    def stop_in_the_middle(step, done=0, of=0):
        if done > of / 2:
            raise Stopped

    with pytest.raises(Stopped):
        demonstrate(database, LOCAL_USER, TODAY, stop_in_the_middle)

    assert _history(database) == view.History([], [])
    demonstrate(database, LOCAL_USER, TODAY)
    assert standing(database, LOCAL_USER) is Standing.WHOLE


def test_the_tables_and_indexes_are_those_of_a_database_that_files_are_published_into(sqlite_database, tmp_path):
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    finished.put(other, LOCAL_USER)

    assert _schema(other) == _schema(sqlite_database)
    other.close()


def _schema(database):
    with database.engine.connect() as connection:
        return sorted(connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all(), key=str)


def test_it_does_not_go_where_real_figures_are(sqlite_database):
    _publish(sqlite_database, "real.csv", template([ADULTS]))

    assert standing(sqlite_database, LOCAL_USER) is Standing.REAL
    with pytest.raises(Refusal, match="holds real figures, so no demonstration was made in it"):
        finished.put(sqlite_database, LOCAL_USER)
    assert len(_history(sqlite_database).revisions) == 1


def test_it_does_not_go_beside_another_demonstration_which_stays_as_it_is(sqlite_database):
    _publish(sqlite_database, "newest.csv", next((datasets() / "demo").glob("nhs-*.csv")).read_bytes())

    assert standing(sqlite_database, LOCAL_USER) is Standing.ANOTHER
    assert not finished.put(sqlite_database, LOCAL_USER)
    demonstrate(sqlite_database, LOCAL_USER, TODAY)
    assert len(_history(sqlite_database).revisions) == 1


def test_one_that_was_interrupted_between_two_files_is_still_due(sqlite_database, sent):
    _publish(sqlite_database, sent[0].name, sent[0].content)

    assert standing(sqlite_database, LOCAL_USER) is Standing.DUE


def test_what_is_published_or_undone_in_it_later_makes_it_no_other(sqlite_database):
    finished.put(sqlite_database, LOCAL_USER)
    submit.undo(sqlite_database, LOCAL_USER, 83, "Too early")

    assert standing(sqlite_database, LOCAL_USER) is Standing.WHOLE


@pytest.mark.parametrize("changed", ["indicators/adults-in-treatment.toml", "demo/demonstration.toml"])
def test_with_a_catalogue_or_settings_of_ones_own_it_is_not_true(own_datasets, changed):
    path = own_datasets / changed
    path.write_text(path.read_text("utf-8") + "\n# mine\n", "utf-8")

    assert not finished.is_true(LOCAL_USER)


def test_without_any_it_is_not_true(own_datasets):
    shutil.rmtree(own_datasets / "demo" / "finished")

    assert not finished.is_true(LOCAL_USER)


def test_written_again_it_has_the_same_bytes_and_is_small(own_datasets, shipped):
    folder = own_datasets / "demo" / "finished"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    finished.write(shipped, LOCAL_USER)

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert sum(map(len, before.values())) < 2_500_000


@pytest.fixture
def one_quarter_of_own(own_datasets):
    """Settings of one's own, which what is shipped was not made from."""
    settings = own_datasets / "demo" / "demonstration.toml"
    settings.write_text(settings.read_text("utf-8").replace("quarters = 16", "quarters = 1"), "utf-8")
    return own_datasets


def test_a_command_makes_it_anew_from_settings_of_ones_own(one_quarter_of_own):
    remade = _demo("--remake", one_quarter_of_own)

    assert remade.returncode == 0
    assert remade.stdout.decode().startswith("Other than before: ")
    assert finished.is_true(LOCAL_USER)
    assert [name for name, _ in finished.files()] == [file.name for file in files()]


def test_a_command_finds_what_differs_and_leaves_it(one_quarter_of_own):
    verified = _demo("--verify", one_quarter_of_own)

    assert verified.returncode == 1
    assert verified.stdout.decode().startswith("What is shipped differs in figure, hiding, original, revision and ")
    assert len(finished.files()) == 83


def _demo(option, folder):
    environment = {**os.environ, "DASHBOARD_DATASETS": str(folder)}
    command = [sys.executable, "-m", "dashboard", "demo", option]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)


def test_a_difference_in_one_figure_is_found(shipped):
    figures = shipped["figure"]
    other = figures.set_column(figures.column_names.index("numerator"), "numerator", pc.add(figures["numerator"], 1.0))

    assert finished.differing(shipped | {"figure": other}, shipped) == ["figure"]
    assert finished.differing({}, {"figure": figures}) == ["figure"]
