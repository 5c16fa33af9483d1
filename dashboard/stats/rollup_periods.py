"""Totals of periods from shorter ones: sums of people over sums of people, never across a gap or a break."""

from datetime import date

import pandas as pd

from dashboard.domain.figures import KEY, PERIOD, State, period_of
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.periods import Period, PeriodKind, add_months
from dashboard.stats.counts import counted
from dashboard.stats.rollup import added, missing_parts, not_supplied, total_notes, usable

MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.FINANCIAL_YEAR: 12}
STEPS = (
    (PeriodKind.MONTH, PeriodKind.QUARTER),
    (PeriodKind.QUARTER, PeriodKind.FINANCIAL_YEAR),
    (PeriodKind.MONTH, PeriodKind.FINANCIAL_YEAR),  # for measures that are never told by quarter
)
FIRST_MONTH = 4  # of the financial year, and so of one of its quarters
# What is so of every part is so of the whole; a figure hidden in every part need not be small in the whole.
_SHARED = [State.IN_NEIGHBOUR.value, State.NOT_APPLICABLE.value, State.NOT_COLLECTED.value]
_OTHERS = [name for name in KEY if name not in PERIOD]
_WHOLE = [*_OTHERS, "whole"]


def period_totals(figures: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return quarters of three months and financial years of four quarters, where none was supplied.

    Only whole runs are added: of a year that is partly supplied there is no row. A part in a whole run
    that is without a number makes the total not available and is named in its note; so does a part
    without its counts, but where no part has them there is no row. None across a break of the
    catalogue, or of a kind of period that the indicator does not have. Where only counts add, the
    denominator is the mean of the parts' (statistics notes 3: a denominator is person-time, and each
    quarter of a year has a quarter of the people's). Ordered by key, columns as ``figures`` has them.
    """
    known = counted(figures[figures["indicator"].isin([one.id for one in catalogue])], catalogue)
    together = known
    for part, whole in STEPS:  # so that the years are made of the quarters just made, too
        step = _step(together, part, whole, catalogue)
        if len(step):
            made = not_supplied(step.reindex(columns=figures.columns), together)
            together = pd.concat([together, made], ignore_index=True)
    return together.iloc[len(known) :].sort_values(KEY, ignore_index=True)


def _step(figures: pd.DataFrame, part: PeriodKind, whole: PeriodKind, catalogue: Catalogue) -> pd.DataFrame:
    addable = [one.id for one in catalogue if one.adds_over_periods != "no" and whole in one.period_kinds]
    rows = figures[(figures["period_kind"] == part.value) & figures["indicator"].isin(addable)]
    parts = _whole_runs(rows.assign(whole=_starts(rows["period_start"], whole)), MONTHS[whole] // MONTHS[part])
    parts = parts[~_across_a_break(parts, whole, catalogue)]
    if parts.empty:
        return parts
    made = _totals(parts, MONTHS[whole] // MONTHS[part], catalogue)
    return made.assign(period_start=made["whole"], period_months=MONTHS[whole], period_kind=whole.value)


def _starts(days: pd.Series, whole: PeriodKind) -> pd.Series:
    """The first day of the quarter or financial year in which each day lies."""
    starts = {text: _start(date.fromisoformat(text), MONTHS[whole]).isoformat() for text in days.unique()}
    return days.map(starts)


def _start(day: date, months: int) -> date:
    return add_months(day, -((day.month - FIRST_MONTH) % months))


def _whole_runs(parts: pd.DataFrame, size: int) -> pd.DataFrame:
    return parts[parts.groupby(_WHOLE)["state"].transform("size") == size]


def _across_a_break(parts: pd.DataFrame, whole: PeriodKind, catalogue: Catalogue) -> pd.Series:
    pairs = parts[["indicator", "whole"]].drop_duplicates().itertuples(index=False, name=None)
    broken = [pair for pair in pairs if _broken(catalogue.called(pair[0]), pair[1], whole)]
    return pd.Series(pd.MultiIndex.from_frame(parts[["indicator", "whole"]]).isin(broken), parts.index)


def _broken(indicator: Indicator, start: str, kind: PeriodKind) -> bool:
    """Whether figures cannot be compared within the period; a break on its first day is before all of it."""
    period = Period(date.fromisoformat(start), MONTHS[kind], kind)
    return any(period.start < at.date <= period.end for at in indicator.breaks)


def _totals(parts: pd.DataFrame, size: int, catalogue: Catalogue) -> pd.DataFrame:
    sums = added(parts, _WHOLE, catalogue)
    count_only = sums["indicator"].isin([one.id for one in catalogue if one.adds_over_periods == "count only"])
    sums = sums.assign(
        note=total_notes(sums["about"], sums["provisional"]),
        denominator=sums["denominator"].mask(count_only, sums["denominator"] / size),
    )
    complete = sums["counted"] == size
    without_counts = (sums["counted"] == 0) & (sums["numbered"] == size)
    return pd.concat([sums[complete], _with_gaps(sums[~complete & ~without_counts], parts, catalogue)])


def _with_gaps(sums: pd.DataFrame, parts: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    if sums.empty:
        return sums
    of_gaps = parts.merge(sums[_WHOLE], on=_WHOLE).sort_values("period_start")
    gaps = [_gap(rows, catalogue) for _, rows in of_gaps.groupby(_WHOLE)]  # ordered as the sums are
    nothing = dict.fromkeys(("numerator", "denominator"), float("nan"))
    return sums.assign(state=[state for state, _ in gaps], note=[note for _, note in gaps], **nothing)


def _gap(rows: pd.DataFrame, catalogue: Catalogue) -> tuple[str, str]:
    states = rows["state"].unique()
    if len(states) == 1 and states[0] in _SHARED:
        return states[0], ""
    has_counts = usable(rows, catalogue)
    reasons = [_why_missing(*one) for one in zip(rows["state"], has_counts, strict=True)]
    names = [period_of(row).text for row in rows[PERIOD].itertuples(index=False)]
    return State.NOT_AVAILABLE.value, missing_parts(zip(names, reasons, strict=True))


def _why_missing(state: str, has_counts: bool) -> str:
    if has_counts:
        return ""
    return "(without the counts behind it)" if State(state).has_numbers else f"({State(state).words})"
