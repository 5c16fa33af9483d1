"""The demonstration as files: each of them, and all their rows in one table."""

import io

import pandas as pd
import pytest

from dashboard.demo.files import File, files


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
