"""Whether figures are as the catalogue ties them: the people of some groups, and the measure that counts them too."""

from collections.abc import Mapping

import pandas as pd

from dashboard.domain.breakdowns import breakdown_pairs
from dashboard.domain.figures import KEY, State
from dashboard.domain.ties import Part, Tie

PLACE = [name for name in KEY if name != "indicator"]
ABOVE = [*PLACE, "part", "people", "whole", "rounded"]
TIED = [*PLACE, "added", "parts", "whole", "rounded"]


def tied(figures: pd.DataFrame, tie: Tie) -> pd.DataFrame:
    """Return where a whole and all of its parts have counts: columns ``TIED``, one row for each place and time.

    ``added`` are the people of the ``parts``, so many figures, ``whole`` those of the measure that they are counted
    in, ``rounded`` whether any of them is. Figures have columns up to ``Stage.SUPPLIED``, one row a key.
    """
    counted = _of_tie(figures, tie)
    wholes = counted.loc[counted["indicator"] == tie.whole, [*PLACE, "numerator", "rounded"]]
    pairs = {str(group): breakdown_pairs(str(group)) for group in counted["breakdown"].unique()}
    parts = pd.concat([_of_part(counted, part, pairs).assign(part=place) for place, part in enumerate(tie.parts)])
    made = parts.groupby(PLACE, as_index=False).agg(
        added=("numerator", "sum"),
        known=("numerator", "count"),
        parts=("numerator", "size"),
        kinds=("part", "nunique"),
        rounded=("rounded", "any"),
    )
    whole = made[(made["kinds"] == len(tie.parts)) & (made["known"] == made["parts"])]
    both = whole.merge(wholes, on=PLACE, suffixes=("", "_whole"))
    both = both[both["numerator"].notna()]
    return both.assign(whole=both["numerator"], rounded=both["rounded"] | both["rounded_whole"])[TIED]


def above(figures: pd.DataFrame, tie: Tie) -> pd.DataFrame:
    """Return the figures of parts of a tie, and what they are counted in: columns ``ABOVE``, one row for each part.

    Only those with more ``people`` than the ``whole``; whether by more than rounding brings is for who asks to say.
    """
    counted = _of_tie(figures, tie)
    wholes = counted.loc[counted["indicator"] == tie.whole, [*PLACE, "numerator", "rounded"]]
    pairs = {str(group): breakdown_pairs(str(group)) for group in counted["breakdown"].unique()}
    parts = pd.concat([_of_part(counted, part, pairs).assign(part=place) for place, part in enumerate(tie.parts)])
    both = parts.merge(wholes, on=PLACE, suffixes=("", "_whole"))
    made = both.assign(
        people=both["numerator"], whole=both["numerator_whole"], rounded=both["rounded"] | both["rounded_whole"]
    )
    return made.loc[made["people"] > made["whole"], ABOVE]


def _of_tie(figures: pd.DataFrame, tie: Tie) -> pd.DataFrame:
    rows = figures[figures["indicator"].isin(tie.measures)]
    return rows.assign(rounded=rows["state"] == State.ROUNDED)


def _of_part(figures: pd.DataFrame, part: Part, pairs: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """The figures of a part, each with the breakdown that its whole has."""
    rows = figures[figures["indicator"] == part.measure]
    outside = rows["breakdown"].map({group: part.outside(found) for group, found in pairs.items()})
    kept = outside.notna()
    return rows[kept].assign(breakdown=outside[kept].astype("str"))[[*PLACE, "numerator", "rounded"]]
