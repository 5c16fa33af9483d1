"""What groups within figures are called: each value of a breakdown once, and the spellings that files have for it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from dashboard.domain.breakdowns import BREAKDOWN_KEYS
from dashboard.domain.errors import BrokenDefinition

GROUPS_TABLE = "groups.csv"
COLUMNS = ("breakdown", "value", "other_spellings")


@dataclass(frozen=True)
class Groups:
    """The values of breakdowns by how they may be written; a breakdown that the table does not have may hold any."""

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)

    def kept(self, breakdown: str, value: str) -> str:
        """Return the value under which figures are kept, the one that was written where it is not known."""
        return self.values.get(breakdown, {}).get(plain(value), value)

    def knows(self, breakdown: str, value: str) -> bool:
        """Whether a value is known, or its breakdown may hold any."""
        return breakdown not in self.values or plain(value) in self.values[breakdown]

    def near(self, breakdown: str, value: str) -> list[str]:
        """Return up to three known values that are written much like this one, the most alike first."""
        known = self.values.get(breakdown, {})
        found = get_close_matches(plain(value), list(known), n=3, cutoff=0.75)
        return list(dict.fromkeys(known[one] for one in found))


def plain(value: str) -> str:
    """Return a value without what files differ in: "Anabolic-steroids" and "anabolic steroids" are alike."""
    return "".join(mark for mark in value.casefold() if mark.isalnum())


def read_groups(text: str) -> Groups:
    """Return the groups in the text of ``groups.csv``, none for no text. Raise BrokenDefinition, naming the mend."""
    if not text.strip():
        return Groups()
    reader = csv.DictReader(io.StringIO(text), restval="")
    for column in COLUMNS:
        if column not in (reader.fieldnames or ()):
            raise BrokenDefinition(f"{GROUPS_TABLE}: the column {column} is missing. Put it back.")
    values: dict[str, dict[str, str]] = {}
    for row in reader:
        _take(row, values)
    return Groups(values)


def _take(row: Mapping[str, str], values: dict[str, dict[str, str]]) -> None:
    breakdown, value = row["breakdown"], row["value"]
    if breakdown not in BREAKDOWN_KEYS:
        raise BrokenDefinition(
            f"{GROUPS_TABLE}: the column breakdown holds “{breakdown}”. Write one of {', '.join(BREAKDOWN_KEYS)}."
        )
    known = values.setdefault(breakdown, {})
    for spelling in filter(None, (value, *(other.strip() for other in row["other_spellings"].split("|")))):
        other = known.setdefault(plain(spelling), value)
        if other != value:
            raise BrokenDefinition(
                f"{GROUPS_TABLE}: “{spelling}” is a spelling of “{other}” and of “{value}”. Keep one of the two."
            )
