"""Control charts: a handbook's example, the reference's rule tests, and the rules counted out in fractions."""

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.domain.periods import (
    Period,
    add_months,
    calendar_year,
    financial_quarter,
    month,
    rolling_year,
    snapshot,
)
from dashboard.domain.shown_figures import ShownFigure
from dashboard.stats.spc import ControlChart, control_chart
from dashboard.stats.xmr import outside_limits, shift, trend, two_of_three
from tests.shown_figures import estimated

NAN = math.nan
Series = tuple[ShownFigure, ...]
OUTSIDE, TREND, NEAR, SHIFT = (
    *("outside the limits", "seven points rising or falling"),
    *("two of three near a limit", "seven points on one side of the mean"),
)


def months(*values: float, **columns: Sequence[object]) -> Series:
    """One value a month from January 2023."""
    others = [dict(zip(columns, more, strict=True)) for more in zip(*columns.values(), strict=True)]
    starts = [add_months(date(2023, 1, 1), at) for at in range(len(values))]
    return tuple(
        estimated(month(start.year, start.month), value, **more)
        for start, value, more in zip(starts, values, others or [{}] * len(values), strict=True)
    )


def flags(chart: ControlChart) -> list[str]:
    return [point.flag for point in chart.points]


# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: ten flow rates, their mean and limits (3/1.128, not 2.66).
FLOW = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)


def test_limits_are_those_of_the_nist_handbook():
    made = control_chart(months(*FLOW)).points[0]

    assert made.mean == pytest.approx(50.81)
    assert (made.lower, made.upper) == pytest.approx((45.8159, 55.8041), abs=1e-3)
    # With the tables' rounded 2.66, in decimals: 50.81 and 2.66 times 16.9 / 9.
    assert (made.lower, made.upper) == pytest.approx((50.81 - 44.954 / 9, 50.81 + 44.954 / 9), abs=1e-6)


def test_one_far_point_does_not_widen_the_limits_but_stays_in_the_mean():
    # Ranges 2 (13 times), 39, 39: their mean is 104/15 = 6.93, 3.267 times it 22.7, so the two of 39 go and 2 is left.
    values = [20, 22] * 4 + [61] + [22, 20] * 3 + [22]

    made = control_chart(months(*values)).points

    mean = sum(values) / 16
    assert made[0].mean == pytest.approx(mean)
    assert made[0].upper == pytest.approx(mean + 2.66 * 2, abs=1e-6)
    assert made[8].flag == OUTSIDE


def test_ranges_are_screened_once_only():
    # Ranges of 1 (ten times), 9 and 40 (twice each): their mean is 108/14 = 7.7, times 3.267 25.2, so the two of 40 go.
    # The mean of the rest is 28/12 = 2.3, times 3.267 7.6: in a second round the two of 9 would go as well.
    values = [10, 11, 10, 11, 10, 11, 20, 11, 10, 11, 10, 50, 10, 11, 10]

    made = control_chart(months(*values)).points[0]

    assert made.upper - made.mean == pytest.approx(2.66 * 28 / 12, abs=1e-6)


UP_AND_DOWN = [20, 24, 20, 24, 20, 24, 20, 24, 20, 24, 20, 24, 20, 24]


def test_usual_ups_and_downs_are_no_signal():
    made = control_chart(months(*UP_AND_DOWN), better="higher")

    assert made.variation == "no significant change"
    assert set(flags(made)) == {""}
    assert (made.trial, made.reason) == (False, "")


def marked(rule, values: list[float], mean: float, reach: float) -> list[int]:
    return rule(np.array(values, dtype=float), mean, reach).tolist()


# What the reference marks: NHSRplotthedots, tests/testthat/test-ptd_calculate_point_type.R, all points of a run marked.
@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ([1] * 6, [0] * 6),
        ([1] * 6 + [-1], [0] * 7),
        ([1] * 8 + [-1], [1] * 8 + [0]),
        ([-1] * 8 + [1], [-1] * 8 + [0]),
        ([-1] + [1] * 8 + [-1], [0] + [1] * 8 + [0]),
        ([1, 1, 1, 0, 1, 1, 1, 1], [0] * 8),  # a point on the mean breaks it
        ([1, 1, 1, 1, NAN, 1, 1, 1], [0] * 8),  # and so does a gap
    ],
)
def test_seven_points_on_one_side_are_a_shift(sides, expected):
    assert marked(shift, [10 + side for side in sides], 10, 5) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),  # a tie breaks it
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0] + [1] * 7 + [0]),
        ([7, 6, 5, 4, 3, 2, 1], [-1] * 7),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0] + [-1] * 7 + [0]),
        ([1, 2, 3, NAN, 4, 5, 6, 7], [0] * 8),
    ],
)
def test_seven_points_in_one_direction_are_a_trend(values, expected):
    assert marked(trend, values, 4, 100) == expected


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        ([0, 0, 0], [0, 0, 0]),
        ([1, 0, 1], [1, 0, 1]),
        ([0, 1, 1], [0, 1, 1]),
        ([1, 1, 0], [1, 1, 0]),
        ([0, 0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 1, 0, 0]),
        ([1, 0, 0, 1], [0, 0, 0, 0]),
        ([1, 0, 0, 1, 1], [0, 0, 0, 1, 1]),
    ],
)
def test_two_of_three_near_a_limit_are_marked(near, expected):
    # Limits 9 to either side: the outer third begins at 6; points that are not near lie just above the mean.
    assert marked(two_of_three, [18.0 if one else 11.0 for one in near], 10, 9) == expected
    assert marked(two_of_three, [2.0 if one else 9.0 for one in near], 10, 9) == [-one for one in expected]


@pytest.mark.parametrize(
    "values",
    [
        [18, 9, 18],  # the third is on the other side (issue 143 of the reference)
        [18, 10, 18],  # or on the mean
        [18, 20, 11],  # beyond the limit does not count
        [16, 16, 11],  # on the edge of the outer third is not in it
        [18, NAN, 18],
    ],
)
def test_two_of_three_need_a_third_on_their_side(values):
    assert marked(two_of_three, values, 10, 9) == [0, 0, 0]


def test_a_point_has_one_reason_the_strongest():
    values = [20, 21, 20, 21, 20, 21, 20, 21, 20, 21, 22, 23, 24, 25, 26, 27, 28]

    made = flags(control_chart(months(*values)))

    # Mean 380/17 = 22.35, ranges all 1, so limits 19.69 and 25.01, outer thirds under 20.58 and over 24.13. The first
    # ten are below the mean, each 20 of them near the limit; from the fifth 20 on every month is above the last.
    assert made == [NEAR, SHIFT] * 4 + [TREND] * 6 + [OUTSIDE] * 3


def test_a_point_on_a_limit_is_inside_it():
    values = np.array([20.0, 23.0, 17.0])

    assert outside_limits(values, 20, 3).tolist() == [0, 0, 0]
    assert outside_limits(values, 20, 2.99).tolist() == [0, 1, -1]


def test_a_target_on_a_limit_is_hit_and_missed():
    made = control_chart(months(*[20, 21] * 8), better="higher", target=20.5 + 2.66)

    assert made.assurance == "hit and miss"


def counted(values: list[int]) -> tuple[Fraction, Fraction, list[str]]:
    """Mean, reach and flags by the rules as they are written, each counted out on its own."""
    v = [Fraction(value) for value in values]
    mean = sum(v) / len(v)
    ranges = [abs(after - before) for before, after in pairwise(v)]
    kept = [one for one in ranges if one < Fraction("3.267") * sum(ranges) / len(ranges)]
    reach = Fraction("2.66") * sum(kept) / max(len(kept), 1)
    last = range(len(v))
    runs = [range(first, first + 7) for first in last if first + 7 <= len(v)]
    threes = [range(first, first + 3) for first in last if first + 3 <= len(v)]

    def one_way(points, way) -> bool:
        return all(way * (v[at + 1] - v[at]) > 0 for at in points[:-1])

    def one_side(points, way) -> bool:
        return all(way * (v[at] - mean) > 0 for at in points)

    def near(at) -> bool:
        return 2 * reach / 3 < abs(v[at] - mean) <= reach

    rules = {
        OUTSIDE: lambda at: abs(v[at] - mean) > reach,
        TREND: lambda at: any(at in run and one_way(run, way) for run in runs for way in (1, -1)),
        NEAR: lambda at: (
            near(at)
            and any(at in run and one_side(run, way) and sum(map(near, run)) >= 2 for run in threes for way in (1, -1))
        ),
        SHIFT: lambda at: any(at in run and one_side(run, way) for run in runs for way in (1, -1)),
    }
    return mean, reach, [next((name for name, rule in rules.items() if rule(at)), "") for at in last]


@given(st.lists(st.integers(8, 30), min_size=7, max_size=40))
def test_limits_and_flags_agree_with_the_rules_counted_out(values):
    mean, reach, expected = counted(values)
    assume(reach > 0)

    made = control_chart(months(*values))

    limits = (float(mean), float(mean - reach), float(mean + reach))
    for point in made.points:
        assert (point.mean, point.lower, point.upper) == pytest.approx(limits, abs=1e-6)
    assert flags(made) == expected


@given(st.lists(st.integers(8, 30), min_size=14, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(values, random):
    points = list(months(*values))
    ordered = control_chart(points)
    random.shuffle(points)

    # As text, for where there is no limit NaN is not equal to itself.
    assert repr(control_chart(points)) == repr(ordered)


@given(st.lists(st.integers(8, 30), min_size=14, max_size=30), st.sampled_from([0.1, 1 / 3, 100 / 7, 1e-6, 1e6]))
def test_another_unit_flags_the_same_points(values, unit):
    assert flags(control_chart(months(*(value * unit for value in values)))) == flags(control_chart(months(*values)))


@given(st.lists(st.integers(8, 30), min_size=14, max_size=30))
def test_upside_down_the_verdict_is_the_other_one(values):
    other = {"higher than usual": "lower than usual", "lower than usual": "higher than usual"}

    up, down = control_chart(months(*values)), control_chart(months(*(100 - value for value in values)))

    assert flags(down) == flags(up)
    assert down.variation == other.get(up.variation, up.variation)


RAISED = [20, 22, 20, 22, 20, 22, 20, 22, 20, 22, 20, 22, 20, 30]
LOWERED = [20, 22, 20, 22, 20, 22, 20, 22, 20, 22, 20, 22, 20, 12]


@pytest.mark.parametrize(
    ("values", "better", "variation"),
    [
        (RAISED, "higher", "improvement"),
        (RAISED, "lower", "concern"),
        (RAISED, "none", "higher than usual"),
        (LOWERED, "higher", "concern"),
        (LOWERED, "lower", "improvement"),
        (LOWERED, "none", "lower than usual"),
        ([*RAISED, 21], "higher", "no significant change"),  # the last point says what is
    ],
)
def test_the_last_point_is_judged_by_what_is_better(values, better, variation):
    assert control_chart(months(*values), better=better).variation == variation


def test_a_rise_is_a_rise_below_the_mean_too():
    made = control_chart(months(*[40, 20] * 6, 10, 12, 14, 16, 18, 20, 22), better="higher")

    last = made.points[-1]
    assert last.figure.value < last.mean
    assert (last.flag, last.signal, made.variation) == (TREND, 1, "improvement")


@pytest.mark.parametrize(
    ("target", "better", "assurance"),
    [
        # The reference's cases, test-ptd_calculate_assurance_type.R, with our limits 22 ± 2.66 × 4: 11.36 to 32.64.
        (33, "higher", "consistently fails"),
        (11, "higher", "consistently passes"),
        (22, "higher", "hit and miss"),
        (33, "lower", "consistently passes"),
        (11, "lower", "consistently fails"),
        (22, "lower", "hit and miss"),
        (33, "none", "no target"),
        (None, "higher", "no target"),
    ],
)
def test_a_target_is_set_against_the_last_limits(target, better, assurance):
    assert control_chart(months(*UP_AND_DOWN), better=better, target=target).assurance == assurance


def test_after_a_break_the_limits_begin_anew():
    made = control_chart(months(*UP_AND_DOWN, *(60 + value for value in UP_AND_DOWN)), breaks=[date(2024, 3, 1)])

    assert [point.part for point in made.points] == [0] * 14 + [1] * 14
    assert [point.mean for point in made.points] == pytest.approx([22] * 14 + [82] * 14)
    assert set(flags(made)) == {""}


def test_a_run_does_not_cross_a_break():
    # Four above the first mean, then three above the second: seven in a row, but of two parts.
    above = [20, 21, 20, 24, 25, 24, 25, 31, 32, 31, 26, 27, 26, 27]
    # Four that rise, then four that go on rising.
    rising = [20, 17, 20, 21, 22, 23, 24, 25, 26, 27, 28, 24, 27, 24]

    parted = [flags(control_chart(months(*values), breaks=[date(2023, 8, 1)])) for values in (above, rising)]

    assert SHIFT not in parted[0]
    assert TREND not in parted[1]
    assert TREND in flags(control_chart(months(*rising)))


def test_a_period_that_holds_the_day_of_a_break_is_the_first_of_its_part():
    made = control_chart(months(*UP_AND_DOWN), breaks=[date(2023, 6, 15)])

    assert [point.part for point in made.points] == [0] * 5 + [1] * 9


def test_too_few_points_after_a_break_have_no_limits_and_say_so():
    made = control_chart(months(*UP_AND_DOWN, 50, 51, 52), breaks=[date(2024, 3, 1)])

    assert (made.variation, made.reason) == ("cannot be said", "fewer than seven figures since the series changed")
    assert [math.isnan(point.upper) for point in made.points] == [False] * 14 + [True] * 3


@pytest.mark.parametrize(("number", "trial"), [(7, True), (12, True), (13, False)])
def test_limits_from_few_points_are_on_trial(number, trial):
    made = control_chart(months(*UP_AND_DOWN[:number]))

    assert made.trial is trial
    assert [point.trial for point in made.points] == [trial] * number


def test_a_missing_month_drops_both_ranges_and_no_more():
    # 20 24 20 24 20 24 20 — 90 94 90 94 90 94 90: without a bridge every range is 4.
    values = [20, 24, 20, 24, 20, 24, 20, NAN, 90, 94, 90, 94, 90, 94, 90]
    points = months(*values)

    whole, short = control_chart(points), control_chart(point for point in points if point.is_known)

    mean = np.nanmean(values)
    for made in (whole, short):
        assert made.points[0].upper == pytest.approx(mean + 2.66 * 4, abs=1e-6)
    assert flags(whole)[7] == ""
    assert flags(short) == flags(whole)[:7] + flags(whole)[8:]


def test_a_gap_at_the_end_leaves_the_verdict_to_the_last_figure():
    assert control_chart(months(*RAISED, NAN), better="higher").variation == "improvement"


def test_quarters_have_a_chart():
    periods = [financial_quarter(2020 + at // 4, 1 + at % 4) for at in range(14)]

    assert control_chart(map(estimated, periods, RAISED), better="higher").variation == "improvement"


def of(*periods: Period) -> Series:
    return tuple(map(estimated, periods, UP_AND_DOWN))


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        (months(), "there are no figures"),
        (of(*(rolling_year(2023, at) for at in range(1, 13))), "share months"),
        (of(*(snapshot(date(2023, at, 1)) for at in range(1, 13))), "not for months, quarters or years"),
        (of(*(month(2023, at) for at in range(1, 12)), calendar_year(2024)), "different kinds"),
        (months(*UP_AND_DOWN[:-1], NAN, state=["value"] * 13 + ["hidden"]), "a figure is hidden"),
        (months(*UP_AND_DOWN[:-1], NAN, state=["value"] * 13 + ["low"]), "a figure is hidden"),
        (months(*UP_AND_DOWN[:6]), "fewer than seven figures"),
        (months(*[12 / 31 * 100] * 14), "too few figures differ"),
        (months(*[0] * 14), "too few figures differ"),
        (months(*[0, 0, 30] * 5), "most figures are zero"),
        (months(*[10.0, 14.0] * 7, numerator=[4.0, 5.0] * 7), "fewer than five people or events"),
        (months(*[20, NAN] * 7), "too few figures differ"),
        (months(*[20] * 7, *[24] * 7), "too few figures differ"),  # the one range is far above the mean range
    ],
)
def test_a_chart_that_cannot_be_drawn_says_why(points, reason):
    made = control_chart(points, better="higher", target=20)

    assert (made.variation, made.assurance) == ("cannot be said", "cannot be said")
    assert reason in made.reason
    assert all(math.isnan(number) for point in made.points for number in (point.mean, point.lower, point.upper))
    assert set(flags(made)) <= {""}


def test_five_people_a_month_are_enough():
    assert control_chart(months(*[10.0, 14.0] * 7, numerator=[4.0, 6.0] * 7)).reason == ""


def test_the_lower_limit_keeps_its_true_place_below_zero():
    assert control_chart(months(*[5, 15] * 7)).points[0].lower == pytest.approx(10 - 26.6)


def test_the_limits_of_single_figures_are_not_taken_for_control_limits():
    made = control_chart(months(*UP_AND_DOWN[:6], lower=[1.0] * 6, upper=[99.0] * 6))

    assert all(math.isnan(limit) for point in made.points for limit in (point.lower, point.upper))


def test_a_period_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="stands twice"):
        control_chart(months(*UP_AND_DOWN) * 2)
