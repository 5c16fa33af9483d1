"""What is hidden: small counts, and the companions without which others could be subtracted to find them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from dashboard.domain.figures import KEY, SMALL_KEY, HidingRole
from dashboard.stats.suppression.cells import Cells, Release
from dashboard.stats.suppression.deciding import Task
from dashboard.stats.suppression.keys import Key
from dashboard.stats.suppression.shares import bare_shares, told_shares
from dashboard.stats.suppression.sheltered import sheltered
from dashboard.stats.suppression.sums import sums_among
from dashboard.stats.suppression.terms import joined


@dataclass(frozen=True)
class Protection:
    """What was decided: columns ``KEY`` and ``role``; small, companion, or open for what is known already.

    ``exposed`` counts hidden figures that what was shown before gives away whatever is hidden now. ``shelters`` has
    for each companion the small figures it is hidden for (columns ``KEY`` and ``SMALL_KEY``); it is worked out only
    where what was shown is forgotten.
    """

    decisions: pd.DataFrame = field(repr=False)
    exposed: int
    shelters: pd.DataFrame = field(default_factory=lambda: _sheltering([]), repr=False)

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
    had not been, which takes back what it can. Of equally few companions those of the smaller number are hidden.
    """
    cells = Cells()
    placed = [(cells.place(release), release) for release in earlier]
    current = cells.place(now)
    telling = _shares(cells, current, earlier, now)
    releases = [*placed, (current, now)]
    sums = [sums_among(cells, releases), cells.small_groups()]
    sent = {at for ats, _ in releases for at in ats} - cells.steps.keys()
    # Of what is rounded the exact counts are hidden always, and it is the rounded ones that may be.
    roundly = cells.shown_roundly()
    keys = {at: key for ats, _ in releases for at, key in ats.items()}
    shown = {roundly.shown.get(at, at): key for at, key in current.items()}
    before = [({roundly.shown.get(at, at): key for at, key in ats.items()}, release) for ats, release in placed]
    seen = {at for ats, release in before for at, key in ats.items() if key not in release.hidden} - roundly.coarse
    known = set[int]() if forget else seen - cells.unnumbered
    task = Task(cells, shown.keys() - known, sent, joined([*sums, roundly.sums]))
    task.hide(at for at, key in shown.items() if at not in known and (cells.small[at] or key in now.hidden))
    task.hide(at for ats, _ in before for at in ats if at not in seen)
    task.hide(cells.unnumbered | cells.steps.keys() | (roundly.coarse & shown.keys()))
    task.hide(telling - known)
    task.decide()
    made = _protection(task, shown, known, now, roundly.shown)
    return replace(made, shelters=_shelters(task, made, shown, keys)) if forget else made


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


def _protection(
    task: Task, current: dict[int, Key], known: set[int], now: Release, shown: Mapping[int, int]
) -> Protection:
    rows = []
    for at, key in current.items():
        if at in known and key in now.hidden:
            rows.append((*key, HidingRole.OPEN.value))
        elif at in task.hidden and at not in task.cells.unnumbered and key not in now.hidden:
            role = HidingRole.SMALL if task.cells.small[at] else HidingRole.COMPANION
            rows.append((*key, role.value))
    decisions = pd.DataFrame(rows, columns=[*KEY, "role"]).sort_values(KEY, ignore_index=True)
    given_up = {amount // 2 for amount in task.given_up}
    owners = {task.cells.group_of.get(cell, cell) for cell in given_up}
    exposed = {shown.get(cell, cell) for cell in owners} & current.keys()
    return Protection(decisions, len(exposed))


def _shelters(task: Task, made: Protection, current: Mapping[int, Key], keys: Mapping[int, Key]) -> pd.DataFrame:
    companions = made.decisions[made.decisions["role"] == HidingRole.COMPANION]
    hidden = set(map(Key._make, companions[KEY].itertuples(index=False, name=None)))
    own = ((at, key) for at, key in current.items() if key in hidden and at in task.hidden)
    return _sheltering({(*key, *keys[small]) for at, key in own for small in sheltered(task, at) if small in keys})


def _sheltering(rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(sorted(rows, key=str), columns=[*KEY, *SMALL_KEY])


def together(decided: Sequence[Protection]) -> Protection:
    """Return decisions on unrelated figures as one."""
    frames = [one.decisions for one in decided if len(one.decisions)]
    decisions = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*KEY, "role"])
    pairs = {row for one in decided for row in one.shelters.itertuples(index=False, name=None)}
    return Protection(decisions, sum(one.exposed for one in decided), _sheltering(pairs))
