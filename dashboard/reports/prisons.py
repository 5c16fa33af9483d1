"""Which prisons release people to an area, how many of them reach treatment, and who else shares the prison."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.domain.area_views import AreaView
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.breakdowns import breakdown_pairs
from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator
from dashboard.domain.labels import Method
from dashboard.domain.pathways import BY_PRISON, LADDER
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


def prisons_part(view: AreaView, sharing: Mapping[str, frozenset[str]]) -> Part:
    """Return the table of prisons for an area, from its figures and those of its authorities by prison.

    ``sharing`` says by prison which authorities it releases people to.
    """
    area = view.area
    if BY_PRISON not in view.catalogue or area.kind not in (AreaKind.PARTNERSHIP, AreaKind.AUTHORITY):
        return Part(_TITLE, ("This is told for a partnership or an authority: choose one above.",))
    indicator = view.catalogue.called(BY_PRISON)
    figures = _by_prison(view)
    period = shared_period(figures)
    if period is None:
        return Part(_TITLE, (f"{why_unknown(view, indicator)}.",))
    prisons: dict[str, list[ShownFigure]] = defaultdict(list)
    for figure in figures:
        if figure.period == period:
            prisons[figure.key.breakdown].append(figure)
    rows = [_row(breakdown, prisons[breakdown], view, indicator, sharing) for breakdown in sorted(prisons)]
    rows.sort(key=lambda row: (-row.released if not math.isnan(row.released) else 0.0, row.name))
    return Part(
        _TITLE,
        said=(_reconciled(rows, _all_released(view, period), period),),
        tables=(_table(f"Prisons that release people to {area.name}, {period.label}", rows),),
        after=(sentences.hidden_prisons(sum(math.isnan(row.started) for row in rows), len(rows)),),
    )


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
    name = view.areas.at(code).name if view.areas.knows(code) else code
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
