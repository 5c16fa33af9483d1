"""Estimates: the value, its limits, and why there is none."""

import math

import pandas as pd
import pandera.errors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.figures import State
from tests.figures import figure, figures
from tests.in_frames import estimates

CARE = {"indicator": "coc-engaged-21-days"}
NONE = {"numerator": math.nan}


@pytest.fixture
def estimate(definitions):
    """Return the estimate of one figure."""

    def work_out(**columns: object) -> pd.Series:
        return estimates(figures(figure(**columns)), definitions.catalogue).iloc[0]

    return work_out


def test_a_share_comes_from_its_count_and_denominator(estimate):
    # 212 of 520 is 40.8%, likely between 37% and 45%: the worked sentence of the statistics notes, by Wilson's formula.
    made = estimate(**CARE, numerator=212.0, denominator=520.0)

    assert made["value"] == pytest.approx(40.769230769, rel=1e-9)
    assert (made["lower"], made["upper"]) == pytest.approx((36.63, 45.04), abs=0.01)
    assert (made["method"], made["reason"]) == ("Wilson", "")


def test_a_rate_has_the_limits_of_its_events(estimate):
    # 13 events: Byar's limits are 6.91 and 22.23; in 50,000 people, per 100,000.
    made = estimate(indicator="drug-poisoning-admissions", numerator=13.0, denominator=50_000.0)

    assert made["value"] == pytest.approx(26.0)
    assert (made["lower"], made["upper"]) == pytest.approx((13.83, 44.46), abs=0.02)
    assert made["method"] == "exact Poisson or Byar"


def test_few_deaths_have_exact_limits(estimate):
    made = estimate(indicator="drug-poisoning-deaths", numerator=1.0)

    assert (made["lower"], made["upper"]) == pytest.approx((0.0253, 5.5716), abs=5e-5)


def test_people_are_counted_and_have_no_limits(estimate):
    made = estimate(numerator=1465.0)

    assert made["value"] == 1465
    assert math.isnan(made["lower"])
    assert made["method"] == "none"


def test_a_count_sent_as_a_value_is_a_count(estimate):
    made = estimate(indicator="drug-poisoning-deaths", **NONE, value=9.0)

    assert (made["numerator"], made["value"]) == (9, 9)
    assert made["upper"] == pytest.approx(17.0848, abs=5e-5)


def test_a_published_value_stands_where_there_are_no_counts(estimate):
    made = estimate(**CARE, **NONE, value=54.0)

    assert made["value"] == 54
    assert math.isnan(made["numerator"])
    assert made["method"] == "none"


def test_published_limits_are_kept_as_they_are(estimate):
    made = estimate(**CARE, numerator=212.0, denominator=520.0, lower=35.0, upper=46.0)

    assert (made["lower"], made["upper"], made["method"]) == (35, 46, "published")


def test_a_published_estimate_is_not_worked_out_again(estimate):
    made = estimate(indicator="unmet-need-ocu", numerator=600.0, denominator=1000.0, value=58.2, lower=49.0, upper=66.0)

    assert (made["value"], made["lower"], made["upper"], made["method"]) == (58.2, 49, 66, "published")


def test_a_value_that_disagrees_with_its_counts_gives_way_to_them(estimate):
    assert estimate(**CARE, numerator=17.0, denominator=100.0, value=17.4)["value"] == pytest.approx(17.0)


def test_zero_is_a_value(estimate):
    made = estimate(**CARE, numerator=0.0, denominator=31.0)

    assert (made["value"], made["lower"], made["state"]) == (0, 0, "value")
    assert made["upper"] == pytest.approx(11.03, abs=0.01)  # Wilson: z² / (n + z²) of 31


def test_everybody_is_a_value(estimate):
    made = estimate(**CARE, numerator=31.0, denominator=31.0)

    assert (made["value"], made["upper"]) == (100, 100)


def test_a_share_of_nobody_does_not_apply_and_says_why(estimate):
    made = estimate(**CARE, numerator=0.0, denominator=0.0, note="provisional")

    assert made["state"] == State.NOT_APPLICABLE
    assert made[["value", "lower", "upper", "numerator"]].isna().all()
    assert made["reason"] == "nobody was in the group; provisional"


@pytest.mark.parametrize("state", [state for state in State if not state.has_numbers])
def test_a_figure_without_a_number_stays_without_one_and_says_why(estimate, state):
    made = estimate(**CARE, **NONE, denominator=31.0, state=state.value, note="as sent")

    assert made[["value", "lower", "upper", "numerator"]].isna().all()
    assert made["reason"] == f"{state.words}; as sent"


def test_a_rounded_figure_says_so(estimate):
    made = estimate(numerator=1465.0, state="rounded")

    assert (made["value"], made["reason"]) == (1465, "rounded to the nearest 5")


def test_a_correction_downwards_has_no_limits(estimate):
    made = estimate(indicator="possession-offences-rate", numerator=-3.0, denominator=50_000.0)

    assert made["value"] == pytest.approx(-0.06)
    assert math.isnan(made["lower"])


def test_estimates_come_back_in_the_order_of_the_figures(definitions):
    rows = [
        figure(),
        figure(**CARE, numerator=1.0, denominator=2.0),
        figure(indicator="gone"),
        figure(area="E09000010"),
    ]

    made = estimates(figures(*rows), definitions.catalogue)

    assert made["indicator"].tolist() == ["adults-in-treatment", "coc-engaged-21-days", "adults-in-treatment"]
    assert made["area"].tolist() == ["E09000003", "E09000003", "E09000010"]


def test_no_figures_give_no_estimates(definitions):
    made = estimates(figures(), definitions.catalogue)

    assert made.empty
    assert {"method", "reason"} <= set(made)


def test_a_hidden_figure_that_carries_a_number_goes_no_further(estimate):
    with pytest.raises(pandera.errors.SchemaError, match="still carries one"):
        estimate(**CARE, numerator=3.0, denominator=31.0, state="hidden")


def test_an_area_that_is_no_text_becomes_one(definitions):
    rows = figures(figure()).astype({"area": object})

    assert estimates(rows, definitions.catalogue)["area"].dtype == "str"


DEATHS = {"indicator": "drug-poisoning-deaths", "period_kind": "calendar year"}
ROWS = [
    figure(**CARE, numerator=212.0, denominator=520.0),
    figure(**CARE, numerator=0.0, denominator=0.0),
    figure(**CARE, **NONE, state="hidden"),
    figure(**CARE, **NONE, value=54.0, lower=50.0, upper=58.0),
    figure(numerator=1465.0, state="rounded"),
    *(figure(**DEATHS, numerator=float(count), area=f"E0900000{count % 10}") for count in (0, 9, 10, 13)),
    figure(indicator="possession-offences-rate", numerator=-3.0, denominator=50_000.0),
]


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(len(ROWS))))
def test_the_order_of_the_rows_does_not_matter(definitions, order):
    straight = estimates(figures(*ROWS), definitions.catalogue)

    turned = estimates(figures(*ROWS).iloc[order], definitions.catalogue)

    pd.testing.assert_frame_equal(turned, straight.iloc[order])


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=1, max_size=9))
def test_every_value_lies_within_its_limits_by_every_method(definitions, pairs):
    names = ("coc-engaged-21-days", "drug-poisoning-admissions", "drug-poisoning-deaths")  # a share, a rate, a count
    rows = [
        figure(indicator=name, numerator=float(part), denominator=float(part + rest), age=str(at))
        for at, (part, rest) in enumerate(pairs)
        for name in names
    ]

    made = estimates(figures(*rows), definitions.catalogue).dropna(subset="value")

    assert made["value"].between(made["lower"], made["upper"]).all()
