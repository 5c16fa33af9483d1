"""Saying what the columns of an unknown file hold: guesses to correct, kept under a name for the next file."""

from dashboard.assembly.revisions import at_revision
from dashboard.assembly.suggestions import Suggestion, suggestion_for
from dashboard.domain.access import Action, User, require
from dashboard.domain.errors import NotFound, Refusal
from dashboard.domain.indicators import suggestion
from dashboard.domain.mappings import (
    LONGEST_LABEL,
    LONGEST_NAME,
    MOST_COLUMNS,
    Mapping,
    undecided,
)
from dashboard.intake.files import ReceivedFile, read_tables
from dashboard.intake.formats import recognise
from dashboard.intake.guesses import Guess
from dashboard.intake.personal import columns_about_people
from dashboard.intake.tables import Unreadable
from dashboard.store import mappings as mappings_store
from dashboard.store.database import Database
from dashboard.store.mappings import Kept

__all__ = ["Guess", "Kept", "Suggestion", "forget", "keep", "kept", "suggest"]


def suggest(database: Database, user: User, file_name: str, content: bytes) -> list[Suggestion]:
    """Return what the columns of each table seem to hold, of those no layout of ours knows. Nothing is kept."""
    require(user, Action.SUBMIT)
    try:
        tables, _ = read_tables(ReceivedFile(file_name, content))
    except Unreadable:
        return []
    with database.reading() as session:
        definitions = at_revision(session).definitions
        kept = mappings_store.all_of(session)
    unknown = {
        frozenset(table.headings): table
        for table in reversed(tables)
        if not (table.hidden or recognise(table.headings) or columns_about_people(table, lambda _: False))
    }
    return [suggestion_for(table, definitions, kept) for table in reversed(unknown.values())]


def keep(database: Database, user: User, mapping: Mapping) -> None:
    """Keep what the columns hold, under its name, for every later file with the same headings.

    Raise Refusal, saying all that is wrong, where the columns clash or say too little, or where the name
    or the headings belong to another mapping. One of the same name and headings is replaced.
    """
    require(user, Action.SUBMIT)
    if faults := [*_faults_of_name(mapping.name), *_faults_of_headings(mapping), *undecided(mapping)]:
        raise Refusal(f"{' '.join(faults)} Nothing was kept.")
    with database.writing() as session:
        catalogue = at_revision(session).definitions.catalogue
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
