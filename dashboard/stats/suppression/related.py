"""Which measures and periods are looked at together, because figures of one may tell figures of another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from dashboard.domain.coded import Codes
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.ties import counting_the_people_of, ties_of
from dashboard.stats.suppression.keys import Numbering
from dashboard.stats.suppression.relations import months_of
from dashboard.stats.suppression.tilings import tilings


def related_indicators(names: Iterable[str], catalogue: Catalogue) -> set[str]:
    """Return these measures and all that they share people with, over any number of steps."""
    return _reached(names, _links(catalogue))


def family_places(numbering: Numbering, catalogue: Catalogue) -> Codes:
    """Return by place of a measure the place of the first of all that it shares people with, its family.

    What was sent for one of a family may be looked for in another.
    """
    links, places = _links(catalogue), numbering.places["indicator"]
    return np.array([places[min(_reached([name], links))] for name in places], np.int64)


def _links(catalogue: Catalogue) -> dict[str, set[str]]:
    """By measure those that it shares people with in one step."""
    links: dict[str, set[str]] = defaultdict(set)
    for indicator in catalogue:
        same = [other.id for other in catalogue if _of_one_group(indicator, other)]
        for name in (*counting_the_people_of(indicator), *same):
            links[indicator.id].add(name)
            links[name].add(indicator.id)
    for tie in ties_of(catalogue):
        for name in tie.measures:
            links[name] |= tie.measures
    return links


def _reached(names: Iterable[str], links: Mapping[str, set[str]]) -> set[str]:
    found, new = set[str](), set(names)
    while new:
        found |= new
        new = {other for name in new for other in links.get(name, ())} - found
    return found


def _of_one_group(one: Indicator, other: Indicator) -> bool:
    return one.kind == other.kind == "proportion" and one.denominator == other.denominator


def related_periods(periods: pd.DataFrame, touched: pd.DataFrame) -> pd.DataFrame:
    """Return those of ``periods`` whose figures may be worked out with those of ``touched`` ones, these included.

    Frames with the columns of ``PERIOD``, one row a period.
    """
    wanted = {tuple(row) for row in touched.itertuples(index=False)}
    known = {tuple(row) for row in periods.itertuples(index=False)} | wanted
    stretches = {row: months_of(*row[:2]) for row in known}
    found = tilings((row, months) for row, months in stretches.items() if months)
    walks = [{name for name, _ in walk} for walk in found]
    while more := {row for walk in walks if walk & wanted for row in walk} - wanted:
        wanted |= more
    return pd.DataFrame(sorted(wanted), columns=touched.columns)
