"""The fewest companions of a few amounts, exactly: by integer programming, where little hangs together."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csc_array, vstack

from dashboard.stats.intervals import Floats
from dashboard.stats.suppression.bounds import audit
from dashboard.stats.suppression.movements import Amounts, Held, held, parts
from dashboard.stats.suppression.widening import Choice

_REACH = 8.0  # people that an amount is moved at the most
_CELLS, _AMOUNTS, _TARGETS = 12, 40, 6  # in what is solved exactly
_CHOICES = 100  # of cells that are tried one after another
_NODES = 2000  # of the search; what is not found by then is left to the many


@dataclass(frozen=True)
class Few:
    """What was decided exactly: cells to hide, and amounts that have to be given up."""

    cells: list[int]
    given_up: set[int]


def small_parts(choice: Choice, targets: Amounts) -> Iterator[tuple[Amounts, Amounts]]:
    """Yield few amounts that may move and hang together, by sums or as two of a cell, with the targets there."""
    whole = held(choice.system, np.flatnonzero(choice.movable()), _REACH)
    part = parts(_with_cells(choice, whole), np.ones(len(whole.amounts), bool))
    sizes, own = np.bincount(part), part[np.searchsorted(whole.amounts, targets)]
    order = np.argsort(part, kind="stable")
    begins = np.cumsum(sizes) - sizes
    for one in np.unique(own).tolist():
        if sizes[one] <= _AMOUNTS:
            amounts = whole.amounts[order[begins[one] : begins[one] + sizes[one]]]
            if len(np.unique(amounts[choice.free[amounts]] // 2)) <= _CELLS and (own == one).sum() <= _TARGETS:
                yield amounts, targets[own == one]


def _with_cells(choice: Choice, block: Held) -> csc_array:
    """The sums, and a line for each cell that may be hidden, which ties what is counted to the rest."""
    free = np.flatnonzero(choice.free[block.amounts])
    cells, rows = np.unique(block.amounts[free] // 2, return_inverse=True)
    ties = coo_array((np.ones(len(free)), (rows, free)), shape=(len(cells), len(block.amounts)))
    return csc_array(vstack([block.sums, ties]))


def fewest(choice: Choice, amounts: Amounts, targets: Amounts) -> Few | None:
    """Return the cheapest cells of these amounts with which all targets have room that can have any; None if not found.

    A cell that is hidden needs room itself: what it counts must not come out exactly.
    """
    cells = np.unique(amounts[choice.free[amounts]] // 2)
    given_up = _lacking(choice, cells.tolist(), targets.tolist())
    wanted = [target for target in targets.tolist() if target not in given_up]
    if not wanted:
        return Few([], given_up)
    program, own = _Program(choice, held(choice.system, amounts, _REACH), cells), list[int]()
    while (chosen := program.solved(wanted, own)) is not None:
        exact = _lacking(choice, chosen, [2 * cell for cell in chosen if cell not in own])
        new = exact - _lacking(choice, cells.tolist(), sorted(exact))
        if not new:
            return Few(chosen, given_up)
        own += [amount // 2 for amount in sorted(new)]
    return None


def fewer(choice: Choice, amounts: Amounts, targets: Sequence[int], than: int) -> list[int] | None:
    """Return fewer cells ``than`` so many with which all targets and these cells have room; None if there are none.

    Where there are not too many choices each is tried, the fewest and cheapest first.
    """
    cells = np.unique(amounts[choice.free[amounts]] // 2)
    targets = sorted(_lacking(choice, (), targets))
    if sum(math.comb(len(cells), size) for size in range(1, than)) > _CHOICES:
        found = fewest(choice, amounts, np.array(targets))
        return found.cells if found and len(found.cells) < than and not found.given_up else None
    ordered = sorted(cells.tolist(), key=lambda cell: (choice.price[2 * cell], cell))
    choices = chain.from_iterable(combinations(ordered, size) for size in range(1, than))
    asked = ((chosen, [*targets, *(2 * cell for cell in chosen)]) for chosen in choices)
    return next((list(chosen) for chosen, amounts in asked if not _lacks(choice, chosen, amounts)), None)


def _lacks(choice: Choice, cells: Sequence[int], amounts: Sequence[int]) -> bool:
    """Whether any of these amounts lacks room while these cells are hidden too."""
    return any(_lacking(choice, cells, [amount]) for amount in amounts)


def _lacking(choice: Choice, cells: Sequence[int], amounts: Sequence[int]) -> set[int]:
    """Which of these amounts lack room while these cells are hidden too."""
    tried = [amount for cell in cells for amount in (2 * cell, 2 * cell + 1)]
    choice.system.hide(tried)
    lacking = {amount for amount in amounts if amount not in audit(choice.system, amount, choice.needed).proven}
    choice.system.show(tried)
    return lacking


class _Program:
    """Whether each cell is hidden, and for each amount that needs room two states, in which only hidden ones move."""

    def __init__(self, choice: Choice, block: Held, cells: Amounts) -> None:
        self.choice, self.block, self.cells = choice, block, cells
        self.shown = np.flatnonzero(choice.free[block.amounts])
        self.of = np.searchsorted(cells, block.amounts[self.shown] // 2)

    def solved(self, wanted: Sequence[int], own: Sequence[int]) -> list[int] | None:
        """Return the cells to hide so that all ``wanted`` have room, and what cells of ``own`` count if hidden."""
        if not self.block.whole.all():
            return None
        many, states = len(self.cells), 2 * (len(wanted) + len(own))
        columns = many + states * len(self.block.amounts)
        limits = [*self._states(states, columns), *self._rooms(wanted, own, columns)]
        cost = np.concatenate([self._price(), np.zeros(columns - many)])
        low = np.concatenate([np.zeros(many), np.tile(self.block.low, states)])
        high = np.concatenate([np.ones(many), np.tile(self.block.high, states)])
        options = {"mip_rel_gap": 0.0, "node_limit": _NODES}
        made = milp(cost, constraints=limits, bounds=Bounds(low, high), integrality=np.ones(columns), options=options)
        return None if made.status else self.cells[made.x[:many] > 0.5].tolist()

    def _price(self) -> Floats:
        """Fewer cells always cost less; of equally many those whose price ranks lower."""
        order = np.lexsort((self.cells, self.choice.price[2 * self.cells]))
        rank = np.empty(len(order))
        rank[order] = np.arange(len(order))
        return 1.0 + rank / (2 * max(1, len(order)) ** 2)

    def _states(self, states: int, columns: int) -> Iterator[LinearConstraint]:
        """Each state keeps all sums, and moves what may be hidden only if it is."""
        many, size, few = len(self.cells), len(self.block.amounts), len(self.shown)
        for state in range(states):
            first = many + state * size
            if self.block.sums.shape[0]:
                sums = self.block.sums.tocoo()
                shape = (sums.shape[0], columns)
                yield LinearConstraint(csc_array((sums.data, (sums.row, sums.col + first)), shape=shape), 0.0, 0.0)
            rows, ones = np.arange(few), np.ones(few)
            for limit, ends in ((self.block.high, (-np.inf, 0.0)), (self.block.low, (0.0, np.inf))):
                places = np.concatenate([self.shown + first, self.of])
                factors = np.concatenate([ones, -limit[self.shown]])
                matrix = csc_array((factors, (np.tile(rows, 2), places)), shape=(few, columns))
                if few:
                    yield LinearConstraint(matrix, *ends)

    def _rooms(self, wanted: Sequence[int], own: Sequence[int], columns: int) -> Iterator[LinearConstraint]:
        """The two states of an amount lie as far apart as it needs; those of a cell only if it is hidden."""
        many, size = len(self.cells), len(self.block.amounts)
        for number, amount in enumerate([*wanted, *(2 * cell for cell in own)]):
            place = many + 2 * number * size + int(np.searchsorted(self.block.amounts, amount))
            factors = np.zeros(columns)
            factors[place], factors[place + size] = 1.0, -1.0
            room = self.choice.needed[amount]
            if number >= len(wanted):
                factors[np.searchsorted(self.cells, amount // 2)], room = -room, 0.0
            yield LinearConstraint(csc_array(factors.reshape(1, -1)), room, np.inf)
