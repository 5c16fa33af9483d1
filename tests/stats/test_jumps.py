"""How far one figure is from another, once chance is allowed for.

Limits of counts: Garwood (1936), exact 95% limits as tables of the Poisson distribution print them;
Byar's, which are used from 10 on, differ from these by less than half a per cent.
"""

import pandas as pd
import pytest

from dashboard.stats.jumps import has_chance, least_times
from tests.figures import figure, figures
from tests.in_frames import estimates

COUNT, SHARE = "adults-in-treatment", "coc-engaged-21-days"


def least(definitions, name: str, before: dict, after: dict) -> pd.Series:
    made = [estimates(figures(figure(indicator=name, **one)), definitions.catalogue) for one in (before, after)]
    return least_times(*made, definitions.catalogue.called(name)).iloc[0]


@pytest.mark.parametrize(
    ("before", "after", "times"),
    [
        (100, 400, 361.8 / 121.63),
        (400, 100, 361.8 / 121.63),
        (0, 20, 12.217 / 3.689),
        (1, 3, 1.0),  # 0.03 to 5.6, and 0.6 to 8.8
        (0, 8, 1.0),  # 0 to 3.69, and 3.45 to 15.8
    ],
)
def test_counts_differ_by_the_ends_of_their_limits_that_are_nearest(definitions, before, after, times):
    found = least(definitions, COUNT, {"numerator": float(before)}, {"numerator": float(after)})

    assert found["times"] == pytest.approx(times, rel=0.01)
    assert not found["of_rest"]


def test_many_people_come_before_few_who_grew_by_more(definitions):
    many = least(definitions, COUNT, {"numerator": 400.0}, {"numerator": 600.0})
    few = least(definitions, COUNT, {"numerator": 1.0}, {"numerator": 3.0})

    assert many["times"] > few["times"]


def test_a_share_is_looked_at_from_the_side_that_changed_more(definitions):
    # Wilson: 900 of 1,000 is 0.8799 to 0.9171, 990 of 1,000 is 0.9817 to 0.9946 (statsmodels 0.14, proportion_confint).
    found = least(
        definitions,
        SHARE,
        {"numerator": 900.0, "denominator": 1000.0},
        {"numerator": 990.0, "denominator": 1000.0},
    )

    assert found["of_rest"]
    assert found["times"] == pytest.approx((1 - 0.9171) / (1 - 0.9817), rel=0.01)


def test_a_missing_number_is_not_compared(definitions):
    assert pd.isna(
        least(definitions, COUNT, {"numerator": float("nan"), "state": "hidden"}, {"numerator": 4.0})["times"]
    )


def test_a_measure_that_does_not_vary_by_chance_is_compared_by_its_values(definitions):
    money = next(one for one in definitions.catalogue if one.kind == "money")

    assert not has_chance(money)
    assert least(definitions, money.id, {"numerator": 200_000.0}, {"numerator": 300_000.0})["times"] == 1.5
    assert least(definitions, money.id, {"numerator": 0.0}, {"numerator": 300_000.0})["times"] == float("inf")
