"""The funnel of all areas of one kind: who is drawn, what it finds, and whom it leaves out."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.charts import funnel as drawn
from dashboard.charts.style import Chart
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.figures import period_of
from dashboard.domain.indicators import Indicator
from dashboard.domain.wording import listed, listed_briefly
from dashboard.reports import words
from dashboard.stats.funnels import FEWEST, INNER, OUTER, Funnel, Kind, funnel

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


def funnel_of(rows: pd.DataFrame, indicator: Indicator, area: Area, areas: Areas) -> FunnelPart:
    """Return the funnel of one period's headline estimates, of areas of the kind that ``area`` is.

    There is at least one row. On the page of a country partnerships are drawn, or the areas that
    the measure is published for. Nothing is said of measures that have no funnel, such as counts.
    """
    if indicator.interval not in _KINDS or not indicator.divides:
        return FunnelPart()
    names = peers_of(indicator, area, areas)
    kind = plural(names.kind)
    here = rows[rows["area"].isin(names.by_code)]
    able, left_out = _drawable(here, indicator, names.by_code)
    if len(able) < FEWEST:
        few = f"{len(able)} {kind}" if len(able) != 1 else f"one of the {kind}"
        return FunnelPart(said=(f"There is no funnel of all {kind}: it takes {FEWEST}, and {few} can be drawn.",))
    count, whole = able["numerator"].to_numpy(float), able["denominator"].to_numpy(float)
    if count.sum() == 0 or (indicator.interval == "wilson" and count.sum() == whole.sum()):
        return FunnelPart(said=(f"There is no funnel of all {kind}: the figure is the same for all.",))
    made = funnel(count, whole, _KINDS[indicator.interval])
    able = able.assign(place=made.places, name=able["area"].map(names.by_code))
    own = able[able["area"] == areas.kept_code(area.code)]
    chart = drawn.funnel(
        _points(able, own, made, indicator),
        "Population" if made.kind == "rate" else f"Number of {words.things(indicator)}",
        _finding(able, own, indicator, kind),
        _subtitle(made, rows.iloc[0], indicator, kind),
        _in_words(able, made, indicator, kind),
    )
    return FunnelPart(chart, tuple(filter(None, (_chance(made, kind), left_out))), _places(able))


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


def _drawable(rows: pd.DataFrame, indicator: Indicator, names: dict[str, str]) -> tuple[pd.DataFrame, str]:
    """The rows that have people to count and enough of them, and a sentence on the others."""
    counted = rows["value"].notna() & rows["numerator"].notna() & (rows["denominator"] > 0)
    inside = (rows["numerator"] >= 0) & ((rows["numerator"] <= rows["denominator"]) | (indicator.kind == "rate"))
    small = counted & (rows["denominator"] < (indicator.minimum_denominator or 0))
    able = rows[counted & inside & ~small]
    without = sorted(set(names) - set(able["area"]) - set(rows.loc[small, "area"]), key=lambda code: names[code])
    few = sorted(names[code] for code in rows.loc[small, "area"])
    said = (
        f"{listed_briefly([names[code] for code in without])}, for which no count is shown" if without else "",
        f"{listed_briefly(few)}, with fewer than {indicator.minimum_denominator} in the group" if few else "",
    )
    told = "; ".join(filter(None, said))
    return able, f"Not drawn: {told}." if told else ""


def _points(able: pd.DataFrame, own: pd.DataFrame, made: Funnel, indicator: Indicator) -> pd.DataFrame:
    most, per = able["denominator"].max(), indicator.per
    marks = np.where(able["place"] != 0, "beyond", "within")
    areas = pd.DataFrame(
        {
            "line": "",
            "whole": able["denominator"],
            "value": able["value"],
            "mark": np.where(able["area"].isin(own["area"]), "own", marks),
            "area": able["name"],
            "said": [_figure(row, indicator) for _, row in able.iterrows()],
            "side": np.where(able["denominator"] > most / 2, "left", "right"),
        }
    )
    # Evenly spread over sizes rather than over people, for the lines bend where groups are small.
    at = np.geomspace(max(able["denominator"].min() * 0.9, 1.0), most * 1.05, _STEPS)
    lines = {drawn.CENTRE: np.full(_STEPS, made.centre)}
    for names, level in ((drawn.INNER, INNER), (drawn.OUTER, OUTER)):
        lines |= dict(zip(names, made.limits(at, level), strict=True))
    # A line far above every area would press them all flat: it ends where it leaves the picture.
    usual = made.limits(np.array([able["denominator"].median()]), OUTER)[1][0] * per
    top = 1.15 * max(able["value"].max(), usual)
    drawn_lines = [
        pd.DataFrame({"line": name, "whole": at, "value": line * per, "mark": "", "area": "", "said": "", "side": ""})
        for name, line in lines.items()
    ]
    return pd.concat([areas, *(line[line["value"] <= top] for line in drawn_lines)], ignore_index=True)


def _figure(row: pd.Series, indicator: Indicator) -> str:
    figure = words.figure(row["value"], row["state"], indicator)
    part = words.part_of_whole(row["numerator"], row["denominator"], row["state"], indicator)
    return f"{figure} ({part})" if part else figure


def _finding(able: pd.DataFrame, own: pd.DataFrame, indicator: Indicator, kind: str) -> str:
    if own.empty:
        far = int((able["place"].abs() == max(_PLACES)).sum())
        beyond = "none lies" if far == 0 else "one lies" if far == 1 else f"{far} lie"
        return f"Of {len(able)} {kind}, {beyond} beyond the outer lines of the funnel"
    row = own.iloc[0]
    figure = words.figure(row["value"], row["state"], indicator)
    if row["place"] == 0:
        return f"{row['name']} among all {kind}: {figure}, within what chance would explain"
    return f"{row['name']} among all {kind}: {figure}, {_PLACES[int(row['place'])]} than chance would explain"


def _subtitle(made: Funnel, shown: pd.Series, indicator: Indicator, kind: str) -> str:
    centre = words.value_in_unit(made.centre * indicator.per, indicator)
    return (
        f"{indicator.short_title}, {words.unit_in_full(indicator)}, {period_of(shown).label}; "
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


def _in_words(able: pd.DataFrame, made: Funnel, indicator: Indicator, kind: str) -> str:
    centre = words.value_in_unit(made.centre * indicator.per, indicator)
    inside = int((able["place"] == 0).sum())
    told = [f"{indicator.title}, {len(able)} {kind}, as a funnel plot. All together: {centre}. {inside} lie within"]
    for place, name in _PLACES.items():
        found = able[able["place"] == place]
        if len(found):
            which = [f"{row['name']} {_value(row, indicator)}" for _, row in found.iterrows()]
            told.append(f"{name}: {listed(which) if len(which) <= _SOME else len(which)}")
    return f"{'; '.join(told)}. The table below has every figure."


def _value(row: pd.Series, indicator: Indicator) -> str:
    return words.figure(row["value"], row["state"], indicator)


def _places(able: pd.DataFrame) -> dict[str, str]:
    return {row["area"]: _PLACES[int(row["place"])] for _, row in able.iterrows() if row["place"] != 0}
