"""The checks on a file against what is published: the period before, and the same figures as they stand.

A finding quotes what was sent and never a number that stands: that is shown rounded, to some.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, NUMBERS, PERIOD, State, make_period
from dashboard.domain.findings import Finding, Severity, Stage, asks

ENOUGH = 3  # figures; fewer may agree by chance
ENOUGH_SHIFTED = 5
LARGE = 50  # people: below it, chance alone makes jumps
JUMP = 5  # times
DENOMINATOR = 1.5  # times
_NUMERIC = [State.VALUE, State.ROUNDED]
_GROUP = ["indicator", "area", "sex", "age", "breakdown"]


@dataclass(frozen=True)
class Beside:
    """The figures of a file beside those that stand, both without any that is hidden or will be."""

    sent: pd.DataFrame = field(repr=False)
    standing: pd.DataFrame = field(repr=False)
    definitions: Definitions

    @cached_property
    def same(self) -> pd.DataFrame:
        """Return the figures sent that stand already, their numbers as they stand under ``_before``."""
        return self.sent.merge(self.standing, on=KEY, suffixes=("", "_before"))

    @cached_property
    def after(self) -> pd.DataFrame:
        """Return the figures sent for a new period, with those of the period just before it under ``_before``."""
        starts = {key: _start_before(*key) for key in self._periods(self.sent)}
        keys = zip(self.sent["period_start"], self.sent["period_months"], strict=True)
        sent = self.sent.assign(sent_start=self.sent["period_start"], period_start=[starts[key] for key in keys])
        both = sent.merge(self.standing, on=KEY, suffixes=("", "_before"))
        stands = self.standing[["indicator", *PERIOD]].drop_duplicates()
        new = both.merge(
            stands.rename(columns={"period_start": "sent_start"}),
            on=["indicator", "sent_start", "period_months", "period_kind"],
            how="left",
            indicator="stands",
        )
        return new[new["stands"] == "left_only"]

    @staticmethod
    def _periods(figures: pd.DataFrame) -> list[tuple[str, int]]:
        rows = figures[["period_start", "period_months"]].drop_duplicates()
        return [(str(start), int(months)) for start, months in rows.itertuples(index=False)]


def _start_before(start: str, months: int) -> str:
    return (pd.Timestamp(start) - pd.DateOffset(months=months)).date().isoformat()


def _equal(figures: pd.DataFrame) -> pd.Series:
    pairs = [(figures[name], figures[f"{name}_before"]) for name in [*NUMBERS, "state"]]
    return pd.concat([(one == other) | (one.isna() & other.isna()) for one, other in pairs], axis=1).all(axis=1)


def _area(beside: Beside, figures: pd.DataFrame) -> str:
    return beside.definitions.areas.at(str(figures["area"].iloc[0])).name


def _period(figures: pd.DataFrame, which: int = 0) -> str:
    start, months, kind = figures[PERIOD].drop_duplicates().sort_values("period_start").iloc[which]
    return make_period(start, months, kind).label


@asks(
    Stage.PUBLISHED,
    Severity.NOTICE,
    "A file whose every figure stands already as it is.",
    "The same file may have been sent again in place of a newer one.",
    "Choose the newer file, if there is one.",
)
def file_is_not_sent_again(beside: Beside) -> Iterator[Finding]:
    """Nothing new and nothing changed."""
    if len(beside.sent) and len(beside.same) == len(beside.sent) and _equal(beside.same).all():
        message = "Every figure of this file is published already, with the same numbers."
        yield Finding("file_is_not_sent_again", Severity.NOTICE, message, "Is there a newer file?")


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "Figures for a new period that are all those of the period before it.",
    "Last quarter's file with this quarter's date is the most usual slip of all.",
    "Send the file for this period, or tick if nothing changed.",
)
def figures_are_not_last_periods(beside: Beside) -> Iterator[Finding]:
    """Three figures or more, and each as it was."""
    for name, rows in beside.after[beside.after["state"].isin(_NUMERIC)].groupby("indicator"):
        if len(rows) >= ENOUGH and _equal(rows).all() and (rows["numerator"].fillna(rows["value"]) > 0).any():
            yield Finding(
                "figures_are_not_last_periods",
                Severity.WARNING,
                f"All {len(rows)} figures of a new period are the same as those of the period before it.",
                "Is this last period's file with a new date? Tick this if nothing changed.",
                found=f"the figures of {_period(rows)}",
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
def numbers_are_not_shifted(beside: Beside) -> Iterator[Finding]:
    """What is sent for each area is what stands for the one before or after it in the order of codes."""
    for (name, *_), rows in beside.same.groupby(["indicator", *PERIOD]):
        if _is_shifted(rows):
            yield Finding(
                "numbers_are_not_shifted",
                Severity.WARNING,
                f"The numbers sent for {_period(rows)} are those of the neighbouring area in the list.",
                "Did the column move by a row? Copy names and numbers together; tick this if they are right.",
                expected="each number beside its own area",
                column="count",
                indicators=(str(name),),
            )


def _is_shifted(rows: pd.DataFrame) -> bool:
    ordered = rows.sort_values(["sex", "age", "breakdown", "area"])
    sent, stands = ordered["numerator"], ordered["numerator_before"]
    moved = any((sent == stands.shift(by))[1:-1].all() for by in (1, -1))
    return len(rows) > ENOUGH_SHIFTED and moved and int((sent != stands).sum()) >= ENOUGH_SHIFTED


@asks(
    Stage.PUBLISHED,
    Severity.NOTICE,
    "Areas that had a figure in the period before and have none in this file.",
    "An area that stopped answering should be asked, not forgotten.",
    "Add their rows, or a mark such as [x].",
)
def areas_are_still_there(beside: Beside) -> Iterator[Finding]:
    """Asked of a file that keeps more areas than it loses, for a file of one area misses nobody."""
    for name, rows in beside.after.groupby("indicator"):
        before = rows[PERIOD].drop_duplicates()
        stood = beside.standing[beside.standing["indicator"] == name].merge(before, on=PERIOD)
        gone = sorted(set(stood["area"]) - set(rows["area"]))
        if gone and rows["area"].nunique() > len(gone):
            names = ", ".join(beside.definitions.areas.at(code).name for code in gone[:5])
            more = f" and {len(gone) - 5} more" if len(gone) > 5 else ""
            yield Finding(
                "areas_are_still_there",
                Severity.NOTICE,
                f"{len(gone)} area(s) had a figure for {_period(rows, -1)} and have none here: {names}{more}.",
                "Add their rows, or a mark such as [x].",
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
def denominators_hold_steady(beside: Beside) -> Iterator[Finding]:
    """The whole changes slowly, even where its part does not."""
    rows = beside.after[beside.after["denominator_before"] >= LARGE]
    ratio = rows["denominator"] / rows["denominator_before"]
    for name, bad in rows[(ratio >= DENOMINATOR) | (ratio <= 1 / DENOMINATOR)].groupby("indicator"):
        first = bad.iloc[0]
        yield Finding(
            "denominators_hold_steady",
            Severity.NOTICE,
            f"{len(bad)} denominator(s) changed by half or more since the period before.",
            "Check that they count the same people as before.",
            found=f"{first['denominator']:,.0f} for {_area(beside, bad)}",
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
def figures_do_not_jump(beside: Beside) -> Iterator[Finding]:
    """Counts below 50 jump by chance and are not asked."""
    larger = beside.after[["numerator", "numerator_before"]].max(axis=1) >= LARGE
    rows = beside.after[larger & (beside.after["numerator"] > 0) & (beside.after["numerator_before"] > 0)]
    ratio = rows["numerator"] / rows["numerator_before"]
    for name, bad in rows[(ratio >= JUMP) | (ratio <= 1 / JUMP)].groupby("indicator"):
        first = bad.iloc[0]
        yield Finding(
            "figures_do_not_jump",
            Severity.WARNING,
            f"{len(bad)} count(s) are {JUMP} times, or less than a fifth of, what they were a period before.",
            "Is a digit too many, or a year in place of a quarter? Tick this if the numbers are right.",
            found=f"{first['numerator']:,.0f} for {_area(beside, bad)}",
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
def zeros_had_no_figures(beside: Beside) -> Iterator[Finding]:
    """None after many is more often not known."""
    rows = beside.after
    for name, bad in rows[(rows["numerator"] == 0) & (rows["numerator_before"] >= LARGE)].groupby("indicator"):
        yield Finding(
            "zeros_had_no_figures",
            Severity.WARNING,
            f"{len(bad)} count(s) are 0 where the period before had {LARGE} or more.",
            "Write [x] if the figure is not known; tick this if there were none.",
            found=f"0 for {_area(beside, bad)}",
            expected="a number near that of the period before, or a mark",
            column="count",
            indicators=(str(name),),
        )


def _series(beside: Beside) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """Yield each measure with its figures sent and standing of one kind of period."""
    keys = ["indicator", "period_months", "period_kind"]
    stand = dict(list(beside.standing.groupby(keys)))
    for key, sent in beside.sent.groupby(keys):
        if key in stand:
            yield str(key[0]), sent, stand[key]


@asks(
    Stage.PUBLISHED,
    Severity.NOTICE,
    "A period that does not follow on the last one published.",
    "A file in between may have been forgotten, and a line is never drawn across a gap.",
    "Send the periods in between, if you have them.",
)
def period_follows_the_series(beside: Beside) -> Iterator[Finding]:
    """No period is left out between what stands and what is sent."""
    for name, sent, stands in _series(beside):
        last = stands["period_start"].max()
        new = sent[sent["period_start"] > last]
        if new.empty:
            continue
        first = new.sort_values("period_start").iloc[:1]
        months = int(first["period_months"].iloc[0])
        if _start_before(str(first["period_start"].iloc[0]), months) > last:
            yield Finding(
                "period_follows_the_series",
                Severity.NOTICE,
                f"The last period published is {_period(stands, -1)}, and this file goes on with {_period(first)}.",
                "Send the periods in between, if you have them.",
                column="period",
                indicators=(name,),
            )


@asks(
    Stage.PUBLISHED,
    Severity.NOTICE,
    "A period before the first one published.",
    "An old file is easily chosen in place of a new one.",
    "Choose the newer file, if the older period is not meant.",
)
def period_is_not_before_the_series(beside: Beside) -> Iterator[Finding]:
    """A series may be continued backwards, and that is worth a word."""
    for name, sent, stands in _series(beside):
        first = stands["period_start"].min()
        if sent["period_start"].max() < first:
            yield Finding(
                "period_is_not_before_the_series",
                Severity.NOTICE,
                f"This file ends with {_period(sent, -1)}, before the first period published, {_period(stands)}.",
                "Is it an old file? If earlier periods are meant, nothing needs mending.",
                column="period",
                indicators=(name,),
            )


@asks(
    Stage.PUBLISHED,
    Severity.NOTICE,
    "Groups of age or other breakdowns that were never sent before.",
    "Bands that change cannot be compared over time.",
    "Use the groups of earlier files, if you have them.",
)
def groups_are_as_before(beside: Beside) -> Iterator[Finding]:
    """Asked where the measure had groups of this sort."""
    for column in ("age", "breakdown"):
        for name, sent, stands in _series(beside):
            known = set(stands[column]) - {""}
            new = sorted(set(sent[column]) - known - {""})
            if known and new:
                yield Finding(
                    "groups_are_as_before",
                    Severity.NOTICE,
                    f"{len(new)} group(s) by {column} were never sent before for this measure.",
                    "Use the groups of earlier files, if you have them.",
                    found=", ".join(new[:5]),
                    expected=", ".join(sorted(known)[:5]),
                    column=column,
                    indicators=(name,),
                )


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "A mark for not available where a number is published.",
    "The newest file wins, so the number would no longer be shown.",
    "Leave the row out to keep the number, or tick if it should go.",
)
def marks_do_not_replace_numbers(beside: Beside) -> Iterator[Finding]:
    """A figure that was known and is said to be unknown."""
    rows = beside.same
    lost = (rows["state"] == State.NOT_AVAILABLE) & rows["state_before"].isin(_NUMERIC)
    for name, bad in rows[lost].groupby("indicator"):
        yield Finding(
            "marks_do_not_replace_numbers",
            Severity.WARNING,
            f"{len(bad)} figure(s) that are published would be replaced by a mark for not available.",
            "Leave the rows out to keep the numbers; tick this if they should go.",
            found=f"a mark for {_area(beside, bad)}",
            expected="a number",
            column="count",
            indicators=(str(name),),
        )


@asks(
    Stage.PUBLISHED,
    Severity.NOTICE,
    "More than half of the figures already published change.",
    "A source revises a few figures; another measure or other areas change most of them.",
    "See under what will change, and give the revision as the reason.",
)
def published_figures_stand(beside: Beside) -> Iterator[Finding]:
    """Asked from six figures of a period on, of numbers only; numbers that moved by a row are told as that."""
    both = beside.same[beside.same["state"].isin(_NUMERIC) & beside.same["state_before"].isin(_NUMERIC)]
    for (name, *_), rows in both.groupby(["indicator", *PERIOD]):
        changed = int((~_equal(rows)).sum())
        if len(rows) > ENOUGH_SHIFTED and changed > len(rows) / 2 and not _is_shifted(rows):
            yield Finding(
                "published_figures_stand",
                Severity.NOTICE,
                f"{changed} of {len(rows)} figures that are published already would change.",
                "See below what will change; if the source revised them, say so in the reason.",
                expected="a few figures revised",
                column="count",
                indicators=(str(name),),
            )


@asks(
    Stage.PUBLISHED,
    Severity.WARNING,
    "A quarter or month with more than the year it lies in.",
    "A part cannot exceed its whole, so one of the two is wrong.",
    "Correct the shorter or the longer period.",
)
def quarter_is_within_its_year(beside: Beside) -> Iterator[Finding]:
    """What was counted in a quarter was counted in its financial year too; the year may stand or be sent as well."""
    together = pd.concat([beside.sent, beside.standing]).drop_duplicates(KEY)
    years = _in_years(together[together["period_kind"] == "financial year"])
    short = _in_years(beside.sent[beside.sent["period_months"].isin([1, 3])])
    both = short.merge(years, on=[*_GROUP, "year"], suffixes=("", "_year"))
    for name, bad in both[both["numerator"] > both["numerator_year"]].groupby("indicator"):
        if beside.definitions.catalogue.called(str(name)).kind != "count":
            continue
        first = bad.iloc[0]
        yield Finding(
            "quarter_is_within_its_year",
            Severity.WARNING,
            f"{len(bad)} count(s) of a quarter or month are above the count of its year.",
            "Correct the one that is wrong; tick this if the source counts them so.",
            found=f"{first['numerator']:,.0f} for {_area(beside, bad)}",
            expected="at most the figure of the year",
            column="count",
            indicators=(str(name),),
        )


def _in_years(figures: pd.DataFrame) -> pd.DataFrame:
    """Return counts with the year in which their financial year begins, in April; rounded ones are left out."""
    exact = figures[figures["state"] == State.VALUE]
    start = exact["period_start"].str
    return exact.assign(year=start[:4].astype("int64") - (start[5:7].astype("int64") < 4))
