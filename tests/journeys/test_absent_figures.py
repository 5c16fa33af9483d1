"""What pages say where a figure is not there, or cannot be compared yet, from files that were published."""

import pytest

from dashboard.domain.absences import Absence
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.requests import Request
from dashboard.journeys import view
from tests.conftest import TODAY
from tests.figures import template

OPIATE, UNMET, TESTS = "coc-opiate", "unmet-need-ocu", "dtoa-tests"
CUMBERLAND, WESTMORLAND, LEEDS, ENGLAND, WALES_TOO = (
    *("E06000063", "E06000064", "E08000035", "E92000001", "K04000001"),
)


def share(area: str, period: str, count: int, total: int) -> dict[str, object]:
    return {"indicator": OPIATE, "area": area, "period": period, "count": str(count), "denominator": str(total)}


@pytest.fixture
def opened(sqlite_desk):
    """Open a page on an area, with one desk."""

    def of(page, area: str, *more: str):
        with sqlite_desk.reading() as session:
            scope = view.open_scope(session, LOCAL_USER, Request(area=area), TODAY)
            return page(session, LOCAL_USER, scope, *more)

    return of


def test_who_sends_early_keeps_the_verdict_on_each_page(sqlite_desk, opened):
    quarters = ("Jan to Mar 2025", "Apr to Jun 2025", "Jul to Sep 2025")
    rows = [share(LEEDS, when, 60, 100) for when in quarters]
    rows += [share(ENGLAND, when, 5000, 10000) for when in quarters[:2]]
    sqlite_desk.publish(template(rows))

    # 60 of 100: Wilson limits 50.2 to 69.1, so above 50.
    said = "April to June 2025: 60%, better than England (50%)"
    care = opened(view.open_continuity_of_care, "cdp-leeds")
    (told,) = (one for part in care.parts for one in part.measures if one.indicator == OPIATE)
    (line,) = (one for theme in opened(view.open_indicators, "cdp-leeds").themes for one in theme.lines)
    page = opened(view.open_indicator, "cdp-leeds", OPIATE)
    assert (told.figure, told.verdict, line.verdict, page.latest.verdict) == ("60%", said, said, said)
    assert page.areas.title == "All areas, April to June 2025"
    assert "July to September 2025" in page.latest.headline


LAST_SHOWN = (
    "Not compared with England: this is the last figure shown here, more than a year older than the newest of other "
    "places."
)


@pytest.mark.parametrize("newest", [LEEDS, ENGLAND], ids=["of another area", "of the country"])
def test_a_figure_more_than_a_year_older_than_any_other_is_told_as_the_last_without_verdict(
    sqlite_desk, opened, newest
):
    rows = [share(area, "Jan to Mar 2024", 60, 100) for area in (CUMBERLAND, LEEDS)]
    rows += [share(ENGLAND, "Jan to Mar 2024", 5000, 10000)]
    sqlite_desk.publish(template([*rows, share(newest, "Jan to Mar 2025", 5000, 10000)]))
    before = _told_of_opiates(opened, CUMBERLAND)
    sqlite_desk.publish(template([share(newest, "Apr to Jun 2025", 5000, 10000)]))
    after = _told_of_opiates(opened, CUMBERLAND)

    # 60 of 100: Wilson limits 50.2 to 69.1, so above 50. The year ends with March 2025, and not with June.
    assert before == [("60%", "Better than England", "better", "")] * 3
    assert after == [("60%", "", "", LAST_SHOWN)] * 3
    lead = opened(view.open_overview, CUMBERLAND).lead
    assert "compared with England" not in lead


def test_a_count_that_is_the_last_shown_has_a_page_with_its_year_before(sqlite_desk, opened):
    rows = [
        {"indicator": "new-presentations", "area": area, "period": period, "count": count}
        for area, period, count in (
            (LEEDS, "2022/23 Q1", "600"),
            (LEEDS, "2023/24 Q1", "640"),
            (CUMBERLAND, "2025/26 Q1", "90"),
        )
    ]
    sqlite_desk.publish(template(rows))

    care = opened(view.open_treatment_access, "cdp-leeds")
    (measure,) = {one for part in care.parts for one in part.measures if one.indicator == "new-presentations"}
    assert (measure.figure, measure.change) == ("about 640 people", "A year before: about 600 people.")
    assert measure.not_compared == LAST_SHOWN.replace("England", "other places")


def _told_of_opiates(opened, area: str) -> list[tuple[str, ...]]:
    care = opened(view.open_continuity_of_care, area)
    (measure,) = (one for part in care.parts for one in part.measures if one.indicator == OPIATE)
    (line,) = (one for theme in opened(view.open_indicators, area).themes for one in theme.lines)
    newest = opened(view.open_indicator, area, OPIATE).latest
    return [(one.figure, one.verdict, one.tone, one.not_compared) for one in (measure, line, newest)]


def test_a_partnership_is_told_the_figures_that_cannot_be_added_to_its_own(sqlite_desk, opened):
    shares = ((CUMBERLAND, "51"), (WESTMORLAND, "46"))
    sqlite_desk.publish(
        template({"indicator": UNMET, "area": area, "period": "2023/24", "value": value} for area, value in shares)
    )
    said = "given for each authority and cannot be added: Cumberland 51%, Westmorland and Furness 46%"

    tile = opened(view.open_overview, "cdp-cumbria").tiles[1]
    assert any(said in text for fact in tile.facts for text in fact.said)
    page = opened(view.open_indicator, "cdp-cumbria", UNMET)
    assert said in page.not_supplied
    (listed,) = (one for one in opened(view.open_indicators, "cdp-cumbria").unsupplied if one.indicator == UNMET)
    assert (listed.absence, listed.owners) == (Absence.CANNOT_BE_ADDED, ())


def test_of_what_was_sent_of_no_place_at_all_nobody_is_told_to_be_the_only_one(sqlite_desk, opened):
    sqlite_desk.publish(template([share(LEEDS, "Apr to Jun 2025", 60, 100)]))

    found = {one.indicator: one.absence for one in opened(view.open_indicators, "E23000001").unsupplied}
    assert found[TESTS] is Absence.COLLECTED_BY_NOBODY
    assert found[OPIATE] is Absence.NOT_GIVEN
