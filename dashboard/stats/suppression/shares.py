"""Shares sent without their counts: another figure may tell how many people they are of, and so the counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.domain.figures import KEY, State
from dashboard.domain.indicators import Catalogue
from dashboard.stats.suppression.keys import Key
from dashboard.stats.suppression.people import is_hidden_small, people

Counts = tuple[float, float]  # those counted, and the rest of their group


@dataclass(frozen=True)
class ToldShare:
    """A share whose counts come out small, and the figures that tell its group."""

    key: Key
    counts: Counts
    least: float
    tellers: tuple[Key, ...]


def bare_shares(figures: pd.DataFrame, catalogue: Catalogue) -> dict[Key, float]:
    """Return the shares (0 to 1) of proportions without counts, or limits that would give them, by key."""
    shares = [one.id for one in catalogue if one.kind == "proportion" and is_hidden_small(one)]
    rows = figures[figures["indicator"].isin(shares) & (figures["state"] == State.VALUE) & figures["value"].notna()]
    bare = people(rows, catalogue)
    bare = bare[bare["counted"].isna()]
    keys = map(Key._make, bare[KEY].itertuples(index=False, name=None))
    return {key: value / catalogue.called(key.indicator).per for key, value in zip(keys, bare["value"], strict=True)}


def told_shares(shares: Mapping[Key, float], counts: Mapping[Key, Counts], catalogue: Catalogue) -> Iterator[ToldShare]:
    """Yield those of bare ``shares`` that are of so few people, by the ``counts`` of other figures."""
    for key, share in shares.items():
        groups = dict(_groups(key, counts, catalogue))
        least = float(catalogue.called(key.indicator).hide_below)
        for group in groups.values():
            counted = float(round(share * group))
            if any(0 < number < least for number in (counted, group - counted, group)):
                yield ToldShare(key, (counted, group - counted), least, tuple(groups))
                break


def _groups(key: Key, counts: Mapping[Key, Counts], catalogue: Catalogue) -> Iterator[tuple[Key, float]]:
    """The figures that tell how many a share is of: the count that it is out of, other shares of the same group."""
    own = catalogue.called(key.indicator)
    for other in catalogue:
        at = key._replace(indicator=other.id)
        if at in counts and other.id == own.out_of:
            yield at, counts[at][0]
        elif at in counts and other.kind == "proportion" and other.denominator == own.denominator:
            yield at, sum(counts[at])
