"""Which prisons release people to an area, how many of them reach treatment, and who else shares the prison."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.figures import State, breakdown_pairs
from dashboard.domain.indicators import Indicator
from dashboard.domain.pathways import BY_PRISON
from dashboard.domain.periods import Period
from dashboard.domain.wording import listed_briefly
from dashboard.reports import sentences, words
from dashboard.reports.report import Part, Table
from dashboard.reports.steps import is_of, shared_period
from dashboard.reports.theme import Shown

_TITLE = "From which prison?"


@dataclass(frozen=True)
class _Row:
    """What one prison releases to an area. Counts are NaN where they are hidden or not known."""

    name: str
    released: float
    started: float
    figure: str
    shared: str


def prisons_part(shown: Shown, eligible: pd.DataFrame, sharing: Mapping[str, frozenset[str]]) -> Part:
    """Return the table of prisons for an area from all estimates of it and of its authorities.

    ``eligible`` has its headline estimates of all eligible releases; ``sharing`` says by prison
    which authorities it releases people to.
    """
    area, areas = shown.area, shown.areas
    if BY_PRISON not in shown.catalogue or area.kind not in (AreaKind.PARTNERSHIP, AreaKind.AUTHORITY):
        return Part(_TITLE, ("This is told for a partnership or an authority: choose one above.",))
    indicator = shown.catalogue.called(BY_PRISON)
    codes = {areas.kept_code(area.code), *area.members}
    ours = shown.here[(shown.here["indicator"] == BY_PRISON) & shown.here["area"].isin(codes)]
    ours = ours[ours["breakdown"].str.startswith("prison=")]
    period = shared_period(ours, [BY_PRISON])
    if period is None:
        return Part(_TITLE, (f"{sentences.not_supplied_by(indicator)}.",))
    of_period = ours[is_of(ours, period)]
    rows = [
        _row(str(breakdown), here, area, areas, indicator, sharing)
        for breakdown, here in of_period.groupby("breakdown")
    ]
    rows.sort(key=lambda row: (-row.released if not math.isnan(row.released) else 0.0, row.name))
    return Part(
        _TITLE,
        said=(_reconciled(rows, _all_released(eligible, period), period),),
        tables=(Table(f"Prisons that release people to {area.name}, {period.label}", _table(rows)),),
        after=(sentences.hidden_prisons(sum(math.isnan(row.started) for row in rows), len(rows)),),
    )


def _row(
    breakdown: str,
    rows: pd.DataFrame,
    area: Area,
    areas: Areas,
    indicator: Indicator,
    sharing: Mapping[str, frozenset[str]],
) -> _Row:
    code = breakdown_pairs(breakdown)["prison"]
    name = areas.at(code).name if areas.knows(code) else code
    whole = rows[rows["area"] == areas.kept_code(area.code)]
    usable = whole[whole["numerator"].notna()]
    # A prison releases to some authorities of a partnership only: without a total, those that are shown are added.
    parts = rows[rows["area"].isin(area.members)] if usable.empty else usable
    shown = parts[parts["numerator"].notna()]
    released = parts["denominator"].sum(min_count=1) if parts["denominator"].notna().all() else math.nan
    if shown.empty:
        figure = words.sentence(State(parts["state"].iloc[0]).words or "unknown")
        return _Row(name, released, math.nan, figure, _shared(code, area, areas, sharing))
    started, of = shown["numerator"].sum(), shown["denominator"].sum()
    figure = _figure(started, of, indicator)
    if len(shown) < len(parts):
        figure += "; hidden or not known for some of its authorities"
        started = math.nan
    return _Row(name, released, started, figure, _shared(code, area, areas, sharing))


def _figure(started: float, released: float, indicator: Indicator) -> str:
    if not released:
        return "Nobody was released to here"
    said = words.part_of_whole(started, released, State.VALUE, indicator)
    few = released < (indicator.minimum_denominator or 0)
    return f"{said}, too few people for a percentage" if few else f"{said} ({words.share(started, released)})"


def _shared(code: str, area: Area, areas: Areas, sharing: Mapping[str, frozenset[str]]) -> str:
    own = areas.partnership_of(area.members[0])
    others = {
        found.name
        for authority in sharing.get(code, frozenset()) - set(area.members)
        if (found := areas.partnership_of(authority)) and found != own
    }
    return words.sentence(listed_briefly(sorted(others))) if others else "No other that sent figures"


def _table(rows: list[_Row]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Prison": [row.name for row in rows],
            "Released to here": [_released(row) for row in rows],
            "Started treatment within three weeks": [row.figure for row in rows],
            "Other partnerships it releases to": [row.shared for row in rows],
        }
    )


def _released(row: _Row) -> str:
    if not math.isnan(row.released):
        return words.number(row.released)
    return "Hidden" if row.figure.casefold().startswith("hidden") else "Unknown"


def _all_released(eligible: pd.DataFrame, period: Period) -> float:
    rows = eligible[is_of(eligible, period)]
    return float(rows["numerator"].iloc[0]) if len(rows) else math.nan


def _reconciled(rows: list[_Row], everybody: float, period: Period) -> str:
    known = [row.released for row in rows if not math.isnan(row.released)]
    if not known:
        return sentences.no_prison_known(everybody, period)
    return sentences.prisons_add_up(int(sum(known)), len(rows) - len(known), everybody, period)
