"""Starting as a newcomer does: one command, a browser opens on a demonstration; and starting clean."""

import csv
import http.client
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import Result
from typer.testing import CliRunner

from dashboard.commands import commands
from dashboard.domain.definitions import datasets
from dashboard.domain.figures import is_demonstration
from tests.conftest import ROOT, file_of
from tests.figures import template

READY = "The demonstration is ready."


@pytest.fixture
def one_quarter(tmp_path):
    """The datasets with a demonstration of one quarter, which is not the one that is shipped."""
    folder = tmp_path / "datasets"
    shutil.copytree(datasets(), folder)
    settings = folder / "demo" / "demonstration.toml"
    settings.write_text(settings.read_text("utf-8").replace("quarters = 16", "quarters = 1"), "utf-8")
    return {"DASHBOARD_DATASETS": str(folder)}


def _call(*command: str) -> Result:
    """Give a command within this process, where it is not what starts that is looked at."""
    return CliRunner().invoke(commands(print), command)


def _figures(address: str) -> list[dict[str, str]]:
    taken = _call("figures", "--indicator", "adults-in-treatment", "--database", address)
    return list(csv.DictReader(io.StringIO(taken.stdout)))


@pytest.fixture
def begun(sqlite_address, begun_database) -> Path:
    """The file of a clean database."""
    return shutil.copy(begun_database, file_of(sqlite_address))


LARGE = {"altair", "pandas", "pyarrow", "scipy", "sqlalchemy", "streamlit"}


@pytest.mark.parametrize("command", [["--help"], ["figures", "--help"], ["watch", "--help"], ["editions", "--help"]])
def test_help_waits_for_no_large_library(command):
    line = [sys.executable, "-X", "importtime", "-m", "dashboard", *command]
    helped = subprocess.run(line, cwd=ROOT, capture_output=True, check=True)

    imported = {row.rpartition("|")[2].strip() for row in helped.stderr.decode().splitlines()}
    assert "typer" in imported
    assert not imported & LARGE


def test_a_clean_start_holds_the_national_figures_and_no_demonstration(sqlite_address):
    begin = [sys.executable, "-m", "dashboard", "begin", "--database", sqlite_address]
    begun = subprocess.run(begin, cwd=ROOT, capture_output=True, check=True)

    assert begun.stdout.decode().startswith("This database is clean: it holds the published national figures")
    figures = _figures(sqlite_address)
    assert figures
    assert not any(is_demonstration(row["source"]) for row in figures)
    refused = _call("demo", "--no-browser", "--database", sqlite_address)
    assert refused.exit_code == 1
    assert "holds real figures, so no demonstration was made in it" in " ".join(refused.stderr.split())


class Running:
    """A dashboard that opened a browser: at which address, in which process, and what that has said until now."""

    def __init__(self, address: str, process: subprocess.Popen, log: Path) -> None:
        self.address, self.process, self._log = address, process, log

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")

    def until(self, words: str) -> str:
        """Wait until it says something."""
        for _ in range(2400):
            if words in self.said or self.process.poll() is not None:
                break
            time.sleep(0.1)
        assert words in self.said
        return self.said

    def beside(self) -> list[int]:
        """The processes that it started."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for children in tasks for child in children.read_text().split()]


@pytest.fixture
def running(sqlite_address, tmp_path):
    """Start the dashboard with a command, and wait until it opened a browser."""
    processes = []

    def run(*command: str, **more: str) -> Running:
        opened = tmp_path / "opened"
        browser = tmp_path / "browser"
        browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
        browser.chmod(0o755)
        environment = {**os.environ, **more, "BROWSER": str(browser), "PYTHONUNBUFFERED": "1"}
        line = [sys.executable, "-m", "dashboard", *command, "--database", sqlite_address]
        opened.unlink(missing_ok=True)
        log = tmp_path / f"said-{len(processes)}"
        with log.open("wb") as file:
            process = subprocess.Popen(line, cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT)
        processes.append(process)
        for _ in range(2400):
            if opened.exists() and opened.read_text().strip():
                break
            time.sleep(0.1)
        return Running(opened.read_text().strip(), process, log)

    yield run
    for process in processes:
        with process:
            process.terminate()


def test_a_first_start_is_up_at_once_on_this_computer_only_and_says_how_far_it_is(running, sqlite_address):
    dashboard = running()
    before = dashboard.said

    assert dashboard.address.startswith("http://127.0.0.1:")
    assert READY not in before
    assert _status(dashboard.address, "localhost", "GET", "/overview", {}) == 200
    lines = dashboard.until(READY).splitlines()
    steps = ("Getting ready", "Reading the demonstration", "Putting in its figures", "Working out what pages show")
    assert f"The dashboard is at {dashboard.address} (Ctrl+C stops it)" in lines
    assert [line for line in lines if line.endswith("…")] == [f"{step} …" for step in steps]
    assert "Traceback" not in dashboard.said
    figures = _figures(sqlite_address)
    assert len(figures) > 1_000
    assert all(is_demonstration(row["source"]) for row in figures)


def test_a_start_that_is_killed_while_figures_go_in_leaves_none_and_the_next_has_them_all(running, sqlite_address):
    dashboard = running()
    dashboard.until("Putting in its figures")
    for process in [dashboard.process.pid, *dashboard.beside()]:
        os.kill(process, signal.SIGKILL)
    dashboard.process.wait()
    assert READY not in dashboard.said
    assert _revisions(sqlite_address) == 0

    running().until(READY)
    assert _revisions(sqlite_address) == 83


def test_where_only_the_process_beside_dies_another_one_puts_the_figures_in(running, sqlite_address):
    dashboard = running()
    dashboard.until("Putting in its figures")
    (beside,) = dashboard.beside()
    os.kill(beside, signal.SIGKILL)

    dashboard.until(READY)
    assert _revisions(sqlite_address) == 83


def _revisions(address: str) -> int:
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"), timeout=60)) as connection:
        return connection.execute("SELECT count(*) FROM revision").fetchone()[0]


def test_a_start_on_a_clean_database_makes_no_demonstration(running, begun, sqlite_address):
    said = running().said

    assert "demonstration" not in said
    assert not any(is_demonstration(row["source"]) for row in _figures(sqlite_address))


def test_a_demonstration_of_other_settings_is_made_of_its_files_and_takes_no_real_one(
    running, sqlite_address, tmp_path, one_quarter
):
    said = running("demo", **one_quarter).until(READY)

    assert "Publishing council-2026-27-Q1.csv …" in said
    assert "Traceback" not in said
    figures = _figures(sqlite_address)
    assert len(figures) > 100
    assert all(is_demonstration(row["source"]) for row in figures)
    refused = _call("publish", "--reason", "a real file", str(_real_file(tmp_path)), "--database", sqlite_address)
    assert refused.exit_code == 1
    assert "Start a clean one with python -m dashboard begin" in " ".join(refused.stderr.split())


def test_a_start_that_only_reads_serves_an_exported_file_and_makes_nothing(running, begun, sqlite_address, tmp_path):
    exported = tmp_path / "public.db"
    assert _call("editions", "--export", str(exported), "--database", sqlite_address).exit_code == 0
    exported.replace(begun)
    before = begun.read_bytes()

    dashboard = running(DASHBOARD_READER="public")

    assert _status(dashboard.address, "localhost", "GET", "/overview", {}) == 200
    assert not any(b"--stay" in Path(f"/proc/{child}/cmdline").read_bytes() for child in dashboard.beside())
    assert begun.read_bytes() == before


def test_another_demonstration_is_left_as_it_is_and_that_of_this_version_offered(running, sqlite_address):
    file = ROOT / "datasets" / "demo" / "nhs-2026-27-Q1.csv"
    _call("publish", str(file), "--reason", "Q1", "--accept-warnings", "--database", sqlite_address)
    said = running().said

    offer = "That starts with: python -m dashboard demo --database sqlite:///demonstration.db"
    assert f"The demonstration in this database is not the one of this version. {offer}" in said
    assert _revisions(sqlite_address) == 1


UPLOAD = "/_stcore/upload_file/session/file"
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",  # the sample of RFC 6455, section 1.3
}
ASKED = {  # what is asked of the server, with the status that Streamlit itself answers
    "page": ("GET", "/overview", {}, 200),
    "health": ("GET", "/_stcore/health", {}, 200),
    "host config": ("GET", "/_stcore/host-config", {}, 200),
    "metrics": ("GET", "/_stcore/metrics", {}, 200),
    "file taken away": ("GET", "/media/none.csv", {}, 404),
    "upload, asked whether it may": ("OPTIONS", UPLOAD, {}, 204),
    "upload without a token": ("PUT", UPLOAD, {}, 403),
    "websocket": ("GET", "/_stcore/stream", HANDSHAKE, 101),
}


def _statuses(address: str, name: str) -> dict[str, int]:
    """Ask everything of the server under a name, as a browser does that took the name for this computer."""
    return {what: _status(address, name, *asked) for what, (*asked, _) in ASKED.items()}


def _status(address: str, name: str, method: str, path: str, headers: dict[str, str]) -> int:
    host = f"{name}:{urlsplit(address).port}"
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request(method, path, headers={**headers, "Host": host, "Origin": f"http://{host}"})
    status = connection.getresponse().status
    connection.close()
    return status


def test_the_dashboard_answers_to_the_names_of_this_computer_and_to_no_other(running, begun):
    address = running().address

    served = {what: status for what, (*_, status) in ASKED.items()}
    assert _statuses(address, "127.0.0.1") == served
    assert _statuses(address, "localhost") == served
    refused = dict.fromkeys(ASKED, 400)
    assert _statuses(address, "evil.example") == refused
    assert _statuses(address, "127.0.0.1.evil.example") == refused
    assert _statuses(address, "localhost.evil.example") == refused


def _real_file(folder):
    path = folder / "real.csv"
    path.write_bytes(
        template([{"indicator": "adults-in-treatment", "area": "Hull", "period": "2023/24", "count": "9"}])
    )
    return path
