"""The checks on a file against the one before it: sent again, moved by a row, areas lost, numbers that jump.

A finding quotes what was sent and never a number that stands: that is shown rounded, to some.
"""

from collections.abc import Iterator

from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.coded import alike, coded_frame
from dashboard.domain.figures import PERIOD
from dashboard.domain.findings import Severity
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
    "Figures for a new period that are all those of the period before it.",
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
                f"All {len(rows)} figures of a new period are the same as those of the period before it.",
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
    of_last = beside.standing.of(alike(["indicator", *PERIOD], beside.standing, coded_frame(beside.after)))
    stood = {str(name): set(areas) for name, areas in of_last.frame.groupby("indicator")["area"]}
    for name, rows in beside.after.groupby("indicator"):
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
    "Denominators that grew or shrank by half or more since the period before.",
    "The share may be of other people than it was, so that the two cannot be compared.",
    "Check that the denominator counts the same people as before.",
)
def denominators_hold_steady(beside: Beside) -> Iterator[Found]:
    """The whole changes slowly, even where its part does not."""
    rows = beside.after[beside.after["denominator_before"] >= LARGE]
    ratio = rows["denominator"] / rows["denominator_before"]
    for name, bad in rows[(ratio >= DENOMINATOR) | (ratio <= 1 / DENOMINATOR)].groupby("indicator"):
        yield Found(
            f"{len(bad)} denominator(s) changed by half or more since the period before.",
            "Check that they count the same people as before.",
            found=beside.first_sent(bad, "denominator"),
            expected="near that of the period before",
            column="denominator",
            indicators=(str(name),),
        )


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "Counts that are five times, or a fifth of, those of the period before.",
    "A digit too many, another measure or a year in place of a quarter makes such a jump.",
    "Check the number, or tick if it is right.",
)
def figures_do_not_jump(beside: Beside) -> Iterator[Found]:
    """Counts below 50 jump by chance and are not asked."""
    larger = beside.after[["numerator", "numerator_before"]].max(axis=1) >= LARGE
    rows = beside.after[larger & (beside.after["numerator"] > 0) & (beside.after["numerator_before"] > 0)]
    ratio = rows["numerator"] / rows["numerator_before"]
    for name, bad in rows[(ratio >= JUMP) | (ratio <= 1 / JUMP)].groupby("indicator"):
        yield Found(
            f"{len(bad)} count(s) are {JUMP} times, or less than a fifth of, what they were a period before.",
            "Is a digit too many, or a year in place of a quarter? Tick this if the numbers are right.",
            found=beside.first_sent(bad),
            expected="near that of the period before",
            column="count",
            indicators=(str(name),),
        )


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "A 0 where the period before had 50 or more.",
    "A cell that was not filled in is often written as 0 on the way.",
    "Write [x] if the figure is not known, or tick if there were none.",
)
def zeros_had_no_figures(beside: Beside) -> Iterator[Found]:
    """None after many is more often not known."""
    rows = beside.after
    for name, bad in rows[(rows["numerator"] == 0) & (rows["numerator_before"] >= LARGE)].groupby("indicator"):
        yield Found(
            f"{len(bad)} count(s) are 0 where the period before had {LARGE} or more.",
            "Write [x] if the figure is not known; tick this if there were none.",
            found=f"0 for {beside.first_area(bad)}",
            expected="a number near that of the period before, or a mark",
            column="count",
            indicators=(str(name),),
        )
