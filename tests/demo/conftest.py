"""The demonstration as files: each of them, and all their rows in one table."""

import io
import shutil
from collections.abc import Iterator

import pandas as pd
import pytest

from dashboard.demo.files import File, files
from dashboard.demo.start import demonstrate
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.definitions import datasets
from dashboard.journeys import editions
from dashboard.store.database import Database
from tests.conftest import TODAY


@pytest.fixture(scope="session")
def sent() -> list[File]:
    return list(files())


@pytest.fixture(scope="session")
def rows(sent) -> pd.DataFrame:
    """Every row sent, with its ``file``; ``number`` and ``whole`` as numbers, NaN where there is a mark."""
    read = {file.name: pd.read_csv(io.BytesIO(file.content), dtype="str", keep_default_na=False) for file in sent}
    table = pd.concat(read, names=["file"]).reset_index(level="file").reset_index(drop=True)
    number = table["count"].str.replace(r" \[(?:rounded|p|r|b)\]", "", regex=True)
    return table.assign(
        number=pd.to_numeric(number, errors="coerce"), whole=pd.to_numeric(table["denominator"], errors="coerce")
    )


@pytest.fixture(scope="session")
def headline(rows) -> pd.DataFrame:
    """The rows of everybody."""
    return rows[(rows["sex"] == "persons") & (rows["age"] == "") & (rows["breakdown"] == "")]


@pytest.fixture(scope="module")
def one_quarter(tmp_path_factory) -> Iterator[None]:
    """A demonstration has one quarter here: the way in is the same as for sixteen."""
    folder = tmp_path_factory.mktemp("one") / "datasets"
    shutil.copytree(datasets(), folder)
    settings = folder / "demo" / "demonstration.toml"
    settings.write_text(settings.read_text("utf-8").replace("quarters = 16", "quarters = 1"), "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DASHBOARD_DATASETS", str(folder))
        yield


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Iterator[Database]:
    """A database with the demonstration in it."""
    opened = Database(f"sqlite:///{tmp_path_factory.mktemp('filled') / 'figures.db'}")
    demonstrate(opened, LOCAL_USER, TODAY)
    editions.prepare(opened, LOCAL_USER)
    yield opened
    opened.close()
