"""Companions that later ones have made needless: shown again where all others are proven safe without them."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np

from dashboard.stats.suppression.bounds import audit
from dashboard.stats.suppression.movements import parts
from dashboard.stats.suppression.proofs import Proofs

_SOON = 40  # hidden amounts; of a block no larger all are looked at anew, one by one
_FEW = 6  # of a larger one so many at the most
_NEAREST = 160  # hidden amounts that are looked at for one


def needless(proofs: Proofs, cells: Sequence[int], given_up: Collection[int]) -> set[int]:
    """Show again, in this order, those companions without which every other hidden amount has the room it needs.

    Return them. What was ``given_up`` before has no room to lose.
    """
    trial = _Trial(proofs, given_up)
    return {cell for cell in cells if trial.goes(cell)}


class _Trial:
    """What was seen to move together: while none of it is shown again, it proves what it proved."""

    def __init__(self, proofs: Proofs, given_up: Collection[int]) -> None:
        self.proofs, self.system, self.given_up = proofs, proofs.system, set(given_up)
        self.moves: dict[int, list[tuple[int, float]]] = defaultdict(list)  # by amount: the part, and how far
        self.parts = [amounts.tolist() for amounts, _ in proofs.seen]
        self.live = [True] * len(self.parts)
        for part, (amounts, moves) in enumerate(proofs.seen):
            for amount, move in zip(amounts.tolist(), moves.tolist(), strict=True):
                self.moves[amount].append((part, move))
        hidden = proofs.hidden()
        of = parts(proofs.system.sums[:, hidden], np.ones(len(hidden), bool))
        self.of = dict(zip(hidden.tolist(), of.tolist(), strict=True))  # by amount: its block
        self.block: dict[int, set[int]] = defaultdict(set)
        for amount, block in self.of.items():
            self.block[block].add(amount)
        self.unseen = {amount for amount in self.of if not self._is_seen(amount)}  # audited, if proven at all

    def goes(self, cell: int) -> bool:
        """Whether a companion is needless; if so it is shown again."""
        amounts = [2 * cell, 2 * cell + 1]
        self.system.show(amounts)
        if not self._leaves_lonely(amounts) and self._all_safe(amounts):
            for part in self._parts_of(amounts):
                self.live[part] = False
            return True
        self.system.hide(amounts)
        return False

    def _leaves_lonely(self, amounts: Sequence[int]) -> bool:
        """Whether a sum now has one hidden amount only, which needed room: it would come out exactly."""
        lonely = [one for amount in amounts for one in self.system.of[amount] if self.system.unknowns[one] == 1]
        left = [at for one in lonely for at, _ in self.system.unknown(one)]
        return any(self.proofs.needed[at] and at not in self.given_up for at in left)

    def _parts_of(self, amounts: Sequence[int]) -> set[int]:
        return {part for amount in amounts for part, _ in self.moves[amount] if self.live[part]}

    def _all_safe(self, amounts: Sequence[int]) -> bool:
        """Whether all that hangs together with these is safe without them, by what was seen or by audits."""
        block = {at for amount in amounts if amount in self.of for at in self.block[self.of[amount]]}
        spoilt = self._parts_of(amounts)
        asked = {at for part in spoilt for at in self.parts[part]} | (block & self.unseen)
        waiting = {at for at in asked & self.system.hidden if not self._is_seen(at, spoilt)} - self.given_up
        if len(block) > _SOON and len(waiting) > _FEW:
            return False
        while waiting:
            made = audit(self.system, min(waiting), self.proofs.needed, _NEAREST)
            if min(waiting) not in made.proven:
                return False
            waiting -= made.proven
        self.unseen |= {at for at in asked if not self._is_seen(at, spoilt)}
        return True

    def _is_seen(self, amount: int, spoilt: Collection[int] = ()) -> bool:
        """Whether an amount has its room by what was seen, without these parts."""
        moves = [move for part, move in self.moves[amount] if self.live[part] and part not in spoilt]
        return max(0.0, *moves, 0.0) - min(0.0, *moves, 0.0) >= self.proofs.needed[amount]
