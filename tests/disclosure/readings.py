"""What the product's bytes say: each line of its files as a reading, one state of the world for each revision."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from dashboard.domain.definitions import Definitions
from dashboard.domain.periods import add_months, read_period

HIDDEN_HERE = "hidden here"
WORKED_OUT = "worked out here"
NUMBER_COLUMNS = ("numerator", "denominator", "value", "lower", "upper")
VERDICT_COLUMNS = ("comparison", "people_gap", "trend", "variation")


class Span(NamedTuple):
    """A run of months, or a day where ``months`` is 0."""

    start: date
    months: int
    kind: str

    @property
    def end(self) -> date:
        """The first day after it."""
        return add_months(self.start, self.months)


class Key(NamedTuple):
    """What a figure is of."""

    indicator: str
    area: str
    span: Span
    sex: str = "persons"
    age: str = ""
    breakdown: str = ""


Truth = Mapping[Key, tuple[float, float | None]]  # what a figure counts and is counted among, which only a test knows


@dataclass(frozen=True)
class Reading:
    """One line of a file; None where it shows no number."""

    key: Key
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    state: str
    reason: str
    revision: str
    source: str
    comparator: str = ""
    comparator_value: float | None = None
    verdicts: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def hidden(self) -> bool:
        """Whether the product hides it, as opposed to its source."""
        return self.state == HIDDEN_HERE

    @property
    def added_from_areas(self) -> bool:
        """Whether the product says that it added up authorities."""
        return self.worked_out and "authorities" in self.source

    @property
    def worked_out(self) -> bool:
        """Whether the product says that it added this up itself."""
        return self.source.startswith(WORKED_OUT)


@dataclass(frozen=True)
class Snapshot:
    """All that the product shows as at one revision."""

    as_at: int
    readings: Mapping[Key, Reading]


def span_of(text: str) -> Span:
    """Return the run of months that a period text writes."""
    period = read_period(text)
    return Span(period.start, period.months, period.kind.value)


def read_csv(content: str | bytes) -> list[Reading]:
    """Return the lines of a file of figures."""
    text = content.decode() if isinstance(content, bytes) else content
    return [_reading(row) for row in csv.DictReader(io.StringIO(text))]


def _reading(row: Mapping[str, str]) -> Reading:
    key = Key(row["indicator"], row["area"], span_of(row["period"]), row["sex"], row["age"], row["breakdown"])
    return Reading(
        key,
        *(_number(row[name]) for name in NUMBER_COLUMNS),
        state=row["state"],
        reason=row["reason"],
        revision=row["revision"],
        source=row["source"],
        comparator=row["comparator"],
        comparator_value=_number(row["comparator_value"]),
        verdicts=tuple(row[name] for name in VERDICT_COLUMNS),
        texts=tuple(row[name] for name in NUMBER_COLUMNS),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def snapshot(as_at: int, *contents: str | bytes) -> Snapshot:
    """Return what several files of one revision show together: a number anywhere is a number known."""
    merged: dict[Key, Reading] = {}
    for reading in _all(contents):
        known = merged.get(reading.key)
        if known is None or (known.numerator is None and reading.numerator is not None):
            merged[reading.key] = reading
    return Snapshot(as_at, merged)


def _all(contents: Iterable[str | bytes]) -> Iterable[Reading]:
    for content in contents:
        yield from read_csv(content)


def small_parts(key: Key, numbers: tuple[float, float | None], definitions: Definitions) -> set[str]:
    """Return which of a figure's numbers are small: its count, its remainder, its whole."""
    count, whole = numbers
    indicator = definitions.catalogue.called(key.indicator)
    parts = {"count": count}
    if indicator.kind == "proportion" and whole is not None:
        parts |= {"remainder": whole - count, "whole": whole}
    return {name for name, number in parts.items() if 1 <= number < indicator.hide_below}
