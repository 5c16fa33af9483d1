"""What the tests of intake share: a file from text to screening, and one figure of it."""

from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.domain.mappings import Said
from dashboard.intake.files import ReceivedFile
from dashboard.intake.screen import Screening, screen
from tests.conftest import TODAY

HEADINGS = "indicator,area,period,sex,age,breakdown,count,denominator,value,lower_ci_95,upper_ci_95,note\n"


@pytest.fixture
def screened(definitions) -> Callable[..., Screening]:
    """Return what is made of a file with this content and name."""

    def make(content: str | bytes, name: str = "return.csv", indicator: str | None = None) -> Screening:
        received = ReceivedFile(name, content.encode() if isinstance(content, str) else content)
        return screen(received, definitions, TODAY, Said(indicator))

    return make


@pytest.fixture
def template(screened) -> Callable[..., Screening]:
    """Return what is made of rows under our template's headings."""

    def make(*rows: str, name: str = "return.csv") -> Screening:
        return screened(HEADINGS + "".join(f"{row}\n" for row in rows), name)

    return make


@pytest.fixture
def figure() -> Callable[..., pd.Series]:
    """Return the one figure of a screening with this key: persons, all ages, no breakdown where it does not say."""

    def find(screening: Screening, **key: str) -> pd.Series:
        wanted = {"sex": "persons", "age": "", "breakdown": "", **key}
        rows = screening.figures
        for name, value in wanted.items():
            rows = rows[rows[name] == value]
        assert len(rows) == 1, f"{len(rows)} figures at {wanted}"
        return rows.iloc[0]

    return find
