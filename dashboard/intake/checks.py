"""The checks on figures, one function each. Each yields a finding for every measure concerned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

import pandas as pd

from dashboard.domain.areas import LOCAL
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, NUMBERS, PERIOD, State, make_period, number_text
from dashboard.domain.findings import Finding, Severity, Stage, asks
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import Period, PeriodError, PeriodHabit, read_period


@dataclass(frozen=True)
class Checked:
    """What a check looks at: the figures of one file with their ``row``, its name, the words, and today."""

    figures: pd.DataFrame
    file_name: str
    layout: str
    areas_repeat: bool
    definitions: Definitions
    today: date

    def by_indicator(self) -> Iterator[tuple[Indicator, pd.DataFrame]]:
        """Yield each indicator with its figures."""
        for name, rows in self.figures.groupby("indicator", sort=True):
            yield self.definitions.catalogue.called(str(name)), rows


def lines_of(figures: pd.DataFrame) -> tuple[int, ...]:
    """Return the line numbers of figures, each once."""
    return tuple(int(row) for row in figures["row"].unique())


def first_of(figures: pd.DataFrame, column: str) -> str:
    """Return the first cell of a column as it is told."""
    value = figures[column].iloc[0]
    return number_text(value) if isinstance(value, float) else str(value)


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A number below zero.",
    "Nobody can be counted less than none times; recorded crime alone is corrected downwards.",
    "Correct the count, or write [x] for a figure that is not available.",
)
def counts_are_not_negative(checked: Checked) -> Iterator[Finding]:
    """A count below zero is a fault, or in recorded crime a correction to be confirmed."""
    for indicator, rows in checked.by_indicator():
        # A proportion below zero is told as outside 0 to 100.
        below = (rows["value"] < 0) & (indicator.kind != "proportion")
        bad = rows[(rows["numerator"] < 0) | (rows["denominator"] < 0) | below]
        if bad.empty:
            continue
        severity = Severity.WARNING if indicator.corrections else Severity.ERROR
        message = f"A number is below zero in {len(bad)} row(s)."
        mend = (
            "Recorded crime may be corrected downwards: tick this if it is a correction."
            if indicator.corrections
            else "Correct the count. A figure that is not available is marked [x]."
        )
        yield Finding(
            "counts_are_not_negative",
            severity,
            message,
            mend,
            found=number_text(bad[["numerator", "denominator", "value"]].min().min()),
            expected="0 or more",
            column="count",
            rows=lines_of(bad),
            indicators=(indicator.id,),
        )


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A count above what it is a part of.",
    "Columns are easily swapped.",
    "Check which column holds the part and which the whole.",
)
def part_is_within_whole(checked: Checked) -> Iterator[Finding]:
    """The count of a proportion may not exceed its denominator; that of a rate may."""
    for indicator, rows in checked.by_indicator():
        bad = rows[rows["numerator"] > rows["denominator"]]
        if indicator.kind == "proportion" and not bad.empty:
            yield Finding(
                "part_is_within_whole",
                Severity.ERROR,
                f"The count is above its denominator in {len(bad)} row(s).",
                "Are the two columns swapped?",
                found=f"{first_of(bad, 'numerator')} of {first_of(bad, 'denominator')}",
                expected="at most the denominator",
                column="count",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


_PERCENTAGES = (
    ("value", "value", "value"),
    ("lower", "lower_ci_95", "lower limit"),
    ("upper", "upper_ci_95", "upper limit"),
)


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A percentage, or a limit of one, below 0 or above 100.",
    "A count may stand in the column for values or for limits.",
    "Put the count into the column for counts.",
)
def percentages_are_between_0_and_100(checked: Checked) -> Iterator[Finding]:
    """The value of a proportion, and its limits, lie between nobody and everybody."""
    proportions = [(one, rows) for one, rows in checked.by_indicator() if one.kind == "proportion"]
    for (indicator, rows), (name, column, words) in product(proportions, _PERCENTAGES):
        bad = rows[(rows[name] < 0) | (rows[name] > indicator.per)]
        if not bad.empty:
            yield Finding(
                "percentages_are_between_0_and_100",
                Severity.ERROR,
                f"The {words} is outside 0 to {indicator.per} in {len(bad)} row(s).",
                f"Is the count in the column of the {words}?",
                found=first_of(bad, name),
                expected=f"0 to {indicator.per}",
                column=column,
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Percentages that all lie between 0 and 1.",
    "They are probably fractions of one, and would be shown a hundred times too low.",
    "Multiply them by 100, or tick if they are right.",
)
def percentages_are_not_fractions(checked: Checked) -> Iterator[Finding]:
    """Values that all lie between 0 and 1 are probably fractions of one."""
    for indicator, rows in checked.by_indicator():
        values = rows.loc[rows["numerator"].isna() & rows["value"].notna() & ~rows["percent"], "value"]
        if indicator.per == 100 and len(values) and values.between(0, 1).all() and values.gt(0).any():
            yield Finding(
                "percentages_are_not_fractions",
                Severity.WARNING,
                "Every value of this measure is between 0 and 1, which would be under 1%.",
                "If they are fractions, multiply them by 100; if they are right, tick this.",
                expected="percentages such as 61.3",
                column="value",
                rows=lines_of(rows.loc[values.index]),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A percent sign in a measure that is no percentage.",
    "Another measure was probably sent.",
    "Send the value in the unit of the measure.",
)
def percent_signs_fit_the_unit(checked: Checked) -> Iterator[Finding]:
    """A percent sign in a measure that is not a percentage means another measure was sent."""
    for indicator, rows in checked.by_indicator():
        bad = rows[rows["percent"]]
        if indicator.per != 100 and not bad.empty:
            yield Finding(
                "percent_signs_fit_the_unit",
                Severity.ERROR,
                f"{len(bad)} value(s) carry a percent sign, and this measure is counted in {indicator.unit}.",
                f"Send the value in {indicator.unit}.",
                expected=indicator.unit,
                column="value",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A value that is not what count and denominator give, by more than rounding.",
    "One of the three is wrong.",
    "Correct it, or leave the value empty: it is worked out.",
)
def value_agrees_with_count(checked: Checked) -> Iterator[Finding]:
    """Count over denominator gives the value, to the digits it was written with.

    Not asked of modelled, standardised or rounded sources, whose values are worked out otherwise.
    """
    for indicator, rows in checked.by_indicator():
        if indicator.interval == "published" or indicator.kind in ("mean", "index"):
            continue
        exact = rows[rows["state"] == State.VALUE]
        whole = exact["denominator"] if indicator.divides else 1.0
        expected = exact["numerator"] / whole * indicator.per
        # Half a unit of the last digit written, and as much again for a source that rounds half to even.
        allowed = 10.0 ** -exact["decimals"].astype(float) * 0.51 + 1e-9 * expected.abs()
        bad = exact[(exact["value"] - expected).abs() > allowed]
        if not bad.empty:
            yield Finding(
                "value_agrees_with_count",
                Severity.ERROR,
                f"The value is not what the count gives in {len(bad)} row(s).",
                "Correct the one that is wrong, or leave the value empty: it is worked out from the count.",
                found=f"{first_of(bad, 'value')} where the count gives {round(expected[bad.index[0]], 4):g}",
                expected="the count, over its denominator where there is one",
                column="value",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "Limits that do not hold their value, or one limit alone.",
    "Columns may have moved.",
    "Check that lower, value and upper stand in their own columns.",
)
def interval_holds_the_value(checked: Checked) -> Iterator[Finding]:
    """Lower limit, value, upper limit stand in that order, and limits come in pairs."""
    for indicator, rows in checked.by_indicator():
        outside = (rows["lower"] > rows["value"]) | (rows["upper"] < rows["value"]) | (rows["lower"] > rows["upper"])
        bad = rows[outside | (rows["lower"].isna() != rows["upper"].isna())]
        if not bad.empty:
            yield Finding(
                "interval_holds_the_value",
                Severity.ERROR,
                f"The limits do not hold the value, or one of the two is missing, in {len(bad)} row(s).",
                "Check that lower, value and upper are in their own columns.",
                found=f"{first_of(bad, 'lower')} to {first_of(bad, 'upper')} around {first_of(bad, 'value')}",
                expected="lower limit, value, upper limit in that order",
                column="lower_ci_95",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A count of a share or rate without what it is a part of.",
    "A part says nothing without its whole.",
    "Add the denominator, or send the value.",
)
def counts_have_their_denominator(checked: Checked) -> Iterator[Finding]:
    """A count of a proportion or rate says nothing without what it is a part of."""
    for indicator, rows in checked.by_indicator():
        alone = rows["numerator"].notna() & rows["denominator"].isna() & rows["value"].isna()
        bad = rows[alone | ((rows["numerator"] > 0) & (rows["denominator"] == 0))]
        if indicator.divides and not bad.empty:
            yield Finding(
                "counts_have_their_denominator",
                Severity.ERROR,
                f"{len(bad)} row(s) give a count, and neither what it is a part of nor a value.",
                f"Add the denominator: {indicator.denominator}.",
                expected="count and denominator, or a value",
                column="denominator",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A denominator beside a plain count.",
    "A number may be cut in two at its comma.",
    "Check the count, and tick if it is right.",
)
def counts_have_no_denominator(checked: Checked) -> Iterator[Finding]:
    """A denominator beside a plain count may be the thousands of a number that was cut at its comma."""
    for indicator, rows in checked.by_indicator():
        bad = rows[rows["denominator"].notna()]
        if not indicator.divides and not bad.empty:
            yield Finding(
                "counts_have_no_denominator",
                Severity.WARNING,
                f"{len(bad)} row(s) give a denominator, and this measure is a plain count.",
                "Is a number cut in two at its comma? Tick this if the counts are right.",
                expected="an empty cell",
                column="denominator",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A figure for a period in the future or still running.",
    "It cannot be known yet, unless it is a plan.",
    "Correct the period, or send it when the period has ended.",
)
def period_has_ended(checked: Checked) -> Iterator[Finding]:
    """A figure for a period that still runs cannot be known, unless it is a plan."""
    for indicator, rows in checked.by_indicator():
        if indicator.plan:
            continue
        running = [period for period in _periods(rows) if not period.has_ended(checked.today)]
        if running:
            bad = rows[_in_periods(rows, running)]
            yield Finding(
                "period_has_ended",
                Severity.ERROR,
                "A figure is for a period that has not ended.",
                "Correct the period, or send the figures when it has ended.",
                found=running[0].label,
                expected=f"a period that ended before {checked.today:%d %B %Y}",
                column="period",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "A kind of period that the measure is not published for.",
    "The figure would stand in a series apart.",
    "Check the period, and tick if it is right.",
)
def period_kind_is_usual(checked: Checked) -> Iterator[Finding]:
    """A kind of period that this measure is not published for makes a series of its own."""
    for indicator, rows in checked.by_indicator():
        bad = rows[~rows["period_kind"].isin(list(indicator.period_kinds))]
        if not bad.empty:
            kinds = " or ".join(kind.value for kind in indicator.period_kinds)
            yield Finding(
                "period_kind_is_usual",
                Severity.WARNING,
                "This measure is not usually given for periods of this kind, and would stand in a series apart.",
                "Check the period; tick this if it is right.",
                found=first_of(bad, "period_kind"),
                expected=kinds,
                column="period",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.NOTICE,
    "Two kinds of period for one measure, such as years and quarters.",
    "They are two series and are never drawn as one line.",
    "Nothing, if both are meant.",
)
def period_kinds_are_one(checked: Checked) -> Iterator[Finding]:
    """Two kinds of period in one file are two series, and never one line."""
    for indicator, rows in checked.by_indicator():
        kinds = sorted(rows["period_kind"].unique())
        if len(kinds) > 1:
            message = f"The file mixes {' and '.join(f'{kind}s' for kind in kinds)}: they are kept as series apart."
            yield Finding("period_kinds_are_one", Severity.NOTICE, message, indicators=(indicator.id,))


_PERIOD_IN_NAME = re.compile(
    r"(?P<q>Q[1-4])[ _-]*(?P<y>(?:20)\d\d[ _-](?:20)?\d\d)|(?P<y2>(?:20)\d\d[ _-](?:20)?\d\d)[ _-]*(?P<q2>Q[1-4])",
    re.IGNORECASE,
)


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "A file named for a quarter of which it holds no figure.",
    "Last quarter's file is easily sent again.",
    "Correct the periods, or the name of the file.",
)
def file_name_agrees_with_periods(checked: Checked) -> Iterator[Finding]:
    """A template file that names a quarter holds figures of that quarter."""
    named = _quarter_named(checked.file_name)
    if named is None or checked.layout != "template" or checked.figures.empty:
        return
    periods = _periods(checked.figures)
    if not any(period.end == named.end for period in periods):
        yield Finding(
            "file_name_agrees_with_periods",
            Severity.ERROR,
            "The file's name says one quarter and none of its rows is for it.",
            "Is this last quarter's file? Correct the periods, or the name of the file.",
            found=", ".join(sorted({period.label for period in periods})[:3]),
            expected=named.label,
            column="period",
        )


def _quarter_named(file_name: str) -> Period | None:
    found = _PERIOD_IN_NAME.search(file_name)
    if found is None:
        return None
    year, quarter = found["y"] or found["y2"], found["q"] or found["q2"]
    try:
        return read_period(f"{year[:4]}/{year[-2:]} {quarter}", PeriodHabit())
    except PeriodError:
        return None


@asks(
    Stage.CODES,
    Severity.WARNING,
    "Police forces and authorities mixed in one measure.",
    "Essex is a force and a county.",
    "Write codes in place of names.",
)
def areas_are_of_one_kind(checked: Checked) -> Iterator[Finding]:
    """Forces and authorities that share a name are easily taken for one another."""
    for indicator, rows in checked.by_indicator():
        kinds = {checked.definitions.areas.at(code).kind for code in rows["area"].unique() if code}
        if indicator.geography in kinds and indicator.geography not in LOCAL and kinds & set(LOCAL[:2]):
            yield Finding(
                "areas_are_of_one_kind",
                Severity.WARNING,
                f"Some rows are for a {indicator.geography} and others for an authority.",
                "Use codes in place of names, so that Essex the force is not taken for Essex the county.",
                column="area",
                indicators=(indicator.id,),
            )


@asks(
    Stage.CODES,
    Severity.WARNING,
    "A figure for an authority after it ended.",
    "Its successors may have figures of their own.",
    "Use the successors, or tick if the source still reports the old area.",
)
def areas_stood_in_the_period(checked: Checked) -> Iterator[Finding]:
    """A former authority has no figures for a time after it ended."""
    for indicator, rows in checked.by_indicator():
        days = {code: checked.definitions.areas.at(code).ended for code in rows["area"].unique() if code}
        ended = {code: day.isoformat() for code, day in days.items() if day}
        gone = [
            code in ended and start > ended[code]
            for code, start in zip(rows["area"], rows["period_start"], strict=True)
        ]
        bad = rows[gone]
        if not bad.empty:
            area = checked.definitions.areas.at(first_of(bad, "area"))
            heirs = " and ".join(checked.definitions.areas.at(code).name for code in area.successors)
            yield Finding(
                "areas_stood_in_the_period",
                Severity.WARNING,
                "A figure is for an authority that had ended before the period began.",
                f"Since then there are {heirs}. Tick this if the source still reports the old area.",
                found=area.name,
                column="area",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.ERROR,
    "Rows that give different numbers for the same area, period and group.",
    "Neither can be chosen.",
    "Keep the right row and remove the other.",
)
def figures_stand_once(checked: Checked) -> Iterator[Finding]:
    """The same figure with two different numbers is an error."""
    for indicator, rows in checked.by_indicator():
        _, different = _repeated(rows)
        if not different.empty:
            yield Finding(
                "figures_stand_once",
                Severity.ERROR,
                f"{len(different)} row(s) give different numbers for the same area, period and group.",
                "Keep the right row and remove the other.",
                expected="one row a figure",
                rows=lines_of(different),
                indicators=(indicator.id,),
            )


@asks(
    Stage.VALUES,
    Severity.WARNING,
    "Rows that repeat one another exactly.",
    "A block pasted twice may stand where another should; a published file may repeat an area under two parents.",
    "Check that nothing is missing, and tick.",
)
def rows_are_not_repeated(checked: Checked) -> Iterator[Finding]:
    """An exact repeat is taken once."""
    for indicator, rows in checked.by_indicator():
        repeated, different = _repeated(rows)
        if repeated.empty or not different.empty:
            continue
        severity = Severity.NOTICE if checked.areas_repeat else Severity.WARNING
        message = f"{len(repeated)} row(s) repeat one another exactly and are taken once."
        mend = "" if checked.areas_repeat else "Was a block pasted twice? Tick this if nothing is missing."
        yield Finding(
            "rows_are_not_repeated", severity, message, mend, rows=lines_of(repeated), indicators=(indicator.id,)
        )


def _repeated(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows whose figure stands more than once, and those of them with different numbers."""
    repeated = rows[rows.duplicated(KEY, keep=False) & (rows["area"] != "")]
    numbers = repeated.drop_duplicates([*KEY, *NUMBERS, "state"])
    twice = numbers.loc[numbers.duplicated(KEY, keep=False), KEY].drop_duplicates()
    return repeated, repeated.merge(twice, on=KEY)


def _periods(figures: pd.DataFrame) -> list[Period]:
    return [make_period(*row) for row in figures[PERIOD].drop_duplicates().itertuples(index=False)]


def _in_periods(figures: pd.DataFrame, periods: list[Period]) -> pd.Series:
    keys = {(period.start.isoformat(), period.months, period.kind.value) for period in periods}
    rows = figures[PERIOD].itertuples(index=False, name=None)
    return pd.Series([row in keys for row in rows], figures.index, dtype="bool")
