"""All figures that the pages of one area are made of, read and compared: those of a theme, or of every measure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd
from sqlmodel import Session

from dashboard.assembly.comparing import groups_of, judged, to_read
from dashboard.assembly.editions import figures_everywhere, figures_of, values_everywhere
from dashboard.assembly.index_reading import senders
from dashboard.domain.area_views import AreaView, Everywhere, Figures, Outdated, Senders, newest, newest_period
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.coded import Bools, coded_frame, texts
from dashboard.domain.comparators import Group
from dashboard.domain.figures import KEY, PERIOD, make_period
from dashboard.domain.indicators import Catalogue, Indicator, Theme
from dashboard.domain.pathways import TAKEN_APART
from dashboard.domain.periods import Period
from dashboard.domain.pieces import Piece
from dashboard.domain.requests import Scope
from dashboard.domain.shown_figures import shown_figures
from dashboard.stats.newest import COUNTRIES, of_everybody
from dashboard.stats.verdicts import changing

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
    here = [scope.area, *places] if groups == "here" else []
    read = [*around, *scope.areas.of_kind(AreaKind.COUNTRY), *to_read(compared_with, scope.definitions), *here]
    # The newest figures of an area stand for periods that the country's newest cover, and nobody else's do.
    of_newest = Piece.NEWEST if theme is None else Piece.RECENT
    piece = of_newest if scope.until is None and not compared_with else Piece.HISTORY
    figures = figures_of(session, scope.basis, scope.reach, catalogue, read, piece)
    if groups != "everywhere":
        codes = [[scope.areas.kept_code(place.code) for place in some] for some in ([scope.area], places)]
        figures = _of_everybody_and_groups(figures, *(codes if groups == "here" else ([], [])))
    if trends and scope.until is not None:  # they end with another figure than the newest of all
        figures = changing(coded_frame(figures), catalogue).frame
    figures = _with_parts(session, scope, figures, catalogue, piece)
    compared = judged(figures, compared_with, scope.definitions, catalogue)
    view = _view(session, scope, catalogue, compared, compared_with, places)
    early = Catalogue({one.id: one for one in catalogue if _is_early(one, view)})
    if not len(early):
        return view
    beside = to_read(compared_with, scope.definitions)
    figures = _joined(figures, _before(session, scope, figures, early, beside))
    compared = judged(figures, compared_with, scope.definitions, catalogue)
    return _view(session, scope, catalogue, compared, compared_with, places)


def _is_early(indicator: Indicator, view: AreaView) -> bool:
    """Whether the area's newest figure came before its comparator's, and none before it that is compared is read."""
    latest = view.first_latest(indicator)
    theirs = latest.figure.comparator if latest else None
    if latest is None or theirs is None or not latest.figure.is_known or not math.isnan(theirs.value):
        return False
    is_told = any(view.series(indicator.id, code) for code in COUNTRIES)
    return is_told and latest.place == view.area and view.compared_before(latest.figure) is None


def _of_everybody(figures: pd.DataFrame) -> Bools:
    return of_everybody(coded_frame(figures[["sex", "age", "breakdown"]]))


def _before(
    session: Session, scope: Scope, figures: pd.DataFrame, early: Catalogue, beside: Sequence[Area]
) -> pd.DataFrame:
    """Figures of everybody of these measures for the newest period that area and country both have."""
    countries = scope.areas.of_kind(AreaKind.COUNTRY)
    every = figures_of(session, scope.basis, scope.reach, early, [scope.area, *countries, *beside], Piece.HISTORY)
    every = every[_of_everybody(every) & every["value"].notna().to_numpy()]
    key = ["indicator", *PERIOD]
    own = every[every["area"] == scope.areas.kept_code(scope.area.code)]
    theirs = every[every["area"].isin(COUNTRIES)]
    both = own.merge(theirs[key].drop_duplicates(), on=key)
    wanted = both.sort_values("period_start").drop_duplicates("indicator", keep="last")[key]
    return every.merge(wanted, on=key)[[*figures]]


MOST_PARTS = 6  # whose figures are told in place of a total that cannot be made of them


def _with_parts(
    session: Session, scope: Scope, figures: pd.DataFrame, catalogue: Catalogue, piece: Piece
) -> pd.DataFrame:
    """Figures, and those of a partnership's authorities of measures that cannot be added up to it."""
    members = scope.area.members if scope.area.kind is AreaKind.PARTNERSHIP else ()
    if not 1 < len(members) <= MOST_PARTS:
        return figures
    own = {*figures["indicator"][figures["area"] == scope.areas.kept_code(scope.area.code)]}
    apart = Catalogue({one.id: one for one in catalogue if one.adds_over_areas == "no" and one.id not in own})
    parts = [scope.areas.at(code) for code in members]
    found = figures_of(session, scope.basis, scope.reach, apart, parts, piece) if len(apart) else figures[:0]
    everybody = found[_of_everybody(found)] if len(found) else found
    return _joined(figures, everybody) if len(everybody) else figures


def _of_everybody_and_groups(figures: pd.DataFrame, here: Sequence[str], parts: Sequence[str]) -> pd.DataFrame:
    """Figures of everybody, of all groups of people here, and in parts of those groups that the page takes apart.

    Where a part has figures of groups alone they stay too, for they say that there are some.
    """
    groups = coded_frame(figures[["sex", "age", "breakdown"]])
    everybody, area, name = of_everybody(groups), texts(figures["area"]), texts(figures["indicator"])
    pair = area.codes * len(name.words) + name.codes
    alone = ~np.isin(pair, pair[everybody])
    kept = everybody | area.among([*here]) | (area.among([*parts]) & (name.among(TAKEN_APART) | alone))
    return figures if kept.all() else figures[kept].reset_index(drop=True)


def measure_view(session: Session, scope: Scope, indicator: Indicator) -> tuple[AreaView, Figures]:
    """Return all figures of one measure in the area of ``scope``, and those of every area for its newest period.

    Where the area has none, that is the newest period that any area has a figure for.
    """
    catalogue = Catalogue({indicator.id: indicator})
    compared_with = groups_of(scope.comparator, [scope.area], scope.definitions)
    beside = [*scope.areas.of_kind(AreaKind.COUNTRY), *to_read(compared_with, scope.definitions)]
    figures = _joined(
        figures_of(session, scope.basis, scope.reach, catalogue, [scope.area, *beside], Piece.HISTORY),
        figures_everywhere(session, scope.basis, scope.reach, catalogue, _everywhere(scope)),
    )
    compared = judged(figures, compared_with, scope.definitions, catalogue)
    code = scope.areas.kept_code(scope.area.code)
    own = compared["area"] == code
    shown = compared[own if own.any() else compared["area"].isin(_in_its_place(scope))]
    view = _view(session, scope, catalogue, shown, compared_with)
    everybody = compared[(compared["sex"] == "persons") & (compared["age"] == "") & (compared["breakdown"] == "")]
    latest = newest(view.series(indicator.id, code), indicator)
    before = None if latest is None else view.compared_before(latest)
    if before is not None:
        # Of the newest period few have sent: all areas are told of the newest that can be compared.
        latest = before
        every = figures_everywhere(session, scope.basis, scope.reach, catalogue, Piece.HISTORY_EVERYWHERE)
        everybody = judged(every, compared_with, scope.definitions, catalogue)
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


def _in_its_place(scope: Scope) -> list[str]:
    """The codes of the areas whose figures are told where an area has none of its own."""
    area, areas = scope.area, scope.areas
    parts = [areas.at(code) for code in area.members] if len(area.members) <= MOST_PARTS else []
    around = [*areas.standing_in_for(area), *areas.of_kind(AreaKind.COUNTRY)]
    return [areas.kept_code(place.code) for place in (*parts, *around)]


def _periods_of(figures: pd.DataFrame) -> Iterable[Period]:
    columns = (column.tolist() for _, column in figures[PERIOD].drop_duplicates().items())
    return (make_period(*period) for period in zip(*columns, strict=True))


def values_beside(session: Session, scope: Scope, view: AreaView) -> Everywhere:
    """Return the values that all areas have for the periods of the figures that stand for the area of ``view``."""
    wanted = {
        (latest.figure.key.indicator, latest.figure.period) for one in view.catalogue for latest in view.latest(one)
    }
    return values_everywhere(session, scope.basis, scope.reach, scope.catalogue, wanted)


def _everywhere(scope: Scope) -> Piece:
    return Piece.NEWEST_EVERYWHERE if scope.until is None else Piece.HISTORY_EVERYWHERE


def _view(
    session: Session,
    scope: Scope,
    catalogue: Catalogue,
    compared: pd.DataFrame,
    compared_with: Mapping[str, Group],
    parts: tuple[Area, ...] = (),
) -> AreaView:
    sent, outdated = _senders(session, scope, catalogue)
    together = {group.name for group in compared_with.values() if group.is_together}
    return AreaView(
        area=scope.area,
        revision=scope.revision,
        catalogue=catalogue,
        definitions=scope.definitions,
        figures=tuple(shown_figures(compared, catalogue, together)),
        parts=parts,
        group=compared_with.get(scope.areas.kept_code(scope.area.code)),
        restricted=scope.restricted,
        senders=sent,
        outdated=outdated,
        until=scope.until,
        told_on=scope.told_on,
    )


def _senders(session: Session, scope: Scope, catalogue: Catalogue) -> tuple[Senders, Outdated]:
    """Of which areas each measure was sent; of one of which the reader may not know it nothing, not even nobody.

    And whose newest value is outdated; looking back that is told beside the country's figures alone.
    """
    found, outdated = senders(session, scope.basis, scope.reach)
    withheld = frozenset() if scope.reach.everywhere else scope.basis.restricted
    known = {one.id: found.get(one.id, frozenset()) for one in catalogue if one.id not in withheld}
    return known, outdated if scope.until is None else {}


def _joined(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Figures of both, each once, in the order of their keys."""
    both = pd.concat([first, second], ignore_index=True)
    return coded_frame(both.drop_duplicates(KEY)).in_order(KEY).frame
