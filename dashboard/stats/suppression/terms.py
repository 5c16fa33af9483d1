"""Sums as flat arrays: the amounts of one after those of another, each with its sign."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from dashboard.domain.coded import Bools, Codes
from dashboard.stats.intervals import Floats


class Sums(NamedTuple):
    """Sums that come to nothing: sum n is of ``amounts[ends[n]:ends[n + 1]]`` with their ``signs``."""

    amounts: Codes  # numbers of amounts, of shape (terms,)
    signs: Codes  # 1 or -1, of shape (terms,)
    ends: Codes  # of shape (sums + 1,), from 0

    @property
    def many(self) -> int:
        """How many sums there are."""
        return len(self.ends) - 1

    @property
    def rows(self) -> Codes:
        """The sum of each term."""
        return np.repeat(np.arange(self.many), np.diff(self.ends))

    def of(self, chosen: Codes | Bools) -> "Sums":
        """Return these sums, in this order."""
        rows = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        sizes = np.diff(self.ends)[rows]
        terms = ranges(self.ends[rows], sizes)
        return Sums(self.amounts[terms], self.signs[terms], ends_of(sizes))

    def totals(self, numbers: Floats) -> Floats:
        """Return what a number for each term comes to in each sum. No sum is empty."""
        return np.add.reduceat(numbers, self.ends[:-1]) if self.many else np.zeros(0)

    def having(self, holds: Bools) -> Bools:
        """Whether something holds of a term of each sum."""
        return np.logical_or.reduceat(holds, self.ends[:-1]) if self.many else np.zeros(0, bool)

    def in_order(self) -> "Sums":
        """Return them with the amounts of each in their order, and the first one positive: equal sums look alike."""
        if not self.many:
            return self
        order = np.lexsort((self.amounts, self.rows))
        signs = self.signs[order]
        flip = np.repeat(signs[self.ends[:-1]], np.diff(self.ends))
        return Sums(self.amounts[order], signs * flip, self.ends)

    def firsts(self) -> Codes:
        """Return for each sum the first that is equal to it. They are in order."""
        found, sizes = np.arange(self.many), np.diff(self.ends)
        terms = 2 * self.amounts + (self.signs > 0)
        for size in np.unique(sizes).tolist():
            rows = np.flatnonzero(sizes == size)
            table = terms[self.ends[rows][:, None] + np.arange(size)]
            order = np.lexsort((rows, *table.T))
            new = np.ones(len(rows), bool)
            new[1:] = (table[order[1:]] != table[order[:-1]]).any(axis=1)
            found[rows[order]] = rows[order][new][np.cumsum(new) - 1]
        return found

    def distinct(self) -> "Sums":
        """Return each once. They are in order."""
        return self.of(self.firsts() == np.arange(self.many))


def ends_of(sizes: Codes) -> Codes:
    """Return where parts of these sizes end, after the nought at which the first begins."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def ranges(begins: Codes, sizes: Codes) -> Codes:
    """Return so many numbers from each beginning, one after another."""
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - (ends - sizes), sizes)


def listed(sums: Iterable[Iterable[tuple[int, int]]]) -> Sums:
    """Return sums that are given term by term: amounts and their signs."""
    terms = [list(one) for one in sums]
    flat = np.array([term for one in terms for term in one], np.int64).reshape(-1, 2)
    return Sums(flat[:, 0], flat[:, 1], ends_of(np.array([len(one) for one in terms], np.int64)))


def joined(tables: Sequence[Sums]) -> Sums:
    """Return the sums of one after those of another."""
    if not tables:
        return listed([])
    sizes = np.concatenate([np.diff(one.ends) for one in tables])
    amounts, signs = (np.concatenate(column) for column in zip(*(one[:2] for one in tables), strict=True))
    return Sums(amounts, signs, ends_of(sizes))
