"""Figures that differ in one column only: what they tell goes by the words there, and is found once for the same words.

Sums are made of words, and then laid over all groups of figures that have these words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from dashboard.domain.coded import Bools, Codes
from dashboard.stats.suppression.keys import Numbering
from dashboard.stats.suppression.terms import Sums, ends_of, joined, listed, ranges

COUNTED, REST = 0, 1  # the amounts of a figure: the people counted, and the rest of their group
Term = tuple[Any, int, int]  # a word, an amount and its sign
Way = Sequence[Term]
Alternatives = Sequence[Way]  # sums, of which the later ones follow from the first that holds


class Candidates(NamedTuple):
    """Sums over amounts of keys (twice the number, and the amount), and the alternatives that each is one of."""

    sums: Sums
    one_of: Codes  # of shape (sums,), from 0 and rising


def together(some: Sequence[Candidates]) -> Candidates:
    """Return all of these."""
    ends = ends_of(np.array([one.one_of.max(initial=-1) + 1 for one in some], np.int64))
    one_of = [one.one_of + end for one, end in zip(some, ends[:-1].tolist(), strict=True)]
    return Candidates(joined([one.sums for one in some]), np.concatenate(one_of))


@dataclass(frozen=True)
class Figures:
    """Keys of figures, which of them are new, and by place of its measure the family that each is of."""

    numbering: Numbering
    numbers: Codes  # rising
    new: Bools
    families: Codes

    def have(self, numbers: Codes) -> Bools:
        """Whether there are figures with these keys."""
        if not len(self.numbers):
            return np.zeros(len(numbers), bool)
        places = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        return self.numbers[places] == numbers

    @property
    def family(self) -> Codes:
        """The family of each figure."""
        return self.families[self.numbering.of(self.numbers, "indicator")]

    def of(self, rows: Bools) -> "Figures":
        """Return some of them."""
        return Figures(self.numbering, self.numbers[rows], self.new[rows], self.families)

    def words_by_family(self, column: str) -> dict[int, list[Any]]:
        """Return by family the words that its figures have in a column."""
        words = self.numbering.words(column)
        pairs = np.unique(self.family * len(words) + self.numbering.of(self.numbers, column))
        found: dict[int, list[Any]] = {}
        for family, place in zip((pairs // len(words)).tolist(), (pairs % len(words)).tolist(), strict=True):
            found.setdefault(family, []).append(words[place])
        return found


def candidates_of(
    figures: Figures, column: str, tell: Callable[[list[Any], int], Iterable[Alternatives]], *, alone: bool = False
) -> Candidates:
    """Return what figures tell that differ in a column only, where some of them are new.

    ``tell`` is asked with the words that there are and the family of the figures, once for all that are alike in
    both. Figures that stand ``alone`` are asked about too where one of them may tell something.
    """
    bases, patterns, made = _patterns(figures, column, alone=alone)
    templates = _Templates(figures.numbering, column)
    words = figures.numbering.words(column)
    for places, family in made:
        templates.add(tell([words[place] for place in places], family))
    return templates.laid(bases, patterns)


def _patterns(figures: Figures, column: str, *, alone: bool) -> tuple[Codes, Codes, list[tuple[list[int], int]]]:
    """By group of figures the number of its key without the column and its pattern; and the patterns."""
    places = figures.numbering.of(figures.numbers, column)
    bases = figures.numbering.moved(figures.numbers, column, 0)
    order = np.lexsort((places, bases))
    begins = np.flatnonzero(np.diff(bases[order], prepend=-1))
    ends = np.append(begins[1:], len(order))
    asked = np.logical_or.reduceat(figures.new[order], begins) if len(order) else np.zeros(0, bool)
    asked &= alone | (ends - begins > 1)
    firsts = order[begins[asked]]
    sorted_places = places[order]
    seen: dict[tuple[int, bytes], int] = {}
    numbers = np.empty(len(firsts), np.int64)
    made: list[tuple[list[int], int]] = []
    spans = zip(begins[asked].tolist(), ends[asked].tolist(), figures.family[firsts].tolist(), strict=True)
    for group, (begin, end, family) in enumerate(spans):
        here = sorted_places[begin:end]
        pattern = family, here.tobytes()
        if pattern not in seen:
            seen[pattern] = len(made)
            made.append((here.tolist(), family))
        numbers[group] = seen[pattern]
    return bases[firsts], numbers, made


class _Templates:
    """The sums of each pattern, over the places of words instead of keys."""

    def __init__(self, numbering: Numbering, column: str) -> None:
        self.numbering, self.column = numbering, column
        self._terms: list[tuple[int, int, int]] = []
        self._sizes: list[int] = []  # of each way
        self._one_of: list[int] = []  # by way, from 0 in each template
        self._ways = [0]  # at the end of each template
        self._alternatives: list[int] = []  # of each template

    def add(self, found: Iterable[Alternatives]) -> None:
        """Add the sums of the next pattern."""
        many = 0
        for many, ways in enumerate(found, 1):
            for way in ways:
                place, column = self.numbering.place, self.column
                self._terms += [(place(column, word), amount, sign) for word, amount, sign in way]
                self._sizes.append(len(way))
                self._one_of.append(many - 1)
        self._ways.append(len(self._sizes))
        self._alternatives.append(many)

    def laid(self, bases: Codes, patterns: Codes) -> Candidates:
        """Return the sums of groups of figures, by the number of a key of each without the column and by pattern."""
        if not self._terms:
            return Candidates(listed([]), np.zeros(0, np.int64))
        places, amounts, signs = np.array(self._terms, np.int64).T
        begins, sizes = ends_of(np.array(self._sizes, np.int64)), np.array(self._sizes, np.int64)
        first_ways = np.array(self._ways, np.int64)
        each = np.diff(first_ways)[patterns]
        ways = ranges(first_ways[patterns], each)
        terms = ranges(begins[ways], sizes[ways])
        base = np.repeat(np.repeat(bases, each), sizes[ways])
        keys = base + places[terms] * self.numbering.weights[self.column]
        before = ends_of(np.array(self._alternatives, np.int64)[patterns])[:-1]
        one_of = np.repeat(before, each) + np.array(self._one_of, np.int64)[ways]
        return Candidates(Sums(2 * keys + amounts[terms], signs[terms], ends_of(sizes[ways])), one_of)
