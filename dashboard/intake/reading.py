"""What a layout makes of a table: one row a figure, its cells still text; and what it leaves out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pandas as pd

from dashboard.domain.areas import AreaKind
from dashboard.domain.definitions import Definitions
from dashboard.domain.findings import Finding
from dashboard.domain.mappings import Said
from dashboard.domain.periods import TEMPLATE_HABIT, PeriodHabit
from dashboard.intake.tables import Table

MOST_TOLD = 20  # different texts told one by one for one fault; the others are told together
NUMBER_CELLS = ["count", "denominator", "value", "lower_ci_95", "upper_ci_95"]
# ``column`` is the heading that a number stands under, for layouts with a column for each period or group.
CELLS = ["row", "indicator", "area", "period", "sex", "age", "breakdown", *NUMBER_CELLS, "note", "source", "column"]


@dataclass(frozen=True)
class LeftOut:
    """A measure of the file that was not taken: why, and how many rows it has."""

    measure: str
    reason: str
    rows: int


@dataclass(frozen=True)
class Reading:
    """The cells of a file in our own template's columns, with the line each came from.

    ``area_kinds`` narrows where names are looked for, None where the indicator's own geography
    decides. ``columns`` says which heading each of our columns was read from; ``headings`` says it of the
    numbers of a row by its own ``column``, where a row has several under headings of their own.
    """

    cells: pd.DataFrame
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    habit: PeriodHabit = TEMPLATE_HABIT
    area_kinds: tuple[AreaKind, ...] | None = None
    rounded: bool = False
    columns: dict[str, str] = field(default_factory=dict)
    headings: dict[tuple[str, str], str] = field(default_factory=dict)

    def heading_of(self, cell: str, own: str) -> str:
        """Return the heading under which a number stands in a row that has ``own`` for its column."""
        return self.headings.get((own, cell)) or own or self.columns.get(cell, cell)


@dataclass(frozen=True)
class Given:
    """What comes with a table: its file's name, what the sender said of it, and the words it is read with."""

    file_name: str
    said: Said
    definitions: Definitions


@dataclass(frozen=True)
class Format:
    """A layout we recognise by its folded headings and turn into our columns.

    ``known`` says which headings are read; the others are reported as ignored. ``needs`` are those
    without which nothing is read, so that no file is taken in part.
    ``areas_repeat`` marks exports that print an area once for each of its parents. ``row_level`` marks
    files with a row for each event: only counts of them are kept, the file itself is not. ``mapping`` is
    the name under which a sender's own mapping is kept. ``is_publication`` is whether files of this layout are what
    their publisher has published, so that everybody may read their figures.
    """

    name: str
    title: str
    recognises: Callable[[tuple[str, ...]], bool]
    read: Callable[[Table, Given], Reading]
    known: Callable[[str], bool]
    areas_repeat: bool = False
    needs: tuple[str, ...] = ()
    row_level: bool = False
    mapping: str = ""
    is_publication: bool = False


def cells(rows: Iterable[int] | pd.Index, **columns: object) -> pd.DataFrame:
    """Return cells in the template's columns; those not given are empty. ``rows`` are line numbers."""
    frame = pd.DataFrame({"row": rows if isinstance(rows, pd.Index) else list(rows)})
    for name in CELLS[1:]:
        given = columns.get(name, "")
        frame[name] = pd.Series(given.array if isinstance(given, pd.Series) else given, frame.index)
    return frame.astype(dict.fromkeys(CELLS[1:], "str"))


def together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return frames of cells as one; none makes an empty one."""
    return pd.concat(frames, ignore_index=True) if frames else cells([])
