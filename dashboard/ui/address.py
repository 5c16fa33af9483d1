"""What an address says: area, indicator, comparator, revision. One codec for every page."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st

from dashboard.ui.plain import plain

_REMEMBERED = "address"
_REVISION = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class Address:
    """What a page is to show. ``as_at`` is a revision, None for the newest; no ``compare`` is England."""

    area: str = ""
    indicator: str = ""
    as_at: int | None = None
    compare: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The address as query parameters; what is not set is left out."""
        as_at = "" if self.as_at is None else str(self.as_at)
        pairs = {"area": self.area, "indicator": self.indicator, "compare": self.compare, "as-at": as_at}
        return {name: value for name, value in pairs.items() if value}

    def of_page(self, page: str) -> str:
        """Return the link to a page at this address."""
        return f"{page}?{urlencode(self.query)}" if self.query else page


def read_query(query: dict[str, str], before: Address) -> tuple[Address, str]:
    """Return the address in query parameters, what they leave out as ``before``; and what could not be read."""
    address = Address(
        query.get("area", before.area),
        query.get("indicator", before.indicator),
        before.as_at,
        query.get("compare", before.compare),
    )
    if "as-at" not in query:
        return address, ""
    if _REVISION.fullmatch(query["as-at"]):
        return replace(address, as_at=int(query["as-at"])), ""
    fault = f"“{query['as-at']}” is not the number of a revision, so this shows the newest."
    return replace(address, as_at=None), fault


def current() -> Address:
    """Return what the present page is to show; the address bar wins over what was shown before."""
    before = st.session_state.get(_REMEMBERED, Address())
    address, fault = read_query(st.query_params.to_dict(), before)
    if fault:
        st.warning(plain(fault))
    remember(address)
    return address


def remember(address: Address) -> None:
    """Make an address the one that is shown, and write it into the address bar."""
    st.session_state[_REMEMBERED] = address
    if st.query_params.to_dict() != address.query:
        st.query_params.from_dict(address.query)
