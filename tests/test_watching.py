"""The watched folder: real files in a real folder, taken by a real process, on both databases."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from dashboard.commands import commands
from dashboard.commands.folder import MOST_BYTES, Changed, Folder
from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import view
from dashboard.store.database import Database
from tests.conftest import ROOT
from tests.figures import template
from tests.workbooks import Sheet, xlsx

ADULTS = {"indicator": "adults-in-treatment", "area": "Barnet", "period": "2023/24"}
PRESENTATIONS = {"indicator": "new-presentations", "area": "Barnet", "period": "2023/24"}
GOOD = template([ADULTS | {"count": "1235"}, PRESENTATIONS | {"count": "65"}])
REFUSED = template([ADULTS | {"count": "lots"}])
PARTLY = template([ADULTS | {"count": "lots"}, PRESENTATIONS | {"count": "66"}])
WARNED = template([ADULTS | {"period": "Apr 2023", "count": "512"}])
PATIENCE = 60  # seconds: the machine may be busy


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "returns"
    made.mkdir()
    return made


@pytest.fixture
def once(folder, sqlite_address):
    """Call ``watch --once`` on the folder, with the files given as bytes put there first."""

    def call(*options: str, **files: bytes):
        for name, content in files.items():
            (folder / f"{name}.csv").write_bytes(content)
        command = ["watch", str(folder), "--once", "--every", "0.1", *options, "--database", sqlite_address]
        return CliRunner().invoke(commands(print), command)

    return call


def _receipt(folder: Path, name: str) -> str:
    return (folder / f"{name}.receipt.txt").read_text("utf-8")


def _history(address: str) -> view.History:
    opened = Database(address)
    with opened.reading() as session:
        history = view.open_history(session, LOCAL_USER)
    opened.close()
    return history


def _until(happened) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@contextmanager
def _watching(folder: Path, address: str, *options: str):
    """A process that watches, from its first look on."""
    command = [sys.executable, "-m", "dashboard", "watch", str(folder), "--every", "0.2", *options]
    process = subprocess.Popen(
        [*command, "--database", address], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    try:
        assert process.stdout.readline().startswith("Watching ")
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _ended(process: subprocess.Popen, number: signal.Signals = signal.SIGTERM) -> str:
    process.send_signal(number)
    said, _ = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in said
    assert process.returncode == 0, said
    return said


def _receipts(folder: Path) -> set[str]:
    return {path.name.removesuffix(".receipt.txt") for path in folder.glob("*.receipt.txt")}


def test_what_arrives_is_published_or_refused_and_gets_a_receipt(folder, address):
    with _watching(folder, address) as process:
        for name, content in {"good": GOOD, "refused": REFUSED, "partly": PARTLY, "warned": WARNED}.items():
            (folder / f"{name}.csv").write_bytes(content)
            _until(lambda name=name: f"{name}.csv" in _receipts(folder))
        said = _ended(process)

    assert "good.csv: accepted. Published as revision 1: 2 figures of 2 measures." in said
    assert said.endswith("Ended.\n")
    assert "Published as revision 2: 1 figure of 1 measure." in _receipt(folder, "partly.csv")
    assert "      found: lots" in _receipt(folder, "refused.csv")
    assert "Waits for: period_kind_is_usual" in _receipt(folder, "warned.csv")
    history = _history(address)
    assert [row.number for row in history.revisions] == [2, 1]
    assert [past.verdict for past in history.submissions] == ["partly accepted", "refused", "accepted"]


def test_a_file_is_taken_once_and_again_when_its_content_changes(folder, address):
    (folder / "good.csv").write_bytes(GOOD)
    for _ in range(2):
        with _watching(folder, address) as process:
            _until(lambda: "good.csv" in _receipts(folder))
            (folder / "good.csv").touch()
            time.sleep(1)  # several looks
            _ended(process, signal.SIGINT)
    assert len(_history(address).revisions) == 1

    with _watching(folder, address) as process:
        (folder / "good.csv").write_bytes(template([ADULTS | {"count": "1300"}]))
        _until(lambda: "revision 2" in _receipt(folder, "good.csv"))
        _ended(process)


def test_a_process_killed_at_any_moment_publishes_each_file_once_and_leaves_whole_receipts(folder, address):
    names = [f"{number}.csv" for number in range(6)]
    for number, name in enumerate(names):
        (folder / name).write_bytes(template([ADULTS | {"count": str(1000 + number)}]))
    for attempt in range(3):
        with _watching(folder, address) as process:
            _until(lambda many=attempt * 2 + 1: len(_receipts(folder)) >= many)
            time.sleep(0.03 * attempt)
            process.send_signal(signal.SIGKILL)
            process.wait()
    with _watching(folder, address) as process:
        _until(lambda: _receipts(folder) == set(names))
        _ended(process)

    assert len(_history(address).revisions) == len(names)
    for name in names:
        receipt = _receipt(folder, name)
        assert "Outcome: Published as revision " in receipt
        assert receipt.endswith("\n")
    assert not list(folder.glob(".*")), "something half-written lies there"


@contextmanager
def _away(address: str):
    """The database takes nobody in, as when it is being started again or written to by somebody slow."""
    if address.startswith("sqlite"):
        other = sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()
        return
    name = address.split("/")[3].split("?", maxsplit=1)[0]
    with psycopg.connect(address.replace(name, "postgres", 1), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_a_database_that_is_away_is_waited_for(folder, address):
    (folder / "first.csv").write_bytes(GOOD)
    with _watching(folder, address) as process:
        assert process.stdout.readline().startswith("first.csv: accepted.")
        with _away(address):
            (folder / "second.csv").write_bytes(template([ADULTS | {"count": "1300"}]))
            assert process.stdout.readline().startswith(("The database cannot be reached.", "The database is busy"))
            assert "second.csv" not in _receipts(folder)
        _until(lambda: "second.csv" in _receipts(folder))
        said = _ended(process)

    assert "Files are taken again." in said
    assert len(_history(address).revisions) == 2


def test_ctrl_c_in_the_middle_of_a_workbook_finishes_it(folder, sqlite_address):
    row = ADULTS | {"count": "1235"}
    content = xlsx(Sheet("Sheet1", [list(row), *([*row.values()] for _ in range(30_000))]))
    with _watching(folder, sqlite_address, "--accept-warnings") as process:
        (folder / "large.xlsx").write_bytes(content)
        _until(lambda: _children(process.pid))
        for reader in _children(process.pid):
            assert os.getpgid(reader) != os.getpgid(process.pid), "Ctrl-C would reach the reader too"
        _ended(process, signal.SIGINT)

    assert "Outcome: Published as revision 1: 1 figure" in _receipt(folder, "large.xlsx")


def _children(process: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


# One look, as a timetable would have it


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, 0),
        ({"good": GOOD}, 0),
        ({"refused": REFUSED}, 1),
        ({"warned": WARNED}, 1),
        ({"good": GOOD, "refused": REFUSED}, 3),
        ({"partly": PARTLY}, 3),
    ],
)
def test_one_look_ends_with_the_code_of_what_was_taken(once, files, code):
    assert once(**files).exit_code == code
    assert once().exit_code == 0  # nothing is left to take


def test_a_folder_that_is_not_there_and_an_unknown_indicator_cannot_be_used(once, folder):
    assert once("--indicator", "no-such").exit_code == 2
    folder.rmdir()
    result = once()
    assert result.exit_code == 2
    assert "there is no folder of this name" in result.output


def test_a_file_that_waits_is_published_once_its_warning_is_ticked(once, folder, sqlite_address):
    once(warned=WARNED)
    assert "publish warned.csv --accept period_kind_is_usual" in _receipt(folder, "warned.csv")
    assert _history(sqlite_address).revisions == []

    ticked = once("--accept", "period_kind_is_usual", "--reason", "Agreed with the council")

    assert ticked.exit_code == 0
    assert "Outcome: Published as revision 1" in _receipt(folder, "warned.csv")
    assert "Waits for" not in _receipt(folder, "warned.csv")
    assert _history(sqlite_address).revisions[0].reason == "Agreed with the council"


def test_a_file_that_does_not_say_its_indicator_waits_for_it(once, folder, sqlite_address):
    once(upload=(ROOT / "tests" / "samples" / "good" / "indicator_is_named.csv").read_bytes())
    assert "publish upload.csv --indicator ID" in _receipt(folder, "upload.csv")
    assert _history(sqlite_address).submissions == []

    assert once("--indicator", "new-presentations-cj-share").exit_code == 0


def test_a_lost_receipt_is_left_again_and_nothing_is_published_twice(once, folder, sqlite_address):
    once(good=GOOD)
    (folder / "good.csv.receipt.txt").unlink()

    result = once()

    assert "Published as revision 1, before this receipt could be left." in result.output
    assert "takes 1 figure of adults-in-treatment" in _receipt(folder, "good.csv")
    assert len(_history(sqlite_address).revisions) == 1


def test_a_file_that_was_taken_back_is_published_again_when_it_is_sent_again(once, folder, sqlite_address):
    once(good=GOOD)
    CliRunner().invoke(commands(print), ["undo", "1", "--reason", "a mistake", "--database", sqlite_address])
    (folder / "good.csv.receipt.txt").unlink()

    assert "Published as revision 3" in once().output


def test_a_receipt_says_what_was_found_and_what_it_takes_to_undo(once, folder):
    once(partly=PARTLY)

    head, _, body = _receipt(folder, "partly.csv").partition("\n\n")

    assert [line.partition(": ")[0] for line in head.splitlines()] == [
        *("Receipt", "Verdict", "Outcome", "At", "Size", "SHA-256"),
    ]
    assert "  takes 1 figure of new-presentations\n  takes nothing of adults-in-treatment: an error stops it\n" in body
    assert "error numbers_are_numbers [adults-in-treatment]: A cell holds neither a number nor a mark" in body
    assert "      where: row 2\n      found: lots\n" in body
    assert 'python -m dashboard undo 1 --reason "…"' in body


def test_nothing_in_a_file_or_its_name_can_forge_a_line_of_a_receipt(once, folder):
    forged = template([ADULTS | {"count": "1\nOutcome: Published as revision 9\x1b[2J"}])
    (folder / "a\nVerdict: accepted.csv").write_bytes(forged)

    result = once()

    (receipt,) = (path.read_text("utf-8") for path in folder.glob("*.receipt.txt"))
    assert [line for line in receipt.splitlines() if line.startswith("Verdict")] == ["Verdict: refused"]
    assert not [line for line in receipt.splitlines() if line.startswith("Outcome: Published")]
    assert "\x1b" not in receipt + result.output
    assert once().output == ""


def test_a_receipt_that_cannot_be_left_is_said_and_nothing_is_published_twice(once, folder, sqlite_address):
    (folder / "good.csv.receipt.txt").mkdir()

    said = [once(good=GOOD).output, once(good=GOOD).output]

    assert all("good.csv: its receipt could not be left beside it" in output for output in said)
    assert len(_history(sqlite_address).revisions) == 1


def test_a_file_larger_than_any_is_refused_unread_and_once(once, folder):
    with (folder / "huge.csv").open("wb") as file:
        file.truncate(MOST_BYTES + 1)  # takes no room on the disk

    assert once().exit_code == 1
    assert "A file may have 200 MB; this one was not read." in _receipt(folder, "huge.csv")
    assert once().exit_code == 0


def test_links_folders_pipes_hidden_and_unfinished_files_are_left_alone(once, folder, tmp_path):
    (tmp_path / "secret.csv").write_bytes(GOOD)
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "below").mkdir()
    (folder / "below" / "good.csv").write_bytes(GOOD)
    os.mkfifo(folder / "pipe.csv")
    for name in (".good.csv", "~$good.xlsx", "good.csv.part", "Thumbs.db", "other.csv.receipt.txt"):
        (folder / name).write_bytes(GOOD)

    result = once()

    assert result.exit_code == 0
    assert result.output == "link.csv: this is a link, and links are not followed. Put the file itself there.\n"
    assert _receipts(folder) == {"other.csv"}


# What is whole


def test_a_file_that_is_being_written_waits_until_it_is_whole(folder):
    watched = Folder(folder)
    (folder / "a.csv").write_bytes(GOOD[:20])
    assert watched.whole() == []
    (folder / "a.csv").write_bytes(GOOD)
    assert watched.whole() == []

    (seen,) = watched.whole()

    assert watched.content(seen) == GOOD


def test_the_oldest_file_comes_first(folder):
    for at, name in enumerate(("b.csv", "c.csv", "a.csv")):
        (folder / name).write_bytes(GOOD)
        os.utime(folder / name, (1_700_000_000 + at, 1_700_000_000 + at))
    watched = Folder(folder)
    watched.whole()

    assert [seen.name for seen in watched.whole()] == ["b.csv", "c.csv", "a.csv"]


def _written_over(path: Path) -> None:
    path.write_bytes(GOOD + b"\r\n")


def _moved_away(path: Path) -> None:
    path.rename(path.with_name("b.csv"))


@pytest.mark.parametrize("change", [_written_over, _moved_away])
def test_a_file_that_changes_at_the_last_moment_is_left_for_another_look(folder, change):
    (folder / "a.csv").write_bytes(GOOD)
    watched = Folder(folder)
    watched.whole()
    (seen,) = watched.whole()
    change(folder / "a.csv")

    with pytest.raises(Changed):
        watched.content(seen)
