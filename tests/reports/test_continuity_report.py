"""The page on continuity of care by hand: its parts in order, and the two routes of the same releases."""

import math

import pytest

from dashboard.reports.continuity_of_care import continuity_report
from tests.figures import BARNET, figure, figures
from tests.shown_figures import view_of

QUARTER = {"period_start": "2025-07-01", "period_months": 3, "period_kind": "quarter", "area": BARNET}
TITLE = "Two routes, the same releases"


def released(count):
    return figure(indicator="coc-eligible-releases", **QUARTER | {"numerator": count})


def referred(route, count, **more):
    key = {"indicator": "coc-referral-received", "breakdown": f"source={route}", "denominator": 40.0}
    return figure(**QUARTER | key | {"numerator": count} | more)


def started(route, count, whole, **more):
    key = {"indicator": "coc-engaged-21-days", "breakdown": f"source={route}", "denominator": whole}
    return figure(**QUARTER | key | {"numerator": count} | more)


@pytest.fixture
def parts(definitions):
    def compose(*rows):
        barnet = definitions.areas.at("cdp-barnet")
        made = continuity_report(view_of(figures(*rows), barnet, definitions), {})
        return {part.chart.title if part.chart else part.title: part for part in made.parts}

    return compose


def test_each_route_says_how_many_it_referred_and_how_many_of_those_started(parts):
    part = parts(
        referred("prison", 20.0),
        referred("probation", 10.0),
        started("prison", 12.0, 20.0),
        started("probation", math.nan, math.nan, state="hidden here"),
    )[TITLE]
    (table,) = part.tables

    assert part.said == ("People released to Barnet, July to September 2025, by who sent the referral.",)
    assert table.title == "Routes from prison to treatment, Barnet, July to September 2025"
    assert table.headings == (
        "Who sent the referral",
        "Referral received",
        "Started within 21 days, of whom they sent",
    )
    assert table.rows == (
        ("Prison", "20 of 40 (50%)", "12 of 20 (60%)"),
        ("Probation", "10 of 40 (25%)", "Hidden to protect people"),
        (
            "RECONNECT (NHS)",
            "Unknown: not supplied by Prison or Council",
            "Unknown: not supplied by Council, Prison or Probation",
        ),
    )


def test_without_any_route_it_says_who_did_not_send_them(parts):
    part = parts(released(40.0))[TITLE]

    assert part.tables == ()
    assert part.said[0].startswith("By who sent the referral, nothing was supplied.")
    assert part.said[0].endswith("Unknown: not supplied by Council, Prison or Probation.")


def test_the_rate_comes_first_then_the_ladder_then_the_routes(parts):
    everybody = {"denominator": 40.0, **QUARTER}
    rate, ladder, routes, *_ = parts(
        released(40.0),
        figure(indicator="coc-referral-received", **everybody | {"numerator": 29.0}),
        figure(indicator="coc-engaged-21-days", **everybody | {"numerator": 20.0}),
        referred("prison", 20.0),
    ).values()

    assert rate.newest.figure == "50%"
    assert ladder.chart.title == (
        "Barnet: 11 fewer people between “Released with a need” and “Referral received”; at which step cannot be shown"
    )
    assert ladder.after[0].endswith("3 of 8 were supplied.")
    assert routes.title == TITLE
