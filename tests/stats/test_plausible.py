"""Whether figures that arrive lie within the limits of their own earlier figures.

Limits worked by hand: counts of 1,000 and 1,100 in turn have a mean of 1,050 and a mean range of 100, so the usual
limits lie 266 to either side (Wheeler and Chambers, 2.66). Fourteen of them leave 0.605 x 13 = 7.9 degrees of freedom;
tables of Student's t give 4.31 there for 0.99865, in place of 3; and a new figure varies by the root of 15/14 more.
"""

import pandas as pd
import pytest

from dashboard.domain.coded import coded_frame
from dashboard.stats.plausible import own_limits
from tests.figures import figure, figures
from tests.in_frames import estimates

KENT = "E23000032"
REACH = 266 * 4.31 / 3 * (15 / 14) ** 0.5  # 395.6


def quarters(values, first: str = "2020-01-01", area: str = KENT, **columns: object) -> list[dict[str, object]]:
    days = pd.date_range(first, periods=len(values), freq="QS")
    base = {"indicator": "drug-searches", "area": area, "period_months": 3, "period_kind": "quarter", **columns}
    return [
        figure(**{"numerator": float(value), **base, "period_start": day.date().isoformat()})
        for day, value in zip(days, values, strict=True)
    ]


STEADY = quarters([1000, 1100] * 7)  # to June 2023


@pytest.fixture
def limits(definitions):
    def made(sent, earlier) -> pd.DataFrame:
        both = [estimates(figures(*rows), definitions.catalogue) for rows in (sent, earlier)]
        return own_limits(*map(coded_frame, both), definitions.catalogue)

    return made


def next_quarter(value: float, **columns: object) -> list[dict[str, object]]:
    return quarters([value], "2023-07-01", **columns)


def test_limits_are_those_worked_by_hand(limits):
    (row,) = limits(next_quarter(1000), STEADY).to_dict("records")

    assert (row["low"], row["high"]) == pytest.approx((1050 - REACH, 1050 + REACH), abs=5)


@pytest.mark.parametrize(
    ("value", "outside"), [(1100, False), (1430, False), (1650, True), (670, False), (400, True), (0, True)]
)
def test_a_figure_beyond_the_limits_and_far_from_the_last_is_outside(limits, value, outside):
    assert limits(next_quarter(value), STEADY)["outside"].tolist() == [outside]


def test_a_figure_beyond_the_limits_that_is_no_leap_from_the_last_is_not(limits):
    # The mean is 1,050 again and the limit 1,446, but the last figure is 1,400: ranges up to 1.23 x 396 are usual.
    earlier = [*STEADY[:-1], *quarters([1400], "2023-04-01")]

    assert not limits(next_quarter(1800), earlier)["outside"].any()


def test_a_series_that_rises_all_the_time_may_go_on_rising(limits):
    rising = quarters([10_000 * at for at in range(1, 15)])

    assert not limits(next_quarter(180_000), rising)["outside"].any()
    assert limits(next_quarter(260_000), rising)["outside"].all()


def test_a_step_of_less_than_a_quarter_is_left_alone_however_steady_the_series(limits):
    steady = quarters([100_000, 100_100] * 7)

    # The last figure is 100,100: 1.25 times that is 125,125, and it divided by 1.25 is 80,080.
    for value, outside in ((125_124, False), (125_125, True), (125_126, True), (80_081, False), (80_080, True)):
        assert limits(next_quarter(value), steady)["outside"].tolist() == [outside], value


def test_limits_are_never_narrower_than_chance_makes_them(limits):
    # Counts of 400 vary by 20 from chance alone: three times that is 60, where their ranges give 2.66.
    (row,) = limits(next_quarter(400), quarters([400, 401] * 7)).to_dict("records")

    assert row["high"] - 400.5 == pytest.approx(60 * 4.31 / 3 * (15 / 14) ** 0.5, rel=0.01)


def test_the_more_figures_are_asked_the_wider_the_limits(limits, definitions):
    areas = [area.code for area in definitions.areas if area.kind == "police force"][:30]
    earlier = [row for area in areas for row in quarters([1000, 1100] * 7, area=area)]
    sent = [row for area in areas for row in next_quarter(1100, area=area)]

    alone, among = limits(sent[:1], earlier)["high"].iloc[0], limits(sent, earlier)["high"]

    assert len(among) == 30
    assert (among > alone + 200).all()


def test_there_are_no_limits_from_fewer_than_seven_figures(limits):
    assert limits(next_quarter(9000), STEADY[-6:]).empty
    assert len(limits(next_quarter(9000), STEADY[-7:])) == 1


def test_figures_after_the_one_sent_give_no_limits_for_it(limits):
    assert limits(quarters([9000], "2019-10-01"), STEADY).empty


def test_a_hidden_figure_among_the_newest_leaves_no_limits(limits):
    hidden = quarters([0], "2023-04-01", numerator=float("nan"), state="hidden here")

    assert limits(next_quarter(9000), [*STEADY[:-1], *hidden]).empty


def test_figures_before_a_break_give_no_limits_after_it(limits):
    tests = {"indicator": "dtoa-tests"}  # a break in April 2023
    earlier = quarters([1000, 1100] * 6 + [1000], **tests)

    assert limits(quarters([9000], "2023-04-01", **tests), earlier).empty
    assert len(limits(quarters([9000], "2023-01-01", **tests), earlier[:-1])) == 1


def test_rolling_years_have_no_limits(limits):
    rolling = {"period_months": 12, "period_kind": "rolling year"}

    assert limits(next_quarter(9000, **rolling), quarters([1000, 1100] * 7, **rolling)).empty


def test_the_limits_of_a_share_end_at_nobody_and_everybody(limits):
    share = {"indicator": "possession-diverted", "denominator": 100.0}
    (row,) = limits(next_quarter(95, **share), quarters([92, 97] * 7, **share)).to_dict("records")

    assert row["high"] == 100
    assert not row["outside"]


def test_limits_are_of_the_newest_six_years(limits):
    newest = quarters([1000, 1100] * 12, "2017-07-01")  # to June 2023

    def of(earlier) -> list[float]:
        return limits(next_quarter(1000), earlier)[["low", "high"]].iloc[0].tolist()

    assert of([*quarters([5000], "2017-04-01"), *newest]) == of(newest)
    assert of([*quarters([1300], "2017-07-01"), *newest[1:]]) != of(newest)
