"""What each column of a table holds: our guess with its reason, and a choice to correct it."""

import streamlit as st

from dashboard.domain.breakdowns import BREAKDOWN_KEYS
from dashboard.domain.indicators import Catalogue
from dashboard.domain.mappings import (
    LONGEST_LABEL,
    LONGEST_NAME,
    SEXES_OF_COLUMNS,
    Empty,
    MappedColumn,
    Mapping,
    Part,
    Sex,
)
from dashboard.domain.periods import TEMPLATE_HABIT, PeriodHabit, read_period
from dashboard.journeys.mapping import Guess, Suggestion
from dashboard.ui.plain import plain

EXAMPLES = 3
_LONGEST_EXAMPLE = 60  # letters
_HOLDS = [*(part for part in Part if part is not Part.NOT_READ), *BREAKDOWN_KEYS, Part.NOT_READ]
_EMPTY: dict[Empty, str] = {
    "": "Nothing: it is left out, and the figure stays as it is",
    "hidden": "A small number, hidden to protect people",
    "not available": "A number that is not available",
}


def ask_columns(suggestion: Suggestion, key: str) -> Mapping:
    """Ask what every column holds, and what the columns leave open, and return it without a name.

    ``key`` sets the questions of one table apart from those of another.
    """
    catalogue = suggestion.definitions.catalogue
    with st.container(key="columns"):
        columns = tuple(_ask_column(guess, catalogue, f"{key} {at}") for at, guess in enumerate(suggestion.guesses))
    held = Mapping(name="", columns=columns)
    return Mapping(
        columns=columns,
        indicator=_ask_indicator(held, suggestion, key),
        measures=_ask_measures(held, suggestion, key),
        habit=_ask_habit(held, suggestion, key),
        empty=_ask_empty(held, suggestion, key),
        name="",
    )


def _ask_column(guess: Guess, catalogue: Catalogue, key: str) -> MappedColumn:
    said, asked, of = st.columns([5, 4, 4], vertical_alignment="top")
    named = f"“{guess.heading}”" if guess.heading else "the column without a heading"
    said.markdown(
        f"**{plain(named[0].upper() + named[1:])}** {plain(_examples(guess))}  \nOur guess: {plain(guess.reason)}."
    )
    column = guess.column
    with asked:
        first = column.key or column.part
        part = st.selectbox(
            plain(f"What {named} holds"), _HOLDS, _HOLDS.index(first), format_func=_in_words, key=f"{key} part"
        )
    if part in BREAKDOWN_KEYS:
        return MappedColumn(heading=column.heading, part=Part.BREAKDOWN, key=part)
    held = Part(part)
    if not held.is_number:
        return MappedColumn(heading=column.heading, part=held)
    with of:
        indicator = _ask_one_of(plain(f"Measure of {named}"), catalogue, column.indicator, f"{key} of")
        sex = _ask_sex(plain(f"Sex of {named}"), column, f"{key} sex")
    return MappedColumn(heading=column.heading, part=held, indicator=indicator, sex=sex)


def _ask_sex(label: str, column: MappedColumn, key: str) -> Sex:
    """Ask for the sex of the people in a column whose heading names one."""
    if not column.sex:
        return ""
    return st.selectbox(label, SEXES_OF_COLUMNS, SEXES_OF_COLUMNS.index(column.sex), key=key)


def _examples(guess: Guess) -> str:
    shown = [
        text if len(text) <= _LONGEST_EXAMPLE else f"{text[:_LONGEST_EXAMPLE]}…" for text in guess.cells[:EXAMPLES]
    ]
    return f"such as {'; '.join(shown)}" if shown else ""


def _in_words(choice: str) -> str:
    words = f"a group, by {choice}" if choice in BREAKDOWN_KEYS else Part(choice).words
    return words[0].upper() + words[1:]


def _ask_one_of(label: str, catalogue: Catalogue, first: str, key: str) -> str:
    """Ask for a measure; "" stands for none."""
    options = ["", *(indicator.id for indicator in catalogue)]
    return st.selectbox(
        label,
        options,
        options.index(first) if first in options else 0,
        format_func=lambda name: catalogue.called(name).short_title if name else "No measure chosen here",
        key=key,
    )


def _ask_indicator(held: Mapping, suggestion: Suggestion, key: str) -> str:
    """Ask for the measure of the columns that name none, where no column says it row by row."""
    bare = [column for column in held.columns if column.part.is_number and not column.indicator]
    if not bare or held.holding(Part.MEASURE):
        return ""
    first = suggestion.kept.indicator if suggestion.kept else ""
    label = "Of which measure are the columns that have none chosen?"
    return _ask_one_of(label, suggestion.definitions.catalogue, first, f"{key} measure")


def _ask_measures(held: Mapping, suggestion: Suggestion, key: str) -> dict[str, str]:
    """Ask which measure each row's own heading means."""
    first = {label: suggestion.measure_called(label) for label in _cells_of(held, Part.MEASURE, suggestion)}
    first = {label: name for label, name in first.items() if len(label) <= LONGEST_LABEL}
    if not first:
        return {}
    unnamed = sum(not name for name in first.values())
    with st.expander(f"Measures in the rows: {len(first)}, {unnamed} to choose", expanded=True):
        st.markdown("A row whose measure is not chosen is left out.")
        catalogue = suggestion.definitions.catalogue
        chosen = {
            label: _ask_one_of(plain(f"“{label}” is"), catalogue, name, f"{key} row {at}")
            for at, (label, name) in enumerate(first.items())
        }
    return {label: name for label, name in chosen.items() if name or first[label]}


def _cells_of(held: Mapping, part: Part, suggestion: Suggestion) -> list[str]:
    headings = [column.heading for column in held.holding(part)]
    return [text for guess in suggestion.guesses for text in guess.cells if guess.column.heading in headings]


def _ask_habit(held: Mapping, suggestion: Suggestion, key: str) -> PeriodHabit:
    """Ask how periods are meant that could be two, such as Q1 2025."""
    written, habits = suggestion.habits(held)
    if not written:
        return TEMPLATE_HABIT
    kept = suggestion.kept.habit if suggestion.kept else None
    return st.selectbox(
        plain(f"“{written}” is"),
        habits,
        habits.index(kept) if kept in habits else 0,
        format_func=lambda habit: read_period(written, habit).label,
        key=f"{key} habit",
    )


def _ask_empty(held: Mapping, suggestion: Suggestion, key: str) -> Empty:
    if not suggestion.has_gaps(held):
        return ""
    meanings = list(_EMPTY)
    first = meanings.index(suggestion.kept.empty) if suggestion.kept else 0
    return st.selectbox(
        "What does an empty cell mean?", meanings, first, format_func=_EMPTY.__getitem__, key=f"{key} empty"
    )


def ask_name(suggestion: Suggestion, key: str) -> str:
    """Ask for the name that the answers are kept under."""
    first = suggestion.kept.name if suggestion.kept else ""
    label = "Keep this under a name, such as Local outcomes workbook"
    return st.text_input(label, first, max_chars=LONGEST_NAME, key=f"{key} name").strip()
