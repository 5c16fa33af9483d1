"""Looks through figures for measures that are equal or add up, and that nothing states.

``python -m tests.disclosure.discovery DATABASE`` lists them. A column is the count, the people or the rest of a measure
in a group of people, a row a place and a time. Sums of up to four columns with signs are found, where they are true in
95 of 100 of at least 30 rows in which all have a number. What follows from the sums that hiding knows is left out.
"""

import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.domain.definitions import Definitions, read_definitions
from dashboard.domain.figures import PERIOD, State
from dashboard.stats.suppression.keys import Key
from dashboard.store import figures as figures_store
from dashboard.store import revisions as revisions_store
from dashboard.store.database import Database
from tests.stats.suppression.readable import alternatives, ties

FEWEST, TRUE = 30, 0.95  # rows in which all have a number, and how many of these a sum has to hold in
VARIED = 8  # different numbers that a column has to have: of few, many would be equal by chance
ROWS, SAMPLES = 6, 4  # looked at together, and how often for each column
PLACE = ["area", *PERIOD]


class Column(NamedTuple):
    """One amount of a measure in a group of people: "counted", "rest" or the "people" of both."""

    indicator: str
    sex: str
    age: str
    breakdown: str
    amount: str

    def __str__(self) -> str:
        group = ", ".join(filter(None, (self.sex if self.sex != "persons" else "", self.age, self.breakdown)))
        return (
            f"{self.indicator}{f' [{group}]' if group else ''}{'' if self.amount == 'counted' else f' {self.amount}'}"
        )


Sum = Mapping[Column, int]


@dataclass(frozen=True)
class Found:
    """Columns with signs that come to nothing together, in how many rows and in which share of them."""

    terms: Sum
    rows: int
    true: float

    @property
    def sum(self) -> str:
        """The sum in words, the same whichever way round it was found."""
        left, right = ([str(column) for column, sign in self.terms.items() if sign == side] for side in (1, -1))
        sides = sorted((sorted(left), sorted(right)), key=lambda side: (len(side), side))
        return " = ".join(" + ".join(side) for side in sides)

    def __str__(self) -> str:
        return f"{self.sum} ({self.true:.1%} of {self.rows})"


def table_of(figures: pd.DataFrame) -> pd.DataFrame:
    """Return figures as a row for each place and time and a ``Column`` for each amount, NaN where there is none."""
    kept = figures[figures["state"].isin([State.VALUE, State.ROUNDED]) & figures["numerator"].notna()]
    parts = []
    for amount, numbers in (
        ("counted", kept["numerator"]),
        ("people", kept["denominator"]),
        ("rest", kept["denominator"] - kept["numerator"]),
    ):
        rows = kept.assign(number=numbers, amount=amount)
        parts.append(rows[rows["number"].notna() & (rows["number"] == rows["number"].round())])
    both = pd.concat(parts)
    wide = both.pivot_table(
        index=PLACE, columns=["indicator", "sex", "age", "breakdown", "amount"], values="number", aggfunc="first"
    )
    wide.columns = pd.Index([Column(*column) for column in wide.columns], tupleize_cols=False)
    enough = (wide.notna().sum() >= FEWEST) & (wide.nunique() >= VARIED)
    return wide.loc[:, enough]


def discover(table: pd.DataFrame, seed: int = 0) -> Iterator[Found]:
    """Yield each sum of up to four columns that holds in a table, once."""
    numbers, columns = table.to_numpy(np.float64), list(table.columns)
    there, chance = ~np.isnan(numbers), np.random.default_rng(seed)
    seen: set[frozenset[tuple[int, int]]] = set()
    for anchor in range(len(columns)):
        for _ in range(SAMPLES):
            rows = chance.choice(np.flatnonzero(there[:, anchor]), ROWS, replace=False)
            among = np.flatnonzero(there[rows].all(axis=0))
            for terms in _candidates(numbers[np.ix_(rows, among)], among, anchor, chance):
                if terms not in seen and frozenset((at, -sign) for at, sign in terms) not in seen:
                    seen.add(terms)
                    found = _checked(numbers, there, terms, columns)
                    if found is not None:
                        yield found


def _candidates(
    numbers: np.ndarray, among: np.ndarray, anchor: int, chance: np.random.Generator
) -> Iterator[frozenset[tuple[int, int]]]:
    """Sums that hold in a few rows and have the anchor in them, each column as its place with its sign."""
    weights = chance.integers(1, 2**62, len(numbers), dtype=np.int64)
    with np.errstate(over="ignore"):
        hashes = (numbers.astype(np.int64) * weights[:, None]).sum(axis=0)
        own = hashes[among == anchor][0]
        others, places = hashes[among != anchor], among[among != anchor]
        yield from (frozenset({(anchor, 1), (int(at), -1)}) for at in places[others == own])
        one, other = np.triu_indices(len(others), 1)
        sums, differences = others[one] + others[other], others[one] - others[other]
        pairs = [*zip(one[sums == own], other[sums == own], strict=True)]
        yield from (_signed(anchor, places, ((a, -1), (b, -1))) for a, b in pairs)
        for sign in (1, -1):
            hit = sign * differences == own
            yield from (
                _signed(anchor, places, ((a, -sign), (b, sign))) for a, b in zip(one[hit], other[hit], strict=True)
            )
        # With three others: a pair and one more.
        order = np.argsort(sums)
        for third in range(len(others)):
            for sign in (1, -1):
                wanted = own - sign * others[third]
                at = np.searchsorted(sums[order], wanted)
                while at < len(order) and sums[order[at]] == wanted:
                    a, b = int(one[order[at]]), int(other[order[at]])
                    if third not in (a, b):
                        yield _signed(anchor, places, ((a, -1), (b, -1), (third, -sign)))
                    at += 1


def _signed(anchor: int, places: np.ndarray, terms: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    return frozenset({(anchor, 1), *((int(places[at]), sign) for at, sign in terms)})


def _checked(
    numbers: np.ndarray, there: np.ndarray, terms: frozenset[tuple[int, int]], columns: list[Column]
) -> Found | None:
    places = [at for at, _ in terms]
    complete = there[:, places].all(axis=1)
    if complete.sum() < FEWEST:
        return None
    parts = numbers[np.ix_(complete, places)]
    true = float((parts @ np.array([sign for _, sign in terms]) == 0).mean())
    told = (parts != 0).mean(axis=0).min() > 0.5  # of columns of noughts nothing can be told
    return (
        Found({columns[at]: sign for at, sign in terms}, int(complete.sum()), true) if true >= TRUE and told else None
    )


def known(columns: Iterable[Column], definitions: Definitions) -> list[dict[Column, int]]:
    """Return the sums that hiding knows among columns, and what follows from what an amount is."""
    columns = list(columns)
    keys = {
        Key(one.indicator, "E06000001", "2023-04-01", 12, "financial year", one.sex, one.age, one.breakdown)
        for one in columns
    }
    sums = [way for ways in alternatives(sorted(keys), definitions) for way in ways]
    sums += ties(sorted(keys), definitions)
    parts = ("people", 1), ("counted", -1), ("rest", -1)
    made = [{_column(key, amount): sign for amount, sign in parts} for key in keys]
    return made + [{_column(key, amount): sign for (key, amount), sign in one} for one in sums]


def _column(key: Key, amount: str) -> Column:
    return Column(key.indicator, key.sex, key.age, key.breakdown, amount)


def beyond(found: Iterable[Found], sums: Iterable[Sum]) -> list[Found]:
    """Return what was found that does not follow from other sums, nor from what was found before it."""
    space = _Space(sums)
    return [
        each for each in sorted(found, key=lambda one: (len(one.terms), -one.true, str(one))) if space.add(each.terms)
    ]


class _Space:
    """Sums and all that follows from them, reduced to one leading column each."""

    def __init__(self, sums: Iterable[Sum]) -> None:
        self._rows: dict[Column, dict[Column, float]] = {}
        for one in sums:
            self.add(one)

    def add(self, terms: Sum) -> bool:
        """Add a sum, and return whether it did not follow from those before."""
        left = {column: float(sign) for column, sign in terms.items()}
        while left:
            lead = min(left)
            if lead not in self._rows:
                self._rows[lead] = {column: number / left[lead] for column, number in left.items()}
                return True
            times = left[lead]
            for column, number in self._rows[lead].items():
                left[column] = left.get(column, 0.0) - times * number
                if abs(left[column]) < 1e-9:
                    del left[column]
        return False


def unstated(figures: pd.DataFrame, definitions: Definitions) -> list[Found]:
    """Return the sums among figures that hiding does not know."""
    table = table_of(figures)
    left = beyond(discover(table), known(table.columns, definitions))
    return [found for found in left if not _follows_there(found, table, definitions)]


def _follows_there(found: Found, table: pd.DataFrame, definitions: Definitions) -> bool:
    """Whether a sum follows from what else was sent for each place: of two prisons one may be all that women left."""
    rows = table[table[[*found.terms]].notna().all(axis=1)]
    patterns = rows.notna().drop_duplicates()
    return all(
        not beyond([found], known(patterns.columns[there.to_numpy(bool)], definitions))
        for _, there in patterns.iterrows()
    )


def coincidences() -> dict[str, str]:
    """Return the sums that need no tie, and why."""
    return dict(tomllib.loads(Path(__file__).with_name("coincidences.toml").read_text("utf-8")))


def main() -> None:
    """List what a database holds and nothing states, and why what is known to be chance is."""
    database = Database(f"sqlite:///{sys.argv[1]}")
    with database.reading() as session:
        figures = figures_store.read(session, revisions_store.newest(session))
    for found in unstated(figures, read_definitions()):
        print(f"{found}: {coincidences().get(found.sum, 'NOT STATED')}")


if __name__ == "__main__":
    main()
