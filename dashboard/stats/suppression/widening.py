"""Companions of many amounts at once: what is cheapest to hide so that all of them may move as far as they need."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, diags_array, hstack, vstack

from dashboard.domain.coded import Bools, Codes
from dashboard.stats.intervals import Floats
from dashboard.stats.suppression.bounds import System
from dashboard.stats.suppression.movements import FAR, NEAR, Amounts, Held, around, ends, fixed, held, parts, portions

_MET = 100.0  # what a target that moves far enough is worth, in cells that are hidden
_REACH = 60.0  # people; as far as an amount may move where many others lean on it

# Sums away from an amount, what moving it is worth in people moved, and how many directions are tried for all of them.
_RINGS = ((2, 8.0, 2), (4, 24.0, 1), (None, 2000.0, 1))
_AGAIN = 0.2  # of its price, for each amount of a cell that the best try moves: leaning on these another hides fewer


@dataclass(frozen=True)
class Choice:
    """What may be hidden and what that costs; which amounts need more room, and how much."""

    system: System
    free: Bools = field(repr=False)  # whether an amount is shown and may be hidden, of shape (amounts,)
    price: Floats = field(repr=False)  # of moving an amount that is shown by a person
    needed: Floats = field(repr=False)

    def movable(self) -> Bools:
        """Return which amounts may move: all that are hidden or may be."""
        made = self.free.copy()
        made[list(self.system.hidden)] = True
        return made


@dataclass(frozen=True)
class Move:
    """A movement that gives amounts the room they need once all that it moves is hidden."""

    block: Held
    moves: Floats

    @property
    def amounts(self) -> Amounts:
        """What it moves."""
        return self.block.amounts[np.abs(self.moves) > NEAR]


def moves_for(choice: Choice, targets: Amounts, random: np.random.Generator) -> Iterator[Move]:
    """Yield movements that hide few cells for as many of the ``targets`` as can move at once, near ones first.

    Parts that move no target as far as it needs, or that are not whole, are left out.
    """
    left = targets
    for rings, reward, tries in _RINGS:
        if not len(left):
            return
        block = held(choice.system, around(choice.system, choice.movable(), left, rings), _REACH)
        moves = np.zeros(len(block.amounts))
        for _ in range(tries):
            raw = _cheapest(choice, block, left, _balanced(choice, left, random), reward)
            moves = _better(choice, block, left, moves, _met(choice, block, raw, left))
        if moves.any():
            own = np.sign(moves[np.searchsorted(block.amounts, left)])
            aim = np.where(own, own, _balanced(choice, left, random))
            raw = _cheapest(_leaning(choice, block.amounts[moves != 0]), block, left, aim, reward)
            moves = _better(choice, block, left, moves, _met(choice, block, raw, left))
            yield Move(block, moves)
        left = left[~_are_met(choice, block, moves, left)]


def move_for(choice: Choice, target: int) -> Move | None:
    """Return the cheapest movement that gives one amount room, however far around; None proves that there is none.

    A whole one where that is found; what it moves may be hidden already.
    """
    targets = np.array([target])
    block = held(choice.system, around(choice.system, choice.movable(), targets, None), _REACH)
    place = int(np.searchsorted(block.amounts, target))
    moves = [_cheapest(choice, block, targets, np.array([sign]), _RINGS[-1][1]) for sign in (1.0, -1.0)]
    enough = [move for move in moves if abs(move[place]) >= choice.needed[target] - NEAR]
    if enough:
        return Move(block, min(enough, key=lambda move: _cost(choice, block, move)))
    if abs(moves[0][place]) + abs(moves[1][place]) >= choice.needed[target] - NEAR:
        return Move(block, np.where(np.abs(moves[0]) > NEAR, moves[0], moves[1]))
    return None


def unmovable(choice: Choice, targets: Amounts, random: np.random.Generator) -> Bools:
    """Return which of the targets have too little room, or none, even if all that may be is hidden: by two proofs."""
    still = np.zeros(len(choice.needed), bool)
    for block in portions(held(choice.system, around(choice.system, choice.movable(), targets, None), FAR)):
        low, high = ends(block)
        still[block.amounts] = (high - low < choice.needed[block.amounts]) | fixed(block, random)
    return still[targets]


def _leaning(choice: Choice, moved: Amounts) -> Choice:
    """The choice with cells of which these are moved at a lower price, at a lower one still where both are."""
    price = choice.price.copy()
    price[moved] *= _AGAIN
    price[moved ^ 1] *= _AGAIN
    return replace(choice, price=price)


def _cost(choice: Choice, block: Held, moves: Floats) -> float:
    shown = choice.free[block.amounts]
    return float(np.abs(moves[shown]) @ choice.price[block.amounts[shown]])


def _balanced(choice: Choice, targets: Amounts, random: np.random.Generator) -> Floats:
    """In which direction each target is to move, so that those of a sum make up for each other as far as can be.

    Those that cannot fall by what they need rise; the others turn, one after another, to where their sums have room.
    """
    need = choice.needed[targets]
    falls = choice.system.falls[targets] >= need
    sums = choice.system.sums[:, targets]
    up: Floats = np.where(falls, 0.0, 1.0)
    left = sums @ (up * need)  # what is to be made up for, by sum
    for at in random.permutation(np.flatnonzero(falls)):
        rows = sums.indices[sums.indptr[at] : sums.indptr[at + 1]]
        signs = sums.data[sums.indptr[at] : sums.indptr[at + 1]]
        over = signs @ left[rows]
        up[at] = math.copysign(1.0, -over) if over else random.choice((-1.0, 1.0))
        left[rows] += signs * up[at] * need[at]
    return up


def _better(choice: Choice, block: Held, targets: Amounts, one: Floats, other: Floats) -> Floats:
    """Of two movements what is worth more, by parts: targets that move far enough, less the cells that they hide."""
    part = parts(block.sums, (one != 0) | (other != 0))
    many = int(part.max(initial=-1)) + 1
    worth = [_worth(choice, block, targets, moves, part, many) for moves in (one, other)]
    takes = np.append(worth[1] > worth[0] + NEAR, False)  # -1, of what neither moves, takes the last
    return np.where(takes[part], other, one)


def _worth(choice: Choice, block: Held, targets: Amounts, moves: Floats, part: Codes, many: int) -> Floats:
    met = np.searchsorted(block.amounts, targets[_are_met(choice, block, moves, targets)])
    hides = np.flatnonzero((moves != 0) & choice.free[block.amounts])
    cells, first = np.unique(np.stack([part[hides], block.amounts[hides] // 2]), axis=1, return_index=True)
    prices = choice.price[block.amounts[hides[first]]]
    costs = np.bincount(cells[0], prices, minlength=many).astype(np.float64)
    return _MET * np.bincount(part[met], minlength=many) - costs


def _are_met(choice: Choice, block: Held, moves: Floats, targets: Amounts) -> Bools:
    return np.abs(moves[np.searchsorted(block.amounts, targets)]) >= choice.needed[targets] - NEAR


def _cheapest(choice: Choice, block: Held, targets: Amounts, sign: Floats, reward: float) -> Floats:
    """The movement that is worth most: a reward for each target, less the price of all that moves and is shown.

    Variables are movements up, movements down of what is shown, and how much of its need each target moves.
    """
    shown = np.flatnonzero(choice.free[block.amounts])
    places = np.searchsorted(block.amounts, targets)
    many, few, size = len(targets), len(shown), len(block.amounts)
    down = block.sums[:, shown]
    sums = hstack([block.sums, -down, csc_array((block.sums.shape[0], many))])
    toward = csc_array((sign, (np.arange(many), places)), shape=(many, size))
    need = choice.needed[targets]
    reached = hstack([toward, csc_array((many, few)), -diags_array(need)])
    price = choice.price[block.amounts[shown]]
    cost = np.concatenate([np.zeros(size), price, np.full(many, -reward)])
    cost[shown] = price
    low = np.concatenate([block.low, np.zeros(few), np.full(many, -FAR)])
    low[shown] = 0.0
    high = np.concatenate([block.high, -block.low[shown], np.ones(many)])
    rows = csc_array(vstack([sums, reached]))
    limits = np.zeros(rows.shape[0]), np.concatenate([np.zeros(sums.shape[0]), np.full(many, np.inf)])
    made = milp(cost, constraints=LinearConstraint(rows, *limits), bounds=Bounds(low, high))
    moves = np.zeros(size) if made.x is None else made.x[:size].copy()
    if made.x is not None:
        moves[shown] -= made.x[size : size + few]
    return moves


def _met(choice: Choice, block: Held, raw: Floats, targets: Amounts) -> Floats:
    """The whole parts of a movement that move a target as far as it needs."""
    part: Codes = parts(block.sums, np.abs(raw) > NEAR)
    split = (np.abs(raw - np.round(raw)) > NEAR) & block.whole
    whole = (part >= 0) & ~np.isin(part, part[split])
    places = np.searchsorted(block.amounts, targets)
    met = whole[places] & _are_met(choice, block, raw, targets)
    return np.where(np.isin(part, part[places[met]]) & whole, raw, 0.0)
