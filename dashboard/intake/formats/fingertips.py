"""Fingertips, OHID's public profiles: the export of an indicator, and the file that a supplier uploads."""

import re

import pandas as pd

from dashboard.domain.figures import State, make_period, number_text
from dashboard.domain.findings import Finding, Severity
from dashboard.domain.periods import (
    Period,
    PeriodError,
    PeriodHabit,
    PeriodKind,
    read_period,
)
from dashboard.intake.cells import MARKS, read_cell
from dashboard.intake.reading import NUMBER_CELLS, Format, Given, LeftOut, Reading, cells
from dashboard.intake.tables import Table, fold

# Fingertips number: our indicator, and what a Fingertips value is multiplied by to be in our unit.
# 92432 is published per 100,000 and kept per million, as ONS tables have it.
INDICATORS: dict[str, tuple[str, float]] = {
    "93517": ("unmet-need-ocu", 1),
    "93532": ("unmet-need-alcohol", 1),
    "92544": ("coc-engaged-21-days", 1),
    "90244": ("successful-completion-opiate", 1),
    "90245": ("successful-completion-non-opiate", 1),
    "92447": ("successful-completion-alcohol", 1),
    "91117": ("ocu-prevalence-rate", 1),
    "92432": ("drug-misuse-deaths-rate", 10),
}
# Columns of the layout that are not read: verdicts are worked out here, 99.8% limits are never mixed with 95% ones.
EXPORT_UNREAD = (
    *("indicator name", "parent code", "parent name", "area name", "area type", "recent trend", "new data"),
    *("lower ci 99.8 limit", "upper ci 99.8 limit", "column not used"),
)
UPLOAD_UNREAD = ("lower_ci_99_8", "upper_ci_99_8")
EXPORT_COLUMNS = (
    "indicator id",
    "indicator name",
    "area code",
    "sex",
    "age",
    "category type",
    "category",
    "time period",
    "value",
    "lower ci 95.0 limit",
    "upper ci 95.0 limit",
    "count",
    "denominator",
    "value note",
    "time period sortable",
    "time period range",
)
HEADINGS = {
    "count": "Count",
    "denominator": "Denominator",
    "value": "Value",
    "lower_ci_95": "Lower CI 95.0 limit",
    "upper_ci_95": "Upper CI 95.0 limit",
}
_HABIT = PeriodHabit(hyphens="years", quarters="calendar")


def _read_export(table: Table, _: Given) -> Reading:
    frame = table.folded
    ours = frame["indicator id"].isin(list(INDICATORS))
    left_out = [
        LeftOut(f"{number} {' '.join(str(name).split())}", "there is no indicator of ours for it", len(rows))
        for (number, name), rows in frame[~ours].groupby(["indicator id", "indicator name"])
    ]
    splits = frame["category type"].map(_breakdown_key)
    for kind, rows in frame[ours & (splits == "?")].groupby("category type"):
        left_out.append(LeftOut(f"Split by {kind}", "we keep no figures split this way", len(rows)))
    taken = frame[ours & (splits != "?")]
    factor = taken["indicator id"].map(lambda number: INDICATORS[number][1])
    periods, faults = _periods(taken)
    value, lower, upper = (
        _scaled(taken[name], factor) for name in ("value", "lower ci 95.0 limit", "upper ci 95.0 limit")
    )
    read = cells(
        taken.index,
        indicator=taken["indicator id"].map(lambda number: INDICATORS[number][0]),
        area=taken["area code"],
        period=periods,
        sex=taken["sex"],
        age=taken["age"],
        breakdown=_breakdown(taken),
        count=taken["count"],
        denominator=taken["denominator"],
        value=_explained(value, taken["value note"]),
        lower_ci_95=lower,
        upper_ci_95=upper,
        note=taken["value note"],
    )
    return Reading(read, tuple(left_out), tuple(faults), columns=HEADINGS)


def _scaled(texts: pd.Series, factor: pd.Series) -> pd.Series:
    def scale(text: str, by: float) -> str:
        number = read_cell(text).number
        # 4.53 times 10 is 45.3, and not the nearest that binary fractions come to it.
        return text if by == 1 or number is None else number_text(round(number * by, 10))

    return pd.Series([scale(text, by) for text, by in zip(texts, factor, strict=True)], texts.index, dtype="str")


def _explained(values: pd.Series, notes: pd.Series) -> pd.Series:
    """An empty value with a note says in the note why it is empty."""

    def explain(value: str, note: str) -> str:
        if value or not note:
            return value
        text = note.casefold()
        if text.startswith("value for") and text.endswith("combined"):
            return State.IN_NEIGHBOUR.mark
        if "suppressed" in text and "small" in text:
            return State.HIDDEN.mark
        return MARKS.get(text, State.NOT_AVAILABLE).mark

    return pd.Series([explain(v, n) for v, n in zip(values, notes, strict=True)], values.index, dtype="str")


def _breakdown_key(category_type: str) -> str:
    text = category_type.casefold()
    if not text:
        return ""
    return "deprivation" if "depriv" in text else "ethnicity" if "ethnic" in text else "?"


def _breakdown(frame: pd.DataFrame) -> pd.Series:
    """A decile is told apart by its type too: the same words stand for districts and for counties in one export."""

    def pair(kind: str, category: str) -> str:
        key = _breakdown_key(kind)
        return f"{key}={category} of {kind}".replace(";", ",") if key else ""

    pairs = [pair(*row) for row in zip(frame["category type"], frame["category"], strict=True)]
    return pd.Series(pairs, frame.index, dtype="str")


def _periods(frame: pd.DataFrame) -> tuple[pd.Series, list[Finding]]:
    """The range column decides between one year and several; the sort key must agree with the label."""
    ranges = frame["time period range"] if "time period range" in frame else pd.Series("", frame.index)
    texts, disagree = [], []
    for row, label, sortable, run in zip(
        frame.index, frame["time period"], frame["time period sortable"], ranges, strict=True
    ):
        try:
            period = read_period(label, _HABIT)
        except PeriodError:
            texts.append(label)
            continue
        texts.append(period.text)
        years = int(run[:-1]) if re.fullmatch(r"\d+y", run) else None
        if not sortable.startswith(str(period.start.year)) or (years and years * 12 != period.months):
            disagree.append(row)
    findings = []
    if disagree:
        findings.append(
            Finding(
                "period_columns_agree",
                Severity.ERROR,
                f"In {len(disagree)} row(s) the period, its sort key and its range do not agree.",
                "Export the indicator again without changing the period columns.",
                column="Time period",
                rows=tuple(disagree),
                indicators=tuple(sorted({INDICATORS[n][0] for n in frame.loc[disagree, "indicator id"]})),
            )
        )
    return pd.Series(texts, frame.index, dtype="str"), findings


EXPORT = Format(
    name="fingertips-export",
    title="Fingertips export",
    recognises=lambda headings: {"indicator id", "area code", "time period sortable"} <= set(headings),
    read=_read_export,
    known=lambda heading: heading in (*EXPORT_COLUMNS, *EXPORT_UNREAD) or heading.startswith("compared to"),
    areas_repeat=True,
    needs=tuple(name for name in EXPORT_COLUMNS if name != "time period range"),
    is_publication=True,
)

UPLOAD_COLUMNS = (
    "area_code",
    "date_from",
    "date_to",
    "period_type",
    "sex",
    "age_from_years_inclusive",
    "age_to_years_inclusive",
    "deprivation_decile",
    "deprivation_category",
    "count",
    "value",
    "denominator",
    "lower_ci_95",
    "upper_ci_95",
)
_PERIOD_TYPES = {
    "calendar_year": PeriodKind.CALENDAR_YEAR,
    "financial_year": PeriodKind.FINANCIAL_YEAR,
    "academic_year": PeriodKind.ACADEMIC_YEAR,
    "quarter": PeriodKind.QUARTER,
    "month": PeriodKind.MONTH,
}


def _read_upload(table: Table, given: Given) -> Reading:
    frame = table.folded
    if given.said.indicator is None:
        message = "This layout does not say which indicator its figures are for."
        mend = "Choose the indicator (on the command line: --indicator ID) and send the file again."
        return Reading(cells([]), findings=(Finding("indicator_is_named", Severity.ERROR, message, mend),))
    read = cells(
        frame.index,
        indicator=given.said.indicator,
        area=frame["area_code"],
        period=_dated(frame),
        sex=frame["sex"],
        age=_age_range(frame),
        breakdown=frame["deprivation_decile"].map(lambda decile: f"deprivation=decile {decile}" if decile else ""),
        **{name: frame[name] for name in NUMBER_CELLS},
    )
    return Reading(read)


def _dated(frame: pd.DataFrame) -> pd.Series:
    def dated(first: str, last: str, kind: str) -> str:
        period = _period_between(first, last, fold(kind))
        return period.text if period else f"{kind} {first} to {last}"

    columns = (frame["date_from"], frame["date_to"], frame["period_type"])
    return pd.Series([dated(*row) for row in zip(*columns, strict=True)], frame.index, dtype="str")


def _period_between(first: str, last: str, kind: str) -> Period | None:
    """Return the period of two ISO dates and a type, None where they do not agree."""
    try:
        start, end = (pd.Timestamp(text).date() for text in (first, last))
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        if kind in ("two_year", "three_year", "five_year"):
            period = make_period(start.isoformat(), months, PeriodKind.POOLED_YEARS)
        else:
            period = make_period(start.isoformat(), months, _PERIOD_TYPES[kind])
    except (KeyError, ValueError):
        return None
    return period if period.end == end else None


def _age_range(frame: pd.DataFrame) -> pd.Series:
    def age(low: str, high: str) -> str:
        if low in ("", "0") and not high:
            return ""
        return f"{low or 0}-{high}" if high else f"{low}+"

    columns = (frame["age_from_years_inclusive"], frame["age_to_years_inclusive"])
    return pd.Series([age(*row) for row in zip(*columns, strict=True)], frame.index, dtype="str")


NEXT_GENERATION = Format(
    name="fingertips-upload",
    title="Fingertips next-generation upload",
    recognises=lambda headings: {"area_code", "date_from", "date_to", "period_type", "lower_ci_95"} <= set(headings),
    read=_read_upload,
    known=lambda heading: heading in (*UPLOAD_COLUMNS, *UPLOAD_UNREAD),
    needs=UPLOAD_COLUMNS,
)
