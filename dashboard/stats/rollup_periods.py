"""Totals of periods from shorter ones: sums of people over sums of people, never across a gap or a break."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.domain.coded import Bools, Coded, Codes, Column, Texts, constant, joined
from dashboard.domain.figures import KEY, PERIOD, State
from dashboard.domain.indicators import Catalogue
from dashboard.domain.periods import Period, PeriodKind
from dashboard.stats.days import across, first_days, last_days
from dashboard.stats.settings import Settings
from dashboard.stats.sums import NUMBERED, Parts, Sums, added, as_figures, missing_parts, parts_of, total_notes

MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.FINANCIAL_YEAR: 12}
STEPS = (
    (PeriodKind.MONTH, PeriodKind.QUARTER),
    (PeriodKind.QUARTER, PeriodKind.FINANCIAL_YEAR),
    (PeriodKind.MONTH, PeriodKind.FINANCIAL_YEAR),  # for measures that are never told by quarter
)
FIRST_MONTH = 4  # of the financial year, and so of one of its quarters
# What is so of every part is so of the whole; a figure hidden in every part need not be small in the whole.
_SHARED = (State.IN_NEIGHBOUR, State.NOT_APPLICABLE, State.NOT_COLLECTED)
_OTHERS = [name for name in KEY if name not in PERIOD]
_KINDS, _STATES = list(PeriodKind), list(State)
_MOST = 2**14  # months: more than lie between any two periods


class _Figures(NamedTuple):
    """Figures, and the totals made of them so far: arrays of shape (n,).

    ``like`` is the row of a figure with the same key but for the period, ``series`` the same where all of that is,
    ``start`` the month in which the period begins, counted from January 1970. ``kind`` and ``state`` are places among
    all that there are.
    """

    like: Codes
    series: Codes
    start: Codes
    kind: Codes
    state: Codes
    measure: Codes

    @property
    def key(self) -> Codes:
        """The same for figures of one kind of period that are alike in all else, the earlier periods first."""
        return self.series * _MOST + self.start

    def of(self, rows: Codes | Bools) -> "_Figures":
        return _Figures._make(column[rows] for column in self)

    def and_also(self, others: "_Figures") -> "_Figures":
        return _Figures._make(np.concatenate(pair) for pair in zip(self, others, strict=True))


class _Step(NamedTuple):
    """Totals of one kind of period: what they are like, their sums, their states and notes."""

    figures: _Figures
    sums: Sums
    state: Texts
    note: Texts


def period_totals(figures: Coded, catalogue: Catalogue) -> Coded:
    """Return quarters of three months and financial years of four quarters, where none was supplied.

    Only whole runs are added: of a year that is partly supplied there is no row. A part in a whole run
    that is without a number makes the total not available and is named in its note; so does a part
    without its counts, but where no part has them there is no row. None across a break of the
    catalogue, or of a kind of period that the indicator does not have. Where only counts add, the
    denominator is the mean of the parts' (statistics notes 3: a denominator is person-time, and each
    quarter of a year has a quarter of the people's). Ordered by key, columns as ``figures`` has them.
    """
    settings = Settings(catalogue)
    measure = settings.measures(figures)
    rows, parts = _figures(figures, measure), parts_of(figures, measure, settings)
    made = [figures.of(np.zeros(0, dtype=np.int64))]
    for part, whole in STEPS:  # so that the years are made of the quarters just made, too
        step = _step(rows, parts, part, whole, settings)
        if step is not None:
            rows, parts = rows.and_also(step.figures), parts.and_also(_parts(step))
            made.append(_as_figures(figures, step, whole))
    return joined(made).in_order(KEY)


def _figures(figures: Coded, measure: Codes) -> _Figures:
    return _Figures(
        like=np.arange(figures.rows),
        series=pd.factorize(figures.numbered(_OTHERS))[0],
        start=first_days(figures.texts("period_start")).astype("datetime64[M]").astype(np.int64),
        kind=figures.texts("period_kind").places(_KINDS),
        state=figures.texts("state").places(_STATES),
        measure=measure,
    )


def _step(rows: _Figures, parts: Parts, part: PeriodKind, whole: PeriodKind, settings: Settings) -> _Step | None:
    """The totals of one kind of period made of parts of another; None where there are none."""
    row, total, made = _addends(rows, part, whole, settings)
    if not len(row):
        return None
    many = MONTHS[whole] // MONTHS[part]
    sums = added(parts.of(row), total)
    kept = (sums.counted > 0) | (sums.numbered < many)
    gaps = kept & (sums.counted < many)
    states, notes = _gaps(rows.of(row), parts.usable[row], total, made.start, gaps, part)
    state, said = sums.state, total_notes(sums.about, sums.provisional, sums.rounded)
    state, note = state.replaced(gaps, states), said.replaced(gaps, notes)
    count_only = settings.flags(lambda indicator: indicator.adds_over_periods == "count only")[made.measure]
    sums = sums._replace(denominator=np.where(count_only, sums.denominator / many, sums.denominator))
    made = made._replace(state=state.places(_STATES))
    return _Step(made.of(kept), sums.of(kept), state.of(kept), note.of(kept))


def _addends(rows: _Figures, part: PeriodKind, whole: PeriodKind, settings: Settings) -> tuple[Codes, Codes, _Figures]:
    """The rows that whole runs are added from, the number of the total of each, and what the totals are like."""
    adds = settings.flags(lambda indicator: indicator.adds_over_periods != "no" and whole in indicator.period_kinds)
    chosen = np.flatnonzero((rows.kind == _KINDS.index(part)) & adds[rows.measure])
    into = rows.of(chosen)
    into = into._replace(
        start=into.start - (into.start - (FIRST_MONTH - 1)) % MONTHS[whole],
        kind=np.full(len(chosen), _KINDS.index(whole)),
    )
    keys, first, total, size = np.unique(into.key, return_index=True, return_inverse=True, return_counts=True)
    made = into.of(first)
    begins = made.start.astype("datetime64[M]").astype("datetime64[D]")
    broken = across(begins, last_days(begins, np.full(len(begins), MONTHS[whole])), settings.breaks[made.measure])
    supplied = np.isin(keys, rows.key[rows.kind == _KINDS.index(whole)])
    kept = (size == MONTHS[whole] // MONTHS[part]) & ~broken & ~supplied
    among = kept[total]
    return chosen[among], (np.cumsum(kept) - 1)[total[among]], made.of(kept)


def _gaps(
    addends: _Figures, usable: Bools, total: Codes, start: Codes, gaps: Bools, part: PeriodKind
) -> tuple[Texts, Texts]:
    """The state and the note of each total with a gap. They are found once for totals whose parts are all alike."""
    chosen = gaps[total]
    nth = (addends.start - start[total])[chosen] // MONTHS[part]
    seen = np.zeros((np.count_nonzero(gaps), int(nth.max(initial=0)) + 1), dtype=np.int64)
    seen[(np.cumsum(gaps) - 1)[total[chosen]], nth] = 2 * addends.state[chosen] + usable[chosen]
    patterns, pattern = np.unique(np.column_stack([start[gaps], seen]), axis=0, return_inverse=True)
    found = [_gap(part, begins, codes) for begins, *codes in patterns.tolist()]
    state, note = ([pair[word] for pair in found] for word in (0, 1))
    return Texts(state, pattern.reshape(-1)), Texts(note, pattern.reshape(-1))


def _gap(part: PeriodKind, start: int, parts: Sequence[int]) -> tuple[str, str]:
    """The state and the note of a total, from the first month and, part by part, the state and whether it is usable."""
    states = [_STATES[code // 2] for code in parts]
    if len(set(states)) == 1 and states[0] in _SHARED:
        return states[0].value, ""
    names = [Period(_day(start + MONTHS[part] * nth), MONTHS[part], part).text for nth in range(len(parts))]
    reasons = [_why_missing(state, bool(code % 2)) for state, code in zip(states, parts, strict=True)]
    return State.NOT_AVAILABLE.value, missing_parts(zip(names, reasons, strict=True))


def _why_missing(state: State, has_counts: bool) -> str:
    if has_counts:
        return ""
    return "(without the counts behind it)" if state.has_numbers else f"({state.words})"


def _day(month: int) -> date:
    return date(1970 + month // 12, month % 12 + 1, 1)


def _parts(step: _Step) -> Parts:
    """What totals bring to the totals of longer periods."""
    numbered, sums = step.state.among(NUMBERED), step.sums
    return Parts(
        np.where(numbered, sums.numerator, np.nan),
        np.where(numbered, sums.denominator, np.nan),
        numbered,
        usable=numbered,
        rounded=sums.rounded & numbered,
        about=sums.about & numbered,
        provisional=sums.provisional & numbered,
        invented=sums.invented,
        restricted=sums.restricted,
        revision=sums.revision,
    )


def _as_figures(figures: Coded, step: _Step, whole: PeriodKind) -> Coded:
    starts, place = np.unique(step.figures.start, return_inverse=True)
    rows = len(step.figures.like)
    period: dict[str, Column] = {
        "period_start": Texts([_day(start).isoformat() for start in starts.tolist()], place),
        "period_months": np.full(rows, MONTHS[whole]),
        "period_kind": constant(whole.value, rows),
    }
    return as_figures(figures, step.figures.like, period | step.sums.columns(step.state, step.note))
