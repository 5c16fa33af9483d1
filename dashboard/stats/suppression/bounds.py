"""The audit: between which bounds an outsider can place an amount that is hidden."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

LARGEST_EXACT = 400  # amounts in one block; larger ones are bounded by their linear relaxation, which takes seconds
_ROUNDS = 60  # of tightening; what is still moving then is left to the solver
_FAR = 1e7  # people; above this an amount without a largest is not looked for
_WHOLE = 1e-6  # nearer to a whole number than this is floating point
Range = tuple[float, float]


@dataclass(frozen=True)
class Equation:
    """Amounts by number with their signs, which come to nothing together."""

    amounts: tuple[int, ...]
    signs: tuple[int, ...]


@dataclass
class System:
    """All that is published together: the true amounts, the least each can be, what adds up, and what is hidden."""

    true: list[float]
    least: list[float]
    equations: list[Equation]
    hidden: set[int] = field(default_factory=set)
    of: dict[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        """Find the equations of each amount."""
        self.of = defaultdict(list)
        for at, equation in enumerate(self.equations):
            for amount in equation.amounts:
                self.of[amount].append(at)

    def unknown(self, equation: int) -> list[tuple[int, int]]:
        """Return the hidden amounts of an equation with their signs."""
        one = self.equations[equation]
        return [(amount, sign) for amount, sign in zip(one.amounts, one.signs, strict=True) if amount in self.hidden]

    def block(self, amounts: Iterable[int]) -> tuple[list[int], list[int]]:
        """Return the hidden amounts that hang together with these, and the equations between them."""
        waiting = [amount for amount in amounts if amount in self.hidden]
        found, between = set(waiting), set[int]()
        while waiting:
            for equation in self.of[waiting.pop()]:
                if equation not in between:
                    between.add(equation)
                    new = [amount for amount, _ in self.unknown(equation) if amount not in found]
                    found.update(new)
                    waiting += new
        return sorted(found), sorted(between)


@dataclass(frozen=True)
class Audit:
    """What an outsider knows of the hidden amounts of a block; ``exact`` unless it was too large to solve whole."""

    ranges: dict[int, Range]
    exact: bool = True

    def room(self, amount: int) -> float:
        """Return how far apart the bounds of an amount lie: 0 where it is known, 2 where three values are left."""
        low, high = self.ranges[amount]
        return high - low


def audit(system: System, amount: int, needed: Sequence[float]) -> Audit:
    """Return the bounds of all hidden amounts in the block of ``amount``.

    ``needed`` says, by amount, how much room is enough: where that much is proven the true bounds may
    be tighter than those returned, but never so tight. Whole numbers are taken for granted where the
    true ones are whole.
    """
    block, equations = system.block([amount])
    ranges = _tightened(system, block, equations)
    links = sum(len(system.unknown(equation)) for equation in equations)
    if links < len(block) + len(equations):
        return Audit(ranges)  # without a circle each bound that tightening leaves can be reached
    if any(high - low < needed[amount] for amount, (low, high) in ranges.items()):
        return Audit(ranges)  # too narrow already, and the solver would only find it narrower
    return _solved(system, block, equations, ranges, needed)


def _tightened(system: System, block: Sequence[int], equations: Sequence[int]) -> dict[int, Range]:
    ranges = {amount: (system.least[amount], math.inf) for amount in block}
    sides = {equation: (system.unknown(equation), _total(system, equation)) for equation in equations}
    waiting = list(equations)
    for _ in range(_ROUNDS * max(1, len(equations))):
        if not waiting:
            break
        equation = waiting.pop()
        for amount in _narrow(*sides[equation], ranges):
            waiting += [other for other in system.of[amount] if other != equation and other not in waiting]
    return ranges


def _total(system: System, equation: int) -> float:
    """What the hidden amounts come to together, by what is shown."""
    return sum(sign * system.true[amount] for amount, sign in system.unknown(equation))


def _narrow(unknown: list[tuple[int, int]], total: float, ranges: dict[int, Range]) -> list[int]:
    """Tighten the ranges of an equation's amounts by each other, and return those that changed."""
    ends = [_ends(ranges[amount], sign) for amount, sign in unknown]
    lows, highs = [low for low, _ in ends], [high for _, high in ends]
    changed = []
    for (amount, sign), (low, high) in zip(unknown, ends, strict=True):
        least, most = total - _others(highs, high), total - _others(lows, low)
        new = (max(low, _settled(least)), min(high, _settled(most)))
        if new != (low, high):
            ranges[amount] = _ends(new, sign)
            changed.append(amount)
    return changed


def _ends(interval: Range, sign: int) -> Range:
    low, high = interval
    return (low, high) if sign > 0 else (-high, -low)


def _others(ends: list[float], own: float) -> float:
    """The sum of the other ends, of which some may have none."""
    endless = sum(math.isinf(end) for end in ends) - math.isinf(own)
    if endless:
        return next(end for end in ends if math.isinf(end))
    return sum(end for end in ends if not math.isinf(end)) - (0.0 if math.isinf(own) else own)


def _settled(number: float) -> float:
    """A number without what floating point left beside a whole one."""
    return float(round(number)) if math.isfinite(number) and _near(number) else number


def _near(number: float) -> bool:
    return abs(number - round(number)) < _WHOLE


def _solved(
    system: System,
    block: Sequence[int],
    equations: Sequence[int],
    ranges: dict[int, Range],
    needed: Sequence[float],
) -> Audit:
    """Widen what is proven, from the truth outwards, until each amount has the room it needs or its true bounds."""
    solver = _Solver(system, block, equations, ranges)
    truth = np.array([system.true[amount] for amount in block])
    seen = [truth.copy(), truth.copy()]
    proven = dict(ranges)
    for at, amount in enumerate(block):
        for upwards in (True, False):
            if seen[1][at] - seen[0][at] >= needed[amount]:
                break
            found = solver.furthest(at, upwards)
            seen = [np.minimum(seen[0], found), np.maximum(seen[1], found)]
        else:
            proven[amount] = (float(seen[0][at]), float(seen[1][at]))
    return Audit(proven, solver.exact)


class _Solver:
    def __init__(
        self, system: System, block: Sequence[int], equations: Sequence[int], ranges: dict[int, Range]
    ) -> None:
        places = {amount: at for at, amount in enumerate(block)}
        sides = [system.unknown(equation) for equation in equations]
        rows = [at for at, side in enumerate(sides) for _ in side]
        columns = [places[amount] for side in sides for amount, _ in side]
        signs = [sign for side in sides for _, sign in side]
        matrix = csr_array((signs, (rows, columns)), shape=(len(equations), len(block)))
        totals = [_total(system, equation) for equation in equations]
        self._sums = LinearConstraint(matrix, totals, totals)
        self._bounds = Bounds(*np.array([ranges[amount] for amount in block]).T)
        whole = all(_near(system.true[amount]) for amount in block)
        self.exact = len(block) <= LARGEST_EXACT
        self._integrality = np.full(len(block), int(whole and self.exact))

    def furthest(self, at: int, upwards: bool) -> np.ndarray:
        """Return a state of the block, possible by all that is shown, with one amount as large or small as can be."""
        aim = np.zeros(len(self._integrality))
        aim[at] = -1.0 if upwards else 1.0
        limited = self._bounds
        if upwards and np.isinf(limited.ub[at]):  # there may be no largest, and a large one is room enough
            limited = Bounds(limited.lb, np.where(np.isinf(limited.ub), limited.lb + _FAR, limited.ub))
        made = milp(aim, constraints=self._sums, bounds=limited, integrality=self._integrality)
        assert made.x is not None, "the truth itself is a solution"
        return np.round(made.x) if self._integrality.any() else np.asarray(made.x)
