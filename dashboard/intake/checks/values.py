"""The checks on the numbers of a row: count, denominator, value and limits, by themselves and beside one another."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboard.domain.areas import AreaKind
from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.figures import State, number_text
from dashboard.domain.findings import Severity
from dashboard.domain.indicators import Indicator
from dashboard.intake.checks.checked import Checked, Likely, first_of, lines_of, of_measures_with, values_of

_PERCENTAGES = (
    ("value", "value", "value"),
    ("lower", "lower_ci_95", "lower limit"),
    ("upper", "upper_ci_95", "upper limit"),
)


def _below_zero(checked: Checked) -> Likely:
    figures = checked.figures
    return (figures["numerator"] < 0) | (figures["denominator"] < 0) | (figures["value"] < 0)


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A number below zero.",
    "Nobody can be counted less than none times; recorded crime alone is corrected downwards.",
    "Correct the count, or write [x] for a figure that is not available.",
)
@of_measures_with(_below_zero)
def counts_are_not_negative(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """A count below zero is a fault, or in recorded crime a correction to be confirmed."""
    if (rows["denominator"] < 0).any():
        yield _negative_denominator(indicator, rows[rows["denominator"] < 0])
    # A proportion below zero is told as outside 0 to 100.
    below = (rows["value"] < 0) & (indicator.kind != "proportion")
    bad = rows[(rows["numerator"] < 0) | below]
    if bad.empty:
        return
    mend = (
        "Recorded crime may be corrected downwards: tick this if it is a correction."
        if indicator.corrections
        else "Correct the count. A figure that is not available is marked [x]."
    )
    yield Found(
        f"A number is below zero in {len(bad)} row(s).",
        mend,
        found=number_text(bad[["numerator", "value"]].min().min()),
        expected="0 or more",
        column="count",
        rows=lines_of(bad),
        severity=Severity.WARNING if indicator.corrections else None,
    )


def _negative_denominator(indicator: Indicator, bad: pd.DataFrame) -> Found:
    """Counts may be corrected downwards, and what they are over never: there are no people fewer than none."""
    return Found(
        f"A denominator is below zero in {len(bad)} row(s).",
        f"Correct it: {indicator.denominator or 'this measure has none'}.",
        found=number_text(bad["denominator"].min()),
        expected="0 or more",
        column="denominator",
        rows=lines_of(bad),
    )


def _limit_below_zero(checked: Checked) -> Likely:
    return (checked.figures["lower"] < 0) | (checked.figures["upper"] < 0)


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A limit below zero of a measure that cannot be below zero.",
    "A limit worked out for a bell curve may lie a little below; a number in the wrong column lies there too.",
    "Write 0 in its place, or tick if the source gives limits like that.",
)
@of_measures_with(_limit_below_zero)
def limits_are_not_negative(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """Limits of a proportion are told as outside 0 to 100."""
    bad = rows[((rows["lower"] < 0) | (rows["upper"] < 0)) & ~(rows["value"] < 0)]
    if indicator.kind != "proportion" and not indicator.corrections and not bad.empty:
        yield Found(
            f"A limit is below zero in {len(bad)} row(s), and this measure cannot be.",
            "Write 0 in its place; tick this if the source gives limits like that.",
            found=number_text(bad[["lower", "upper"]].min().min()),
            expected="0 or more",
            column="lower_ci_95",
            rows=lines_of(bad),
        )


MOST_COUNTED = 1e9  # people or events; England and Wales have some 62 million people, and years may be pooled
MOST_MONEY = 1e12  # pounds; all public spending of a year is about as much
_NUMBERS = ["numerator", "denominator", "value"]


def _most(indicator: Indicator) -> float:
    return MOST_MONEY if indicator.kind == "money" else MOST_COUNTED


def _larger_than_country(checked: Checked) -> Likely:
    return checked.figures[_NUMBERS].gt(checked.of_measures(_most), axis=0).any(axis=1)


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A number larger than the whole country could give.",
    "An id, a telephone number or a date may stand in the column, or digits were added.",
    "Correct the number.",
)
@of_measures_with(_larger_than_country)
def numbers_fit_the_country(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """No count of people or events is above 1,000 million; money may be a thousand times as much."""
    most, numbers = _most(indicator), rows[_NUMBERS]
    bad = rows[(numbers > most).any(axis=1)]
    if not bad.empty:
        yield Found(
            f"A number is larger than the whole country could give in {len(bad)} row(s).",
            "Does an id or a date stand in its column, or are digits added? Correct the number.",
            found=number_text(numbers.max().max()),
            expected=f"at most {most:,.0f}",
            column="count",
            rows=lines_of(bad),
        )


def _above_whole(checked: Checked) -> Likely:
    return checked.figures["numerator"] > checked.figures["denominator"]


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A count above what it is a part of.",
    "Columns are easily swapped.",
    "Check which column holds the part and which the whole.",
)
@of_measures_with(_above_whole)
def part_is_within_whole(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """The count of a proportion may not exceed its denominator; that of a rate may."""
    # Nobody is a part of fewer than none: that is told as below zero.
    bad = rows[(rows["numerator"] > rows["denominator"]) & (rows["denominator"] >= 0)]
    if indicator.kind == "proportion" and not bad.empty:
        yield Found(
            f"The count is above its denominator in {len(bad)} row(s).",
            "Are the two columns swapped?",
            found=f"{first_of(bad, 'numerator')} of {first_of(bad, 'denominator')}",
            expected="at most the denominator",
            column="count",
            rows=lines_of(bad),
        )


def _beyond_everybody(checked: Checked) -> Likely:
    most = checked.of_measures(lambda indicator: indicator.per if indicator.kind == "proportion" else np.inf)
    shares = checked.figures[[name for name, _, _ in _PERCENTAGES]].to_numpy()
    return ((shares < 0) | (shares > most[:, None])).any(axis=1) & (most < np.inf)


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A percentage, or a limit of one, below 0 or above 100.",
    "A count may stand in the column for values or for limits.",
    "Put the count into the column for counts.",
)
@of_measures_with(_beyond_everybody)
def percentages_are_between_0_and_100(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """The value of a proportion, and its limits, lie between nobody and everybody.

    Limits that a publisher worked out for a bell curve may lie a little beyond, and need only be ticked.
    """
    if indicator.kind != "proportion":
        return
    for name, column, words in _PERCENTAGES:
        bad = rows[(rows[name] < 0) | (rows[name] > indicator.per)]
        if not bad.empty:
            little = name != "value" and bad[name].between(-indicator.per, 2 * indicator.per).all()
            yield Found(
                f"The {words} is outside 0 to {indicator.per} in {len(bad)} row(s).",
                f"Is the count in the column of the {words}?"
                + (" Tick this if the source gives limits like that." if little else ""),
                found=first_of(bad, name),
                expected=f"0 to {indicator.per}",
                column=column,
                rows=lines_of(bad),
                severity=Severity.WARNING if little else None,
            )


def _at_most_one(checked: Checked) -> Likely:
    figures = checked.figures
    return figures["numerator"].isna() & ~figures["percent"] & (figures["value"] > 0) & (figures["value"] <= 1)


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Percentages that all lie between 0 and 1.",
    "They are probably fractions of one, and would be shown a hundred times too low.",
    "Multiply them by 100, or tick if they are right.",
)
@of_measures_with(_at_most_one)
def percentages_are_not_fractions(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """Values that all lie between 0 and 1 are probably fractions of one."""
    values = rows.loc[rows["numerator"].isna() & rows["value"].notna() & ~rows["percent"], "value"]
    on_scale = values_of(indicator, rows.drop(index=values.index)).gt(1).any()  # then they are told as two scales
    if indicator.per == 100 and not on_scale and len(values) and values.between(0, 1).all() and values.gt(0).any():
        yield Found(
            "Every value of this measure is between 0 and 1, which would be under 1%.",
            "If they are fractions, multiply them by 100; if they are right, tick this.",
            expected="percentages such as 61.3",
            column="value",
            rows=lines_of(rows.loc[values.index]),
        )


def _with_percent_sign(checked: Checked) -> Likely:
    return checked.figures["percent"]


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A percent sign in a measure that is no percentage.",
    "Another measure was probably sent.",
    "Send the value in the unit of the measure.",
)
@of_measures_with(_with_percent_sign)
def percent_signs_fit_the_unit(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """A percent sign in a measure that is not a percentage means another measure was sent."""
    bad = rows[rows["percent"]]
    if indicator.per != 100 and not bad.empty:
        yield Found(
            f"{len(bad)} value(s) carry a percent sign, and this measure is counted in {indicator.unit}.",
            f"Send the value in {indicator.unit}.",
            expected=indicator.unit,
            column="value",
            rows=lines_of(bad),
        )


def _with_value_and_count(checked: Checked) -> Likely:
    return checked.figures["value"].notna() & checked.figures["numerator"].notna()


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A value that is not what count and denominator give, by more than rounding.",
    "One of the three is wrong.",
    "Correct it, or leave the value empty: it is worked out.",
)
@of_measures_with(_with_value_and_count)
def value_agrees_with_count(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """Count over denominator gives the value, to the digits it was written with.

    Not asked of modelled, standardised or rounded sources, whose values are worked out otherwise.
    """
    if indicator.interval == "published" or indicator.kind in ("mean", "index"):
        return
    exact = rows[rows["state"] == State.VALUE]
    whole = exact["denominator"] if indicator.divides else 1.0
    expected = exact["numerator"] / whole * indicator.per
    # Half a unit of the last digit written, and as much again for a source that rounds half to even.
    allowed = 10.0 ** -exact["decimals"].astype(float) * 0.51 + 1e-9 * expected.abs()
    bad = exact[(exact["value"] - expected).abs() > allowed]
    if not bad.empty:
        yield Found(
            f"The value is not what the count gives in {len(bad)} row(s).",
            "Correct the one that is wrong, or leave the value empty: it is worked out from the count.",
            found=f"{first_of(bad, 'value')} where the count gives {round(expected[bad.index[0]], 4):g}",
            expected="the count, over its denominator where there is one",
            column="value",
            rows=lines_of(bad),
        )


def _with_limit(checked: Checked) -> Likely:
    return checked.figures["lower"].notna() | checked.figures["upper"].notna()


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "Limits that do not hold their value, or one limit alone.",
    "Columns may have moved.",
    "Check that lower, value and upper stand in their own columns.",
)
@of_measures_with(_with_limit)
def interval_holds_the_value(_: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """Lower limit, value, upper limit stand in that order, and limits come in pairs."""
    outside = (rows["lower"] > rows["value"]) | (rows["upper"] < rows["value"]) | (rows["lower"] > rows["upper"])
    bad = rows[outside | (rows["lower"].isna() != rows["upper"].isna())]
    if not bad.empty:
        yield Found(
            f"The limits do not hold the value, or one of the two is missing, in {len(bad)} row(s).",
            "Check that lower, value and upper are in their own columns.",
            found=f"{first_of(bad, 'lower')} to {first_of(bad, 'upper')} around {first_of(bad, 'value')}",
            expected="lower limit, value, upper limit in that order",
            column="lower_ci_95",
            rows=lines_of(bad),
        )


def _without_whole(checked: Checked) -> Likely:
    figures, divides = checked.figures, checked.of_measures(lambda indicator: indicator.divides) > 0
    no_whole = figures["denominator"].isna() & figures["value"].isna()
    return figures["numerator"].notna() & divides & (no_whole | (figures["denominator"] == 0))


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A count of a share or rate without what it is a part of.",
    "A part says nothing without its whole.",
    "Add the denominator, or send the value.",
)
@of_measures_with(_without_whole)
def counts_have_their_denominator(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """A count of a proportion or rate says nothing without what it is a part of."""
    alone = rows["numerator"].notna() & rows["denominator"].isna() & rows["value"].isna()
    bad = rows[alone | ((rows["numerator"] > 0) & (rows["denominator"] == 0))]
    if indicator.divides and not bad.empty:
        yield Found(
            f"{len(bad)} row(s) give a count, and neither what it is a part of nor a value.",
            f"Add the denominator: {indicator.denominator}.",
            expected="count and denominator, or a value",
            column="denominator",
            rows=lines_of(bad),
        )


def _share_without_whole(checked: Checked) -> Likely:
    figures = checked.figures
    shares = checked.of_measures(lambda indicator: indicator.kind == "proportion" and indicator.interval != "published")
    return figures["numerator"].notna() & figures["denominator"].isna() & figures["value"].notna() & (shares > 0)


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A count and a value of a share without the denominator.",
    "Whether the two belong together cannot be checked, and no total can be made of them.",
    "Add the denominator, or tick if the source does not give it.",
)
@of_measures_with(_share_without_whole)
def shares_have_their_denominator(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """Not asked of modelled sources, whose values are not what their counts give."""
    bad = rows[rows["numerator"].notna() & rows["denominator"].isna() & rows["value"].notna()]
    if indicator.kind == "proportion" and indicator.interval != "published" and not bad.empty:
        yield Found(
            f"{len(bad)} row(s) give a count and a value, and not what the count is a part of.",
            f"Add the denominator: {indicator.denominator}. Tick this if the source does not give it.",
            found=f"{first_of(bad, 'numerator')} and {first_of(bad, 'value')}{indicator.unit}",
            expected="count, denominator and value",
            column="denominator",
            rows=lines_of(bad),
        )


FEWEST_RESIDENTS = 1_000  # of an area that rates are given for; the Isles of Scilly have some 2,000
MOST_RESIDENTS = 2e6  # of an authority, a year; Kent has 1.6 million
MOST_OF_WIDER = 7e7  # of any other area, a year; England and Wales have some 62 million


def _over_odd_numbers(checked: Checked) -> Likely:
    per = checked.of_measures(lambda indicator: indicator.per if indicator.kind == "rate" else np.nan)
    size = checked.figures["denominator"]
    odd = (checked.is_headline & (size < FEWEST_RESIDENTS)) | (size > MOST_RESIDENTS) | (size == per)
    return odd & (size > 0) & ~np.isnan(per) & (checked.figures["area"] != "")


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A rate whose denominator cannot be the population of its area.",
    "A rate over a subgroup, over thousands of people or over what it is given per is another rate.",
    "Send the number of residents, or tick if the source gives the rate over these.",
)
def rates_are_over_a_population(checked: Checked) -> Iterator[Found]:
    """Too few residents for any area, too many for this one, or exactly what the rate is per in every row."""
    for indicator, rows in checked.with_any(_over_odd_numbers(checked)):
        over = rows[rows["denominator"].notna() & (rows["denominator"] > 0) & (rows["area"] != "")]
        if indicator.kind != "rate" or over.empty:
            continue
        kinds = over["area"].map({code: checked.definitions.areas.at(code).kind for code in over["area"].unique()})
        most = kinds.eq(AreaKind.AUTHORITY).map({True: MOST_RESIDENTS, False: MOST_OF_WIDER})
        years = (over["period_months"] / 12).clip(lower=1)  # pooled years are over the residents of each
        size = over["denominator"]
        everyday = _is_everybody(over)
        odd = (everyday & (size < FEWEST_RESIDENTS)) | (size > most * years) | (size == indicator.per)
        if odd.any():
            bad = over[odd]
            yield Found(
                f"{len(bad)} denominator(s) cannot be the population of their area.",
                f"Send the denominator of this rate: {indicator.denominator}. Tick this if the source gives it so.",
                found=f"{first_of(bad, 'denominator')} for {checked.definitions.areas.at(first_of(bad, 'area')).name}",
                expected=f"more than {FEWEST_RESIDENTS:,} residents and not more than the area has",
                column="denominator",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


def _is_everybody(rows: pd.DataFrame) -> pd.Series:
    return (rows["sex"] == "persons") & (rows["age"] == "") & (rows["breakdown"] == "")


def _with_whole(checked: Checked) -> Likely:
    return checked.figures["denominator"].notna() & (checked.of_measures(lambda indicator: indicator.divides) == 0)


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A denominator beside a plain count.",
    "A number may be cut in two at its comma.",
    "Check the count, and tick if it is right.",
)
@of_measures_with(_with_whole)
def counts_have_no_denominator(indicator: Indicator, rows: pd.DataFrame) -> Iterator[Found]:
    """A denominator beside a plain count may be the thousands of a number that was cut at its comma."""
    bad = rows[rows["denominator"].notna()]
    if not indicator.divides and not bad.empty:
        yield Found(
            f"{len(bad)} row(s) give a denominator, and this measure is a plain count.",
            "Is a number cut in two at its comma? Tick this if the counts are right.",
            expected="an empty cell",
            column="denominator",
            rows=lines_of(bad),
        )
