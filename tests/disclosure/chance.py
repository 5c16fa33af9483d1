"""Tables by chance: a true world of people by area, quarter and group, and releases that tell some of its sums."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tests.disclosure.bench import Row, Step, Table, Undo, row

PLACES: tuple[tuple[tuple[str, ...], Mapping[str, tuple[int, ...]]], ...] = (
    (("E06000063", "E06000064"), {"E23000002": (0, 1)}),
    (("E06000001", "E06000002", "E06000003", "E06000004"), {"E23000013": (0, 1, 2, 3)}),
    (("E08000011", "E08000012", "E08000013", "E08000014", "E08000015"), {"E23000004": (0, 1, 2, 3, 4)}),
    (
        (
            *("E06000001", "E06000002", "E06000003", "E06000004", "E06000005", "E06000047"),
            *("E06000057", "E08000021", "E08000022", "E08000023", "E08000024", "E08000037"),
        ),
        {"E23000013": (0, 1, 2, 3), "E23000008": (4, 5), "E23000007": (6, 7, 8, 9, 10, 11)},
    ),
)
QUARTERS = (
    "Jan to Mar 2023",
    "Apr to Jun 2023",
    "Jul to Sep 2023",
    "Oct to Dec 2023",
    "Jan to Mar 2024",
    "Apr to Jun 2024",
)
RUNS: Mapping[str, tuple[int, ...]] = {
    **{quarter: (at,) for at, quarter in enumerate(QUARTERS)},
    "2023": (0, 1, 2, 3),
    "2023/24": (1, 2, 3, 4),
    "12 months to Jun 2024": (2, 3, 4, 5),
    "12 months to Mar 2024": (1, 2, 3, 4),
    "12 months to Dec 2023": (0, 1, 2, 3),
}
ALONE: Mapping[tuple[str, str, str], tuple[int, ...]] = {("drr-commencements", "persons", ""): (0, 1, 2)}
SEXES: Mapping[tuple[str, str, str], tuple[int, ...]] = {
    ("ld-adults-engaged", "persons", ""): (0, 1, 2),
    ("ld-adults-engaged", "male", ""): (0, 1),
    ("ld-adults-engaged", "female", ""): (2,),
}
DRUGS: Mapping[tuple[str, str, str], tuple[int, ...]] = {
    ("reconnect-referrals", "persons", ""): (0, 1, 2),
    ("reconnect-referrals", "persons", "drug=heroin"): (0,),
    ("reconnect-referrals", "persons", "drug=cocaine"): (1,),
    ("reconnect-referrals", "persons", "drug=other"): (2,),
}
SUBSTANCES: Mapping[tuple[str, str, str], tuple[int, ...]] = {
    ("coc-engaged-21-days", "persons", ""): (0, 1, 2),
    ("coc-opiate", "persons", ""): (0,),
    ("coc-non-opiate", "persons", ""): (1,),
    ("coc-alcohol", "persons", ""): (2,),
    ("coc-eligible-releases", "persons", ""): (0, 1, 2),
}
SHARES = ("coc-engaged-21-days", "coc-opiate", "coc-non-opiate", "coc-alcohol")

Cell = tuple[str, str, tuple[str, str, str]]


@dataclass
class _World:
    """Who there is: arrays of area × quarter × group, of people counted and of people counted among."""

    random: np.random.Generator
    areas: tuple[str, ...]
    wider: Mapping[str, tuple[int, ...]]
    kinds: Mapping[tuple[str, str, str], tuple[int, ...]]
    counts: np.ndarray
    wholes: np.ndarray

    def cells(self) -> Iterator[Cell]:
        for area in (*self.areas, *self.wider):
            for run in RUNS:
                yield from ((area, run, kind) for kind in self.kinds)

    def line(self, cell: Cell) -> Row:
        area, run, kind = cell
        where = self.wider.get(area) or (self.areas.index(area),)
        there = np.ix_(where, RUNS[run], self.kinds[kind])
        count, whole = int(self.counts[there].sum()), int(self.wholes[there].sum())
        name, sex, breakdown = kind
        if name == "coc-eligible-releases":
            count = whole
        return row(name, area, run, count, whole if name in SHARES else "", sex=sex, breakdown=breakdown)

    def revise(self) -> None:
        at = tuple(int(self.random.integers(size)) for size in self.counts.shape)
        self.counts[at] = min(self.wholes[at], self.random.choice([1, 2, 3, 6, 12]))


def by_chance(seed: int) -> Table:
    """Return a table of one to three releases; a later one may bring more, revise people, or take one back."""
    random = np.random.default_rng(seed)
    areas, wider = PLACES[random.choice(len(PLACES), p=[0.35, 0.3, 0.2, 0.15])]
    kinds = (ALONE, SEXES, DRUGS, SUBSTANCES)[random.integers(4)]
    counts = random.poisson(random.choice([2, 4, 8]), (len(areas), len(QUARTERS), 3))
    world = _World(random, areas, wider, kinds, counts, counts + random.poisson(random.choice([3, 8]), counts.shape))
    runs = set(random.choice(list(RUNS), random.integers(1, 7), replace=False))
    chosen = [cell for cell in world.cells() if cell[1] in runs and random.random() < _likely(cell, wider)]
    steps: list[Step] = []
    told: set[Cell] = set()
    for part in _dealt(random, chosen):
        steps.append([world.line(cell) for cell in part])
        told |= set(part)
    for _ in range(random.integers(0, 3)):
        before = {cell: world.line(cell) for cell in told}
        world.revise()
        changed = [line for cell in sorted(told) if (line := world.line(cell)) != before[cell]]
        if changed:
            steps.append(changed)
    if len(steps) > 1 and random.random() < 0.3:
        steps.append(Undo(len(steps)))
    return Table(f"by chance {seed}", [step for step in steps if step])


def _likely(cell: Cell, wider: Mapping[str, tuple[int, ...]]) -> float:
    return 0.5 if cell[0] in wider else 0.95


def _dealt(random: np.random.Generator, cells: list[Cell]) -> list[list[Cell]]:
    """Return the cells in one or two releases, by kind of area or by period."""
    if random.random() < 0.5:
        return [cells]
    later = set(random.choice(list(RUNS), 3, replace=False)) if random.random() < 0.5 else {"wider"}
    second = [cell for cell in cells if cell[1] in later or ("wider" in later and cell[0].startswith("E23"))]
    first = [cell for cell in cells if cell not in second]
    return [part for part in (first, second) if part]
