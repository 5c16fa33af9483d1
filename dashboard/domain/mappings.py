"""What the columns of a file hold, as its sender says it, for layouts that nobody taught us."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dashboard.domain.periods import TEMPLATE_HABIT, AmbiguousPeriod, PeriodError, PeriodHabit, read_period
from dashboard.domain.wording import listed

LONGEST_NAME = 60  # characters of the name that a mapping is kept under
LONGEST_LABEL = 150  # characters of a row's heading; a longer one is not the name of a measure
MOST_COLUMNS = 60  # columns of a table that can be gone through by hand
Empty = Literal["", "hidden", "not available"]  # what an empty cell means; "" says nothing
Sex = Literal["", "persons", "male", "female"]  # of the people in a column; "" leaves it to the rows
SEXES_OF_COLUMNS: tuple[Sex, ...] = ("persons", "male", "female")


class Part(StrEnum):
    """What part of a figure a column holds."""

    AREA = "area"
    PERIOD = "period"
    QUARTER = "quarter"
    MEASURE = "measure"
    COUNT = "count"
    DENOMINATOR = "denominator"
    SHARE = "share"
    VALUE = "value"
    LOWER = "lower"
    UPPER = "upper"
    SEX = "sex"
    AGE = "age"
    BREAKDOWN = "breakdown"
    NOTE = "note"
    NOT_READ = "not read"

    @property
    def words(self) -> str:
        """The part as people choose it."""
        return _WORDS[self]

    @property
    def is_number(self) -> bool:
        """Whether the column holds numbers of a measure."""
        return self in NUMBERS


_WORDS = {
    Part.AREA: "the area: its code or its name",
    Part.PERIOD: "the period",
    Part.QUARTER: "the quarter or month of the year beside it",
    Part.MEASURE: "which measure the row is of",
    Part.COUNT: "a count",
    Part.DENOMINATOR: "what the count is out of",
    Part.SHARE: "the count and what it is out of, such as 12 / 31",
    Part.VALUE: "a percentage, a rate or another value",
    Part.LOWER: "the lower limit of a value",
    Part.UPPER: "the upper limit of a value",
    Part.SEX: "the sex",
    Part.AGE: "the age group",
    Part.BREAKDOWN: "groups as pairs, such as drug=heroin",
    Part.NOTE: "a note",
    Part.NOT_READ: "nothing that is read",
}
_MAIN = (Part.COUNT, Part.SHARE, Part.VALUE)
NUMBERS = (*_MAIN, Part.DENOMINATOR, Part.LOWER, Part.UPPER)  # a figure is named for the first that it has


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MappedColumn(_Kept):
    """One column: its folded heading, what it holds, and of which measure and sex where the column alone says it.

    ``sex`` is "" where its rows may say it. ``key`` is the kind of group for a breakdown, such as "ethnicity";
    empty where its cells are pairs.
    """

    heading: str
    part: Part
    indicator: str = ""
    sex: Sex = ""
    key: str = ""


class Mapping(_Kept):
    """What each column of a file holds, kept under a name: the file's headings and our words, no cell of it.

    ``indicator`` is the measure of all columns that name none, for files of one measure; ``measures`` says
    which indicator a row's own heading means, for files with a row a measure.
    ``habit`` decides how its periods are read, ``empty`` what an empty cell means: "" leaves it out.
    """

    name: str
    columns: tuple[MappedColumn, ...]
    indicator: str = ""
    measures: dict[str, str] = {}
    habit: PeriodHabit = TEMPLATE_HABIT
    empty: Empty = ""

    @property
    def headings(self) -> frozenset[str]:
        """The folded headings of the files that it is for, in whatever order they stand."""
        return frozenset(column.heading for column in self.columns if column.heading)

    def holding(self, *parts: Part) -> list[MappedColumn]:
        """Return the columns that hold one of these parts."""
        return [column for column in self.columns if column.part in parts]

    def period_of(self, column: MappedColumn) -> str:
        """Return the heading of a column of numbers where it is a period and no other column holds one."""
        return "" if self.holding(Part.PERIOD) or not is_period(column.heading) else column.heading

    def groups(self) -> list[list[MappedColumn]]:
        """Return the columns of numbers that make one figure together: of one measure and sex, for one period."""
        together: dict[tuple[str, ...], list[MappedColumn]] = defaultdict(list)
        for column in self.holding(*NUMBERS):
            together[column.indicator, column.sex, self.period_of(column)].append(column)
        return list(together.values())

    def main_of(self, group: list[MappedColumn]) -> MappedColumn:
        """Return the column of a group that its figure is named for: the count or the value."""
        return min(group, key=lambda column: NUMBERS.index(column.part))

    def told(self, column: MappedColumn) -> str:
        """Return what a column holds in words: "a count, of adults-in-treatment"."""
        held = f"the {column.key}" if column.key else column.part.words
        of = column.indicator or (self.indicator if column.part.is_number else "")
        return ", ".join(filter(None, (held, f"of {of}" if of else "", column.sex)))

    @property
    def says_where(self) -> bool:
        """Whether a column holds the area of each figure."""
        return bool(self.holding(Part.AREA))

    @property
    def says_when(self) -> bool:
        """Whether a column holds the period of each figure, or the headings do."""
        return bool(self.holding(Part.PERIOD)) or all(self.period_of(column) for column in self.holding(*NUMBERS))

    @property
    def title(self) -> str:
        """What a file read with it says of its layout."""
        return f"mapping “{self.name}”"


@dataclass(frozen=True)
class Said:
    """What the sender says of a file that neither its columns nor its title say.

    ``for_partnership`` is whether only members of the partnership may read its figures.
    """

    indicator: str | None = None
    area: str = ""
    period: str = ""
    for_partnership: bool = False

    def answers(self, check: str) -> bool:
        """Whether it says what this check, one of ``ASKS``, asks for."""
        return bool({"indicator": self.indicator, "area": self.area, "period": self.period}[ASKS[check]])


NOTHING_SAID = Said()
# The checks that ask the sender what a file is about, and for what of it.
ASKS = {"indicator_is_named": "indicator", "area_is_said": "area", "period_is_said": "period"}


def undecided(mapping: Mapping) -> list[str]:
    """Return, in words, what keeps a file from being read with the mapping: columns that clash or say too little."""
    return [*_held_twice(mapping), *_numbers_without_a_measure(mapping), *_parts_alone(mapping)]


def _held_twice(mapping: Mapping) -> Iterator[str]:
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for column in mapping.columns:
        if column.part.is_number:
            of = f", of {column.indicator}" if column.indicator else ""
            for part in _numbers_in(column.part):
                holders[part.words, of, column.sex, mapping.period_of(column)].append(column.heading)
        elif column.part is not Part.NOT_READ:
            holders[f"the {column.key}" if column.key else column.part.words, ""].append(column.heading)
    for (what, of, *_), headings in holders.items():
        if len(headings) > 1:
            yield f"{_quoted(headings)} are each said to hold {what}{of}. Choose one, and leave the others unread."


def _numbers_in(part: Part) -> tuple[Part, ...]:
    return (Part.COUNT, Part.DENOMINATOR) if part is Part.SHARE else (part,)


def _numbers_without_a_measure(mapping: Mapping) -> Iterator[str]:
    if not mapping.holding(*_MAIN):
        yield "No column is said to hold a count or a value. Choose at least one."
    if not mapping.indicator and not mapping.holding(Part.MEASURE):
        bare = [column.heading for column in mapping.holding(*NUMBERS) if not column.indicator]
        if bare:
            verb, them = ("is", "it") if len(bare) == 1 else ("are", "them")
            yield f"Say which measure {_quoted(bare)} {verb} of, or leave {them} unread."


def _parts_alone(mapping: Mapping) -> Iterator[str]:
    for group in mapping.groups():
        if not any(column.part in _MAIN for column in group):
            of = f" of {group[0].indicator}" if group[0].indicator else ""
            named = _quoted([column.heading for column in group])
            alone = "stands alone" if len(group) == 1 else "stand alone"
            yield f"{named} {alone}: no column holds the count or the value{of} beside it."
    if mapping.holding(Part.QUARTER) and not mapping.holding(Part.PERIOD):
        yield "A column holds a quarter or a month, and none holds its year. Choose the column with the year."


def _quoted(headings: list[str]) -> str:
    return listed([f"“{heading}”" if heading else "the column without a heading" for heading in headings])


def is_period(text: str) -> bool:
    """Whether a text writes a period, be it one that could be two."""
    try:
        read_period(text)
    except AmbiguousPeriod:
        return True
    except PeriodError:
        return False
    return True
