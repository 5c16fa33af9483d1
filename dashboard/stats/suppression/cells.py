"""What can be hidden: figures with people in them, each number of each key once, as they were to be read at a time."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.domain.coded import coded_frame
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, NUMBERS, State
from dashboard.domain.ties import counted_in_shares, people_of
from dashboard.stats.suppression.keys import Key
from dashboard.stats.suppression.people import PEOPLE, is_hidden_small, people, too_few
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


class Cells:
    """Figures with people in them, each number of each key once, however long it stood."""

    def __init__(self) -> None:
        self.small: list[bool] = []
        self.true: list[float] = []  # two for each: those counted, and the rest of their group
        self.least: list[float] = []
        self.unnumbered: set[int] = set()  # hidden by their source; their numbers are worked back where that can be
        self.of_nobody: set[int] = set()  # nobody's shares and counts which, shown, tell that a share counts nobody
        self.supposed: set[int] = set()  # amounts whose number is one of several possible ones
        self.group_of: dict[int, int] = {}  # by cell of a size too small to show the cell of the figure that has it
        self._at: dict[tuple[object, ...], int] = {}

    def place(self, release: Release) -> dict[int, Key]:
        """Return the cells of a release with their keys."""
        catalogue = release.definitions.catalogue
        protected = [one.id for one in catalogue if is_hidden_small(one)]
        figures = release.figures
        asked = figures["indicator"].isin(protected) & figures["state"].isin([State.VALUE, State.HIDDEN])
        counted = people(figures.loc[asked, [*KEY, "state", *NUMBERS]], catalogue)
        counted = counted.assign(small=too_few(counted), unnumbered=counted["state"] == State.HIDDEN)
        in_order = coded_frame(counted[counted["counted"].notna() | counted["unnumbered"]]).in_order(KEY)
        keys = map(Key._make, in_order.records(KEY))
        made = zip(keys, in_order.records([*PEOPLE, "small", "unnumbered"]), strict=True)
        placed = {self.add(key, *row[:3], small=row[3], unnumbered=row[4]): key for key, row in made}
        counts = counted_in_shares(catalogue)
        for at, key in placed.items():
            nobody = self.true[2 * at] == 0 and not self.true[2 * at + 1] > 0
            if nobody and (key.indicator in counts or people_of(catalogue.called(key.indicator), key.breakdown)):
                self.of_nobody.add(at)
        return placed

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
