"""Funnels: the lines against published tables, the spread in fractions, and who lies beyond."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stats.funnels import FEWEST, INNER, OUTER, Spread, funnel, funnel_limits, place, spread

# Public Health England, PHEindicatormethods, tests/testthat/testdata_funnel_prop_outputs.csv: people, then the
# lower and upper line at 95% and at 99.8%, in per cent, round 80.642448.
SHARES = [
    (1, 3.204264, 100, 0, 100),
    (2, 25.885383, 100, 0, 100),
    (10, 56.154344, 100, 42.03259, 100),
    (18, 62.390093, 98.894803, 51.864359, 100),
    (41, 68.548635, 92.73626, 61.574398, 99.710497),
    (68, 71.251689, 90.033207, 65.836243, 95.448652),
    (1008, 78.203374, 83.081521, 76.796814, 84.488082),
    (110000, 80.408963, 80.875933, 80.274317, 81.010578),
]
# The same, testdata_funnel_rate_outputs.csv: people of one of three years and the line there, for each of the four
# lines at 1, 23 and 1,360 events, per 100,000 round 116.1720835.
RATES = [
    (INNER, 0, [(1598.675694, 20.85059119), (9902.350642, 77.4226943), (411529.9259, 110.158048)]),
    (INNER, 1, [(7.264481402, 4588.535848), (4183.455824, 183.2615663), (369759.5622, 122.6021934)]),
    (OUTER, 0, [(2649.348525, 12.58170943), (12056.41243, 63.58995027), (424043.2424, 106.9073359)]),
    (OUTER, 1, [(0.287087625, 116108.569), (3146.011443, 243.6948119), (358342.3275, 126.5084525)]),
]
# testdata_funnel_prop_inputs.csv: primary care trusts, the count, the people, and the label of the reference.
LABELS = [
    ("Wokingham", 31573.5024, 39212, 0),
    ("Milton Keynes", 48475.9332, 59604, 2),
    ("West Norfolk", 26789.238, 33012, 1),
    ("East Devon", 21139.2936, 25992, 1),
    ("North Devon", 30277.5312, 37828, -1),
    ("Norwich", 24803.6256, 31824, -2),
    ("Heywood and Middleton", 14493.3552, 17964, 0),
    ("North Tees", 36850.0492, 45449, 1),
]
AVERAGE = 0.80642448


@pytest.mark.parametrize("row", SHARES)
def test_the_lines_of_shares_are_those_of_the_published_table(row):
    whole, *expected = row
    inner, outer = (funnel_limits(np.array([float(whole)]), AVERAGE, "proportion", level) for level in (INNER, OUTER))

    assert [float(limit[0]) for limit in (*inner, *outer)] == pytest.approx([one / 100 for one in expected], abs=1e-6)


@pytest.mark.parametrize(("level", "side", "points"), RATES)
def test_the_lines_of_rates_are_those_of_the_published_table(level, side, points):
    people = np.array([3 * one for one, _ in points])
    lines = funnel_limits(people, 116.1720835e-5, "rate", level)[side] * 100_000

    assert lines == pytest.approx([line for _, line in points], rel=5e-5)  # the reference halves to 1e-7 events


@pytest.mark.parametrize(("name", "count", "whole", "label"), LABELS)
def test_areas_lie_where_the_reference_puts_them(name, count, whole, label):
    assert place(np.array([count]), np.array([float(whole)]), AVERAGE, "proportion").tolist() == [label]


@pytest.mark.parametrize(
    ("events", "label"),
    [
        # Exact limits of 5 events: 1.6235 to 11.6683 (95%; Breslow and Day 1987, table 2.10: factors 0.324 and 2.33),
        # 0.7394 to 16.4547 (99.8%; halves of the chi-squared quantiles of 10 and 12 degrees of freedom).
        (1.62, 1),
        (1.63, 0),
        (11.66, 0),
        (11.67, -1),
        (0.73, 2),
        (16.46, -2),
    ],
)
def test_a_rate_is_told_from_the_middle_by_its_own_limits(events, label):
    assert place(np.array([5.0]), np.array([1000.0]), events / 1000, "rate").tolist() == [label]


def test_the_middle_is_the_sum_over_the_sum():
    made = funnel(np.array([10.0, 240.0]), np.array([100.0, 400.0]), "proportion")

    assert made.centre == 0.5  # the mean of 10% and 60% would be 35%


# Three areas in which 9 are expected had 1, 1 and 25: roots 1/3, 1/3, 5/3 of the middle, scores -4, -4, 4. The 90%
# quantile (type 7) is -4 + 0.8 × 8 = 12/5, so 4 is drawn in to it and phi is (16 + 16 + 144/25) / 3.
PHI = (16 + 16 + Fraction(144, 25)) / 3
# Each weighs 36: (3 phi - 2) / (108 - 3888/108).
TAU2 = (3 * PHI - 2) / (108 - Fraction(3 * 36**2, 108))


def test_the_spread_is_that_of_fractions():
    made = spread(np.array([1.0, 1.0, 25.0]), np.array([9.0, 9.0, 9.0]), 1.0, "rate")

    assert (made.phi, made.tau2) == pytest.approx((float(PHI), float(TAU2)), rel=1e-9)
    assert Fraction(149, 300) == TAU2


def test_areas_of_different_size_weigh_differently():
    # 1 where 4 are expected, 196 where 100 are: roots 1/2 and 7/5, errors 1/4 and 1/20, scores -2 and 8, none drawn
    # in. Phi is 34; weights 16 and 400: (68 - 1) / (416 - (256 + 160000) / 416).
    made = spread(np.array([1.0, 196.0]), np.array([4.0, 100.0]), 1.0, "rate", trim=0)

    expected = Fraction(67) / (416 - Fraction(256 + 160_000, 416))
    assert (made.phi, made.tau2) == pytest.approx((34, float(expected)), rel=1e-9)


def test_shares_are_transformed_by_the_arcsine():
    # Half and a quarter: arcsines of the roots are 45° and 30°. The middle 3/4 is 60°, so 100 people score
    # -15° and -30° over 1/20 of a radian.
    made = spread(np.array([50.0, 25.0]), np.array([100.0, 100.0]), 0.75, "proportion", trim=0)

    assert made.phi == pytest.approx(((math.pi / 12 * 20) ** 2 + (math.pi / 6 * 20) ** 2) / 2, rel=1e-9)


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_a_spread_that_chance_explains_is_not_adjusted_for(kind):
    assert spread(np.array([50.0] * 12), np.array([100.0] * 12), 0.5, kind) == Spread(0.0, 0.0)


def test_where_chance_does_not_explain_the_spread_the_lines_are_wider_and_fewer_areas_lie_beyond():
    count, whole = np.array([300.0, 700.0] * 10), np.array([1000.0] * 20)
    made = funnel(count, whole, "proportion")
    by_chance = funnel_limits(whole, 0.5, "proportion", OUTER)

    assert made.spread.tau2 > 0
    assert (made.limits(whole, OUTER)[0] < by_chance[0]).all()
    assert (made.limits(whole, OUTER)[1] > by_chance[1]).all()
    assert np.abs(place(count, whole, 0.5, "proportion")).min() == 2
    assert not made.places.any()


@pytest.mark.parametrize("tau2", [0.0, 0.5])
@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_lines_are_never_below_nobody_nor_above_everybody(kind, tau2):
    lower, upper = funnel_limits(np.array([1.0, 5.0, 1e6]), 0.02, kind, OUTER, tau2)

    assert (lower >= 0).all()
    assert kind == "rate" or (upper <= 1).all()


@pytest.mark.parametrize(
    ("count", "whole", "kind", "says"),
    [
        ([1.0, math.nan], [10.0, 10.0], "rate", "an area without a number has no place in a funnel"),
        ([1.0, 0.0], [10.0, 0.0], "rate", "a group has somebody in it"),
        ([1.0, -1.0], [10.0, 10.0], "rate", "a count is not below 0"),
        ([1.0, 11.0], [10.0, 10.0], "proportion", "a count lies between 0 and its total"),
        ([0.0, 0.0], [10.0, 10.0], "rate", "where nobody or everybody is counted"),
        ([10.0, 10.0], [10.0, 10.0], "proportion", "where nobody or everybody is counted"),
    ],
)
def test_what_has_no_place_in_a_funnel_is_refused(count, whole, kind, says):
    with pytest.raises(ValueError, match=says):
        funnel(np.array(count), np.array(whole), kind)


def test_more_events_than_people_are_a_rate():
    assert funnel(np.array([30.0, 20.0]), np.array([10.0, 10.0]), "rate").centre == 2.5


AREAS = st.lists(
    st.integers(2, 400).flatmap(lambda whole: st.tuples(st.just(whole), st.integers(1, whole - 1))), min_size=FEWEST
)


@given(AREAS, st.sampled_from(["proportion", "rate"]), st.randoms())
def test_the_order_of_areas_does_not_matter(areas, kind, random):
    turned = random.sample(range(len(areas)), len(areas))
    whole, count = (np.array(column, float) for column in zip(*areas, strict=True))
    one, other = funnel(count, whole, kind), funnel(count[turned], whole[turned], kind)

    assert one.places[turned].tolist() == other.places.tolist()
    assert one.spread.tau2 == pytest.approx(other.spread.tau2, rel=1e-9, abs=1e-12)


@given(st.floats(0.01, 0.99), st.floats(1, 1e6), st.sampled_from(["proportion", "rate"]), st.sampled_from([0.0, 0.01]))
def test_the_lines_hold_the_middle_lie_within_one_another_and_close_in(centre, whole, kind, tau2):
    people = np.array([whole, 4 * whole])
    (low, high), (lower, higher) = (funnel_limits(people, centre, kind, level, tau2) for level in (INNER, OUTER))

    assert (lower <= low).all()
    assert (low <= centre + 1e-12).all()
    assert (centre <= high + 1e-12).all()
    assert (high <= higher).all()
    assert high[1] - low[1] <= high[0] - low[0] + 1e-12
