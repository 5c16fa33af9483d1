"""Which sums hold among the figures of every release, figures that nobody sent among them."""

from collections.abc import Iterable, Mapping

import numpy as np

from dashboard.domain.coded import Bools, Codes
from dashboard.domain.definitions import Definitions
from dashboard.stats.intervals import Floats
from dashboard.stats.suppression.cells import Cells, Release
from dashboard.stats.suppression.filling import possible_numbers
from dashboard.stats.suppression.keys import Key, Numbering
from dashboard.stats.suppression.patterns import Candidates, Figures, together
from dashboard.stats.suppression.related import family_places
from dashboard.stats.suppression.relations import relations
from dashboard.stats.suppression.terms import Sums, joined, listed
from dashboard.stats.suppression.tied import stated
from dashboard.stats.suppression.within import wholes

_SAME = 1e-6  # people; what floating point leaves of a sum that comes to nothing
_WRONG, _HOLDS, _TELLS, _OPEN = range(4)  # what is found of a sum: it tells the one number that it lacks, or lacks more


def sums_among(cells: Cells, releases: Iterable[tuple[Mapping[int, Key], Release]]) -> Sums:
    """Return the sums that hold among the amounts of cells in any of the releases, each once.

    A figure that was not sent, or is hidden by its source, stands in them as soon as it can be worked
    back from the others; an outsider can do the same, and go on from there.
    """
    own = [(placed, release) for placed, release in releases if release.has_own_sums and placed]
    return joined([_Release(cells, placed, release.definitions).sums() for placed, release in own]).distinct()


class _Release:
    """The figures of one release, with a cell for each that nobody sent and that may be worked back."""

    def __init__(self, cells: Cells, placed: Mapping[int, Key], definitions: Definitions) -> None:
        self.cells, self.definitions = cells, definitions
        self.numbering = Numbering([*placed.values()], definitions)
        self.sent = np.fromiter(placed, np.int64, len(placed))
        order = np.argsort(self.numbering.keys)
        self._numbers, self._cells = self.numbering.keys[order], self.sent[order]  # with those of unsent figures
        self._figures = np.ones(len(order), bool)  # which of these were sent or have been worked back
        self.true = np.array(cells.true)
        self._unnumbered = np.zeros(len(cells.small), bool)
        self._unnumbered[list(cells.unnumbered)] = True
        self._families = family_places(self.numbering, definitions.catalogue)

    def sums(self) -> Sums:
        """Return what holds."""
        found, open_ways = listed([]), Candidates(listed([]), np.zeros(0, np.int64))
        new, tied = self._figures.copy(), listed([])
        while new.any():
            figures = Figures(self.numbering, self._numbers[self._figures], new[self._figures], self._families)
            candidates, tied = relations(figures, self.definitions), stated(figures, self.definitions)
            candidates = together([candidates, Candidates(tied, np.arange(tied.many))])
            self._place(candidates.sums)
            holding, open_ways = self._settled(
                together([open_ways, candidates._replace(sums=self._over_cells(candidates.sums))])
            )
            found = joined([found, holding])
            new = self._worked_back()
        possible = self._possible(open_ways.sums.in_order().distinct())
        made, tied = joined([found.in_order(), possible]).distinct(), self._over_cells(tied).in_order()
        nearly = self._nearly(tied.of(~_among(tied, made)))
        within = self._within(self._over_cells(wholes(self._every_figure(), self.definitions)), made)
        self.cells.true = self.true.tolist()
        return joined([self._telling(made), nearly, within])

    def _every_figure(self) -> Figures:
        numbers = self._numbers[self._figures]
        return Figures(self.numbering, numbers, np.ones(len(numbers), bool), self._families)

    def _place(self, sums: Sums) -> None:
        """Give a cell without a number to each figure of the sums that has none."""
        new = np.setdiff1d(sums.amounts // 2, self._numbers)
        words, measures = self.numbering.words("indicator"), self.numbering.of(new, "indicator")
        least = np.array([self.definitions.catalogue.called(str(word)).hide_below for word in words], float)
        cells = self.cells.add_unsent(least[measures].tolist())
        self.true = np.append(self.true, np.full(2 * len(new), np.nan))
        self._unnumbered = np.append(self._unnumbered, np.ones(len(new), bool))
        places = np.searchsorted(self._numbers, new)
        self._numbers = np.insert(self._numbers, places, new)
        self._cells = np.insert(self._cells, places, cells)
        self._figures = np.insert(self._figures, places, np.zeros(len(new), bool))

    def _over_cells(self, sums: Sums) -> Sums:
        """Sums over the amounts of keys as sums over those of cells."""
        cells = self._cells[np.searchsorted(self._numbers, sums.amounts // 2)]
        return sums._replace(amounts=2 * cells + sums.amounts % 2)

    def _worked_back(self) -> Bools:
        """Which figures have been worked back and were not before; they count among the others from now on."""
        new = ~self._figures & ~np.isnan(self.true[2 * self._cells])
        self._figures |= new
        return new

    def _settled(self, ways: Candidates) -> tuple[Sums, Candidates]:
        """What holds of alternatives, and those that wait for numbers that nothing tells yet."""
        found: list[Sums] = []
        while ways.sums.many:
            state, amounts, numbers = self._judged(ways.sums)
            rows = np.arange(ways.sums.many)
            begins = np.flatnonzero(np.diff(ways.one_of, prepend=-1))
            first = np.minimum.reduceat(np.where(state == _WRONG, len(rows), rows), begins)
            first = first[first < len(rows)]
            telling = first[state[first] == _TELLS]
            telling = telling[np.unique(amounts[telling], return_index=True)[1]]
            self.true[amounts[telling]] = np.maximum(numbers[telling], 0.0)
            holding = np.sort(np.concatenate([first[state[first] == _HOLDS], telling]))
            found.append(ways.sums.of(holding))
            waits = np.setdiff1d(first, holding)
            kept = np.isin(ways.one_of, ways.one_of[waits])
            ended = not len(telling) and not (state[waits] == _TELLS).any()
            ways = Candidates(ways.sums.of(kept), ways.one_of[kept])
            if ended:
                break
        return joined(found), ways

    def _judged(self, sums: Sums) -> tuple[Codes, Codes, Floats]:
        """What is found of each sum; of one that tells a number the amount, and the number."""
        true = self.true[sums.amounts]
        missing = np.isnan(true)
        total = sums.totals(np.where(missing, 0.0, sums.signs * true))
        many = sums.totals(missing.astype(float))
        barred = sums.having(missing & ~self._unnumbered[sums.amounts // 2])
        amount = sums.totals(np.where(missing, sums.amounts, 0).astype(float)).astype(np.int64)
        number = -sums.totals(np.where(missing, sums.signs, 0).astype(float)) * total
        ways = [(many == 0) & (np.abs(total) < _SAME), (many == 1) & ~barred & (number > -_SAME), (many > 1) & ~barred]
        return np.select(ways, [_HOLDS, _TELLS, _OPEN], _WRONG), amount, number

    def _possible(self, undecided: Sums) -> Sums:
        """Sums of several figures without a number, after giving these some numbers with which all hold, if any.

        Which numbers does not matter: what an outsider can tell of the others is the same for all.
        """
        amounts, numbers, holding = possible_numbers(undecided, self.true)
        self.true[amounts] = numbers
        self.cells.supposed.update(amounts.tolist())
        return undecided.of(holding)

    def _telling(self, sums: Sums) -> Sums:
        """The sums without those that only say what a figure would be that nobody sent, and no other sum has."""
        small = (self.true > 0) & (self.true < np.repeat(self.cells.least, 2))
        idle = ~small
        idle[np.concatenate([2 * self.sent, 2 * self.sent + 1])] = False
        while True:
            times = np.bincount(sums.amounts, minlength=len(idle))
            needless = sums.having(idle[sums.amounts] & (times[sums.amounts] == 1))
            if not needless.any():
                return sums
            sums = sums.of(~needless)

    def _nearly(self, ties: Sums) -> Sums:
        """What ties tell that the figures break: that a sum lies no further from nothing than it does here.

        By how much it is off is an amount of its own, from nothing to twice as much, as the rest of that says.
        """
        ties = ties.distinct()
        ties = ties.of(~ties.having(np.isnan(self.true[ties.amounts])))
        off = ties.totals(ties.signs * self.true[ties.amounts])
        slack = 2 * np.array(self.cells.add_unsent([0.0] * ties.many), np.int64)
        self.true = np.append(self.true, np.stack([np.maximum(-2 * off, 0.0), np.maximum(2 * off, 0.0)], axis=1))
        ends, ones = ties.ends[1:], np.ones(ties.many, np.int64)
        amounts, signs = np.insert(ties.amounts, ends, slack), np.insert(ties.signs, ends, ones)
        pairs = Sums(np.stack([slack, slack + 1], axis=1).ravel(), np.repeat(ones, 2), 2 * np.arange(ties.many + 1))
        return joined([Sums(amounts, signs, ties.ends + np.arange(ties.many + 1)), pairs])

    def _within(self, parts: Sums, known: Sums) -> Sums:
        """That parts are not above their whole: what is left over is an amount of its own, of nobody at the least.

        Only where so little is left that it may keep a part from being larger than it is, and that is not ``known``.
        """
        parts = parts.of(~parts.having(np.isnan(self.true[parts.amounts])))
        left = parts.totals(parts.signs * self.true[parts.amounts])
        least = np.array(self.cells.least)[parts.amounts // 2]
        few = (left > -_SAME) & parts.having(left[parts.rows] < least)
        parts, left = parts.of(few), left[few]
        ordered = parts.in_order()
        new = (ordered.firsts() == np.arange(parts.many)) & ~_among(ordered, known)
        parts, left = parts.of(new), left[new]
        rests = 2 * np.array(self.cells.add_unsent([0.0] * parts.many), np.int64)
        self.true = np.append(self.true, np.stack([np.maximum(left, 0.0), np.full(len(left), np.nan)], axis=1))
        ends = parts.ends[1:]
        amounts, signs = np.insert(parts.amounts, ends, rests), np.insert(parts.signs, ends, -1)
        return Sums(amounts, signs, parts.ends + np.arange(parts.many + 1))


def _among(sums: Sums, others: Sums) -> Bools:
    """Whether each sum is one of the others; all are in order."""
    return joined([others, sums]).firsts()[others.many :] < others.many
