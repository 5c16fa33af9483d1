"""The address: what is written into it is read back the same, and what it cannot mean is said."""

from datetime import date
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
from dashboard.ui.navigation import MENU

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
    assert read_query(address.query, Address()) == (address, ())


@pytest.mark.parametrize("page", [entry.file.removesuffix(".py") for entry in MENU])
@given(address=ADDRESSES)
def test_a_link_to_a_page_leads_to_the_same_address(page, address):
    path, _, query = address.of_page(page).partition("?")

    assert path == page
    assert read_query(dict(parse_qsl(query)), Address()) == (address, ())


def test_what_is_left_out_is_as_before():
    before = Address("cdp-barnet", "dtoa-tests", 3, "region", SUMMER, (Agency.POLICE,))

    assert read_query({}, before) == (before, ())
    assert read_query({"compare": "cdp-leeds;E08000001"}, before)[0].compare == "cdp-leeds;E08000001"


def test_what_is_usual_is_not_written():
    assert Address("cdp-barnet").query == {"area": "cdp-barnet"}


def test_period_and_agencies_are_written_as_people_read_them():
    address = Address("cdp-barnet", period=SUMMER, agencies=(Agency.POLICE, Agency.PROBATION))

    assert address.query == {"area": "cdp-barnet", "period": "Apr to Jun 2025", "agencies": "police,probation"}


def test_agencies_may_be_written_in_any_order_and_case():
    address, faults = read_query({"agencies": " NHS,police, Police"}, Address())

    assert address.agencies == (Agency.POLICE, Agency.NHS)
    assert faults == ()


def test_nothing_after_the_sign_takes_a_choice_back():
    before = Address(period=SUMMER, agencies=(Agency.POLICE,))

    assert read_query({"agencies": "", "period": ""}, before) == (Address(), ())


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
    assert read_query(query, Address())[1] == (said,)


@pytest.mark.parametrize("text", ["soon", "2025-13-01", "2011-12", "Apr to Jun 1066"])
def test_a_period_that_cannot_be_read_is_said_with_how_to_write_one(text):
    address, faults = read_query({"period": text}, Address())

    assert address.period is None
    assert f"“{text}”" in faults[0]
    assert faults[0].endswith("This shows the newest figures.")


def test_every_fault_of_an_address_is_said_and_the_rest_is_read():
    query = {"area": "Hull", "period": "soon", "agencies": "fire", "as-at": "0", "colour": "red"}
    address, faults = read_query(query, Address())

    assert address == Address("Hull")
    assert len(faults) == 4
