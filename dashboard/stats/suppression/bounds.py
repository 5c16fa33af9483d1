"""The audit: how far apart an outsider must leave the bounds of an amount that is hidden."""

import heapq
import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, csr_array

from dashboard.domain.coded import Bools
from dashboard.stats.intervals import Floats
from dashboard.stats.suppression.terms import Sums

LIMITS = (
    12,
    40,
    160,
    800,
)  # hidden amounts looked at together, the nearest ones; few first, for most proofs need no more
_ROUNDS = 60  # of tightening; what is still moving then is left to the solver
_FAR = 1e7  # people; above this an amount without a largest is not looked for
_WHOLE = 1e-6  # nearer to a whole number than this is floating point
Range = tuple[float, float]
Terms = list[tuple[int, int]]  # amounts with their signs


@dataclass
class System:
    """All that is published together: the true amounts, the least each can be, what adds up, and what is hidden."""

    true: list[float]
    least: list[float]
    known: Sums  # what each comes to is known
    hidden: set[int] = field(init=False, default_factory=set)
    unknowns: list[int] = field(init=False)  # how many hidden amounts each equation has
    sums: csc_array = field(init=False, repr=False)  # signs, of shape (equations, amounts)
    of: list[list[int]] = field(init=False, repr=False)  # the equations of each amount
    _terms: Terms = field(init=False, repr=False)
    _ends: list[int] = field(init=False, repr=False)
    falls: Floats = field(init=False, repr=False)  # how far each amount lies above the least that it can be
    whole: Bools = field(init=False, repr=False)  # whether the true number of an amount is whole

    def __post_init__(self) -> None:
        """Find the equations of each amount."""
        true = np.array(self.true, float)
        self.falls, self.whole = true - np.array(self.least, float), np.abs(true - np.round(true)) < _WHOLE
        self.unknowns = [0] * self.known.many
        signs, shape = self.known.signs.astype(float), (self.known.many, len(self.true))
        self.sums = csr_array((signs, self.known.amounts, self.known.ends), shape=shape).tocsc()
        self._terms = [*zip(self.known.amounts.tolist(), self.known.signs.tolist(), strict=True)]
        self._ends = self.known.ends.tolist()
        equations = self.sums.indices.tolist()
        self.of = [equations[begin:end] for begin, end in pairwise(self.sums.indptr.tolist())]

    def hide(self, amounts: Iterable[int]) -> None:
        """Hide amounts; those without a number are none."""
        for amount in amounts:
            if amount not in self.hidden and not math.isnan(self.true[amount]):
                self.hidden.add(amount)
                for one in self.of[amount]:
                    self.unknowns[one] += 1

    def show(self, amounts: Iterable[int]) -> None:
        """Show amounts again."""
        for amount in amounts:
            if amount in self.hidden:
                self.hidden.discard(amount)
                for one in self.of[amount]:
                    self.unknowns[one] -= 1

    def unknown(self, equation: int) -> Terms:
        """Return the hidden amounts of an equation with their signs."""
        terms = self._terms[self._ends[equation] : self._ends[equation + 1]]
        return [term for term in terms if term[0] in self.hidden]

    def near(self, amount: int, limit: int) -> tuple[set[int], bool]:
        """Return hidden amounts that hang together with this one, nearest first, and whether these are all."""
        found, seen = {amount}, set[int]()
        waiting = [(self.unknowns[one], one) for one in self.of[amount]]
        heapq.heapify(waiting)
        while waiting:
            way, equation = heapq.heappop(waiting)
            if equation in seen:
                continue
            seen.add(equation)
            for other, _ in self.unknown(equation):
                if other in found:
                    continue
                if len(found) >= limit:
                    return found, False
                found.add(other)
                for one in self.of[other]:
                    heapq.heappush(waiting, (way + self.unknowns[one], one))
        return found, True


@dataclass(frozen=True)
class Audit:
    """Bounds between which hidden amounts may lie for all that an outsider can tell.

    The bounds may be wider than the true ones but for those ``proven`` to leave the room that is needed.
    Amounts outside ``ranges`` were held at their true number; where ``whole`` there are none that matter.
    """

    ranges: dict[int, Range]
    proven: set[int]
    whole: bool

    def room(self, amount: int) -> float:
        """Return how far apart the bounds of an amount lie: 0 where it is known, 2 where three values are left."""
        low, high = self.ranges.get(amount, (0.0, 0.0))
        return high - low


def audit(system: System, amount: int, needed: Sequence[float] | Floats, most: int | None = None) -> Audit:
    """Return whether ``amount`` is proven to have the room that is ``needed`` (by amount), and what it has if not.

    What is proven of others on the way is returned too. Whole numbers are taken for granted where the
    true ones are whole. Nearby amounts are looked at first; what is not proven with those is looked at
    with more, and after the last limit, or the last that is no more than ``most``, counts as too narrow.
    """
    for limit in LIMITS if most is None else [limit for limit in LIMITS if limit <= most]:
        near, whole = system.near(amount, limit)
        made = _Block(system, near, whole=whole).audited(amount, needed)
        if whole or amount in made.proven:
            break
    return made


class _Block:
    """Some hidden amounts and the equations that hold them, all other amounts at their true number."""

    def __init__(self, system: System, amounts: set[int], *, whole: bool) -> None:
        self.system, self.amounts, self.whole = system, sorted(amounts), whole
        held = {equation for amount in amounts for equation in system.of[amount]}
        self.terms = {one: [term for term in system.unknown(one) if term[0] in amounts] for one in sorted(held)}
        self.totals = {one: sum(sign * system.true[at] for at, sign in terms) for one, terms in self.terms.items()}

    def audited(self, amount: int, needed: Sequence[float] | Floats) -> Audit:
        """Return the bounds that the equations leave, one by one; solved together for ``amount`` where that differs."""
        ranges, settled = self._tightened()
        wide = {at for at, (low, high) in ranges.items() if high - low >= needed[at]}
        links = sum(len(terms) for terms in self.terms.values())
        if settled and links < len(self.amounts) + len(self.terms):
            return Audit(ranges, wide, self.whole)  # without a circle each bound that is left can be reached
        if amount not in wide:
            return Audit(ranges, set(), self.whole)  # solved together it would only be narrower
        low, high = self._walked(amount, ranges, needed[amount])
        proven = {at for place, at in enumerate(self.amounts) if high[place] - low[place] >= needed[at]}
        if amount not in proven:
            place = self.amounts.index(amount)
            ranges[amount] = (float(low[place]), float(high[place]))
        return Audit(ranges, proven, self.whole)

    def _tightened(self) -> tuple[dict[int, Range], bool]:
        """The ranges by each equation in turn, and whether that came to an end."""
        ranges = {amount: (self.system.least[amount], math.inf) for amount in self.amounts}
        waiting, queued = deque(self.terms), set(self.terms)
        for _ in range(_ROUNDS * len(self.terms)):
            if not waiting:
                break
            equation = waiting.popleft()
            queued.discard(equation)
            for amount in _narrow(self.terms[equation], self.totals[equation], ranges):
                new = [one for one in self.system.of[amount] if one != equation and one not in queued]
                waiting.extend(new)
                queued.update(new)
        return ranges, not waiting

    def _walked(self, amount: int, ranges: dict[int, Range], needed: float) -> tuple[Floats, Floats]:
        """Walk from the truth as far as an amount can go, until it has the room it needs: the ends that all reached."""
        solver = _Solver(self, ranges)
        low = high = np.array([self.system.true[at] for at in self.amounts])
        place = self.amounts.index(amount)
        for upwards in (True, False):
            if high[place] - low[place] < needed:
                found = solver.furthest(place, upwards=upwards)
                low, high = np.minimum(low, found), np.maximum(high, found)
        return low, high


def _narrow(terms: Terms, total: float, ranges: dict[int, Range]) -> list[int]:
    """Tighten the ranges of an equation's amounts by each other, and return those that changed."""
    least = most = 0.0  # of the sum, as far as its ends have a number
    endless_below = endless_above = 0  # how many ends have none
    ends = []
    for amount, sign in terms:
        low, high = ranges[amount] if sign > 0 else (-ranges[amount][1], -ranges[amount][0])
        ends.append((amount, sign, low, high))
        if low == -math.inf:
            endless_below += 1
        else:
            least += low
        if high == math.inf:
            endless_above += 1
        else:
            most += high
    changed = []
    for amount, sign, low, high in ends:
        # What the others leave: nothing, where one of them has no end.
        others_above = endless_above - (high == math.inf)
        others_below = endless_below - (low == -math.inf)
        new_low = low if others_above else max(low, total - most + (0.0 if high == math.inf else high))
        new_high = high if others_below else min(high, total - least + (0.0 if low == -math.inf else low))
        if new_low > low + _WHOLE or new_high < high - _WHOLE:
            ranges[amount] = (new_low, new_high) if sign > 0 else (-new_high, -new_low)
            changed.append(amount)
    return changed


def _near(number: float) -> bool:
    return abs(number - round(number)) < _WHOLE


class _Solver:
    def __init__(self, block: _Block, ranges: dict[int, Range]) -> None:
        places = {amount: at for at, amount in enumerate(block.amounts)}
        sides = list(block.terms.values())
        rows = [at for at, terms in enumerate(sides) for _ in terms]
        columns = [places[amount] for terms in sides for amount, _ in terms]
        signs = [float(sign) for terms in sides for _, sign in terms]
        matrix = csr_array((signs, (rows, columns)), shape=(len(sides), len(places)))
        totals = list(block.totals.values())
        self._sums = LinearConstraint(matrix, totals, totals)
        low, high = np.array([ranges[amount] for amount in block.amounts]).T
        self._low, self._high = low, np.where(np.isinf(high), low + _FAR, high)
        whole = all(_near(block.system.true[amount]) for amount in block.amounts)
        self._integrality = np.full(len(places), int(whole))

    def furthest(self, at: int, *, upwards: bool) -> Floats:
        """Return a state of the block, possible by all that is shown, with one amount as large or small as can be."""
        aim = np.zeros(len(self._integrality))
        aim[at] = -1.0 if upwards else 1.0
        bounds = Bounds(self._low, self._high)
        made = milp(aim, constraints=self._sums, bounds=bounds, integrality=self._integrality)
        assert made.x is not None, "the truth itself is a solution"
        return np.round(made.x) if self._integrality.any() else np.asarray(made.x)
