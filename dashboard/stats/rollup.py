"""Totals of areas from their authorities: sums of people over sums of people, never across a gap."""

from collections.abc import Iterable

import pandas as pd

from dashboard.domain.areas import Area, Areas
from dashboard.domain.figures import DEMONSTRATION, KEY, State, is_demonstration
from dashboard.domain.indicators import Catalogue
from dashboard.domain.wording import listed
from dashboard.stats.counts import counted

WITHIN = [name for name in KEY if name != "area"]
WORKED_OUT = "worked out here from its authorities"
COUNTED = [State.VALUE.value, State.ROUNDED.value]


def totals(figures: pd.DataFrame, wider: Iterable[Area], areas: Areas, catalogue: Catalogue) -> pd.DataFrame:
    """Return the totals of ``wider`` areas, one row for each key that any of their authorities has.

    A part that is missing, or without a number, makes the total not available and is named in its
    note. A key that was supplied for the wider area has no total. Columns as ``figures`` has them.
    """
    members = pd.DataFrame(
        [(member, area.code) for area in wider for member in area.members if len(area.members) > 1],
        columns=["area", "whole"],
        dtype="str",
    )
    addable = figures["indicator"].map(lambda name: adds_up(catalogue, name)).astype("bool")
    parts = counted(figures[addable], catalogue).merge(members, on="area")
    if parts.empty:
        return figures.iloc[:0]
    parts = _with_neighbours(parts)
    sums = _sums(parts, catalogue)
    sizes = members.groupby("whole")["area"].size()
    complete = sums["counted"].eq(sums["whole"].map(sizes))
    made = pd.concat([sums[complete], _with_gaps(sums[~complete], parts, areas)], ignore_index=True)
    made = made.rename(columns={"whole": "area"}).reindex(columns=figures.columns)
    return _not_supplied(made, figures)


def adds_up(catalogue: Catalogue, indicator: str) -> bool:
    """Whether figures of this indicator may be added over areas."""
    return indicator in catalogue and catalogue.called(indicator).adds_over_areas != "no"


def _with_neighbours(parts: pd.DataFrame) -> pd.DataFrame:
    """A part that is counted with its neighbour adds nobody and leaves no gap, if the neighbour is a part too."""
    neighbour = parts["state"] == State.IN_NEIGHBOUR
    if not neighbour.any():
        return parts
    has_numbers = parts.assign(has=parts["state"].isin(COUNTED)).groupby(["whole", *WITHIN])["has"].transform("any")
    settled = neighbour & has_numbers.astype(bool)
    return parts.assign(
        state=parts["state"].where(~settled, State.VALUE.value),
        numerator=parts["numerator"].where(~settled, 0.0),
        denominator=parts["denominator"].where(~settled, 0.0),
    )


def _sums(parts: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    divides = parts["indicator"].map(lambda name: catalogue.called(name).divides)
    usable = parts["state"].isin(COUNTED) & parts["numerator"].notna() & (~divides | parts["denominator"].notna())
    grouped = parts.assign(
        usable=usable,
        numerator=parts["numerator"].where(usable),
        denominator=parts["denominator"].where(usable & divides),
        rounded=parts["state"] == State.ROUNDED,
        provisional=parts["note"].str.contains("provisional", case=False, regex=False),
        invented=parts["source"].map(is_demonstration).astype("bool"),
    ).groupby(["whole", *WITHIN], as_index=False)
    sums = grouped.agg(
        counted=("usable", "sum"),
        rounded=("rounded", "any"),
        provisional=("provisional", "any"),
        invented=("invented", "any"),
        revision=("revision", "max"),
    )
    added = grouped[["numerator", "denominator"]].sum(min_count=1)  # the same groups in the same order
    state = sums["rounded"].map({True: State.ROUNDED.value, False: State.VALUE.value})
    approximate = sums["indicator"].map(lambda name: catalogue.called(name).adds_over_areas == "approximately")
    return sums.assign(
        numerator=added["numerator"],
        denominator=added["denominator"],
        state=state,
        note=[_total_note(*row) for row in zip(approximate, sums["provisional"], strict=True)],
        source=sums["invented"].map({True: f"{DEMONSTRATION}, {WORKED_OUT}", False: WORKED_OUT}),
        **dict.fromkeys(("value", "lower", "upper"), float("nan")),
    )


def _total_note(approximate: bool, provisional: bool) -> str:
    notes = (
        "about, for a person may be counted in two of the areas" if approximate else "",
        "provisional" if provisional else "",
    )
    return "; ".join(filter(None, notes))


def _with_gaps(sums: pd.DataFrame, parts: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Partnerships say which part is missing; a region or England without all its parts has no total."""
    partnerships = sums[sums["whole"].map(lambda code: bool(areas.at(code).evidence)).astype("bool")]
    if partnerships.empty:
        return partnerships
    keys = ["whole", *WITHIN]
    states = {key: _states_by_area(rows) for key, rows in parts.groupby(keys)}
    notes = [
        _gap(areas.at(key[0]), areas, states.get(key, {}))
        for key in partnerships[keys].itertuples(index=False, name=None)
    ]
    nothing = dict.fromkeys(("numerator", "denominator"), float("nan"))
    return partnerships.assign(state=State.NOT_AVAILABLE.value, note=notes, **nothing)


def _states_by_area(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["area"], rows["state"], strict=True))


def _gap(whole: Area, areas: Areas, states: dict[str, str]) -> str:
    by_reason: dict[str, list[str]] = {}
    for code in whole.members:  # in this order, whatever the order of the rows
        if reason := _why_missing(states.get(code)):
            by_reason.setdefault(reason, []).append(areas.at(code).name)
    if not by_reason:
        return "the figures of its areas came without the counts behind them"
    missing = [f"{listed(names)} {reason}" for reason, names in by_reason.items()]
    return f"a part is missing: {'; '.join(missing)}"


def _why_missing(state: str | None) -> str:
    if state is None:
        return "not supplied"
    return "" if State(state).has_numbers else f"({State(state).words})"


def _not_supplied(made: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """A figure supplied for the same key wins over the computed one."""
    supplied = pd.MultiIndex.from_frame(figures[KEY])
    kept = made[~pd.MultiIndex.from_frame(made[KEY]).isin(supplied)]
    return kept.sort_values(KEY, ignore_index=True)
