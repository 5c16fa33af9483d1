"""Keys of figures as whole numbers: figures that differ in one column are found, and moved along it, by arithmetic."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from dashboard.domain.coded import Codes
from dashboard.domain.definitions import Definitions

WHOLE_SEX = "persons"
_LARGEST = 2**62


class Key(NamedTuple):
    """The key of a figure: the columns ``KEY``, in their order."""

    indicator: str
    area: str
    period_start: str
    period_months: int
    period_kind: str
    sex: str
    age: str
    breakdown: str


When = tuple[str, int, str]  # a period: its start, months and kind
_COLUMNS = ("age", "sex", "period", "indicator", "area", "breakdown")


class Numbering:
    """The number of a key: the places of its words in a list for each column, each weighed by the lists before it.

    New words are listed as they come where a column is last (``breakdown``); the other lists are complete.
    """

    def __init__(self, keys: Sequence[Key], definitions: Definitions) -> None:
        """List the words of these keys, and all areas, measures and sexes that figures nobody sent may have."""
        indicators, areas, starts, months, kinds, sexes, ages, breakdowns = zip(*keys, strict=True)
        self._columns: dict[str, Sequence[Any]] = {
            "age": ages,
            "sex": sexes,
            "period": [*zip(starts, months, kinds, strict=True)],
            "indicator": indicators,
            "area": areas,
            "breakdown": breakdowns,
        }
        more: dict[str, Iterable[Any]] = {
            "sex": [WHOLE_SEX, *(area.holds for area in definitions.areas)],
            "indicator": definitions.catalogue.indicators,
            "area": definitions.areas.by_code,
        }
        self.places: dict[str, dict[Any, int]] = {}
        self.weights: dict[str, int] = {}
        weight = 1
        for name in _COLUMNS:
            words = dict.fromkeys([*self._columns[name], *more.get(name, ())])
            self.places[name] = {word: place for place, word in enumerate(words)}
            self.weights[name] = weight
            weight *= len(words)
        self._sizes = {name: len(places) for name, places in self.places.items()}
        self.keys = self._numbers(len(keys))

    def _numbers(self, many: int) -> Codes:
        made = np.zeros(many, np.int64)
        for name, column in self._columns.items():
            made += np.fromiter(map(self.places[name].__getitem__, column), np.int64, many) * self.weights[name]
        return made

    def words(self, column: str) -> list[Any]:
        """Return the words of a column by place."""
        return [*self.places[column]]

    def place(self, column: str, word: Any) -> int:
        """Return the place of a word; a breakdown that is not listed yet is listed."""
        places = self.places[column]
        if word not in places:
            assert column == _COLUMNS[-1], f"{word} is no {column} of these figures"
            assert (len(places) + 1) * self.weights[column] < _LARGEST, "too many groups to number"
            places[word] = len(places)
        return places[word]

    def of(self, numbers: Codes, column: str) -> Codes:
        """Return the places in a column of the keys with these numbers."""
        rest = numbers // self.weights[column]
        return rest if column == _COLUMNS[-1] else rest % self._sizes[column]

    def moved(self, numbers: Codes, column: str, places: Codes | int) -> Codes:
        """Return the numbers of the keys that have these places in a column instead of theirs."""
        return numbers + (places - self.of(numbers, column)) * self.weights[column]

    def group(self, text: str | None) -> int:
        """Return the place of a breakdown; -1 for none."""
        return -1 if text is None else self.place("breakdown", text)

    def by_group(self, numbers: Codes, answer: Callable[[str], int]) -> Codes:
        """Return for each key an answer that goes by its breakdown only, asked once for each that there is."""
        words = self.words("breakdown")
        groups, each = np.unique(self.of(numbers, "breakdown"), return_inverse=True)
        return np.array([answer(str(words[group])) for group in groups.tolist()], np.int64)[each]
