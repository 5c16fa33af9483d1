"""What those who know their own hidden figures can work out of the hidden figures of others.

An agency knows all figures of its own measures for its area; a partnership all that its members sent, and their sums.
For each of them what is its own is put in as known. What of others within two sums is seen with three values while
everything else stands still is let go; the rest is asked of the whole block.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array

from dashboard.domain.areas import AreaKind
from dashboard.domain.definitions import Definitions
from tests.disclosure.bounding import Asked, range_in
from tests.disclosure.equations import Count
from tests.disclosure.points import Block, search
from tests.disclosure.solving import Range, Terms

_STEPS = 2  # sums from a figure of one's own to one that is asked about


@dataclass(frozen=True)
class Insider:
    """An agency in an area, or a partnership, by the code of its area."""

    kind: str
    area: str


@dataclass(frozen=True)
class Gained:
    """What an insider learns of an expression of others that outsiders do not."""

    who: Insider
    wanted: Terms
    range: Range


class Owners:
    """Whose each figure is."""

    def __init__(self, definitions: Definitions) -> None:
        self._catalogue = definitions.catalogue
        self._partnerships: dict[str, list[str]] = defaultdict(list)
        for area in definitions.areas.of_kind(AreaKind.PARTNERSHIP):
            for code in {area.code, *area.members}:
                self._partnerships[code].append(area.code)

    def of(self, unknown: Count) -> Iterator[Insider]:
        """Yield who knows a figure because it is their own."""
        for agency in self._catalogue.called(unknown.key.indicator).agencies:
            yield Insider(agency.value, unknown.key.area)
        for code in self._partnerships.get(unknown.key.area, ()):
            yield Insider("partnership", code)


@dataclass
class _Region:
    """What lies near an insider's own figures, as a block of its own in which the rest stands still."""

    who: Insider
    own: np.ndarray
    asked: Asked
    expressions: np.ndarray
    block: Block


def gained(
    blocks: Sequence[Asked], owners: Owners, safe: Mapping[Terms, Range], random: np.random.Generator
) -> tuple[Counter[str], list[Gained]]:
    """Return how many expressions were asked, by kind of insider, and what of them has fewer than three values.

    ``safe`` are the ranges for an outsider: what has no three values for everybody is left out.
    """
    regions = [region for asked in blocks if asked.block.states for region in _regions(asked, owners, safe)]
    search([region.block for region in regions], random)
    times = Counter[str]()
    found: list[Gained] = []
    for region in regions:
        times[region.who.kind] += len(region.expressions)
        found += _lacking(region)
    return times, found


def _regions(asked: Asked, owners: Owners, safe: Mapping[Terms, Range]) -> Iterator[_Region]:
    own: dict[Insider, list[int]] = defaultdict(list)
    for name, at in asked.names.items():
        if isinstance(name, Count) and not name.virtual:
            for who in owners.of(name):
                own[who].append(at)
    rows, columns = csr_array(asked.block.sums != 0), csc_array(asked.block.sums != 0)
    wanted = csc_array(asked.block.asked != 0)
    three = np.array(
        [
            safe[name].three or (safe[name].high - safe[name].low > 0 and enough < 3)
            for name, enough in zip(asked.wanted, asked.block.enough, strict=True)
        ]
    )
    for who, mine in own.items():
        region = _region(asked, who, np.array(mine), rows, columns)
        inside = np.zeros(asked.block.size, bool)
        inside[region] = True
        strange = inside.copy()
        strange[mine] = False
        touched = np.asarray(wanted @ strange.astype(float)) > 0
        whole = np.asarray(wanted @ (~inside).astype(float)) == 0
        expressions = np.flatnonzero(touched & whole & three)
        if len(expressions):
            yield _Region(
                who, np.array(mine), asked, expressions, _cut(asked.block, region, np.array(mine), expressions)
            )


def _region(asked: Asked, who: Insider, mine: np.ndarray, rows: csr_array, columns: csc_array) -> np.ndarray:
    reached = np.zeros(asked.block.size, bool)
    reached[mine] = True
    for _ in range(_STEPS):
        sums = np.asarray(rows @ reached.astype(float)) > 0
        reached |= np.asarray(sums.astype(float) @ rows) > 0
    return np.flatnonzero(reached)


def _cut(block: Block, region: np.ndarray, mine: np.ndarray, expressions: np.ndarray) -> Block:
    """The region by itself, from the first state; all outside stands still, and so does what is one's own."""
    state = block.states[0]
    sums = csc_array(block.sums)[:, region]
    rest = block.sums @ state - sums @ state[region]
    kept = np.flatnonzero(np.diff(csr_array(sums).indptr))
    still = np.isin(region, mine)
    made = Block(
        csr_array(csr_array(sums)[kept]),
        block.low[kept] - rest[kept],
        block.high[kept] - rest[kept],
        np.where(still, state[region], block.least[region]),
        np.where(still, state[region], block.most[region]),
        block.soft[kept],
        csr_array(csc_array(block.asked[expressions])[:, region]),
        block.enough[expressions],
    )
    made.take(state[region])
    return made


def _lacking(region: _Region) -> Iterator[Gained]:
    lacking = region.block.lacking() if region.block.states else np.arange(len(region.expressions))
    if not len(lacking):
        return
    block, state = region.asked.block, region.asked.block.states[0]
    least, most = block.least.copy(), block.most.copy()
    least[region.own] = most[region.own] = state[region.own]
    knowing = Block(block.sums, block.low, block.high, least, most, block.soft, block.asked, block.enough)
    for each in block.states:
        knowing.take(each)
    for at in region.expressions[lacking].tolist():
        made = range_in(knowing, at)
        constant = region.asked.constants[at]
        if made.exact or (block.enough[at] > 2 and not made.three):
            found = Range(made.low + constant, made.high + constant, made.three, made.how)
            yield Gained(region.who, region.asked.wanted[at], found)


def by_measure(found: Iterable[Gained], names: Mapping[Terms, str]) -> Counter[tuple[str, str]]:
    """Return how often insiders of a kind gain something of a measure."""
    return Counter((one.who.kind, names[one.wanted]) for one in found)
