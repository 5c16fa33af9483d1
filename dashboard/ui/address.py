"""What an address says: area, period, agencies, indicator, comparator, revision. One codec for every page.

What an address leaves out is its default. What was shown before is used once, for a person who comes to a page without
any address, and every link carries the whole of it, so that a step back in the browser takes a choice back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import ENGLAND
from dashboard.domain.indicators import suggestion
from dashboard.domain.periods import Period, PeriodError, read_period
from dashboard.domain.requests import Request
from dashboard.domain.wording import listed

_KEPT, _PAGE = "address", "page"
_REVISION = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class Address:
    """What a page is to show: an area by code or name, and how.

    ``as_at`` is a revision, None for the newest; no ``compare`` is England. ``period`` is the one with which
    figures end, None for the newest; ``agencies``, in their usual order, are those chosen, none for all.
    """

    area: str = ENGLAND
    indicator: str = ""
    as_at: int | None = None
    compare: str = ""
    period: Period | None = None
    agencies: tuple[Agency, ...] = ()

    @property
    def until(self) -> date | None:
        """The day after which no period ends of what is shown."""
        return self.period.end if self.period else None

    @property
    def request(self) -> Request:
        """What it asks for, as journeys take it."""
        return Request(self.area, self.indicator, self.as_at, self.compare, self.until, self.agencies)

    @property
    def query(self) -> dict[str, str]:
        """The address as query parameters; what is not set is left out, but for the area."""
        pairs = {
            "area": self.area,
            "period": self.period.text if self.period else "",
            "agencies": ",".join(self.agencies),
            "indicator": self.indicator,
            "compare": self.compare,
            "as-at": "" if self.as_at is None else str(self.as_at),
        }
        return {name: value for name, value in pairs.items() if value}

    def of_page(self, page: str) -> str:
        """Return the link to a page at this address."""
        return f"{page}?{urlencode(self.query)}" if self.query else page


NAMES = ("area", "period", "agencies", "indicator", "compare", "as-at")


def read_query(query: Mapping[str, str]) -> tuple[Address, tuple[str, ...]]:
    """Return the address in query parameters, and what in them could not be read and was left out."""
    period, of_period = _period(query.get("period", ""))
    agencies, of_agencies = _agencies(query.get("agencies", ""))
    as_at, of_revision = _revision(query["as-at"]) if "as-at" in query else (None, "")
    address = Address(
        query.get("area") or ENGLAND,
        query.get("indicator", ""),
        as_at,
        query.get("compare", ""),
        period,
        agencies,
    )
    faults = (of_period, of_agencies, of_revision, _unknown([name for name in query if name not in NAMES]))
    return address, tuple(filter(None, faults))


def _period(text: str) -> tuple[Period | None, str]:
    try:
        return (read_period(text) if text else None), ""
    except PeriodError as error:
        return None, f"{error} This shows the newest figures."


def _agencies(text: str) -> tuple[tuple[Agency, ...], str]:
    asked = [part.strip() for part in text.split(",") if part.strip()]
    known = {agency.value: agency for agency in Agency}
    chosen = {known[part.casefold()] for part in asked if part.casefold() in known}
    others = [part for part in asked if part.casefold() not in known]
    return tuple(agency for agency in Agency if agency in chosen), _unknown_agencies(others, known, bool(chosen))


def _unknown_agencies(others: list[str], known: Mapping[str, Agency], some: bool) -> str:
    if not others:
        return ""
    meant = suggestion(others[0].casefold(), known) or f" We know {listed(list(known))}."
    named = listed([f"“{part}”" for part in others])
    verb = "is not an agency" if len(others) == 1 else "are not agencies"
    return f"{named} {verb} we know.{meant} {'They are' if len(others) > 1 else 'It is'} left out" + (
        "." if some else ", so no agency is chosen."
    )


def _revision(text: str) -> tuple[int | None, str]:
    if _REVISION.fullmatch(text):
        return int(text), ""
    return None, f"“{text}” is not the number of a revision, so this shows the newest."


def _unknown(names: list[str]) -> str:
    if not names:
        return ""
    named = listed([f"“{name}”" for name in names])
    return f"The address also says {named}, which means nothing here and was left out."


def read(page: str) -> tuple[Address, tuple[str, ...]]:
    """Return what the address bar asks of the page with this name, and what in it could not be read.

    Who comes from another page without any address is shown what was shown there.
    """
    query = st.query_params.to_dict()
    before = st.session_state.get(_PAGE, page)
    st.session_state[_PAGE] = page
    if not query and before != page:
        return kept(), ()
    return read_query(query)


def kept() -> Address:
    """Return the address that was shown last."""
    address: Address = st.session_state.get(_KEPT, Address())
    return address


def keep(address: Address) -> None:
    """Keep an address as the one that is shown; what the address bar says otherwise is mended there."""
    st.session_state[_KEPT] = address
    query = st.query_params.to_dict()
    # A default that was left out is not written: that would be a step of its own in the history of the browser.
    mended = {name: text for name, text in address.query.items() if name in query or (name, text) != ("area", ENGLAND)}
    if query != mended:
        st.query_params.from_dict(mended)


def change(**choices: Any) -> None:
    """Put something else that was chosen into the address, by the names of its fields; it is a step in the history."""
    address = replace(kept(), **choices)
    st.session_state[_KEPT] = address
    st.query_params.from_dict(address.query)
