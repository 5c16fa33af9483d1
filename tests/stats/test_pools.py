"""What stands beside a figure: one area's as it is shown, or sums over sums, and the reason where there is none."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.areas import ENGLAND
from dashboard.domain.comparators import Comparator, Group, group_of
from dashboard.domain.definitions import read_definitions
from tests.figures import figure, figures
from tests.in_frames import beside, compared, estimates

CARE = "coc-engaged-21-days"
BARNET, ENFIELD, LEEDS, BOLTON, LONDON = "E09000003", "E09000010", "E08000035", "E08000001", "E12000007"
NAN = math.nan
HIDDEN = {"numerator": NAN, "denominator": NAN, "state": "hidden"}


def care(area: str, count: float = NAN, total: float = NAN, **columns: object) -> dict[str, object]:
    return figure(indicator=CARE, area=area, numerator=count, denominator=total, **columns)


def judged(*rows: dict[str, object], chosen: tuple[str, ...] = (), kind: str = "areas") -> pd.DataFrame:
    """Each area of the rows compared with the chosen areas, or with its region."""
    definitions = read_definitions()
    shown = estimates(figures(*rows).assign(revision=1), definitions.catalogue)
    comparator = Comparator(kind, chosen)
    places = [definitions.areas.at(code) for code in shown["area"].unique() if code != ENGLAND]
    groups = {definitions.areas.kept_code(one.code): group_of(comparator, one, definitions) for one in places}
    others = beside(shown, groups, definitions.areas, definitions.catalogue)
    return compared(shown, definitions.catalogue, others)


def of_barnet(*rows: dict[str, object], **choice: object) -> pd.Series:
    made = judged(*rows, **choice)
    return made[made["area"] == BARNET].iloc[0]


def test_a_group_is_the_sum_of_its_people_over_the_sum_and_never_a_mean_of_shares():
    # 10 of 100 and 240 of 400 are 250 of 500, 50%; the mean of 10% and 60% would be 35%.
    # At 50% Wilson's limits lie z / (2 √(n + z²)) from it: 1.959964 / (2 √503.8415) is 4.36587 points.
    # The 99.8% limits of 212 of 520 end at 47.5%, so 50% lies beyond them.
    row = of_barnet(care(BARNET, 212, 520), care(LEEDS, 10, 100), care(BOLTON, 240, 400), chosen=(LEEDS, BOLTON))

    assert (row["comparison"], row["comparator"]) == ("much worse", "Leeds and Bolton together")
    assert (row["comparator_value"], row["comparator_numerator"], row["comparator_denominator"]) == (50, 250, 500)
    assert row["comparator_lower"] == pytest.approx(45.63413, abs=5e-6)
    assert row["comparator_upper"] == pytest.approx(54.36587, abs=5e-6)
    assert row["people_gap"] == 48  # 260 would be half of 520


def test_an_area_inside_its_group_is_left_out_of_it():
    made = judged(
        *(care(BARNET, 10, 100), care(LEEDS, 20, 100), care(BOLTON, 60, 100)), chosen=(BARNET, LEEDS, BOLTON)
    ).set_index("area")

    assert made["comparator_value"].to_dict() == {BARNET: 40, LEEDS: 35, BOLTON: 15}


@pytest.mark.parametrize(
    ("leeds", "reason"),
    [
        ([], "Leeds not supplied"),
        ([care(LEEDS, state="hidden")], "Leeds (hidden by the source to protect people)"),
        ([care(LEEDS, 20, 100, period_start="2022-04-01")], "Leeds not supplied"),
        ([care(LEEDS, 20, 100, sex="male")], "Leeds not supplied"),
    ],
)
def test_a_group_with_a_part_missing_has_no_figure_and_names_the_part(leeds, reason):
    row = of_barnet(care(BARNET, 212, 520), care(BOLTON, 60, 100), *leeds, chosen=(LEEDS, BOLTON))

    assert row["comparison"] == "not compared"
    assert math.isnan(row["comparator_value"])
    assert row["not_compared"] == f"their figure together for this period is not available: a part is missing: {reason}"


def test_a_figure_without_counts_cannot_be_added():
    row = of_barnet(care(BARNET, 212, 520), care(BOLTON, 60, 100), care(LEEDS, value=50.0), chosen=(LEEDS, BOLTON))

    assert row["not_compared"].endswith("not available: the figures of its areas came without the counts behind them")


def test_nobody_in_the_group_adds_nobody():
    row = of_barnet(care(BARNET, 212, 520), care(BOLTON, 60, 100), care(LEEDS, 0, 0), chosen=(LEEDS, BOLTON))

    assert (row["comparator_value"], row["comparator_denominator"]) == (60, 100)


def test_a_measure_that_cannot_be_added_has_no_group():
    need = {"indicator": "unmet-need-ocu", "numerator": NAN, "lower": 40.0, "upper": 60.0}
    row = of_barnet(
        *(figure(area=area, value=50.0, **need) for area in (BARNET, LEEDS, BOLTON)), chosen=(LEEDS, BOLTON)
    )

    assert row["not_compared"] == "figures of this measure cannot be added over areas"


def test_one_area_stands_as_it_was_published_with_no_counts():
    need = {"indicator": "unmet-need-ocu", "numerator": NAN}
    row = of_barnet(
        figure(area=BARNET, value=50.0, lower=40.0, upper=60.0, **need),
        figure(area=LEEDS, value=61.0, lower=55.0, upper=70.0, **need),
        chosen=(LEEDS,),
    )

    assert (row["comparison"], row["comparator"], row["comparator_value"]) == ("better", "Leeds", 61)
    assert (row["comparator_lower"], row["comparator_upper"]) == (55, 70)


def test_a_region_stands_beside_its_areas_and_beside_nobody_else():
    made = judged(
        *(care(BARNET, 212, 520), care(LEEDS, 10, 100), care(LONDON, 470, 1000), care(ENGLAND, 1, 2)), kind="region"
    ).set_index("area")

    assert made.loc[BARNET, ["comparison", "comparator"]].tolist() == ["worse", "the London region"]
    assert made["comparator_value"].dropna().to_dict() == {BARNET: 47}
    assert made.loc[LONDON, "comparison"] == made.loc[ENGLAND, "comparison"] == "not compared"
    assert made.loc[LONDON, "not_compared"] == "this is the figure that others are compared with"
    assert made.loc[ENGLAND, "not_compared"] == "a country takes in all the others, and is compared with none of them"
    assert "a part is missing: " in made.loc[LEEDS, "not_compared"]  # the one authority of its region that sent any


def test_a_region_without_a_figure_says_which_parts_are_missing():
    # London has 33 authorities; one sent a number and one a mark.
    row = of_barnet(care(BARNET, 212, 520), care(ENFIELD, state="hidden"), kind="region")

    assert row["not_compared"] == (
        "its figure for this period is not available: a part is missing: City of London, Barking and Dagenham, "
        "Bexley and 28 others not supplied; Enfield (hidden by the source to protect people)"
    )


def test_counts_are_compared_with_nobody():
    deaths = {"indicator": "drug-poisoning-deaths", "period_start": "2023-01-01", "period_kind": "calendar year"}
    row = of_barnet(*(figure(area=area, numerator=12.0, **deaths) for area in (BARNET, LEEDS)), chosen=(LEEDS,))

    assert (row["comparison"], row["comparator"]) == ("not compared", "")
    assert "how many people live there" in row["not_compared"]


def test_what_is_amiss_with_the_figure_here_is_said_before_what_the_other_lacks():
    row = of_barnet(care(BARNET, 3, 9), care(BOLTON, 60, 100), chosen=(LEEDS, BOLTON))

    assert row["not_compared"] == "fewer than 10 in the group"


def test_a_figure_whose_area_has_no_group_is_compared_with_nobody():
    definitions = read_definitions()
    shown = estimates(figures(care(BARNET, 212, 520), care(LEEDS, 1, 2)).assign(revision=1), definitions.catalogue)
    groups = {LEEDS: Group("areas", "Barnet", (definitions.areas.at(BARNET),))}
    others = beside(shown, groups, definitions.areas, definitions.catalogue)

    assert others[["name", "reason"]].values.tolist() == [["", ""], ["Barnet", ""]]
    assert math.isnan(others["value"].iloc[0])
    assert others["value"].iloc[1] == pytest.approx(212 / 520 * 100)


COUNTS = st.tuples(st.integers(0, 60), st.integers(60, 90))


@settings(deadline=None, max_examples=25)
@given(st.lists(COUNTS, min_size=3, max_size=3), st.permutations(range(4)))
def test_the_order_of_areas_and_rows_does_not_matter(counts, order):
    rows = [care(BARNET, 30, 80), *(care(code, *of) for code, of in zip((ENFIELD, LEEDS, BOLTON), counts, strict=True))]
    expected = sum(count for count, _ in counts) / sum(total for _, total in counts) * 100

    turned = of_barnet(*(rows[at] for at in order), chosen=(BOLTON, ENFIELD, LEEDS))

    assert turned["comparator_value"] == pytest.approx(expected, rel=1e-12)
    columns = ["comparison", "comparator_lower", "comparator_upper", "people_gap", "not_compared"]
    assert turned[columns].tolist() == of_barnet(*rows, chosen=(LEEDS, BOLTON, ENFIELD))[columns].tolist()


def test_figures_as_they_are_hidden_on_the_way_out_make_no_sum():
    definitions = read_definitions()
    shown = estimates(
        figures(care(BARNET, 212, 520), care(LEEDS, 10, 100), care(BOLTON, 60, 100)).assign(revision=1),
        definitions.catalogue,
    )
    # Whatever hides a figure leaves a row without numbers, and that is what a sum is made from.
    hidden = shown["area"] == LEEDS
    shown = shown.assign(state=shown["state"].mask(hidden, "hidden"))
    shown.loc[hidden, ["numerator", "denominator", "value", "lower", "upper"]] = NAN
    comparator = Comparator("areas", (LEEDS, BOLTON))
    group = group_of(comparator, definitions.areas.at(BARNET), definitions)
    others = beside(shown, {BARNET: group}, definitions.areas, definitions.catalogue)

    assert others[["value", "numerator", "denominator", "lower", "upper"]].isna().all(axis=None)
    assert "Leeds (hidden" in others["reason"].iloc[0]
