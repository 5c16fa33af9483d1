"""Ranges of hidden figures so far as it matters: whether each has enough possible values, over a whole country.

What is seen with so many in possible worlds is let go. Of the others linear relaxation says what bounds no world can
leave; where these leave room, integer programming says which values there are, or that it was not found in time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, vstack

from tests.disclosure.points import Block, contradicting, search, solved
from tests.disclosure.solving import MOST, How, Part, Range, Relation, System, Terms, Unknown, parts_of

_INFEASIBLE = 2
_SECONDS = 10  # for one question of integer programming
_NEAR = 1e-6


@dataclass
class Asked:
    """A block with the names of its unknowns and of what is asked, and what of each expression is known."""

    part: Part
    names: dict[Unknown, int]
    wanted: list[Terms]
    constants: np.ndarray
    block: Block


def ranges_that_matter(
    system: System, targets: Mapping[Terms, int], true: Mapping[Unknown, float]
) -> dict[Terms, Range]:
    """Return the range of each expression that ``targets`` name with how many values are enough; then not its ends.

    What is ``true`` is where the search begins, and says which sums do not hold: whoever attacks may guess that.
    """
    return ranges_of(searched(system, targets, true))


def searched(system: System, targets: Mapping[Terms, int], true: Mapping[Unknown, float], seed: int = 5) -> list[Asked]:
    """Return all blocks with the states that were easily found."""
    _give_up_what_is_false(system, true)
    asked = [_asked(system, part, targets) for part in parts_of(system, {terms: terms for terms in targets})]
    some = [one for one in asked if one.names]
    for one in some:
        _begin(one, system, true)
    search([one.block for one in some], np.random.default_rng(seed))
    return asked


def ranges_of(asked: Iterable[Asked]) -> dict[Terms, Range]:
    """Return the range of all that is asked of blocks."""
    return {name: found for one in asked for name, found in _found(one)}


def _give_up_what_is_false(system: System, true: Mapping[Unknown, float]) -> None:
    kept = []
    for one in system.relations:
        numbers = [system.known.get(name, true.get(name)) for name, _ in one.terms]
        told = [number for number in numbers if number is not None]
        made = sum(factor * number for (_, factor), number in zip(one.terms, told, strict=False))
        holds = len(told) < len(numbers) or one.low - _NEAR <= made <= one.high + _NEAR
        (kept if holds else system.given_up).append(one)
    system.relations = kept


def _asked(system: System, part: Part, targets: Mapping[Terms, int]) -> Asked:
    unknowns = [name for one in part.relations for name, _ in one.terms]
    unknowns += [name for terms in part.targets.values() for name, _ in terms if name not in system.known]
    names = {name: at for at, name in enumerate(dict.fromkeys(unknowns))}
    free = [[term for term in terms if term[0] in names] for terms in part.targets.values()]
    constants = [
        sum(factor * system.known[name] for name, factor in terms if name in system.known)
        for terms in part.targets.values()
    ]
    bounds = np.array([system.range_of(name) for name in names]).reshape(-1, 2)
    block = Block(
        _matrix([one.terms for one in part.relations], names),
        *_limits(part.relations),
        np.ceil(bounds[:, 0] - _NEAR),
        np.floor(bounds[:, 1] + _NEAR),
        np.array([one.soft for one in part.relations], bool),
        _matrix(free, names),
        np.array([targets[terms] for terms in part.targets.values()]),
    )
    return Asked(part, names, [*part.targets.values()], np.array(constants, float), block)


def _limits(relations: Sequence[Relation]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([one.low for one in relations], float), np.array([one.high for one in relations], float)


def _matrix(rows: Sequence[Iterable[tuple[Unknown, float]]], names: Mapping[Unknown, int]) -> csr_array:
    cells = [(row, names[name], factor) for row, terms in enumerate(rows) for name, factor in terms]
    at, columns, factors = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_array(coo_array((np.array(factors, float), (at, columns)), shape=(len(rows), len(names))))


def _begin(asked: Asked, system: System, true: Mapping[Unknown, float]) -> None:
    """Give a block a first state: what is true, and of what nobody knows some number that fits."""
    block = asked.block
    state = np.array([true.get(name, np.nan) for name in asked.names])
    if np.isnan(state).any() or not block.take(state):
        given = np.column_stack([state, state])
        bounds = np.where(np.isnan(given), np.column_stack([block.least, block.most]), given)
        found = solved(np.ones(block.size), [block], bounds)
        if found is None or not block.take(found):
            _begin_anew(asked, system)


def _begin_anew(asked: Asked, system: System) -> None:
    """Give up the soft sums that contradict the others, and look for any state in whole numbers."""
    block = asked.block
    if (wrong := contradicting(block)) is None:
        return
    system.given_up.extend(asked.part.relations[at] for at in wrong)
    kept = np.setdiff1d(np.arange(len(block.low)), wrong)
    block.sums = csr_array(block.sums[kept])
    block.low, block.high, block.soft = block.low[kept], block.high[kept], block.soft[kept]
    found = solved(np.ones(block.size), [block], np.column_stack([block.least, block.most]))
    if found is None or not block.take(found):
        _whole(block, np.zeros(block.size))


def _whole(block: Block, cost: np.ndarray, extra: Sequence[LinearConstraint] = ()) -> float | None:
    """Return the least cost in whole numbers, infinite where there are none; None if that was not found in time."""
    limits = [LinearConstraint(block.sums, block.low - _NEAR / 10, block.high + _NEAR / 10)] if len(block.low) else []
    made = milp(
        cost,
        integrality=np.ones(block.size),
        bounds=Bounds(block.least, block.most),
        constraints=[*limits, *extra],
        options={"mip_rel_gap": 0, "time_limit": _SECONDS},
    )
    if made.x is not None:
        block.take(made.x)
    if made.status == _INFEASIBLE:
        return np.inf
    return float(made.fun) if made.status == 0 else None


def _found(asked: Asked) -> Iterable[tuple[Terms, Range]]:
    for at, name in enumerate(asked.wanted):
        one, constant = range_in(asked.block, at), asked.constants[at]
        yield name, Range(one.low + constant, one.high + constant, one.three, one.how)


def range_in(block: Block, at: int) -> Range:
    """Return the range of one expression of a block."""
    cost = block.asked[[at]].toarray()[0]
    if not cost.any():
        return Range(0.0, 0.0, three=False, how=How.KNOWN)
    if not block.states:
        return Range(-MOST, MOST, three=True, how=How.UNSOLVED)
    return _seen(block, at) or _relaxed(block, at, cost) or _exactly(block, at, cost)


def _seen(block: Block, at: int, how: How = How.SEEN) -> Range | None:
    values = np.unique([made[at] for made in block.values])
    seen = len(values) >= block.enough[at]
    return Range(values[0], values[-1], three=len(values) > 2, how=how) if seen else None


def _relaxed(block: Block, at: int, cost: np.ndarray) -> Range | None:
    """The bounds that no world can leave, if they leave no room for enough values; or as many that were come across."""
    bounds = np.column_stack([block.least, block.most])
    ends = []
    for sign in (1, -1):
        state = solved(sign * cost, [block], bounds)
        if state is None:
            return None
        block.take(state)
        ends.append(float(cost @ state))
    low, high = np.ceil(ends[0] - _NEAR * 10), np.floor(ends[1] + _NEAR * 10)
    if high - low + 1 < block.enough[at]:
        return Range(low, high, three=False, how=How.RELAXED)
    for middle in (low + 1, high - 1) if not _seen(block, at) else ():
        held = Block(
            csr_array(vstack([block.sums, cost.reshape(1, -1)])),
            np.append(block.low, middle),
            np.append(block.high, middle),
            *(block.least, block.most, np.append(block.soft, False), block.asked, block.enough),
        )
        state = solved(np.zeros(block.size), [held], bounds)
        if state is not None:
            block.take(state)
    return _seen(block, at)


def _exactly(block: Block, at: int, cost: np.ndarray) -> Range:
    """The ends in whole numbers, and whether there is a value between them."""
    ends = [_whole(block, sign * cost) for sign in (1, -1)]
    seen = _seen(block, at, How.EXACTLY)
    if seen is not None:
        return seen
    if None in ends or not np.isfinite(ends).all():
        return Range(-MOST, MOST, three=True, how=How.UNSOLVED)
    low, high = round(ends[0]), round(-ends[1])
    inside = LinearConstraint(cost.reshape(1, -1), low + 1, high - 1)
    between = _whole(block, np.zeros(block.size), [inside]) if high - low > 1 else np.inf
    if between is None:
        return Range(-MOST, MOST, three=True, how=How.UNSOLVED)
    return Range(low, high, three=bool(np.isfinite(between)), how=How.EXACTLY)
