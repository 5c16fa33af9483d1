"""Totals of periods: months to quarters, quarters to years, and what is said where a part is missing."""

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.figures import State
from dashboard.domain.indicators import Break, Catalogue
from dashboard.domain.periods import calendar_quarter, financial_quarter, month, rolling_year
from tests.figures import figure, figures
from tests.in_frames import estimates, period_totals, totals

CARE, NEW, CRIME = "coc-engaged-21-days", "new-presentations", "neighbourhood-crime-rate"
CUMBERLAND, WESTMORLAND = "E06000063", "E06000064"  # the two authorities of the partnership Cumbria
CORNWALL, SCILLY = "E06000052", "E06000053"
NOTHING = {"numerator": math.nan}
HIDDEN = {**NOTHING, "state": "hidden"}


def at(period, **columns: object) -> dict[str, object]:
    """One figure of a period: 100 of 200 people, continuity of care."""
    when = {"period_start": period.start.isoformat(), "period_months": period.months, "period_kind": period.kind.value}
    return figure(**{**when, "indicator": CARE, "denominator": 200.0, **columns})


def year(*parts: dict[str, object], begins: int = 2024) -> list[dict[str, object]]:
    """The four quarters of a financial year, each with what is given for it."""
    return [at(financial_quarter(begins, number), **columns) for number, columns in enumerate(parts, start=1)]


def people(*counts: float, of: float = 200.0, **columns: object) -> list[dict[str, object]]:
    return year(*({"numerator": float(count), "denominator": of, **columns} for count in counts))


def numbered(rows: list[dict[str, object]]) -> pd.DataFrame:
    return figures(*rows).assign(revision=range(1, len(rows) + 1))


@pytest.fixture
def made(definitions):
    """Return the totals made of rows of figures."""
    return lambda *rows: period_totals(numbered(list(rows)), definitions.catalogue)


def test_four_quarters_make_a_financial_year_of_sums_over_sums(made, definitions):
    parts = [(9.0, 10.0), (10.0, 100.0), (20.0, 100.0), (11.0, 90.0)]
    total = made(*year(*({"numerator": count, "denominator": whole} for count, whole in parts)))
    share = estimates(total, definitions.catalogue).iloc[0]

    assert total[["period_start", "period_months", "period_kind"]].values.tolist() == [
        ["2024-04-01", 12, "financial year"]
    ]
    assert total[["numerator", "denominator", "state", "note"]].values.tolist() == [[50, 300, "value", ""]]
    # 50 of 300 is 16.7%; the mean of 90%, 10%, 20% and 12.2% would be 33.1%.
    assert share["value"] == pytest.approx(100 / 6)
    # Wilson's limits by hand: (103.8415 -/+ 25.5930) / 607.6829.
    assert (share["lower"], share["upper"]) == pytest.approx((12.8765, 21.2997), abs=1e-4)


def test_the_method_is_chosen_after_adding(made, definitions):
    deaths = {"indicator": CRIME, "denominator": 50_000.0}

    total = made(*people(2, 3, 2, 3, indicator=CRIME, of=50_000.0))
    rate = estimates(total, definitions.catalogue).iloc[0]
    quarter = estimates(numbered([at(financial_quarter(2024, 2), numerator=3.0, **deaths)]), definitions.catalogue)

    # Exact limits of 3 events are 0.6187 to 8.7673 (Ulm 1990); Byar's of 10 are 4.785 to 18.390.
    per = definitions.catalogue.called(CRIME).per
    assert quarter["upper"].tolist() == pytest.approx([8.7673 / 50_000 * per], rel=1e-4)
    assert (rate["lower"], rate["upper"]) == pytest.approx((4.785 / 50_000 * per, 18.390 / 50_000 * per), rel=1e-3)


def test_three_months_make_a_quarter_and_twelve_the_year_too(made):
    total = made(*(at(month(2024, number), numerator=float(number)) for number in range(4, 13)))
    whole = made(
        *(at(month(2024 + (number < 4), number), numerator=float(number), denominator=20.0) for number in range(1, 13))
    )

    assert total[["period_start", "numerator"]].values.tolist() == [
        ["2024-04-01", 4 + 5 + 6],
        ["2024-07-01", 7 + 8 + 9],
        ["2024-10-01", 10 + 11 + 12],
    ]
    assert whole["period_kind"].tolist() == ["quarter", "financial year", "quarter", "quarter", "quarter"]
    assert whole.loc[1, ["numerator", "denominator"]].tolist() == [78, 240]


def test_a_measure_without_quarters_goes_from_months_to_the_year(made):
    months = [
        at(month(2024 + (number < 4), number), indicator="drug-prosecutions-convicted") for number in range(1, 13)
    ]

    total = made(*months)

    assert total[["period_kind", "numerator"]].values.tolist() == [["financial year", 1200]]


def test_a_supplied_quarter_beside_months_is_part_of_the_year(made):
    months = [at(month(2024, number)) for number in (4, 5, 6)]

    total = made(*months, *people(50, 60, 70, 80)[1:])

    assert total["numerator"].tolist() == [300, 300 + 60 + 70 + 80]


@pytest.mark.parametrize("columns", [{}, {"state": "not available", **NOTHING}])
def test_a_supplied_year_wins_whatever_it_says(made, columns):
    supplied = figure(indicator=CARE, period_start="2024-04-01", **columns)

    assert made(*people(1, 2, 3, 4), supplied).empty


def test_a_rolling_year_of_the_same_months_is_another_figure(made):
    assert len(made(*people(1, 2, 3, 4), at(rolling_year(2025, 3)))) == 1


def test_a_year_that_is_partly_supplied_has_no_row(made):
    assert made(*people(1, 2, 3)).empty
    assert made(*people(1, 2, 3, 4)[1:], at(financial_quarter(2025, 1))).empty  # a run across two years
    assert made(*year({}, HIDDEN, {})).empty


def test_quarters_of_a_calendar_year_make_no_financial_one(made):
    assert made(*(at(calendar_quarter(2024, number)) for number in (1, 2, 3, 4))).empty


def test_a_hidden_part_makes_the_year_not_available_and_is_named(made):
    total = made(*year({}, HIDDEN, {}, {})).iloc[0]

    assert total["state"] == State.NOT_AVAILABLE
    assert total["note"] == "a part is missing: Jul to Sep 2024 (hidden by the source to protect people)"
    assert total[["numerator", "denominator", "value"]].isna().all()


def test_several_gaps_are_named_in_their_order(made):
    rows = year({**NOTHING, "state": "not available"}, HIDDEN, {}, HIDDEN)

    assert made(*rows[::-1])["note"].tolist() == [
        "a part is missing: Apr to Jun 2024 (not available); "
        "Jul to Sep 2024 and Jan to Mar 2025 (hidden by the source to protect people)"
    ]


def test_a_year_hidden_in_every_part_is_not_available_and_not_hidden(made):
    assert made(*year(*[HIDDEN] * 4))["state"].tolist() == ["not available"]


@pytest.mark.parametrize("state", ["in neighbour", "not applicable", "not collected"])
def test_what_is_so_of_every_part_is_so_of_the_year(made, state):
    total = made(*year(*[{**NOTHING, "state": state}] * 4))

    assert total[["state", "note"]].values.tolist() == [[state, ""]]


def test_a_part_without_its_counts_is_named_and_where_none_has_them_there_is_no_row(made):
    share = {**NOTHING, "denominator": math.nan, "value": 50.0}

    assert made(*year({}, {}, share, {}))["note"].tolist() == [
        "a part is missing: Oct to Dec 2024 (without the counts behind it)"
    ]
    assert made(*year(*[share] * 4)).empty


def test_a_rate_has_all_events_over_one_population(made):
    total = made(*people(10, 20, 30, 40, indicator=CRIME, of=50_000.0)).iloc[0]

    assert (total["numerator"], total["denominator"]) == (100, 50_000)


def test_of_four_populations_the_year_has_the_mean(made):
    populations = (50_000.0, 50_100.0, 50_200.0, 50_500.0)

    total = made(*year(*({"indicator": CRIME, "denominator": people} for people in populations))).iloc[0]

    assert (total["numerator"], total["denominator"]) == (400, 50_200)


def test_a_count_has_no_denominator_and_one_sent_as_a_value_is_added(made):
    sent = {**NOTHING, "value": 7.0}

    total = made(*year(*({"indicator": NEW, "denominator": math.nan, **one} for one in ({}, {}, {}, sent)))).iloc[0]

    assert total["numerator"] == 307
    assert math.isnan(total["denominator"])


def test_people_who_stay_are_not_added_over_time(made):
    assert made(*people(1, 2, 3, 4, indicator="adults-in-treatment")).empty
    assert made(*people(1, 2, 3, 4, indicator="no-longer-there")).empty


def test_a_year_that_the_measure_does_not_have_is_not_made(definitions):
    narrow = definitions.catalogue.called(CARE).model_copy(update={"period_kinds": ("quarter",)})

    assert period_totals(numbered(people(1, 2, 3, 4)), Catalogue({CARE: narrow})).empty


@pytest.mark.parametrize(
    ("day", "rows"), [(date(2024, 4, 1), 1), (date(2024, 4, 2), 0), (date(2025, 3, 31), 0), (date(2025, 4, 1), 1)]
)
def test_nothing_is_added_across_a_break(definitions, day, rows):
    broken = definitions.catalogue.called(CARE).model_copy(update={"breaks": (Break(date=day, reason="New rules."),)})

    assert len(period_totals(numbered(people(1, 2, 3, 4)), Catalogue({CARE: broken}))) == rows


def test_rounded_and_provisional_parts_carry_on(made):
    total = made(*year({"state": "rounded"}, {}, {"note": "Provisional"}, {})).iloc[0]

    assert (total["state"], total["revision"]) == ("rounded", 4)
    assert total["note"] == "about, the sum of rounded figures; provisional"


def test_people_who_may_be_counted_twice_are_still_said(made):
    about = "about, for a person may be counted in two of the areas"

    assert made(*year({"note": about}, {}, {"note": f"{about}; provisional"}, {}))["note"].tolist() == [
        f"{about}; provisional"
    ]


def test_groups_and_areas_are_added_apart(made):
    groups = ({}, {"sex": "male"}, {"age": "18-29"}, {"area": CORNWALL}, {"breakdown": "prison=LPI"})

    rows = [row for at, group in enumerate(groups) for row in people(*[10**at] * 4, **group)]

    assert sorted(made(*rows)["numerator"]) == [4, 40, 400, 4_000, 40_000]


def test_no_figures_make_no_totals(made):
    assert made().empty
    assert made(figure()).empty


ROWS = [
    *people(1, 2, 3, 4),
    *year({}, HIDDEN, {}, HIDDEN),
    *people(5, 6, 7, 8, indicator=CRIME, of=1000.0),
    *(at(month(2025, number), area=CORNWALL, note="provisional") for number in (4, 5, 6)),
]
ROWS[4:8] = [{**row, "area": SCILLY} for row in ROWS[4:8]]


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(len(ROWS))))
def test_the_order_of_rows_makes_no_difference(definitions, order):
    rows = figures(*ROWS).assign(revision=1)

    straight = period_totals(rows, definitions.catalogue)

    assert len(straight) == 4
    pd.testing.assert_frame_equal(straight, period_totals(rows.iloc[order], definitions.catalogue))


# Areas and periods may be added in either order. Both orders work over the same table: two authorities, four quarters.


def cumbria(definitions, rows: list[dict[str, object]], *, areas_first: bool) -> pd.DataFrame:
    """The financial year of the partnership, its areas added first or its quarters."""
    return whole_year(definitions, rows, "cdp-cumbria", areas_first=areas_first)


def whole_year(definitions, rows: list[dict[str, object]], code: str, *, areas_first: bool) -> pd.DataFrame:
    def over_areas(frame: pd.DataFrame) -> pd.DataFrame:
        return totals(frame, [definitions.areas.at(code)], definitions.areas, definitions.catalogue)

    def over_periods(frame: pd.DataFrame) -> pd.DataFrame:
        return period_totals(frame, definitions.catalogue)

    first, second = (over_areas, over_periods) if areas_first else (over_periods, over_areas)
    figures_of = numbered(rows)
    both = second(pd.concat([figures_of, first(figures_of)], ignore_index=True))
    return both[(both["area"] == code) & (both["period_kind"] == "financial year")].reset_index(drop=True)


def in_both(quarters: list[dict[str, object] | None], **columns: object) -> list[dict[str, object]]:
    """Four quarters of Cumberland and four of Westmorland; None where there is no figure."""
    places = [(area, financial_quarter(2024, number)) for area in (CUMBERLAND, WESTMORLAND) for number in (1, 2, 3, 4)]
    found = zip(places, quarters, strict=True)
    return [at(period, area=area, **columns, **cell) for (area, period), cell in found if cell is not None]


def cells(*states: str) -> st.SearchStrategy[dict[str, object]]:
    return st.integers(0, 500).flatmap(
        lambda count: st.fixed_dictionaries(
            {
                "numerator": st.just(float(count)),
                "denominator": st.integers(count, 1000).map(float),
                "state": st.sampled_from(states),
                "note": st.sampled_from(["", "provisional"]),
            }
        )
    )


EIGHT = {"min_size": 8, "max_size": 8}
MARKS = st.sampled_from(["hidden", "low", "not available", "not collected", "not applicable"])
MARKED = MARKS.map(lambda state: {**NOTHING, "denominator": math.nan, "state": state})


@settings(deadline=None, max_examples=20)
@given(st.lists(cells("value", "rounded"), **EIGHT), st.sampled_from([CARE, NEW, CRIME]))
def test_adding_areas_commutes_with_adding_periods(definitions, quarters, indicator):
    rows = in_both(quarters, indicator=indicator)

    by_area = cumbria(definitions, rows, areas_first=True)

    assert by_area["numerator"].tolist() == [sum(cell["numerator"] for cell in quarters)]
    # Every column alike: numbers, state, note, revision. Quarters of whole numbers are exact in floating point.
    pd.testing.assert_frame_equal(by_area, cumbria(definitions, rows, areas_first=False))


@settings(deadline=None, max_examples=20)
@given(st.lists(cells("value", "rounded") | MARKED, **EIGHT))
def test_with_gaps_both_orders_reach_the_same_state(definitions, quarters):
    rows = in_both(quarters)
    by_area, by_period = (cumbria(definitions, rows, areas_first=order) for order in (True, False))

    columns = ["state", "numerator", "denominator"]
    pd.testing.assert_frame_equal(by_area[columns], by_period[columns])
    assert len(by_area) == 1


@settings(deadline=None, max_examples=20)
@given(st.lists(cells("value", "rounded") | MARKED | st.none(), **EIGHT))
def test_with_quarters_that_were_never_sent_neither_order_makes_a_number_alone(definitions, quarters):
    rows = in_both(quarters)
    by_area, by_period = (cumbria(definitions, rows, areas_first=order) for order in (True, False))

    pd.testing.assert_frame_equal(by_area[by_area["numerator"].notna()], by_period[by_period["numerator"].notna()])
    if None in quarters:
        assert {*by_area["state"], *by_period["state"]} <= {"not available"}


def test_a_member_counted_with_its_neighbour_all_year_leaves_no_gap_in_either_order(definitions):
    rows = [*people(10, 20, 30, 40, area=CORNWALL), *year(*[{**NOTHING, "area": SCILLY, "state": "in neighbour"}] * 4)]
    partnership = "cdp-cornwall-and-isles-of-scilly"

    by_area, by_period = (whole_year(definitions, rows, partnership, areas_first=order) for order in (True, False))

    assert by_area[["numerator", "denominator"]].values.tolist() == [[100, 800]]
    pd.testing.assert_frame_equal(by_area, by_period)


def test_a_gap_is_named_by_what_was_added_last(definitions):
    # The notes of the two orders cannot be alike: one is about a quarter, one about an authority.
    rows = in_both([{}, {}, {}, {}, {}, HIDDEN, {}, {}])

    assert cumbria(definitions, rows, areas_first=True)["note"].tolist() == [
        "a part is missing: Jul to Sep 2024 (not available)"
    ]
    assert cumbria(definitions, rows, areas_first=False)["note"].tolist() == [
        "a part is missing: Westmorland and Furness (not available)"
    ]


def test_where_one_member_sends_years_and_the_other_quarters_periods_come_first(definitions):
    # Areas first, the year of the partnership already says that Westmorland's was not supplied.
    rows = [
        figure(area=CUMBERLAND, indicator=CARE, period_start="2024-04-01", numerator=30.0, denominator=50.0),
        *people(1, 2, 3, 4, of=10.0, area=WESTMORLAND),
    ]

    assert cumbria(definitions, rows, areas_first=True).empty
    assert cumbria(definitions, rows, areas_first=False)[["numerator", "denominator"]].values.tolist() == [[40, 90]]


def test_a_year_is_for_those_who_may_read_all_its_quarters(definitions):
    # The months of the first quarter make the quarter that the year is made of.
    months = [at(month(2024, number), denominator=math.nan, indicator=NEW) for number in (4, 5, 6)]
    later = [at(financial_quarter(2024, number), denominator=math.nan, indicator=NEW) for number in (2, 3, 4)]
    rows = numbered([*months, *later]).assign(audience=["public", "partnership", *["public"] * 4])
    made = period_totals(rows, definitions.catalogue)

    found = dict(zip(zip(made["period_start"], made["period_months"], strict=True), made["audience"], strict=True))
    assert found == {("2024-04-01", 3): "partnership", ("2024-04-01", 12): "partnership"}

    everybody = period_totals(rows.assign(audience="public"), definitions.catalogue)
    assert set(everybody["audience"]) == {"public"}
