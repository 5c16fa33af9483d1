"""Where one table ends and the next begins, in rows that stand one above another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.intake.cells import read_cell
from dashboard.intake.tables import YEAR, Record, holds_no_number, reads_like_headings

LOOK_FOR_HEADINGS_IN = 60  # rows; the longest preamble seen in a published file is 8


@dataclass
class Part:
    """Rows that belong together, none of them blank: what stands above, the headings at ``at``, the rows below."""

    records: list[Record]
    at: int


def parts_of(records: list[Record], at: int | None = None) -> list[Part]:
    """Return the tables that stand one above another; ``at`` is the record of the first headings where it is known.

    A blank row parts two tables only where headings follow it that a title or a blank row more sets apart, or that
    stood above already; all else goes on with the table above, so that no faulty row passes for another table.
    """
    parts: list[Part] = []
    waiting: list[Record] = []
    begin = 0
    if at is not None:
        begin = next((n for n in range(at + 1, len(records)) if not any(records[n][1])), len(records))
        above = _filled(records[:at])
        parts.append(Part(above + _filled(records[at:begin]), len(above)))
    for block, gap in _blocks(records, begin):
        headings = _heading_in(block)
        if headings is not None and (not parts or _set_apart(block, headings, gap, waiting, parts[-1])):
            parts.append(Part(waiting + block, len(waiting) + headings))
            waiting = []
        elif parts and (headings is not None or _holds_figures(block)):
            parts[-1].records += waiting + block
            waiting = []
        else:
            waiting = waiting + block
    if parts:
        parts[-1].records += waiting
    return parts


def titles(parts: list[Part], part: Part) -> tuple[str, ...]:
    """Return what stands above a table: its own title, and before that the title of the page."""
    above = [] if part is parts[0] else parts[0].records[: parts[0].at]
    return tuple(" ".join(filter(None, cells)) for _, cells in (*above, *part.records[: part.at]))


def _filled(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if any(record[1])]


def _blocks(records: list[Record], begin: int) -> Iterator[tuple[list[Record], int]]:
    """Yield the runs of rows without a blank one among them, each with how many blank rows stand above it."""
    block: list[Record] = []
    gap = following = 0
    for record in records[begin:]:
        if any(record[1]):
            if not block:
                gap, following = following, 0
            block.append(record)
            continue
        if block:
            yield block, gap
            block = []
        following += 1
    if block:
        yield block, gap


def _heading_in(block: list[Record]) -> int | None:
    """Return which row of a block holds headings: words, in at least half of the columns that are ever filled."""
    head = block[:LOOK_FOR_HEADINGS_IN]
    usual = max(_width(cells) for _, cells in head)
    for at, (_, cells) in enumerate(head):
        if not holds_no_number(cells) and not _is_one_year_over_others(block, at):
            return None
        if reads_like_headings(cells) and _width(cells) * 2 >= usual:
            return at
    return None


def _is_one_year_over_others(block: list[Record], at: int) -> bool:
    """Whether the only number of a row is a year, and what stands under it is none: a table of a single year."""
    cells, below = (block[row][1] if row < len(block) else [] for row in (at, at + 1))
    numbers = [to for to, cell in enumerate(cells) if cell and not read_cell(cell).fault]
    years = [to for to in numbers if YEAR.fullmatch(cells[to])]
    return years == numbers and all(to < len(below) and not YEAR.fullmatch(below[to]) for to in years)


def _width(cells: list[str]) -> int:
    return sum(1 for cell in cells if cell)


def _set_apart(block: list[Record], at: int, gap: int, waiting: list[Record], before: Part) -> bool:
    """Whether headings begin a table of their own: under a title, under two blank rows, or the same as above."""
    same = block[at][1] == before.records[before.at][1]
    return same or gap > 1 or any(_width(cells) == 1 for _, cells in (*waiting, *block[:at]))


def _holds_figures(block: list[Record]) -> bool:
    """Whether any row has a number beside another cell."""
    return any(
        _width(cells) > 1 and any(read_cell(cell).number is not None for cell in cells if cell) for _, cells in block
    )
