"""The checks on parts beside their whole: groups and everybody, areas and the country, quarters and their year."""

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.figures import State, financial_years
from dashboard.domain.findings import Severity
from dashboard.domain.indicators import Indicator
from dashboard.intake.checks.checked import SMALL, Checked, Likely, lines_of, named, of_measures_with

MOST_AREAS = 0.8  # of those there are; a file that holds so many is meant to hold them all
ROUNDING = 5  # people: what adding one count rounded to 5 can bring in
_BAND = re.compile(r"(\d+)(?:-(\d+)|\+)")


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
def group_is_within_everybody(checked: Checked) -> Iterator[Found]:
    """A sex, an age or another group holds some of those counted, and never more."""
    for indicator, bad in _by_measure(checked, checked.groups[_above_everybody(checked.groups)]):
        if indicator.kind not in ("count", "proportion"):
            continue
        first = bad.iloc[0]
        yield Found(
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
    above = groups.loc[_above_everybody(groups), "place"]
    fitting = groups[~groups["place"].isin(above)]
    fitting = fitting.assign(rounded=fitting["state"] == State.ROUNDED)
    made = fitting.groupby("place", as_index=False).agg(
        indicator=("indicator", "first"),
        added=("numerator", "sum"),
        parts=(by, "nunique"),
        everybody=("everybody", "first"),
        rounded=("rounded", "max"),
        row=("row", "first"),
    )
    allowed = made["rounded"].astype("float64") * ROUNDING / 2 * (made["parts"] + 1)
    return made[(made["parts"] >= least) & ((made["added"] - made["everybody"]).abs() > allowed)]


def _by_measure(checked: Checked, rows: pd.DataFrame) -> Iterator[tuple[Indicator, pd.DataFrame]]:
    for name, some in rows.groupby("indicator", sort=True):
        yield checked.definitions.catalogue.called(str(name)), some


def _do_not_add_up(indicator: Indicator, what: str, differ: pd.DataFrame) -> Found:
    first = differ.iloc[0]
    return Found(
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
def sexes_add_up(checked: Checked) -> Iterator[Found]:
    """Male, female and others, where both sexes are given."""
    groups = checked.groups
    sexes = groups[(groups["sex"] != "persons") & (groups["age"] == "") & (groups["breakdown"] == "")]
    for indicator, differ in _by_measure(checked, _sums_that_differ(sexes, "sex", 2)):
        if indicator.kind == "count":
            yield _do_not_add_up(indicator, "sexes", differ)


@asks(
    Stage.VALUES,
    Severity.NOTICE,
    "Bands of age that follow one another and do not add up to everybody.",
    "Rounding is allowed for; people of no known age are an honest reason, a slip is not.",
    "Check both, or send those not known as a group.",
)
def ages_add_up(checked: Checked) -> Iterator[Found]:
    """Bands from the youngest to an open top, without a gap or an overlap."""
    groups = checked.groups
    of_age = groups[(groups["sex"] == "persons") & (groups["breakdown"] == "") & (groups["age"] != "")]
    for indicator, ages in _by_measure(checked, of_age):
        if indicator.kind != "count" or not _cover_all_ages(ages["age"].unique().tolist()):
            continue
        differ = _sums_that_differ(ages, "age", ages["age"].nunique())
        if not differ.empty:
            yield _do_not_add_up(indicator, "ages", differ)


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
def areas_are_all_there(checked: Checked) -> Iterator[Found]:
    """As many areas as there are of the measure's kind, where the file holds most of them."""
    for indicator, codes in checked.areas:
        of_kind = checked.definitions.areas.of_kind(indicator.geography)
        whole = {area.code: area.name for area in of_kind if area.ended is None}
        held = codes & set(whole)
        missing = [name for code, name in whole.items() if code not in held]
        if missing and len(held) >= MOST_AREAS * len(whole):
            yield Found(
                f"{len(held)} of {len(whole)} areas are in the file. Missing: {named(missing)}.",
                "Add their rows, if you have the figures.",
                expected=f"{len(whole)} areas",
                column="area",
                indicators=(indicator.id,),
            )


def _of_a_quarter(checked: Checked) -> Likely:
    return (checked.figures["period_months"] == 3) & checked.figures["numerator"].notna() & checked.is_headline


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Four quarters of a year that look like the year so far.",
    "Each figure would hold the ones before it, and their sum would count people up to four times.",
    "Take the quarter before away from each quarter, or tick if they did rise so.",
)
@of_measures_with(_of_a_quarter)
def quarters_are_not_running_totals(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """In every area each quarter is above the last, and the fourth is three times the first."""
    headline = (rows["sex"] == "persons") & (rows["age"] == "") & (rows["breakdown"] == "")
    quarters = rows[(rows["period_months"] == 3) & rows["numerator"].notna() & headline]
    if indicator.adds_over_periods == "no" or quarters["area"].nunique() < 2:
        return
    by_year = quarters.assign(year=financial_years(quarters)).sort_values(["area", "year", "period_start"])
    whole = by_year.groupby(["area", "year"]).size().eq(4)
    if not whole.all() or len(whole) < 2:
        return
    counts = by_year["numerator"].to_numpy().reshape(-1, 4)
    if _run(counts):
        yield Found(
            "In every area each quarter is above the one before it, as in figures for the year so far.",
            "Send each quarter by itself; tick this if they are.",
            found=", ".join(f"{count:,.0f}" for count in counts[0]),
            expected="figures of single quarters",
            column="count",
            rows=lines_of(quarters),
        )


def _run(years: np.ndarray) -> bool:
    """Whether the four counts of every year, a row each, rise from the first to three times as many."""
    first, last = years[:, 0], years[:, -1]
    return bool((np.diff(years) > 0).all() and (first >= SMALL).all() and (last >= 3 * first).all())
