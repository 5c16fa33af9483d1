"""The checks on whether figures are likely: by their own past and, where that is short, by the areas beside them.

A finding quotes what was sent, limits and ratios, and never a number that stands.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.coded import Bools, Coded, alike, coded_frame
from dashboard.domain.figures import KEY
from dashboard.domain.findings import Severity
from dashboard.domain.indicators import Indicator
from dashboard.intake.checks.beside import LARGE, NEAR, SERIES, Beside, days
from dashboard.intake.checks.checked import ENOUGH
from dashboard.intake.checks.last_time import JUMP

SIBLINGS = 10  # areas; among fewer no change is told from the others
APART = 2  # times the middle change of the other areas
SPREADS = 4  # of the usual spread between areas, or of chance where that is more
_QUARTILES_TO_SPREAD = 1.349  # between the quartiles of a normal distribution, in standard deviations
_GROUP = ["indicator", "period_start", "period_months", "period_kind", "sex", "age", "breakdown"]


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "Figures outside the control limits of their own earlier figures.",
    "What no earlier period was near is more often a slip than news, and news is worth a word in the reason.",
    "Check the number, or tick if it is right and say in the reason what happened.",
)
def figures_are_within_their_limits(beside: Beside) -> Iterator[Found]:
    """Asked of months, quarters and years with seven figures or more before them."""
    limits = beside.limits[beside.limits["outside"]]
    for name, bad in limits.groupby("indicator"):
        indicator, first = beside.definitions.catalogue.called(str(name)), bad.iloc[0]
        low, high = _in_unit(first["low"], indicator), _in_unit(first["high"], indicator)
        if not indicator.unit.startswith("%"):
            low = low.removesuffix(f" {indicator.unit}")  # said once, with the other limit
        yield Found(
            f"{len(bad)} figure(s) are outside the usual ups and downs of their own earlier figures.",
            "Check them; tick this if they are right, and say in the reason what happened.",
            found=f"{_in_unit(first['value'], indicator)} for {beside.first_area(bad)}",
            expected=f"between {low} and {high}, by its own earlier figures",
            column="count",
            indicators=(str(name),),
        )


def _in_unit(number: float, indicator: Indicator) -> str:
    said = f"{number:,.0f}" if number >= 10 or number == round(number) else f"{number:,.1f}"
    return f"{said}{'' if indicator.unit.startswith('%') else ' '}{indicator.unit}"


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "A month with half of what the smallest of the other months has, or twice the largest.",
    "A file of single events that lost half of its rows, or holds them twice, is still a file without a fault.",
    "Compare the number of rows with the source, or tick if the month was like that.",
)
def months_are_like_the_others(beside: Beside) -> Iterator[Found]:
    """Asked where there are no control limits, of counts of 50 or more, against three other months or more."""
    for name, bad in _odd_months(beside).groupby("indicator"):
        yield Found(
            f"{len(bad)} month(s) have half of the smallest of the other months of their series, or twice the largest.",
            "Are rows lost, or in the file twice? Compare with the source; tick this if the month was like that.",
            found=beside.first_sent(bad),
            expected="a count near those of the other months",
            column="count",
            indicators=(str(name),),
        )


def _odd_months(beside: Beside) -> pd.DataFrame:
    """The counts of months far from all others of their series within three years; jumps are asked elsewhere."""
    asked = _counts_of_months(beside.news)
    asked = asked.of(~alike(KEY, asked, coded_frame(beside.limits[KEY])))
    if not asked.rows:
        return asked.frame
    sent, stands = (_counts_of_months(rows) for rows in (beside.news, beside.standing))
    own = [rows.of(alike(SERIES, rows, asked)).frame[[*SERIES, "day", "numerator"]] for rows in (sent, stands)]
    every = pd.concat(own).drop_duplicates([*SERIES, "day"])
    both = asked.only([*KEY, "day"]).frame.merge(every, on=SERIES, suffixes=("", "_other"))
    near = ((both["day"] - both["day_other"]).abs() <= NEAR) & (both["day"] != both["day_other"])
    others = both[near].groupby(KEY)["numerator"].agg(["min", "max", "size"]).reset_index()
    found = asked.frame.merge(others, on=KEY)
    count = found["numerator"]
    far = (count >= APART * found["max"]) | (count * APART <= found["min"])
    jump = (count >= JUMP * found["max"]) | (count * JUMP <= found["min"])
    large = found[["numerator", "min"]].max(axis=1) >= LARGE
    return found[far & ~jump & large & (found["size"] >= ENOUGH)]


def _counts_of_months(figures: Coded) -> Coded:
    counted = figures.of((figures.wholes("period_months") == 1) & ~np.isnan(figures.numbers("numerator")))
    return counted.with_columns({"day": days(counted)})


@asks(
    Stage.PUBLISHED,
    Severity.NOTICE,
    "Counts that changed far more since the period before than those of the other areas.",
    "With few earlier figures the areas beside it are the best measure of what is likely.",
    "Check the number and, if it is right, say in the reason what happened there.",
)
def changes_are_like_those_of_other_areas(beside: Beside) -> Iterator[Found]:
    """Asked where there are no control limits, of counts of 50 or more, among ten areas or more."""
    rows = beside.after.drop(columns="period_start").rename(columns={"sent_start": "period_start"})
    rows = rows[(rows["numerator"] > 0) & (rows["numerator_before"] > 0)]
    rows = rows.assign(
        change=np.log(rows["numerator"] / rows["numerator_before"]),
        chance=np.sqrt(1 / rows["numerator"] + 1 / rows["numerator_before"]),
        charted=alike(KEY, coded_frame(rows[KEY]), coded_frame(beside.limits[KEY])),
    )
    for (name, *_), among in rows[_may_be_unlike(rows)].groupby(_GROUP):
        bad = _unlike(among)
        if len(bad):
            low, high = np.exp(among["change"].quantile([0.25, 0.75]))
            rank = int((among["change"].abs() > abs(bad["change"].iloc[0])).sum()) + 1
            place = "the largest" if rank == 1 else f"number {rank}"
            yield Found(
                f"{len(bad)} count(s) changed far more since the period before than those of the other areas.",
                found=f"{beside.first_sent(bad)}, {np.exp(bad['change'].iloc[0]):.1f} times what it was: "
                f"{place} of {len(among)} changes",
                expected=f"{low:.2f} to {high:.2f} times, as in half of the areas",
                column="count",
                indicators=(str(name),),
            )


def _may_be_unlike(rows: pd.DataFrame) -> Bools:
    """Whether each change is among enough others, and these lie as far apart as one must lie from the middle."""
    group = np.unique(coded_frame(rows[_GROUP]).numbered(_GROUP), return_inverse=True)[1]
    changes = rows["change"].groupby(group)
    apart = changes.transform("max") - changes.transform("min") >= np.log(APART)
    return (apart & (changes.transform("size") >= SIBLINGS)).to_numpy()


def _unlike(among: pd.DataFrame) -> pd.DataFrame:
    """The changes far from the middle one that are not asked elsewhere, the furthest first."""
    low, middle, high = among["change"].quantile([0.25, 0.5, 0.75])
    spread = np.maximum((high - low) / _QUARTILES_TO_SPREAD, among["chance"])
    far = (among["change"] - middle).abs()
    large = among[["numerator", "numerator_before"]].max(axis=1) >= LARGE
    jumps = among["change"].abs() >= np.log(JUMP)
    found = (far > SPREADS * spread) & (far >= np.log(APART)) & large & ~jumps & ~among["charted"]
    return among[found].assign(far=far[found]).sort_values("far", ascending=False)
