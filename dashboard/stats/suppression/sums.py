"""Which sums hold among the figures of every release, figures that nobody sent among them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

import numpy as np

from dashboard.domain.definitions import Definitions
from dashboard.domain.indicators import Catalogue
from dashboard.stats.suppression.bounds import Equation, blocks, possible_numbers
from dashboard.stats.suppression.cells import Cells, Release
from dashboard.stats.suppression.relations import Key, Sum, relations, stated

_SAME = 1e-6  # people; what floating point leaves of a sum that comes to nothing
_AMOUNTS = {"counted": 0, "rest": 1}


class Equations:
    """The sums that hold among cells, in every release.

    A figure that was not sent, or is hidden by its source, stands in them as soon as it can be worked
    back from the others; an outsider can do the same, and go on from there.
    """

    def __init__(self, cells: Cells, releases: Iterable[tuple[dict[int, Key], Release]]) -> None:
        self.cells, self.releases = cells, releases

    def __iter__(self) -> Iterator[Equation]:
        """Yield equations over the numbers of amounts."""
        for cells, release in self.releases:
            if not release.has_own_sums:
                continue
            yield from self._of_release({key: cell for cell, key in cells.items()}, release.definitions)

    def _of_release(self, at: dict[Key, int], definitions: Definitions) -> Iterator[Equation]:
        unsent = Unsent(self.cells, at, definitions.catalogue)
        found: dict[Equation, None] = {}
        new, waiting, tied = at, list[list[Equation]](), list[Equation]()
        while new:
            keys = list(unsent.at)
            tied = [_equation(tie, unsent) for tie in stated(keys, definitions)]
            every = relations(keys, definitions, new)
            waiting += [[_equation(one, unsent) for one in alternatives] for alternatives in every]
            waiting += [[tie] for tie in tied if tie not in found]
            while len(left := [ways for ways in waiting if not self._settled(ways, found)]) < len(waiting):
                waiting = left
            new = unsent.worked_back()
        found.update(dict.fromkeys(self._possible([one for ways in waiting for one in ways])))
        yield from self._telling(found, set(at.values()))
        for tie in tied:
            if tie not in found and not any(np.isnan(self.cells.true[amount]) for amount in tie.amounts):
                yield from self._nearly(tie)

    def _telling(self, found: Collection[Equation], sent: Collection[int]) -> list[Equation]:
        """The sums without those that only say what a figure would be that nobody sent, and no other sum has."""
        left = list(found)
        while True:
            times = Counter(amount for one in left for amount in one.amounts)
            kept = [one for one in left if not any(self._is_idle(at, times, sent) for at in one.amounts)]
            if len(kept) == len(left):
                return kept
            left = kept

    def _is_idle(self, amount: int, times: Counter[int], sent: Collection[int]) -> bool:
        small = 0 < self.cells.true[amount] < self.cells.least[amount // 2]
        return times[amount] == 1 and amount // 2 not in sent and not small

    def _settled(self, ways: list[Equation], found: dict[Equation, None]) -> bool:
        """Whether one of these is found to hold, or none can; others wait for numbers that are worked back."""
        for one in ways:
            holds = self._holds(one)
            if holds:
                found[one] = None
            if holds is not False:
                return bool(holds)
        return True

    def _possible(self, undecided: list[Equation]) -> Iterator[Equation]:
        """Sums of several figures without a number, after giving these some numbers with which all hold, if any.

        Which numbers does not matter: what an outsider can tell of the others is the same for all.
        """
        for block in blocks(undecided, self.cells.true):
            numbers = possible_numbers(block, self.cells.true)
            for amount, number in numbers.items():
                self.cells.true[amount] = number
                self.cells.supposed.add(amount)
            if numbers:
                yield from block

    def _holds(self, equation: Equation) -> bool | None:
        """Whether a sum holds; None where that cannot be told yet."""
        true = [self.cells.true[amount] for amount in equation.amounts]
        missing = [at for at, number in enumerate(true) if np.isnan(number)]
        if not missing:
            return abs(sum(sign * number for sign, number in zip(equation.signs, true, strict=True))) < _SAME
        if any(equation.amounts[at] // 2 not in self.cells.unnumbered for at in missing):
            return False
        return self._work_back(equation, missing[0]) if len(missing) == 1 else None

    def _nearly(self, tie: Equation) -> Iterator[Equation]:
        """What a tie tells that the figures break: that its sum lies no further from nothing than it does here.

        By how much it is off is an amount of its own, from nothing to twice as much, as the rest of that says.
        """
        off = sum(sign * self.cells.true[amount] for amount, sign in zip(tie.amounts, tie.signs, strict=True))
        slack = 2 * self.cells.add_unsent(least=0.0)
        self.cells.true[slack : slack + 2] = (0.0, 2 * off) if off > 0 else (-2 * off, 0.0)
        yield Equation((*tie.amounts, slack), (*tie.signs, 1))
        yield Equation((slack, slack + 1), (1, 1))

    def _work_back(self, equation: Equation, place: int) -> bool:
        terms = zip(equation.amounts, equation.signs, strict=True)
        others = sum(sign * self.cells.true[at] for n, (at, sign) in enumerate(terms) if n != place)
        number = -equation.signs[place] * others
        if number > -_SAME:
            self.cells.true[equation.amounts[place]] = max(number, 0.0)
        return number > -_SAME


def _equation(one: Sum, unsent: "Unsent") -> Equation:
    numbers = sorted((2 * unsent.cell(key) + _AMOUNTS[amount], sign) for (key, amount), sign in one)
    flip = numbers[0][1]
    return Equation(tuple(number for number, _ in numbers), tuple(sign * flip for _, sign in numbers))


class Unsent:
    """The cells of a release, with a place for each figure that nobody sent and that may be worked back."""

    def __init__(self, cells: Cells, at: dict[Key, int], catalogue: Catalogue) -> None:
        self.cells, self.at, self.catalogue = cells, dict(at), catalogue
        self._places: dict[Key, int] = {}

    def cell(self, key: Key) -> int:
        """Return the cell of a key, a new one without a number where nothing was sent."""
        if key in self.at:
            return self.at[key]
        if key not in self._places:
            self._places[key] = self.cells.add_unsent(float(self.catalogue.called(key.indicator).hide_below))
        return self._places[key]

    def worked_back(self) -> dict[Key, int]:
        """Return, once each, the cells whose people have been worked back, and count them among the others."""
        known = {key: cell for key, cell in self._places.items() if not np.isnan(self.cells.true[2 * cell])}
        for key in known:
            del self._places[key]
        self.at.update(known)
        return known
