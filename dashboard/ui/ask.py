"""Asking a person: which area, compared with whom, which indicator, which file."""

from dataclasses import dataclass, replace

import streamlit as st

from dashboard.domain.areas import ENGLAND, Area, AreaKind, Areas
from dashboard.domain.comparators import Comparator, read_comparator
from dashboard.domain.definitions import Definitions
from dashboard.domain.errors import NotFound
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.journeys.view import open_definitions
from dashboard.ui import address
from dashboard.ui.plain import plain
from dashboard.ui.session import current_user, open_session

_CHOOSING = "choosing_areas"


def strip() -> None:
    """Draw the strip under the menu: the area that every page is about, compared with whom, an old revision."""
    at, definitions = known_definitions()
    options = [area.code for area in _offered(definitions.areas)]
    chosen = _area_of(at.area, definitions.areas)
    if chosen.code not in options:
        options.append(chosen.code)
    if st.session_state.get("area_choice") != chosen.code:
        st.session_state["area_choice"] = chosen.code
    comparator = _comparator_of(at.compare, definitions)
    with st.container(key="strip", horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Area",
            options,
            key="area_choice",
            format_func=lambda code: _label(definitions.areas.by_code[code]),
            on_change=_area_chosen,
            width=360,
        )
        _ask_comparator(comparator, chosen, definitions)
        offer_newest(at)
    address.remember(replace(at, area=chosen.code, compare=comparator.text))


def _ask_comparator(comparator: Comparator, area: Area, definitions: Definitions) -> None:
    """Ask with whom figures are compared."""
    # Who has said "chosen areas" and has named none yet still sees England.
    choosing = not comparator.text and st.session_state.get(_CHOOSING, False)
    kind = "areas" if choosing else comparator.kind
    if st.session_state.get("compare_choice") != kind:
        st.session_state["compare_choice"] = kind
    kinds = ("england", "region", *(("neighbours",) if definitions.neighbours else ()), "areas")
    st.selectbox(
        "Compared with",
        kinds,
        key="compare_choice",
        format_func=lambda one: _comparator_label(one, area, definitions),
        on_change=_comparator_chosen,
        width=360,
    )
    if kind == "areas":
        _ask_areas(comparator, definitions.areas)


def _ask_areas(comparator: Comparator, areas: Areas) -> None:
    options = [area.code for area in _offered(areas) if area.kind is not AreaKind.COUNTRY]
    options += [code for code in comparator.areas if code not in options]
    if st.session_state.get("compare_areas") != list(comparator.areas):
        st.session_state["compare_areas"] = list(comparator.areas)
    st.multiselect(
        "Areas to compare with",
        options,
        key="compare_areas",
        format_func=lambda code: _label(areas.by_code[code]),
        on_change=_areas_chosen,
        placeholder="Choose one or more (England until then)",
        # Otherwise the first thing that Enter would take is every area that looks like what was typed.
        select_all=False,
        filter_mode="contains",
        width=420,
    )


def _comparator_of(text: str, definitions: Definitions) -> Comparator:
    try:
        return read_comparator(text, definitions)
    except NotFound as error:
        st.warning(plain(f"{error} This compares with England."))
        return Comparator()


def _comparator_label(kind: str, area: Area, definitions: Definitions) -> str:
    if kind == "region":
        regions = definitions.areas.wider(area, AreaKind.REGION)
        return f"Its region ({regions[0].name})" if len(regions) == 1 else "Its region"
    return {"england": "England", "neighbours": "Its statistical neighbours", "areas": "Areas you choose"}[kind]


def _comparator_chosen() -> None:
    kind = st.session_state["compare_choice"]
    st.session_state[_CHOOSING] = kind == "areas"
    address.remember(replace(address.current(), compare="" if kind in ("england", "areas") else kind))


def _areas_chosen() -> None:
    codes = tuple(st.session_state["compare_areas"])
    st.session_state[_CHOOSING] = not codes
    chosen = Comparator("areas", codes) if codes else Comparator()
    address.remember(replace(address.current(), compare=chosen.text))


def known_definitions() -> tuple[address.Address, Definitions]:
    """Return what the address says, and the definitions of its revision; say kindly where there is no such one."""
    at = address.current()
    try:
        return at, _definitions(at.as_at)
    except NotFound as error:
        st.warning(plain(f"{error} This shows the newest."))
        at = replace(at, as_at=None)
        address.remember(at)
        return at, _definitions(None)


def offer_newest(at: address.Address) -> None:
    """On a page of an earlier revision, say which it is and offer the newest."""
    if at.as_at is not None:
        st.button(f"As at revision {at.as_at}: show the newest", on_click=_newest_chosen)


def _area_chosen() -> None:
    address.remember(replace(address.current(), area=st.session_state["area_choice"]))


def _newest_chosen() -> None:
    address.remember(replace(address.current(), as_at=None))


def _definitions(as_at: int | None) -> Definitions:
    with open_session() as session:
        return open_definitions(session, current_user(), as_at)


def _area_of(text: str, areas: Areas) -> Area:
    if not text:
        return areas.at(ENGLAND)
    try:
        return areas.asked_for(text)
    except NotFound as error:
        st.warning(plain(f"{error} This shows England."))
        return areas.at(ENGLAND)


def _offered(areas: Areas) -> list[Area]:
    """England first, then partnerships, the authorities within larger ones, and the wider areas."""
    partnerships = sorted(areas.of_kind(AreaKind.PARTNERSHIP), key=lambda area: area.name)
    within = [areas.at(code) for area in partnerships if len(area.members) > 1 for code in area.members]
    wider = areas.of_kind(AreaKind.REGION, AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION)
    return [areas.at(ENGLAND), *partnerships, *sorted(within, key=lambda area: area.name), *wider]


def _label(area: Area) -> str:
    return area.name if area.kind in (AreaKind.PARTNERSHIP, AreaKind.COUNTRY) else f"{area.name} ({area.kind})"


def ask_indicator(definitions: Definitions) -> Indicator:
    """Ask which indicator a page is about; the address bar knows it."""
    at = address.current()
    catalogue = definitions.catalogue
    options = [indicator.id for indicator in catalogue]
    chosen = _indicator_of(at.indicator, catalogue)
    if st.session_state.get("indicator_choice") != chosen.id:
        st.session_state["indicator_choice"] = chosen.id
    st.selectbox(
        "Indicator",
        options,
        key="indicator_choice",
        format_func=lambda name: f"{catalogue.called(name).short_title} ({catalogue.called(name).theme.label})",
        on_change=_indicator_chosen,
    )
    address.remember(replace(at, indicator=chosen.id))
    return chosen


def _indicator_chosen() -> None:
    address.remember(replace(address.current(), indicator=st.session_state["indicator_choice"]))


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
    """A file that a person chose, and the indicator they say it is for, where they had to say it."""

    content: bytes
    name: str
    indicator: str | None


def ask_file() -> Sent | None:
    """Ask for a file, and return it once there is one."""
    turn = st.session_state.get("file_turn", 0)  # a new turn is an empty uploader
    label = "A CSV, XLSX or ODS file: our template, or a file as its publisher issued it"
    file = st.file_uploader(label, type=["csv", "xlsx", "ods"], key=f"file{turn}")
    if file is None:
        st.markdown("You will see what it would change before anything is published.")
        return None
    return Sent(file.getvalue(), file.name, st.session_state.get(f"file_indicator{turn}"))


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


def ask_reason(label: str, key: str) -> str:
    """Ask for the reason that a revision keeps."""
    return st.text_input(label, key=key, max_chars=300)
