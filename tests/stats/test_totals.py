"""Totals: sums of people over sums of people, and what is said where a part is missing."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.areas import ENGLAND
from dashboard.domain.figures import State
from tests.figures import figure, figures
from tests.in_frames import estimates, totals

CUMBERLAND, WESTMORLAND = "E06000063", "E06000064"  # the two authorities of the partnership Cumbria
CORNWALL, SCILLY = "E06000052", "E06000053"
CARE = {"indicator": "coc-engaged-21-days"}
NOTHING = {"numerator": math.nan}


def of(area: str, **columns: object) -> dict[str, object]:
    return figure(area=area, **columns)


@pytest.fixture
def total(definitions):
    """Return the totals of the area with a code, from rows of figures."""

    def add(code: str, *rows: dict[str, object]) -> pd.DataFrame:
        given_figures = figures(*rows).assign(revision=range(1, len(rows) + 1))
        return totals(given_figures, [definitions.areas.at(code)], definitions.areas, definitions.catalogue)

    return add


@pytest.fixture
def cumbria(total):
    """Return the one total of the partnership Cumbria."""

    def add(*rows: dict[str, object]) -> pd.Series:
        made = total("cdp-cumbria", *rows)
        assert len(made) == 1
        return made.iloc[0]

    return add


def test_a_share_is_the_sum_of_people_over_the_sum_of_people(cumbria, definitions):
    rows = [of(CUMBERLAND, **CARE, numerator=9, denominator=10), of(WESTMORLAND, **CARE, numerator=10, denominator=100)]

    made = cumbria(*rows)
    share = estimates(pd.DataFrame([made]), definitions.catalogue).iloc[0]

    assert (made["numerator"], made["denominator"], made["state"]) == (19, 110, "value")
    assert share["value"] == pytest.approx(100 * 19 / 110)  # 17.3%, and not 50%, the mean of 90% and 10%


def test_a_count_is_added_and_has_no_denominator(cumbria):
    made = cumbria(of(CUMBERLAND, indicator="new-presentations"), of(WESTMORLAND, indicator="new-presentations"))

    assert made["numerator"] == 200
    assert math.isnan(made["denominator"])


def test_money_sent_as_a_value_is_added_too(cumbria):
    grant = {"indicator": "public-health-grant", **NOTHING}

    made = cumbria(of(CUMBERLAND, **grant, value=1_500_000.0), of(WESTMORLAND, **grant, value=2_000_000.0))

    assert made["numerator"] == 3_500_000


def test_a_missing_member_makes_the_total_not_available_and_is_named(cumbria):
    made = cumbria(of(CUMBERLAND, **CARE, numerator=9, denominator=10))

    assert made["state"] == State.NOT_AVAILABLE
    assert made["note"] == "a part is missing: Westmorland and Furness not supplied"
    assert math.isnan(made["numerator"])
    assert math.isnan(made["denominator"])


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("hidden", "hidden by the source to protect people"),
        ("not available", "not available"),
        ("not collected", "not collected for this period"),
        ("not applicable", "does not apply here"),
        ("low", "too low to show, as it rounds to zero"),
    ],
)
def test_a_member_without_a_number_makes_the_total_not_available_and_is_named(cumbria, state, words):
    made = cumbria(
        of(CUMBERLAND, **CARE, numerator=9, denominator=10),
        of(WESTMORLAND, **CARE, **NOTHING, state=state),
    )

    assert made["state"] == State.NOT_AVAILABLE
    assert made["note"] == f"a part is missing: Westmorland and Furness ({words})"


def test_several_gaps_are_all_named(total):
    # Greater Manchester has ten authorities.
    made = total(
        "cdp-greater-manchester",
        *(of(f"E080000{number:02d}", **CARE, numerator=1, denominator=9) for number in range(3, 10)),
        of("E08000001", **CARE, **NOTHING, state="hidden"),
    )

    assert made["note"].tolist() == [
        "a part is missing: Bolton (hidden by the source to protect people); Bury and Wigan not supplied"
    ]


def test_a_share_without_its_counts_cannot_be_added(cumbria):
    without = of(WESTMORLAND, **CARE, **NOTHING, value=50.0)

    made = cumbria(of(CUMBERLAND, **CARE, numerator=9, denominator=10), without)

    assert made["state"] == State.NOT_AVAILABLE
    assert made["note"] == "the figures of its areas came without the counts behind them"


def test_a_member_counted_with_its_neighbour_leaves_no_gap(total):
    # Publishers count Scilly with Cornwall.
    scilly = of(SCILLY, **NOTHING, state="in neighbour")

    made = total("cdp-cornwall-and-isles-of-scilly", of(CORNWALL, numerator=2500.0), scilly)

    assert made[["numerator", "state"]].values.tolist() == [[2500.0, "value"]]
    assert made["denominator"].isna().all()  # a count has none, not even 0


def test_two_members_that_point_at_each_other_are_no_total(total):
    in_neighbour = {**NOTHING, "state": "in neighbour"}

    made = total("cdp-cornwall-and-isles-of-scilly", of(CORNWALL, **in_neighbour), of(SCILLY, **in_neighbour))

    assert made["state"].tolist() == ["not available"]


def test_one_rounded_part_makes_the_total_rounded(cumbria):
    made = cumbria(of(CUMBERLAND, numerator=105.0, state="rounded"), of(WESTMORLAND, numerator=33.0))

    assert (made["numerator"], made["state"]) == (138, "rounded")
    assert made["note"].endswith("about, the sum of rounded figures")


def test_a_sum_of_rounded_figures_is_not_said_to_be_rounded_to_five(cumbria, definitions):
    # 78 people in each are 156, and 155 to the nearest 5; each rounded by itself they are 80 and 80.
    parts = {"indicator": "new-presentations", "state": "rounded"}
    made = cumbria(of(CUMBERLAND, **parts, numerator=80.0), of(WESTMORLAND, **parts, numerator=80.0))

    told = estimates(pd.DataFrame([made]), definitions.catalogue).iloc[0]
    assert (told["numerator"], told["reason"]) == (160, "about, the sum of rounded figures")


def test_a_total_of_exact_figures_says_nothing_of_rounding(cumbria):
    parts = {"indicator": "new-presentations"}

    assert cumbria(of(CUMBERLAND, **parts), of(WESTMORLAND, **parts))["note"] == ""


def test_people_who_may_be_counted_twice_are_said(cumbria):
    twice = cumbria(of(CUMBERLAND), of(WESTMORLAND))  # adults in treatment add up approximately
    once = cumbria(of(CUMBERLAND, indicator="new-presentations"), of(WESTMORLAND, indicator="new-presentations"))

    assert twice["note"] == "about, for a person may be counted in two of the areas"
    assert once["note"] == ""


def test_a_total_of_a_provisional_part_is_provisional(cumbria):
    parts = {"indicator": "new-presentations"}

    made = cumbria(of(CUMBERLAND, **parts, note="provisional"), of(WESTMORLAND, **parts))

    assert made["note"] == "provisional"


def test_estimates_and_standardised_rates_are_never_added(total):
    for name in ("ocu-prevalence-rate", "drug-misuse-deaths-rate", "no-longer-there"):
        rows = [of(area, indicator=name, numerator=900.0, denominator=1e5) for area in (CUMBERLAND, WESTMORLAND)]

        assert total("cdp-cumbria", *rows).empty


def test_groups_and_periods_are_added_apart(total):
    rows = [
        of(area, numerator=float(number), **group)
        for area in (CUMBERLAND, WESTMORLAND)
        for number, group in ((1, {}), (2, {"sex": "male"}), (4, {"age": "18-29"}), (8, {"period_start": "2024-04-01"}))
    ]

    assert sorted(total("cdp-cumbria", *rows)["numerator"]) == [2, 4, 8, 16]


def test_a_region_has_a_total_only_where_all_its_authorities_have_one(total, definitions):
    members = definitions.areas.at("E12000001").members  # the North East, twelve authorities

    whole = total("E12000001", *(of(code) for code in members))
    part = total("E12000001", *(of(code) for code in members[1:]))

    assert whole["numerator"].tolist() == [1200]
    assert part.empty


def test_england_has_a_total_of_153_authorities(total, definitions):
    rows = [of(code, numerator=1.0) for code in definitions.areas.at(ENGLAND).members]

    assert total(ENGLAND, *rows)["numerator"].tolist() == [153]
    assert total(ENGLAND, *rows[1:]).empty


def test_a_supplied_figure_wins_over_the_total(total):
    assert total("cdp-cumbria", of(CUMBERLAND), of(WESTMORLAND), of("cdp-cumbria", numerator=190.0)).empty


def test_a_partnership_of_one_authority_has_no_total(total):
    assert total("cdp-leeds", of("E08000035")).empty


def test_a_total_carries_the_newest_revision_of_its_parts(cumbria):
    assert cumbria(of(CUMBERLAND), of(WESTMORLAND))["revision"] == 2


def test_no_figures_make_no_totals(total):
    assert total("cdp-cumbria").empty


ROWS = [
    figure(area=area, indicator=indicator, numerator=number, denominator=20.0, state=state)
    for area, number, state in (
        ("E06000063", 3.0, "value"),
        ("E06000064", 4.0, "value"),
        ("E08000001", 5.0, "rounded"),
        ("E08000002", math.nan, "hidden"),
        ("E08000003", math.nan, "not collected"),
    )
    for indicator in ("coc-engaged-21-days", "adults-in-treatment")
]


@settings(deadline=None, max_examples=25)  # each adds frames up, which a busy machine does slowly
@given(st.permutations(range(len(ROWS))))
def test_the_order_of_rows_makes_no_difference(definitions, order):
    wider = [definitions.areas.at(code) for code in ("cdp-cumbria", "cdp-greater-manchester")]
    rows = figures(*ROWS).assign(revision=1)

    straight = totals(rows, wider, definitions.areas, definitions.catalogue)
    shuffled = totals(rows.iloc[order], wider, definitions.areas, definitions.catalogue)

    pd.testing.assert_frame_equal(straight, shuffled)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=10, max_size=10))
def test_a_total_is_the_sum_of_its_parts(definitions, people):
    manchester = definitions.areas.at("cdp-greater-manchester")
    rows = [
        figure(area=code, **CARE, numerator=float(part), denominator=float(part + rest))
        for code, (part, rest) in zip(manchester.members, people, strict=True)
    ]

    made = totals(figures(*rows).assign(revision=1), [manchester], definitions.areas, definitions.catalogue)

    assert made["numerator"].tolist() == [sum(part for part, _ in people)]
    assert made["denominator"].tolist() == [sum(part + rest for part, rest in people)]


def test_a_total_is_for_those_who_may_read_all_its_parts(definitions):
    def audience_of(*audiences: str) -> str:
        rows = figures(of(CUMBERLAND, **CARE, denominator=200), of(WESTMORLAND, **CARE, denominator=200))
        given_figures = rows.assign(revision=1, audience=list(audiences))
        cumbria = [definitions.areas.at("cdp-cumbria")]
        (audience,) = totals(given_figures, cumbria, definitions.areas, definitions.catalogue)["audience"]
        return audience

    assert audience_of("public", "public") == "public"
    assert audience_of("public", "partnership") == audience_of("partnership", "partnership") == "partnership"
