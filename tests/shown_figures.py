"""Figures as they are shown, for tests to start from: one by itself, or the view of an area."""

import math
from collections.abc import Iterable
from datetime import date

import pandas as pd

from dashboard.domain.area_views import AreaView
from dashboard.domain.areas import Area
from dashboard.domain.comparators import Group
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, State, make_period
from dashboard.domain.flags import Flag, flags_of
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.periods import Period
from dashboard.domain.shown_figures import (
    AgainstAmbition,
    Change,
    ComparatorFigure,
    Comparison,
    Estimate,
    FigureKey,
    Label,
    Method,
    ShownFigure,
    shown_figures,
)
from tests.figures import BARNET
from tests.in_frames import beside, changing, compared, estimates, with_change

NAN = math.nan


def shown(indicator: Indicator, **values: object) -> ShownFigure:
    """Return a figure of a quarter in Barnet: 12 of 31, similar to England's 53, with ``values`` put in their place.

    Values are named as in a frame of compared figures; ``period`` is a Period and ``published`` an
    ISO date; ``comparison`` and ``ambition_comparison`` are labels, or "not compared".
    """
    usual: dict[str, object] = {
        "area": BARNET,
        "period": make_period("2025-07-01", 3, "quarter"),
        "sex": "persons",
        "age": "",
        "breakdown": "",
        "numerator": 12.0,
        "denominator": 31.0 if indicator.divides else NAN,
        "lower": NAN,
        "upper": NAN,
        "method": "none",
        "state": "value",
        "comparison": "similar",
        "comparator": indicator.universe,
        "comparator_value": 53.0,
        "comparator_state": "value",
        "together": False,
        "ambition_comparison": "not compared",
        "people_gap": NAN,
        "ambition_gap": NAN,
        "not_compared": "",
        "in_a_year": "cannot be said",
        "trend": "",
        "variation": "",
        "note": "",
        "source": "",
        "revision": 1,
        "published": "2026-01-22",
        **dict.fromkeys((f"comparator_{name}" for name in ("lower", "upper", "numerator", "denominator")), NAN),
    }
    assert set(values) <= {*usual, "value"}, set(values) - {*usual, "value"}
    made = usual | values
    if "value" not in made:
        made["value"] = made["numerator"] / (made["denominator"] if indicator.divides else 1) * indicator.per
    if indicator.interval == "wilson" and not math.isnan(made["numerator"]):
        made["method"] = "Wilson"
    label = made["comparison"]
    comparator = (
        made[f"comparator{name}"] for name in ("", "_value", "_lower", "_upper", "_numerator", "_denominator")
    )
    ambition = made["ambition_comparison"]
    return ShownFigure(
        FigureKey(indicator.id, *(made[name] for name in ("area", "period", "sex", "age", "breakdown"))),
        Estimate(
            *(made[name] for name in ("value", "lower", "upper", "numerator", "denominator")),
            Method(made["method"]),
            State(made["state"]),
        ),
        ComparatorFigure(*comparator, State(made["comparator_state"]), made["together"])
        if made["comparator"]
        else None,
        None if label == "not compared" else Comparison(Label(label), made["people_gap"]),
        made["not_compared"],
        AgainstAmbition(None if ambition == "not compared" else Label(ambition), made["ambition_gap"])
        if indicator.ambition
        else None,
        Change(made["in_a_year"]),
        made["trend"],
        made["variation"],
        flags_of(made["note"]),
        tuple(made["note"].split("; ")) if made["note"] else (),
        indicator.agencies,
        made["source"],
        made["revision"],
        date.fromisoformat(made["published"]) if made["published"] else None,
    )


def estimated(period: Period, value: float = NAN, **numbers: object) -> ShownFigure:
    """Return a figure of a period that nothing stands beside; ``numbers`` are those of its estimate, and its state."""
    usual = {"lower": NAN, "upper": NAN, "numerator": NAN, "denominator": NAN, "state": State.VALUE}
    assert set(numbers) <= set(usual), set(numbers) - set(usual)
    made = usual | numbers
    return ShownFigure(
        FigureKey("a-measure", BARNET, period, "persons", "", ""),
        Estimate(value=value, method=Method.NONE, **made | {"state": State(made["state"])}),
        comparator=None,
        comparison=None,
        not_compared="",
        ambition=None,
        in_a_year=Change.UNKNOWN,
        trend="",
        variation="",
        flags=Flag.NONE,
        remarks=(),
        owners=(),
        source="",
        revision=1,
        published=None,
    )


def view_of(
    figures: pd.DataFrame,
    area: Area,
    definitions: Definitions,
    *,
    catalogue: Catalogue | None = None,
    groups: dict[str, Group] | None = None,
    parts: Iterable[Area] = (),
    revision: int = 1,
) -> AreaView:
    """Return what pages on ``area`` are made of, from figures as the layers hand them on (columns ``FIGURE``)."""
    measures = definitions.catalogue if catalogue is None else catalogue
    stated = figures.assign(
        **{name: value for name, value in (("revision", revision), ("published", "2026-01-22")) if name not in figures}
    )
    made = estimates(stated.sort_values(KEY, ignore_index=True), measures)
    others = beside(made, groups, definitions.areas, measures) if groups else None
    ready = changing(with_change(compared(made, measures, others), measures), measures)
    group = (groups or {}).get(definitions.areas.kept_code(area.code))
    return AreaView(
        area,
        revision,
        measures,
        definitions,
        tuple(shown_figures(ready, measures, {one.name for one in (groups or {}).values() if one.is_together})),
        tuple(parts),
        group,
    )
