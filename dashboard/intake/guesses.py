"""What the columns of an unknown table seem to hold, told from their cells, each with its reason."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.domain.definitions import Definitions
from dashboard.domain.indicators import Catalogue
from dashboard.domain.mappings import MappedColumn, Part, is_period
from dashboard.intake import headings
from dashboard.intake.cells import read_cell
from dashboard.intake.convert import EVERY_AGE, SEXES, is_age, is_sex
from dashboard.intake.mapped import is_part_of_year, measures_by_name, share_of
from dashboard.intake.tables import YEAR, Table, fold

LOOKED_AT = 1_000  # cells of a column; what it holds shows long before
_DIFFERENT = 200  # texts of a column that a person is shown, or asked about
_A_FEW = 3  # numbers that could all be years, for a column of years
MOST = 0.75  # of the filled cells, for a column to be taken for what they look like
_CODE = re.compile(r"[A-Z]\d{8}")


@dataclass(frozen=True)
class Guess:
    """What a column seems to hold and why, with its heading as written and its different cells, the first of many.

    ``has_gaps`` says that some of its cells are empty.
    """

    heading: str
    cells: tuple[str, ...]
    column: MappedColumn
    reason: str
    has_gaps: bool


@dataclass(frozen=True)
class _Seen:
    """The filled cells of one column, and its folded heading."""

    at: int
    heading: str
    cells: pd.Series
    has_gaps: bool

    @property
    def words(self) -> str:
        """The heading as words, for "lower_ci" is two."""
        return self.heading.replace("_", " ")

    def says(self, words: re.Pattern[str]) -> bool:
        """Whether the heading has such words in it."""
        return bool(words.search(self.words))

    def share(self, fits: Callable[[str], bool]) -> tuple[float, int]:
        """Return the share and the number of cells that fit; each different text is looked at once."""
        texts = {text: fits(text) for text in self.cells.unique()}
        number = sum(texts[text] for text in self.cells)
        return (number / len(self.cells) if len(self.cells) else 0.0), number


def guessed(table: Table, definitions: Definitions) -> list[Guess]:
    """Return a guess for each column of a table, in its order; no part of a figure is given to two columns.

    A column without a heading is looked at where it is the first only: nobody could name another.
    """
    named = [(at, heading) for at, heading in enumerate(table.headings) if heading or not at]
    columns = {at: table.rows.iloc[:, at] for at, _ in named}
    seen = [_Seen(at, heading, _filled(columns[at]), bool((columns[at] == "").any())) for at, heading in named]
    guesses = [_guess(one, str(table.rows.columns[one.at]), definitions) for one in seen]
    return _beside_one_another(guesses, seen)


def _filled(column: pd.Series) -> pd.Series:
    return column[column != ""].head(LOOKED_AT)


def _guess(seen: _Seen, heading: str, definitions: Definitions) -> Guess:
    part, reason, more = _held(seen, definitions)
    cells = tuple(str(text) for text in seen.cells.unique()[:_DIFFERENT])
    held = {"heading": seen.heading, "part": part, **more}
    return Guess(heading, cells, MappedColumn.model_validate(held), reason, seen.has_gaps)


_Held = tuple[Part, str, dict[str, str]]


def _held(seen: _Seen, definitions: Definitions) -> _Held:
    """Return what a column seems to hold, the reason, and of which measure or kind of group."""
    if seen.cells.empty:
        return Part.NOT_READ, "all its cells are empty", {}
    for part, what, fits in _looks(seen, definitions):
        share, number = seen.share(fits)
        if share >= MOST:
            reason = f"{number} of {len(seen.cells)} cells {what}"
            return _number(seen, reason, definitions.catalogue) if part.is_number else (part, reason, {})
    return _by_heading(seen)


def _looks(seen: _Seen, definitions: Definitions) -> Iterator[tuple[Part, str, Callable[[str], bool]]]:
    """Yield what a column may look like, what is said of such cells, and whether one is such; the surest first."""
    areas, measures = definitions.areas, measures_by_name(definitions.catalogue)
    codes = areas.by_code.keys() | areas.same_as.keys()
    years = seen.says(headings.WHEN) or (len(seen.cells) >= _A_FEW and seen.share(_is_year)[0] == 1)
    yield Part.AREA, "are codes of areas", lambda text: text in codes or bool(_CODE.fullmatch(text))
    if any(_is_share(text) for text in seen.cells.unique()):
        yield (
            Part.SHARE,
            "are two numbers, one out of the other, or marks",
            lambda text: _is_share(text) or _is_number(text),
        )
    if seen.says(headings.WHEN) or seen.share(str.isdigit)[0] == 0:
        yield Part.QUARTER, "are quarters or months of a year", is_part_of_year
    yield Part.PERIOD, "are periods", lambda text: is_period(text) and (years or not _is_year(text))
    yield Part.COUNT, "are numbers or marks", _is_number
    yield Part.AREA, "are names of areas", areas.knows
    yield Part.MEASURE, "are names of measures", lambda text: fold(text) in measures
    if seen.says(headings.SEX) or any(SEXES.get(text.casefold(), "persons") != "persons" for text in seen.cells):
        yield Part.SEX, "are words for a sex", is_sex
    if seen.says(headings.AGE) or any(text.casefold() not in EVERY_AGE for text in seen.cells):
        yield Part.AGE, "are age groups", is_age


def _is_year(text: str) -> bool:
    return bool(YEAR.fullmatch(text))


def _is_share(text: str) -> bool:
    parts = share_of(text)
    return parts is not None and all(map(_is_number, parts)) and not is_period(text)


def _is_number(text: str) -> bool:
    return not read_cell(text).fault


def _by_heading(seen: _Seen) -> _Held:
    if key := headings.group_in(seen.words):
        return Part.BREAKDOWN, f"its heading says that it holds groups by {key}", {"key": key}
    if seen.says(headings.MEASURE):
        return Part.MEASURE, "its heading says that it names measures", {}
    if seen.says(headings.NOTE):
        return Part.NOTE, "its heading says that it holds notes", {}
    return Part.NOT_READ, "its cells are neither areas, periods nor numbers that we know", {}


def _number(seen: _Seen, reason: str, catalogue: Catalogue) -> _Held:
    """Return which number of which measure a column holds: its heading tells, and else its cells."""
    if seen.says(headings.LABELS):
        return Part.NOT_READ, "its heading says that they are labels and not amounts", {}
    shares = any(_is_share(text) for text in seen.cells.unique())
    part = Part.SHARE if shares else headings.number_in(seen.words)
    if part is None:
        part = Part.VALUE if any("%" in text or "." in text for text in seen.cells) else Part.COUNT
    if part in (Part.LOWER, Part.UPPER) and seen.says(headings.OTHER_LIMITS):
        return Part.NOT_READ, "its heading says that these are not limits of 95%", {}
    if seen.says(headings.OTHERS):
        return Part.NOT_READ, "its heading says that they are of another area or another time", {}
    if is_period(seen.heading):
        return part, f"{reason}, and its heading is a period", {}
    told: dict[str, str] = {}
    if measure := headings.measure_like(seen.words, catalogue):
        reason = f"{reason}, and its heading is like “{catalogue.called(measure).short_title}”"
        told["indicator"] = measure
    if sex := headings.sex_in(seen.words):
        reason, told["sex"] = f"{reason}, and its heading says “{sex}”", sex
    return part, reason, told


# What the columns say of one another


def _beside_one_another(guesses: list[Guess], seen: list[_Seen]) -> list[Guess]:
    guesses = [_alone(guess, guesses) for guess in _of_one_measure(guesses)]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, guess in enumerate(guesses):
        if held := _held_once(guess.column):
            places[held].append(at)
    for alike in places.values():
        kept = min(alike, key=lambda at: _surest_first(guesses[at], seen[at]))
        for at in alike:
            if at != kept:
                guesses[at] = _not_read_beside(guesses[at], guesses[kept])
    return guesses


def _of_one_measure(guesses: list[Guess]) -> list[Guess]:
    """Where the headings name one measure in all, the columns of numbers that name none are of it too."""
    measures = {guess.column.indicator for guess in guesses} - {""}
    if len(measures) != 1 or any(guess.column.part is Part.MEASURE for guess in guesses):
        return guesses
    parts = [
        (guess.column.part, guess.column.sex, is_period(guess.column.heading) and guess.column.heading)
        for guess in guesses
        if guess.column.part.is_number
    ]
    if len(parts) > len(set(parts)):
        return guesses
    return [_with(guess, indicator=next(iter(measures))) if guess.column.part.is_number else guess for guess in guesses]


def _alone(guess: Guess, guesses: list[Guess]) -> Guess:
    """A total that no other column of its measure is a part of is a count by itself."""
    column = guess.column
    if column.part is not Part.DENOMINATOR or not column.indicator:
        return guess
    parts = {other.column.part for other in guesses if other.column.indicator == column.indicator}
    return guess if parts & {Part.COUNT, Part.VALUE} else _with(guess, part=Part.COUNT)


def _held_once(column: MappedColumn) -> tuple[str, ...]:
    """Return what no second column may hold; nothing for a column that waits to be told its measure."""
    if column.part is Part.NOT_READ or (column.part.is_number and not column.indicator):
        return ()
    part = Part.COUNT if column.part is Part.SHARE else column.part
    return part, column.indicator, column.sex, column.key, column.heading if is_period(column.heading) else ""


def _surest_first(guess: Guess, seen: _Seen) -> tuple[object, ...]:
    """Codes before names, an area before its parent, a column that tells rows apart before one that does not."""
    codes = "codes" in guess.reason
    parent = seen.says(headings.WIDER)
    return not codes, parent, -seen.cells.nunique(), len(seen.heading), seen.heading


def _with(guess: Guess, **changes: object) -> Guess:
    return replace(guess, column=guess.column.model_copy(update=changes))


def _not_read_beside(guess: Guess, kept: Guess) -> Guess:
    reason = f"{guess.reason}, but “{kept.heading}” is the surer one for it"
    column = MappedColumn(heading=guess.column.heading, part=Part.NOT_READ)
    return replace(guess, column=column, reason=reason)
