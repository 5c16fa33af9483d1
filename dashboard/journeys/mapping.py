"""Saying what the columns of an unknown file hold: guesses to correct, kept under a name for the next file."""

from dataclasses import dataclass, field, replace
from itertools import product

from dashboard.domain.access import Action, User, require
from dashboard.domain.definitions import Definitions
from dashboard.domain.errors import NotFound, Refusal
from dashboard.domain.indicators import suggestion
from dashboard.domain.mappings import (
    LONGEST_LABEL,
    LONGEST_NAME,
    MOST_COLUMNS,
    NUMBERS,
    Mapping,
    Part,
    is_period,
    undecided,
)
from dashboard.domain.periods import TEMPLATE_HABIT, PeriodHabit, habits_for
from dashboard.intake.files import ReceivedFile, read_tables
from dashboard.intake.formats import recognise
from dashboard.intake.guesses import Guess, guessed
from dashboard.intake.mapped import layout_of, measures_by_name, period_in
from dashboard.intake.personal import columns_about_people
from dashboard.intake.tables import Table, Unreadable, fold
from dashboard.intake.titles import area_above, period_above
from dashboard.journeys._standing import standing
from dashboard.store import mappings as mappings_store
from dashboard.store.database import Database
from dashboard.store.mappings import Kept

__all__ = ["Guess", "Kept", "Suggestion", "forget", "keep", "kept", "suggest"]


@dataclass(frozen=True)
class Suggestion:
    """What the columns of a table that no layout of ours knows seem to hold.

    ``area`` and ``period`` stand in the lines above it, "" where they do not; ``kept`` is the mapping that its
    headings have already.
    """

    sheet: str
    guesses: tuple[Guess, ...]
    area: str
    period: str
    kept: Mapping | None
    definitions: Definitions = field(repr=False)

    def measure_called(self, label: str) -> str:
        """Return the id of the measure that a row's own heading names, as kept or as known, "" for none."""
        kept = {fold(one): name for one, name in self.kept.measures.items()} if self.kept else {}
        return (measures_by_name(self.definitions.catalogue) | kept).get(fold(label), "")

    def has_gaps(self, mapping: Mapping) -> bool:
        """Whether cells are empty in the columns that ``mapping`` says hold numbers."""
        numbers = {column.heading for column in mapping.holding(*NUMBERS)}
        return any(guess.has_gaps for guess in self.guesses if guess.column.heading in numbers)

    def habits(self, mapping: Mapping) -> tuple[str, list[PeriodHabit]]:
        """Return the first of its periods that could be two, and the ways in which all can be meant; else "" and none.

        ``mapping`` says which columns hold the periods, or the parts of one.
        """
        written = self._periods(mapping)
        habits = habits_for(written)
        return next((text for text in written if habits_for([text]) != [TEMPLATE_HABIT]), "") if habits else "", habits

    def _periods(self, mapping: Mapping) -> list[str]:
        cells = {guess.column.heading: guess.cells for guess in self.guesses}
        years, parts = (
            [text for column in mapping.holding(part) for text in cells[column.heading]]
            for part in (Part.PERIOD, Part.QUARTER)
        )
        headings = [mapping.period_of(column) for column in mapping.holding(*NUMBERS)]
        above = [] if mapping.says_when else [self.period]
        texts = [*(period_in(*pair) for pair in product(years, parts or [""])), *headings, *above]
        return [text for text in texts if is_period(text)]


def suggest(database: Database, user: User, file_name: str, content: bytes) -> list[Suggestion]:
    """Return what the columns of each table seem to hold, of those no layout of ours knows. Nothing is kept."""
    require(user, Action.SUBMIT)
    try:
        tables, _ = read_tables(ReceivedFile(file_name, content))
    except Unreadable:
        return []
    with database.reading() as session:
        definitions = standing(session).definitions
        standing_now = mappings_store.all_of(session)
    unknown = {
        frozenset(table.headings): table
        for table in reversed(tables)
        if not (table.hidden or recognise(table.headings) or columns_about_people(table, lambda _: False))
    }
    return [_suggestion(table, definitions, standing_now) for table in reversed(unknown.values())]


def _suggestion(table: Table, definitions: Definitions, standing_now: list[Kept]) -> Suggestion:
    mappings = (one.mapping for one in standing_now)
    same = next((one for one in mappings if layout_of(one).recognises(table.headings)), None)
    guesses = tuple(guessed(table, definitions))
    return Suggestion(
        sheet=table.sheet,
        guesses=tuple(_as_kept(guess, same) for guess in guesses) if same else guesses,
        area=area_above(table.preamble, definitions.areas),
        period=period_above(table.preamble, same.habit if same else TEMPLATE_HABIT),
        kept=same,
        definitions=definitions,
    )


def _as_kept(guess: Guess, mapping: Mapping) -> Guess:
    column = next((one for one in mapping.columns if one.heading == guess.column.heading), guess.column)
    return replace(guess, column=column, reason=f"as kept in “{mapping.name}”")


def keep(database: Database, user: User, mapping: Mapping) -> None:
    """Keep what the columns hold, under its name, for every later file with the same headings.

    Raise Refusal, saying all that is wrong, where the columns clash or say too little, or where the name
    or the headings belong to another mapping. One of the same name and headings is replaced.
    """
    require(user, Action.SUBMIT)
    if faults := [*_faults_of_name(mapping.name), *_faults_of_headings(mapping), *undecided(mapping)]:
        raise Refusal(f"{' '.join(faults)} Nothing was kept.")
    with database.writing() as session:
        catalogue = standing(session).definitions.catalogue
        for name in (mapping.indicator, *mapping.measures.values(), *(one.indicator for one in mapping.columns)):
            if name:
                catalogue.called(name)
        for one in mappings_store.all_of(session):
            _beside(mapping, one.mapping)
        mappings_store.keep(session, mapping, user.name)


def _faults_of_name(name: str) -> list[str]:
    if not name.strip():
        return ["Give the mapping a name, such as the name of the workbook."]
    if len(name) > LONGEST_NAME or not name.isprintable() or name != name.strip():
        return [f"The name of a mapping is one line of up to {LONGEST_NAME} letters."]
    return []


def _faults_of_headings(mapping: Mapping) -> list[str]:
    headings = [column.heading for column in mapping.columns]
    if len(headings) > len(set(headings)):
        return ["Two columns have the same heading, so it is not clear which is meant."]
    if len(mapping.columns) > MOST_COLUMNS:
        return [f"This table has {len(mapping.columns)} columns, and a mapping has up to {MOST_COLUMNS}."]
    if known := recognise(tuple(headings)):
        return [f"These are the headings of a layout that is read by itself: {known.title}."]
    if any(len(label) > LONGEST_LABEL for label in mapping.measures):
        return [f"A row's own heading has more than {LONGEST_LABEL} letters, which is not the name of a measure."]
    return []


def _beside(mapping: Mapping, other: Mapping) -> None:
    """Refuse a mapping that would take the place of another without anybody having said so."""
    same_name = mapping.name.casefold() == other.name.casefold()
    same_headings = mapping.headings == other.headings
    if same_name and not same_headings:
        raise Refusal(
            f"“{other.name}” is the name of a mapping for files with other headings. Nothing was kept. "
            "Choose another name, or forget that mapping first."
        )
    if same_headings and not same_name:
        raise Refusal(
            f"There is a mapping for these headings already, “{other.name}”. Nothing was kept. "
            "Keep yours under that name to replace it, or forget it first."
        )


def kept(database: Database, user: User) -> list[Kept]:
    """Return the mappings that stand, by name."""
    require(user, Action.SUBMIT)
    with database.reading() as session:
        return mappings_store.all_of(session)


def forget(database: Database, user: User, name: str) -> None:
    """Let a mapping stand no longer; figures that were read with it stay. Raise NotFound."""
    require(user, Action.SUBMIT)
    with database.writing() as session:
        names = {one.mapping.name.casefold(): one.mapping.name for one in mappings_store.all_of(session)}
        if name.casefold() not in names:
            raise NotFound(f"There is no mapping called “{name}”.{suggestion(name, names)}")
        mappings_store.forget(session, names[name.casefold()], user.name)
