"""What can be hidden: figures with people in them, each number of each key once, as they were to be read at a time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.domain.coded import coded_frame
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, NUMBERS, State
from dashboard.domain.indicators import Catalogue
from dashboard.domain.ties import counted_in_shares, people_of
from dashboard.stats.suppression.keys import Key
from dashboard.stats.suppression.people import PEOPLE, is_hidden_small, is_rounded_here, people, too_few
from dashboard.stats.suppression.showing import WHOLE, to_nearest
from dashboard.stats.suppression.terms import Sums, listed


@dataclass(frozen=True)
class Release:
    """All related figures that could be read at one time, totals among them, and the keys hidden then.

    ``has_own_sums`` is False where every sum that held then holds later too, and need not be made twice.
    """

    figures: pd.DataFrame = field(repr=False)
    hidden: frozenset[Key]
    definitions: Definitions = field(repr=False)
    has_own_sums: bool = True


class Roundly(NamedTuple):
    """What is shown of figures that are rounded: the cell of it by that of the figure, and which sums it is part of.

    ``coarse`` are shown of no figure, for their groups round to fewer people than are counted in them.
    """

    shown: dict[int, int]
    coarse: frozenset[int]
    sums: Sums


class Cells:
    """Figures with people in them, each number of each key once, however long it stood."""

    def __init__(self) -> None:
        self.small: list[bool] = []
        self.true: list[float] = []  # two for each: those counted, and the rest of their group
        self.least: list[float] = []
        self.unnumbered: set[int] = set()  # hidden by their source; their numbers are worked back where that can be
        self.of_nobody: set[int] = set()  # nobody's shares and counts which, shown, tell that a share counts nobody
        self.of_country: set[int] = set()  # whole countries' figures, which every area is compared with
        self.supposed: set[int] = set()  # amounts whose number is one of several possible ones
        self.group_of: dict[int, int] = {}  # by cell of a size too small to show the cell of the figure that has it
        self.steps: dict[int, float] = {}  # by cell of a figure that is rounded before it is shown, to how many people
        self._at: dict[tuple[object, ...], int] = {}

    def place(self, release: Release) -> dict[int, Key]:
        """Return the cells of a release with their keys."""
        catalogue = release.definitions.catalogue
        figures = release.figures
        protected = [one.id for one in catalogue if is_hidden_small(one)]
        asked = figures["indicator"].isin(protected) & figures["state"].isin([State.VALUE, State.HIDDEN])
        counted = people(figures.loc[asked | _are_rounded(figures, catalogue), [*KEY, "state", *NUMBERS]], catalogue)
        counted = counted.assign(small=too_few(counted), unnumbered=counted["state"] == State.HIDDEN)
        in_order = coded_frame(counted[counted["counted"].notna() | counted["unnumbered"]]).in_order(KEY)
        keys = map(Key._make, in_order.records(KEY))
        made = zip(keys, in_order.records([*PEOPLE, "small", "unnumbered"]), strict=True)
        placed = {self.add(key, *row[:3], small=row[3], unnumbered=row[4]): key for key, row in made}
        counts = counted_in_shares(catalogue)
        for at, key in placed.items():
            measure = catalogue.called(key.indicator)
            if key.area in WHOLE:
                self.of_country.add(at)
            if measure.round_to is not None:
                self._round(at, key, float(measure.round_to))
            elif self._counts_nobody(at) and (key.indicator in counts or people_of(measure, key.breakdown)):
                self.of_nobody.add(at)
        return placed

    def _round(self, cell: int, key: Key, step: float) -> None:
        if key.area in WHOLE:  # shown as it is, like any number of a whole country
            self.small[cell], self.least[cell] = False, 0.0
        else:
            self.steps[cell] = step

    def _counts_nobody(self, cell: int) -> bool:
        return self.true[2 * cell] == 0 and not self.true[2 * cell + 1] > 0

    def add(self, key: Key, counted: float, rest: float, least: float, *, small: bool, unnumbered: bool = False) -> int:
        """Return the cell of a key with these people, a new one where there is none."""
        version = (key, str(counted), str(rest))
        if version not in self._at:
            self._at[version] = self._append(counted, rest, least, small=small, unnumbered=unnumbered)
        cell = self._at[version]
        self.small[cell], self.least[cell] = bool(small), least  # by the rules of the newest release that has it
        return cell

    def small_groups(self) -> Sums:
        """Add the size of each group that is too small to show, and return that it is those counted and the rest.

        Each of the two may have many values while their sum has one.
        """
        sizes = np.array(self.true).reshape(-1, 2).sum(axis=1)
        least = np.array(self.least)
        # What its source hid is unknown but in sums that somebody else has, where it has a place already.
        own = np.array([cell not in self.unnumbered for cell in range(len(least))], bool)
        cells = np.flatnonzero(own & (sizes > 0) & (sizes < least))
        for cell, size in zip(cells.tolist(), sizes[cells].tolist(), strict=True):
            (group,) = self.add_unsent([self.least[cell]])
            self.true[2 * group] = size
            self.group_of[group] = cell
        return listed([(2 * group, 1), (2 * cell, -1), (2 * cell + 1, -1)] for group, cell in self.group_of.items())

    def shown_roundly(self) -> Roundly:
        """Add what is shown of each figure that is rounded, in the place of its exact numbers, and what that tells.

        A count that is shown as s lies between s - 2 and s + 2, one that is shown as 0 between 0 and 2. So s - 2 is
        an amount that is shown, and how far the count is above it another that is not.
        """
        shown, coarse, found = dict[int, int](), set[int](), list[list[tuple[int, int]]]()
        for cell, step in list(self.steps.items()):
            counted, rest = self.true[2 * cell : 2 * cell + 2]
            shown[cell] = place = self._append(np.nan, np.nan, 0.0, small=False, unnumbered=False)
            found += self._between(2 * cell, 2 * place, counted, step)
            if not np.isnan(rest):
                (group,) = self.add_unsent([0.0])
                self.true[2 * group] = counted + rest
                found.append([(2 * group, 1), (2 * cell, -1), (2 * cell + 1, -1)])
                found += self._between(2 * group, 2 * place + 1, counted + rest, step)
                if not 0 < _as_shown(counted + rest, step) >= _as_shown(counted, step):
                    coarse.add(place)
        return Roundly(shown, frozenset(coarse), listed(found))

    def _between(self, amount: int, shown: int, number: float, step: float) -> list[list[tuple[int, int]]]:
        """The sums which say that an amount rounds to what is shown of it; none of a number that is no whole one."""
        half = (step - 1) / 2
        low = _as_shown(number, step) - half
        if not float(number).is_integer() or number < 0:
            self.true[shown] = max(low, 0.0)
            return []
        above, below = (2 * cell for cell in self.add_unsent([0.0] * 2))
        if low < 0:
            self.true[shown], self.true[below] = half, half - number
            return [[(amount, 1), (below, 1), (shown, -1)]]
        width = self._append(step - 1, np.nan, 0.0, small=False, unnumbered=False)
        self.true[shown], self.true[above], self.true[below] = low, number - low, step - 1 - (number - low)
        return [[(amount, 1), (shown, -1), (above, -1)], [(above, 1), (below, 1), (2 * width, -1)]]

    def add_unsent(self, least: Iterable[float]) -> list[int]:
        """Return new cells for figures that nobody sent, by the least that each may be shown from."""
        return [self._append(np.nan, np.nan, one, small=False, unnumbered=True) for one in least]

    def _append(self, counted: float, rest: float, least: float, *, small: bool, unnumbered: bool) -> int:
        cell = len(self.small)
        self.small.append(bool(small))
        self.true += [counted, rest]
        self.least.append(least)
        if unnumbered:
            self.unnumbered.add(cell)
        return cell


def _as_shown(number: float, step: float) -> float:
    return float(to_nearest(np.array(number), np.array(step)))


def _are_rounded(figures: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Which figures have exact counts of a measure that is rounded before it is shown."""
    measures = [one.id for one in catalogue if is_rounded_here(one)]
    is_counted = figures["numerator"].notna() | (figures["value"].notna() & figures["denominator"].notna())
    return figures["indicator"].isin(measures) & (figures["state"] == State.VALUE) & is_counted
