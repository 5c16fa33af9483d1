"""What each figure is compared with: the figure of another area as it is shown, or of several added up."""

from collections.abc import Mapping

import pandas as pd

from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.comparators import Group
from dashboard.domain.figures import KEY, State
from dashboard.domain.indicators import Catalogue
from dashboard.stats.estimates import estimates
from dashboard.stats.rollup import adds_up, totals

BESIDE = ["value", "lower", "upper", "numerator", "denominator", "state", "reason"]


def beside(shown: pd.DataFrame, groups: Mapping[str, Group], areas: Areas, catalogue: Catalogue) -> pd.DataFrame:
    """Return what stands beside each figure: ``name`` and columns ``BESIDE``, index and order as ``shown``.

    ``shown`` are estimates as they are shown, those of the areas in the groups among them; ``groups``
    says by kept code whom an area is compared with. Of one area its figure is taken as it is; of several
    people are added, and where one has no number there is none, with ``reason`` naming it. Same period,
    sex, age and breakdown only. A figure whose area has no group has an empty name and reason.
    """
    pools = {group: _pool(number, group, areas) for number, group in enumerate(dict.fromkeys(groups.values()))}
    codes = {code: pools[group].code for code, group in groups.items()}
    asked = shown[KEY].assign(area=shown["area"].map(codes).astype("str"))
    theirs = _figures(shown, pools, areas, catalogue)
    found = asked.merge(theirs[[*KEY, *BESIDE]], on=KEY, how="left", validate="many_to_one").set_index(shown.index)
    by_code = {pools[group].code: group for group in pools}
    told = [by_code.get(code) for code in found["area"]]
    adds = found["indicator"].map({name: adds_up(catalogue, name) for name in catalogue.indicators})
    rows = zip(told, found["value"].isna(), found["reason"], adds, strict=True)
    return found.assign(
        name=pd.Series([group.name if group else "" for group in told], shown.index, dtype="str"),
        reason=pd.Series([_why_none(*row) for row in rows], shown.index, dtype="str"),
    )[["name", *BESIDE]]


def _pool(number: int, group: Group, areas: Areas) -> Area:
    """A group as an area of its own, so that it is added up, and its gaps are named, as a partnership's are."""
    one = group.areas[0] if len(group.areas) == 1 else None
    members = one.members if one else tuple(areas.kept_code(area.code) for area in group.areas)
    return Area(f"group-{number}", group.name, AreaKind.PARTNERSHIP, members, evidence="published")


def _figures(shown: pd.DataFrame, pools: Mapping[Group, Area], areas: Areas, catalogue: Catalogue) -> pd.DataFrame:
    """The figures of the groups, under the codes of their pools."""
    singles = [
        (areas.kept_code(group.areas[0].code), pool.code) for group, pool in pools.items() if len(group.areas) == 1
    ]
    pairs = pd.DataFrame(singles, columns=["area", "pool"], dtype="str")
    as_they_are = shown.merge(pairs, on="area").drop(columns="area").rename(columns={"pool": "area"})
    sums = _sums(shown, pools, areas, catalogue)
    # What is shown of one area wins. Where nothing is, its parts say why; a sum of them would be a total nobody showed.
    alone = sums["area"].isin(pairs["pool"])
    known = pd.MultiIndex.from_frame(sums[KEY]).isin(pd.MultiIndex.from_frame(as_they_are[KEY]))
    kept = sums[~alone | (sums["value"].isna() & ~known)]
    return pd.concat([as_they_are, kept], ignore_index=True) if len(kept) else as_they_are


def _sums(shown: pd.DataFrame, pools: Mapping[Group, Area], areas: Areas, catalogue: Catalogue) -> pd.DataFrame:
    register = Areas({**areas.by_code, **{pool.code: pool for pool in pools.values()}}, areas.same_as)
    members = {code for pool in pools.values() for code in pool.members}
    parts = shown[shown["area"].isin(members)]
    # A group of nobody has no share, yet it adds nobody and leaves no gap.
    nobody = (parts["state"] == State.NOT_APPLICABLE) & (parts["denominator"] == 0)
    parts = parts.assign(
        state=parts["state"].mask(nobody, State.VALUE.value), numerator=parts["numerator"].mask(nobody, 0.0)
    )
    return estimates(totals(parts, pools.values(), register, catalogue), catalogue)


def _why_none(group: Group | None, none: bool, reason: object, adds: bool) -> str:
    """Why a group has no figure; empty where it has one, or where there is no group."""
    if group is None or not none:
        return ""
    if group.reason:
        return group.reason
    several = len(group.areas) > 1
    if several and not adds:
        return "figures of this measure cannot be added over areas"
    if not isinstance(reason, str):
        return f"no figure for {group.name} in the same period"
    why = reason.removeprefix(State.NOT_AVAILABLE.words).removeprefix("; ")
    whose = "their figure together" if several else "its figure"
    return f"{whose} for this period is not available{f': {why}' if why else ''}"
