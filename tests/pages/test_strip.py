"""The strip: period and agencies are chosen once, kept from page to page and in the address, and said kindly."""

import csv
import io
import re
import shutil
from pathlib import Path

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.periods import read_period
from dashboard.journeys import editions, submit
from dashboard.journeys.export import Choice, take_figures
from dashboard.store.database import Database
from tests.conftest import TODAY
from tests.figures import BARNET, template
from tests.screens import elements, words

CARE, TESTS = "coc-engaged-21-days", "dtoa-tests"
QUARTERS = {"Jan to Mar 2025": "31", "Apr to Jun 2025": "37", "Jul to Sep 2025": "53", "Oct to Dec 2025": "59"}
MET, PAGES = "E23000001", ("overview", "treatment_access", "continuity_of_care", "diversion", "community_sentences")
NOT_ADDED = "Figures of single agencies do not add up"


@pytest.fixture(scope="module")
def filled(tmp_path_factory, empty_database) -> Path:
    """A file to be copied, with four quarters of a measure of several agencies and of one of the police."""
    rows = [
        {"indicator": CARE, "area": area, "period": period, "count": count, "denominator": "97"}
        for period, count in QUARTERS.items()
        for area in (BARNET, "E92000001")
    ]
    rows += [{"indicator": TESTS, "area": MET, "period": period, "count": "1200"} for period in QUARTERS]
    path = shutil.copy(empty_database, tmp_path_factory.mktemp("strip") / "figures.db")
    database = Database(f"sqlite:///{path}")
    shown = submit.preview(database, LOCAL_USER, "care.csv", template(rows), TODAY)
    submit.publish(database, LOCAL_USER, shown, "a reason", shown.screening.warnings)
    editions.prepare(database, LOCAL_USER)
    database.close()
    return path


@pytest.fixture
def sent(take_the_place, filled) -> Database:
    return take_the_place(filled)


def test_agencies_are_chosen_in_the_strip_and_kept_in_the_address_from_page_to_page(app, sent):
    page = app(area="cdp-barnet")
    assert NOT_ADDED not in words(page)

    page.pills(key="agency_choice").set_value(["Probation", "Police"]).run()
    assert page.query_params["agencies"] == "police,probation"
    assert "Agencies: Police and Probation" in words(page)
    assert NOT_ADDED in words(page)
    assert "agencies=police%2Cprobation" in words(page)  # in its links

    page.switch_page("../pages/diversion.py").run()
    assert page.query_params["agencies"] == "police,probation"
    assert "Police (chosen)" in words(page)

    page.pills(key="agency_choice").set_value([]).run()
    assert "agencies" not in page.query_params
    assert NOT_ADDED not in words(page)


@pytest.mark.parametrize("page", [*PAGES, "indicators", "indicator"])
def test_figures_are_the_same_with_agencies_chosen_and_without(app, sent, page):
    plain, filtered = app(page, area="cdp-barnet"), app(page, area="cdp-barnet", agencies="prison,nhs")

    assert sorted(_figures(filtered)) == sorted(_figures(plain))
    assert NOT_ADDED in words(filtered)


def _figures(page) -> list[str]:
    """Every number with what stands around it, but those of links and of the menu."""
    text = re.sub(r'href=\\?"[^"]*"', "", words(page))
    return re.findall(r"[\w(“]+ \d[\d,.]*%? [\w)”]+", text)


@pytest.mark.parametrize("page", ["indicators", "continuity_of_care"])
def test_what_is_not_of_the_agencies_chosen_is_dimmed_and_still_there(app, sent, page):
    text = words(app(page, area="cdp-barnet", agencies="police"))

    assert 'class=\\"dimmed\\"' in text
    assert "59 of 97" in text


def test_the_indicators_of_the_agencies_chosen_are_offered_first_with_whose_they_are(app, sent):
    page = app("indicator", area="cdp-barnet", agencies="police")
    offered = page.selectbox(key="indicator_choice").options
    police = ["Police" in label.rpartition(";")[2] for label in offered]

    assert police == sorted(police, reverse=True)
    assert any(police)
    assert not all(police)


def test_the_period_is_chosen_in_the_strip_and_kept_from_page_to_page(app, sent):
    page = app(area="cdp-barnet")
    assert page.selectbox(key="period_choice").options == [
        "Newest figures",
        "To the end of December 2025",
        "To the end of September 2025",
        "To the end of June 2025",
        "To the end of March 2025",
    ]

    page.selectbox(key="period_choice").set_value(read_period("Apr to Jun 2025")).run()
    assert page.query_params["period"] == "Apr to Jun 2025"
    assert "37 of 97" in words(page)

    page.switch_page("../pages/continuity_of_care.py").run()
    assert page.query_params["period"] == "Apr to Jun 2025"
    assert "37 of 97" in words(page)


@pytest.mark.parametrize("page", [*PAGES, "indicators", "indicator"])
def test_a_figure_of_a_later_period_is_nowhere_on_a_page(app, sent, page):
    opened = app(page, area="cdp-barnet", period="Apr to Jun 2025", indicator=CARE)
    shown = words(opened)

    assert "This shows figures to the end of June 2025." in shown
    for later in ("53 of 97", "59 of 97", "July to September 2025", "October to December 2025", "Oct to Dec 2025"):
        assert later not in shown


def test_a_figure_of_a_later_period_is_in_no_chart(app, sent):
    newest, earlier = (
        _chart_figures(app("indicator", area="cdp-barnet", indicator=CARE, **period))
        for period in ({}, {"period": "Apr to Jun 2025"})
    )

    assert b"Oct to Dec 2025" in newest
    assert b"Apr to Jun 2025" in earlier
    assert b"Oct to Dec 2025" not in earlier


def _chart_figures(page) -> bytes:
    charts = [element for element in elements(page) if element.type == "vega_lite_chart"]
    return b"".join(chart.proto.SerializeToString() for chart in charts)


def test_a_file_taken_away_ends_with_the_period(sent):
    choice = Choice(area="cdp-barnet", until=read_period("Apr to Jun 2025").end)
    editions.prepare(sent, LOCAL_USER)
    with sent.reading() as session:
        lines = list(csv.DictReader(io.StringIO(take_figures(session, LOCAL_USER, choice).decode())))

    assert [line["numerator"] for line in lines] == ["31", "37"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            {"period": "Apr to Jun 2019"},
            "There are no figures of April to June 2019 for Barnet. This shows the newest.",
        ),
        (
            {"period": "Apr to Jun 2031"},
            "There are no figures of April to June 2031 for Barnet. This shows the newest.",
        ),
        (
            {"agencies": "polise"},
            "“polise” is not an agency we know. Did you mean police? It is left out, so no agency is chosen.",
        ),
        ({"agency": "police"}, "The address also says “agency”, which means nothing here and was left out."),
    ],
)
def test_what_an_address_cannot_mean_is_said_kindly_and_the_default_shown(app, sent, query, said):
    page = app(area="cdp-barnet", **query)

    assert [warning.value for warning in page.warning] == [said]
    assert set(page.query_params) == {"area"}
    assert "59 of 97" in words(page)


def test_a_year_in_the_address_is_shown_as_the_quarter_that_ends_with_it(app, sent):
    page = app(area="cdp-barnet", period="2024/25")

    assert page.query_params["period"] == "Jan to Mar 2025"
    assert "31 of 97" in words(page)


def test_a_month_within_a_quarter_stays_that_month(app, sent):
    page = app(area="cdp-barnet", period="May 2025")

    assert page.query_params["period"] == "May 2025"
    assert page.selectbox(key="period_choice").value.text == "May 2025"
    assert "31 of 97" in words(page)


def test_an_address_as_at_a_revision_with_every_choice_opens_again(app, sent):
    query = {"area": "cdp-barnet", "period": "Apr to Jun 2025", "agencies": "police", "compare": "region"}
    page = app("indicator", **query, indicator=CARE, as_at="1")

    assert {name: page.query_params[name] for name in query} == query
    assert page.query_params["as-at"] == "1"
    assert page.query_params["indicator"] == CARE
