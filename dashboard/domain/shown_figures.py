"""A figure as it is shown: its key, its estimate, whom it is compared with, what qualifies it. Records, made once."""

import math
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

import pandas as pd

from dashboard.domain.agencies import Agency
from dashboard.domain.figures import KEY, State, make_period
from dashboard.domain.flags import Flag, flags_of
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.labels import Change, Label, Method
from dashboard.domain.periods import Period

# Named tuples throughout: a page makes thousands, and a frozen dataclass takes three times as long to make.


_Record = TypeVar("_Record", bound=tuple[object, ...])


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


LAST_SHOWN = "this is the last figure shown here, more than a year older than the newest of other places"


def last_shown(figure: ShownFigure) -> ShownFigure:
    """Return a figure that is too old to be told beside others: without verdict, change or trend, and saying so."""
    return figure._replace(
        comparison=None,
        not_compared=LAST_SHOWN,
        ambition=None,
        in_a_year=Change.UNKNOWN,
        trend="",
        variation="",
    )


_NUMBERS = ("value", "lower", "upper", "numerator", "denominator")
_LABELS: dict[str, Label] = {label.value: label for label in Label}
_STATES: dict[str, State | None] = {state.value: state for state in State} | {"": None}
_METHODS = {method.value: method for method in Method}
_CHANGES = {change.value: change for change in Change} | {"": Change.UNKNOWN}


def shown_figures(frame: pd.DataFrame, catalogue: Catalogue, together: Collection[str] = ()) -> Iterator[ShownFigure]:
    """Yield the rows of a frame of compared figures as records, in its order.

    ``together`` are the names of comparators that are several areas.
    """
    measures = {indicator.id: indicator for indicator in catalogue}
    indicators = [measures[name] for name in frame["indicator"].tolist()]
    notes = frame["note"].tolist()
    columns: tuple[Iterable[object], ...] = (
        figure_keys(frame),
        _estimates(frame),
        _comparators(frame, together),
        _comparisons(frame),
        frame["not_compared"].tolist(),
        _ambitions(frame, indicators),
        map(_CHANGES.__getitem__, frame["in_a_year"].tolist()),
        *(_texts(frame, name) for name in ("trend", "variation")),
        map(flags_of, notes),
        map(_remarks, notes),
        [indicator.owners for indicator in indicators],
        frame["source"].tolist(),
        frame["revision"].tolist(),
        map(_day, _texts(frame, "published")),
    )
    return _made(ShownFigure, *columns)


def _made(record: type[_Record], *columns: Iterable[object]) -> Iterator[_Record]:
    # Past the constructor that named tuples have in Python: thousands of them are a good part of what a page costs.
    return map(partial(tuple.__new__, record), zip(*columns, strict=True))


def keyed_estimates(frame: pd.DataFrame) -> Iterator[tuple[FigureKey, Estimate]]:
    """Yield the rows of a frame of estimates with their keys, in its order."""
    return zip(figure_keys(frame), _estimates(frame), strict=True)


def figure_keys(frame: pd.DataFrame) -> Iterator[FigureKey]:
    """Yield which figures the rows of a frame are, in its order."""
    indicators, areas, starts, months, kinds, *groups = (frame[name].tolist() for name in KEY)
    return _made(FigureKey, indicators, areas, map(make_period, starts, months, kinds), *groups)


def _estimates(frame: pd.DataFrame) -> Iterator[Estimate]:
    methods, states = frame["method"].tolist(), frame["state"].tolist()
    numbers = (frame[name].tolist() for name in _NUMBERS)
    return _made(Estimate, *numbers, map(_METHODS.__getitem__, methods), map(_STATES.__getitem__, states))


def _comparators(frame: pd.DataFrame, together: Collection[str]) -> Iterator[ComparatorFigure | None]:
    names = frame["comparator"].tolist()
    numbers = (frame[f"comparator_{name}"].tolist() for name in _NUMBERS)
    states = map(_STATES.__getitem__, frame["comparator_state"].tolist())
    made = _made(ComparatorFigure, names, *numbers, states, [name in together for name in names])
    return (figure if figure.name else None for figure in made)


def _comparisons(frame: pd.DataFrame) -> Iterator[Comparison | None]:
    for label, gap in zip(frame["comparison"].tolist(), frame["people_gap"].tolist(), strict=True):
        yield Comparison(_LABELS[label], gap) if label in _LABELS else None


def _ambitions(frame: pd.DataFrame, indicators: Iterable[Indicator]) -> Iterator[AgainstAmbition | None]:
    labels, gaps = frame["ambition_comparison"].tolist(), frame["ambition_gap"].tolist()
    for indicator, label, gap in zip(indicators, labels, gaps, strict=True):
        yield AgainstAmbition(_LABELS.get(label), gap) if indicator.ambition else None


def _texts(frame: pd.DataFrame, name: str) -> list[str]:
    """A column that not every page needs; without it nothing is said."""
    texts: list[str] = frame[name].tolist() if name in frame else [""] * len(frame)
    return texts


@lru_cache(maxsize=10_000)  # few notes stand on many figures
def _remarks(note: str) -> tuple[str, ...]:
    return tuple(note.split("; ")) if note else ()


@lru_cache(maxsize=1_000)
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
