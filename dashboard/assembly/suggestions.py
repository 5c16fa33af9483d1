"""What the columns of an unknown table seem to hold, and what a choice of theirs means for its periods."""

from dataclasses import dataclass, field, replace
from itertools import product

from dashboard.domain.definitions import Definitions
from dashboard.domain.mappings import NUMBERS, Mapping, Part, is_period
from dashboard.domain.periods import TEMPLATE_HABIT, PeriodHabit, habits_for
from dashboard.intake.guesses import Guess, guessed
from dashboard.intake.mapped import layout_of, measures_by_name, period_in
from dashboard.intake.tables import Table, fold
from dashboard.intake.titles import area_above, period_above
from dashboard.store.mappings import Kept


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


def suggestion_for(table: Table, definitions: Definitions, kept: list[Kept]) -> Suggestion:
    """Return what the columns of one table seem to hold, or hold by a mapping that is kept for its headings."""
    mappings = (one.mapping for one in kept)
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
