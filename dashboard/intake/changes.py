"""What publishing a file would do: figures that are new, changed or unchanged, and areas that it leaves out."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.domain.figures import KEY, NUMBERS, PERIOD, State

COMPARED = [*NUMBERS, "state", "note"]


@dataclass(frozen=True)
class Changes:
    """The file's figures, each with ``change`` ("new", "changed", "unchanged") and what stood before.

    ``rows`` has the columns of figures, those of ``COMPARED`` again with ``_before``, and ``change``.
    ``missing`` counts by indicator the areas that have a figure for a period of the file and none in it.
    """

    rows: pd.DataFrame = field(repr=False)
    missing: dict[str, int]

    def by_indicator(self) -> pd.DataFrame:
        """Return one row an indicator: how many figures are new, changed, unchanged."""
        counts = pd.crosstab(self.rows["indicator"], self.rows["change"])
        return counts.reindex(columns=["new", "changed", "unchanged"], fill_value=0).reset_index()


def changes(figures: pd.DataFrame, standing: pd.DataFrame, shown: pd.DataFrame | None = None) -> Changes:
    """Return what publishing ``figures`` over ``standing`` would do.

    ``shown`` has the standing figures as they are shown, by default whole, and is what is told of them.
    One whose number is hidden counts as changed, for "unchanged" would tell it to whoever guesses.
    """
    rows = _beside(figures, standing if shown is None else shown)
    true = _beside(figures, standing)
    known = rows["state_before"].notna()
    same = np.logical_and.reduce([_same(true[name], true[f"{name}_before"]) for name in COMPARED])
    same &= rows["state_before"] != State.PROTECTED
    kind = np.select([~known, same], ["new", "unchanged"], "changed")
    return Changes(rows.assign(change=pd.Series(kind, rows.index, dtype="str")), _missing(figures, standing))


def _beside(figures: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    before = standing[[*KEY, *COMPARED]].rename(columns={name: f"{name}_before" for name in COMPARED})
    return figures.merge(before, on=KEY, how="left", validate="one_to_one")


def _same(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one == other) | (one.isna() & other.isna())


def _missing(figures: pd.DataFrame, standing: pd.DataFrame) -> dict[str, int]:
    """A file of one area misses nobody; one that holds most areas of a measure may have lost some."""
    per = ["indicator", *PERIOD]
    sent = figures[[*per, "area"]].drop_duplicates()
    stood = standing[[*per, "area"]].drop_duplicates().merge(sent[per].drop_duplicates(), on=per)
    gone = stood.merge(sent, on=[*per, "area"], how="left", indicator=True)
    gone = gone[gone["_merge"] == "left_only"]
    lost = gone.groupby("indicator")["area"].nunique()
    held = figures.groupby("indicator")["area"].nunique()
    return {str(name): int(count) for name, count in lost.items() if held[str(name)] > count}
