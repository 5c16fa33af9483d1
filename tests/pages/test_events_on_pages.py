"""Events on pages: below the charts they stand on, and with the definitions; invented ones in a demonstration only."""

import csv
import io

import pytest

from dashboard.demo.awkward import NEW_PROVIDER
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.figures import DEMONSTRATION
from dashboard.journeys import submit
from tests.conftest import TODAY
from tests.figures import template
from tests.screens import words

CARE = {"area": NEW_PROVIDER, "indicator": "coc-engaged-21-days"}
QUARTERS = ("Apr to Jun 2024", "Jul to Sep 2024", "Oct to Dec 2024", "Jan to Mar 2025", "Apr to Jun 2025")
INVENTED = "A new provider of treatment began here"
GRANT = "One grant for drug and alcohol treatment and recovery took the place of several."
REAL = [CARE | {"period": period, "count": "12", "denominator": "31"} for period in QUARTERS]


def invented(content: bytes) -> bytes:
    """The same file as one of a demonstration: with a source that says so."""
    rows = [row | {"source": DEMONSTRATION} for row in csv.DictReader(io.StringIO(content.decode()))]
    table = io.StringIO()
    writer = csv.DictWriter(table, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue().encode()


@pytest.fixture
def opened(app, sqlite_database):
    """Open a page on a database of five quarters, real or invented."""

    def page(name: str, content: bytes, **query: str) -> str:
        shown = submit.preview(sqlite_database, LOCAL_USER, "figures.csv", content, TODAY)
        submit.publish(sqlite_database, LOCAL_USER, shown, "a reason", shown.screening.warnings)
        return words(app(name, **query))

    return page


@pytest.mark.parametrize("page", ["indicator", "continuity_of_care"])
def test_what_happened_stands_below_the_chart_and_in_its_words(opened, page):
    text = opened(page, invented(template(REAL)), **CARE)

    assert "What happened, by the numbers of the lines" in text
    assert f"<li>October 2024: {INVENTED} and counts in another way from then on. Source: {DEMONSTRATION}.</li>" in text
    assert "What happened: 1. October 2024" in text


@pytest.mark.parametrize("page", ["indicator", "continuity_of_care", "definitions"])
def test_an_invented_event_is_in_no_page_of_real_figures(opened, page):
    assert INVENTED not in opened(page, template(REAL), **CARE)


def test_an_area_where_nothing_happened_has_no_list(opened):
    text = opened("indicator", template([row | {"period": row["period"][:11] + "2021"} for row in REAL[:2]]), **CARE)

    assert "by the numbers of the lines" not in text
    assert "What happened: " not in text


def test_the_page_of_definitions_has_all_events_with_their_sources(opened):
    text = opened("definitions", invented(template(REAL)))

    assert f"{GRANT}</td>" in text
    assert "Drug and alcohol treatment and recovery funding 2025 to 2026 (DHSC, 31 March 2025)" in text
    assert "January 2021 to March 2025" in text
    assert INVENTED in text


def test_the_page_of_definitions_shows_real_events_before_there_are_figures(app):
    text = words(app("definitions"))

    assert GRANT in text
    assert INVENTED not in text
