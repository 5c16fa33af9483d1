"""Limits of proportions and counts, against printed tables, public packages, and the formulas worked to 50 digits."""

import math
from decimal import Decimal, getcontext
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stats.intervals import count_interval, limits, wilson_interval

getcontext().prec = 50
Z95 = Decimal("1.9599639845400542355245944305205515279555")  # normal quantile of 0.975
Z998 = Decimal("3.0902323061678135415403998301073792215")  # normal quantile of 0.999


def wilson(count: int, total: int, z: Decimal = Z95) -> tuple[float, float]:
    """The limits by Wilson's own formula, in decimals."""
    x, n = Decimal(count), Decimal(total)
    spread = z * (z * z + 4 * x * (1 - x / n)).sqrt()
    return float((2 * x + z * z - spread) / (2 * (n + z * z))), float((2 * x + z * z + spread) / (2 * (n + z * z)))


def byar(count: int, z: Decimal = Z95) -> tuple[float, float]:
    """The limits by Byar's formula as Breslow and Day print it, in decimals."""
    x, y = Decimal(count), Decimal(count) + 1
    lower = x * (1 - 1 / (9 * x) - z / (3 * x.sqrt())) ** 3
    return float(lower), float(y * (1 - 1 / (9 * y) + z / (3 * y.sqrt())) ** 3)


def one(limits) -> tuple[float, float]:
    lower, upper = limits
    return float(lower[0]), float(upper[0])


def of(count: float, total: float, level: float = 0.95) -> tuple[float, float]:
    return one(wilson_interval(np.array([count]), np.array([total]), level))


def of_count(count: float, level: float = 0.95) -> tuple[float, float]:
    return one(count_interval(np.array([count]), level))


@pytest.mark.parametrize(
    ("count", "total", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_limits_are_those_that_newcombe_printed(count, total, lower, upper):
    # Newcombe (1998), Statistics in Medicine 17:857, table I, method 3.
    assert of(count, total) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize(
    ("count", "total", "level", "lower", "upper"),
    [
        (35_078, 41_980, 0.95, 0.83201210, 0.83910324),
        (35_078, 41_980, 0.998, 0.82992190, 0.84110220),
        (65, 100, 0.95, 0.55254443, 0.73635752),
        (65, 100, 0.998, 0.49549466, 0.77835406),
    ],
)
def test_wilson_limits_are_those_that_public_health_england_expects(count, total, level, lower, upper):
    # Public Health England, PHEindicatormethods, an early test of phe_proportion, printed to eight decimals.
    assert of(count, total, level) == pytest.approx((lower, upper), abs=5e-9)


# The Department of Health and Social Care's own package, PHStatsMethods 0.1.16 (confidence_intervals.py), was run for
# these: wilson_lower and _upper, byars_lower and _upper (which are the exact limits under 10), all digits they give.
@pytest.mark.parametrize(
    ("count", "total", "level", "lower", "upper"),
    [
        (100, 1000, 0.95, 0.0829094435930957, 0.1201519631953484),
        (12, 31, 0.95, 0.2373310142038025, 0.5617589138033926),
        (12, 31, 0.998, 0.1758187784678656, 0.6515528577762992),
        (212, 520, 0.95, 0.3662825800379943, 0.450455865567053),
        (212, 520, 0.998, 0.3433459832026621, 0.47536786030586464),
        (4008, 23_230, 0.998, 0.1650095558398205, 0.18033059472442942),
    ],
)
def test_wilson_limits_are_those_of_the_departments_package(count, total, level, lower, upper):
    assert of(count, total, level) == pytest.approx((lower, upper), rel=1e-9)


@pytest.mark.parametrize(
    ("count", "level", "lower", "upper"),
    [
        (1, 0.95, 0.025317807984289897, 5.571643390938898),
        (1, 0.998, 0.0010005003335835346, 9.233413476451585),
        (5, 0.95, 1.623486390118421, 11.66833207932267),
        (9, 0.95, 4.115373097378334, 17.084803451419166),
        (9, 0.998, 2.452424404363775, 22.65737330906293),
        (10, 0.95, 4.787449913967563, 18.391458605756473),
        (10, 0.998, 2.916318374695686, 24.19372492788055),
        (13, 0.95, 6.91524094466062, 22.23172700945093),
        (100, 0.95, 81.36210549052788, 121.6279375792065),
        (3736, 0.998, 3549.959378640746, 3928.7654186316104),
    ],
)
def test_limits_of_counts_are_those_of_the_departments_package(count, level, lower, upper):
    assert of_count(count, level) == pytest.approx((lower, upper), rel=1e-9)


@pytest.mark.parametrize(("count", "total"), [(1, 2), (12, 31), (212, 520), (4008, 23230), (3, 7_600_000_000)])
def test_wilson_limits_agree_with_the_formula_in_decimals(count, total):
    assert of(count, total) == pytest.approx(wilson(count, total), rel=1e-9)
    assert of(count, total, 0.998) == pytest.approx(wilson(count, total, Z998), rel=1e-9)


@pytest.mark.parametrize("total", [1, 5, 31, 1000, 123_457])
def test_nobody_and_everybody_reach_the_ends_exactly(total):
    assert of(0, total)[0] == 0.0
    assert of(total, total)[1] == 1.0
    assert of(0, total)[1] == pytest.approx(wilson(0, total)[1], rel=1e-9)
    assert of(total, total)[0] == pytest.approx(wilson(total, total)[0], rel=1e-9)


@pytest.mark.parametrize(("count", "total"), [(0, 0), (math.nan, 31), (12, math.nan)])
def test_a_share_of_nobody_or_of_nothing_known_has_no_limits(count, total):
    assert all(math.isnan(limit) for limit in of(count, total))


@pytest.mark.parametrize(("count", "total"), [(-1, 31), (32, 31), (1, 0)])
def test_a_count_outside_its_total_is_refused(count, total):
    with pytest.raises(ValueError, match="between 0 and its total"):
        of(count, total)


SHARES = st.integers(1, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


SURER = (0.5, 0.8, 0.9, 0.95, 0.99, 0.998, 0.9999)
LEVELS = st.sampled_from(SURER)


@given(SHARES, LEVELS)
def test_the_limits_hold_the_share_and_stay_between_nobody_and_everybody(share, level):
    count, total = share
    lower, upper = of(count, total, level)

    assert 0 <= lower <= count / total <= upper <= 1


@given(SHARES, st.integers(2, 50), LEVELS)
def test_with_more_people_the_limits_are_narrower(share, times, level):
    count, total = share
    few, many = of(count, total, level), of(count * times, total * times, level)

    assert many[1] - many[0] < few[1] - few[0]


@given(SHARES)
def test_the_others_have_the_mirrored_limits(share):
    count, total = share
    lower, upper = of(count, total)
    others = of(total - count, total)

    assert (1 - others[1], 1 - others[0]) == pytest.approx((lower, upper), abs=1e-12)


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        (0, 0.0, 3.6889),
        (1, 0.0253, 5.5716),
        (2, 0.2422, 7.2247),
        (3, 0.6187, 8.7673),
        (5, 1.6235, 11.6683),
        (9, 4.1154, 17.0848),
    ],
)
def test_few_events_have_the_exact_limits_of_the_printed_tables(count, lower, upper):
    # Exact 95% limits of a Poisson count: Ulm (1990), American Journal of Epidemiology 131:373, and older tables.
    assert of_count(count) == pytest.approx((lower, upper), abs=5e-5)


def at_most(count: int, mean: float) -> float:
    """The chance of ``count`` events or fewer where ``mean`` are expected."""
    return math.fsum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(count + 1))


@pytest.mark.parametrize("count", range(10))
def test_exact_limits_leave_one_in_forty_on_each_side(count):
    lower, upper = of_count(count)

    assert at_most(count, upper) == pytest.approx(0.025, rel=1e-9)
    assert lower == 0 or 1 - at_most(count - 1, lower) == pytest.approx(0.025, rel=1e-9)


def test_no_events_have_an_upper_limit_all_the_same():
    assert of_count(0) == (0.0, pytest.approx(-math.log(0.025), rel=1e-9))


@pytest.mark.parametrize("count", [10, 11, 13, 100, 3736])
def test_from_ten_events_on_the_limits_are_byars(count):
    assert of_count(count) == pytest.approx(byar(count), rel=1e-9)
    assert of_count(count, 0.998) == pytest.approx(byar(count, Z998), rel=1e-9)


def test_the_method_changes_at_exactly_ten_events():
    # Byar's limits of 9 differ from the exact ones in the third digit, so the two cannot be taken for each other.
    assert of_count(9) != pytest.approx(byar(9), rel=1e-4)
    assert of_count(10) == pytest.approx(byar(10), rel=1e-9)
    assert of_count(10) == pytest.approx((4.7954, 18.3904), rel=2e-3)  # the exact limits, for comparison


def test_a_count_that_is_missing_has_no_limits():
    assert all(math.isnan(limit) for limit in of_count(math.nan))


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="not below 0"):
        of_count(-1)


@given(st.integers(0, 100_000), LEVELS)
def test_the_limits_hold_the_count(count, level):
    lower, upper = of_count(count, level)

    assert 0 <= lower <= count < upper


@given(st.integers(1, 20_000), st.integers(2, 20), LEVELS)
def test_with_more_events_the_limits_are_narrower_for_their_size(count, times, level):
    few, many = of_count(count, level), of_count(count * times, level)

    assert (many[1] - many[0]) / times < few[1] - few[0]


@given(SHARES, st.integers(0, 100_000))
def test_to_be_surer_the_limits_are_wider(share, events):
    for levels in ([of(*share, level) for level in SURER], [of_count(events, level) for level in SURER]):
        for inner, outer in pairwise(levels):
            assert outer[0] <= inner[0] < inner[1] <= outer[1]


def test_shares_and_events_beside_each_other_have_their_own_limits():
    # 65 of 100 by Wilson's formula, 13 events by Byar's, 3 events as Ulm (1990) prints them, each twice.
    count, total = np.array([65.0, 13, 3] * 2), np.array([100.0, 50, 2] * 2)

    lower, upper = limits(count, total, np.array([True, False, False] * 2))

    assert lower.tolist() == pytest.approx([wilson(65, 100)[0], byar(13)[0] / 50, 0.6187 / 2] * 2, rel=1e-4)
    assert upper.tolist() == pytest.approx([wilson(65, 100)[1], byar(13)[1] / 50, 8.7673 / 2] * 2, rel=1e-4)
