"""Asking a person: which indicator, which file, what for."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.domain.access import Action, may, why_not
from dashboard.domain.areas import AreaKind
from dashboard.domain.definitions import Definitions
from dashboard.domain.errors import NotFound
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.mappings import Said
from dashboard.domain.periods import PeriodError, read_period
from dashboard.journeys.view import open_definitions
from dashboard.ui import address, visit
from dashboard.ui.owners import in_words
from dashboard.ui.plain import plain
from dashboard.ui.session import current_user, open_session


def known_definitions() -> tuple[int | None, Definitions]:
    """Return the revision that the address names and its definitions; say kindly where there is no such one."""
    asked = visit.current().address
    try:
        return asked.as_at, _definitions(asked.as_at)
    except NotFound as error:
        st.warning(plain(f"{error} This shows the newest."))
        address.keep(replace(asked, as_at=None))
        return None, _definitions(None)


def offer_newest(as_at: int | None) -> None:
    """On a page of an earlier revision, say which it is and offer the newest."""
    if as_at is not None:
        st.button(f"As at revision {as_at}: show the newest", on_click=_newest_chosen)


def _newest_chosen() -> None:
    address.change(as_at=None)


def _definitions(as_at: int | None) -> Definitions:
    with open_session() as session:
        return open_definitions(session, visit.current().user, as_at)


def ask_indicator() -> Indicator:
    """Ask which indicator a page is about; the address bar knows it. Those of the agencies chosen come first."""
    visiting = visit.of_area()
    asked, catalogue = visiting.address, visiting.scope.definitions.catalogue
    mine = set(asked.agencies)
    options = [one.id for one in sorted(catalogue, key=lambda one: mine.isdisjoint(one.agencies))]
    chosen = _indicator_of(asked.indicator, catalogue)
    if st.session_state.get("indicator_choice") != chosen.id:
        st.session_state["indicator_choice"] = chosen.id
    st.selectbox(
        "Indicator",
        options,
        key="indicator_choice",
        format_func=lambda name: _indicator_label(catalogue.called(name)),
        on_change=_indicator_chosen,
    )
    if asked.indicator not in ("", chosen.id):
        address.keep(replace(asked, indicator=chosen.id))
    return chosen


def _indicator_label(one: Indicator) -> str:
    return f"{one.short_title} ({'; '.join(filter(None, (one.theme.label, in_words(one.owners))))})"


def _indicator_chosen() -> None:
    address.change(indicator=st.session_state["indicator_choice"])


def _indicator_of(name: str, catalogue: Catalogue) -> Indicator:
    first = next(iter(catalogue))
    if not name:
        return first
    try:
        return catalogue.called(name)
    except NotFound as error:
        st.warning(plain(f"{error} This shows {first.short_title}."))
        return first


@dataclass(frozen=True)
class Sent:
    """A file that a person chose, and what they say it is for, where they had to say it; ``upload`` is its number."""

    content: bytes
    name: str
    said: Said
    upload: str


def ask_file() -> Sent | None:
    """Ask for a file, and return it once there is one; say at once to those who may not send one that they may not."""
    if not may(current_user(), Action.SUBMIT):
        st.info(f"{why_not(current_user(), Action.SUBMIT)} The templates below are for everybody.")
        return None
    turn = st.session_state.get("file_turn", 0)  # a new turn is an empty uploader
    label = "A CSV, XLSX or ODS file: our template, or a file as its publisher issued it"
    file = st.file_uploader(label, type=["csv", "xlsx", "ods"], key=f"file{turn}")
    if file is None:
        st.markdown("You will see what it would change before anything is published.")
        return None
    chosen = {name: st.session_state.get(f"file_{name}{turn}") for name in ("indicator", "area", "period")}
    said = Said(chosen["indicator"], chosen["area"] or "", chosen["period"] or "")
    return Sent(file.getvalue(), file.name, said, file.file_id)


def ask_indicator_of_file(catalogue: Catalogue) -> None:
    """Ask which indicator a file is for whose layout does not say it; the answer goes with the file."""
    turn = st.session_state.get("file_turn", 0)
    st.selectbox(
        "Which indicator is this file for?",
        [indicator.id for indicator in catalogue],
        index=None,
        key=f"file_indicator{turn}",
        format_func=lambda name: catalogue.called(name).title,
    )


def ask_of_file(definitions: Definitions, what: Collection[str]) -> None:
    """Ask which "area" or "period" a file is for, where nothing in it says so; the answers go with the file."""
    turn = st.session_state.get("file_turn", 0)
    areas = definitions.areas
    if "area" in what:
        st.selectbox(
            "Which area is this file for?",
            [area.code for area in areas.of_kind(*_WHERE)],
            index=None,
            key=f"file_area{turn}",
            format_func=lambda code: f"{areas.at(code).name} ({areas.at(code).kind}, {code})",
        )
    if "period" in what:
        label = "Which period is this file for? Such as 2024/25 Q1, or 12 months to Jun 2025"
        text = st.text_input(label, key=f"file_period{turn}", max_chars=60)
        if text and (fault := period_fault(text)):
            st.warning(plain(fault))


_WHERE = tuple(kind for kind in AreaKind if kind is not AreaKind.COMMUNITY_SAFETY)  # hundreds that nobody reports by


def period_fault(text: str) -> str:
    """Return what is wrong with a period as a person wrote it, "" where it can be read."""
    try:
        read_period(text)
    except PeriodError as error:
        return str(error)
    return ""


def ask_reason(label: str, key: str) -> str:
    """Ask for the reason that a revision keeps."""
    return st.text_input(label, key=key, max_chars=300)
