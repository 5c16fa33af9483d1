"""What is left of a figure that is hidden, and of one that is rounded."""

import math

import pandas as pd
import pytest

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.figures import FIGURE, KEY, NUMBERS
from dashboard.stats.suppression.showing import exact_measures
from tests.figures import BARNET, ENFIELD, figure, figures
from tests.in_frames import coded, rounded, without

COUNT, SHARE, NOT_ROUNDED = "new-presentations", "treatment-completed-share", "coc-engaged-21-days"
RATE = "drug-poisoning-admissions"
FULL = {"numerator": 3.0, "denominator": 31.0, "value": 9.7, "lower": 3.3, "upper": 24.9, "note": "three of them"}
NOTHING = math.nan


def hide(rows: pd.DataFrame, *at: int) -> pd.DataFrame:
    return without(rows, rows.iloc[list(at)][KEY])


def test_of_a_hidden_figure_neither_numbers_nor_remarks_are_left():
    made = hide(figures(figure(**FULL)), 0).iloc[0]

    assert made["state"] == "hidden here"
    assert made[NUMBERS].isna().all()
    assert made["note"] == ""
    assert "3" not in "".join(map(str, made[["state", "note", "source", *NUMBERS]]))


def test_everything_else_stays_as_it_was():
    rows = figures(figure(**FULL), figure(**FULL, area=ENFIELD), figure(**FULL, sex="male"), figure(**FULL, age="18+"))
    kept = rows.copy()

    made = hide(rows, 0)

    pd.testing.assert_frame_equal(rows, kept)
    pd.testing.assert_frame_equal(made.iloc[1:], kept.iloc[1:])
    assert made.loc[0, KEY].tolist() == kept.loc[0, KEY].tolist()
    assert made.loc[0, "source"] == kept.loc[0, "source"]


def test_measures_that_are_rounded_here_came_exact_where_one_of_their_figures_did(definitions):
    rows = figures(
        figure(indicator=COUNT),
        figure(indicator=COUNT, area=ENFIELD, state="rounded"),
        figure(indicator=SHARE, state="rounded"),
        figure(indicator=RATE, numerator=NOTHING, state="hidden"),
        figure(indicator=NOT_ROUNDED),
    )

    assert exact_measures(coded(rows), definitions.catalogue) == [COUNT]


def test_a_rounded_figure_is_hidden_too():
    assert hide(figures(figure(state="rounded", numerator=5.0)), 0)["state"].tolist() == ["hidden here"]


@pytest.mark.parametrize("state", ["hidden", "not available", "not collected", "not applicable", "low"])
def test_a_figure_without_a_number_keeps_its_reason(state):
    rows = figures(figure(numerator=NOTHING, state=state, note="not yet"))

    pd.testing.assert_frame_equal(hide(rows, 0), rows)


def test_where_nothing_is_hidden_nothing_changes():
    rows = figures(figure(**FULL))

    pd.testing.assert_frame_equal(without(rows, rows.iloc[:0][KEY]), rows)
    assert without(rows.iloc[:0], rows[KEY]).empty


def test_the_row_labels_may_be_any():
    rows = figures(figure(**FULL), figure(**FULL, area=ENFIELD)).set_axis([7, 3])

    assert hide(rows, 1)["state"].to_dict() == {7: "value", 3: "hidden here"}


@pytest.fixture
def shown(definitions):
    """Return what is shown of one figure of a measure."""

    def one(indicator: str, **columns: object) -> pd.Series:
        return rounded(figures(figure(indicator=indicator, **columns)), definitions.catalogue).iloc[0]

    return one


@pytest.mark.parametrize(
    ("count", "nearest"),
    [(0, 0), (1, 0), (2, 0), (2.5, 5), (3, 5), (7, 5), (7.5, 10), (8, 10), (12, 10), (13, 15), (102.5, 105)],
)
def test_a_count_is_rounded_to_the_nearest_five_and_a_half_up(shown, count, nearest):
    made = shown(COUNT, numerator=float(count))

    assert made[["numerator", "state"]].tolist() == [nearest, "rounded"]


@pytest.mark.parametrize("country", [ENGLAND, ENGLAND_AND_WALES])
def test_counts_of_countries_are_not_rounded(shown, country):
    made = shown(COUNT, numerator=137_043.0, area=country)

    assert made[["numerator", "state"]].tolist() == [137_043, "value"]


def test_a_region_is_rounded_as_an_authority_is(shown):
    assert shown(COUNT, numerator=1237.0, area="E12000007")["numerator"] == 1235


def test_a_share_is_of_rounded_counts_and_its_exact_limits_are_gone(shown):
    # 13 of 31 is 41.9%; from 15 of 30 whoever reads it makes 50%.
    made = shown(SHARE, numerator=13.0, denominator=31.0, value=41.9, lower=26.4, upper=59.2)

    assert made[["numerator", "denominator", "state"]].tolist() == [15, 30, "rounded"]
    assert made[["value", "lower", "upper"]].isna().all()


def test_a_share_of_a_known_group_is_rounded_by_the_count_behind_it(shown):
    # 41.9% of 31 is 12.989: 13 people.
    made = shown(SHARE, numerator=NOTHING, denominator=31.0, value=41.9)

    assert made[["numerator", "denominator"]].tolist() == [15, 30]
    assert math.isnan(made["value"])


def test_a_share_that_came_without_counts_stands_with_its_limits(shown):
    # Wilson limits of 50 of 275 are 14.1 and 23.1; nobody said that it was of 275.
    made = shown(SHARE, numerator=NOTHING, value=18.2, lower=14.1, upper=23.1)

    assert made[["value", "lower", "upper", "state"]].tolist() == [18.2, 14.1, 23.1, "value"]
    assert made[["numerator", "denominator"]].isna().all()


def test_a_share_with_its_count_alone_gets_no_group_made_of_its_limits(shown):
    made = shown(SHARE, numerator=51.0, value=18.2, lower=14.1, upper=23.1)

    assert made[["numerator", "value", "lower", "upper", "state"]].tolist() == [50, 18.2, 14.1, 23.1, "rounded"]
    assert math.isnan(made["denominator"])


def test_a_share_without_counts_is_hidden_where_its_limits_tell_of_few(shown):
    # Wilson limits of 4 of 31: 5.1 to 28.9.
    made = shown(SHARE, numerator=NOTHING, value=12.9, lower=5.1, upper=28.9, note="four of them")

    assert made[["state", "note"]].tolist() == ["hidden here", ""]
    assert made[NUMBERS].isna().all()


def test_a_rate_keeps_its_population_and_its_rate(shown):
    made = shown(RATE, numerator=103.0, denominator=98_250.0, value=104.8)

    assert made[["numerator", "denominator", "state"]].tolist() == [105, 98_250, "rounded"]


@pytest.mark.parametrize("count", [103.0, NOTHING])
def test_a_rate_without_its_population_stands_as_it_came(shown, count):
    made = shown(RATE, numerator=count, value=104.8, lower=85.5, upper=127.1)

    assert made[["value", "lower", "upper"]].tolist() == [104.8, 85.5, 127.1]
    assert math.isnan(made["denominator"])
    assert made["numerator"] == 105 or (math.isnan(count) and math.isnan(made["numerator"]))


@pytest.mark.parametrize(("count", "whole"), [(1.0, 2.0), (0.0, 2.0), (2.0, 2.0)])
def test_a_share_of_a_group_that_rounds_to_nobody_is_hidden(shown, count, whole):
    made = shown(SHARE, numerator=count, denominator=whole, note="two people")

    assert made["state"] == "hidden here"
    assert made[NUMBERS].isna().all()
    assert made["note"] == ""


def test_everybody_stays_everybody(shown):
    assert shown(SHARE, numerator=13.0, denominator=13.0)[["numerator", "denominator"]].tolist() == [15, 15]


def test_a_source_that_rounded_already_and_a_measure_without_rounding_stay(shown):
    for made in (shown(COUNT, numerator=5.0, state="rounded"), shown(NOT_ROUNDED, numerator=12.0, denominator=31.0)):
        assert made["numerator"] in (5, 12)
    assert shown(NOT_ROUNDED, numerator=12.0, denominator=31.0)["state"] == "value"


def test_only_the_measures_that_are_rounded_change(definitions):
    rows = figures(
        figure(indicator=COUNT, numerator=13.0),
        figure(indicator=NOT_ROUNDED, numerator=12.0, denominator=31.0, area=BARNET),
    )
    made = rounded(rows, definitions.catalogue)

    assert list(made) == FIGURE
    assert made["numerator"].tolist() == [15, 12]
    assert rows["numerator"].tolist() == [13, 12]
