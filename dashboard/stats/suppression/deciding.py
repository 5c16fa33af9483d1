"""The work of one decision: companions are hidden until every hidden amount has room, and needless ones shown again."""

from collections.abc import Collection, Iterable

import numpy as np

from dashboard.domain.coded import Bools
from dashboard.stats.intervals import Floats
from dashboard.stats.suppression.bounds import System
from dashboard.stats.suppression.cells import Cells
from dashboard.stats.suppression.fewest import fewer, fewest, small_parts
from dashboard.stats.suppression.movements import Amounts
from dashboard.stats.suppression.needless import needless
from dashboard.stats.suppression.proofs import Proofs
from dashboard.stats.suppression.terms import Sums
from dashboard.stats.suppression.widening import Choice, Move, move_for, moves_for, unmovable

_THREE_VALUES, _TWO_VALUES = 2.0, 1.0  # of room between the bounds that an outsider finds
_JUDGINGS = 3  # from nothing; what is found lacking after the last is told to be exposed
_BY_NUMBER = 0.005  # of a price, for each time that a number is e times as large
_NOUGHT = 2.0  # the price of a share of which nobody is counted: that is shown where anything else will do
_COUNTRY = 4.0  # what a whole country's figure costs more: every area is compared with it
_NEAREST = 40  # hidden amounts looked at for one, before it is seen whether all can be moved together
_SEED = 12  # of directions by chance: the same figures are decided on alike


class Task:
    """What is hidden so far of all cells, and what was given up."""

    def __init__(self, cells: Cells, hideable: Collection[int], sent: Collection[int], known: Sums) -> None:
        """Take the cells of which some may be hidden now, all that were sent, and what adds up."""
        self.cells, self._sent, self._known = cells, sent, known
        self.true = np.array(cells.true)
        self._may_hide = self._amounts_of(hideable)
        self._price = np.repeat(self._prices(), 2)
        self._random = np.random.default_rng(_SEED)
        self.needed = np.array([self._room(amount) for amount in range(len(cells.true))])
        self._least = [min(1.0, true) if self._counts_somebody(at) else 0.0 for at, true in enumerate(cells.true)]
        self.system = System(cells.true, self._least, known)
        self.proofs = Proofs(self.system, self.needed)
        self.hidden: set[int] = set()
        self.chosen: list[int] = []
        self.given_up: set[int] = set()
        self._proven_narrow: set[int] = set()  # given up for good: it is narrow if all is hidden that may be

    def _amounts_of(self, hideable: Collection[int]) -> Bools:
        """Both amounts of what may be hidden: no count of nobody, and no empty group that tells nothing."""
        cells, telling = np.zeros((2, len(self.true) // 2), bool)
        cells[list(hideable)] = True
        telling[list(self.cells.of_nobody)] = True
        somebody = (self.true[::2] >= 1) | (self.true[1::2] >= 1)
        return np.repeat(cells & (somebody | telling), 2) & ~np.isnan(self.true)

    def _prices(self) -> Floats:
        """What each cell costs: a smaller number a little less than a larger one, noughts and countries more."""
        numbers = np.maximum(np.nan_to_num(self.true[::2]), 0.0)
        prices = np.where(numbers > 0, 1.0 + np.log1p(numbers) * _BY_NUMBER, _NOUGHT)
        prices[list(self.cells.of_country)] += _COUNTRY
        return prices

    def _room(self, amount: int) -> float:
        true, least = self.cells.true[amount], self.cells.least[amount // 2]
        if 0 < true < least and amount not in self.cells.supposed:
            return _THREE_VALUES
        is_sent = amount // 2 in self._sent or amount // 2 in self.cells.steps
        return _TWO_VALUES if amount % 2 == 0 and is_sent else 0.0

    def _counts_somebody(self, amount: int) -> bool:
        # Zero is shown, so whoever sees a figure hidden knows that it counts somebody. Of one not sent nobody does.
        if amount // 2 in self.cells.group_of:  # nor is a share of nobody hidden
            return amount % 2 == 0
        return amount % 2 == 0 and amount // 2 in self._sent and amount not in self.cells.supposed

    def hide(self, cells: Iterable[int]) -> None:
        """Hide figures."""
        for cell in cells:
            self.hidden.add(cell)
            self.system.hide((2 * cell, 2 * cell + 1))

    def decide(self) -> None:
        """Hide companions until nothing lacks room that can be given any, and judge that from nothing."""
        self._widen_all()
        self._let_go()
        self._refine()
        for _ in range(_JUDGINGS):
            lacking = self._judged()
            if not len(lacking):
                return
            self._widen_all()
        self.given_up |= set(self._judged().tolist())

    def _judged(self) -> Amounts:
        """What lacks room and was not given up, by sums and proofs made anew; what has room is given up no more.

        A movement seen before proves something only where it keeps all of the new sums.
        """
        seen = self.proofs.seen
        self.system = System(self.cells.true, self._least, self._known)
        self.system.hide(amount for cell in sorted(self.hidden) for amount in (2 * cell, 2 * cell + 1))
        self.proofs = Proofs(self.system, self.needed)
        self.proofs.see_again(seen)
        self._proven_narrow &= self.system.hidden
        lacking = self.proofs.look(self._proven_narrow)
        self.given_up &= {*lacking.tolist(), *self._proven_narrow}
        return lacking[~np.isin(lacking, list(self.given_up))]

    def _widen_all(self) -> None:
        """Hide more or give up until nothing lacks room: each turn does one of both, undoes neither, and so it ends."""
        while len(lacking := self.proofs.look(self.given_up, _NEAREST)):
            before = len(self.hidden)
            for move in moves_for(self._choice(), lacking, self._random):
                self._take(move)
            if len(self.hidden) == before:
                self._widen_few(lacking)
                self._widen_each(self._unsafe(lacking))

    def _unsafe(self, amounts: Amounts) -> Amounts:
        return amounts[~self.proofs.are_safe(amounts) & ~np.isin(amounts, list(self.given_up))]

    def _widen_few(self, lacking: Amounts) -> None:
        """Where little hangs together, hide the fewest or give up."""
        for amounts, targets in small_parts(self._choice(), lacking):
            found = fewest(self._choice(), amounts, targets)
            if found is not None:
                self._hide_companions(found.cells)
                self._give_up(found.given_up)

    def _widen_each(self, amounts: Amounts) -> None:
        """Give up what nothing can move, and hide what moves the others one by one; give up those that stay narrow."""
        still = unmovable(self._choice(), amounts, self._random)
        self._give_up(amounts[still].tolist())
        for amount in self._unsafe(amounts).tolist():
            if self.proofs.are_safe(np.array([amount]))[0]:
                continue  # moved by what was hidden for one before it
            before, move = len(self.hidden), move_for(self._choice(), amount)
            if move is None:
                self._give_up([amount])
                continue
            self._take(move)
            if len(self.hidden) == before and len(self.proofs.look_at(np.array([amount]))):
                self.given_up.add(amount)

    def _give_up(self, amounts: Iterable[int]) -> None:
        """Give up for good what was proven to have no room, whatever is hidden."""
        self._proven_narrow.update(amounts)
        self.given_up |= self._proven_narrow

    def _choice(self) -> Choice:
        free = self._may_hide.copy()
        free[list(self.system.hidden)] = False
        return Choice(self.system, free, self._price, self.needed)

    def _take(self, move: Move) -> None:
        self._hide_companions((move.amounts // 2).tolist())
        self.proofs.see(move.block, move.moves)

    def _hide_companions(self, cells: Iterable[int]) -> None:
        new = [cell for cell in dict.fromkeys(cells) if cell not in self.hidden]
        self.chosen += new
        self.hide(new)

    def _let_go(self) -> None:
        gone = needless(self.proofs, sorted(self.chosen, key=lambda cell: -self.cells.true[2 * cell]), self.given_up)
        self.hidden -= gone
        self.chosen = [cell for cell in self.chosen if cell not in gone]
        self.given_up -= {amount for cell in gone for amount in (2 * cell, 2 * cell + 1)}

    def _refine(self) -> None:
        """Where little hangs together and several companions were chosen, choose the fewest."""
        freed = self._choice()
        chosen = np.array([amount for cell in self.chosen for amount in (2 * cell, 2 * cell + 1)], int)
        freed.free[chosen] = ~np.isnan(self.true[chosen])
        companions = set(self.chosen)
        for amounts, _ in small_parts(freed, chosen[::2]):
            cells = [cell for cell in dict.fromkeys((amounts // 2).tolist()) if cell in companions]
            if len(cells) > 1:
                self._choose_anew(cells, amounts)

    def _choose_anew(self, cells: list[int], amounts: Amounts) -> None:
        """Choose fewer in the place of these companions, the only ones among these amounts, if that will do."""
        self.hidden -= set(cells)
        self.system.show(amount for cell in cells for amount in (2 * cell, 2 * cell + 1))
        targets = [at for at in amounts.tolist() if at in self.system.hidden and at not in self.given_up]
        found = fewer(self._choice(), amounts, targets, len(cells))
        self.chosen = [cell for cell in self.chosen if found is None or cell not in cells]
        self.hide(cells if found is None else ())
        self._hide_companions(found or ())
