"""The checks on figures beside one another: groups and everybody, quarters and years, one area and the next."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from dashboard.domain.figures import PERIOD, State
from dashboard.domain.findings import Finding, Severity, Stage, asks
from dashboard.domain.indicators import Indicator
from dashboard.intake.checks import Checked, lines_of

ENOUGH = 3  # figures; fewer may agree by chance
ENOUGH_AREAS = 5
SMALL = 10  # below this, equal counts are no wonder
MOST_AREAS = 0.8  # of those there are; a file that holds so many is meant to hold them all
ROUNDING = 5  # people: what adding one count rounded to 5 can bring in
_BAND = re.compile(r"(\d+)(?:-(\d+)|\+)")
_PLACE = ["area", *PERIOD]


def _given(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a number, which is in ``number``: the count, or the value where there is no count."""
    known = rows[rows["state"].isin([State.VALUE, State.ROUNDED]) & (rows["area"] != "")]
    return known.assign(number=known["numerator"].fillna(known["value"])).dropna(subset="number")


def _headline(rows: pd.DataFrame) -> pd.Series:
    return (rows["sex"] == "persons") & (rows["age"] == "") & (rows["breakdown"] == "")


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Counts with decimals, such as 1.465.",
    "A point may have been written between thousands, and 1,465 people would become one and a half.",
    "Write 1,465 or 1465; tick if the source does give decimals.",
)
def counts_are_whole(checked: Checked) -> Iterator[Finding]:
    """People and events are counted in whole numbers; some published estimates are not, and come in their layouts."""
    for indicator, rows in checked.by_indicator():
        bad = rows[(rows["numerator"] % 1 > 0) | (rows["denominator"] % 1 > 0)]
        if checked.layout == "template" and indicator.kind in ("count", "proportion") and not bad.empty:
            yield Finding(
                "counts_are_whole",
                Severity.WARNING,
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
def zeros_are_not_blanks(checked: Checked) -> Iterator[Finding]:
    """Nothing anywhere is more often a column that was not filled in than a fact."""
    for indicator, rows in checked.by_indicator():
        given = _given(rows)
        if len(given) >= ENOUGH and given["number"].eq(0).all():
            yield Finding(
                "zeros_are_not_blanks",
                Severity.WARNING,
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
def measures_hold_numbers(checked: Checked) -> Iterator[Finding]:
    """A mark takes the place of a number that stood before, so a whole column of them deserves a look."""
    for indicator, rows in checked.by_indicator():
        if checked.layout == "template" and len(rows) >= ENOUGH and rows["state"].eq(State.NOT_AVAILABLE).all():
            yield Finding(
                "measures_hold_numbers",
                Severity.WARNING,
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
def numbers_are_not_all_alike(checked: Checked) -> Iterator[Finding]:
    """Areas differ in size, so that the same count in all of them was hardly counted."""
    for indicator, rows in checked.by_indicator():
        given = _given(rows)
        alike = given["number"].nunique() == 1 and given["area"].nunique() >= ENOUGH_AREAS
        if alike and given["number"].iloc[0] >= SMALL:
            yield Finding(
                "numbers_are_not_all_alike",
                Severity.WARNING,
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
def measures_are_not_alike(checked: Checked) -> Iterator[Finding]:
    """Counts of two things that agree in every area were probably one column."""
    seen: dict[tuple[int, int], str] = {}
    for indicator, rows in checked.by_indicator():
        given = _given(rows)
        if given["area"].nunique() < ENOUGH_AREAS or given["number"].nunique() == 1:
            continue
        columns = [*_PLACE, "sex", "age", "breakdown", "number"]
        told = len(given), int(pd.util.hash_pandas_object(given[columns], index=False).sum())
        if (other := seen.setdefault(told, indicator.id)) != indicator.id:
            yield Finding(
                "measures_are_not_alike",
                Severity.WARNING,
                "Two measures have the same numbers for the same areas and periods.",
                "Was one column pasted under both? Copy each from its own; tick this if they are right.",
                expected="numbers that differ in some area",
                column="count",
                rows=lines_of(given),
                indicators=(other, indicator.id),
            )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Percentages and fractions of one in the same column.",
    "0.61 beside 58.2 is probably 61%, and would be shown as less than one in a hundred.",
    "Multiply the fractions by 100, or tick if they are right.",
)
def percentages_are_on_one_scale(checked: Checked) -> Iterator[Finding]:
    """Some values below 1 and others far above it, with none between, were written in two ways."""
    for indicator, rows in checked.by_indicator():
        values = rows.loc[rows["numerator"].isna() & ~rows["percent"], "value"].dropna()
        small, large = values[values.between(0, 1, inclusive="neither")], values[values > SMALL]
        if indicator.per == 100 and min(len(small), len(large)) >= ENOUGH and not values.between(1, SMALL).any():
            yield Finding(
                "percentages_are_on_one_scale",
                Severity.WARNING,
                f"{len(small)} value(s) are below 1 and all others are above {SMALL}.",
                "If the small ones are fractions, multiply them by 100; if they are right, tick this.",
                expected="percentages such as 61.3 in every row",
                column="value",
                rows=lines_of(rows.loc[small.index]),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Lower and upper limits that are the same in every row.",
    "The value was probably copied into the columns for the limits, and would look certain.",
    "Copy the limits anew, or leave both empty.",
)
def limits_leave_room(checked: Checked) -> Iterator[Finding]:
    """An interval of no width says that nothing is left to chance."""
    for indicator, rows in checked.by_indicator():
        limits = rows[rows["lower"].notna() & rows["upper"].notna()]
        if len(limits) >= ENOUGH and limits["lower"].eq(limits["upper"]).all():
            yield Finding(
                "limits_leave_room",
                Severity.WARNING,
                f"Lower and upper limit are the same in all {len(limits)} rows.",
                "Copy the limits anew, or leave both empty; tick this if the source gives them so.",
                expected="a lower limit below the upper one",
                column="lower_ci_95",
                rows=lines_of(limits),
                indicators=(indicator.id,),
            )


def _beside_everybody(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of groups, each with that of everybody at its place as ``everybody``."""
    counts = rows[rows["numerator"].notna() & (rows["area"] != "")]
    whole = counts.loc[_headline(counts), [*_PLACE, "numerator"]].drop_duplicates(_PLACE)
    groups = counts[~_headline(counts)].reset_index()
    return groups.merge(whole.rename(columns={"numerator": "everybody"}), on=_PLACE)


def _above_everybody(groups: pd.DataFrame) -> pd.Series:
    allowed = groups["state"].eq(State.ROUNDED) * ROUNDING
    return groups["numerator"] > groups["everybody"] + allowed


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A group that is larger than everybody.",
    "A part cannot exceed its whole, so one of the two is wrong; rounding to 5 is allowed for.",
    "Correct the group or the figure for everybody.",
)
def group_is_within_everybody(checked: Checked) -> Iterator[Finding]:
    """A sex, an age or another group holds some of those counted, and never more."""
    for indicator, rows in checked.by_indicator():
        groups = _beside_everybody(rows)
        bad = groups[_above_everybody(groups)]
        if indicator.kind in ("count", "proportion") and not bad.empty:
            first = bad.iloc[0]
            yield Finding(
                "group_is_within_everybody",
                Severity.WARNING,
                f"{len(bad)} row(s) give more for a group than the file gives for everybody.",
                "Correct the one that is wrong; tick this if the source counts them so.",
                found=f"{first['numerator']:,.0f} where everybody is {first['everybody']:,.0f}",
                expected="at most the figure for everybody",
                column="count",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


def _sums_that_differ(groups: pd.DataFrame, by: str, least: int) -> pd.DataFrame:
    """Return the places where ``least`` parts by ``by`` or more have a sum that is not everybody."""
    fitting = groups[~_above_everybody(groups).groupby([groups[name] for name in _PLACE]).transform("any")]
    fitting = fitting.assign(rounded=fitting["state"] == State.ROUNDED)
    made = fitting.groupby(_PLACE, as_index=False).agg(
        added=("numerator", "sum"),
        parts=(by, "nunique"),
        everybody=("everybody", "first"),
        rounded=("rounded", "max"),
        row=("row", "first"),
    )
    allowed = made["rounded"].astype("float64") * ROUNDING / 2 * (made["parts"] + 1)
    return made[(made["parts"] >= least) & ((made["added"] - made["everybody"]).abs() > allowed)]


def _do_not_add_up(check: str, what: str, differ: pd.DataFrame, indicator: Indicator) -> Finding:
    first = differ.iloc[0]
    return Finding(
        check,
        Severity.NOTICE,
        f"In {len(differ)} place(s) the {what} do not add up to everybody, by more than rounding explains.",
        f"People whose {what.removesuffix('s')} is not known may explain it; else check both.",
        found=f"{first['added']:,.0f} added up",
        expected=f"{first['everybody']:,.0f}, the figure for everybody",
        column="count",
        rows=lines_of(differ),
        indicators=(indicator.id,),
    )


@asks(
    Stage.VALUES,
    Severity.NOTICE,
    "Men and women who do not add up to everybody.",
    "Rounding is allowed for; people of no known sex are an honest reason, a slip is not.",
    "Check both, or send those not known as a group.",
)
def sexes_add_up(checked: Checked) -> Iterator[Finding]:
    """Male, female and others, where both sexes are given."""
    for indicator, rows in checked.by_indicator():
        groups = _beside_everybody(rows)
        sexes = groups[(groups["sex"] != "persons") & (groups["age"] == "") & (groups["breakdown"] == "")]
        differ = _sums_that_differ(sexes, "sex", 2)
        if indicator.kind == "count" and not differ.empty:
            yield _do_not_add_up("sexes_add_up", "sexes", differ, indicator)


@asks(
    Stage.VALUES,
    Severity.NOTICE,
    "Bands of age that follow one another and do not add up to everybody.",
    "Rounding is allowed for; people of no known age are an honest reason, a slip is not.",
    "Check both, or send those not known as a group.",
)
def ages_add_up(checked: Checked) -> Iterator[Finding]:
    """Bands from the youngest to an open top, without a gap or an overlap."""
    for indicator, rows in checked.by_indicator():
        groups = _beside_everybody(rows)
        ages = groups[(groups["sex"] == "persons") & (groups["breakdown"] == "") & (groups["age"] != "")]
        if indicator.kind != "count" or not _cover_all_ages(ages["age"].unique().tolist()):
            continue
        differ = _sums_that_differ(ages, "age", ages["age"].nunique())
        if not differ.empty:
            yield _do_not_add_up("ages_add_up", "ages", differ, indicator)


def _cover_all_ages(ages: list[str]) -> bool:
    bands = [(int(found[1]), found[2]) for age in ages if (found := _BAND.fullmatch(age))]
    bands.sort(key=lambda band: band[0])
    follow = all(end and int(end) + 1 == start for (_, end), (start, _) in pairwise(bands))
    return len(bands) > 1 and len(bands) == len(ages) and follow and bands[-1][1] is None


@asks(
    Stage.CODES,
    Severity.NOTICE,
    "Areas that are missing from a file which holds nearly all of them.",
    "A row lost on the way is hard to see among 150.",
    "Add the areas named, if you have their figures.",
)
def areas_are_all_there(checked: Checked) -> Iterator[Finding]:
    """As many areas as there are of the measure's kind, where the file holds most of them."""
    for indicator, rows in checked.by_indicator():
        of_kind = checked.definitions.areas.of_kind(indicator.geography)
        whole = {area.code: area.name for area in of_kind if area.ended is None}
        held = set(rows["area"]) & set(whole)
        missing = [name for code, name in whole.items() if code not in held]
        if missing and len(held) >= MOST_AREAS * len(whole):
            yield Finding(
                "areas_are_all_there",
                Severity.NOTICE,
                f"{len(held)} of {len(whole)} areas are in the file. Missing: {_named(missing)}.",
                "Add their rows, if you have the figures.",
                expected=f"{len(whole)} areas",
                column="area",
                indicators=(indicator.id,),
            )


def _named(names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"{', '.join(names[:5])}{more}"


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Four quarters of a year that look like the year so far.",
    "Each figure would hold the ones before it, and their sum would count people up to four times.",
    "Take the quarter before away from each quarter, or tick if they did rise so.",
)
def quarters_are_not_running_totals(checked: Checked) -> Iterator[Finding]:
    """In every area each quarter is above the last, and the fourth is three times the first."""
    for indicator, rows in checked.by_indicator():
        quarters = rows[(rows["period_months"] == 3) & rows["numerator"].notna() & _headline(rows)]
        if indicator.adds_over_periods == "no" or quarters["area"].nunique() < 2:
            continue
        years = [counts for _, counts in quarters.groupby(["area", _financial_year(quarters)])]
        whole = [year.sort_values("period_start")["numerator"].tolist() for year in years if len(year) == 4]
        if len(whole) == len(years) >= 2 and all(_runs(counts) for counts in whole):
            yield Finding(
                "quarters_are_not_running_totals",
                Severity.WARNING,
                "In every area each quarter is above the one before it, as in figures for the year so far.",
                "Send each quarter by itself; tick this if they are.",
                found=", ".join(f"{count:,.0f}" for count in whole[0]),
                expected="figures of single quarters",
                column="count",
                rows=lines_of(quarters),
                indicators=(indicator.id,),
            )


def _financial_year(quarters: pd.DataFrame) -> pd.Series:
    """Return the year in which each quarter's financial year begins, in April."""
    start = quarters["period_start"].str
    return start[:4].astype("int64") - (start[5:7].astype("int64") < 4)


def _runs(counts: list[float]) -> bool:
    rising = all(one < other for one, other in pairwise(counts))
    return rising and counts[0] >= SMALL and counts[-1] >= 3 * counts[0]
