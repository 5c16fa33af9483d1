"""What an address says: area, period, agencies, indicator, comparator, revision. One codec for every page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from dashboard.domain.agencies import Agency
from dashboard.domain.chosen import Chosen
from dashboard.domain.indicators import suggestion
from dashboard.domain.periods import Period, PeriodError, read_period
from dashboard.domain.wording import listed
from dashboard.ui.plain import plain

_REMEMBERED = "address"
_REVISION = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class Address:
    """What a page is to show.

    ``as_at`` is a revision, None for the newest; no ``compare`` is England. ``period`` is the one with which
    figures end, None for the newest; ``agencies``, in their usual order, are those chosen, none for all.
    """

    area: str = ""
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
    def chosen(self) -> Chosen:
        """What it says of figures, as journeys take it."""
        return Chosen(self.area, self.as_at, self.compare, self.until, self.agencies)

    @property
    def query(self) -> dict[str, str]:
        """The address as query parameters; what is not set is left out."""
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


def read_query(query: Mapping[str, str], before: Address) -> tuple[Address, tuple[str, ...]]:
    """Return the address in query parameters, what they leave out as ``before``; and what could not be read."""
    period, of_period = _period(query["period"]) if "period" in query else (before.period, "")
    agencies, of_agencies = _agencies(query["agencies"]) if "agencies" in query else (before.agencies, "")
    as_at, of_revision = _revision(query["as-at"]) if "as-at" in query else (before.as_at, "")
    address = Address(
        query.get("area", before.area),
        query.get("indicator", before.indicator),
        as_at,
        query.get("compare", before.compare),
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


def current() -> Address:
    """Return what the present page is to show; the address bar wins over what was shown before."""
    before = st.session_state.get(_REMEMBERED, Address())
    address, faults = read_query(st.query_params.to_dict(), before)
    for fault in faults:
        st.warning(plain(fault))
    remember(address)
    return address


def remember(address: Address) -> None:
    """Make an address the one that is shown, and write it into the address bar."""
    st.session_state[_REMEMBERED] = address
    if st.query_params.to_dict() != address.query:
        st.query_params.from_dict(address.query)
