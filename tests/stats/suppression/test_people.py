"""How many people stand behind a figure, whether it says so or not, and whether they are too few to show."""

import math

import pandas as pd
import pytest

from dashboard.domain.figures import State
from dashboard.domain.indicators import Catalogue
from dashboard.stats.suppression.people import is_hidden_small, people, too_few
from tests.figures import figure, figures

SHARE, COUNT, MEAN = "coc-engaged-21-days", "drr-commencements", "coc-mean-days"
RATE, STANDARDISED = "neighbourhood-crime-rate", "drug-misuse-deaths-rate"
NOTHING = math.nan
Z = 1.959963984540054  # normal quantile of 0.975


@pytest.fixture
def of(definitions):
    """Return one figure with its people."""

    def one(indicator: str, **columns: object) -> pd.Series:
        rows = figures(figure(indicator=indicator, **{"numerator": NOTHING} | columns))
        return people(rows, definitions.catalogue).iloc[0]

    return one


@pytest.fixture
def hidden(definitions):
    """Return whether a figure has too few people in it."""

    def one(indicator: str, **columns: object) -> bool:
        rows = figures(figure(indicator=indicator, **{"numerator": NOTHING} | columns))
        return bool(too_few(people(rows, definitions.catalogue)).iloc[0])

    return one


def test_a_share_counts_some_and_leaves_out_the_rest(of):
    made = of(SHARE, numerator=12.0, denominator=31.0)

    assert made[["counted", "rest", "least"]].tolist() == [12, 19, 5]


@pytest.mark.parametrize(("indicator", "whole"), [(COUNT, NOTHING), (RATE, 90_000.0)])
def test_a_count_and_a_rate_leave_nobody_out(of, indicator, whole):
    made = of(indicator, numerator=12.0, denominator=whole)

    assert made["counted"] == 12
    assert math.isnan(made["rest"])


def test_a_mean_is_of_the_people_it_was_taken_over(of, hidden):
    assert of(MEAN, numerator=700.0, denominator=7.0, value=100.0)["counted"] == 7
    assert hidden(MEAN, value=100.0, denominator=9.0)  # this measure hides under 10
    assert not hidden(MEAN, value=100.0, denominator=10.0)


def test_a_share_of_a_known_group_gives_its_count_away(of):
    # 12.9% of 31 people: 3.999, which is 4 of them.
    made = of(SHARE, value=12.9, denominator=31.0)

    assert made[["counted", "rest"]].tolist() == [4, 27]


def test_a_rate_of_a_known_population_gives_its_count_away(of, definitions):
    per = definitions.catalogue.called(RATE).per

    assert of(RATE, value=3 * per / 52_345, denominator=52_345.0)["counted"] == 3


def test_a_share_without_its_group_and_without_limits_gives_nothing_away(of):
    made = of(SHARE, value=12.9)

    assert made[["counted", "rest"]].isna().all()


def wilson(count: int, total: int) -> tuple[float, float]:
    """Limits of a share by the formula that Wilson (1927) printed."""
    share = count / total
    middle = share + Z * Z / (2 * total)
    spread = Z * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    return (middle - spread) / (1 + Z * Z / total), (middle + spread) / (1 + Z * Z / total)


@pytest.mark.parametrize("total", range(5, 61))
def test_the_limits_of_a_share_give_its_count_and_its_group_away(definitions, total):
    rows = []
    for count in range(total + 1):
        low, high = (100 * limit for limit in wilson(count, total))
        rows.append(figure(indicator=SHARE, numerator=NOTHING, value=100 * count / total, lower=low, upper=high))
    made = people(figures(*rows), definitions.catalogue)

    assert made["counted"].tolist() == list(range(total + 1))
    assert made["rest"].tolist() == list(range(total, -1, -1))


@pytest.mark.parametrize(("count", "total"), [(3, 31), (12, 31), (1, 17), (28, 31), (4, 60)])
def test_limits_rounded_to_one_place_give_them_away_too(of, count, total):
    low, high = wilson(count, total)
    made = of(SHARE, value=round(100 * count / total, 1), lower=round(100 * low, 1), upper=round(100 * high, 1))

    assert made[["counted", "rest"]].tolist() == [count, total - count]


# Exact upper 95% limits of a Poisson count: Ulm (1990), American Journal of Epidemiology 131:373, and older tables.
EXACT = {1: 5.572, 2: 7.225, 3: 8.767, 4: 10.242, 5: 11.668, 6: 13.059, 7: 14.423, 8: 15.763, 9: 17.085}


@pytest.mark.parametrize("count", EXACT)
def test_the_limits_of_a_rate_give_a_small_count_away(of, hidden, count):
    rate = count / 48_000 * 1e6
    published = {"value": rate, "lower": 0.1 * rate, "upper": rate * EXACT[count] / count}

    assert of(STANDARDISED, **published)["counted"] == count
    assert hidden(STANDARDISED, **published)  # this measure hides under 10


@pytest.mark.parametrize(("count", "upper"), [(20, 30.9), (100, 121.6)])
def test_the_limits_of_a_rate_of_many_are_of_no_small_count(of, hidden, count, upper):
    published = {"value": float(count), "lower": 0.5 * count, "upper": upper}

    assert math.isnan(of(STANDARDISED, **published)["counted"])
    assert not hidden(STANDARDISED, **published)


@pytest.mark.parametrize(("count", "small"), [(0.0, False), (1.0, True), (4.0, True), (5.0, False), (6.0, False)])
def test_one_to_four_are_too_few_and_nobody_is_not(hidden, count, small):
    assert hidden(COUNT, numerator=count) is small
    assert hidden(SHARE, numerator=count, denominator=40.0) is small
    assert hidden(SHARE, numerator=40.0 - count, denominator=40.0) is small


@pytest.mark.parametrize(("count", "whole"), [(0.0, 3.0), (3.0, 3.0), (0.0, 4.0)])
def test_nobody_of_a_small_group_is_too_few(hidden, count, whole):
    assert hidden(SHARE, numerator=count, denominator=whole)


@pytest.mark.parametrize(("count", "whole"), [(0.0, 0.0), (0.0, 5.0), (5.0, 5.0), (5.0, 10.0)])
def test_nobody_and_everybody_of_a_larger_group_are_shown(hidden, count, whole):
    assert not hidden(SHARE, numerator=count, denominator=whole)


@pytest.mark.parametrize(("count", "small"), [(1.0, True), (9.0, True), (10.0, False)])
def test_a_measure_may_hide_under_ten(definitions, count, small):
    stricter = definitions.catalogue.called(COUNT).model_copy(update={"hide_below": 10})
    made = people(figures(figure(indicator=COUNT, numerator=count)), Catalogue({COUNT: stricter}))

    assert made["least"].tolist() == [10]
    assert too_few(made).tolist() == [small]


def test_a_rate_is_not_small_because_its_population_is(hidden):
    assert not hidden(RATE, numerator=7.0, denominator=8.0)


@pytest.mark.parametrize("state", [state for state in State if state is not State.VALUE])
def test_what_has_no_number_of_ours_is_not_hidden_again(hidden, state):
    count = 5.0 if state.has_numbers else NOTHING

    assert not hidden(COUNT, numerator=count, state=state.value)
    assert not hidden(COUNT, numerator=3.0, state=State.ROUNDED.value)


def test_a_measure_that_is_rounded_or_hides_nothing_has_no_small_counts(definitions):
    called = definitions.catalogue.called

    assert is_hidden_small(called(SHARE))
    assert not is_hidden_small(called("new-presentations"))  # its source rounds to 5
    assert not is_hidden_small(called("drug-seizures"))  # counts of things, not people


def test_the_rows_stay_in_their_order(definitions):
    rows = figures(*(figure(indicator=name, numerator=7.0, denominator=20.0) for name in (SHARE, COUNT, SHARE, RATE)))
    made = people(rows, definitions.catalogue)

    assert made["indicator"].tolist() == rows["indicator"].tolist()
    assert made["counted"].tolist() == [7.0] * 4


def test_no_figures_have_no_people(definitions):
    made = people(figures(), definitions.catalogue)

    assert made.empty
    assert {"counted", "rest", "least"} <= set(made)
