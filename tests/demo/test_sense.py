"""The invented figures are what a reader of the field would believe, and agree with one another.

Ranges: domain.md section 10 and datasets/published/national_figures.csv, named at each.
"""

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES

NATIONS = (ENGLAND, ENGLAND_AND_WALES)
LADDER = (
    *("coc-eligible-releases", "coc-destination-recorded", "coc-referral-received"),
    *("coc-appointment-before-release", "coc-appointment-attended", "coc-treatment-started"),
    *("coc-engaged-21-days", "coc-retained-12-weeks"),
)
FUNNEL = (
    *("dtoa-tests", "dtoa-positive-rate", "dtoa-assessment-rate", "dtoa-assessment-attended"),
    *("dtoa-treatment-referral", "dtoa-treatment-started"),
)
PLACE = ["area", "period"]


def _of(rows: pd.DataFrame, indicator: str, period: str = "") -> pd.DataFrame:
    found = rows[rows["indicator"] == indicator]
    return found[found["period"] == period] if period else found


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as they stand in the end: a later file wins."""
    return rows.drop_duplicates(["indicator", "area", "period", "sex", "age", "breakdown"], keep="last")


def _beside(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    table = _once(rows[rows["indicator"].isin(names)])
    return table.pivot(index=PLACE, columns="indicator", values="number")[list(names)]


@pytest.mark.parametrize("steps", [LADDER, FUNNEL], ids=["ladder", "funnel"])
def test_no_rung_and_no_step_is_larger_than_the_one_before(headline, steps):
    table = _beside(headline, steps)

    assert len(table) > 400
    filled = table.ffill(axis=1)  # a rung that was not supplied is stepped over
    assert (filled.diff(axis=1).iloc[:, 1:].fillna(0) <= 0).all(axis=None)


@pytest.mark.parametrize("steps", [LADDER, FUNNEL], ids=["ladder", "funnel"])
def test_the_steps_have_the_wholes_that_their_definitions_say(headline, steps):
    table = _once(headline[headline["indicator"].isin(steps)])
    counts = table.pivot(index=PLACE, columns="indicator", values="number")
    wholes = table.pivot(index=PLACE, columns="indicator", values="whole")
    for at, name in enumerate(steps[1:], 1):
        before = steps[0] if steps is LADDER else steps[at - 1]
        both = wholes[name].notna() & counts[before].notna()
        assert both.sum() > 400
        assert (wholes[name][both] == counts[before][both]).all(), name


def test_substance_groups_add_to_all_prison_leavers(headline):
    groups = ("coc-opiate", "coc-non-opiate", "coc-alcohol")
    for column in ("number", "whole"):
        table = _once(headline[headline["indicator"].isin(["coc-engaged-21-days", *groups])])
        table = table.pivot(index=PLACE, columns="indicator", values=column).dropna()
        assert len(table) > 1_500
        assert (table[list(groups)].sum(axis=1) == table["coc-engaged-21-days"]).all()


def test_treatment_groups_add_to_everybody_in_treatment(headline):
    groups = [f"adults-in-treatment-{name}" for name in ("opiate", "non-opiate", "non-opiate-alcohol", "alcohol")]
    table = _beside(headline, ("adults-in-treatment", *groups)).dropna()

    assert len(table) > 2_000
    assert (table[groups].sum(axis=1) == table["adults-in-treatment"]).all()


def test_who_referred_is_within_new_presentations(headline):
    by = [f"new-presentations-{name}" for name in ("police", "prison", "probation")]
    table = _beside(headline, ("new-presentations", *by)).dropna()

    assert len(table) > 2_000
    assert (table[by].sum(axis=1) <= table["new-presentations"]).all()


@pytest.mark.parametrize(
    ("indicator", "column", "groups"),
    [
        ("coc-engaged-21-days", "sex", ["male", "female"]),
        ("adults-in-treatment", "sex", ["male", "female"]),
        ("possession-diverted", "sex", ["male", "female"]),
        ("possession-diverted", "age", ["under 18", "18-24", "25-34", "35-49", "50+"]),
    ],
)
def test_groups_add_to_everybody(rows, indicator, column, groups):
    table = _once(_of(rows, indicator))
    table = table[(table["breakdown"] == "") & ~table["area"].isin(NATIONS)]
    other = "age" if column == "sex" else "sex"
    table = table[table[other] == ("" if other == "age" else "persons")]
    wide = table.pivot(index=PLACE, columns=column, values="number").dropna()
    everybody = "persons" if column == "sex" else ""
    # Both come with the file that was put right, but for its sexes, which stand as they were sent.
    revised = wide.index.get_level_values("period") == "12 months to Sep 2025"
    wide = wide[~revised] if indicator == "adults-in-treatment" else wide

    assert len(wide) > 500
    assert (wide[groups].sum(axis=1) == wide[everybody]).all()


@pytest.mark.parametrize(
    ("indicator", "key"), [("possession-outcomes", "outcome"), ("possession-diverted", "ethnicity")]
)
def test_kinds_add_to_the_whole(rows, indicator, key):
    table = _of(rows, indicator)
    table = table[(table["sex"] == "persons") & (table["age"] == "") & ~table["area"].isin(NATIONS)]
    parts = table[table["breakdown"].str.startswith(key)].groupby(PLACE)["number"].sum()
    whole = table[table["breakdown"] == ""].set_index(PLACE)["number"]

    assert len(parts) > 500
    assert (parts == whole[parts.index]).all()


def test_routes_add_to_the_referrals_received_and_to_those_started(rows):
    for indicator in ("coc-referral-received", "coc-engaged-21-days"):
        table = _of(rows, indicator)
        table = table[(table["sex"] == "persons") & table["number"].notna()]
        parts = table[table["breakdown"].str.startswith("source=")].groupby(PLACE)["number"].sum()
        whole = table[table["breakdown"] == ""].drop_duplicates(PLACE, keep="last").set_index(PLACE)["number"]
        both = parts.index.intersection(whole.index)
        assert len(both) > 1_500
        assert (parts[both] == whole[both]).all()


def test_the_prisons_of_an_authority_add_to_its_releases(rows, headline):
    cells = _of(rows, "coc-by-prison")
    cells = cells[cells["breakdown"].str.startswith("prison=")]
    whole_cells = cells.groupby(PLACE).filter(lambda rows: rows["whole"].notna().all())
    released = whole_cells.groupby(PLACE)["whole"].sum()
    eligible = _of(headline, "coc-eligible-releases").set_index(PLACE)["number"]

    assert len(released) > 1_500
    assert (released == eligible[released.index]).all()


def test_a_prison_in_full_is_what_it_released_to_each_area(rows):
    table = _of(rows, "coc-by-prison", "12 months to Mar 2025")
    cells = table[table["breakdown"].str.startswith("prison=")]
    prison = cells["breakdown"].str.removeprefix("prison=")
    hidden = set(prison[cells["whole"].isna() & ~cells["count"].eq("[in neighbour]")])
    total = table[table["breakdown"] == ""].set_index("area")["whole"]
    neighbours = set(prison[cells["count"] == "[in neighbour]"])
    summed = cells.groupby(prison)["whole"].sum()
    summed = summed[~summed.index.isin(hidden | neighbours)]

    assert len(summed) > 30
    assert (summed == total[summed.index]).all()


def _rate(rows: pd.DataFrame) -> pd.Series:
    return 100 * rows["number"] / rows["whole"]


def test_continuity_of_care_rises_about_20_points_with_a_step_in_2023(headline):
    england = _of(headline, "coc-engaged-21-days")
    england = _once(england[england["area"] == ENGLAND]).set_index("period")
    rate = _rate(england)

    assert 38 <= rate["12 months to Sep 2022"] <= 42
    assert rate["12 months to Mar 2023"] == pytest.approx(43, abs=2)  # 2022/23: 43%
    assert rate["12 months to Mar 2024"] == pytest.approx(53, abs=2)  # 2023/24: 53%
    assert 15 <= rate["12 months to Jun 2026"] - rate["12 months to Sep 2022"] <= 22
    yearly = [rate[f"12 months to Mar {year}"] for year in range(2023, 2027)]
    assert yearly[1] - yearly[0] > 2 * max(yearly[2] - yearly[1], yearly[3] - yearly[2])


def test_continuity_of_care_lies_between_a_quarter_and_seven_in_ten(headline):
    areas = _of(headline, "coc-engaged-21-days", "12 months to Mar 2024")
    rate = _rate(areas[~areas["area"].isin(NATIONS) & (areas["whole"] >= 60)])

    low, high = rate.quantile([0.02, 0.98])
    assert 22 <= low <= 38
    assert 62 <= high <= 75


def test_an_average_authority_has_about_36_releases_a_quarter_and_most_have_fewer(headline):
    areas = _of(headline, "coc-eligible-releases", "12 months to Mar 2024")
    number = areas.loc[~areas["area"].isin(NATIONS), "number"].dropna()

    assert number.mean() == pytest.approx(4 * 36, rel=0.1)  # domain.md, seven facts, 1
    assert number.median() < number.mean()
    assert number.max() > 4 * number.median()


def test_treatment_is_as_large_as_published(headline, national):
    for year in ("2022/23", "2023/24", "2024/25"):
        made = _of(headline, "adults-in-treatment", f"12 months to Mar 20{year[-2:]}")
        england = made.loc[made["area"] == ENGLAND, "number"].iloc[0]
        assert england == pytest.approx(national("adults-in-treatment", year), rel=0.03), year


@pytest.mark.parametrize(("group", "low", "high"), [("opiate", 0.40, 0.49), ("alcohol", 0.28, 0.33)])
def test_the_groups_have_their_shares(headline, group, low, high):
    table = _beside(headline, ("adults-in-treatment", f"adults-in-treatment-{group}")).xs(ENGLAND)
    share = table[f"adults-in-treatment-{group}"] / table["adults-in-treatment"]

    assert share["12 months to Mar 2025"] == pytest.approx({"opiate": 0.42, "alcohol": 0.30}[group], abs=0.02)
    assert share.between(low - 0.03, high + 0.03).all()


def test_new_presentations_are_about_half_of_the_caseload(headline):
    england = headline[headline["area"] == ENGLAND]
    caseload = _of(england, "adults-in-treatment", "12 months to Mar 2024")["number"].iloc[0]
    quarters = ("Apr to Jun 2023", "Jul to Sep 2023", "Oct to Dec 2023", "Jan to Mar 2024")
    begun = sum(_of(england, "new-presentations", quarter)["number"].iloc[0] for quarter in quarters)

    assert 0.46 <= begun / caseload <= 0.55


def test_half_to_six_in_ten_tests_on_arrest_are_positive(headline):
    forces = _of(headline, "dtoa-positive-rate")
    forces = forces[~forces["area"].isin(NATIONS) & (forces["whole"] > 250)]

    assert len(forces) > 300
    assert _rate(forces).between(40, 70).all()
    assert _rate(forces.groupby("area")[["number", "whole"]].sum()).between(47, 63).all()


def test_forces_join_the_tests_over_time(headline):
    tests = _of(headline, "dtoa-tests")
    tests = tests[~tests["area"].isin(NATIONS)]
    reporting = tests.groupby("period")["area"].nunique()

    assert reporting["Jul to Sep 2022"] < 20
    assert reporting["Jan to Mar 2026"] > 30


def test_over_nine_in_ten_positives_are_assessed_and_half_of_those_referred(headline):
    country = _once(headline[headline["area"].isin(NATIONS)]).set_index(["indicator", "period"])
    period = "Jan to Mar 2026"

    assert 88 <= _rate(country.loc[[("dtoa-assessment-rate", period)]]).iloc[0] <= 95
    assert 44 <= _rate(country.loc[[("dtoa-treatment-referral", period)]]).iloc[0] <= 52


def test_england_is_the_sum_of_its_authorities(headline):
    releases = _once(_of(headline, "coc-eligible-releases"))
    authorities = releases[~releases["area"].isin(NATIONS)]
    whole = authorities.groupby("period")["number"].agg(["sum", "count"])
    england = releases[releases["area"] == ENGLAND].set_index("period")["number"]
    gap = (england - whole["sum"]) / england

    assert len(gap) > 10
    # In the year in which Cumbria ended its heirs send no twelve months, and England's has their people.
    crossing = gap.index.isin([f"12 months to {month} 2023" for month in ("Jun", "Sep", "Dec")])
    assert (gap[~crossing].dropna() == 0).all()


def test_no_number_is_below_zero_and_no_part_above_its_whole(rows):
    assert not (rows["number"] < 0).any()
    proportions = rows[rows["whole"].notna() & ~rows["indicator"].str.endswith("-rate")]
    assert (proportions["number"] <= proportions["whole"]).all()
    assert np.isfinite(proportions["number"]).all()


@pytest.fixture(scope="module")
def national(definitions):
    table = pd.read_csv("datasets/published/national_figures.csv")

    def figure(indicator: str, period: str) -> float:
        return float(table[(table["indicator"] == indicator) & (table["period"] == period)]["value"].iloc[0])

    return figure
