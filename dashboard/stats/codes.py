"""Texts as whole numbers: rows are grouped, joined and compared by numbers many times faster than by texts."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.stats.intervals import Bools

Codes = npt.NDArray[np.int64]

_LARGEST = 2**62  # numbers are put together below this, so that none overflows


class Texts(NamedTuple):
    """The texts of a column, each kept once: row n has ``words[codes[n]]``; codes of shape (n,)."""

    words: list[str]
    codes: Codes

    @property
    def array(self) -> pd.api.extensions.ExtensionArray:
        """The texts as a column of a frame."""
        return pd.array(self.words, dtype="str").take(self.codes)

    def of(self, rows: Codes | Bools) -> "Texts":
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


def texts(column: pd.Series) -> Texts:
    """Return the texts of a column, in the order in which they come first. No text is missing."""
    codes, words = pd.factorize(column)
    assert not (codes < 0).any(), f"a row without its {column.name}"
    return Texts(list(words), codes)


def numbered(names: Sequence[str], *frames: pd.DataFrame) -> list[Codes]:
    """Return for each frame a number for each row, over all frames the same where the columns ``names`` are.

    Numbers stand in the order of the columns, the first of ``names`` before the second, as sorting by them does.
    """
    made, size = np.zeros(sum(map(len, frames)), dtype=np.int64), 1
    for name in names:
        ranks, many = _ranked(pd.concat([frame[name] for frame in frames]) if len(frames) > 1 else frames[0][name])
        if size * many >= _LARGEST:
            made = np.unique(made, return_inverse=True)[1]
            size = len(made)
        made, size = made * many + ranks, size * many
    return np.split(made, np.cumsum([len(frame) for frame in frames[:-1]], dtype=int))


def _ranked(column: pd.Series) -> tuple[Codes, int]:
    """The place of each row's value among the values in their order, and how many values there are."""
    codes, values = pd.factorize(column)
    assert not (codes < 0).any(), f"a row without its {column.name}"
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[values.argsort()] = np.arange(len(values))
    return ranks[codes], max(len(values), 1)
