"""Files of an unknown layout: asking what their columns hold, and the mappings kept from earlier answers."""

import streamlit as st

from dashboard.domain.access import Action, may
from dashboard.domain.mappings import MOST_COLUMNS, Mapping, Part, undecided
from dashboard.domain.wording import counted
from dashboard.journeys import mapping as journey
from dashboard.journeys.mapping import Kept, Suggestion
from dashboard.journeys.submit import Preview
from dashboard.reports.tables import table
from dashboard.ui import ask
from dashboard.ui.ask import Sent
from dashboard.ui.columns import ask_columns, ask_name
from dashboard.ui.plain import plain
from dashboard.ui.session import current_user, open_database
from dashboard.ui.tables import show_table

_CHANGED = "mapping_changed"  # the checksum of the file whose kept mapping is being changed


def show_mappings_used(preview: Preview) -> None:
    """Say which kept mapping a file was read with, and offer to change it."""
    used = preview.screening.mappings
    for one in journey.kept(open_database(), current_user()) if used else []:
        if one.mapping.name in used:
            st.info(f"Read with the mapping “{plain(one.mapping.name)}”, {_kept_in_words(one)}.")
    if used and not _is_changed(preview):
        st.button("Change what its columns hold", on_click=_change, args=(preview.screening.file.checksum,))


def _kept_in_words(kept: Kept) -> str:
    return f"kept by {plain(kept.by)} on {kept.at:%-d %B %Y}"


def _change(checksum: str) -> None:
    st.session_state[_CHANGED] = checksum


def _is_changed(preview: Preview) -> bool:
    return bool(st.session_state.get(_CHANGED) == preview.screening.file.checksum)


def is_asked(preview: Preview) -> bool:
    """Whether the person has to say, or wants to change, what the file's columns hold."""
    return preview.screening.is_unknown or _is_changed(preview)


def ask_mapping(sent: Sent, preview: Preview) -> None:
    """Ask what each column of the file holds, and keep it under a name; then the file is read with it."""
    st.header("Say what each column holds", anchor=False)
    chosen = _ask_table(_suggestions(sent, preview))
    if len(chosen.guesses) > MOST_COLUMNS:
        columns = counted(len(chosen.guesses), "column")
        st.warning(f"This table has {columns}. Remove those you do not need: {MOST_COLUMNS} can be gone through here.")
        return
    st.markdown(
        "Each column comes with our guess and its reason. Correct what is wrong, and keep it under a name: "
        "every later file with these headings is then read by itself."
    )
    key = f"{preview.screening.file.checksum[:8]} {chosen.sheet}"
    held = ask_columns(chosen, key)
    _ask_where_and_when(held, chosen)
    mapping = held.model_copy(update={"name": ask_name(chosen, key)})
    if faults := undecided(mapping):
        st.warning(plain(" ".join(faults)))
    if st.button("Keep this, and read the file with it", type="primary", key="keep_mapping"):
        journey.keep(open_database(), current_user(), mapping)
        _read_anew()


def _suggestions(sent: Sent, preview: Preview) -> list[Suggestion]:
    """Return what the columns seem to hold, worked out once for each file."""
    held = st.session_state.get("suggested")
    if held is None or held[0] != preview.screening.file.checksum:
        suggested = journey.suggest(open_database(), current_user(), sent.name, sent.content)
        held = st.session_state["suggested"] = (preview.screening.file.checksum, suggested)
    suggestions: list[Suggestion] = held[1]
    return suggestions


def _ask_table(suggestions: list[Suggestion]) -> Suggestion:
    if len(suggestions) == 1:
        return suggestions[0]
    st.markdown(f"The file has {len(suggestions)} tables with headings of their own. Each is told on its own.")
    at = st.selectbox(
        "Which table?",
        range(len(suggestions)),
        format_func=lambda at: f"{suggestions[at].sheet or f'Table {at + 1}'}, {_headings(suggestions[at])}",
    )
    return suggestions[at]


def _headings(suggestion: Suggestion) -> str:
    return ", ".join(guess.heading for guess in suggestion.guesses[:4] if guess.heading)


def _ask_where_and_when(mapping: Mapping, chosen: Suggestion) -> None:
    """Ask for what no column says, and the lines above the table do not say either. It is asked of each file anew."""
    above = {"area": chosen.area, "period": chosen.period}
    unsaid = [what for what, said in (("area", mapping.says_where), ("period", mapping.says_when)) if not said]
    for what in unsaid:
        if above[what]:
            st.markdown(f"The lines above the table say the {what} of its figures: {plain(above[what])}.")
    ask.ask_of_file(chosen.definitions, [what for what in unsaid if not above[what]])


def show_kept_mappings() -> None:
    """List the mappings that are kept, and let each be forgotten, to those who send files."""
    kept = journey.kept(open_database(), current_user()) if may(current_user(), Action.SUBMIT) else []
    if not kept:
        return
    with st.expander(f"Kept mappings: {len(kept)}"):
        st.markdown("A file with the same headings is read with its mapping by itself.")
        show_table(table("Kept mappings", map(_in_words, kept)), figures=False)
        name = st.selectbox("Forget a mapping", [one.mapping.name for one in kept], index=None, key="mapping_forgotten")
        if name is not None and st.button(f"Forget “{plain(name)}”", key="forget_mapping"):
            journey.forget(open_database(), current_user(), name)
            _read_anew()


def _in_words(kept: Kept) -> dict[str, str]:
    read = [column for column in kept.mapping.columns if column.part is not Part.NOT_READ]
    told = "; ".join(f"{column.heading or 'no heading'}: {kept.mapping.told(column)}" for column in read)
    return {"Mapping": kept.mapping.name, "Kept": f"{kept.at:%-d %b %Y}", "By": kept.by, "Columns that are read": told}


def _read_anew() -> None:
    for name in ("previewed", "suggested", _CHANGED):
        st.session_state.pop(name, None)
    st.rerun()
