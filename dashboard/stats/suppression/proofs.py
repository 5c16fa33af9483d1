"""Proofs in bulk: many hidden amounts are seen at once to have the room they need, as all blocks are moved together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csc_array

from dashboard.domain.coded import Bools
from dashboard.stats.intervals import Floats
from dashboard.stats.suppression.bounds import System, audit
from dashboard.stats.suppression.movements import (
    FAR,
    NEAR,
    Amounts,
    Held,
    around,
    ends,
    fixed,
    furthest,
    held,
    portions,
    possible,
)

_REACH = 3.0  # people; nobody needs more room
_FIRST, _THEN = (None, None), (4, 4, 4, 4, None, None)  # by turn, how many sums around are moved
_SEED = 20  # of the directions: whoever looks again finds the same


@dataclass
class Proofs:
    """What is known of the room of hidden amounts. Hiding more takes nothing from it; after showing see ``forget``."""

    system: System
    needed: Floats  # room by amount, of shape (amounts,)
    seed: int = _SEED
    below: Floats = field(init=False)  # how far an amount was seen to move, of shape (amounts,)
    above: Floats = field(init=False)
    audited: Bools = field(init=False)  # proven by an audit of its own
    seen: list[tuple[Amounts, Floats]] = field(init=False, default_factory=list)  # movements, each possible by itself

    def __post_init__(self) -> None:
        """Start from nothing."""
        self.below, self.above = np.zeros(len(self.needed)), np.zeros(len(self.needed))
        self.audited = np.zeros(len(self.needed), bool)
        self._random = np.random.default_rng(self.seed)

    def hidden(self) -> Amounts:
        """Return the hidden amounts in order."""
        return np.sort(np.fromiter(self.system.hidden, np.int64, len(self.system.hidden)))

    def are_safe(self, amounts: Amounts) -> Bools:
        """Return which of these are proven to have the room they need."""
        return self.audited[amounts] | (self.above[amounts] - self.below[amounts] >= self.needed[amounts])

    def lacking(self, but: Collection[int] = ()) -> Amounts:
        """Return the hidden amounts that are not proven, ``but`` for these."""
        hidden = self.hidden()
        return hidden[~self.are_safe(hidden) & ~np.isin(hidden, list(but))]

    def see(self, block: Held, moves: Floats) -> Bools:
        """Note what of a movement is a possible state, and return which amounts of the block that moves."""
        moves, part = possible(block, moves)
        moved = part >= 0
        amounts = block.amounts[moved]
        self.below[amounts] = np.minimum(self.below[amounts], moves[moved])
        self.above[amounts] = np.maximum(self.above[amounts], moves[moved])
        order = np.argsort(part[moved], kind="stable")
        cuts = np.flatnonzero(np.diff(part[moved][order])) + 1
        self.seen += zip(np.split(amounts[order], cuts), np.split(moves[moved][order], cuts), strict=True)
        return moved

    def see_again(self, seen: Sequence[tuple[Amounts, Floats]]) -> None:
        """Note those of movements seen elsewhere that are possible states by what is hidden and adds up here."""
        if not seen:
            return
        state = np.repeat(np.arange(len(seen)), [len(amounts) for amounts, _ in seen])
        amounts, moves = (np.concatenate(column) for column in zip(*seen, strict=True))
        states = csc_array((moves, (amounts, state)), shape=(len(self.needed), len(seen)))
        left = (self.system.sums @ states).tocoo()
        wrong = ~self._is_hidden()[amounts] | (moves < -self.system.falls[amounts] - NEAR)
        wrong |= self.system.whole[amounts] & (moves != np.round(moves))
        spoilt = np.zeros(len(seen), bool)
        spoilt[state[wrong]] = spoilt[left.col[np.abs(left.data) > NEAR]] = True
        holds = ~spoilt[state]
        np.minimum.at(self.below, amounts[holds], moves[holds])
        np.maximum.at(self.above, amounts[holds], moves[holds])
        self.seen += [one for one, out in zip(seen, spoilt.tolist(), strict=True) if not out]

    def look(self, but: Collection[int] = (), nearest: int | None = None) -> Amounts:
        """Prove what can be proven of all that is hidden ``but`` these, and return the amounts that lack room."""
        return self.look_at(self.lacking(but), nearest)

    def look_at(self, amounts: Amounts, nearest: int | None = None) -> Amounts:
        """Prove what can be proven of these, in bulk and then one by one, and return those that lack room.

        One by one so many of the ``nearest`` are looked at; None for as many as an audit ever looks at.
        """
        lacking = amounts[~self.are_safe(amounts)]
        if not len(lacking):
            return lacking
        left = self._move(lacking[~self._narrow(lacking)], _FIRST)
        left = self._move(left[~self._still(left)], _THEN)
        for amount in left.tolist():
            if nearest is None:
                self._move_furthest(amount)
            if not self.are_safe(np.array([amount]))[0]:
                self.audited[list(audit(self.system, amount, self.needed, nearest).proven)] = True
        return lacking[~self.are_safe(lacking)]

    def _narrow(self, amounts: Amounts) -> Bools:
        """Which of these have too little room by each sum in turn, whatever the others allow together."""
        block = held(self.system, self.hidden(), FAR)
        low, high = ends(block)
        return (high - low)[np.searchsorted(block.amounts, amounts)] < self.needed[amounts]

    def _still(self, amounts: Amounts) -> Bools:
        """Which of these all sums together leave where they are."""
        if not len(amounts):
            return np.zeros(0, bool)
        block = held(self.system, around(self.system, self._is_hidden(), amounts, None), FAR)
        still = np.zeros(len(self.needed), bool)
        for portion in portions(block):
            still[portion.amounts] = fixed(portion, self._random)
        return still[amounts]

    def _is_hidden(self) -> Bools:
        made = np.zeros(len(self.needed), bool)
        made[list(self.system.hidden)] = True
        return made

    def _move_furthest(self, amount: int) -> None:
        """Move all that hangs together with an amount so that this one goes as far as it can, up and down."""
        block = held(self.system, around(self.system, self._is_hidden(), np.array([amount]), None), _REACH)
        for aim in (1.0, -1.0):
            if not self.are_safe(np.array([amount]))[0]:
                self.see(block, furthest(block, np.where(block.amounts == amount, aim, 0.0)))

    def _move(self, amounts: Amounts, rings: Sequence[int | None]) -> Amounts:
        """Move what is so many sums around these in directions by chance and back; return what that does not prove."""
        aim, lacking = np.zeros(len(self.needed)), amounts
        for turn, ring in enumerate(rings):
            if not len(lacking):
                break
            back = -aim[lacking]
            chance = self._random.uniform(0.5, 1.5, len(lacking)) * self._random.choice((-1, 1), len(lacking))
            aim = np.zeros(len(self.needed))
            aim[lacking] = back if turn % 2 else chance
            block = held(self.system, around(self.system, self._is_hidden(), lacking, ring), _REACH)
            for portion in portions(block):
                self.see(portion, furthest(portion, aim[portion.amounts]))
            lacking = lacking[~self.are_safe(lacking)]
        return lacking
