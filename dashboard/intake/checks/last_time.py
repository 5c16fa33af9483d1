"""The checks on a file against the one before it: sent again, moved by a row, areas lost, numbers that jump.

A finding quotes what was sent and never a number that stands: that is shown rounded, to some.
"""

from collections.abc import Iterator

import pandas as pd

from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.coded import alike, coded_frame
from dashboard.domain.figures import KEY, PERIOD, number_text
from dashboard.domain.findings import Severity
from dashboard.domain.indicators import Indicator
from dashboard.intake.checks.beside import LARGE, NUMERIC, Beside, are_shifted, as_before, period_named
from dashboard.intake.checks.checked import ENOUGH, named

JUMP = 5  # times
DENOMINATOR = 1.5  # times


@asks(
    Stage.PUBLISHED,
    Severity.NOTICE,
    "A file whose every figure stands already as it is.",
    "The same file may have been sent again in place of a newer one.",
    "Choose the newer file, if there is one.",
)
def file_is_not_sent_again(beside: Beside) -> Iterator[Found]:
    """Nothing new and nothing changed."""
    if beside.sent.rows and len(beside.same) == beside.sent.rows and as_before(beside.same).all():
        message = "Every figure of this file is published already, with the same numbers."
        yield Found(message, "Is there a newer file?")


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "Figures for a period that are all those of the period before it.",
    "Last quarter's file with this quarter's date is the most usual slip of all.",
    "Send the file for this period, or tick if nothing changed.",
)
def figures_are_not_last_periods(beside: Beside) -> Iterator[Found]:
    """Three figures or more, and each as it was."""
    numbered = beside.after[beside.after["state"].isin(NUMERIC)]
    differing = numbered.loc[~as_before(numbered), "indicator"].unique()
    for name, rows in numbered[~numbered["indicator"].isin(differing)].groupby("indicator"):
        if len(rows) >= ENOUGH and (rows["numerator"].fillna(rows["value"]) > 0).any():
            yield Found(
                f"All {len(rows)} figures of a period are the same as those of the period before it.",
                "Is this last period's file with a new date? Tick this if nothing changed.",
                found=f"the figures of {period_named(rows)}",
                expected="figures that differ somewhere",
                column="count",
                indicators=(str(name),),
            )


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "Numbers that each belong to the next area.",
    "Sorting the names without the numbers moves a whole column by a row.",
    "Copy names and numbers together from the source.",
)
def numbers_are_not_shifted(beside: Beside) -> Iterator[Found]:
    """What is sent for each area is what stands for the one before or after it in the order of codes."""
    groups = ["indicator", *PERIOD]
    for (name, *_), rows in beside.same[are_shifted(beside.same, groups)].groupby(groups):
        yield Found(
            f"The numbers sent for {period_named(rows)} are those of the neighbouring area in the list.",
            "Did the column move by a row? Copy names and numbers together; tick this if they are right.",
            expected="each number beside its own area",
            column="count",
            indicators=(str(name),),
        )


@asks(
    Stage.PUBLISHED,
    Severity.NOTICE,
    "Areas that had a figure in the period before and have none in this file.",
    "An area that stopped answering should be asked, not forgotten.",
    "Add their rows, or a mark such as [x].",
)
def areas_are_still_there(beside: Beside) -> Iterator[Found]:
    """Asked of a file that keeps more areas than it loses, for a file of one area misses nobody."""
    new = beside.after[beside.after["is_new"]]
    of_last = beside.standing.of(alike(["indicator", *PERIOD], beside.standing, coded_frame(new)))
    stood = {str(name): set(areas) for name, areas in of_last.frame.groupby("indicator")["area"]}
    for name, rows in new.groupby("indicator"):
        gone = sorted(stood[str(name)] - set(rows["area"]))
        if gone and rows["area"].nunique() > len(gone):
            names = named([beside.definitions.areas.at(code).name for code in gone])
            yield Found(
                f"{len(gone)} area(s) had a figure for {period_named(rows, -1)} and have none here: {names}.",
                expected="the areas of the period before",
                column="area",
                indicators=(str(name),),
            )


@asks(
    Stage.PUBLISHED,
    Severity.NOTICE,
    "Denominators that grew or shrank by half or more since the period before, or from what they replace.",
    "The share may be of other people than it was, so that the two cannot be compared.",
    "Check that the denominator counts the same people as before.",
)
def denominators_hold_steady(beside: Beside) -> Iterator[Found]:
    """The whole changes slowly, even where its part does not."""
    rows = beside.moved[beside.moved["denominator_before"] >= LARGE]
    far = rows[_far(rows["denominator"] / rows["denominator_before"], DENOMINATOR)].drop_duplicates(KEY)
    for name, bad in far.groupby("indicator"):
        yield Found(
            f"{len(bad)} denominator(s) changed by half or more since the period before, or from what they replace.",
            "Check that they count the same people as before.",
            found=beside.first_sent(bad, "denominator"),
            expected="near that of the period before",
            column="denominator",
            indicators=(str(name),),
        )


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "Counts that are five times, or a fifth of, those of the period before or those that they replace.",
    "A digit too many, another measure or a year in place of a quarter makes such a jump.",
    "Check the number, or tick if it is right.",
)
def figures_do_not_jump(beside: Beside) -> Iterator[Found]:
    """Counts below 50 jump by chance and are not asked; a correction is asked against what it replaces as well."""
    pairs = (
        (beside.nearest, "what they were in the nearest period published", "near that of the periods beside it"),
        (beside.replaced, "what is published for the same period", "near what it replaces"),
    )
    for both, other, expected in pairs:
        larger = both[["numerator", "numerator_before"]].max(axis=1) >= LARGE
        rows = both[larger & (both["numerator"] > 0) & (both["numerator_before"] > 0)]
        for name, bad in rows[_far(rows["numerator"] / rows["numerator_before"], JUMP)].groupby("indicator"):
            yield Found(
                f"{len(bad)} count(s) are {JUMP} times, or less than a fifth of, {other}.",
                "Is a digit too many, or a year in place of a quarter? Tick this if the numbers are right.",
                found=beside.first_sent(bad),
                expected=expected,
                column="count",
                indicators=(str(name),),
            )


def _far(ratio: pd.Series, times: float) -> pd.Series:
    return (ratio >= times) | (ratio <= 1 / times)


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "Values without counts that are five times, or a fifth of, those published for the same series.",
    "0.45 in place of 45%, or a rate per 1,000 in place of one per 100,000, makes such a jump.",
    "Send the value in the unit of the measure, or tick if it is right.",
)
def values_keep_their_unit(beside: Beside) -> Iterator[Found]:
    """Asked of figures that came without their counts, against those nearest in time and what they replace."""
    both = pd.concat([beside.nearest, beside.replaced], ignore_index=True)
    rows = both.assign(stands=_values_before(both, beside))
    rows = rows[rows["numerator"].isna() & (rows["value"] > 0) & (rows["stands"] > 0)]
    for name, found in rows[_far(rows["value"] / rows["stands"], JUMP)].groupby("indicator"):
        bad, indicator = found.drop_duplicates(KEY), beside.definitions.catalogue.called(str(name))
        fraction = indicator.per == 100 and (bad["value"] <= 1).all()
        yield Found(
            f"{len(bad)} value(s) are {JUMP} times, or less than a fifth of, those published for the same series.",
            ("Is it a fraction of one? Then multiply it by 100." if fraction else f"Is it {indicator.unit}?")
            + " Tick this if it is right.",
            found=f"{number_text(bad['value'].iloc[0])} for {beside.first_area(bad)}",
            expected=f"a value in {indicator.unit}, near that of the periods beside it",
            column="value",
            indicators=(str(name),),
        )


def _per(indicator: Indicator) -> float:
    return float(indicator.per)


def _divides(indicator: Indicator) -> float:
    return float(indicator.divides)


def _values_before(both: pd.DataFrame, beside: Beside) -> pd.Series:
    """The values that stand, worked out where there are counts; of a plain count there is none to compare."""
    measures = {name: beside.definitions.catalogue.called(name) for name in both["indicator"].unique()}
    per, divides = (
        both["indicator"].map({name: number(one) for name, one in measures.items()}).astype("float64")
        for number in (_per, _divides)
    )
    whole = both["denominator_before"].where(divides > 0)
    made = both["numerator_before"] / whole.where(whole > 0) * per
    return both["value_before"].fillna(made)


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "A 0 where the period before, or the figure that it replaces, had 50 or more.",
    "A cell that was not filled in is often written as 0 on the way.",
    "Write [x] if the figure is not known, or tick if there were none.",
)
def zeros_had_no_figures(beside: Beside) -> Iterator[Found]:
    """None after many, or in place of many, is more often not known."""
    rows = beside.moved
    none = rows[(rows["numerator"] == 0) & (rows["numerator_before"] >= LARGE)].drop_duplicates(KEY)
    for name, bad in none.groupby("indicator"):
        yield Found(
            f"{len(bad)} count(s) are 0 where the period before, or what they replace, had {LARGE} or more.",
            "Write [x] if the figure is not known; tick this if there were none.",
            found=f"0 for {beside.first_area(bad)}",
            expected="a number near that of the period before, or a mark",
            column="count",
            indicators=(str(name),),
        )
