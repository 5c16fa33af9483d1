"""Bounds of unknown whole numbers under linear relations, by integer programming over independent blocks."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

MOST = 10_000_000.0  # nobody in England counts more people than this
NEAR = 1e-6
INFEASIBLE = 2

Unknown = Hashable
Terms = tuple[tuple[Unknown, float], ...]


@dataclass(frozen=True)
class Relation:
    """``low <= sum of terms <= high``; a soft one is given up where it contradicts the others."""

    terms: Terms
    low: float
    high: float
    soft: bool = False
    why: str = ""


class How(StrEnum):
    """How the range of an expression was found."""

    KNOWN = "simply known"
    SEEN = "seen with enough values"
    RELAXED = "bounded by linear relaxation"
    EXACTLY = "solved exactly"
    UNSOLVED = "not solved"


@dataclass(frozen=True)
class Range:
    """What an expression may be: its least and greatest value, whether it has a third, and how that was found."""

    low: float
    high: float
    three: bool
    how: How = How.EXACTLY

    @property
    def exact(self) -> bool:
        """Whether only one value is possible."""
        return self.high - self.low < 0.5

    def holds(self, value: float) -> bool:
        """Whether a value lies between the ends."""
        return self.low - NEAR <= value <= self.high + NEAR


@dataclass
class System:
    """Relations among unknowns, those that are known, and the bounds of the others (from 0 where not said)."""

    relations: list[Relation] = field(default_factory=list)
    known: dict[Unknown, float] = field(default_factory=dict)
    bounds: dict[Unknown, tuple[float, float]] = field(default_factory=dict)
    given_up: list[Relation] = field(default_factory=list)

    def range_of(self, unknown: Unknown) -> tuple[float, float]:
        """Return the bounds of one unknown."""
        return self.bounds.get(unknown, (0.0, MOST))

    def narrow(self, unknown: Unknown, low: float, high: float) -> None:
        """Take on tighter bounds."""
        before = self.range_of(unknown)
        self.bounds[unknown] = max(before[0], low), min(before[1], high)


class Part(NamedTuple):
    """Relations that hang together by what they are about, and the expressions asked of it."""

    relations: list[Relation]
    targets: dict[Hashable, Terms]


def parts_of(system: System, targets: Mapping[Hashable, Terms]) -> list[Part]:
    """Return what is asked of each block, once what is known is put in; what contradicts that is given up."""
    kept = {name for terms in targets.values() for name, _ in terms}
    relations = _simplified(_substituted(system), kept, system.known)
    block_of = _blocks(relations, targets.values(), system.known)
    related, wanted = defaultdict(list), defaultdict(list)
    for relation in relations:
        related[block_of[relation.terms[0][0]]].append(relation)
    for name, terms in targets.items():
        free = [unknown for unknown, _ in terms if unknown not in system.known]
        wanted[block_of[free[0]] if free else None].append(name)
    return [Part(related[block], {name: targets[name] for name in names}) for block, names in wanted.items()]


def ranges(system: System, targets: Mapping[Hashable, Terms]) -> dict[Hashable, Range]:
    """Return the range of each target expression; what contradicts is given up and noted in the system."""
    found: dict[Hashable, Range] = {}
    for part in parts_of(system, targets):
        found |= _block_ranges(system, part.relations, part.targets)
    return found


def _substituted(system: System) -> list[Relation]:
    """Put in what is known; what then contradicts itself is given up, what says nothing is left out."""
    made: dict[Terms, Relation] = {}
    order: dict[Unknown, int] = {}
    for relation in system.relations:
        sums: Counter[Unknown] = Counter()
        constant = 0.0
        for unknown, factor in relation.terms:
            if unknown in system.known:
                constant += factor * system.known[unknown]
            else:
                sums[unknown] += factor
        named = [(name, factor) for name, factor in sums.items() if factor]
        terms = tuple(sorted(named, key=lambda term: order.setdefault(term[0], len(order))))
        low, high = relation.low - constant, relation.high - constant
        if terms:
            same = made.get(terms)
            low, high = (
                (max(low, same.low), min(high, same.high)) if same and same.soft == relation.soft else (low, high)
            )
            made[terms] = replace(relation, terms=terms, low=low, high=high)
        elif low > NEAR or high < -NEAR:
            system.given_up.append(relation)
    return list(made.values())


def _simplified(relations: list[Relation], kept: set[Unknown], known: Mapping[Unknown, float]) -> list[Relation]:
    """Take out unknowns nobody asks for that stand in one relation only: they are its slack."""
    while True:
        uses = Counter(name for relation in relations for name, _ in relation.terms)
        slack = {name for name, times in uses.items() if times == 1 and name not in kept and _is_virtual(name)}
        if not slack:
            return relations
        shorter = [_without(relation, slack) for relation in relations]
        relations = [relation for relation in shorter if relation.terms and not _vacuous(relation)]


def _is_virtual(name: Unknown) -> bool:
    return bool(getattr(name, "virtual", False))


def _without(relation: Relation, slack: set[Unknown]) -> Relation:
    gone = [factor for name, factor in relation.terms if name in slack]
    if not gone:
        return relation
    low = -np.inf if any(factor > 0 for factor in gone) else relation.low
    high = np.inf if any(factor < 0 for factor in gone) else relation.high
    return replace(relation, terms=tuple(term for term in relation.terms if term[0] not in slack), low=low, high=high)


def _vacuous(relation: Relation) -> bool:
    factors = [factor for _, factor in relation.terms]
    least = 0.0 if min(factors) > 0 else -np.inf
    most = 0.0 if max(factors) < 0 else np.inf
    return relation.low <= least and relation.high >= most


def _blocks(
    relations: list[Relation], targets: Iterable[Terms], known: Mapping[Unknown, float]
) -> dict[Unknown, Unknown]:
    """Return for each unknown the representative of the block it belongs to."""
    parent: dict[Unknown, Unknown] = {}

    def root(name: Unknown) -> Unknown:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for terms in (*(relation.terms for relation in relations), *targets):
        free = [name for name, _ in terms if name not in known]
        for name in free:
            parent[root(name)] = root(free[0])
    return {name: root(name) for name in list(parent)}


@dataclass
class _Block:
    names: list[Unknown]
    relations: list[Relation]
    bounds: Bounds
    found: list[np.ndarray] = field(default_factory=list)  # solutions seen: each says a value for every target

    def __post_init__(self) -> None:
        self.place = {name: at for at, name in enumerate(self.names)}
        self.constraints = self._constraints()

    def _constraints(self) -> list[LinearConstraint]:
        if not self.relations:
            return []
        cells = [(row, self.place[n], f) for row, one in enumerate(self.relations) for n, f in one.terms]
        rows, columns, factors = zip(*cells, strict=True)
        shape = (len(self.relations), len(self.names))
        matrix = coo_array((factors, (rows, columns)), shape=shape).tocsr()
        slack = NEAR / 10
        low, high = ([one.low - slack for one in self.relations], [one.high + slack for one in self.relations])
        return [LinearConstraint(matrix, low, high)]

    def values(self, objective: np.ndarray) -> set[int]:
        """Return the values of an expression in the solutions seen."""
        return {round(float(objective @ solution)) for solution in self.found}


def _block_ranges(
    system: System, relations: list[Relation], targets: Mapping[Hashable, Terms]
) -> dict[Hashable, Range]:
    unknowns = [name for one in relations for name, _ in one.terms]
    unknowns += [name for terms in targets.values() for name, _ in terms if name not in system.known]
    names = list(dict.fromkeys(unknowns))
    low, high = zip(*(system.range_of(name) for name in names), strict=True) if names else ((), ())
    block = _Block(names, relations, Bounds(list(low), list(high)))
    if names and not _feasible(block):
        block = _given_up(block, system)
    return {name: _range(block, system, terms) for name, terms in targets.items()}


class TooLarge(Exception):
    """A block of figures that hang together could not be solved in time."""


def _optimum(block: _Block, objective: np.ndarray, extra: list[LinearConstraint]) -> float | None:
    result = milp(
        objective,
        integrality=np.ones(len(objective)),
        bounds=block.bounds,
        constraints=[*block.constraints, *extra] or None,
        options={"mip_rel_gap": 0, "time_limit": 20},
    )
    if result.status == INFEASIBLE:
        return None
    if result.x is None:
        raise TooLarge(result.message)
    block.found.append(result.x)
    return float(result.fun) if result.fun is not None else 0.0


def _feasible(block: _Block) -> bool:
    return _optimum(block, np.zeros(len(block.names)), []) is not None


def _range(block: _Block, system: System, terms: Terms) -> Range:
    constant = sum(factor * system.known[name] for name, factor in terms if name in system.known)
    objective = np.zeros(len(block.names))
    for name, factor in terms:
        if name not in system.known:
            objective[block.place[name]] += factor
    if not objective.any():
        return Range(constant, constant, three=False, how=How.KNOWN)
    for sign in (1, -1):
        if _optimum(block, sign * objective, []) is None:
            return Range(-MOST, MOST, three=True)  # nothing fits: nothing is learnt
    seen = block.values(objective)
    low, high = min(seen), max(seen)
    three = len(seen) > 2 or (high - low > 1 and _has_between(block, objective, low + 1, high - 1))
    return Range(low + constant, high + constant, three)


def _has_between(block: _Block, objective: np.ndarray, low: float, high: float) -> bool:
    inside = LinearConstraint(objective.reshape(1, -1), low, high)
    return _optimum(block, np.zeros(len(objective)), [inside]) is not None


def _given_up(block: _Block, system: System) -> _Block:
    """Return the block without the soft relations that contradict the others, as little as can be."""
    soft = [at for at, one in enumerate(block.relations) if one.soft]
    names = [*block.names, *(("slack", at, sign) for at in soft for sign in (1, -1))]
    loosened = [
        replace(one, terms=(*one.terms, (("slack", at, 1), 1.0), (("slack", at, -1), -1.0))) if at in soft else one
        for at, one in enumerate(block.relations)
    ]
    extra = [0.0] * (2 * len(soft)), [MOST] * (2 * len(soft))
    bounds = Bounds([*block.bounds.lb, *extra[0]], [*block.bounds.ub, *extra[1]])
    elastic = _Block(names, loosened, bounds)
    costs = np.array([0.0] * len(block.names) + [1.0] * (2 * len(soft)))
    result = milp(
        costs,
        integrality=np.array([1.0] * len(block.names) + [0.0] * (2 * len(soft))),
        bounds=bounds,
        constraints=elastic.constraints,
        options={"time_limit": 20},
    )
    if result.x is None:
        system.given_up.extend(block.relations)
        return _Block(block.names, [], block.bounds)
    used = {names[at][1] for at in range(len(block.names), len(names)) if result.x[at] > NEAR * 10}
    system.given_up.extend(block.relations[at] for at in used)
    return _Block(block.names, [one for at, one in enumerate(block.relations) if at not in used], block.bounds)
