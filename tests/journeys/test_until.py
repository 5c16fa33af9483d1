"""Figures to the end of a period: what came later is nowhere, and what is shown or hidden stays the same."""

import csv
import io
from datetime import date

import pytest

from dashboard.assembly.editions import figures_of, standing_edition
from dashboard.domain.access import LOCAL_USER, Reach
from dashboard.domain.figures import KEY, period_of
from dashboard.domain.periods import quarter
from dashboard.domain.pieces import Piece
from dashboard.domain.requests import Request
from dashboard.journeys import editions, export, view
from tests.conftest import TODAY
from tests.figures import BARNET, ENFIELD, template

CARE, ADULTS, BUDGET = "coc-engaged-21-days", "adults-in-treatment", "public-health-grant"
JUNE = date(2025, 6, 30)
QUARTERS = ("Jan to Mar 2025", "Apr to Jun 2025", "Jul to Sep 2025", "Oct to Dec 2025", "Jan to Mar 2026")


def _care(period: str, area: str, count: int, whole: int) -> dict[str, str]:
    return {"indicator": CARE, "area": area, "period": period, "count": str(count), "denominator": str(whole)}


@pytest.fixture
def sent(desk):
    """Quarters of Barnet, Enfield and England, a small one and a year among them."""
    counts = (41, 42, 43, 44, 3)
    rows = [_care(period, BARNET, count, 90) for period, count in zip(QUARTERS, counts, strict=True)]
    rows += [_care(period, ENFIELD, 50, 90) for period in QUARTERS]
    rows += [_care(period, "E92000001", 500, 1000) for period in QUARTERS]
    desk.publish(template(rows))
    return desk


def _opened(desk, until):
    with desk.reading() as session:
        scope = view.open_scope(session, LOCAL_USER, Request(area="Barnet", until=until), TODAY)
        return (
            view.open_continuity_of_care(session, LOCAL_USER, scope),
            view.open_indicator(session, LOCAL_USER, scope, CARE),
        )


def test_an_earlier_period_shows_its_own_figure_and_comparison(sent):
    area, indicator = _opened(sent, JUNE)

    for told in (area.parts[0].newest, indicator.latest):
        assert told.headline.startswith("42 of 90 people")
        assert "April to June 2025" in told.headline
        assert told.verdict == "Similar to England"


def test_the_trend_ends_with_the_period(sent):
    _, indicator = _opened(sent, JUNE)

    assert indicator.chart.figures["period"].tolist() == ["Jan to Mar 2025", "Apr to Jun 2025"]
    assert indicator.series.column("Period") == ("April to June 2025", "January to March 2025")


def _figures(session, until=None):
    at = standing_edition(session, until=until)
    return figures_of(session, at, Reach(everywhere=True), at.definitions.catalogue, None, Piece.HISTORY)


def test_what_is_shown_and_hidden_is_the_same_for_every_choice(sent):
    with sent.reading() as session:
        everything, earlier = _figures(session), _figures(session, JUNE)

    ends = [period_of(row).end for _, row in everything.iterrows()]
    expected = everything[[end <= JUNE for end in ends]].reset_index(drop=True)
    assert len(expected) not in (0, len(everything))
    assert earlier.sort_values(KEY, ignore_index=True).equals(expected)


def test_a_year_that_ends_later_is_not_made_of_the_quarters_before(sent):
    with sent.reading() as session:
        kinds = {until: set(_figures(session, until)["period_kind"]) for until in (None, date(2025, 12, 31))}

    assert kinds == {None: {"quarter", "financial year"}, date(2025, 12, 31): {"quarter"}}


def test_a_file_taken_away_ends_with_the_period_too(sent):
    with sent.reading() as session:
        taken = export.take_figures(session, LOCAL_USER, export.Choice(area="Barnet", until=JUNE)).decode()

    ends = {line["period_end"] for line in csv.DictReader(io.StringIO(taken))}
    assert ends == {"2025-03-31", "2025-06-30"}


def test_before_the_first_figure_there_is_none(sent):
    area, indicator = _opened(sent, date(2020, 3, 31))

    assert "There are no figures for Barnet yet." in area.lead
    assert indicator.latest is None


def test_the_quarters_on_offer_are_those_that_figures_here_end_in_newest_first(sent):
    plan = {"indicator": BUDGET, "area": BARNET, "period": "2027/28", "value": "5"}
    sent.publish(template([{"indicator": ADULTS, "area": BARNET, "period": "2022/23", "count": "900"}, plan]))
    requests = (Request("Barnet"), Request("Barnet", revision=1), Request("Leeds"), Request("England"))
    editions.prepare(sent.database, LOCAL_USER, 1)
    with sent.reading() as session:
        scopes = [view.open_scope(session, LOCAL_USER, request, TODAY) for request in requests]
        offered, before, elsewhere, england = (view.open_periods(session, LOCAL_USER, scope) for scope in scopes)

    assert offered[:2] == (quarter(2026, 1), quarter(2025, 10))
    assert offered[-1] == quarter(2023, 1)
    assert before == offered[:-1]
    assert elsewhere == ()
    assert england == offered
