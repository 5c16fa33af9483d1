"""What is said of each figure: the right country, the same period and group, and the newest of each series."""

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.definitions import read_definitions
from dashboard.domain.periods import add_months
from dashboard.stats.verdicts import trend_of
from tests.figures import figure, figures
from tests.in_frames import changing, compared, estimates
from tests.shown_figures import view_of

CARE = "coc-engaged-21-days"
NAN = math.nan


def judged(*rows: dict[str, object]) -> pd.DataFrame:
    catalogue = read_definitions().catalogue
    return changing(compared(estimates(figures(*rows), catalogue), catalogue), catalogue)


def care(count: float, total: float, **columns: object) -> dict[str, object]:
    return figure(indicator=CARE, numerator=count, denominator=total, **columns)


def first(*rows: dict[str, object]) -> pd.Series:
    return judged(*rows).iloc[0]


def test_a_share_is_compared_with_england_in_people_and_with_the_ambition():
    # 212 of 520 has Wilson limits 36.63 and 45.04; 47% of 520 is 244.4 people, 75% is 390.
    row = first(care(212, 520), care(4700, 10_000, area=ENGLAND))

    assert (row["comparison"], row["comparator"], row["comparator_value"]) == ("worse", "England", 47)
    assert (row["people_gap"], row["ambition_gap"], row["not_compared"]) == (33, 178, "")


@pytest.mark.parametrize(
    ("count", "label"),
    [(350, "much worse"), (370, "worse"), (390, "similar"), (410, "better"), (430, "much better")],
)
def test_a_share_is_told_from_the_ambition_by_its_own_likely_range(count, label):
    # Wilson limits of n = 520: 350 ends at 71.2 (99.8% at 73.3), 370 at 74.9 (76.9), 410 begins at 75.1 (72.8), 430 at
    # 79.2 (77.0); the ambition is 75.
    assert first(care(count, 520))["ambition_comparison"] == label


def test_without_an_ambition_or_a_likely_range_nothing_is_said_of_one():
    waits = figure(indicator="unmet-need-ocu", numerator=NAN, value=80.0, lower=79.0, upper=81.0)
    bare = figure(indicator=CARE, numerator=NAN, denominator=NAN, value=40.0)

    assert {first(row)["ambition_comparison"] for row in (waits, bare, care(3, 9))} == {"not compared"}


@pytest.mark.parametrize(
    ("count", "label"),
    [(150, "much worse"), (212, "worse"), (244, "similar"), (277, "better"), (350, "much better")],
)
def test_the_label_says_how_far_beyond_chance_it_is(count, label):
    assert first(care(count, 520), care(4700, 10_000, area=ENGLAND))["comparison"] == label


def test_where_lower_is_better_a_lower_share_is_better():
    exits = {"indicator": "early-unplanned-exits", "denominator": 500.0}
    row = first(figure(**exits, numerator=60.0), figure(**exits, numerator=100.0, area=ENGLAND))

    assert (row["comparison"], row["people_gap"]) == ("much better", 0)


def test_without_a_direction_it_is_higher_or_lower_and_nobody_is_counted():
    tests = {"indicator": "dtoa-positive-rate", "denominator": 1000.0}
    row = first(figure(**tests, numerator=600.0), figure(**tests, numerator=530.0, area=ENGLAND_AND_WALES))

    assert (row["comparison"], row["comparator"]) == ("much higher", "England and Wales")
    assert math.isnan(row["people_gap"])


def test_a_figure_is_compared_within_its_own_universe_only():
    tests = {"indicator": "dtoa-positive-rate", "denominator": 1000.0}
    row = first(figure(**tests, numerator=600.0), figure(**tests, numerator=530.0, area=ENGLAND))

    assert row["not_compared"] == "no figure for England and Wales in the same period"


def test_a_country_is_compared_with_no_country():
    tests = {"indicator": "dtoa-positive-rate", "numerator": 500.0, "denominator": 1000.0}
    made = judged(figure(**tests, area=ENGLAND), figure(**tests, area=ENGLAND_AND_WALES))

    assert made["comparison"].tolist() == ["not compared"] * 2
    assert made["comparator"].tolist() == ["", ""]
    assert made["comparator_value"].isna().all()


@pytest.mark.parametrize(
    "other",
    [
        {"period_start": "2022-04-01"},
        {"period_kind": "rolling year"},
        {"sex": "male"},
        {"age": "18-29"},
        {"breakdown": "prison=LPI"},
        {"numerator": NAN, "state": "hidden"},
    ],
)
def test_another_period_or_group_of_england_is_no_comparator(other):
    row = first(care(212, 520), care(4700, 10_000, area=ENGLAND) | other)

    assert (row["comparison"], row["not_compared"]) == ("not compared", "no figure for England in the same period")
    assert math.isnan(row["people_gap"])


def test_a_group_is_compared_with_the_same_group():
    made = judged(
        care(212, 520, sex="male"), care(4000, 10_000, area=ENGLAND), care(4700, 10_000, area=ENGLAND, sex="male")
    )

    assert made["comparator_value"].iloc[0] == 47


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (care(3, 9), "fewer than 10 in the group"),
        (care(NAN, NAN, state="hidden"), "no figure here for this period"),
        (care(NAN, NAN, value=41.0), "no likely range, so chance cannot be told from a difference"),
    ],
)
def test_what_cannot_be_compared_says_why(row, reason):
    made = first(row, care(4700, 10_000, area=ENGLAND))

    assert (made["comparison"], made["not_compared"]) == ("not compared", reason)
    assert math.isnan(made["people_gap"])


def test_a_small_group_has_no_gap_to_the_ambition_either():
    assert math.isnan(first(care(3, 9), care(4700, 10_000, area=ENGLAND))["ambition_gap"])


@pytest.mark.parametrize(("total", "is_enough"), [(9, False), (10, True), (11, True)])
def test_a_group_is_judged_from_ten_people_on(total, is_enough):
    # The definition: fewer than 10 people are not compared.
    row = first(care(3, total), care(4700, 10_000, area=ENGLAND))

    assert (row["comparison"] != "not compared") is is_enough
    assert math.isnan(row["ambition_gap"]) is not is_enough


@pytest.mark.parametrize(("total", "is_enough"), [(9, False), (10, True), (11, True)])
def test_a_trend_rests_on_years_of_ten_people_or_more(total, is_enough):
    points = [care(count, total, period_start=f"{2018 + at}-04-01") for at, count in enumerate((1, 2, 4, 6, 8))]
    definitions = read_definitions()
    view = view_of(figures(*points), definitions.areas.at("cdp-barnet"), definitions)

    in_one = judged(*points)["trend"].iloc[-1]
    assert in_one == trend_of(view.figures, definitions.catalogue.called(CARE)).direction
    assert (in_one != "cannot be calculated") is is_enough


def test_counts_are_not_compared_though_they_have_limits():
    deaths = {"indicator": "drug-poisoning-deaths", "period_start": "2023-01-01", "period_kind": "calendar year"}
    row = first(figure(**deaths, numerator=12.0), figure(**deaths, numerator=5000.0, area=ENGLAND_AND_WALES))

    assert row["comparison"] == "not compared"
    assert "how many people live there" in row["not_compared"]
    assert math.isnan(row["comparator_value"])


def test_published_limits_are_never_much():
    need = {"indicator": "unmet-need-ocu", "numerator": NAN}
    row = first(figure(**need, value=80.0, lower=79.0, upper=81.0), figure(**need, value=50.0, area=ENGLAND))

    assert (row["comparison"], row["comparator_value"]) == ("worse", 50)


def test_a_rate_is_compared_and_counts_no_people():
    rate = {"indicator": "drug-poisoning-admissions"}
    row = first(
        figure(**rate, numerator=13.0, denominator=50_000.0),
        figure(**rate, numerator=600.0, denominator=1_000_000.0, area=ENGLAND),
    )

    assert row["comparison"] == "much better"
    assert math.isnan(row["people_gap"])


def years(*counts: float, begins: int = 2018, **columns: object) -> list[dict[str, object]]:
    return [care(count, 500, period_start=f"{begins + at}-04-01", **columns) for at, count in enumerate(counts)]


def quarters(*counts: float) -> list[dict[str, object]]:
    starts = [add_months(date(2021, 1, 1), 3 * at).isoformat() for at in range(len(counts))]
    of_quarters = {"period_months": 3, "period_kind": "quarter"}
    return [care(count, 60, period_start=start, **of_quarters) for start, count in zip(starts, counts, strict=True)]


RISING = (100, 140, 180, 220, 260)
RAISED = (20, 22, 20, 22, 20, 22, 20, 22, 20, 22, 20, 22, 20, 40)


def test_a_trend_stands_on_the_newest_year_only():
    made = judged(*years(*RISING))

    assert made["trend"].tolist() == ["", "", "", "", "increasing"]
    assert made["variation"].iloc[-1] == "cannot be said"


def test_a_variation_stands_on_the_newest_quarter_only():
    made = judged(*quarters(*RAISED))

    assert made["variation"].tolist() == [""] * 13 + ["improvement"]
    assert made["trend"].iloc[-1] == "cannot be calculated"


def test_a_newest_year_without_a_number_leaves_the_words_to_the_last_that_has_one():
    made = judged(*years(*RISING), care(NAN, NAN, period_start="2023-04-01", state="not collected"))

    assert made["trend"].tolist() == ["", "", "", "", "cannot be calculated", ""]


def test_rolling_years_have_neither_a_trend_nor_a_variation():
    rolling = [row | {"period_kind": "rolling year"} for row in years(*RISING, 300, 340, 380)]

    assert judged(*rolling)[["trend", "variation"]].iloc[-1].tolist() == ["cannot be calculated", "cannot be said"]


def test_a_break_in_the_catalogue_forbids_a_trend():
    # The definitions: figures of completed drug rehabilitation requirements cannot be compared across a break.
    catalogue = read_definitions().catalogue
    broken = next(
        one for one in catalogue if one.breaks and one.interval == "wilson" and one.id == "drr-completion-rate"
    )
    begins = broken.breaks[0].date.year - 3
    made = judged(*(row | {"indicator": broken.id} for row in years(*RISING, begins=begins)))

    assert made["trend"].iloc[-1] == "cannot be calculated"


@pytest.mark.parametrize(("everybody", "trend"), [(499, "increasing"), (500, "cannot be calculated")])
def test_a_year_in_which_everybody_counted_forbids_a_trend(everybody, trend):
    assert judged(*years(100, 180, 260, 400, everybody))["trend"].iloc[-1] == trend


def test_deaths_have_no_trend_for_the_number_of_people_changes_too():
    deaths = {"indicator": "drug-poisoning-deaths", "period_kind": "calendar year"}
    rows = [
        figure(**deaths, period_start=f"{2018 + at}-01-01", numerator=count)
        for at, count in enumerate((10, 30, 60, 90, 150))
    ]

    assert judged(*rows)["trend"].iloc[-1] == "cannot be calculated"


def test_series_of_areas_groups_and_kinds_are_apart():
    made = judged(
        *years(*RISING), *years(*RISING[::-1], area=ENGLAND), *years(*RISING[:3], sex="male"), *quarters(*RAISED)
    )

    said = made[made["trend"] != ""]
    assert said["trend"].tolist() == ["increasing", "decreasing", "cannot be calculated", "cannot be calculated"]
    assert said["variation"].tolist() == ["cannot be said"] * 3 + ["improvement"]


def test_no_figures_have_no_verdicts():
    made = judged()

    assert made.empty
    assert {"comparison", "comparator", "comparator_value", "people_gap", "trend", "variation"} <= set(made)


@settings(deadline=None, max_examples=25)  # each works out a page of verdicts, which a busy machine does slowly
@given(st.permutations(range(11)))
def test_the_order_of_the_rows_does_not_matter(order):
    rows = [*years(*RISING), *years(*RISING[::-1], area=ENGLAND), care(212, 520, sex="male")]
    columns = ["comparison", "comparator", "comparator_value", "people_gap", "trend", "variation"]

    turned = judged(*(rows[at] for at in order))

    expected = judged(*rows)[columns].iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(turned[columns], expected)


def test_a_year_with_too_few_people_has_no_trend():
    few = [care(count, 9, period_start=f"{2018 + at}-04-01") for at, count in enumerate((1, 2, 4, 6, 8))]

    assert judged(*few)["trend"].iloc[-1] == "cannot be calculated"
    made = judged(*few[:1], *years(*RISING, begins=2019))
    assert made["trend"].iloc[-1] == "increasing"  # only the latest five count
