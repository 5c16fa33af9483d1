"""The checks on a file against the figures that stand: where it goes on, and what it would replace.

A finding quotes what was sent and never a number that stands: that is shown rounded, to some.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.coded import Coded, alike
from dashboard.domain.figures import KEY, PERIOD, State, financial_years
from dashboard.domain.findings import Severity
from dashboard.intake.checks.beside import (
    ENOUGH_SHIFTED,
    NUMERIC,
    Beside,
    are_shifted,
    as_before,
    period_named,
    start_before,
)

_GROUP = ["indicator", "area", "sex", "age", "breakdown"]


@asks(
    Stage.PUBLISHED,
    Severity.NOTICE,
    "A period that does not follow on the last one published.",
    "A file in between may have been forgotten, and a line is never drawn across a gap.",
    "Send the periods in between, if you have them.",
)
def period_follows_the_series(beside: Beside) -> Iterator[Found]:
    """No period is left out between what stands and what is sent."""
    for name, sent, stands in beside.series:
        last = stands["period_start"].max()
        new = sent[sent["period_start"] > last]
        if new.empty:
            continue
        first = new.sort_values("period_start").iloc[:1]
        months = int(first["period_months"].iloc[0])
        if start_before(str(first["period_start"].iloc[0]), months) > last:
            yield Found(
                f"The last period published is {period_named(stands, -1)}, "
                f"and this file goes on with {period_named(first)}.",
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
def period_is_not_before_the_series(beside: Beside) -> Iterator[Found]:
    """A series may be continued backwards, and that is worth a word."""
    for name, sent, stands in beside.series:
        first = stands["period_start"].min()
        if sent["period_start"].max() < first:
            yield Found(
                f"This file ends with {period_named(sent, -1)}, "
                f"before the first period published, {period_named(stands)}.",
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
def groups_are_as_before(beside: Beside) -> Iterator[Found]:
    """Asked where the measure had groups of this sort."""
    for column in ("age", "breakdown"):
        for name, sent, stands in beside.series:
            known = set(stands[column]) - {""}
            new = sorted(set(sent[column]) - known - {""})
            if known and new:
                yield Found(
                    f"{len(new)} group(s) by {column} were never sent before for this measure.",
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
def marks_do_not_replace_numbers(beside: Beside) -> Iterator[Found]:
    """A figure that was known and is said to be unknown."""
    rows = beside.same
    lost = (rows["state"] == State.NOT_AVAILABLE) & rows["state_before"].isin(NUMERIC)
    for name, bad in rows[lost].groupby("indicator"):
        yield Found(
            f"{len(bad)} figure(s) that are published would be replaced by a mark for not available.",
            "Leave the rows out to keep the numbers; tick this if they should go.",
            found=f"a mark for {beside.first_area(bad)}",
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
def published_figures_stand(beside: Beside) -> Iterator[Found]:
    """Asked from six figures of a period on, of numbers only; numbers that moved by a row are told as that."""
    both = beside.same[beside.same["state"].isin(NUMERIC) & beside.same["state_before"].isin(NUMERIC)]
    groups = ["indicator", *PERIOD]
    asked = both.assign(differs=~as_before(both))[~are_shifted(both, groups)]
    for (name, *_), differs in asked.groupby(groups)["differs"]:
        changed, rows = int(differs.sum()), len(differs)
        if rows > ENOUGH_SHIFTED and changed > rows / 2:
            yield Found(
                f"{changed} of {rows} figures that are published already would change.",
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
def quarter_is_within_its_year(beside: Beside) -> Iterator[Found]:
    """What was counted in a quarter was counted in its financial year too; the year may stand or be sent as well."""
    short = beside.sent.of(np.isin(beside.sent.wholes("period_months"), [1, 3]))
    if not short.rows:
        return
    years = pd.concat([_years_of(beside.sent, short), _years_of(beside.standing, short)]).drop_duplicates(KEY)
    both = _in_years(short.frame).merge(_in_years(years), on=[*_GROUP, "year"], suffixes=("", "_year"))
    for name, bad in both[both["numerator"] > both["numerator_year"]].groupby("indicator"):
        if beside.definitions.catalogue.called(str(name)).kind != "count":
            continue
        yield Found(
            f"{len(bad)} count(s) of a quarter or month are above the count of its year.",
            "Correct the one that is wrong; tick this if the source counts them so.",
            found=beside.first_sent(bad),
            expected="at most the figure of the year",
            column="count",
            indicators=(str(name),),
        )


def _years_of(figures: Coded, short: Coded) -> pd.DataFrame:
    of_year = figures.texts("period_kind").among(["financial year"]) & alike(_GROUP, figures, short)
    return figures.of(of_year).frame


def _in_years(figures: pd.DataFrame) -> pd.DataFrame:
    """Return counts with the year in which their financial year begins, in April; rounded ones are left out."""
    exact = figures[figures["state"] == State.VALUE]
    return exact.assign(year=financial_years(exact))
