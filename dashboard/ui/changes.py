"""What publishing a file would change: by measure, what is gone, the largest first, old beside new, what is hidden."""

from collections.abc import Hashable, Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.domain.figures import PERIOD, State, make_period, number_text
from dashboard.domain.wording import counted
from dashboard.journeys.export import take_changes
from dashboard.journeys.submit import ORDER, Moved, Preview
from dashboard.reports.tables import Table, table
from dashboard.ui import mark
from dashboard.ui.offer import offer
from dashboard.ui.pictures import picture
from dashboard.ui.session import current_user
from dashboard.ui.show import quiet
from dashboard.ui.tables import show_table, table_of

CHANGES_SHOWN = 200  # rows; all of them can be taken away as a file
GONE_SHOWN = 5  # rows; more wait to be opened
_KINDS = {"New": "new", "Changed": "changed", "Unchanged": "unchanged", "Not in this file": "gone"}
_Row = Mapping[Hashable, Any]  # one of the rows of changes, by column


def show_changes(preview: Preview) -> None:
    """Show what will change: by measure, what is gone, the largest changes, figure by figure, and what is hidden."""
    st.header("What will change", anchor=False)
    show_table(_counts(preview))
    _show_gone(preview)
    rows = preview.changes.rows
    rows = rows[rows["change"] != "unchanged"].sort_values("change", kind="stable")
    if rows.empty:
        st.info("Every figure in this file stands already as it is. Publishing it would add nothing new.")
    else:
        _show_largest(preview.largest)
        _show_beside(rows, preview)
    _show_hidden(preview)


def _counts(preview: Preview) -> Table:
    """By measure how many figures are new, and how many become what else any of them becomes."""
    catalogue, counts = preview.definitions.catalogue, preview.changes.by_indicator().to_dict("records")
    kinds = {name: kind for name, kind in _KINDS.items() if kind == "new" or any(row[kind] for row in counts)}
    rows = (
        {"Measure": catalogue.called(row["indicator"]).short_title, **{name: row[kind] for name, kind in kinds.items()}}
        for row in counts
    )
    return table("Changes by measure", rows)


def _show_gone(preview: Preview) -> None:
    """Say what has a figure and is not in the file, and that it stays."""
    gone = preview.gone
    if not len(gone):
        return
    st.markdown(
        f"**Not in this file:** {counted(len(preview.changes.gone), 'figure')} published for the same periods. "
        "What is left out keeps the number it has: nothing is taken back."
    )
    with st.expander(f"Which areas and groups: {counted(len(gone), 'row')}", expanded=len(gone) <= GONE_SHOWN):
        show_table(gone.filled())


def _show_largest(largest: tuple[Moved, ...]) -> None:
    if not largest:
        return
    st.subheader("The largest changes first", anchor=False)
    st.html(
        f'<p class="quiet">{escape(ORDER)}</p><p class="quiet">Each small drawing: the line is what is shown now, '
        "the diamond what this file brings.</p>"
    )
    st.html(f'<ol class="moved">{"".join(map(_card, largest))}</ol>')


def _card(moved: Moved) -> str:
    said = "".join(f"<p>{escape(text)}</p>" for text in (moved.before, moved.size))
    return (
        f'<li><h4>{escape(moved.title)}{quiet(moved.where)}</h4><p class="figure">{escape(moved.said)}</p>{said}'
        f"{picture(moved.picture, 'strip')}<details><summary>Its figures as a table"
        f'<span class="visually-hidden">: {escape(moved.title)}, {escape(moved.where)}</span></summary>'
        f"{table_of(moved.series)}</details></li>"
    )


def _show_beside(rows: pd.DataFrame, preview: Preview) -> None:
    """Show old beside new, figure by figure, changed ones first."""
    with st.expander(f"Old beside new, figure by figure: {len(rows):,}", expanded=len(rows) <= 20):
        if len(rows) > CHANGES_SHOWN:
            st.markdown(f"The first {CHANGES_SHOWN} of {len(rows):,} are shown, changed figures first.")
        show_table(_beside(rows.head(CHANGES_SHOWN), preview).filled())
        user = current_user()
        offer(
            "All changes as CSV",
            mark.file_name("changes.csv"),
            lambda: take_changes(user, _beside(rows, preview)),
        )


def _beside(rows: pd.DataFrame, preview: Preview) -> Table:
    areas, catalogue = preview.definitions.areas, preview.definitions.catalogue
    return table(
        "Old beside new",
        (
            {
                "Measure": catalogue.called(row["indicator"]).short_title,
                "Area": areas.at(row["area"]).name,
                "Period": make_period(*(row[name] for name in PERIOD)).label,
                "Group": _group(row),
                "Now": _said(row, "_before"),
                "In this file": _said(row, ""),
                "Change": row["change"],
                "Source": row["source"],
            }
            for row in rows.to_dict("records")
        ),
    )


def _group(row: _Row) -> str:
    sex = row["sex"] if row["sex"] != "persons" else ""
    return ", ".join(filter(None, (sex, row["age"], row["breakdown"])))


def _said(row: _Row, when: str) -> str:
    state = row[f"state{when}"]
    if not isinstance(state, str):  # nothing stands there
        return "nothing yet"
    count, whole, value, lower, upper = (
        number_text(row[f"{name}{when}"]) for name in ("numerator", "denominator", "value", "lower", "upper")
    )
    said = f"{count} of {whole}" if count and whole else count or value
    limits = f" ({lower} to {upper})" if lower else ""
    return "; ".join(filter(None, (f"{said}{limits}", State(state).words, str(row[f"note{when}"]))))


def _show_hidden(preview: Preview) -> None:
    """Say how many figures publishing hides, for whose sake, and of which measures."""
    st.header("What will be hidden", anchor=False)
    if not preview.hiding_told:
        st.markdown("No figure more will be hidden. What is hidden already stays so.")
        return
    st.info(preview.hiding_told)
    if len(preview.hidden):
        show_table(preview.hidden)
        st.markdown(
            "Where one of these would stand, everybody reads “hidden to protect people”. Totals still count the "
            "people in them. Measures that are not in your file are here because they tell of the same people."
        )
