"""What publishing a file would do: figures that are new, changed or unchanged, and those that it leaves out."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.domain.figures import KEY, NUMBERS, PERIOD, State

COMPARED = [*NUMBERS, "state", "note"]
_KINDS = ["new", "changed", "unchanged"]


@dataclass(frozen=True)
class Changes:
    """The file's figures, each with ``change`` ("new", "changed", "unchanged") and what stood before.

    ``rows`` has the columns of figures, those of ``COMPARED`` again with ``_before``, and ``change``.
    ``gone`` has the figures (columns ``KEY`` and ``whole_area``) that stand for a period of the file and are
    not in it: a group of an area that is in it or, with ``whole_area``, one of an area that is not.
    """

    rows: pd.DataFrame = field(repr=False)
    gone: pd.DataFrame = field(repr=False)

    def by_indicator(self) -> pd.DataFrame:
        """Return one row an indicator: how many figures are new, changed, unchanged, gone."""
        counts = pd.crosstab(self.rows["indicator"], self.rows["change"]).reindex(columns=_KINDS, fill_value=0)
        gone = self.gone["indicator"].value_counts().reindex(counts.index, fill_value=0)
        return counts.assign(gone=gone).reset_index()


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
    return Changes(rows.assign(change=pd.Series(kind, rows.index, dtype="str")), _gone(figures, standing))


def _beside(figures: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    before = standing[[*KEY, *COMPARED]].rename(columns={name: f"{name}_before" for name in COMPARED})
    return figures.merge(before, on=KEY, how="left", validate="one_to_one")


def _same(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one == other) | (one.isna() & other.isna())


def _gone(figures: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """A file of one area misses no other; one that holds most areas of a measure may have lost some."""
    per = ["indicator", *PERIOD]
    stood = standing[KEY].merge(figures[per].drop_duplicates(), on=per)
    left = stood.merge(figures[KEY], on=KEY, how="left", indicator="found")
    left = left[left["found"] == "left_only"]
    areas = figures[[*per, "area"]].drop_duplicates()
    told = left.merge(areas, on=[*per, "area"], how="left", indicator="sent")
    told = told.assign(whole_area=told["sent"] == "left_only")[[*KEY, "whole_area"]]
    lost = told[told["whole_area"]].groupby("indicator")["area"].nunique()
    held = figures.groupby("indicator")["area"].nunique()
    most = held.reindex(lost.index) > lost
    return told[~told["whole_area"] | told["indicator"].map(most).eq(True)].reset_index(drop=True)
