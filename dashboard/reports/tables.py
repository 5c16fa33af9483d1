"""Tables of what is read: text, whole numbers, and agencies as values until they are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dashboard.domain.agencies import Agency

Cell = str | int | tuple[Agency, ...]
OWNERS = "Who can change it"  # the heading of the agencies, over a column or before a row


@dataclass(frozen=True)
class Table:
    """Cells under a title; the first column heads its rows.

    ``owned`` says whether the agencies among its cells are those of their row or of their column; ``about`` what is to
    be known before it is read.
    """

    title: str
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    owned: Literal["by row", "by column"] = "by row"
    about: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, heading: str) -> tuple[Cell, ...]:
        """Return the cells under a heading, none where no column has it."""
        if heading not in self.headings:
            return ()
        place = self.headings.index(heading)
        return tuple(row[place] for row in self.rows)

    def without_column(self, heading: str) -> "Table":
        """Return the table without the column under a heading."""
        return self._of([name for name in self.headings if name != heading])

    def filled(self, *always: str) -> "Table":
        """Return the table without the columns in which every cell is empty text, but for those ``always`` kept."""
        return self._of([name for name in self.headings if name in always or any(c != "" for c in self.column(name))])

    def _of(self, headings: list[str]) -> "Table":
        places = [self.headings.index(name) for name in headings]
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return replace(self, headings=tuple(headings), rows=rows)


def table(title: str, rows: Iterable[Mapping[str, Cell]], headings: Iterable[str] = ()) -> Table:
    """Return a table from rows by heading, which all have the same headings; without rows those given stand."""
    cells = list(rows)
    names = tuple(cells[0]) if cells else tuple(headings)
    return Table(title, names, tuple(tuple(row[name] for name in names) for row in cells))
