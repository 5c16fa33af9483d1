"""The strip under the menu: the area a page is about, up to when, whose figures, compared with whom."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import ENGLAND, Area, AreaKind, Areas
from dashboard.domain.comparators import Comparator
from dashboard.domain.definitions import Definitions
from dashboard.domain.periods import Period, end_in_words
from dashboard.domain.wording import listed
from dashboard.ui import address, visit
from dashboard.ui.ask import offer_newest
from dashboard.ui.keeping import Shelf

MOST_PERIODS = 20  # quarters on offer: five years; an address may name an earlier one
_CHOOSING = "choosing_areas"
_OFFERED = Shelf(8)  # codes of areas by checksum of the definitions


def strip() -> None:
    """Draw the strip under the menu: area, period, agencies, compared with whom, an old revision."""
    visiting = visit.of_area()
    scope, chosen = visiting.scope, visiting.address
    with st.container(key="strip", horizontal=True, vertical_alignment="bottom"):
        _ask_area(scope.area, scope.definitions)
        _show_folded_choice(chosen, _comparator_label(scope.comparator.kind, scope.area, scope.definitions))
        with st.container(key="strip_more", horizontal=True, vertical_alignment="bottom"):
            _ask_period(chosen.period, visiting.periods)
            _ask_agencies(chosen.agencies)
            _ask_comparator(scope.comparator, scope.area, scope.definitions)
        offer_newest(chosen.as_at)


def _hold(key: str, value: object) -> None:
    """Make a widget show what the address says."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def _offered_codes(areas: Areas) -> list[str]:
    return [area.code for area in offered_areas(areas)]


def _ask_area(area: Area, definitions: Definitions) -> None:
    areas, checksum = definitions.areas, definitions.checksum
    options = list(dict.fromkeys([*_OFFERED.kept(checksum, lambda: _offered_codes(areas)), area.code]))
    _hold("area_choice", area.code)
    st.selectbox(
        "Area",
        options,
        key="area_choice",
        format_func=lambda code: area_label(areas.by_code[code]),
        on_change=_area_chosen,
        width=280,
    )


def _show_folded_choice(chosen: address.Address, compared: str) -> None:
    """On a phone the rest of the strip is folded under what it says; elsewhere the style leaves this out.

    What is chosen stands beside the fold and not in it, for a new text would close the fold.
    """
    said = f"{_period_label(chosen.period)}; agencies: {_whose(chosen.agencies)}; compared with: {compared}"
    with st.container(key="strip_fold"):
        st.html("<details><summary>Period, agencies, comparison</summary></details>")
        st.html(f'<p class="quiet">{escape(said)}</p>')


def _ask_period(period: Period | None, periods: Sequence[Period]) -> None:
    offered = list(dict.fromkeys([None, *periods[:MOST_PERIODS], period]))
    _hold("period_choice", period)
    st.selectbox("Period", offered, key="period_choice", format_func=_period_label, on_change=_period_chosen, width=230)


def _period_label(period: Period | None) -> str:
    return f"To {end_in_words(period.end)}" if period else "Newest figures"


def _whose(agencies: tuple[Agency, ...]) -> str:
    return listed([agency.label for agency in agencies]) or "all"


def _ask_agencies(agencies: tuple[Agency, ...]) -> None:
    _hold("agency_choice", list(agencies))
    st.pills(
        f"Agencies: {_whose(agencies)}",
        list(Agency),
        key="agency_choice",
        selection_mode="multi",
        format_func=lambda agency: agency.label,
        on_change=_agencies_chosen,
    )


def _ask_comparator(comparator: Comparator, area: Area, definitions: Definitions) -> None:
    """Ask with whom figures are compared."""
    # Who has said "chosen areas" and has named none yet still sees England.
    choosing = not comparator.text and st.session_state.get(_CHOOSING, False)
    kind = "areas" if choosing else comparator.kind
    _hold("compare_choice", kind)
    kinds = ("england", "region", *(("neighbours",) if definitions.neighbours else ()), "areas")
    st.selectbox(
        "Compared with",
        kinds,
        key="compare_choice",
        format_func=lambda one: _comparator_label(one, area, definitions),
        on_change=_comparator_chosen,
        width=250,
    )
    if kind == "areas":
        _ask_areas(comparator, definitions.areas)


def _ask_areas(comparator: Comparator, areas: Areas) -> None:
    options = [area.code for area in offered_areas(areas) if area.kind is not AreaKind.COUNTRY]
    options += [code for code in comparator.areas if code not in options]
    _hold("compare_areas", list(comparator.areas))
    st.multiselect(
        "Areas to compare with",
        options,
        key="compare_areas",
        format_func=lambda code: area_label(areas.by_code[code]),
        on_change=_areas_chosen,
        placeholder="Choose one or more (England until then)",
        # Otherwise the first thing that Enter would take is every area that looks like what was typed.
        select_all=False,
        filter_mode="contains",
        width=420,
    )


def _comparator_label(kind: str, area: Area, definitions: Definitions) -> str:
    if kind == "region":
        regions = definitions.areas.wider(area, AreaKind.REGION)
        return f"Its region ({regions[0].name})" if len(regions) == 1 else "Its region"
    return {"england": "England", "neighbours": "Its statistical neighbours", "areas": "Areas you choose"}[kind]


def _comparator_chosen() -> None:
    kind = st.session_state["compare_choice"]
    st.session_state[_CHOOSING] = kind == "areas"
    address.change(compare="" if kind in ("england", "areas") else kind)


def _areas_chosen() -> None:
    codes = tuple(st.session_state["compare_areas"])
    st.session_state[_CHOOSING] = not codes
    chosen = Comparator("areas", codes) if codes else Comparator()
    address.change(compare=chosen.text)


def _area_chosen() -> None:
    address.change(area=st.session_state["area_choice"])


def _period_chosen() -> None:
    address.change(period=st.session_state["period_choice"])


def _agencies_chosen() -> None:
    chosen = st.session_state["agency_choice"]
    address.change(agencies=tuple(agency for agency in Agency if agency in chosen))


def offered_areas(areas: Areas) -> list[Area]:
    """England first, then partnerships, the authorities within larger ones, and the wider areas."""
    partnerships = sorted(areas.of_kind(AreaKind.PARTNERSHIP), key=lambda area: area.name)
    within = [areas.at(code) for area in partnerships if len(area.members) > 1 for code in area.members]
    wider = areas.of_kind(AreaKind.REGION, AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION)
    return [areas.at(ENGLAND), *partnerships, *sorted(within, key=lambda area: area.name), *wider]


def area_label(area: Area) -> str:
    """Return an area's name, with what sort of place it is where that is not clear."""
    return area.name if area.kind in (AreaKind.PARTNERSHIP, AreaKind.COUNTRY) else f"{area.name} ({area.kind})"
