"""What an outsider could know of hidden amounts, found by trying every state there is."""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.stats.suppression.bounds import System

Terms = Mapping[int, int]


def terms_of(system: System) -> list[dict[int, int]]:
    """Return the sums of a system: amounts with their signs."""
    amounts, signs, ends = (column.tolist() for column in system.known)
    terms = [*zip(amounts, signs, strict=True)]
    return [dict(terms[begin:end]) for begin, end in itertools.pairwise(ends)]


def rooms(system: System, most: int) -> dict[int, int]:
    """Return how far apart the least and the most of each hidden amount lie, with none of them above ``most``."""
    hidden = sorted(system.hidden)
    states = np.array(list(itertools.product(*(range(int(system.least[amount]), most + 1) for amount in hidden))))
    possible = np.ones(len(states), bool)
    for terms in terms_of(system):
        shown = sum(sign * system.true[at] for at, sign in terms.items() if at not in system.hidden)
        possible &= states @ [terms.get(amount, 0) for amount in hidden] + shown == 0
    left = states[possible]
    assert len(left), "the truth is possible"
    return dict(zip(hidden, (int(room) for room in np.ptp(left, axis=0)), strict=True))


def solved(sums: Sequence[Terms], true: Mapping[int, int], least: int = 1) -> dict[int, float]:
    """Return the room of each hidden amount (``true``), where ``sums`` over them are known, by solving each."""
    hidden = sorted(true)
    kept = [row for one in sums if any(row := [one.get(amount, 0) for amount in hidden])]
    totals = [sum(sign * true[at] for at, sign in zip(hidden, row, strict=True)) for row in kept]
    known = [LinearConstraint(np.array(kept), totals, totals)] if kept else []

    def furthest(at: int, sign: int) -> float:
        aim = np.zeros(len(hidden))
        aim[at] = sign
        found = milp(aim, constraints=known, bounds=Bounds(least, np.inf), integrality=np.ones(len(hidden)))
        return found.fun if found.status == 0 else -np.inf

    return {amount: -furthest(at, -1) - furthest(at, 1) for at, amount in enumerate(hidden)}
