"""What the checks on figures look at, and how they tell where."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, wraps

import pandas as pd

from dashboard.domain.checks import Found
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import number_text
from dashboard.domain.indicators import Indicator

ENOUGH = 3  # figures; fewer may agree by chance
SMALL = 10  # below this, equal counts are no wonder


@dataclass(frozen=True)
class Checked:
    """What a check looks at: the figures of one file with their ``row``, its name, the words, and today.

    ``is_publication`` is whether its layout is one in which a publisher publishes.
    """

    figures: pd.DataFrame
    file_name: str
    layout: str
    areas_repeat: bool
    definitions: Definitions
    today: date
    is_publication: bool = False

    def by_indicator(self) -> Iterator[tuple[Indicator, pd.DataFrame]]:
        """Yield each indicator with its figures."""
        return iter(self._measures)

    @cached_property
    def _measures(self) -> list[tuple[Indicator, pd.DataFrame]]:
        return [
            (self.definitions.catalogue.called(str(name)), rows)
            for name, rows in self.figures.groupby("indicator", sort=True)
        ]


def of_each_measure(
    find: Callable[[Indicator, pd.DataFrame], Iterator[Found]],
) -> Callable[[Checked], Iterator[Found]]:
    """Ask the function below of each measure with its figures, and say which measure it was."""

    @wraps(find)
    def asked(checked: Checked) -> Iterator[Found]:
        for indicator, rows in checked.by_indicator():
            for found in find(indicator, rows):
                yield replace(found, indicators=(indicator.id,))

    return asked


def values_of(indicator: Indicator, figures: pd.DataFrame) -> pd.Series:
    """Return the value of each figure as it was sent or, where only counts were, as they give it."""
    whole = figures["denominator"].where(figures["denominator"] > 0)
    return figures["value"].fillna(figures["numerator"] / whole * indicator.per)


def lines_of(figures: pd.DataFrame) -> tuple[int, ...]:
    """Return the line numbers of figures, each once."""
    return tuple(int(row) for row in figures["row"].unique())


def first_of(figures: pd.DataFrame, column: str) -> str:
    """Return the first cell of a column as it is told."""
    value = figures[column].iloc[0]
    return number_text(value) if isinstance(value, float) else str(value)


def named(names: list[str]) -> str:
    """Return up to five names, and of more how many others there are: "a, b, c, d, e and 2 more"."""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"{', '.join(names[:5])}{more}"
