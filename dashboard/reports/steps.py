"""Steps that people go through, of one area and period: how many reach each, where most are lost, whose step it is.

Steps come from several agencies and cohorts, so one may be larger than the one before; that is said, never clipped.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import pandas as pd

from dashboard.charts.steps import steps as steps_chart
from dashboard.charts.style import Chart
from dashboard.domain.figures import PERIOD, State, make_period
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.pathways import Pathway, Step
from dashboard.domain.periods import Period
from dashboard.reports import sentences, words
from dashboard.reports.report import Part, Table, remark

HIDDEN = (State.HIDDEN, State.PROTECTED, State.LOW)


@dataclass(frozen=True)
class Rung:
    """One step. ``count`` is NaN but where it is supplied; ``share`` is of ``of``, the last step that was."""

    label: str
    indicator: str
    owners: str
    count: float
    state: Literal["supplied", "hidden", "unknown"]
    figure: str
    share: str = ""
    of: str = ""
    before: float = math.nan
    sorts: bool = False
    remark: str = ""


@dataclass(frozen=True)
class Steps:
    """All steps of one area and period, with what they say and their chart (None where no step has a count)."""

    rungs: tuple[Rung, ...]
    title: str
    said: tuple[str, ...]
    chart: Chart | None = field(repr=False)
    period: Period | None
    counted: str

    @property
    def table(self) -> pd.DataFrame:
        """The steps as a table, in order."""
        columns = {
            "Step": [rung.label for rung in self.rungs],
            "Who can change it": [rung.owners for rung in self.rungs],
            self.counted: [rung.figure for rung in self.rungs],
            "Of the last step supplied": [f"{rung.share} of “{rung.of}”" if rung.share else "" for rung in self.rungs],
            "Remarks": [rung.remark for rung in self.rungs],
        }
        table = pd.DataFrame(columns)
        return table if table["Remarks"].ne("").any() else table.drop(columns="Remarks")


@dataclass(frozen=True)
class Walk:
    """The steps of one area and period; ``drop`` is the position that most are lost before, None for none."""

    rungs: tuple[Rung, ...]
    drop: int | None
    period: Period | None


def walk(pathway: Pathway, rows: pd.DataFrame, catalogue: Catalogue) -> Walk:
    """Return the steps of ``pathway`` from the headline estimates of one area."""
    known = [step for step in pathway.steps if step.indicator in catalogue]
    period = shared_period(rows, [step.indicator for step in known])
    of_period = rows if period is None else rows[is_of(rows, period)]
    rungs = tuple(_with_shares(_rung(step, of_period, catalogue.called(step.indicator)) for step in known))
    return Walk(rungs, _biggest_drop(rungs), period)


def steps_of(pathway: Pathway, rows: pd.DataFrame, catalogue: Catalogue, place: str) -> Steps:
    """Return what the steps of ``pathway`` in one area say, which ``place`` names, with their chart."""
    made = walk(pathway, rows, catalogue)
    rungs, drop, period = made.rungs, made.drop, made.period
    title = _title(rungs, drop, place, pathway)
    told = (_period_said(rungs, period), *_findings(made, pathway))
    chart = _chart(rungs, drop, title, f"{pathway.name}, {place}{f', {period.label}' if period else ''}")
    counted = words.sentence(pathway.counted) or "Count"
    return Steps(rungs, title, tuple(filter(None, told)), chart, period, counted)


def steps_part(steps: Steps, name: str, title: str = "") -> Part:
    """Return steps as a part of a page, its table called ``name``.

    Without a chart to say what they show the part has ``title``, or the name once more, as its heading.
    """
    return Part(
        "" if steps.chart else title or name, chart=steps.chart, tables=(Table(name, steps.table),), after=steps.said
    )


def shared_period(rows: pd.DataFrame, indicators: Sequence[str]) -> Period | None:
    """Return the period in which most of these measures have a figure or hide one; of several the newest, longest.

    Where two end together and the shorter hides what the longer shows, the longer is the more useful.
    """
    ours = rows[rows["indicator"].isin(indicators)]
    told = ours[ours["state"].isin([state for state in State if state.has_numbers or state in HIDDEN])]
    told = told if len(told) else ours
    found = told[["indicator", *PERIOD]].drop_duplicates()
    periods = Counter(make_period(*key) for key in found[PERIOD].itertuples(index=False, name=None))
    return max(periods, key=lambda one: (periods[one], one.end, one.months)) if periods else None


def is_of(rows: pd.DataFrame, period: Period) -> pd.Series:
    """Return which rows are of a period."""
    return (
        (rows["period_start"] == period.start.isoformat())
        & (rows["period_months"] == period.months)
        & (rows["period_kind"] == period.kind.value)
    )


def _rung(step: Step, rows: pd.DataFrame, indicator: Indicator) -> Rung:
    found = rows[rows["indicator"] == indicator.id]
    empty = Rung(step.label, indicator.id, indicator.owners, math.nan, "unknown", "", sorts=step.sorts)
    if found.empty:
        return replace(empty, figure=sentences.not_supplied_by(indicator))
    row = found.iloc[0]
    state = State(row["state"])
    if not math.isnan(row["numerator"]):
        count, unfinished = float(row["numerator"]), sentences.unfinished(row, indicator)
        return replace(empty, count=count, state="supplied", figure=_count(count, state), remark=unfinished)
    if state in HIDDEN:
        return replace(empty, state="hidden", figure=words.sentence(state.words))
    figure = words.sentence(state.words) or "Unknown: a share was supplied, and no count"
    return replace(empty, figure=figure, remark=words.sentence(remark(row, figure)))


def _count(count: float, state: State) -> str:
    if state is not State.ROUNDED:
        return words.number(count)
    return words.ALMOST_NONE if count == 0 else f"about {words.number(count)}"


def _with_shares(rungs: Iterable[Rung]) -> Iterator[Rung]:
    last: Rung | None = None
    for rung in rungs:
        if rung.state != "supplied" or last is None:
            yield rung
        else:
            share = words.share(rung.count, last.count) if last.count else ""
            yield replace(rung, share=share, of=last.label, before=last.count)
        last = rung if rung.state == "supplied" else last


def _biggest_drop(rungs: Sequence[Rung]) -> int | None:
    """The position of the step that most are lost before, None where nobody is lost before any."""
    lost = {at: rung.before - rung.count for at, rung in enumerate(rungs) if _loses(rungs, at)}
    return max(lost, key=lambda at: lost[at], default=None)


def _loses(rungs: Sequence[Rung], at: int) -> bool:
    """Whether people are lost before a step: fewer reach it, and it does not only sort them."""
    rung = rungs[at]
    if not rung.before > rung.count:
        return False
    return not any(one.sorts for one in rungs[earlier(rungs, at) + 1 : at + 1])


def earlier(rungs: Sequence[Rung], at: int) -> int:
    """Return the position of the last step supplied before another."""
    return max(place for place in range(at) if rungs[place].state == "supplied")


def _title(rungs: Sequence[Rung], drop: int | None, place: str, pathway: Pathway) -> str:
    if drop is not None:
        later = rungs[drop]
        fewer = _many(later.before - later.count, "fewer", pathway)
        return f"{words.sentence(place)}: the biggest drop comes at “{later.label}”, {fewer}"
    known = sum(rung.state == "supplied" for rung in rungs)
    if known < 2:
        return f"{words.sentence(place)}: {known} of {len(rungs)} steps can be shown"
    return f"{words.sentence(place)}: nobody is lost between the steps supplied"


def _period_said(rungs: Sequence[Rung], period: Period | None) -> str:
    known = sum(rung.state != "unknown" for rung in rungs)
    return sentences.steps_period(period, known, len(rungs)) if period else ""


def _findings(made: Walk, pathway: Pathway) -> Iterator[str]:
    rungs, drop = made.rungs, made.drop
    if drop is None:
        yield sentences.no_drop(sum(rung.state == "supplied" for rung in rungs))
    else:
        first, fewer = earlier(rungs, drop), _many(rungs[drop].before - rungs[drop].count, "fewer", pathway)
        owners = rungs[drop].owners
        said = sentences.biggest_drop(_named(rungs[first]), _named(rungs[drop]), fewer, drop - first - 1, owners)
        yield f"{said} {rungs[drop].remark}".strip()
    for at, rung in enumerate(rungs):
        if rung.count > rung.before:
            more = _many(rung.count - rung.before, "more", pathway)
            yield sentences.increase(_named(rungs[earlier(rungs, at)]), _named(rung), more)


def _named(rung: Rung) -> tuple[str, str]:
    return rung.label, rung.figure


def _many(count: float, which: str, pathway: Pathway) -> str:
    number = words.number(count)
    noun = f" {words.of_number(number, pathway.counted)}" if pathway.counted else ""
    return f"{number} {which}{noun}"


def _chart(rungs: Sequence[Rung], drop: int | None, title: str, subtitle: str) -> Chart | None:
    if not any(rung.state == "supplied" for rung in rungs):
        return None
    said = [f"{rung.figure} ({rung.share})" if rung.share else rung.figure for rung in rungs]
    rows = pd.DataFrame(
        {
            "at": range(len(rungs)),
            "label": [rung.label for rung in rungs],
            "said": [text[:1].lower() + text[1:] for text in said],
            "owners": [rung.owners for rung in rungs],
            "count": [rung.count for rung in rungs],
            "before": [rung.before for rung in rungs],
            "biggest": [at == drop for at in range(len(rungs))],
            "known": [rung.state == "supplied" for rung in rungs],
            "dimmed": False,
        }
    )
    told = "; ".join(f"{rung.label} ({rung.owners}): {text}" for rung, text in zip(rungs, said, strict=True))
    key = "per cent of the last step supplied; the pale end of a bar is who does not reach the step"
    key += ", the outlined one the biggest drop" if drop is not None else ""
    return steps_chart(rows, title, f"{subtitle}; {key}", f"{subtitle}, as bars from the first step down. {told}.")
