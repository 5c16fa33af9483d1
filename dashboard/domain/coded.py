"""Columns as whole numbers and back: rows are grouped, joined and compared by numbers much faster than by texts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Rows = Codes | Bools | slice  # of a table: which, whether each, or those from one to another

_LARGEST = 2**62  # numbers are put together below this, so that none overflows
_NEAR = 2**16  # whole numbers that lie nearer to each other than this stand for themselves


class Texts(NamedTuple):
    """The texts of a column, each kept once: row n has ``words[codes[n]]``; codes of shape (n,)."""

    words: list[str]
    codes: Codes

    @property
    def array(self) -> pd.api.extensions.ExtensionArray:
        """The texts as a column of a frame."""
        return pd.array(self.words, dtype="str").take(self.codes)

    def of(self, rows: Rows) -> "Texts":
        """Return the texts of these rows, which may stand more than once."""
        return Texts(self.words, self.codes[rows])

    def replaced(self, rows: Bools, others: "Texts") -> "Texts":
        """Return the texts with ``others``, one for each of the ``rows``, in place of theirs."""
        codes = self.codes.copy()
        codes[rows] = others.codes + len(self.words)
        return Texts([*self.words, *others.words], codes)

    def with_word(self, rows: Bools, word: str) -> "Texts":
        """Return the texts with one word in place of those of the ``rows``."""
        return Texts([*self.words, word], np.where(rows, len(self.words), self.codes))

    def numbers(self, of_words: Mapping[str, int]) -> Codes:
        """Return the number of the text of each row, -1 where it has none."""
        return np.array([of_words.get(word, -1) for word in self.words], dtype=np.int64)[self.codes]

    def places(self, words: Sequence[str]) -> Codes:
        """Return the place among ``words`` of the text of each row, -1 where it is not there."""
        return self.numbers({word: place for place, word in enumerate(words)})

    def joined(self, entries: Mapping[str, Sequence[int]]) -> tuple[Codes, Codes]:
        """Return each row once for each of the ``entries`` of its text, in the order of the rows: rows and entries."""
        found = [entries.get(word, ()) for word in self.words]
        sizes = np.array([len(some) for some in found], dtype=np.int64)
        each = np.array([entry for some in found for entry in some], dtype=np.int64)
        times, begins = sizes[self.codes], (np.cumsum(sizes) - sizes)[self.codes]
        rows = np.repeat(np.arange(len(self.codes)), times)
        nth = np.arange(len(rows)) - (np.cumsum(times) - times)[rows]
        return rows, each[begins[rows] + nth]

    def among(self, wanted: Sequence[str]) -> Bools:
        """Whether each row has one of the texts ``wanted``."""
        return self.each(lambda word: word in wanted)

    def each(self, holds: Callable[[str], bool]) -> Bools:
        """Return whether something holds of the text of each row; it is asked once for each text."""
        return np.array([holds(word) for word in self.words], dtype=bool)[self.codes]


Column = Texts | np.ndarray  # texts, or numbers


@dataclass(frozen=True, slots=True)
class Coded:
    """A frame as columns by name, texts each kept once: cut and put together much faster than a frame."""

    columns: dict[str, Column]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        first = next(iter(self.columns.values()))
        return len(first.codes) if isinstance(first, Texts) else len(first)

    @property
    def frame(self) -> pd.DataFrame:
        """The frame."""
        columns = {name: column.array if isinstance(column, Texts) else column for name, column in self.columns.items()}
        return pd.DataFrame(columns, pd.RangeIndex(self.rows))

    def texts(self, name: str) -> Texts:
        """Return a column of texts."""
        column = self.columns[name]
        assert isinstance(column, Texts), f"{name} holds numbers"
        return column

    def numbers(self, name: str) -> npt.NDArray[np.float64]:
        """Return a column of numbers, NaN where there is none."""
        column = self.columns[name]
        assert not isinstance(column, Texts), f"{name} holds texts"
        return column.astype(np.float64, copy=False)

    def wholes(self, name: str) -> Codes:
        """Return a column of whole numbers."""
        column = self.columns[name]
        assert not isinstance(column, Texts), f"{name} holds texts"
        return column.astype(np.int64, copy=False)

    def of(self, rows: Rows) -> "Coded":
        """Return these rows."""
        return Coded({name: _some(column, rows) for name, column in self.columns.items()})

    def only(self, names: Iterable[str]) -> "Coded":
        """Return these columns."""
        return Coded({name: self.columns[name] for name in names})

    def with_columns(self, columns: Mapping[str, Column]) -> "Coded":
        """Return the rows with columns in place of those of that name, or after them."""
        return Coded(self.columns | dict(columns))

    def in_order(self, names: Sequence[str]) -> "Coded":
        """Return the rows sorted by columns; those that are alike in them as they stand."""
        return self.of(np.argsort(self.numbered(names), kind="stable"))

    def numbered(self, names: Sequence[str]) -> Codes:
        """Return a number for each row, in the order of these columns of texts or whole numbers.

        Numbers stand in the order of the columns, the first of ``names`` before the second, as sorting by them does.
        """
        made = np.zeros(self.rows, dtype=np.int64)
        for name in names:
            ranks, size = _ranks(self.columns[name])
            if int(made.max(initial=0) + 1) * size >= _LARGEST:
                made = np.unique(made, return_inverse=True)[1]
            made = made * size + ranks
        return made

    def distinct(self, names: Sequence[str]) -> "Coded":
        """Return these columns with each combination that there is once, in their order."""
        return self.only(names).of(np.unique(self.numbered(names), return_index=True)[1])

    def records(self, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the values of these columns row by row."""
        return zip(*(_values(self.columns[name]) for name in names), strict=True)


def _some(column: Column, rows: Rows) -> Column:
    return column.of(rows) if isinstance(column, Texts) else column[rows]


def _values(column: Column) -> list[Any]:
    if isinstance(column, Texts):
        return [column.words[code] for code in column.codes.tolist()]
    values: list[Any] = column.tolist()
    return values


def _ranks(column: Column) -> tuple[Codes, int]:
    """The place of each row's value among all in order, and how many there may be."""
    if not isinstance(column, Texts):
        if column.dtype.kind in "iu":
            least, most = int(column.min(initial=0)), int(column.max(initial=0))
            if most - least < _NEAR:
                return column - least, most - least + 1
        values, places = np.unique(column, return_inverse=True)
        return places, max(len(values), 1)
    order = {word: rank for rank, word in enumerate(sorted(set(column.words)))}
    return np.array([order[word] for word in column.words], dtype=np.int64)[column.codes], max(len(order), 1)


def coded_frame(frame: pd.DataFrame) -> Coded:
    """Return a frame of texts and numbers, its columns coded."""
    return Coded({str(name): _column(column) for name, column in frame.items()})


def _column(column: pd.Series) -> Column:
    if column.dtype == "Int64":
        return column.to_numpy(np.float64, na_value=np.nan)
    return column.to_numpy() if pd.api.types.is_numeric_dtype(column.dtype) else texts(column)


def joined(tables: Sequence[Coded]) -> Coded:
    """Return the rows of tables that have the same columns, one table after another. There is at least one."""
    return Coded({name: _joined([table.columns[name] for table in tables]) for name in tables[0].columns})


def _joined(columns: Sequence[Column]) -> Column:
    if len(columns) == 1:
        return columns[0]
    found = [column for column in columns if isinstance(column, Texts)]
    if not found:
        return np.concatenate([column for column in columns if not isinstance(column, Texts)])
    # Rows cut out of one table share its words, so that most often there are few different lists of them.
    lists = {id(column.words): column.words for column in found}
    words = coded([word for some in lists.values() for word in some])
    places = np.split(words.codes, np.cumsum([*map(len, lists.values())])[:-1])
    place_of = dict(zip(lists, places, strict=True))
    return Texts(words.words, np.concatenate([place_of[id(column.words)][column.codes] for column in found]))


def constant(value: str | float, rows: int) -> Column:
    """Return a column of one text or number."""
    return Texts([value], np.zeros(rows, dtype=np.int64)) if isinstance(value, str) else np.full(rows, value)


def numbered_together(names: Sequence[str], *tables: Coded) -> list[Codes]:
    """Return for each table a number for each row, over all the same where the columns ``names`` are."""
    number = joined([table.only(names) for table in tables]).numbered(names)
    return np.split(number, np.cumsum([table.rows for table in tables[:-1]], dtype=int))


def alike(names: Sequence[str], table: Coded, other: Coded) -> Bools:
    """Return for each row of a table whether a row of another has the same in the columns ``names``."""
    mine, others = numbered_together(names, table, other)
    return np.isin(mine, others)


def texts(column: pd.Series) -> Texts:
    """Return the texts of a column, in the order in which they come first. No text is missing."""
    codes, words = _coded(column)
    return Texts(words, codes)


def coded(values: Sequence[str]) -> Texts:
    """Return the texts of a column that is no part of a frame yet."""
    codes = {word: code for code, word in enumerate(dict.fromkeys(values))}
    return Texts([*codes], np.fromiter(map(codes.__getitem__, values), np.int64, len(values)))


def _coded(column: pd.Series) -> tuple[Codes, list[Any]]:
    codes, values = column.array.factorize()  # of the array, for pandas.factorize takes three times as long
    assert not (codes < 0).any(), f"a row without its {column.name}"
    return codes, values.tolist()
