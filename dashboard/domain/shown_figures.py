"""A figure as it is shown: its key, its estimate, whom it is compared with, what qualifies it. Records, made once."""

import math
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from dashboard.domain.agencies import Agency
from dashboard.domain.figures import PERIOD, State, make_period
from dashboard.domain.flags import Flag, flags_of
from dashboard.domain.indicators import Catalogue
from dashboard.domain.labels import Change, Label, Method
from dashboard.domain.periods import Period

# Named tuples throughout: a page makes thousands, and a frozen dataclass takes three times as long to make.


class FigureKey(NamedTuple):
    """Which figure it is; ``area`` is the code that figures are kept under."""

    indicator: str
    area: str
    period: Period
    sex: str
    age: str
    breakdown: str

    @property
    def is_headline(self) -> bool:
        """Whether it is of everybody: of no sex, age or other group."""
        return self.sex == "persons" and not self.age and not self.breakdown


class Estimate(NamedTuple):
    """A value in the indicator's unit with its 95% limits, and the people behind it; NaN where there is none."""

    value: float
    lower: float
    upper: float
    numerator: float
    denominator: float
    method: Method
    state: State

    @property
    def is_known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.value)


class ComparatorFigure(NamedTuple):
    """The figure that stands beside another: whose it is, and its numbers, NaN where there is none.

    ``together`` is whether it is of several areas that somebody chose.
    """

    name: str
    value: float
    lower: float
    upper: float
    numerator: float
    denominator: float
    state: State | None
    together: bool = False


class Comparison(NamedTuple):
    """How a figure stands to its comparator, and the whole people to it; NaN where that cannot be told."""

    label: Label
    people_gap: float


class AgainstAmbition(NamedTuple):
    """How a figure stands to the ambition, and the whole people to it; NaN where that cannot be told.

    Without a ``label`` chance could not be told from a difference.
    """

    label: Label | None
    people_gap: float


class ShownFigure(NamedTuple):
    """One figure as every page shows it; what is hidden carries no number.

    ``comparator`` is None where nobody stands beside it, ``comparison`` where it is not compared, and then
    ``not_compared`` says why, in words. ``ambition`` compares it with the ambition of its measure, None where there
    is none. ``in_a_year`` is what became of it. ``trend`` and ``variation`` are empty but on the newest of a series.
    ``remarks`` are what its source wrote, or what a total lacks. ``published`` is the day of its revision.
    """

    key: FigureKey
    estimate: Estimate
    comparator: ComparatorFigure | None
    comparison: Comparison | None
    not_compared: str
    ambition: AgainstAmbition | None
    in_a_year: Change
    trend: str
    variation: str
    flags: Flag
    remarks: tuple[str, ...]
    owners: tuple[Agency, ...]
    source: str
    revision: int
    published: date | None

    @property
    def period(self) -> Period:
        """The period that it is for."""
        return self.key.period

    @property
    def value(self) -> float:
        """Its value in the indicator's unit, NaN where there is none."""
        return self.estimate.value

    @property
    def state(self) -> State:
        """Whether it has a number and, if not, why."""
        return self.estimate.state

    @property
    def is_known(self) -> bool:
        """Whether it has a value."""
        return not math.isnan(self.estimate.value)

    @property
    def nobody(self) -> bool:
        """Whether there is no number because nobody was in the group."""
        return self.estimate.state is State.NOT_APPLICABLE and self.estimate.denominator == 0


_KEY = ("indicator", "area", *PERIOD, "sex", "age", "breakdown")
_NUMBERS = ("value", "lower", "upper", "numerator", "denominator")
_COMPARATOR = ("comparator", *(f"comparator_{name}" for name in _NUMBERS), "comparator_state")
_COMPARISON = ("comparison", "people_gap", "not_compared", "ambition_comparison", "ambition_gap")
_CHANGES = ("in_a_year", "trend", "variation")
_OTHERS = ("note", "source", "revision", "published")
_LABELS: dict[str, Label] = {label.value: label for label in Label}
_STATES: dict[str, State | None] = {state.value: state for state in State} | {"": None}
_METHODS = {method.value: method for method in Method}
_CHANGE = {change.value: change for change in Change} | {"": Change.UNKNOWN}


def shown_figures(frame: pd.DataFrame, catalogue: Catalogue, together: Collection[str] = ()) -> Iterator[ShownFigure]:
    """Yield the rows of a frame of compared figures as records, in its order.

    ``together`` are the names of comparators that are several areas.
    """
    measures = {indicator.id: indicator for indicator in catalogue}
    parts = figure_keys(frame), _estimates(frame), _comparators(frame, together)
    rows = _rows(frame, _COMPARISON, _CHANGES, _OTHERS)
    for key, estimate, comparator, comparison, change, other in zip(*parts, *rows, strict=True):
        note, source, revision, published = other
        indicator = measures[key.indicator]
        label, gap, why, ambition, ambition_gap = comparison
        yield ShownFigure(
            key,
            estimate,
            comparator,
            Comparison(_LABELS[label], gap) if label in _LABELS else None,
            why,
            AgainstAmbition(_LABELS.get(ambition), ambition_gap) if indicator.ambition else None,
            _CHANGE[change[0]],
            change[1],
            change[2],
            flags_of(note),
            tuple(note.split("; ")) if note else (),
            indicator.agencies,
            source,
            revision,
            _day(published),
        )


def keyed_estimates(frame: pd.DataFrame) -> Iterator[tuple[FigureKey, Estimate]]:
    """Yield the rows of a frame of estimates with their keys, in its order."""
    return zip(figure_keys(frame), _estimates(frame), strict=True)


def figure_keys(frame: pd.DataFrame) -> Iterator[FigureKey]:
    """Yield which figures the rows of a frame are, in its order."""
    for indicator, area, *period, sex, age, breakdown in _rows(frame, _KEY)[0]:
        yield FigureKey(indicator, area, make_period(*period), sex, age, breakdown)


def _estimates(frame: pd.DataFrame) -> Iterator[Estimate]:
    for *numbers, method, state in _rows(frame, (*_NUMBERS, "method", "state"))[0]:
        yield Estimate._make((*numbers, _METHODS[method], _STATES[state]))


def _comparators(frame: pd.DataFrame, together: Collection[str]) -> Iterator[ComparatorFigure | None]:
    for name, *numbers, state in _rows(frame, _COMPARATOR)[0]:
        yield ComparatorFigure._make((name, *numbers, _STATES[state], name in together)) if name else None


def _rows(frame: pd.DataFrame, *groups: tuple[str, ...]) -> list[Iterator[tuple[Any, ...]]]:
    """The rows of each group of columns as Python's own values; texts that a frame lacks are empty."""
    return [
        zip(*(frame[name].tolist() if name in frame else [""] * len(frame) for name in names), strict=True)
        for names in groups
    ]


@lru_cache(maxsize=1_000)
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
