"""How much is hidden, in words: how many figures and why, never which."""

import pandas as pd
import pytest

from dashboard.domain.figures import KEY
from dashboard.reports.hiding import hiding_in_words
from dashboard.stats.suppression.companions import Protection
from tests.figures import figure


def told(small: int = 0, companions: int = 0, opened: int = 0, exposed: int = 0) -> str:
    roles = ["small"] * small + ["companion"] * companions + ["open"] * opened
    rows = [{**figure(area=f"area {at}"), "role": role} for at, role in enumerate(roles)]
    return hiding_in_words(Protection(pd.DataFrame(rows, columns=[*KEY, "role"]), exposed))


def test_where_nothing_is_hidden_nothing_is_said():
    assert told() == ""


def test_what_is_opened_again_is_not_hidden():
    assert told(opened=2) == ""


def test_one_small_figure():
    assert told(small=1) == (
        "To protect people, 1 figure more will be hidden: 1 because so few people are in them, or are left out of them."
    )


def test_small_figures_and_their_companions():
    assert told(small=3, companions=2, opened=1) == (
        "To protect people, 5 figures more will be hidden: "
        "3 because so few people are in them, or are left out of them, "
        "2 because a small number could be worked out from them."
    )


def test_companions_alone():
    assert told(companions=2) == (
        "To protect people, 2 figures more will be hidden: 2 because a small number could be worked out from them."
    )


def test_what_cannot_be_protected_any_more_is_said():
    assert told(exposed=1) == (
        "1 hidden figure can still be narrowed down by what was shown before; "
        "nothing that is hidden now can change that."
    )
    assert told(small=1, exposed=2).endswith(
        "left out of them. 2 hidden figures can still be narrowed down by what was shown before; "
        "nothing that is hidden now can change that."
    )


@pytest.mark.parametrize("many", [{"small": 4}, {"companions": 4}, {"exposed": 4}, {"small": 2, "exposed": 1}])
def test_no_area_measure_or_period_is_named(many):
    said = told(**many)

    assert "area 0" not in said
    assert "adults" not in said
    assert "2023" not in said
