"""Comparisons: printed tables, the score equation that Wilson's limits solve, and whole people in exact fractions."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.coded import texts
from dashboard.domain.periods import calendar_year, financial_year, month, quarter, rolling_year
from dashboard.stats.comparisons import (
    VERDICTS,
    Counted,
    changed,
    compare,
    newcombe_interval,
    outer,
    people_gap,
    smallest_visible_difference,
    verdicts,
)
from dashboard.stats.intervals import wilson_interval
from tests.figures import figure, figures
from tests.in_frames import estimates

NAN = math.nan
CARE, ADMISSIONS = "coc-engaged-21-days", "drug-poisoning-admissions"
# 41 with limits 37 to 45 and outer limits 35 to 47: comparators from far below the value to far above it.
COMPARATORS = (34.9, 35.0, 36.9, 37.0, 41.0, 45.0, 45.1, 47.0, 47.1)


def label(comparator: float, better: str = "higher", figure: tuple[float, ...] = (41, 37, 45, 35, 47)) -> str:
    return str(compare(*(np.array([number]) for number in figure), comparator, better)[0])


@pytest.mark.parametrize(
    ("better", "far_above", "above", "below", "far_below"),
    [
        ("higher", "much better", "better", "worse", "much worse"),
        ("lower", "much worse", "worse", "better", "much better"),
        ("none", "much higher", "higher", "lower", "much lower"),
    ],
)
def test_a_value_beyond_its_limits_is_different_and_on_them_is_similar(better, far_above, above, below, far_below):
    # Fingertips: similar where the 95% limits hold the benchmark, limits included; five bands with 99.8%.
    expected = [far_above, above, above, "similar", "similar", "similar", below, below, far_below]

    assert [label(comparator, better) for comparator in COMPARATORS] == expected


@pytest.mark.parametrize("missing", range(3))
def test_a_missing_value_or_limit_is_not_compared(missing):
    measured = [NAN if at == missing else number for at, number in enumerate((41, 37, 45, 35, 47))]

    assert label(50, figure=tuple(measured)) == "not compared"


def test_a_missing_comparator_is_not_compared():
    assert label(NAN) == "not compared"


def test_published_limits_without_outer_ones_are_compared_but_never_much():
    assert label(90, figure=(41, 37, 45, NAN, NAN)) == "worse"


def test_many_values_are_compared_at_once_each_with_its_own_comparator():
    values = np.array([41.0, 41.0, NAN])

    made = compare(values, values - 4, values + 4, values - 6, values + 6, np.array([50, 41, 41]), "none")

    assert made.tolist() == ["much lower", "similar", "not compared"]


def test_an_unknown_direction_is_refused():
    with pytest.raises(ValueError, match="higher, lower, none"):
        label(41, "up")


@given(st.permutations(range(len(COMPARATORS))))
def test_the_order_of_the_rows_does_not_matter(order):
    many = np.full(len(COMPARATORS), 1.0)
    limits = [many * number for number in (41, 37, 45, 35, 47)]
    straight = compare(*limits, np.array(COMPARATORS), "higher")

    mixed = compare(*limits, np.array(COMPARATORS)[list(order)], "higher")

    assert mixed.tolist() == straight[list(order)].tolist()


def gap(count: float, total: float, target: float, better: str = "higher") -> float:
    return float(people_gap(np.array([count]), np.array([total]), target, better)[0])


@pytest.mark.parametrize(
    ("count", "total", "target", "better", "people"),
    [
        (30, 40, 0.75, "higher", 0),  # 75% of 40 is 30
        (29, 40, 0.75, "higher", 1),
        (31, 40, 0.75, "higher", 0),
        (11, 20, 0.55, "higher", 0),  # 0.55 × 20 is 11.000000000000002 in floating point
        (212, 520, 0.47, "higher", 33),  # 47% of 520 is 244.4: 245 people, 33 more
        (0, 7, 1.0, "higher", 7),
        (7, 25, 0.28, "lower", 0),
        (8, 25, 0.28, "lower", 1),
        (10, 33, 0.25, "lower", 2),  # 25% of 33 is 8.25: at most 8 people, 2 fewer
        (3, 33, 0.25, "lower", 0),
    ],
)
def test_the_gap_is_in_whole_people_rounded_up(count, total, target, better, people):
    assert gap(count, total, target, better) == people


@pytest.mark.parametrize(
    ("count", "total", "target", "better"),
    [(NAN, 40, 0.5, "higher"), (3, NAN, 0.5, "higher"), (3, 40, NAN, "lower"), (0, 0, 0.5, "higher")],
)
def test_a_gap_of_unknown_people_is_unknown(count, total, target, better):
    assert math.isnan(gap(count, total, target, better))


def test_without_a_direction_there_is_no_gap():
    assert math.isnan(gap(29, 40, 0.75, "none"))


def test_a_target_in_per_cent_is_refused():
    with pytest.raises(ValueError, match="share between 0 and 1"):
        gap(29, 40, 75)


def test_a_count_above_its_group_has_no_gap_in_people():
    with pytest.raises(ValueError, match="between 0 and its total"):
        gap(41, 40, 0.75)


@given(st.integers(1, 60_000_000), st.integers(0, 1000), st.data())
def test_the_gap_is_the_fewest_people_in_exact_arithmetic(total, per_mille, data):
    count, target = data.draw(st.integers(0, total)), Fraction(per_mille, 1000)

    assert gap(count, total, per_mille / 1000) == max(0, math.ceil(target * total - count))
    assert gap(count, total, per_mille / 1000, "lower") == max(0, math.ceil(count - target * total))


@given(st.integers(1, 60_000_000), st.integers(1, 3000), st.data())
def test_an_area_needs_nobody_to_match_a_place_with_the_same_share(total, times, data):
    count = data.draw(st.integers(0, total))

    assert gap(count, total, (count * times) / (total * times)) == 0


def visible(total: float, share: float, level: float = 0.95) -> float:
    return float(smallest_visible_difference(np.array([total]), share, level)[0])


def test_the_smallest_visible_difference_is_the_further_limit():
    # 81 of 263 has Wilson limits 0.2553 and 0.3662: Newcombe (1998), Statistics in Medicine 17:857, table I.
    assert visible(263, 81 / 263) == pytest.approx(0.3662 - 81 / 263, abs=5e-5)
    # 15 of 148: 0.0624 and 0.1605.
    assert visible(148, 15 / 148) == pytest.approx(0.1605 - 15 / 148, abs=5e-5)


def test_nobody_shows_no_difference():
    assert math.isnan(visible(0, 0.5))
    assert math.isnan(visible(NAN, 0.5))


def test_a_share_above_one_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        visible(40, 75)


@given(st.integers(1, 100_000), st.integers(1, 100_000), st.floats(0, 1))
def test_more_people_show_smaller_differences(some, more, share):
    assert visible(some + more, share) < visible(some, share)


@given(st.integers(1, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_a_comparator_further_off_is_seen_and_a_nearer_one_is_not_on_one_side(part):
    count, total = part
    share, difference = count / total, visible(total, count / total)
    low, high = (float(limit[0]) for limit in wilson_interval(np.array([count]), np.array([total])))

    def against(comparator: float) -> str:
        return label(comparator, "none", (share, low, high, NAN, NAN))

    assert against(share + difference + 1e-9) == "lower"
    assert against(share - difference - 1e-9) == "higher"
    assert "similar" in (against(share + difference - 1e-9), against(share - difference + 1e-9))


def newcombe(*counts: float, level: float = 0.95) -> tuple[float, float]:
    lower, upper = newcombe_interval(*(np.array([count]) for count in counts), level)
    return float(lower[0]), float(upper[0])


@pytest.mark.parametrize(
    ("counts", "lower", "upper"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_limits_of_a_difference_are_those_that_newcombe_printed(counts, lower, upper):
    # Newcombe (1998), Statistics in Medicine 17:873, table II, method 10, contrasts (a) to (h).
    assert newcombe(*counts) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize("counts", [(0, 0, 3, 10), (3, 10, NAN, 10)])
def test_a_difference_from_nobody_has_no_limits(counts):
    assert all(math.isnan(limit) for limit in newcombe(*counts))


PARTS = st.integers(1, 5000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(PARTS, PARTS)
def test_turned_round_the_difference_has_turned_limits(one, other):
    lower, upper = newcombe(*one, *other)

    assert newcombe(*other, *one) == pytest.approx((-upper, -lower), abs=1e-12)
    assert lower + 1e-12 >= -1
    assert lower <= one[0] / one[1] - other[0] / other[1] <= upper <= 1 + 1e-12


@given(PARTS, PARTS, st.integers(2, 50))
def test_with_more_people_the_limits_of_a_difference_are_narrower(one, other, times):
    few, many = newcombe(*one, *other), newcombe(*(number * times for number in (*one, *other)))

    assert many[1] - many[0] < few[1] - few[0]


BEFORE, AFTER = financial_year(2022), financial_year(2023)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((48, 80), (56, 70), "rose"),  # Newcombe's contrast (a): 0.0524 to 0.3339
        ((56, 70), (48, 80), "fell"),
        ((0, 29), (5, 56), "stayed about the same"),  # contrast (d): -0.0381 to 0.1926
        ((0, 10), (0, 10), "stayed about the same"),
    ],
)
def test_a_share_changes_where_the_limits_of_the_difference_leave_nothing_out(before, after, verdict):
    assert changed(Counted(*before, BEFORE), Counted(*after, AFTER)).verdict == verdict


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        (0.001, 0.2, "rose"),
        (0.0, 0.2, "stayed about the same"),
        (-0.001, 0.2, "stayed about the same"),
        (-0.2, 0.001, "stayed about the same"),
        (-0.2, 0.0, "stayed about the same"),
        (-0.2, -0.001, "fell"),
        (NAN, NAN, "cannot be said"),
    ],
)
def test_limits_that_hold_zero_are_no_change_and_without_limits_nothing_is_said(lower, upper, verdict):
    assert VERDICTS[int(verdicts(np.array(lower), np.array(upper)))] == verdict


def test_a_change_carries_its_limits():
    made = changed(Counted(48, 80, BEFORE), Counted(56, 70, AFTER))

    assert (made.lower, made.upper) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ((48, 80, rolling_year(2024, 3)), (56, 70, rolling_year(2024, 6)), "share months"),
        ((48, 80, BEFORE), (56, 70, BEFORE), "share months"),
        ((48, 80, BEFORE), (56, 70, calendar_year(2023)), "share months"),
        ((48, 80, BEFORE), (56, 70, quarter(2023, 4)), "different kinds"),
        ((NAN, 80, BEFORE), (56, 70, AFTER), "a count is missing"),
        ((0, 0, BEFORE), (56, 70, AFTER), "nobody was in the group"),
    ],
)
def test_a_change_that_cannot_be_told_says_why(before, after, reason):
    made = changed(Counted(*before), Counted(*after))

    assert made.verdict == "cannot be said"
    assert reason in made.reason
    assert math.isnan(made.lower)


def test_rolling_years_that_share_no_month_can_be_compared():
    made = changed(Counted(48, 80, rolling_year(2023, 6)), Counted(56, 70, rolling_year(2024, 6)))

    assert made.verdict == "rose"


def test_periods_the_wrong_way_round_are_refused():
    with pytest.raises(ValueError, match="earlier period"):
        changed(Counted(48, 80, month(2024, 2)), Counted(56, 70, month(2024, 1)))


def outer_limits(rows):
    """The 99.8% limits of shares or rates, as parts of one."""
    numerator, denominator = (rows[name].to_numpy(float) for name in ("numerator", "denominator"))
    return outer(numerator, denominator, texts(rows["method"]))


def test_outer_limits_solve_the_score_equation(definitions):
    # Wilson's limits are the shares P for which (x/n - P)² = z² P (1 - P) / n; z of 0.999 is 3.0902323.
    rows = estimates(figures(figure(indicator=CARE, numerator=212.0, denominator=520.0)), definitions.catalogue)

    (lower,), (upper,) = outer_limits(rows)

    assert lower < 212 / 520 < upper
    for limit in (lower, upper):
        assert (212 / 520 - limit) ** 2 == pytest.approx(3.0902323**2 * limit * (1 - limit) / 520, rel=1e-7)


def test_outer_limits_of_events_are_byars_and_published_ones_have_none(definitions):
    # Byar's formula as Breslow and Day (1987) print it, for 13 events in 50,000 people, per 100,000.
    rows = [
        figure(indicator=ADMISSIONS, numerator=13.0, denominator=50_000.0),
        figure(indicator=ADMISSIONS, area="E09000010", numerator=13.0, denominator=50_000.0, lower=13.0, upper=45.0),
        figure(indicator=ADMISSIONS, area="E09000011", numerator=-3.0, denominator=50_000.0),
    ]

    lower, upper = (limit * 100_000 for limit in outer_limits(estimates(figures(*rows), definitions.catalogue)))

    z = 3.0902323
    by_hand = (13 * (1 - 1 / 117 - z / (3 * 13**0.5)) ** 3 * 2, 14 * (1 - 1 / 126 + z / (3 * 14**0.5)) ** 3 * 2)
    assert (lower[0], upper[0]) == pytest.approx(by_hand, rel=1e-6)
    assert all(math.isnan(limit) for limit in (*lower[1:], *upper[1:]))
