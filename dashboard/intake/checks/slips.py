"""The checks on columns that look like a slip: points between thousands, all zeros, dragged down, pasted twice."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.coded import texts
from dashboard.domain.figures import PERIOD, State, number_text
from dashboard.domain.findings import Severity
from dashboard.domain.indicators import Indicator
from dashboard.intake.checks.checked import ENOUGH, SMALL, Checked, Likely, lines_of, of_measures_with, values_of

ENOUGH_AREAS = 5


def _given(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a number, which is in ``number``: the count, or the value where there is no count."""
    known = rows[rows["state"].isin([State.VALUE, State.ROUNDED]) & (rows["area"] != "")]
    return known.assign(number=known["numerator"].fillna(known["value"])).dropna(subset="number")


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Counts with decimals, such as 1.465.",
    "A point may have been written between thousands, and 1,465 people would become one and a half.",
    "Write 1,465 or 1465; tick if the source does give decimals.",
)
def counts_are_whole(checked: Checked) -> Iterator[Found]:
    """People and events are counted in whole numbers; some published estimates are not, and come in their layouts."""
    figures = checked.figures
    for indicator, rows in checked.with_any((figures["numerator"] % 1 > 0) | (figures["denominator"] % 1 > 0)):
        bad = rows[(rows["numerator"] % 1 > 0) | (rows["denominator"] % 1 > 0)]
        if checked.layout == "template" and indicator.kind in ("count", "proportion") and not bad.empty:
            yield Found(
                f"{len(bad)} row(s) hold a count with decimals.",
                "Does a point stand between thousands? Write 1,465 or 1465; tick this if the decimals are right.",
                expected="a whole number",
                column="count",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A measure whose every figure is 0.",
    "An empty column is often filled with zeros on the way, and none is not the same as not known.",
    "Write [x] for what is not available; tick if there were none.",
)
def zeros_are_not_blanks(checked: Checked) -> Iterator[Found]:
    """Nothing anywhere is more often a column that was not filled in than a fact."""
    for indicator, rows in checked.without_any(checked.numbers.notna() & (checked.numbers != 0)):
        given = _given(rows)
        if len(given) < ENOUGH:
            continue
        yield Found(
            f"All {len(given)} figures of this measure are 0.",
            "Write [x] where the figure is not available; tick this if there were none.",
            found="0 in every row",
            expected="0 only where there were none",
            column="count",
            rows=lines_of(given),
            indicators=(indicator.id,),
        )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A measure with no number at all, only marks for not available.",
    "A formula that found nothing, or a column pasted empty, leaves marks alone.",
    "Fill in the numbers, or tick if none is available.",
)
def measures_hold_numbers(checked: Checked) -> Iterator[Found]:
    """A mark takes the place of a number that stood before, so a whole column of them deserves a look."""
    for indicator, rows in checked.without_any(checked.figures["state"] != State.NOT_AVAILABLE):
        if checked.layout == "template" and len(rows) >= ENOUGH:
            yield Found(
                f"None of the {len(rows)} rows of this measure holds a number.",
                "Fill in the numbers; tick this if none of them is available.",
                found="marks for not available in every row",
                expected="numbers in some rows at least",
                column="count",
                rows=lines_of(rows),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "The same number in five areas or more, and in no area another.",
    "A cell dragged down fills a column with itself.",
    "Copy the column anew, or tick if the numbers are right.",
)
def numbers_are_not_all_alike(checked: Checked) -> Iterator[Found]:
    """Areas differ in size, so that the same count in all of them was hardly counted."""
    first = checked.numbers.groupby(checked.measures.codes).transform("first")
    for indicator, rows in checked.without_any(checked.numbers.notna() & (checked.numbers != first)):
        given = _given(rows)
        if given["area"].nunique() >= ENOUGH_AREAS and given["number"].iloc[0] >= SMALL:
            yield Found(
                f"All {len(given)} figures of this measure are the same number.",
                "Was a cell dragged down? Copy the column anew; tick this if the numbers are right.",
                expected="areas that differ",
                column="count",
                rows=lines_of(given),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Two measures with the same numbers for the same areas.",
    "A column is easily pasted under two measures.",
    "Copy each measure from its own column, or tick if the numbers are right.",
)
def measures_are_not_alike(checked: Checked) -> Iterator[Found]:
    """Counts of two things that agree in every area were probably one column."""
    seen: dict[tuple[int, int], str] = {}
    contents = _contents(checked)
    twice = {content for content, times in Counter(contents.values()).items() if times > 1}
    for indicator, rows in checked.with_any(checked.measures.each(lambda name: contents[name] in twice)):
        given = _given(rows)
        if given["area"].nunique() < ENOUGH_AREAS or given["number"].nunique() == 1:
            continue
        told = contents[indicator.id]
        if (other := seen.setdefault(told, indicator.id)) != indicator.id:
            yield Found(
                "Two measures have the same numbers for the same areas and periods.",
                "Was one column pasted under both? Copy each from its own; tick this if they are right.",
                expected="numbers that differ in some area",
                column="count",
                rows=lines_of(given),
                indicators=(other, indicator.id),
            )


def _contents(checked: Checked) -> dict[str, tuple[int, int]]:
    """How many numbers each measure has, and what sums up all of them with their places."""
    known = checked.numbers.notna().to_numpy()
    columns = checked.figures.loc[known, ["area", *PERIOD, "sex", "age", "breakdown"]]
    hashes = pd.util.hash_pandas_object(columns.assign(number=checked.numbers[known]), index=False).to_numpy()
    codes, size = checked.measures.codes[known], len(checked.measures.words)
    sums = np.zeros(size, dtype=np.uint64)
    np.add.at(sums, codes, hashes)
    counts = np.bincount(codes, minlength=size).tolist()
    return dict(zip(checked.measures.words, zip(counts, sums.tolist(), strict=True), strict=True))


def _up_to_one(checked: Checked) -> Likely:
    figures = checked.figures
    return figures["numerator"].isna() & ~figures["percent"] & (figures["value"] > 0) & (figures["value"] <= 1)


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Percentages and fractions of one in the same column.",
    "0.61 beside 58.2 is probably 61%, and would be shown as less than one in a hundred.",
    "Multiply the fractions by 100, or tick if they are right.",
)
@of_measures_with(_up_to_one)
def percentages_are_on_one_scale(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """Some values up to 1 and others far above it, with none between, were written in two ways.

    Values with a percent sign and those that counts give are on the right scale, and the others are held against them.
    """
    values = values_of(indicator, rows)
    # In a file that gives one in a hundred some rows below 1 are no wonder: then there are some between as well.
    bare = rows["numerator"].isna() & ~rows["percent"] & values.between(0, 1, inclusive="right")
    small, others = values[bare], values[~bare & (values > 0)]
    if indicator.per == 100 and len(small) and len(others) and (others > SMALL).all():
        yield Found(
            f"{len(small)} value(s) are not above 1 and all others of this measure are above {SMALL}.",
            "If the small ones are fractions, multiply them by 100; if they are right, tick this.",
            found=", ".join(map(number_text, small.unique()[:5])),
            expected="percentages such as 61.3 in every row",
            column="value",
            rows=lines_of(rows.loc[small.index]),
        )


def _without_room(checked: Checked) -> Likely:
    return checked.figures["lower"] == checked.figures["upper"]


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Lower and upper limits that are the same in every row.",
    "The value was probably copied into the columns for the limits, and would look certain.",
    "Copy the limits anew, or leave both empty.",
)
@of_measures_with(_without_room)
def limits_leave_room(_: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """An interval of no width says that nothing is left to chance."""
    limits = rows[rows["lower"].notna() & rows["upper"].notna()]
    if len(limits) >= ENOUGH and limits["lower"].eq(limits["upper"]).all():
        yield Found(
            f"Lower and upper limit are the same in all {len(limits)} rows.",
            "Copy the limits anew, or leave both empty; tick this if the source gives them so.",
            expected="a lower limit below the upper one",
            column="lower_ci_95",
            rows=lines_of(limits),
        )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A note that is nothing but a number.",
    "A comma within a number that has no quotation marks moves its end into the next column, and 2,040 becomes 2.",
    "Write numbers without commas; tick if the note is meant like that.",
)
def notes_are_words(checked: Checked) -> Iterator[Found]:
    """A number where words belong is the end of another, or stands in the wrong column."""
    likely = texts(checked.figures["note"]).each(lambda note: note[:1].isdigit())
    for indicator, rows in checked.with_any(likely):
        bad = rows[rows["note"].str.fullmatch(r"[0-9][0-9.,]*")]
        if checked.layout == "template" and not bad.empty:
            yield Found(
                f"The note is a number in {len(bad)} row(s).",
                "Is it the end of a number with a comma in it? Write the number without; tick this if it is a note.",
                found=str(bad["note"].iloc[0]),
                expected="words",
                column="note",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )
