"""Movements of hidden amounts away from the truth that keep all sums: states an outsider has to think possible."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csc_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import lsmr

from dashboard.domain.coded import Bools, Codes
from dashboard.stats.intervals import Floats
from dashboard.stats.suppression.bounds import System

NEAR = 1e-6  # people; what floating point leaves
FAR = 1e7  # people; further than anybody looks
_PORTION = 4000  # amounts in one programme, unless more hang together
_PASSES = 30  # over all sums, when ends are tightened; what still moves then is left as wide as it is
_EXACT, _STILL, _ITERATIONS = 1e-10, 1e-5, 3000  # of least squares; what moves by chance less than this is still
Amounts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Held:
    """Some amounts, the sums that hold them and how far each may move, all other amounts at their true number."""

    amounts: Amounts  # of shape (k,)
    sums: csc_array = field(repr=False)  # signs, of shape (sums, k)
    low: Floats = field(repr=False)  # zero or less, of shape (k,)
    high: Floats = field(repr=False)
    whole: Bools = field(repr=False)  # whether the true number is whole, and so every other that is possible


def held(system: System, amounts: Amounts, reach: float) -> Held:
    """Return these amounts, none of which may move further than ``reach`` or below the least that it can be."""
    columns = system.sums[:, amounts]
    rows, places = np.unique(columns.indices, return_inverse=True)
    sums = csc_array((columns.data, places, columns.indptr), shape=(len(rows), len(amounts)))
    low = -np.clip(system.falls[amounts], 0.0, reach)
    return Held(amounts, sums, low, np.full(len(amounts), reach), system.whole[amounts])


def part_of(block: Held, chosen: Bools) -> Held:
    """Return some of the amounts, which share no sum with the others."""
    columns = block.sums[:, chosen]
    rows, places = np.unique(columns.indices, return_inverse=True)
    sums = csc_array((columns.data, places, columns.indptr), shape=(len(rows), columns.shape[1]))
    return Held(block.amounts[chosen], sums, block.low[chosen], block.high[chosen], block.whole[chosen])


def portions(block: Held) -> Iterator[Held]:
    """Yield what hangs together, some of it at a time."""
    part = parts(block.sums, np.ones(len(block.amounts), bool))
    sizes = np.bincount(part)
    portion = (np.cumsum(sizes) // _PORTION)[part]
    for one in np.unique(portion):
        yield part_of(block, portion == one)


def around(system: System, among: Bools, amounts: Amounts, rings: int | None) -> Amounts:
    """Return what is no more than so many sums away from these, ``among`` others; None for all that hangs together."""
    links = abs(system.sums[:, among])
    places = np.flatnonzero(among)
    reached = np.isin(places, amounts)
    before = 0
    while before < (before := int(reached.sum())) and rings != 0:
        reached = links.T @ (links @ reached.astype(float)) + reached > 0
        rings = None if rings is None else rings - 1
    return places[reached]


def parts(sums: csc_array, moving: Bools) -> Codes:
    """Number by place what of the amounts that are ``moving`` hangs together by sums; -1 for the others."""
    found = np.full(sums.shape[1], -1)
    terms = np.repeat(moving, np.diff(sums.indptr))
    rows = sums.indices[terms]
    columns = np.repeat(np.arange(sums.shape[1]), np.diff(sums.indptr))[terms] + sums.shape[0]
    size = sum(sums.shape)
    graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1][sums.shape[0] :][moving]
    found[moving] = np.unique(labels, return_inverse=True)[1]
    return found


def furthest(block: Held, aim: Floats) -> Floats:
    """Return the movement that makes ``aim``, a weight by amount, as great as can be; it need not be whole."""
    sums = LinearConstraint(block.sums, 0.0, 0.0) if block.sums.shape[0] else ()
    made = milp(-aim, constraints=sums, bounds=Bounds(block.low, block.high))
    return np.zeros(len(aim)) if made.x is None else np.asarray(made.x)


def possible(block: Held, moves: Floats) -> tuple[Floats, Codes]:
    """Return what of a movement is a possible state, and in which of its parts each amount moves (-1 for none).

    What moves together and is not whole where the truth is, leaves what may be, or breaks a sum, stays where it was.
    """
    near = np.where(block.whole, np.round(moves), moves)
    moving = (np.abs(moves) > NEAR) | (near != 0)
    part = parts(block.sums, moving)
    wrong = moving & ((np.abs(moves - near) > NEAR) | (near < block.low - NEAR) | (near > block.high + NEAR))
    near = np.where(moving, near, 0.0)
    broken = np.abs(block.sums @ near) > NEAR
    wrong |= moving & (abs(block.sums).T @ broken.astype(float) > 0)
    spoilt = moving & np.isin(part, part[wrong])
    return np.where(spoilt, 0.0, near), np.where(spoilt, -1, part)


def ends(block: Held) -> tuple[Floats, Floats]:
    """Return between which ends each movement must lie by each sum in turn: wider than they are together."""
    low, high = block.low.copy(), block.high.copy()
    rows, sign = block.sums.indices, block.sums.data
    columns = np.repeat(np.arange(len(low)), np.diff(block.sums.indptr))
    summed = np.flatnonzero(np.diff(block.sums.indptr))
    for _ in range(_PASSES if len(rows) else 0):
        least = np.where(sign > 0, low[columns], -high[columns])
        most = np.where(sign > 0, high[columns], -low[columns])
        term_high, term_low = -_others(rows, least), -_others(rows, most)
        new_high = np.where(sign > 0, term_high, -term_low)
        new_low = np.where(sign > 0, term_low, -term_high)
        before = low[summed], high[summed]
        low[summed] = np.maximum(before[0], np.maximum.reduceat(new_low, block.sums.indptr[summed]))
        high[summed] = np.minimum(before[1], np.minimum.reduceat(new_high, block.sums.indptr[summed]))
        if not (np.any(low[summed] > before[0] + NEAR) or np.any(high[summed] < before[1] - NEAR)):
            break
    return low, high


def fixed(block: Held, random: np.random.Generator) -> Bools:
    """Return which amounts no movement that keeps the sums moves at all, however small: one by chance leaves these.

    All movements by chance are tried in one: the nearest that keeps the sums, by least squares.
    """
    if not block.sums.shape[0]:
        return np.zeros(len(block.amounts), bool)
    aim = random.normal(size=len(block.amounts))
    across = block.sums.T.tocsr()
    found = lsmr(across, aim, atol=_EXACT, btol=_EXACT, conlim=0.0, maxiter=_ITERATIONS)[0]
    return np.abs(aim - across @ found) < _STILL


def _others(rows: Codes, terms: Floats) -> Floats:
    """The sum of all other terms of each term's row."""
    return np.bincount(rows, terms)[rows] - terms
