"""One agency's own page: what it sends, who uses it, when the next is due, what became of the last file."""

from dataclasses import replace
from html import escape

import streamlit as st

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import ENGLAND, Areas
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import add_months, end_in_words, quarter_of
from dashboard.domain.wording import counted
from dashboard.journeys.export import Wanted
from dashboard.journeys.sent import LastFile, Sent, Supplier, SupplierPage, in_full
from dashboard.reports.tables import table
from dashboard.ui import address, visit
from dashboard.ui.coverage import last_in_words, late_in_words, next_in_words
from dashboard.ui.navigation import MENU
from dashboard.ui.session import today
from dashboard.ui.strip import area_label, offered_areas
from dashboard.ui.tables import show_pairs, show_table

QUARTERS = 8  # on offer to be filled in: the newest that have ended


def ask_agency() -> Agency:
    """Ask whose page this is; the address bar knows it, and its first agency is meant where it names several."""
    agencies = visit.current().address.agencies
    chosen = agencies[0] if agencies else Agency.POLICE
    if st.session_state.get("supplier_choice") != chosen:
        st.session_state["supplier_choice"] = chosen
    st.selectbox(
        "Agency",
        list(Agency),
        key="supplier_choice",
        format_func=lambda agency: agency.label,
        on_change=_agency_chosen,
        width=280,
    )
    return chosen


def _agency_chosen() -> None:
    address.change(agencies=(st.session_state["supplier_choice"],))


def show_supplier(page: SupplierPage) -> None:
    """Show how an agency stands, its measures, and who uses them."""
    supplier = page.supplier
    show_pairs(_standing(page), f"How {supplier.agency.label} stands")
    _show_sent(supplier)
    _show_users(supplier)
    _show_never_sent(supplier)


def _standing(page: SupplierPage) -> tuple[tuple[str, str], ...]:
    line = page.supplier.line
    return (
        ("Late", late_in_words(line) or "Nothing"),
        ("Next due", next_in_words(line) or "Nothing expected"),
        ("Newest figures came", last_in_words(line) or "Nothing yet"),
        ("Last file", _last_file(page.last)),
    )


def _last_file(last: LastFile | None) -> str:
    if last is None:
        return "None yet"
    name = f"{last.file_name}, submission {last.number}: " if last.file_name else ""
    return f"{name}{last.verdict}, {in_full(last.on)}{f', sent by {last.by}' if last.by else ''}"


def _show_sent(supplier: Supplier) -> None:
    st.header("What is sent", anchor=False)
    if not supplier.sent:
        st.info(f"{supplier.agency.label} has sent nothing yet. The template below has a line for each measure.")
        return
    at = replace(visit.current().address, agencies=())
    links = {one.indicator.title: replace(at, indicator=one.indicator.id).of_page("indicator") for one in supplier.sent}
    st.html(
        f'<p class="quiet">{counted(len(supplier.sent), "measure")}, each a link to its figures and its definition. '
        "When the next is due follows from the months that the catalogue allows after a period ends. Beside the page "
        "named here, a measure counts on the overview and stands among all indicators.</p>"
    )
    show_table(table("What is sent", map(_row, supplier.sent)), figures=False, links=links)


def _row(sent: Sent) -> dict[str, str]:
    return {
        "Measure": sent.indicator.title,
        "How often": sent.indicator.frequency.capitalize(),
        "Newest here": sent.newest.label if sent.newest else "",
        "Next due": _next(sent),
        "Page": _page(sent.indicator),
    }


def _next(sent: Sent) -> str:
    if sent.ends is None:
        return "No date: a plan"
    said = f"{end_in_words(sent.ends)}, due by {in_full(sent.due)}"
    return f"Late: to {said}" if sent.is_late else f"To {said}"


def _page(indicator: Indicator) -> str:
    """The page on its theme, or that of all measures where its theme has none."""
    own = indicator.theme.value.replace("-", "_")
    return next((entry.title for entry in MENU if entry.name == own), "Indicators")


def _show_users(supplier: Supplier) -> None:
    if not supplier.partnerships:
        return
    st.header("Who uses it", anchor=False)
    names = supplier.partnerships
    verb = "has" if len(names) == 1 else "have"
    st.html(f"<p>{counted(len(names), 'partnership')} {verb} figures of {supplier.agency.label} here.</p>")
    with st.expander("Partnerships", expanded=len(names) <= 5):
        st.html(f"<p>{escape(', '.join(names))}</p>")


def _show_never_sent(supplier: Supplier) -> None:
    if not supplier.never_sent:
        return
    with st.expander(f"Never sent: {counted(len(supplier.never_sent), 'measure')}"):
        rows = (
            {"Measure": one.title, "How often": one.frequency.capitalize(), "Id in files": one.id}
            for one in supplier.never_sent
        )
        show_table(table("Never sent", rows), figures=False)


def ask_return(agency: Agency, areas: Areas) -> Wanted | None:
    """Ask for which quarter and area a return is to be filled in; None until an area is chosen."""
    begins = quarter_of(today()).start
    quarters = [quarter_of(add_months(begins, -3 * back)).text for back in range(1, QUARTERS + 1)]
    codes = [area.code for area in offered_areas(areas)]
    asked = visit.current().address.area
    chosen = codes.index(asked) if asked in codes and asked != ENGLAND else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        quarter = st.selectbox("Quarter", quarters, key="return_quarter", width=230)
        area = st.selectbox(
            "For the area",
            codes,
            index=chosen,
            key="return_area",
            format_func=lambda code: area_label(areas.by_code[code]),
            placeholder="Choose an area",
            width=280,
        )
        last = st.checkbox("With the figures before beside", key="return_last")
    return Wanted(agency, quarter, area, last) if area else None
