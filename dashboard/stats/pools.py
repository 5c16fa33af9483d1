"""What each figure is compared with: the figure of another area as it is shown, or of several added up."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.coded import Coded, Codes, Column, Texts, joined, numbered_together
from dashboard.domain.comparators import Group
from dashboard.domain.figures import State
from dashboard.domain.indicators import Catalogue
from dashboard.stats.estimates import estimates
from dashboard.stats.intervals import Floats
from dashboard.stats.rollup import WITHIN, totals
from dashboard.stats.settings import Settings

_NUMBERS = ["value", "lower", "upper", "numerator", "denominator"]
BESIDE = [*_NUMBERS, "state", "reason"]


def beside(shown: Coded, groups: Mapping[str, Group], areas: Areas, catalogue: Catalogue) -> Coded:
    """Return what stands beside each figure: ``name`` and columns ``BESIDE``, in the order of ``shown``.

    ``shown`` are estimates as they are shown, those of the areas in the groups among them; ``groups``
    says by kept code whom an area is compared with. Of one area its figure is taken as it is; of several
    people are added, and where one has no number there is none, with ``reason`` naming it. Same period,
    sex, age and breakdown only. A figure whose area has no group has an empty name and reason.
    """
    pools = {group: _pool(number, group, areas) for number, group in enumerate(dict.fromkeys(groups.values()))}
    numbers = {group: number for number, group in enumerate(pools)}
    asked = shown.texts("area").numbers({code: numbers[group] for code, group in groups.items()})
    theirs, of_group = _figures(shown, pools, areas, catalogue)
    key, their_key = _keys((shown, asked), (theirs, of_group))
    # A figure of one group stands once: a second one is an error, and the index says so.
    found = pd.Index(their_key).get_indexer(pd.Index(np.where(asked < 0, -1, key)))
    values = {name: np.append(theirs.numbers(name), np.nan)[found] for name in _NUMBERS}
    state, reason = theirs.texts("state"), theirs.texts("reason")
    theirs_reason = Texts(reason.words, np.append(reason.codes, -1)[found])
    columns: dict[str, Column] = {
        "name": Texts([*(group.name for group in pools), ""], np.where(asked < 0, len(pools), asked)),
        **values,
        "state": Texts([*state.words, ""], np.append(state.codes, len(state.words))[found]),
        "reason": _reasons(shown, asked, values["value"], theirs_reason, [*pools], catalogue),
    }
    return Coded(columns)


def _keys(*figures: tuple[Coded, Codes]) -> list[Codes]:
    """Return for each frame a number for each row, the same for one group's figures that a figure stands beside."""
    within = numbered_together(WITHIN, *(rows for rows, _ in figures))
    dense = pd.factorize(np.concatenate(within))[0]
    parts = np.split(dense, np.cumsum([rows.rows for rows, _ in figures])[:-1])
    return [group * len(dense) + part for (_, group), part in zip(figures, parts, strict=True)]


def _pool(number: int, group: Group, areas: Areas) -> Area:
    """A group as an area of its own, so that it is added up, and its gaps are named, as a partnership's are."""
    one = group.areas[0] if len(group.areas) == 1 else None
    members = one.members if one else tuple(areas.kept_code(area.code) for area in group.areas)
    return Area(f"group-{number}", group.name, AreaKind.PARTNERSHIP, members, evidence="published")


def _figures(shown: Coded, pools: Mapping[Group, Area], areas: Areas, catalogue: Catalogue) -> tuple[Coded, Codes]:
    """The figures of the groups, and the number of the group that each is of."""
    singles: dict[str, list[int]] = {}
    for number, group in enumerate(pools):
        if len(group.areas) == 1:
            singles.setdefault(areas.kept_code(group.areas[0].code), []).append(number)
    rows, group_of_row = shown.texts("area").joined(singles)
    as_they_are, sums = shown.only([*WITHIN, *BESIDE]).of(rows), _sums(shown, pools, areas, catalogue)
    group_of_sum = sums.texts("area").places([pool.code for pool in pools.values()])
    # What is shown of one area wins. Where nothing is, its parts say why; a sum of them would be a total nobody showed.
    key, sum_key = _keys((as_they_are, group_of_row), (sums, group_of_sum))
    alone = np.array([len(group.areas) == 1 for group in pools], dtype=bool)[group_of_sum]
    kept = ~alone | (np.isnan(sums.numbers("value")) & ~np.isin(sum_key, key))
    theirs = joined([as_they_are, sums.only(as_they_are.columns).of(kept)])
    return theirs, np.concatenate([group_of_row, group_of_sum[kept]])


def _sums(shown: Coded, pools: Mapping[Group, Area], areas: Areas, catalogue: Catalogue) -> Coded:
    register = Areas({**areas.by_code, **{pool.code: pool for pool in pools.values()}}, areas.same_as)
    members = {code for pool in pools.values() for code in pool.members}
    parts = shown.of(shown.texts("area").each(members.__contains__))
    # A group of nobody has no share, yet it adds nobody and leaves no gap.
    nobody = parts.texts("state").among([State.NOT_APPLICABLE]) & (parts.numbers("denominator") == 0)
    parts = parts.with_columns(
        {
            "state": parts.texts("state").with_word(nobody, State.VALUE.value),
            "numerator": np.where(nobody, 0.0, parts.numbers("numerator")),
        }
    )
    return estimates(totals(parts, pools.values(), register, catalogue), catalogue)


def _reasons(
    shown: Coded,
    asked: Codes,
    value: Floats,
    theirs: Texts,
    groups: Sequence[Group],
    catalogue: Catalogue,
) -> Texts:
    """Why there is no figure of a group, put in words once for each case; nothing where there is one, or no group."""
    settings = Settings(catalogue)
    adds = settings.adds_over_areas[settings.measures(shown)]
    without = (asked >= 0) & np.isnan(value)
    cases, case = np.unique(np.column_stack([asked, theirs.codes, adds])[without], axis=0, return_inverse=True)
    words = [
        _why_none(groups[group], theirs.words[reason] if reason >= 0 else None, adds=bool(added))
        for group, reason, added in cases.tolist()
    ]
    return Texts([""], np.zeros(shown.rows, dtype=np.int64)).replaced(without, Texts(words, case.reshape(-1)))


def _why_none(group: Group, reason: str | None, *, adds: bool) -> str:
    """Why a group has no figure, from the reason that its figure gives where there is one."""
    if group.reason:
        return group.reason
    several = len(group.areas) > 1
    if several and not adds:
        return "figures of this measure cannot be added over areas"
    if reason is None:
        return f"no figure for {group.name} in the same period"
    why = reason.removeprefix(State.NOT_AVAILABLE.words).removeprefix("; ")
    whose = "their figure together" if several else "its figure"
    return f"{whose} for this period is not available{f': {why}' if why else ''}"
