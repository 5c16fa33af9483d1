"""What is hidden: small counts, and the companions without which others could be subtracted to find them."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from dashboard.domain.figures import KEY, HidingRole
from dashboard.stats.suppression.bounds import Audit, System, audit
from dashboard.stats.suppression.cells import Cells, Release
from dashboard.stats.suppression.relations import Key
from dashboard.stats.suppression.shares import bare_shares, told_shares
from dashboard.stats.suppression.sums import Equations

_THREE_VALUES, _TWO_VALUES = 2.0, 1.0  # of room between the bounds that an outsider finds
_SOON = 40  # amounts in a block; in larger ones companions that have become needless stay hidden
_RINGS = 3  # around a block too large to be looked at whole; what hiding all of these does not help is given up


@dataclass(frozen=True)
class Protection:
    """What was decided: columns ``KEY`` and ``role``; small, companion, or open for what is known already.

    ``exposed`` counts hidden figures that what was shown before gives away whatever is hidden now.
    """

    decisions: pd.DataFrame = field(repr=False)
    exposed: int

    @property
    def hidden(self) -> pd.DataFrame:
        """The keys that are newly hidden."""
        return self.decisions.loc[self.decisions["role"] != HidingRole.OPEN, KEY]

    def count(self, role: HidingRole) -> int:
        """Return how many figures have this role."""
        return int((self.decisions["role"] == role).sum())

    def by_indicator(self, role: HidingRole) -> Counter[str]:
        """Return by measure how many figures have this role."""
        return Counter(self.decisions.loc[self.decisions["role"] == role, "indicator"].tolist())


def protect(earlier: Sequence[Release], now: Release, *, forget: bool = False) -> Protection:
    """Decide what of ``now`` is hidden, with all that was to be read ``earlier`` in mind.

    ``now.hidden`` are the keys hidden until now; they stay so unless the same number was shown before.
    What was shown is known and protects nothing, unless ``forget``: then it is hidden again as if it
    had not been, which takes back what it can.
    """
    cells = Cells()
    placed = [(cells.place(release), release) for release in earlier]
    current = cells.place(now)
    telling = _shares(cells, current, earlier, now)
    seen = {at for ats, release in placed for at, key in ats.items() if key not in release.hidden}
    known = set[int]() if forget else seen - cells.unnumbered
    task = _Task(cells, set(current), known, [*placed, (current, now)])
    task.hide(at for at, key in current.items() if at not in known and (cells.small[at] or key in now.hidden))
    task.hide(at for ats, _ in placed for at in ats if at not in seen)
    task.hide(cells.unnumbered)
    task.hide(telling - known)
    task.find_companions()
    task.let_go()
    return _protection(task, current, known, now)


def _shares(cells: Cells, current: dict[int, Key], earlier: Sequence[Release], now: Release) -> set[int]:
    """Give shares without counts a cell where other figures tell that these are small.

    Return the cells that tell, of shares that were shown before: it is they that have to be hidden.
    """
    catalogue = now.definitions.catalogue
    shown: set[tuple[Key, float]] = set()
    for release in earlier:
        before = bare_shares(release.figures, release.definitions.catalogue)
        shown |= {(key, share) for key, share in before.items() if key not in release.hidden}
    counts = {key: (cells.true[2 * at], cells.true[2 * at + 1]) for at, key in current.items()}
    at = {key: cell for cell, key in current.items()}
    shares, telling = bare_shares(now.figures, catalogue), set[int]()
    for told in told_shares(shares, counts, catalogue):
        if (told.key, shares[told.key]) in shown:
            telling.update(at[key] for key in told.tellers)
        else:
            current[cells.add(told.key, *told.counts, told.least, small=True)] = told.key
    return telling


def _protection(task: "_Task", current: dict[int, Key], known: set[int], now: Release) -> Protection:
    rows = []
    for at, key in current.items():
        if at in known and key in now.hidden:
            rows.append((*key, HidingRole.OPEN.value))
        elif at in task.hidden and at not in task.cells.unnumbered and key not in now.hidden:
            role = HidingRole.SMALL if task.cells.small[at] else HidingRole.COMPANION
            rows.append((*key, role.value))
    decisions = pd.DataFrame(rows, columns=[*KEY, "role"]).sort_values(KEY, ignore_index=True)
    exposed = {amount // 2 for amount in task.given_up} & current.keys()
    return Protection(decisions, len(exposed))


def together(decided: Sequence[Protection]) -> Protection:
    """Return decisions on unrelated figures as one."""
    frames = [one.decisions for one in decided if len(one.decisions)]
    decisions = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*KEY, "role"])
    return Protection(decisions, sum(one.exposed for one in decided))


class _Task:
    """The work of one decision: what is hidden so far, and what is to be looked at again."""

    def __init__(
        self,
        cells: Cells,
        current: Collection[int],
        known: Collection[int],
        releases: Sequence[tuple[dict[int, Key], Release]],
    ) -> None:
        self.cells, self.current, self.known = cells, current, known
        equations = list(dict.fromkeys(Equations(cells, releases)))
        # Zero is shown, so whoever sees a figure hidden knows that it counts somebody. Of one not sent nobody does.
        self._sent = {at for placed, _ in releases for at in placed}
        least = [min(1.0, true) if self._counts_somebody(amount) else 0.0 for amount, true in enumerate(cells.true)]
        self.system = System(cells.true, least, equations)
        self.needed = [self._room(amount) for amount in range(len(cells.true))]
        self.hidden: set[int] = set()
        self.chosen: list[int] = []
        self.given_up: set[int] = set()
        self._safe: set[int] = set()
        self._waiting: list[int] = []

    def _room(self, amount: int) -> float:
        true, least = self.cells.true[amount], self.cells.least[amount // 2]
        if 0 < true < least and amount not in self.cells.supposed:
            return _THREE_VALUES
        return _TWO_VALUES if amount % 2 == 0 and amount // 2 in self._sent else 0.0

    def _counts_somebody(self, amount: int) -> bool:
        return amount % 2 == 0 and amount // 2 in self._sent and amount not in self.cells.supposed

    def hide(self, cells: Iterable[int]) -> None:
        """Hide figures, and look at each again."""
        for cell in cells:
            if cell not in self.hidden:
                self.hidden.add(cell)
                self.system.hide((2 * cell, 2 * cell + 1))
                self._waiting += [amount for amount in (2 * cell, 2 * cell + 1) if amount in self.system.hidden]

    def find_companions(self) -> None:
        """Hide companions until no hidden amount is placed too narrowly, as far as there are any."""
        self._join_lonely()
        while self._waiting:
            amount = self._waiting.pop()
            # What is once found safe stays so, for every further companion leaves more room.
            while amount not in self._safe and amount not in self.given_up:
                made = audit(self.system, amount, self.needed)
                self._safe |= made.proven
                if amount not in self._safe:
                    self._widen(amount, made)

    def _join_lonely(self) -> None:
        """Give each amount that is the only hidden one of a sum a companion there: no audit has to find that out."""
        at = 0
        while at < len(self._waiting):
            amount = self._waiting[at]
            for one in self.system.of[amount]:
                if self.needed[amount] and self.system.unknowns[one] == 1:
                    free = [(other, one) for other in self.system.equations[one].amounts if self._is_free(other)]
                    if free:
                        self._choose(free, self.needed[amount])
            at += 1

    def _choose(self, candidates: list[tuple[int, int]], missing: float) -> None:
        best = min(candidates, key=lambda candidate: self._price(candidate, missing))[0] // 2
        self.chosen.append(best)
        self.hide([best])

    def _widen(self, amount: int, made: Audit) -> None:
        candidates = self._candidates(amount, made) or self._last_resort(amount, made)
        if candidates:
            self._choose(candidates, self.needed[amount] - made.room(amount))
        else:
            self.given_up.add(amount)

    def _last_resort(self, amount: int, made: Audit) -> list[tuple[int, int]]:
        """All that could be hidden around a block, if hiding it, and what is around that, would help."""
        nearest = free = self._free_around(made)
        tried, rings = list[int](), 0
        while free and amount not in made.proven and (made.whole or rings < _RINGS):
            tried += [at for one, _ in free for at in (2 * (one // 2), 2 * (one // 2) + 1)]
            self.system.hide(tried)
            made, rings = audit(self.system, amount, self.needed), rings + 1
            free = [(at, one) for at, one in self._free_around(made) if at not in self.system.hidden]
        self.system.show(tried)
        return nearest if amount in made.proven else []

    def _free_around(self, made: Audit) -> list[tuple[int, int]]:
        around = sorted({one for at in made.ranges for one in self.system.of[at]})
        return [(at, one) for one in around for at in self.system.equations[one].amounts if self._is_free(at)]

    def _candidates(self, amount: int, made: Audit) -> list[tuple[int, int]]:
        """Amounts that may be hidden to widen this one, each with its equation: of the nearest that bind it."""
        level, met, seen = [amount], {amount}, set[int]()
        while level:
            binding = sorted({one for at in level for one in self._binding(at, made)} - seen)
            seen.update(binding)
            found = [(at, one) for one in binding for at in self.system.equations[one].amounts if self._is_free(at)]
            if found:
                return found
            near = {at for one in binding for at, _ in self.system.unknown(one) if made.room(at) < _THREE_VALUES}
            level = sorted(near - met)
            met |= near
        return []

    def _binding(self, amount: int, made: Audit) -> list[int]:
        """The equations that by themselves hold an amount too narrowly; all of its own where only several do."""
        narrow = [one for one in self.system.of[amount] if self._width(amount, one, made) < _THREE_VALUES]
        return narrow or self.system.of[amount]

    def _width(self, amount: int, equation: int, made: Audit) -> float:
        """The room that one equation leaves an amount, by the ranges of the others in it."""
        unknown = self.system.unknown(equation)
        own = next(sign for at, sign in unknown if at == amount)
        below = above = 0.0
        for at, sign in unknown:
            if at != amount:
                low, high = made.ranges.get(at, (self.cells.true[at], self.cells.true[at]))
                down, up = self.cells.true[at] - low, high - self.cells.true[at]
                # Where both have the same sign, the others have to fall for this one to rise.
                below, above = (below + up, above + down) if sign == own else (below + down, above + up)
        return above + min(below, self.cells.true[amount] - self.system.least[amount])

    def _is_free(self, amount: int) -> bool:
        cell = amount // 2
        return (
            cell in self.current
            and cell not in self.known
            and cell not in self.hidden
            and self.cells.true[2 * cell] >= 1
            and self.cells.true[amount] >= 1
        )

    def _price(self, candidate: tuple[int, int], missing: float) -> tuple[int, bool, float, int]:
        """Few further companions first, then the smallest number that gives the room, else the largest there is."""
        amount, equation = candidate
        counted = 2 * (amount // 2)
        lonely = [one for one in self.system.of[counted] if one != equation and not self.system.unknowns[one]]
        true = self.system.true[amount]
        suffices = true - self.system.least[amount] >= missing
        return len(lonely), not suffices, true if suffices else -true, amount

    def let_go(self) -> None:
        """Show companions again that are known all the same, or that later ones have made needless."""
        audits = {amount: audit(self.system, amount, self.needed) for amount in sorted(self.given_up)}
        self.given_up = {amount for amount, made in audits.items() if amount not in made.proven}
        for cell in list(self.chosen):
            amount = 2 * cell
            if amount in self.given_up and audits[amount].whole and not audits[amount].room(amount):
                self.hidden.discard(cell)
                self.chosen.remove(cell)
                self.system.show((amount, amount + 1))
                self.given_up -= {amount, amount + 1}
        self._let_needless_go()

    def _let_needless_go(self) -> None:
        for cell in sorted(self.chosen, key=lambda cell: -self.cells.true[2 * cell]):
            amounts = [2 * cell, 2 * cell + 1]
            touched = {at for amount in amounts for one in self.system.of[amount] for at, _ in self.system.unknown(one)}
            self.system.show(amounts)
            if self._all_safe(touched - set(amounts)):
                self.hidden.discard(cell)
            else:
                self.system.hide(amounts)

    def _all_safe(self, amounts: set[int]) -> bool:
        """Whether all that hangs together with these is safe, as far as it is soon looked at whole."""
        waiting, done = set(amounts), set(self.given_up)
        while waiting:
            # An audit may be content with the nearest few: all of the block are looked at, one after another.
            block, is_whole = self.system.near(min(waiting), _SOON)
            if not is_whole:
                return False
            made = audit(self.system, min(waiting), self.needed)
            if min(waiting) not in made.proven:
                return False
            done |= made.proven
            waiting = (waiting | block) - done
        return True
