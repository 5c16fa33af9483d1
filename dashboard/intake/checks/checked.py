"""What the checks on figures look at, and how they tell where."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, wraps

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.domain.checks import Found
from dashboard.domain.coded import Texts, coded_frame, texts
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, PERIOD, State, number_text
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

    def with_any(self, likely: "Likely") -> Iterator[tuple[Indicator, pd.DataFrame]]:
        """Yield, in the order of ids, each indicator that has a row for which ``likely`` holds, and its figures."""
        return map(self._measure, self._named(likely, has=True))

    def without_any(self, likely: "Likely") -> Iterator[tuple[Indicator, pd.DataFrame]]:
        """Yield, in the order of ids, each indicator that has no row for which ``likely`` holds."""
        return map(self._measure, self._named(likely, has=False))

    def _named(self, likely: "Likely", *, has: bool) -> list[str]:
        measures = self.measures
        held = np.bincount(measures.codes[np.asarray(likely, dtype=bool)], minlength=len(measures.words)) > 0
        return sorted(name for name, holds in zip(measures.words, held.tolist(), strict=True) if holds is has)

    def of_measures(self, holds: Callable[[Indicator], float | bool]) -> npt.NDArray[np.float64]:
        """Return for each figure what is said of its measure; it is asked once for each."""
        called = self.definitions.catalogue.called
        return np.array([float(holds(called(name))) for name in self.measures.words])[self.measures.codes]

    @cached_property
    def numbers(self) -> pd.Series:
        """The number of each figure: the count, or the value where there is no count; NaN where neither is known."""
        known = self.figures["state"].isin([State.VALUE, State.ROUNDED]) & (self.figures["area"] != "")
        return self.figures["numerator"].fillna(self.figures["value"]).where(known)

    @cached_property
    def is_repeated(self) -> npt.NDArray[np.bool_]:
        """Whether each figure stands more than once, those whose area is not known left out."""
        keys = coded_frame(self.figures[KEY]).numbered(KEY)
        again = np.unique(keys, return_inverse=True, return_counts=True)
        return (again[2][again[1]] > 1) & (self.figures["area"] != "").to_numpy()

    @cached_property
    def is_headline(self) -> npt.NDArray[np.bool_]:
        """Whether each figure is of everybody, and no group."""
        figures = self.figures
        return ((figures["sex"] == "persons") & (figures["age"] == "") & (figures["breakdown"] == "")).to_numpy()

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The counts of groups of whose place everybody is counted too, which is ``everybody``.

        ``place`` numbers measure, area and period together, in their order.
        """
        counted = (self.figures["numerator"].notna() & (self.figures["area"] != "")).to_numpy()
        places = ["indicator", "area", *PERIOD]
        place, counts = coded_frame(self.figures[places]).numbered(places), self.figures["numerator"].to_numpy()
        whole, part = np.flatnonzero(counted & self.is_headline), np.flatnonzero(counted & ~self.is_headline)
        known, first = np.unique(place[whole], return_index=True)
        part = part[np.isin(place[part], known)]
        everybody = counts[whole[first[np.searchsorted(known, place[part])]]]
        rows = self.figures[["indicator", "sex", "age", "breakdown", "state", "numerator", "row"]].iloc[part]
        return rows.assign(place=place[part], everybody=everybody)

    @cached_property
    def areas(self) -> list[tuple[Indicator, set[str]]]:
        """The areas of each measure, where they are known, in the order of ids."""
        found = self.figures[["indicator", "area"]].drop_duplicates()
        of_each = found[found["area"] != ""].groupby("indicator", sort=True)["area"]
        return [(self.definitions.catalogue.called(str(name)), set(codes)) for name, codes in of_each]

    @cached_property
    def measures(self) -> Texts:
        """The measure of each figure."""
        return texts(self.figures["indicator"])

    @cached_property
    def _cut(self) -> dict[str, tuple[Indicator, pd.DataFrame]]:
        return {}

    def _measure(self, name: str) -> tuple[Indicator, pd.DataFrame]:
        if name not in self._cut:
            rows = self._rows_of[self.measures.words.index(name)]
            self._cut[name] = self.definitions.catalogue.called(name), self.figures.iloc[rows]
        return self._cut[name]

    @cached_property
    def _rows_of(self) -> list[npt.NDArray[np.intp]]:
        order = np.argsort(self.measures.codes, kind="stable")
        return np.split(order, np.cumsum(np.bincount(self.measures.codes))[:-1])


Likely = pd.Series | npt.NDArray[np.bool_]  # whether each figure of a file may have a fault
Find = Callable[[Indicator, pd.DataFrame], Iterator[Found]]


def of_measures_with(likely: Callable[[Checked], Likely]) -> Callable[[Find], Callable[[Checked], Iterator[Found]]]:
    """Ask the function below of each measure with a figure for which ``likely`` holds, and say which measure it was.

    ``likely`` is asked once, of all figures of a file: most files have no fault, and a question about a measure costs
    as much as one about all of them. It has to hold of one figure at least of each measure of which something is found.
    """

    def given(find: Find) -> Callable[[Checked], Iterator[Found]]:
        @wraps(find)
        def asked(checked: Checked) -> Iterator[Found]:
            for indicator, rows in checked.with_any(likely(checked)):
                for found in find(indicator, rows):
                    yield replace(found, indicators=(indicator.id,))

        return asked

    return given


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
