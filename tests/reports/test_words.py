"""Numbers and intervals as a chair reads them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.figures import State
from dashboard.reports import words
from tests.shown_figures import shown

CARE, PEOPLE, DEATHS = "coc-engaged-21-days", "adults-in-treatment", "drug-poisoning-deaths"
GRANT, CRIME, SCORE = "public-health-grant", "recorded-crime-rate", "coc-self-assessment-score"


@pytest.fixture
def said(definitions):
    """Return how a value of an indicator is said."""

    def say(value: float, name: str, state: str = "value") -> str:
        indicator = definitions.catalogue.called(name)
        return words.figure(shown(indicator, value=value, state=state).estimate, indicator)

    return say


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        (38.709677, CARE, "39%"),
        (8.5, CARE, "8.5%"),
        (8.0, CARE, "8%"),
        (0.0, CARE, "0%"),
        (100.0, CARE, "100%"),
        (0.02, CARE, "under 0.1%"),
        (99.7, CARE, "99.7%"),  # 997 of 1,000 is not everybody
        (99.99, CARE, "over 99.9%"),
        (9.96, CARE, "10%"),
        (1465.0, PEOPLE, "1,465 people"),
        (1.0, PEOPLE, "1 person"),
        (0.0, PEOPLE, "0 people"),
        (1.0, DEATHS, "1 death"),
        (1.0, "drr-commencements", "1 requirement"),
        (8.5, "ocu-prevalence-rate", "8.5 per 1,000"),
        (1.0, "ocu-prevalence-rate", "1 per 1,000"),
        (0.04, CRIME, "under 0.1 per 1,000"),
        (63.1, "drug-misuse-deaths-rate", "63 per million"),
        (97.4, "coc-mean-days", "97 days"),
        (1_200_000.0, GRANT, "£1,200,000"),
        (62.4, SCORE, "62% of maximum"),
    ],
)
def test_a_value_has_its_unit_and_no_more_digits_than_it_deserves(said, value, name, text):
    assert said(value, name) == text


@pytest.mark.parametrize(
    ("value", "text"), [(10.5, "11%"), (12.5, "13%"), (34.5, "35%"), (8.45, "8.5%"), (0.05, "0.1%"), (9.95, "10%")]
)
def test_a_half_is_rounded_away_from_zero(said, value, text):
    assert said(value, CARE) == text


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_a_rounded_number_is_never_minus_nothing(value):
    assert words.number(value) != "-0"


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        (1465.0, PEOPLE, "about 1,465 people"),
        (0.0, PEOPLE, "0 to 2 people"),
        (0.0, "drr-commencements", "0 to 2 requirements"),
        (38.7, CARE, "about 39%"),
        (0.0, CARE, "about 0%"),
    ],
)
def test_a_rounded_count_is_said_as_about(said, value, name, text):
    assert said(value, name, "rounded") == text


@pytest.mark.parametrize("state", [state for state in State if not state.has_numbers])
def test_where_there_is_no_number_the_reason_stands_in_its_place(said, state):
    text = said(math.nan, CARE, state.value)

    assert text.casefold() == state.words.casefold()
    assert text[0].isupper()


def test_a_number_that_did_not_come_is_not_available(said):
    assert said(math.nan, CARE, "value") == "Not available"


@pytest.mark.parametrize(
    ("part", "whole", "state", "name", "text"),
    [
        (12, 31, "value", CARE, "12 of 31"),
        (4008, 23230, "value", CARE, "4,008 of 23,230"),
        (0, 31, "value", CARE, "0 of 31"),
        (10, 30, "rounded", CARE, "about 10 of 30"),
        (0, 35, "rounded", CARE, "0 to 2 of 35"),
        (math.nan, 31, "value", CARE, ""),
        (12, math.nan, "value", CARE, ""),
        (4500, 250_000, "value", CRIME, "4,500 in a population of 250,000"),
        (2100, 30, "value", "coc-mean-days", "2,100 days over 30 people"),
    ],
)
def test_the_people_behind_a_share_are_said(definitions, part, whole, state, name, text):
    indicator = definitions.catalogue.called(name)

    figure = shown(indicator, numerator=float(part), denominator=float(whole), value=1.0, state=state)
    assert words.part_of_whole(figure.estimate, indicator) == text


@pytest.mark.parametrize(
    ("lower", "upper", "name", "text"),
    [
        (23.7, 56.2, CARE, "likely between 24% and 56%"),
        (0.0, 11.03, CARE, "likely between 0% and 11%"),
        (9.4, 30.2, "drug-misuse-deaths-rate", "likely between 9.4 and 30"),
        (16.91, 17.08, CARE, "likely between 16.9% and 17.1%"),
        (17.001, 17.002, CARE, "likely 17.0%"),
        (math.nan, math.nan, CARE, ""),
    ],
)
def test_the_likely_range_is_said_in_words(definitions, lower, upper, name, text):
    assert words.interval(lower, upper, definitions.catalogue.called(name)) == text


@pytest.mark.parametrize(
    ("value", "state", "name", "number", "unit"),
    [
        (1465.0, "value", PEOPLE, "1,465", "people"),
        (1465.0, "rounded", PEOPLE, "about 1,465", "people"),
        (0.0, "rounded", PEOPLE, "0 to 2", "people"),
        (0.04, "value", CRIME, "under 0.1", "per 1,000"),
        (38.7, "value", CARE, "39%", ""),
        (1_200_000.0, "value", GRANT, "£1,200,000", ""),
        (math.nan, "hidden", PEOPLE, "Hidden by the source to protect people", ""),
    ],
)
def test_a_number_comes_apart_from_its_unit(definitions, value, state, name, number, unit):
    indicator = definitions.catalogue.called(name)

    assert words.amount(shown(indicator, value=value, state=state).estimate, indicator) == (number, unit)


def test_a_sentence_keeps_its_names():
    assert words.sentence("counted with Cornwall, NHS") == "Counted with Cornwall, NHS"
