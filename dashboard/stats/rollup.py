"""Totals of areas from their authorities: sums of people over sums of people, never across a gap."""

from collections.abc import Iterable, Sequence

import pandas as pd

from dashboard.domain.areas import Area, Areas
from dashboard.domain.figures import DEMONSTRATION, KEY, State
from dashboard.domain.indicators import Catalogue
from dashboard.domain.wording import listed_briefly
from dashboard.stats.counts import counted

WITHIN = [name for name in KEY if name != "area"]
COUNTED = [State.VALUE.value, State.ROUNDED.value]
ABOUT = "about, for a person may be counted in two of the areas"
PROVISIONAL = "provisional"


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
    addable = figures["indicator"].isin([one.id for one in catalogue if adds_up(catalogue, one.id)])
    parts = counted(figures[addable], catalogue).merge(members, on="area")
    if parts.empty:
        return figures.iloc[:0]
    parts = _with_neighbours(parts)
    sums = added(parts, ["whole", *WITHIN], catalogue)
    twice = [one.id for one in catalogue if one.adds_over_areas == "approximately"]
    sums = sums.assign(note=total_notes(sums["indicator"].isin(twice), sums["provisional"]))
    sizes = members.groupby("whole")["area"].size()
    complete = sums["counted"].eq(sums["whole"].map(sizes))
    made = pd.concat([sums[complete], _with_gaps(sums[~complete], parts, areas)], ignore_index=True)
    made = made.rename(columns={"whole": "area"}).reindex(columns=figures.columns)
    return not_supplied(made, figures)


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


def usable(parts: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Return whether each figure has the counts that a sum needs."""
    divides = parts["indicator"].isin([one.id for one in catalogue if one.divides])
    return parts["state"].isin(COUNTED) & parts["numerator"].notna() & (~divides | parts["denominator"].notna())


def added(parts: pd.DataFrame, keys: Sequence[str], catalogue: Catalogue) -> pd.DataFrame:
    """Return one row for each of ``keys``: sums of numerators and denominators, with no value and no limits.

    Beside them ``state`` (rounded where any part is), ``numbered`` (how many parts have a number),
    ``counted`` (how many have the counts that a sum needs), ``about`` and ``provisional`` (whether any
    part says so), ``revision`` (the newest); ``source`` holds the mark of a demonstration, or nothing.
    """
    with_counts = usable(parts, catalogue)
    divides = parts["indicator"].isin([one.id for one in catalogue if one.divides])
    grouped = parts.assign(
        usable=with_counts,
        numerator=parts["numerator"].where(with_counts),
        denominator=parts["denominator"].where(with_counts & divides),
        numbered=parts["state"].isin(COUNTED),
        rounded=parts["state"] == State.ROUNDED,
        about=parts["note"].str.contains(ABOUT, regex=False),
        provisional=parts["note"].str.contains(PROVISIONAL, case=False, regex=False),
        invented=parts["source"].str.startswith(DEMONSTRATION),
    ).groupby(list(keys), as_index=False)
    sums = grouped.agg(
        numbered=("numbered", "sum"),
        counted=("usable", "sum"),
        rounded=("rounded", "any"),
        about=("about", "any"),
        provisional=("provisional", "any"),
        invented=("invented", "any"),
        revision=("revision", "max"),
    )
    numbers = grouped[["numerator", "denominator"]].sum(min_count=1)  # the same groups in the same order
    return sums.assign(
        numerator=numbers["numerator"],
        denominator=numbers["denominator"],
        state=sums["rounded"].map({True: State.ROUNDED.value, False: State.VALUE.value}),
        source=sums["invented"].map({True: DEMONSTRATION, False: ""}).astype("str"),
        **dict.fromkeys(("value", "lower", "upper"), float("nan")),
    )


def total_notes(about: pd.Series, provisional: pd.Series) -> list[str]:
    """Return what is to be said of each total."""
    return [
        "; ".join(text for text, said in ((ABOUT, twice), (PROVISIONAL, early)) if said)
        for twice, early in zip(about, provisional, strict=True)
    ]


def _with_gaps(sums: pd.DataFrame, parts: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Partnerships say which part is missing; a region or England without all its parts has no total."""
    partnerships = sums[sums["whole"].map(lambda code: bool(areas.at(code).evidence)).astype("bool")]
    if partnerships.empty:
        return partnerships
    keys = ["whole", *WITHIN]
    of_gaps = parts.merge(partnerships[keys], on=keys)  # few of many: groups are looped over one by one
    states = {key: _states_by_area(rows) for key, rows in of_gaps.groupby(keys)}
    notes = [
        _gap(areas.at(key[0]), areas, states.get(key, {}))
        for key in partnerships[keys].itertuples(index=False, name=None)
    ]
    nothing = dict.fromkeys(("numerator", "denominator"), float("nan"))
    return partnerships.assign(state=State.NOT_AVAILABLE.value, note=notes, **nothing)


def _states_by_area(rows: pd.DataFrame) -> dict[str, str]:
    return dict(zip(rows["area"], rows["state"], strict=True))


def _gap(whole: Area, areas: Areas, states: dict[str, str]) -> str:
    # In the order of the members, whatever the order of the rows.
    missing = [(areas.at(code).name, _why_missing(states.get(code))) for code in whole.members]
    return missing_parts(missing) or "the figures of its areas came without the counts behind them"


def _why_missing(state: str | None) -> str:
    if state is None:
        return "not supplied"
    return "" if State(state).has_numbers else f"({State(state).words})"


def missing_parts(parts: Iterable[tuple[str, str]]) -> str:
    """Return which parts are missing and why, from names with reasons; nothing where no part has a reason."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in parts:
        if reason:
            by_reason.setdefault(reason, []).append(name)
    missing = [f"{listed_briefly(names)} {reason}" for reason, names in by_reason.items()]
    return f"a part is missing: {'; '.join(missing)}" if missing else ""


def not_supplied(made: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return totals ordered by key, without those of a key in ``figures``: a supplied figure wins over them."""
    supplied = pd.MultiIndex.from_frame(figures[KEY])
    kept = made[~pd.MultiIndex.from_frame(made[KEY]).isin(supplied)]
    return kept.sort_values(KEY, ignore_index=True)
