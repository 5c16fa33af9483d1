"""Rows of our template in which any cell may hold any text: hypothesis finds the smallest that goes wrong."""

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from dashboard.intake.files import ReceivedFile
from tests.figures import template
from tests.fuzz.harms import CELLS
from tests.fuzz.judging import Judge

_USUAL = {
    "indicator": [
        "adults-in-treatment",
        "coc-engaged-21-days",
        "coc-mean-days",
        "public-health-grant",
        "drug-seizures",
    ],
    "area": ["Barnet", "E08000035", "Cleveland", "England", "cdp-cumbria"],
    "period": ["2023/24", "2023/24 Q1", "Jun 2025", "12 months to Jun 2025", "2020 to 2022", "at 31 Mar 2024"],
    "sex": ["", "male", "Females"],
    "age": ["", "18-29", "50+", "under 18", "18 and over"],
    "breakdown": ["", "drug=heroin", "prison=LPI; drug=heroin", "ethnicity=white"],
    "count": ["0", "12", "1,465", "[c]", "5 [rounded]"],
    "denominator": ["", "31", "20000"],
    "value": ["", "38.7", "12%", "1e3"],
    "lower_ci_95": ["", "20.1"],
    "upper_ci_95": ["", "60.5"],
    "note": ["", "Recounted"],
}


def _cells(usual: list[str]) -> st.SearchStrategy[str]:
    often = st.sampled_from(usual)
    return st.one_of(often, often, often, often, st.sampled_from(CELLS), st.text(max_size=12))


_ROWS = st.lists(st.fixed_dictionaries({name: _cells(usual) for name, usual in _USUAL.items()}), min_size=1, max_size=4)


def read_rows(judge: Judge, examples: int, number: int) -> None:
    """Read so many files of such rows. Raise what the smallest that goes wrong raises."""

    @seed(number)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(rows=_ROWS)
    def read(rows: list[dict[str, str]]) -> None:
        judge.read(ReceivedFile("return.csv", template(rows).replace(b"\x00", b"")))

    read()
