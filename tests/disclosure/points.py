"""Many blocks at once: states that all sums allow, by linear programmes in directions by chance.

A state in whole numbers is a possible world, so three of them with three values of a hidden figure prove that it has
three. It proves nothing of the others: for these the relaxation gives bounds that no world can leave.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, hstack, identity, vstack

TURNS = 8  # directions by chance; what is not seen with enough values by then is asked for by itself
REACH = 6.0  # people from a state that is known: far enough for three values, near enough for exact arithmetic
WHOLE = 1e-6  # from a whole number, of what is one
NEAR = 1e-6
PORTION = 6000  # unknowns in one programme


@dataclass
class Block:
    """Sums between ``low`` and ``high`` of unknown whole numbers between ``least`` and ``most``."""

    sums: csr_array
    low: np.ndarray
    high: np.ndarray
    least: np.ndarray
    most: np.ndarray
    soft: np.ndarray  # of the sums, which may be given up
    asked: csr_array  # expressions, a row each
    enough: np.ndarray  # of each expression, so many values
    states: list[np.ndarray] = field(default_factory=list)
    values: list[np.ndarray] = field(default_factory=list)  # of the expressions, in each state

    @property
    def size(self) -> int:
        """How many unknowns it has."""
        return len(self.least)

    def take(self, state: np.ndarray) -> bool:
        """Keep a state if it is a possible world, and return whether it is one."""
        rounded = np.round(state)
        if np.abs(rounded - state).max(initial=0.0) > WHOLE * 100:
            return False
        made = self.sums @ rounded
        inside = (made >= self.low - NEAR).all() and (made <= self.high + NEAR).all()
        if inside and (rounded >= self.least).all() and (rounded <= self.most).all():
            self.states.append(rounded)
            self.values.append(np.round(self.asked @ rounded))
            return True
        return False

    def lacking(self) -> np.ndarray:
        """Return which expressions were not seen with enough values."""
        if not self.states:
            return np.arange(self.asked.shape[0])
        return np.flatnonzero((np.diff(np.sort(self.values, axis=0), axis=0) > 0).sum(axis=0) + 1 < self.enough)


@dataclass(frozen=True)
class _Portion:
    """Blocks set beside each other in one programme."""

    blocks: Sequence[Block]
    begins: np.ndarray

    def parts(self, state: np.ndarray) -> Iterator[tuple[Block, np.ndarray]]:
        yield from zip(self.blocks, np.split(state, self.begins[1:]), strict=True)

    def joined(self, of: Callable[[Block], np.ndarray]) -> np.ndarray:
        return np.concatenate([of(block) for block in self.blocks])


def portions(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Yield blocks with about ``PORTION`` unknowns together."""
    chosen: list[Block] = []
    for block in sorted(blocks, key=lambda one: one.size):
        if chosen and sum(one.size for one in chosen) + block.size > PORTION:
            yield chosen
            chosen = []
        chosen.append(block)
    if chosen:
        yield chosen


def search(blocks: Sequence[Block], random: np.random.Generator) -> None:
    """Find states of each block that show its expressions with enough values, where that is easily done.

    A block without any state is left as it is.
    """
    for together in portions([block for block in blocks if block.states]):
        for turn in range(TURNS):
            left = [block for block in together if len(block.lacking())]
            if not left:
                break
            _turn(left, random, opposite=bool(turn % 2))


def _turn(blocks: Sequence[Block], random: np.random.Generator, *, opposite: bool) -> None:
    portion = _Portion(blocks, np.cumsum([0, *(block.size for block in blocks[:-1])]))

    def direction(block: Block) -> np.ndarray:
        chosen = np.zeros(block.asked.shape[0])
        chosen[block.lacking()] = 1.0
        return (random.choice((-1.0, 1.0), len(chosen)) * random.uniform(0.5, 1.5, len(chosen)) * chosen) @ block.asked

    first = portion.joined(lambda block: block.states[0])
    least = np.maximum(portion.joined(lambda block: block.least), first - REACH)
    most = np.minimum(portion.joined(lambda block: block.most), first + REACH)
    found = solved(portion.joined(direction), list(blocks), np.column_stack([least, most]))
    if found is not None:
        for block, state in portion.parts(found):
            block.take(state)


def solved(cost: np.ndarray, blocks: Sequence[Block], bounds: np.ndarray) -> np.ndarray | None:
    """Return the cheapest state of blocks within bounds by the relaxation; None where none was found."""
    sums = csr_array(block_diag([block.sums for block in blocks])) if len(blocks) > 1 else blocks[0].sums
    low, high = (np.concatenate([getattr(block, name) for block in blocks]) for name in ("low", "high"))
    same = low == high
    over, under = ~same & np.isfinite(high), ~same & np.isfinite(low)
    limits = vstack([sums[over], -sums[under]])
    made = linprog(
        cost,
        A_ub=limits if limits.shape[0] else None,
        b_ub=np.concatenate([high[over], -low[under]]) if limits.shape[0] else None,
        A_eq=sums[same] if same.any() else None,
        b_eq=low[same] if same.any() else None,
        bounds=bounds,
        method="highs",
        options={"time_limit": 60},
    )
    return made.x if made.status == 0 else None


def contradicting(block: Block) -> np.ndarray | None:
    """Return which soft sums contradict the others, as few people as can be; None where the others do by themselves."""
    soft = np.flatnonzero(block.soft)
    slack = identity(len(block.soft), format="csr")[:, soft]
    wider = Block(
        csr_array(hstack([block.sums, slack, -slack])),
        block.low,
        block.high,
        np.concatenate([block.least, np.zeros(2 * len(soft))]),
        np.concatenate([block.most, np.full(2 * len(soft), np.inf)]),
        block.soft,
        csr_array((0, block.size + 2 * len(soft))),
        np.zeros(0),
    )
    cost = np.concatenate([np.zeros(block.size), np.ones(2 * len(soft))])
    found = solved(cost, [wider], np.column_stack([wider.least, wider.most]))
    return None if found is None else soft[found[block.size :].reshape(2, -1).max(axis=0) > NEAR * 10]
