"""Recent trends: the calculators' own published cases, and slopes worked by hand in fractions."""

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.periods import Period, calendar_year, financial_year, month, pooled_years, quarter, rolling_year
from dashboard.domain.shown_figures import ShownFigure
from dashboard.stats.trends import recent_trend
from tests.shown_figures import estimated

NAN = math.nan
Series = tuple[ShownFigure, ...]


def series(*points: tuple[float, float, float], first: int = 2014, **columns: Sequence[object]) -> Series:
    """Calendar years with value, lower and upper limit."""
    others = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return tuple(
        estimated(calendar_year(first + at), value, lower=lower, upper=upper, **more)
        for at, ((value, lower, upper), more) in enumerate(zip(points, others or [{}] * len(points), strict=True))
    )


def steady(*values: float, error: float = 1.0, **columns: Sequence[object]) -> Series:
    """Years whose limits are 1.96 errors to either side, so that every year weighs the same."""
    return series(*((value, value - 1.96 * error, value + 1.96 * error) for value in values), **columns)


# ukhsa-collaboration/fingertips-open, TrendMarkerCalculatorTest: its data and its chi-squared, printed to two decimals.
OPEN_1 = series(
    (24.67, 23.16, 26.25), (24.6, 23.15, 26.19), (28, 26.44, 29.64), (30.2, 28.63, 31.9), (30.6, 28.98, 32.25)
)
OPEN_2 = series(
    (20.5506, 18.1803, 23.1427),
    (19.5952, 17.3444, 22.0602),
    (19.0349, 16.8421, 21.4394),
    (21.3966, 19.0918, 23.8975),
    (18.4372, 16.2925, 20.7941),
)
# dhsc-govuk/FingertipsNext, IndicatorTestData, with the markers that the Fingertips site shows.
DIABETES = series(
    (7.0826, 7.0754, 7.094),
    (7.1085, 7.1013, 7.1199),
    (7.2571, 7.2499, 7.2684),
    (7.4528, 7.4456, 7.4643),
    (7.6554, 7.6481, 7.6669),
)
VACCINATION = series(
    (92.6254, 92.4168, 92.8288),
    (92.3221, 92.1072, 92.5315),
    (90.8708, 90.6358, 91.1004),
    (90.017, 89.7694, 90.2594),
    (90.1013, 89.8578, 90.3396),
)
EYE_DISEASE = series(
    (2.935, 2.7841, 3.0919),
    (1.93028, 1.8085, 2.058),
    (2.7567, 2.6113, 2.9082),
    (2.8701, 2.7225, 3.0237),
    (3.0121, 2.8616, 3.1683),
)
READMISSIONS = series(
    (14.3, 14.3, 14.3), (15.4, 15.4, 15.5), (14.3, 14.3, 14.4), (14.2, 14.1, 14.2), (14.8, 14.8, 14.8)
)


def test_chi_squared_is_the_one_that_fingertips_prints():
    assert recent_trend(OPEN_1).chi_squared == pytest.approx(46.77, abs=0.005)


@pytest.mark.parametrize(
    ("points", "direction"),
    [
        (OPEN_1, "increasing"),
        (OPEN_2, "no significant change"),
        (DIABETES, "increasing"),
        (VACCINATION, "decreasing"),
        (EYE_DISEASE, "increasing"),
        (READMISSIONS, "cannot be calculated"),
    ],
)
def test_the_verdict_is_the_one_of_fingertips(points, direction):
    assert recent_trend(points).direction == direction


def by_hand(values: list[int], weights: list[int]) -> Fraction:
    """b² D / Σw with the sums as the statistics notes write them, in fractions."""
    years = range(1, len(values) + 1)
    w, wt, wtt = (sum(Fraction(one) * t**power for one, t in zip(weights, years, strict=True)) for power in range(3))
    wv = sum(Fraction(one) * v for one, v in zip(weights, values, strict=True))
    wtv = sum(Fraction(one) * t * v for one, t, v in zip(weights, years, values, strict=True))
    spread = w * wtt - wt**2
    slope = (w * wtv - wt * wv) / spread
    return slope**2 * spread / w


def test_an_even_rise_is_worked_out_by_hand():
    # Slope 2, errors 1: D = 5 × 55 - 15² = 50, so chi-squared is 2² × 50 / 5 = 40.
    made = recent_trend(steady(10, 12, 14, 16, 18))

    assert made.chi_squared == pytest.approx(40, rel=1e-9)
    assert made.direction == "increasing"


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=5), st.lists(st.integers(1, 9), min_size=5, max_size=5))
def test_chi_squared_agrees_with_fractions(values, precisions):
    points = series(*((v, v - 1.96 / p, v + 1.96 / p) for v, p in zip(values, precisions, strict=True)))

    made = recent_trend(points)

    assert made.chi_squared == pytest.approx(float(by_hand(values, [p**2 for p in precisions])), rel=1e-4, abs=1e-9)


@pytest.mark.parametrize(("slope", "direction"), [(0.977, "no significant change"), (0.978, "increasing")])
def test_a_trend_needs_ninety_nine_point_eight_per_cent(slope, direction):
    # Ten times the slope squared: 9.5453 is under 9.5495, 9.5648 is above; 3.84 would do at 95%.
    assert recent_trend(steady(*(10 + slope * year for year in range(5)))).direction == direction


def test_one_odd_year_makes_no_trend():
    made = recent_trend(steady(11, 10, 10, 10, 20))  # without the last year it falls

    assert made.chi_squared > 9.55
    assert (made.direction, made.reason) == ("no significant change", "one year alone makes the difference")


def test_a_rise_that_is_flat_without_one_year_is_no_trend():
    assert recent_trend(steady(12.3, 12.3, 12.3, 12.3, 22.3)).direction == "no significant change"


def test_only_the_latest_five_years_count():
    made = recent_trend(steady(90, 80, 70, 10, 12, 14, 16, 18))

    assert made.direction == "increasing"
    assert made.periods == tuple(calendar_year(year) for year in range(2017, 2022))


def test_an_old_year_without_a_figure_does_not_matter():
    assert recent_trend(steady(NAN, 10, 12, 14, 16, 18)).direction == "increasing"


@given(st.permutations(range(5)))
def test_the_order_of_the_rows_does_not_matter(order):
    assert recent_trend(OPEN_1[at] for at in order) == recent_trend(OPEN_1)


@given(st.lists(st.floats(1, 1000), min_size=5, max_size=5), st.floats(1.01, 100))
def test_a_trend_is_clearer_with_narrower_limits(values, times):
    wide, narrow = recent_trend(steady(*values, error=times)), recent_trend(steady(*values))

    assert wide.chi_squared <= narrow.chi_squared + 1e-9
    assert wide.direction in (narrow.direction, "no significant change")


@given(st.lists(st.integers(0, 60), min_size=5, max_size=5))
def test_upside_down_the_trend_is_the_other_way(values):
    other = {"increasing": "decreasing", "decreasing": "increasing"}

    up, down = recent_trend(steady(*values)), recent_trend(steady(*(100 - value for value in values)))

    assert down.direction == other.get(up.direction, up.direction)


RISING = (10, 12, 14, 16, 18)


def years(*periods: Period) -> Series:
    values = [10 + 2 * at for at in range(len(periods))]
    return tuple(estimated(p, v, lower=v - 2, upper=v + 2) for p, v in zip(periods, values, strict=True))


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        (steady(10, 12, 14, 16), "fewer than five years"),
        (years(), "fewer than five years"),
        (steady(10, 12, NAN, 16, 18), "January to December 2016 has no figure"),
        (series(*[(v, NAN, NAN) for v in RISING]), "January to December 2014 has no confidence limits"),
        (series(*[(v, v, v) for v in RISING]), "the confidence limits of January to December 2014 have no width"),
        (years(*(rolling_year(2020 + at, 6) for at in range(5))), "share months"),
        (years(*(pooled_years(2016 + at, 2018 + at) for at in range(5))), "share months"),
        (years(*(month(2024, 1 + at) for at in range(5))), "control chart"),
        (years(*(quarter(2020 + at, 4) for at in range(5))), "control chart"),
        (years(*(financial_year(2016 + at) for at in range(4)), calendar_year(2022)), "different kinds"),
        (
            years(*(financial_year(year) for year in (2017, 2018, 2019, 2021, 2022))),
            "a year is missing between April 2019 to March 2020 and April 2021 to March 2022",
        ),
    ],
)
def test_a_trend_that_cannot_be_calculated_says_why(points, reason):
    made = recent_trend(points)

    assert made.direction == "cannot be calculated"
    assert reason in made.reason
    assert math.isnan(made.chi_squared)


def test_a_hidden_year_says_that_it_is_hidden():
    made = recent_trend(steady(10, 12, NAN, 16, 18, state=["value", "value", "hidden", "value", "value"]))

    assert made.reason == "January to December 2016 has no figure: hidden by the source to protect people"


def test_a_year_in_which_everybody_was_counted_has_no_trend():
    counted = {"numerator": [8, 8, 8, 8, 9], "denominator": [9, 9, 9, 9, 9]}

    assert "everybody" in recent_trend(steady(*RISING, **counted)).reason


def test_a_year_in_which_nobody_was_counted_may_have_one():
    counted = {"numerator": [0, 2, 4, 6, 8], "denominator": [9, 9, 9, 9, 9]}

    assert recent_trend(steady(*RISING, **counted)).direction == "increasing"


@pytest.mark.parametrize(
    ("day", "direction"),
    [
        (date(2014, 1, 1), "increasing"),  # the five years all lie after it
        (date(2014, 1, 2), "cannot be calculated"),
        (date(2016, 4, 1), "cannot be calculated"),
        (date(2018, 12, 31), "cannot be calculated"),
        (date(2019, 1, 1), "increasing"),
    ],
)
def test_a_break_between_the_five_years_forbids_a_trend(day, direction):
    made = recent_trend(steady(*RISING), breaks=[day])

    assert made.direction == direction
    assert made.reason == ("" if direction == "increasing" else f"the series has a break on {day.day} {day:%B %Y}")


def test_a_period_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="stands twice"):
        recent_trend(steady(*RISING) * 2)


@pytest.mark.parametrize(
    ("values", "better", "words"),
    [
        (RISING, "higher", "getting better"),
        (RISING, "lower", "getting worse"),
        (RISING[::-1], "higher", "getting worse"),
        (RISING[::-1], "lower", "getting better"),
        (RISING, "none", "increasing"),
        ((10, 10, 10, 10, 10), "higher", "no significant change"),
        ((10,), "higher", "cannot be calculated"),
    ],
)
def test_a_trend_is_judged_only_with_a_direction(values, better, words):
    # The same table as in FingertipsNext, TrendCalculatorTests.
    assert recent_trend(steady(*values)).judged(better) == words
