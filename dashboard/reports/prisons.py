"""Which prisons release people to an area, how many of them reach treatment, and who else shares the prison."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.domain.area_views import AreaView
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.breakdowns import breakdown_pairs
from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator
from dashboard.domain.labels import Method
from dashboard.domain.pathways import BY_PRISON, LADDER, STARTED
from dashboard.domain.periods import Period
from dashboard.domain.shown_figures import Estimate, ShownFigure
from dashboard.domain.wording import listed_briefly
from dashboard.reports import sentences, words
from dashboard.reports.measures import why_unknown
from dashboard.reports.report import Part
from dashboard.reports.steps import shared_period
from dashboard.reports.tables import Table, table

_TITLE = "From which prison?"


@dataclass(frozen=True)
class _Row:
    """What one prison releases to an area. Counts are NaN where they are hidden or not known."""

    name: str
    released: float
    started: float
    figure: str
    is_hidden: bool
    shared: str

    @property
    def lost(self) -> float:
        """How many did not start, NaN where either count is not known."""
        return self.released - self.started


def prison_question(view: AreaView) -> tuple[str, ...]:
    """Return from which prison most of those came who did not start, in a sentence; nothing where none was sent."""
    if BY_PRISON not in view.catalogue or view.area.kind not in (AreaKind.PARTNERSHIP, AreaKind.AUTHORITY):
        return ()
    period = shared_period(_by_prison(view))
    if period is None:
        return ()
    rows = _rows(view, period, {})
    lost = _all_lost(view, rows, period)
    known = [row for row in rows if not math.isnan(row.lost)]
    if not known or not known[0].lost:
        return () if math.isnan(lost) or known else (sentences.lost_from_unknown_prisons(lost, period),)
    return (sentences.most_lost(known[0].name, known[0].lost, lost, period, is_sure=len(known) == len(rows)),)


def _all_lost(view: AreaView, rows: Sequence[_Row], period: Period) -> float:
    """How many did not start in all: by the area's own figure, else from all prisons where each is known."""
    whole = view.of_period(STARTED, view.code, period)
    if whole is not None and whole.is_known and whole.state is not State.ROUNDED:
        return whole.estimate.denominator - whole.estimate.numerator
    return math.fsum(row.lost for row in rows)


def prisons_part(view: AreaView, sharing: Mapping[str, frozenset[str]]) -> Part:
    """Return the table of prisons for an area, from its figures and those of its authorities by prison.

    ``sharing`` says by prison which authorities it releases people to.
    """
    area = view.area
    if BY_PRISON not in view.catalogue or area.kind not in (AreaKind.PARTNERSHIP, AreaKind.AUTHORITY):
        return Part(_TITLE, ("This is told for a partnership or an authority: choose one above.",))
    indicator = view.catalogue.called(BY_PRISON)
    period = shared_period(_by_prison(view))
    if period is None:
        return Part(_TITLE, (f"{why_unknown(view, indicator)}.",))
    rows = _rows(view, period, sharing)
    if all(row.is_hidden for row in rows):
        return Part(_TITLE, (_reconciled(rows, _all_released(view, period), period),))
    return Part(
        _TITLE,
        said=(_reconciled(rows, _all_released(view, period), period),),
        tables=(_table(f"Prisons that release people to {area.name}, {period.label}", rows),),
        after=(sentences.hidden_prisons(sum(math.isnan(row.started) for row in rows), len(rows)),),
    )


def _rows(view: AreaView, period: Period, sharing: Mapping[str, frozenset[str]]) -> list[_Row]:
    """The prisons of one period: those first from which most did not start, then those that released most."""
    indicator = view.catalogue.called(BY_PRISON)
    prisons: dict[str, list[ShownFigure]] = defaultdict(list)
    for figure in _by_prison(view):
        if figure.period == period:
            prisons[figure.key.breakdown].append(figure)
    rows = [_row(breakdown, prisons[breakdown], view, indicator, sharing) for breakdown in prisons]
    return sorted(rows, key=lambda row: (_downwards(row.lost), _downwards(row.released), row.name))


def _downwards(count: float) -> float:
    """What sorts the largest count first, and one that is not known last."""
    return math.inf if math.isnan(count) else -count


def _by_prison(view: AreaView) -> list[ShownFigure]:
    """The figures by prison of the area and of its authorities, in the order of their codes."""
    return [
        figure
        for code in sorted({view.code, *view.area.members})
        for figure in view.all_groups(BY_PRISON, code)
        if figure.key.breakdown.startswith("prison=")
    ]


def _row(
    breakdown: str,
    figures: Sequence[ShownFigure],
    view: AreaView,
    indicator: Indicator,
    sharing: Mapping[str, frozenset[str]],
) -> _Row:
    code = breakdown_pairs(breakdown)["prison"]
    name = _called(view.areas.at(code)) if view.areas.knows(code) else code
    shared = _shared(code, view.area, view.areas, sharing)
    parts = _added_up(figures, view)
    counted = [figure for figure in parts if _is_counted(figure)]
    released = math.fsum(figure.estimate.denominator for figure in parts)
    if not counted:
        state = parts[0].state
        is_hidden = state is State.HIDDEN or state is State.PROTECTED
        return _Row(name, released, math.nan, words.sentence(state.words or "unknown"), is_hidden, shared)
    started = math.fsum(figure.estimate.numerator for figure in counted)
    text = _figure(started, _sum_of_known(figure.estimate.denominator for figure in counted), indicator)
    if len(counted) < len(parts):
        text += "; hidden or not known for some of its authorities"
        started = math.nan
    return _Row(name, released, started, text, is_hidden=False, shared=shared)


def _called(prison: Area) -> str:
    """The name of a prison with what it is: "HMP Leeds", "HMP/YOI Hull", as its register has it."""
    registered = (re.fullmatch(r"(.+) \((HM[^)]*)\)", name) for name in prison.other_names)
    kind = next((found[2] for found in registered if found), "HMP")
    return f"{kind} {prison.name}"


def _added_up(figures: Sequence[ShownFigure], view: AreaView) -> Sequence[ShownFigure]:
    """The figures that make what a prison releases to the area: its total, else those of its authorities."""
    whole = [figure for figure in figures if figure.key.area == view.code]
    # A prison releases to some authorities of a partnership only: without a total, those that are shown are added.
    of_members = [figure for figure in figures if figure.key.area in view.area.members]
    return [figure for figure in whole if _is_counted(figure)] or of_members or whole


def _is_counted(figure: ShownFigure) -> bool:
    return not math.isnan(figure.estimate.numerator)


def _sum_of_known(numbers: Iterable[float]) -> float:
    return math.fsum(number for number in numbers if not math.isnan(number))


def _figure(started: float, released: float, indicator: Indicator) -> str:
    if not released:
        return "Nobody was released to here"
    together = Estimate(math.nan, math.nan, math.nan, started, released, Method.NONE, State.VALUE)
    part = words.part_of_whole(together, indicator)
    few = released < (indicator.minimum_denominator or 0)
    return f"{part}, too few people for a percentage" if few else f"{part} ({words.share(started, released)})"


def _shared(code: str, area: Area, areas: Areas, sharing: Mapping[str, frozenset[str]]) -> str:
    own = areas.partnership_of(area.members[0])
    others = {
        found.name
        for authority in sharing.get(code, frozenset()) - set(area.members)
        if (found := areas.partnership_of(authority)) and found != own
    }
    return words.sentence(listed_briefly(sorted(others))) if others else "No other that sent figures"


def _table(title: str, rows: Sequence[_Row]) -> Table:
    return table(
        title,
        (
            {
                "Prison": row.name,
                "Did not start": "" if math.isnan(row.lost) else words.number(row.lost),
                "Released to here": _released(row),
                "Started treatment within three weeks": row.figure,
                "Other partnerships it releases to": row.shared,
            }
            for row in rows
        ),
    )


def _released(row: _Row) -> str:
    if not math.isnan(row.released):
        return words.number(row.released)
    return "Hidden" if row.is_hidden else "Unknown"


def _all_released(view: AreaView, period: Period) -> float:
    everybody = view.of_period(LADDER.steps[0].indicator, view.code, period)
    return math.nan if everybody is None else everybody.estimate.numerator


def _reconciled(rows: Sequence[_Row], everybody: float, period: Period) -> str:
    known = [row.released for row in rows if not math.isnan(row.released)]
    if not known:
        return sentences.no_prison_known(everybody, period)
    return sentences.prisons_add_up(int(sum(known)), len(rows) - len(known), everybody, period)
