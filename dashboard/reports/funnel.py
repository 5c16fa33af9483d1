"""The funnel of all areas of one kind: who is drawn, what it finds, and whom it leaves out."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from dashboard.charts import funnel as drawn
from dashboard.charts.style import Chart
from dashboard.domain.area_views import Figures
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import Period
from dashboard.domain.shown_figures import ShownFigure
from dashboard.domain.wording import listed, listed_briefly
from dashboard.reports import words
from dashboard.stats.funnels import FEWEST, INNER, OUTER, Funnel, Kind, funnel
from dashboard.stats.intervals import Floats

_KINDS: dict[str, Kind] = {"wilson": "proportion", "byar": "rate"}  # by the indicator's interval
_PLACES = {2: "much higher", 1: "higher", -1: "lower", -2: "much lower"}
_PLURALS = {
    AreaKind.COMMUNITY_SAFETY: "community safety partnerships",
    AreaKind.AUTHORITY: "authorities",
    AreaKind.COUNTRY: "countries",
}
_STEPS = 80  # points of a line: enough to look smooth at the width of a page
_SOME = 8  # more areas beyond the lines than this are counted in the words, and named in the table


@dataclass(frozen=True)
class FunnelPart:
    """The chart, or none; what is said under it or in its place; how areas lie, by code ("much higher")."""

    chart: Chart | None = None
    said: tuple[str, ...] = ()
    places: dict[str, str] = field(default_factory=dict)


class _Placed(NamedTuple):
    """An area that is drawn: its figure, its name, and where it lies, as ``Funnel.places`` has it."""

    figure: ShownFigure
    name: str
    place: int


def funnel_of(figures: Figures, indicator: Indicator, area: Area, areas: Areas) -> FunnelPart:
    """Return the funnel of one period's figures of everybody, of areas of the kind that ``area`` is.

    There is at least one figure. On the page of a country partnerships are drawn, or the areas that
    the measure is published for. Nothing is said of measures that have no funnel, such as counts.
    """
    if indicator.interval not in _KINDS or not indicator.divides:
        return FunnelPart()
    peers = peers_of(indicator, area, areas)
    kind = plural(peers.kind)
    able, left_out = _drawable(figures, indicator, peers.by_code)
    if len(able) < FEWEST:
        few = f"{len(able)} {kind}" if len(able) != 1 else f"one of the {kind}"
        return FunnelPart(said=(f"There is no funnel of all {kind}: it takes {FEWEST}, and {few} can be drawn.",))
    count = np.array([figure.estimate.numerator for figure in able])
    whole = np.array([figure.estimate.denominator for figure in able])
    if count.sum() == 0 or (indicator.interval == "wilson" and count.sum() == whole.sum()):
        return FunnelPart(said=(f"There is no funnel of all {kind}: the figure is the same for all.",))
    made = funnel(count, whole, _KINDS[indicator.interval])
    placed = [
        _Placed(figure, peers.by_code[figure.key.area], place)
        for figure, place in zip(able, made.places.tolist(), strict=True)
    ]
    own = next((one for one in placed if one.figure.key.area == areas.kept_code(area.code)), None)
    chart = drawn.funnel(
        [*_areas(placed, own, indicator), *_lines(placed, made, indicator)],
        "Population" if made.kind == "rate" else f"Number of {words.things(indicator)}",
        _finding(placed, own, indicator, kind),
        _subtitle(made, figures[0].period, indicator, kind),
        _in_words(placed, made, indicator, kind),
    )
    places = {one.figure.key.area: _PLACES[one.place] for one in placed if one.place}
    return FunnelPart(chart, tuple(filter(None, (_chance(made, kind), left_out))), places)


@dataclass(frozen=True)
class Peers:
    """The areas that one is drawn among: their kind, and their names by the code that figures are kept under."""

    kind: AreaKind
    by_code: dict[str, str]


def peers_of(indicator: Indicator, area: Area, areas: Areas) -> Peers:
    """Return the areas that stand beside ``area`` in a funnel or a row of all areas."""
    kind = area.kind
    if kind is AreaKind.COUNTRY:
        kind = AreaKind.PARTNERSHIP if indicator.geography is AreaKind.AUTHORITY else indicator.geography
    alone = areas.partnership_of(area.code) if kind is AreaKind.AUTHORITY else None
    if alone and len(alone.members) == 1:
        kind = AreaKind.PARTNERSHIP
    places = [place for place in areas.of_kind(kind) if not place.ended]
    return Peers(kind, {areas.kept_code(place.code): place.name for place in places})


def plural(kind: AreaKind) -> str:
    """Return what several areas of a kind are called."""
    return _PLURALS.get(kind, f"{kind.value}s")


def _drawable(
    figures: Iterable[ShownFigure], indicator: Indicator, names: Mapping[str, str]
) -> tuple[list[ShownFigure], str]:
    """The figures that have people to count and enough of them, and a sentence on the others."""
    counted = [figure for figure in figures if figure.key.area in names and _is_counted(figure)]
    least = indicator.minimum_denominator or 0
    few = [figure.key.area for figure in counted if figure.estimate.denominator < least]
    able = [figure for figure in counted if figure.estimate.denominator >= least and _is_inside(figure, indicator)]
    found = {*few, *(figure.key.area for figure in able)}
    without = sorted(name for code, name in names.items() if code not in found)
    small = sorted(names[code] for code in few)
    parts = (
        f"{listed_briefly(without)}, for which no count is shown" if without else "",
        f"{listed_briefly(small)}, with fewer than {least} in the group" if small else "",
    )
    left_out = "; ".join(filter(None, parts))
    return able, f"Not drawn: {left_out}." if left_out else ""


def _is_counted(figure: ShownFigure) -> bool:
    return figure.is_known and not math.isnan(figure.estimate.numerator) and figure.estimate.denominator > 0


def _is_inside(figure: ShownFigure, indicator: Indicator) -> bool:
    """Whether those who are counted are among those they are counted of; a rate counts events."""
    count, whole = figure.estimate.numerator, figure.estimate.denominator
    return count >= 0 and (count <= whole or indicator.kind == "rate")


def _areas(placed: Sequence[_Placed], own: _Placed | None, indicator: Indicator) -> Iterator[dict[str, object]]:
    most = max(one.figure.estimate.denominator for one in placed)
    for one in placed:
        yield {
            "line": "",
            "whole": one.figure.estimate.denominator,
            "value": one.figure.value,
            "mark": "own" if one is own else "beyond" if one.place else "within",
            "area": one.name,
            "said": words.figure_with_part(one.figure.estimate, indicator),
            "side": "left" if one.figure.estimate.denominator > most / 2 else "right",
        }


def _lines(placed: Sequence[_Placed], made: Funnel, indicator: Indicator) -> Iterator[dict[str, object]]:
    wholes = [one.figure.estimate.denominator for one in placed]
    # Evenly spread over sizes rather than over people, for the lines bend where groups are small.
    sizes = np.geomspace(max(min(wholes) * 0.9, 1.0), max(wholes) * 1.05, _STEPS)
    lines: dict[str, Floats] = {drawn.CENTRE: np.full(_STEPS, made.centre)}
    for names, level in ((drawn.INNER, INNER), (drawn.OUTER, OUTER)):
        lines |= dict(zip(names, made.limits(sizes, level), strict=True))
    # A line far above every area would press them all flat: it ends where it leaves the picture.
    usual = made.limits(np.array([np.median(wholes)]), OUTER)[1][0] * indicator.per
    top = 1.15 * max(usual, *(one.figure.value for one in placed))
    for name, line in lines.items():
        for whole, value in zip(sizes.tolist(), (line * indicator.per).tolist(), strict=True):
            if value <= top:
                yield {"line": name, "whole": whole, "value": value, "mark": "", "area": "", "said": "", "side": ""}


def _finding(placed: Sequence[_Placed], own: _Placed | None, indicator: Indicator, kind: str) -> str:
    if own is None:
        far = sum(abs(one.place) == max(_PLACES) for one in placed)
        beyond = "none lies" if far == 0 else "one lies" if far == 1 else f"{far} lie"
        return f"Of {len(placed)} {kind}, {beyond} beyond the outer lines of the funnel"
    among = f"{own.name} among all {kind}: {words.figure(own.figure.estimate, indicator)}"
    if own.place == 0:
        return f"{among}, within what chance would explain"
    return f"{among}, {_PLACES[own.place]} than chance would explain"


def _subtitle(made: Funnel, period: Period, indicator: Indicator, kind: str) -> str:
    centre = words.value_in_unit(made.centre * indicator.per, indicator)
    return (
        f"{indicator.short_title}, {words.unit_in_full(indicator)}, {period.label}; "
        f"the plain line is all {kind} drawn here together ({centre}); "
        f"95 of 100 that differ from it by {'their usual spread' if made.spread.tau2 else 'chance'} alone lie between "
        "the dashed lines, 998 of 1,000 between the dotted ones; squares lie beyond"
    )


def _chance(made: Funnel, kind: str) -> str:
    if not made.spread.tau2:
        return ""
    return (
        f"{words.sentence(kind)} differ from one another by more than chance alone would explain. "
        "The lines are drawn wider to allow for it, so that only areas unlike the rest lie beyond them."
    )


def _in_words(placed: Sequence[_Placed], made: Funnel, indicator: Indicator, kind: str) -> str:
    centre = words.value_in_unit(made.centre * indicator.per, indicator)
    inside = sum(one.place == 0 for one in placed)
    parts = [f"{indicator.title}, {len(placed)} {kind}, as a funnel plot. All together: {centre}. {inside} lie within"]
    for place, name in _PLACES.items():
        which = [f"{one.name} {words.figure(one.figure.estimate, indicator)}" for one in placed if one.place == place]
        if which:
            parts.append(f"{name}: {listed(which) if len(which) <= _SOME else len(which)}")
    return f"{'; '.join(parts)}. The table below has every figure."
