"""Verdicts in words: calm, in people, and with the reason where there is none."""

import math

import pandas as pd
import pytest

from dashboard.reports import verdicts
from dashboard.reports.methods import METHODS
from dashboard.stats.spc import control_chart
from dashboard.stats.trends import Trend

NAN = math.nan
CARE = "coc-engaged-21-days"


@pytest.fixture
def care(definitions):
    return definitions.catalogue.called(CARE)


def row(**columns: object) -> pd.Series:
    usual = {
        "comparison": "worse",
        "comparator": "England",
        "comparator_value": 47.0,
        "people_gap": 5.0,
        "ambition_gap": NAN,
        "not_compared": "",
        "state": "value",
        "method": "Wilson",
        "numerator": 12.0,
        "denominator": 31.0,
    }
    return pd.Series(usual | columns)


@pytest.mark.parametrize(
    ("label", "said", "tone"),
    [
        ("much worse", "Much worse than England (47%)", "worse"),
        ("worse", "Worse than England (47%)", "worse"),
        ("similar", "Similar to England (47%)", "similar"),
        ("better", "Better than England (47%)", "better"),
        ("much better", "Much better than England (47%)", "better"),
        ("higher", "Higher than England (47%)", "different"),
        ("much lower", "Much lower than England (47%)", "different"),
        ("not compared", "", ""),
    ],
)
def test_a_verdict_is_words_first_and_then_a_look(care, label, said, tone):
    assert verdicts.verdict(row(comparison=label), care) == said
    assert verdicts.tone(row(comparison=label)) == tone


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "5 more people would match England"),
        ({"people_gap": 1.0}, "1 more person would match England"),
        ({"ambition_gap": 12.0}, "5 more people would match England, 12 more would reach the 75% ambition"),
        ({"people_gap": 0.0, "ambition_gap": 12.0}, "12 more people would reach the 75% ambition"),
        ({"people_gap": 0.0, "ambition_gap": 0.0}, ""),
        ({"people_gap": NAN}, ""),
        ({"state": "rounded"}, "About 5 more people would match England"),
        ({"people_gap": 1250.0}, "1,250 more people would match England"),
    ],
)
def test_a_gap_is_said_in_people(care, columns, said):
    assert verdicts.gaps(row(**columns), care) == said


def test_where_lower_is_better_it_takes_fewer(definitions):
    exits = definitions.catalogue.called("early-unplanned-exits")

    assert verdicts.gaps(row(), exits) == "5 fewer people would match England"


@pytest.mark.parametrize(
    ("name", "things"),
    [
        ("treatment-progress", "people"),
        ("new-presentations-cj-share", "people"),
        ("dtoa-assessment-rate", "tests"),
        ("possession-diverted", "offences"),
        ("drr-completion-rate", "requirements"),
        ("drr-engaged-3-weeks", "people"),
        ("reoffending-drug-offenders", "people"),
        ("diversion-course-completion", "people"),
        ("drug-prosecutions-convicted", "prosecutions"),
        ("first-intervention-3-weeks", "interventions"),
    ],
)
def test_what_is_no_person_is_not_called_one(definitions, name, things):
    assert verdicts.things(definitions.catalogue.called(name)) == things


def test_the_smallest_difference_is_said_in_points(care):
    # 12 of 31 has Wilson limits 23.73 and 56.18, and is itself 38.71: the further one is 17.47 away.
    assert (
        verdicts.smallest_difference(row(), care) == "With 31 people, only a difference of about 17 points would show."
    )


@pytest.mark.parametrize("columns", [{"comparison": "not compared"}, {"method": "published"}])
def test_without_a_comparison_by_its_own_counts_no_difference_is_promised(care, columns):
    assert verdicts.smallest_difference(row(**columns), care) == ""


def test_why_it_is_not_compared_is_a_sentence():
    told = row(comparison="not compared", not_compared="fewer than 10 in the group")

    assert verdicts.not_compared(told) == "Not compared with England: fewer than 10 in the group."
    assert verdicts.not_compared(row()) == ""


def test_the_country_needs_no_excuse():
    own = {
        "comparison": "not compared",
        "comparator": "",
        "not_compared": "this is the figure that others are compared with",
    }

    assert verdicts.not_compared(row(**own)) == ""


def test_a_trend_that_cannot_be_calculated_says_why(care):
    made = Trend("cannot be calculated", "fewer than five years")

    assert verdicts.trend(made, care) == "A recent trend cannot be calculated: fewer than five years."


FLAT = [20, 24] * 7


@pytest.mark.parametrize(
    ("last", "better", "said"),
    [
        (60, "higher", "better than its usual ups and downs"),
        (60, "lower", "worse than its usual ups and downs"),
        (60, "none", "higher than its usual ups and downs"),
        (22, "higher", "no significant change, the ups and downs are the usual ones"),
    ],
)
def test_a_variation_is_said_in_words(last, better, said):
    values = [float(value) for value in (*FLAT, last)]
    starts = pd.date_range("2023-01-01", periods=len(values), freq="MS").strftime("%Y-%m-%d")
    frame = pd.DataFrame({"period_start": starts, "period_months": 1, "period_kind": "month", "value": values})

    assert verdicts.variation(control_chart(frame.assign(numerator=NAN, state="value"), better=better)) == said


@pytest.mark.parametrize(
    ("signal", "better", "tone"),
    [
        (1, "higher", "better"),
        (-1, "higher", "worse"),
        (1, "lower", "worse"),
        (1, "none", "different"),
        (0, "higher", ""),
    ],
)
def test_a_signal_is_coloured_by_what_is_better_and_no_signal_is_not(care, signal, better, tone):
    assert verdicts.signal_tone(signal, care.model_copy(update={"better": better})) == tone


def test_each_method_says_where_whose_and_how_checked():
    assert len({method.name for method in METHODS}) == len(METHODS)
    for method in METHODS:
        assert all((method.used, method.reference, method.checked)), method.name


def test_no_words_of_a_verdict_blame_anybody(care):
    text = str(METHODS).casefold() + "".join(verdicts._VARIATIONS.values()) + "".join(verdicts._ASSURANCES.values())

    assert not [word for word in ("fail", "worst", "poor", "blame") if word in text]
