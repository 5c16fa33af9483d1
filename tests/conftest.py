"""What the tests stand on: a real PostgreSQL, a database for each test, the definitions, the published files."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg
import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.definitions import Definitions, read_definitions
from dashboard.journeys import administer, editions
from dashboard.store.database import Database

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "real"
TODAY = date(2026, 11, 21)
LAST = ("test_interruption", "test_whole", "tests/browser")  # they take minutes; all others come before them


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return read_definitions()


@pytest.fixture
def real_file():
    """Return the path of a published file, or skip where they are not beside the project."""

    def find(name: str) -> Path:
        if not REAL.is_dir():
            pytest.skip("the published files are not beside the project (../shared/real)")
        return REAL / name

    return find


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server, started for this run."""
    with running_postgresql() as address:
        yield address


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Start a real PostgreSQL server, and give its address with {} in place of the database's name."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert binaries, "PostgreSQL is not installed: bash tests/run installs it on Debian and Ubuntu"
    folder = Path(tempfile.mkdtemp(prefix="dashboard-pg-"))
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_owner:
        shutil.chown(folder, "postgres")
    tool = {name: str(binaries[-1] / name) for name in ("initdb", "pg_ctl")}
    data = str(folder / "data")
    initialise = ["-D", data, "-A", "trust", "-U", "dash", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run([*as_owner, tool["initdb"], *initialise], check=True, capture_output=True, cwd=folder)
    options = f"-c listen_addresses='' -k {folder} -c fsync=off -c full_page_writes=off"
    start = ["-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start"]
    subprocess.run([*as_owner, tool["pg_ctl"], *start], check=True, capture_output=True, cwd=folder)
    yield f"postgresql://dash@/{{}}?host={folder}"
    stop = ["-D", data, "-m", "immediate", "stop"]
    subprocess.run([*as_owner, tool["pg_ctl"], *stop], check=True, capture_output=True, cwd=folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with its tables and nothing in them, to be copied: to migrate one takes longer."""
    path = tmp_path_factory.mktemp("empty") / "figures.db"
    Database(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def template_with_tables(postgresql: str) -> str:
    """The same on the real PostgreSQL: the name of a database."""
    _execute(postgresql, "CREATE DATABASE with_tables")
    Database(postgresql.format("with_tables")).close()
    return "with_tables"


@pytest.fixture(scope="session")
def begun_database(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """A SQLite file as a clean start leaves it, to be copied: with the national figures and what pages show of them."""
    path = shutil.copy(empty_database, tmp_path_factory.mktemp("begun") / "figures.db")
    opened = Database(f"sqlite:///{path}")
    administer.begin(opened, LOCAL_USER, TODAY)
    editions.prepare(opened, LOCAL_USER)
    opened.close()
    return path


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """A SQLite file to be copied with what readers of all sorts may read, or may not."""
    path = shutil.copy(empty_database, tmp_path_factory.mktemp("filled") / "figures.db")
    _fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def filled_template(postgresql: str, template_with_tables: str) -> str:
    """The same on the real PostgreSQL: the name of a database."""
    _execute(postgresql, f"CREATE DATABASE filled TEMPLATE {template_with_tables}")
    _fill(postgresql.format("filled"))
    return "filled"


def _fill(address: str) -> None:
    from tests.reading_roles import fill  # which needs what stands above

    opened = Database(address)
    fill(opened)
    opened.close()


def _execute(postgresql: str, statement: str) -> None:
    with psycopg.connect(postgresql.format("postgres"), autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'figures.db'}"


@pytest.fixture
def postgresql_address(postgresql: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of its own on the real PostgreSQL; empty but where the test asks for it filled, or opened."""
    name = f"test_{os.urandom(6).hex()}"
    asked = request.fixturenames
    wanted = "filled_template" if "filled_template" in asked else "template_with_tables" if "database" in asked else ""
    template = request.getfixturevalue(wanted) if wanted else "template1"
    _execute(postgresql, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield postgresql.format(name)
    _execute(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty database: the same test runs on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_address"))


@pytest.fixture
def database(address: str, empty_database: Path) -> Iterator[Database]:
    if address.startswith("sqlite"):
        shutil.copy(empty_database, file_of(address))
    opened = Database(address)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(sqlite_address: str, empty_database: Path) -> Iterator[Database]:
    yield from _copied(empty_database, sqlite_address)


@pytest.fixture
def filled_sqlite(sqlite_address: str, filled_database: Path) -> Iterator[Database]:
    yield from _copied(filled_database, sqlite_address)


def _copied(file: Path, address: str) -> Iterator[Database]:
    shutil.copy(file, file_of(address))
    opened = Database(address)
    yield opened
    opened.close()


def file_of(address: str) -> Path:
    """The file at a SQLite address."""
    return Path(address.removeprefix("sqlite:///"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the fast tests first."""
    items.sort(key=lambda item: next((at + 1 for at, part in enumerate(LAST) if part in str(item.path)), 0))
