"""Which authorities are most like which: a published list of statistical neighbours, when one is loaded."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.domain.areas import AreaKind, Areas
from dashboard.domain.errors import BrokenDefinition

NEIGHBOURS_TABLE = "neighbours.csv"
COLUMNS = ("area", "neighbour", "rank", "source", "edition")


@dataclass(frozen=True)
class Neighbours:
    """The neighbours of authorities by code, the nearest first, and the one list that they come from."""

    of: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    source: str = ""
    edition: str = ""

    def __bool__(self) -> bool:
        """Whether a list is loaded."""
        return bool(self.of)


def read_neighbours(text: str, areas: Areas) -> Neighbours:
    """Return the list in the text of ``neighbours.csv``, an empty one for headings only or no text.

    Codes are of authorities, former ones are read as those of today. Raise BrokenDefinition naming
    the column and the mend, also where rows come from two lists: different lists give different answers.
    """
    if not text.strip():
        return Neighbours()
    reader = csv.DictReader(io.StringIO(text), restval="")
    for column in COLUMNS:
        if column not in (reader.fieldnames or ()):
            raise BrokenDefinition(f"{NEIGHBOURS_TABLE}: the column {column} is missing. Put it back.")
    ranked: dict[str, dict[int, str]] = defaultdict(dict)
    lists = {}
    for row in reader:
        _take(row, ranked, areas)
        lists[_filled(row, "source"), _filled(row, "edition")] = row["area"]
    if len(lists) > 1:
        (_, first), (_, other) = list(lists)[:2]
        raise BrokenDefinition(
            f"{NEIGHBOURS_TABLE}: the columns source and edition name more than one list (“{first}” and “{other}” "
            "among the editions). Keep one list."
        )
    source, edition = next(iter(lists), ("", ""))
    of = {area: tuple(ranks[rank] for rank in sorted(ranks)) for area, ranks in ranked.items()}
    return Neighbours(of, source, edition)


def _take(row: Mapping[str, str], ranked: dict[str, dict[int, str]], areas: Areas) -> None:
    area, neighbour = _authority(row, "area", areas), _authority(row, "neighbour", areas)
    rank, ranks = _rank(row), ranked[area]
    if neighbour == area:
        raise BrokenDefinition(f"{NEIGHBOURS_TABLE}: the column neighbour names {row['area']} itself. Remove that row.")
    if neighbour in ranks.values():
        raise BrokenDefinition(
            f"{NEIGHBOURS_TABLE}: {row['neighbour']} stands twice in the column neighbour of {row['area']}. "
            "Remove one of the rows."
        )
    if rank in ranks:
        raise BrokenDefinition(
            f"{NEIGHBOURS_TABLE}: the column rank of {row['area']} holds {rank} twice. Number its neighbours from 1 on."
        )
    ranks[rank] = neighbour


def _filled(row: Mapping[str, str], column: str) -> str:
    text = row[column].strip()
    if not text:
        raise BrokenDefinition(
            f"{NEIGHBOURS_TABLE}: the column {column} is empty in a row of {row['area'] or 'no area'}. Fill it in."
        )
    return text


def _authority(row: Mapping[str, str], column: str, areas: Areas) -> str:
    code = areas.kept_code(_filled(row, column))
    area = areas.by_code.get(code)
    if area is None or area.kind is not AreaKind.AUTHORITY or area.ended:
        raise BrokenDefinition(
            f"{NEIGHBOURS_TABLE}: the column {column} holds “{row[column]}”, which is no authority of today in "
            "areas.csv. Correct the code."
        )
    return code


def _rank(row: Mapping[str, str]) -> int:
    text = _filled(row, "rank")
    if not text.isdecimal() or int(text) < 1:
        raise BrokenDefinition(
            f"{NEIGHBOURS_TABLE}: the column rank of {row['area']} holds “{text}”. Write a whole number from 1 on."
        )
    return int(text)
