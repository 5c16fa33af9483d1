"""Companions that later ones have made needless: shown again where all others are proven safe without them."""

from collections.abc import Collection, Sequence

import numpy as np

from dashboard.domain.coded import Bools, Codes
from dashboard.stats.suppression.bounds import audit
from dashboard.stats.suppression.movements import parts
from dashboard.stats.suppression.proofs import Proofs
from dashboard.stats.suppression.terms import ends_of, ranges

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
        self.parts = [amounts for amounts, _ in proofs.seen]
        self.live = np.ones(len(self.parts), bool)
        sizes = np.array([len(amounts) for amounts in self.parts], np.int64)
        amounts = np.concatenate([np.zeros(0, np.int64), *self.parts])
        order = np.argsort(amounts, kind="stable")
        self.moves = np.concatenate([np.zeros(0), *(moves for _, moves in proofs.seen)])[order]
        self.part = np.repeat(np.arange(len(sizes)), sizes)[order]  # of each of the moves, by amount
        self.ends = ends_of(np.bincount(amounts, minlength=len(proofs.needed)))
        self.hidden = proofs.hidden()
        self.block = np.full(len(proofs.needed), -1)  # of each amount that is hidden
        self.block[self.hidden] = parts(proofs.system.sums[:, self.hidden], np.ones(len(self.hidden), bool))
        self.sizes = np.bincount(self.block[self.hidden])
        self.unseen = np.zeros(len(proofs.needed), bool)  # audited, if proven at all
        self.unseen[self.hidden] = ~self._are_seen(self.hidden)

    def goes(self, cell: int) -> bool:
        """Whether a companion is needless; if so it is shown again."""
        amounts = [2 * cell, 2 * cell + 1]
        self.system.show(amounts)
        if not self._leaves_lonely(amounts) and self._all_safe(amounts):
            self.live[self._parts_of(amounts)] = False
            return True
        self.system.hide(amounts)
        return False

    def _leaves_lonely(self, amounts: Sequence[int]) -> bool:
        """Whether a sum now has one hidden amount only, which needed room: it would come out exactly."""
        lonely = [one for amount in amounts for one in self.system.of[amount] if self.system.unknowns[one] == 1]
        left = [at for one in lonely for at, _ in self.system.unknown(one)]
        return any(self.proofs.needed[at] and at not in self.given_up for at in left)

    def _parts_of(self, amounts: Sequence[int]) -> Codes:
        made = np.concatenate([self.part[self.ends[amount] : self.ends[amount + 1]] for amount in amounts])
        return made[self.live[made]]

    def _all_safe(self, amounts: Sequence[int]) -> bool:
        """Whether all that hangs together with these is safe without them, by what was seen or by audits."""
        blocks = [block for block in np.unique(self.block[amounts]).tolist() if block >= 0]
        unseen, spoilt = np.flatnonzero(self.unseen), self._parts_of(amounts)
        unseen = unseen[np.isin(self.block[unseen], blocks)]
        asked = np.unique(np.concatenate([unseen, *(self.parts[part] for part in spoilt.tolist())]))
        not_seen = asked[~self._are_seen(asked, spoilt)]
        waiting = {at for at in not_seen.tolist() if at in self.system.hidden} - self.given_up
        if self.sizes[blocks].sum() > _SOON and len(waiting) > _FEW:
            return False
        while waiting:
            made = audit(self.system, min(waiting), self.proofs.needed, _NEAREST)
            if min(waiting) not in made.proven:
                return False
            waiting -= made.proven
        self.unseen[not_seen] = True
        return True

    def _are_seen(self, amounts: Codes, spoilt: Codes | None = None) -> Bools:
        """Which amounts have their room by what was seen, without these parts."""
        live = self.live.copy()
        if spoilt is not None:
            live[spoilt] = False
        sizes = np.diff(self.ends)[amounts]
        terms = ranges(self.ends[amounts], sizes)
        rows = np.repeat(np.arange(len(amounts)), sizes)
        moves = np.where(live[self.part[terms]], self.moves[terms], 0.0)
        low, high = np.zeros(len(amounts)), np.zeros(len(amounts))
        np.minimum.at(low, rows, moves)
        np.maximum.at(high, rows, moves)
        return high - low >= self.proofs.needed[amounts]
