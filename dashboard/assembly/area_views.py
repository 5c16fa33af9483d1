"""All figures that the pages of one area are made of, read and compared: those of a theme, or of every measure."""

from collections.abc import Iterable, Mapping
from typing import Literal

import pandas as pd
from sqlmodel import Session

from dashboard.assembly.comparing import groups_of, judged, to_read
from dashboard.assembly.figures import estimates_at
from dashboard.domain.area_views import AreaValue, AreaView, Everywhere, Figures, newest, newest_period
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.comparators import Group
from dashboard.domain.figures import KEY, PERIOD, make_period
from dashboard.domain.indicators import Catalogue, Indicator, Theme
from dashboard.domain.periods import Period
from dashboard.domain.requests import Scope
from dashboard.domain.shown_figures import shown_figures
from dashboard.stats.verdicts import changing, with_change

Groups = Literal["none", "here", "everywhere"]


def area_view(
    session: Session,
    scope: Scope,
    theme: Theme | None = None,
    *,
    groups: Groups = "none",
    parts: Iterable[Area] = (),
    trends: bool = False,
) -> AreaView:
    """Return what is shown of the area of ``scope``, of the measures of a theme, by default of all.

    Figures of groups of people are read "here", in the area itself and in its ``parts``, the places that its page
    takes apart, or "everywhere". With ``trends`` the newest figure of each series says how it changes.
    """
    catalogue = scope.catalogue if theme is None else scope.catalogue.of_theme(theme)
    places = tuple(parts)
    around = [scope.area, *scope.areas.standing_in_for(scope.area)]
    compared_with = groups_of(scope.comparator, around, scope.definitions)
    read = [*around, *scope.areas.of_kind(AreaKind.COUNTRY), *to_read(compared_with, scope.definitions)]
    here = _each_once([scope.area, *places]) if groups == "here" else []
    others = [area for area in _each_once(read) if area not in here]
    figures = estimates_at(session, scope.basis, catalogue, others, headline=groups != "everywhere")
    if here:
        figures = _joined(figures, estimates_at(session, scope.basis, catalogue, here))
    compared = with_change(judged(figures, compared_with, scope.definitions, catalogue), catalogue)
    if trends:
        compared = changing(compared, catalogue)
    return _view(scope, catalogue, compared, compared_with, places)


def measure_view(session: Session, scope: Scope, indicator: Indicator) -> tuple[AreaView, Figures]:
    """Return all figures of one measure in the area of ``scope``, and those of every area for its newest period.

    Where the area has none, that is the newest period that any area has a figure for.
    """
    catalogue = Catalogue({indicator.id: indicator})
    compared_with = groups_of(scope.comparator, [scope.area], scope.definitions)
    figures = _joined(
        estimates_at(session, scope.basis, catalogue, headline=True),
        estimates_at(session, scope.basis, catalogue, [scope.area]),
    )
    compared = with_change(judged(figures, compared_with, scope.definitions, catalogue), catalogue)
    code = scope.areas.kept_code(scope.area.code)
    view = _view(scope, catalogue, compared[compared["area"] == code], compared_with)
    everybody = compared[(compared["sex"] == "persons") & (compared["age"] == "") & (compared["breakdown"] == "")]
    latest = newest(view.series(indicator.id, code), indicator)
    # An area without a figure is told what others have: those of the newest period that anybody has.
    period = newest_period(_periods_of(everybody), indicator) if latest is None else latest.period
    if period is None:
        return view, ()
    of_period = (
        (everybody["period_start"] == period.start.isoformat())
        & (everybody["period_months"] == period.months)
        & (everybody["period_kind"] == period.kind.value)
    )
    return view, tuple(shown_figures(everybody[of_period], catalogue))


def _periods_of(figures: pd.DataFrame) -> Iterable[Period]:
    columns = (column.tolist() for _, column in figures[PERIOD].drop_duplicates().items())
    return (make_period(*period) for period in zip(*columns, strict=True))


def values_everywhere(session: Session, scope: Scope, view: AreaView) -> Everywhere:
    """Return the values that all areas have for the periods of the figures that stand for the area of ``view``."""
    wanted = {
        (latest.figure.key.indicator, latest.figure.period) for one in view.catalogue for latest in view.latest(one)
    }
    since: dict[str, str] = {}
    for name, period in wanted:
        since[name] = min(since.get(name, period.start.isoformat()), period.start.isoformat())
    figures = estimates_at(session, scope.basis, scope.catalogue, headline=True, since=since)
    found: Everywhere = {key: [] for key in wanted}
    columns = ("indicator", *PERIOD, "area", "value", "denominator")
    for row in zip(*(figures[column].tolist() for column in columns), strict=True):
        name, start, months, kind, area, value, denominator = row
        values = found.get((name, make_period(start, months, kind)))
        if values is not None:
            values.append(AreaValue(area, value, denominator))
    return found


def _view(
    scope: Scope,
    catalogue: Catalogue,
    compared: pd.DataFrame,
    compared_with: Mapping[str, Group],
    parts: tuple[Area, ...] = (),
) -> AreaView:
    together = {group.name for group in compared_with.values() if group.is_together}
    return AreaView(
        area=scope.area,
        revision=scope.revision,
        catalogue=catalogue,
        definitions=scope.definitions,
        figures=tuple(shown_figures(compared, catalogue, together)),
        parts=parts,
        group=compared_with.get(scope.areas.kept_code(scope.area.code)),
    )


def _each_once(areas: Iterable[Area]) -> list[Area]:
    return list(dict.fromkeys(areas))


def _joined(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Figures of both, each once, in the order of their keys."""
    both = pd.concat([first, second], ignore_index=True)
    return both.drop_duplicates(KEY).sort_values(KEY, ignore_index=True)
