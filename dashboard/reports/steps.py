"""Steps that people go through, of one area and period: how many reach each, where most are lost, whose step it is.

Steps come from several agencies and cohorts, so one may be larger than the one before; that is said, never clipped.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dashboard.charts.steps import steps as steps_chart
from dashboard.charts.style import Chart
from dashboard.domain.absences import Absence
from dashboard.domain.agencies import Agency
from dashboard.domain.area_views import AreaView
from dashboard.domain.areas import Area
from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator
from dashboard.domain.pathways import Pathway, Step
from dashboard.domain.periods import Period
from dashboard.domain.shown_figures import ShownFigure
from dashboard.reports import absences, sentences, words
from dashboard.reports.measures import remark
from dashboard.reports.report import Part
from dashboard.reports.tables import OWNERS, Table

_WIDEST = 54  # letters of the chart's size beside each other on a screen 390 pixels wide, seen there


@dataclass(frozen=True)
class Rung:
    """One step. ``count`` is NaN but where it is supplied; ``share`` is of ``of``, the last step that was.

    ``absence`` is why there is no figure at all, None where there is one, with a count or without.
    """

    label: str
    indicator: str
    owners: tuple[Agency, ...]
    count: float
    state: Literal["supplied", "hidden", "unknown"]
    figure: str
    share: str = ""
    of: str = ""
    before: float = math.nan
    sorts: bool = False
    remark: str = ""
    absence: Absence | None = None


@dataclass(frozen=True)
class Steps:
    """All steps of one area and period, with what they say and their chart (None where no step has a count)."""

    rungs: tuple[Rung, ...]
    title: str
    said: tuple[str, ...]
    chart: Chart | None = field(repr=False)
    period: Period | None
    counted: str

    def table(self, title: str) -> Table:
        """Return the steps in order; the column of remarks only where there is one."""
        headings = ("Step", OWNERS, self.counted, "Of the last step supplied", "Remarks")
        rows = tuple(
            (rung.label, rung.owners, rung.figure, f"{rung.share} of “{rung.of}”" if rung.share else "", rung.remark)
            for rung in self.rungs
        )
        return Table(title, headings, rows).filled(*headings[:-1])


@dataclass(frozen=True)
class Walk:
    """The steps of one area and period, and ``loss``, the position of the step that most are lost before, or None.

    Where steps without a count lie before that one, the loss is theirs together and ``drop`` is None.
    """

    rungs: tuple[Rung, ...]
    loss: int | None
    period: Period | None

    @property
    def drop(self) -> int | None:
        """The position of the one step that most are lost before, None where nobody can say which it is."""
        return self.loss if self.loss and earlier(self.rungs, self.loss) == self.loss - 1 else None

    @property
    def has_ends(self) -> bool:
        """Whether its first and its last step have a count; else more may be lost before or after those that do."""
        return all(rung.state == "supplied" for rung in (self.rungs[0], self.rungs[-1]))

    @property
    def lost(self) -> tuple[Rung, Rung, float]:
        """Between which two steps most are lost, and how many; only where there is a ``loss``."""
        assert self.loss is not None
        later = self.rungs[self.loss]
        return self.rungs[earlier(self.rungs, self.loss)], later, later.before - later.count


def walk(pathway: Pathway, view: AreaView, place: Area) -> Walk:
    """Return the steps of ``pathway`` in one place, from its figures of everybody."""
    code = view.areas.kept_code(place.code)
    known = [step for step in pathway.steps if step.indicator in view.catalogue]
    period = shared_period([figure for step in known for figure in view.series(step.indicator, code)])
    rungs = tuple(_with_shares(_rung(step, view, place, period) for step in known))
    return Walk(rungs, _biggest_loss(rungs), period)


def steps_of(pathway: Pathway, view: AreaView, place: Area, name: str) -> Steps:
    """Return what the steps of ``pathway`` in one place say, which is called ``name``, with their chart."""
    made = walk(pathway, view, place)
    rungs, period = made.rungs, made.period
    title = _title(made, name, pathway)
    told = (_period_said(rungs, period), *_findings(made, pathway))
    chart = _chart(made, title, f"{pathway.name}, {name}{f', {period.label}' if period else ''}")
    counted = words.sentence(pathway.counted) or "Count"
    return Steps(rungs, title, tuple(filter(None, told)), chart, period, counted)


def steps_part(steps: Steps, name: str, title: str = "") -> Part:
    """Return steps as a part of a page, its table called ``name``.

    Without a chart to say what they show the part has ``title``, or the name once more, as its heading.
    """
    return Part("" if steps.chart else title or name, chart=steps.chart, tables=(steps.table(name),), after=steps.said)


def shared_period(figures: Sequence[ShownFigure]) -> Period | None:
    """Return the period in which most of their measures have a figure or hide one; of several the newest, longest.

    Where two end together and the shorter hides what the longer shows, the longer is the more useful.
    """
    counted = [figure for figure in figures if figure.state.has_numbers or figure.state.is_hidden] or figures
    measures = dict.fromkeys((figure.key.indicator, figure.period) for figure in counted)
    periods = Counter(period for _, period in measures)
    return max(periods, key=lambda period: (periods[period], period.end, period.months), default=None)


def _rung(step: Step, view: AreaView, place: Area, period: Period | None) -> Rung:
    code = view.areas.kept_code(place.code)
    indicator = view.catalogue.called(step.indicator)
    empty = Rung(step.label, indicator.id, indicator.owners, math.nan, "unknown", "", sorts=step.sorts)
    figure = None if period is None else view.of_period(indicator.id, code, period)
    if figure is None:
        found = absences.of_period(view, indicator, place, period)
        return replace(empty, figure=absences.in_place(found, indicator, place), absence=found.absence)
    return _with_figure(empty, figure, indicator)


def _with_figure(empty: Rung, figure: ShownFigure, indicator: Indicator) -> Rung:
    state, count = figure.state, figure.estimate.numerator
    if not math.isnan(count):
        unfinished = sentences.unfinished(figure, indicator)
        return replace(empty, count=count, state="supplied", figure=_count(count, state), remark=unfinished)
    if state.is_hidden:
        return replace(empty, state="hidden", figure=words.sentence(state.words))
    text = words.sentence(state.words) or "Unknown: a share was supplied, and no count"
    return replace(empty, figure=text, remark=words.sentence(remark(figure, text)))


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


def _biggest_loss(rungs: Sequence[Rung]) -> int | None:
    """The position of the step that most are lost before, None where nobody is lost before any."""
    lost = {at: rung.before - rung.count for at, rung in enumerate(rungs) if _loses(rungs, at)}
    return max(lost, key=lambda at: lost[at], default=None)


def _loses(rungs: Sequence[Rung], at: int) -> bool:
    """Whether people are lost before a step: fewer reach it, and it does not only sort them."""
    rung = rungs[at]
    return rung.before > rung.count and not _is_sorted(rungs, at)


def _is_sorted(rungs: Sequence[Rung], at: int) -> bool:
    """Whether a step that only sorts people lies between this one, itself included, and the last that was supplied."""
    return any(one.sorts for one in rungs[earlier(rungs, at) + 1 : at + 1])


def earlier(rungs: Sequence[Rung], at: int) -> int:
    """Return the position of the last step supplied before another."""
    return max(place for place in range(at) if rungs[place].state == "supplied")


def _title(made: Walk, place: str, pathway: Pathway) -> str:
    rungs = made.rungs
    if made.loss is not None:
        return f"{words.sentence(place)}: {where_most_are_lost(made, pathway)}"
    known = sum(rung.state == "supplied" for rung in rungs)
    if known < 2:
        return f"{words.sentence(place)}: {known} of {len(rungs)} steps can be shown"
    return f"{words.sentence(place)}: nobody is lost between the steps supplied"


def where_most_are_lost(made: Walk, pathway: Pathway) -> str:
    """Return at which step of a walk with a ``loss`` most are lost, or between which two, and how many."""
    first, later, many = made.lost
    fewer = _many(many, "fewer", pathway)
    is_one_step = made.drop is not None
    return sentences.where_lost(first.label, later.label, fewer, at_one_step=is_one_step, of_all=made.has_ends)


def _period_said(rungs: Sequence[Rung], period: Period | None) -> str:
    known = sum(rung.state != "unknown" for rung in rungs)
    return sentences.steps_period(period, known, len(rungs)) if period else ""


def _findings(made: Walk, pathway: Pathway) -> Iterator[str]:
    rungs = made.rungs
    if made.loss is None:
        yield sentences.no_drop(sum(rung.state == "supplied" for rung in rungs))
    else:
        first, later, many = made.lost
        steps = rungs[earlier(rungs, made.loss) + 1 : made.loss + 1]
        owners = dict.fromkeys(owner for rung in steps for owner in rung.owners)
        fewer = _many(many, "fewer", pathway)
        said = sentences.biggest_drop(_named(first), _named(later), fewer, len(steps) - 1, owners, of_all=made.has_ends)
        yield f"{said} {later.remark}".strip()
    if any(rung.before > rung.count and _is_sorted(rungs, at) for at, rung in enumerate(rungs)):
        yield sentences.ONLY_SORTED
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


def _chart(made: Walk, title: str, subtitle: str) -> Chart | None:
    rungs, drop = made.rungs, made.drop
    if not any(rung.state == "supplied" for rung in rungs):
        return None
    points = [
        _point(at, rung, biggest=at == drop, loses=rung.state == "supplied" and _loses(rungs, at))
        for at, rung in enumerate(rungs)
    ]
    each = "; ".join(f"{rung.label} ({words.agencies(rung.owners)}): {_with_share(rung)}" for rung in rungs)
    key = "per cent of the last step supplied; the pale end of a bar is who does not reach the step"
    key += f", the outlined one the {sentences.biggest(of_all=made.has_ends)}" if drop is not None else ""
    key += f"; {sentences.NO_LOSS}" if any(rung.sorts for rung in rungs) else ""
    alternative = f"{subtitle}, as bars from the first step down. {each}."
    return steps_chart(points, [rung.owners for rung in rungs], title, f"{subtitle}; {key}", alternative)


def _with_share(rung: Rung) -> str:
    return f"{rung.figure} ({rung.share})" if rung.share else rung.figure


def _beside_bar(rung: Rung) -> str:
    """What a step has, in words that a phone has room for beside its name; the table and the text say all."""
    text = _with_share(rung)
    if rung.absence is not None and len(rung.label) + len(text) > _WIDEST:
        return absences.short(rung.absence)
    return text[:1].lower() + text[1:]


def _point(at: int, rung: Rung, *, biggest: bool, loses: bool) -> dict[str, object]:
    return {
        "at": at,
        "label": rung.label,
        "said": _beside_bar(rung),
        "count": rung.count,
        "before": rung.before if loses else math.nan,
        "biggest": biggest,
        "known": rung.state == "supplied",
    }
