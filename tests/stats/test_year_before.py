"""How a share changed in a year: by published limits of a difference, and only where the two years can be compared."""

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.definitions import read_definitions
from dashboard.domain.indicators import Break, Catalogue
from dashboard.domain.periods import financial_year
from dashboard.stats.comparisons import Counted, changed
from tests.figures import figure, figures
from tests.in_frames import estimates, with_change

CARE, DEATHS = "coc-engaged-21-days", "deaths-in-treatment"  # at least ten in the group; as few as there are
NAN = math.nan
UNKNOWN = "cannot be said"


def share(count: float, total: float, start: str = "2023-04-01", **columns: object) -> dict[str, object]:
    return figure(**{"indicator": CARE, "numerator": count, "denominator": total, "period_start": start, **columns})


def changes(*rows: dict[str, object], catalogue: Catalogue | None = None) -> list[str]:
    known = catalogue or read_definitions().catalogue
    return with_change(estimates(figures(*rows), known), known)["in_a_year"].tolist()


@pytest.mark.parametrize(
    ("later", "earlier", "verdict"),
    [
        ((56, 70), (48, 80), "rose"),  # 0.0524 to 0.3339
        ((9, 10), (3, 10), "rose"),  # 0.1705 to 0.8090
        ((6, 7), (2, 7), "rose"),  # 0.0582 to 0.8062
        ((5, 56), (0, 29), "stayed about the same"),  # -0.0381 to 0.1926
        ((0, 10), (0, 20), "stayed about the same"),  # -0.1611 to 0.2775
        ((0, 10), (0, 10), "stayed about the same"),
        ((10, 10), (0, 20), "rose"),  # 0.6791 to 1
        ((48, 80), (56, 70), "fell"),
        ((0, 20), (10, 10), "fell"),
    ],
)
def test_a_share_changed_where_newcombes_limits_leave_nothing_out(later, earlier, verdict):
    # Newcombe (1998), Statistics in Medicine 17:873, table II, method 10.
    rows = [share(*later, indicator=DEATHS), share(*earlier, "2022-04-01", indicator=DEATHS)]

    assert changes(*rows) == [verdict, UNKNOWN]
    assert changes(*rows[::-1]) == [UNKNOWN, verdict]


@pytest.mark.parametrize(
    "other",
    [
        {"period_start": "2021-04-01"},
        {"period_kind": "rolling year"},
        {"sex": "male"},
        {"age": "18-29"},
        {"breakdown": "prison=LPI"},
        {"area": "E09000010"},
        {"indicator": "treatment-progress"},
        {"numerator": NAN, "state": "hidden"},
        {"numerator": 0.0, "denominator": 0.0},
        {"numerator": 3.0, "denominator": 9.0},
        {"value": 60.0, "lower": 50.0, "upper": 70.0},
        {"numerator": NAN, "denominator": NAN, "value": 60.0},
    ],
)
def test_another_figure_or_one_without_limits_of_chance_is_no_year_before(other):
    assert changes(share(56, 70), share(48, 80, "2022-04-01")) == ["rose", UNKNOWN]
    assert changes(share(56, 70), share(48, 80, "2022-04-01") | other)[0] == UNKNOWN
    assert "rose" not in changes(share(56, 70) | other, share(48, 80, "2022-04-01"))


@pytest.mark.parametrize(("total", "is_enough"), [(9, False), (10, True), (11, True)])
def test_both_years_need_ten_people(total, is_enough):
    # The definition: fewer than 10 people are not compared.
    assert (changes(share(3, total), share(48, 80, "2022-04-01"))[0] != UNKNOWN) is is_enough
    assert (changes(share(56, 70), share(3, total, "2022-04-01"))[0] != UNKNOWN) is is_enough


def test_a_quarter_is_set_beside_the_same_quarter_and_not_the_one_before():
    quarter = {"period_months": 3, "period_kind": "quarter"}
    rows = [share(56, 70, "2023-01-01"), share(8, 80, "2022-10-01"), share(48, 80, "2022-01-01")]

    assert changes(*(row | quarter for row in rows)) == ["rose", UNKNOWN, UNKNOWN]


def test_rolling_years_a_year_apart_share_no_month_and_longer_periods_do():
    rolling = {"period_months": 12, "period_kind": "rolling year"}
    rows = [share(56, 70), share(48, 80, "2022-04-01")]

    assert changes(*(row | rolling for row in rows)) == ["rose", UNKNOWN]
    for months in (24, 36):
        pooled = {"period_months": months, "period_kind": "pooled years"}
        assert changes(*(row | pooled for row in rows)) == [UNKNOWN, UNKNOWN]


def test_a_29th_of_february_is_set_beside_the_28th_of_the_year_before():
    days = {"indicator": "known-need-with-requirement", "period_months": 0, "period_kind": "snapshot"}

    made = changes(share(56, 70, "2024-02-29", **days), share(48, 80, "2023-02-28", **days))

    assert made == ["rose", UNKNOWN]


@pytest.mark.parametrize(
    ("day", "verdict"),
    [(date(2022, 4, 1), "rose"), (date(2022, 4, 2), UNKNOWN), (date(2024, 3, 31), UNKNOWN), (date(2024, 4, 1), "rose")],
)
def test_across_a_break_nothing_is_said(definitions, day, verdict):
    broken = definitions.catalogue.called(CARE).model_copy(update={"breaks": (Break(date=day, reason="New rules."),)})

    assert changes(share(56, 70), share(48, 80, "2022-04-01"), catalogue=Catalogue({CARE: broken}))[0] == verdict


def test_rates_and_counts_are_no_shares_of_people():
    for name in ("neighbourhood-crime-rate", "drug-poisoning-deaths"):
        rows = [share(200, 50_000, indicator=name), share(100, 50_000, "2022-04-01", indicator=name)]
        assert changes(*rows) == [UNKNOWN, UNKNOWN]


def test_order_and_labels_of_the_rows_are_kept(definitions):
    rows = estimates(figures(share(56, 70), share(48, 80, "2022-04-01")), definitions.catalogue).set_axis([7, 3])

    made = with_change(rows, definitions.catalogue)

    assert made["in_a_year"].to_dict() == {7: "rose", 3: UNKNOWN}
    pd.testing.assert_frame_equal(made[list(rows)], rows)


def test_no_figures_have_no_change(definitions):
    assert with_change(estimates(figures(), definitions.catalogue), definitions.catalogue)["in_a_year"].empty


PEOPLE = st.integers(10, 900).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(PEOPLE, PEOPLE), min_size=1, max_size=9))
def test_many_changes_at_once_are_those_of_each_pair(pairs):
    rows = [
        share(*people, f"{year}-04-01", age=str(number))
        for number, pair in enumerate(pairs)
        for people, year in zip(pair, (2022, 2023), strict=True)
    ]

    verdicts = changes(*rows)[1::2]

    before, after = financial_year(2022), financial_year(2023)
    expected = [changed(Counted(*early, before), Counted(*late, after)).verdict for early, late in pairs]
    assert verdicts == expected
