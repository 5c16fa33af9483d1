"""Granting, exporting and starting to read, on the command line."""

import pytest
from typer.testing import CliRunner

from dashboard.commands import commands
from dashboard.domain.access import READERS
from dashboard.domain.audiences import Audience
from dashboard.store.database import Database
from tests.figures import template
from tests.reading_roles import as_role, role_at

ADULTS = {"indicator": "adults-in-treatment", "area": "Barnet", "period": "2023/24", "count": "100"}
RELEASES = {"indicator": "coc-eligible-releases", "area": "Barnet", "period": "Apr to Jun 2026", "count": "222"}


@pytest.fixture
def run():
    """Call the command line at an address; ``run.served`` has the settings with which pages were served."""
    served = []
    line = commands(lambda settings, **options: served.append(settings))

    def call(address: str, *arguments: str):
        return CliRunner().invoke(line, [*arguments, "--database", address])

    call.served = served
    return call


@pytest.fixture
def published(run, tmp_path):
    """Publish a public figure and one for the partnership at an address, and return it."""

    def at(address: str) -> str:
        path = tmp_path / "q1.csv"
        path.write_bytes(template([ADULTS, RELEASES]))
        result = run(address, "publish", str(path), "--reason", "Q1", "--accept-warnings")
        assert result.exit_code == 0, result.output
        return address

    return at


def test_a_file_of_what_is_public_is_exported_and_shown(run, published, address, tmp_path, monkeypatch):
    file = tmp_path / "public.db"
    result = run(published(address), "editions", "--export", str(file))

    assert result.stdout.strip() == (
        f"{file} holds what everybody may read at revision 1. Set DASHBOARD_READER=public with it."
    )
    monkeypatch.setenv("DASHBOARD_READER", "public")
    here = f"sqlite:///{file}"
    before = file.read_bytes()
    started = run(here, "--no-browser")
    assert (started.exit_code, started.stderr) == (0, "")
    assert [(one.reader, one.user) for one in run.served] == [(Audience.PUBLIC, READERS[Audience.PUBLIC])]
    figures = run(here, "figures").stdout
    assert ",100,,100," in figures
    assert "222" not in figures
    assert file.read_bytes() == before


def test_an_export_over_the_database_itself_is_refused(run, published, sqlite_address, tmp_path):
    result = run(published(sqlite_address), "editions", "--export", str(tmp_path / "figures.db"))

    assert result.exit_code == 1
    assert "is the database itself. Nothing was written." in result.stderr


def test_roles_are_granted_what_they_read(run, published, postgresql_address, monkeypatch):
    published(postgresql_address)
    with role_at(postgresql_address) as new_role:
        visitor, member = new_role(), new_role()
        granted = ("--grant-public", visitor, "--grant-partnership", member)
        result = run(postgresql_address, "editions", *granted)
        assert result.stdout.splitlines() == [
            f"{visitor} may read what is for everybody, and nothing else. Set DASHBOARD_READER=public with it.",
            f"{member} may read what is for members of the partnership, and nothing else. "
            "Set DASHBOARD_READER=partnership with it.",
        ]
        found = {}
        for role, audience in ((visitor, "public"), (member, "partnership")):
            monkeypatch.setenv("DASHBOARD_READER", audience)
            started = run(as_role(postgresql_address, role), "--no-browser")
            assert (started.exit_code, started.stderr) == (0, "")
            found[audience] = run(as_role(postgresql_address, role), "figures").stdout

    assert [",222," in found[audience] for audience in ("public", "partnership")] == [False, True]


def test_grants_are_refused_clearly(run, published, sqlite_address, postgresql_address):
    on_file = run(published(sqlite_address), "editions", "--grant-public", "reader")
    assert (on_file.exit_code, "Only PostgreSQL has roles" in on_file.stderr) == (2, True)

    Database(postgresql_address).close()
    nobody = run(postgresql_address, "editions", "--grant-partnership", "nobody_at_all")
    assert (nobody.exit_code, "There is no role nobody_at_all" in nobody.stderr) == (2, True)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["undo", "1", "--reason", "wrong"], "You may not undo a revision as viewer"),
        (["mappings"], "You may not send and publish figures as viewer"),
        (["editions", "--make"], "You may not set up this dashboard as viewer"),
        (["begin"], "You may not set up this dashboard as viewer"),
        (["demo", "--no-browser"], "You may not set up this dashboard as viewer"),
    ],
    ids=lambda one: one[0] if isinstance(one, list) else "",
)
def test_where_it_only_reads_other_commands_change_nothing(run, published, sqlite_address, monkeypatch, command, words):
    published(sqlite_address)
    monkeypatch.setenv("DASHBOARD_READER", "public")

    result = run(sqlite_address, *command)
    assert result.exit_code == 1
    assert words in result.stderr


def test_where_it_only_reads_nothing_is_published(run, sqlite_address, published, tmp_path, monkeypatch):
    published(sqlite_address)
    monkeypatch.setenv("DASHBOARD_READER", "partnership")

    result = run(sqlite_address, "publish", str(tmp_path / "q1.csv"), "--reason", "again")
    assert result.exit_code == 1
    assert "This dashboard only reads (DASHBOARD_READER). Nothing was changed." in result.stderr


def test_a_start_that_only_reads_and_could_read_figures_says_so(run, published, address, monkeypatch):
    published(address)
    for audience in Audience:
        monkeypatch.setenv("DASHBOARD_READER", audience)
        started = run(address, "--no-browser")
        assert started.exit_code == 0
        # Of a SQLite file there is no other for members.
        no_other = address.startswith("sqlite") and audience is Audience.PARTNERSHIP
        assert ("could read figures that its pages do not show" in started.stderr) is not no_other


def test_another_word_is_no_reader(run, published, sqlite_address, monkeypatch):
    published(sqlite_address)
    monkeypatch.setenv("DASHBOARD_READER", "everybody")

    result = run(sqlite_address, "--no-browser")
    assert result.exit_code == 2
    assert "The setting DASHBOARD_READER holds “everybody”, which cannot be used." in result.stderr
