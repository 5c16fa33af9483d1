"""The address: what is written into it is read back the same."""

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from dashboard.ui.address import Address, read_query

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1)
ADDRESSES = st.builds(Address, TEXT, TEXT, st.integers(1, 999_999_999), TEXT)


@given(ADDRESSES)
def test_an_address_is_read_back_as_it_was_written(address):
    assert read_query(address.query, Address()) == (address, "")


@given(ADDRESSES)
def test_a_link_leads_to_the_same_address(address):
    _, _, query = address.of_page("indicator").partition("?")

    assert read_query(dict(parse_qsl(query)), Address()) == (address, "")


def test_what_is_left_out_is_as_before():
    before = Address("cdp-barnet", "dtoa-tests", 3, "region")

    assert read_query({}, before) == (before, "")
    assert read_query({"compare": "cdp-leeds;E08000001"}, before)[0].compare == "cdp-leeds;E08000001"


def test_england_is_not_written():
    assert "compare" not in Address("cdp-barnet").query
