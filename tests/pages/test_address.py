"""The address: what is written is read back the same, what is left out is the default, what it cannot mean is said."""

from datetime import date
from html.parser import HTMLParser
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.agencies import Agency
from dashboard.domain.periods import (
    Period,
    PeriodKind,
    academic_year,
    calendar_year,
    financial_year,
    month,
    pooled_years,
    quarter,
    rolling_year,
    snapshot,
)
from dashboard.ui.address import Address, read_query
from tests.pages.conftest import PAGES

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1)
YEARS, MONTHS = st.integers(1901, 2090), st.integers(1, 12)
PERIODS = st.one_of(
    st.builds(month, YEARS, MONTHS),
    st.builds(quarter, YEARS, st.sampled_from([1, 4, 7, 10])),
    st.builds(calendar_year, YEARS),
    st.builds(financial_year, YEARS),
    st.builds(academic_year, YEARS),
    st.builds(rolling_year, YEARS, MONTHS),
    st.builds(lambda first, more: pooled_years(first, first + more), st.integers(1901, 2060), st.integers(1, 20)),
    st.builds(snapshot, st.dates(date(1901, 1, 1), date(2090, 12, 31))),
    st.builds(lambda year: Period(date(year, 1, 1), 5, PeriodKind.SPAN), YEARS),
)
AGENCIES = st.sets(st.sampled_from(Agency)).map(lambda chosen: tuple(one for one in Agency if one in chosen))
ADDRESSES = st.builds(Address, TEXT, TEXT, st.integers(1, 999_999_999), TEXT, PERIODS, AGENCIES)
SUMMER = quarter(2025, 4)


@given(ADDRESSES)
def test_an_address_is_read_back_as_it_was_written(address):
    assert read_query(address.query) == (address, ())


@pytest.mark.parametrize("page", PAGES)
@given(address=ADDRESSES)
def test_a_link_to_a_page_leads_to_the_same_address(page, address):
    path, _, query = address.of_page(page).partition("?")

    assert path == page
    assert read_query(dict(parse_qsl(query))) == (address, ())


def test_what_is_left_out_is_the_default():
    assert read_query({}) == (Address(), ())
    assert read_query({"compare": "region"}) == (Address("E92000001", compare="region"), ())


def test_what_is_usual_is_not_written():
    assert Address("cdp-barnet").query == {"area": "cdp-barnet"}


def test_period_and_agencies_are_written_as_people_read_them():
    address = Address("cdp-barnet", period=SUMMER, agencies=(Agency.POLICE, Agency.PROBATION))

    assert address.query == {"area": "cdp-barnet", "period": "Apr to Jun 2025", "agencies": "police,probation"}


def test_agencies_may_be_written_in_any_order_and_case():
    address, faults = read_query({"agencies": " NHS,police, Police"})

    assert address.agencies == (Agency.POLICE, Agency.NHS)
    assert faults == ()


def test_nothing_after_the_sign_is_the_default_too():
    assert read_query({"area": "", "agencies": "", "period": "", "compare": "", "indicator": ""}) == (Address(), ())


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            {"agencies": "polise"},
            "“polise” is not an agency we know. Did you mean police? It is left out, so no agency is chosen.",
        ),
        (
            {"agencies": "police,fire,x"},
            "“fire” and “x” are not agencies we know. We know police, probation, prison, council and nhs. "
            "They are left out.",
        ),
        ({"agency": "police"}, "The address also says “agency”, which means nothing here and was left out."),
        ({"as-at": "x"}, "“x” is not the number of a revision, so this shows the newest."),
    ],
)
def test_what_an_address_cannot_mean_is_said(query, said):
    assert read_query(query)[1] == (said,)


@pytest.mark.parametrize("text", ["soon", "2025-13-01", "2011-12", "Apr to Jun 1066"])
def test_a_period_that_cannot_be_read_is_said_with_how_to_write_one(text):
    address, faults = read_query({"period": text})

    assert address.period is None
    assert f"“{text}”" in faults[0]
    assert faults[0].endswith("This shows the newest figures.")


def test_every_fault_of_an_address_is_said_and_the_rest_is_read():
    query = {"area": "Hull", "period": "soon", "agencies": "fire", "as-at": "0", "colour": "red"}
    address, faults = read_query(query)

    assert address == Address("Hull")
    assert len(faults) == 4


def test_an_address_that_leaves_out_what_was_chosen_shows_the_default_again(app):
    page = app(area="cdp-barnet", agencies="police", compare="region")
    page.query_params = {"area": "cdp-barnet"}
    page.run()

    assert page.pills(key="agency_choice").value == []
    assert page.selectbox(key="compare_choice").value == "england"
    assert page.query_params == {"area": "cdp-barnet"}


def test_who_comes_to_another_page_without_any_address_is_shown_what_was_shown_before(app):
    page = app(area="cdp-barnet", agencies="police")
    page.query_params = {}
    page.switch_page("../pages/diversion.py").run()

    assert page.selectbox(key="area_choice").value == "cdp-barnet"
    assert page.query_params == {"area": "cdp-barnet", "agencies": "police"}


def test_it_is_shown_once_and_after_that_no_address_is_the_default(app):
    page = app(area="cdp-barnet", agencies="police")
    for _ in range(2):
        page.query_params = {}
        page.switch_page("../pages/diversion.py").run()

    assert page.selectbox(key="area_choice").value == "E92000001"
    assert page.pills(key="agency_choice").value == []


def test_who_comes_with_a_part_of_an_address_is_shown_no_other_part_of_what_was_shown(app):
    page = app(area="cdp-barnet", agencies="police", period="Apr to Jun 2025")
    page.query_params = {"area": "cdp-leeds"}
    page.switch_page("../pages/diversion.py").run()

    assert page.selectbox(key="area_choice").value == "cdp-leeds"
    assert page.query_params == {"area": "cdp-leeds"}


def test_a_default_that_was_left_out_is_not_written_into_the_address(app):
    assert app().query_params == {}
    assert app("indicator", agencies="police").query_params == {"agencies": "police"}


@pytest.mark.parametrize("page", PAGES)
def test_the_menu_carries_the_address_on_every_page(app, page):
    query = {"area": "cdp-barnet", "agencies": "police,nhs", "compare": "region", "indicator": "dtoa-tests"}
    links = _menu(app(page, **query))

    assert {link["href"].partition("?")[0] for link in links} == set(PAGES) - {"waiting"}
    assert [dict(parse_qsl(link["href"].partition("?")[2])) for link in links] == [query] * len(links)
    assert [link["href"].partition("?")[0] for link in links if link.get("aria-current") == "page"] == [
        name for name in [page] if name != "waiting"
    ]


def test_the_menu_leads_to_what_is_shown_and_not_to_what_could_not_be_had(app):
    hrefs = {link["href"] for link in _menu(app(area="Barnett", as_at="9", agencies="polise", colour="red"))}

    assert all(href.endswith("?area=E92000001") for href in hrefs)


def test_where_two_people_publish_the_menu_has_the_page_of_what_waits(app, monkeypatch):
    monkeypatch.setenv("DASHBOARD_SECOND_PERSON", "true")

    assert "waiting?area=E92000001" in {link["href"] for link in _menu(app())}


def test_what_the_address_cannot_mean_is_said_once(app):
    page = app(area="Barnett", agencies="polise")
    assert len(page.warning) == 2

    page.switch_page("../pages/diversion.py").run()
    assert not page.warning


def _menu(page) -> list[dict[str, str]]:
    """The links of the menu, with their attributes."""
    (menu,) = [one.proto.body for one in page.get("html") if '<nav class="pages"' in one.proto.body]
    links = list[dict[str, str]]()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: links.append(dict(attributes)) if tag == "a" else None
    parser.feed(menu)
    return links
