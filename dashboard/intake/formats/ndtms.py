"""NDTMS ViewIt, the public tool for annual treatment figures: its local and its England export."""

from collections.abc import Iterator

import pandas as pd

from dashboard.domain.areas import AreaKind
from dashboard.intake.cells import added
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells, together
from dashboard.intake.tables import Table, fold

# The two exports name the drug groups differently, and spell them in capitals in 2021/22 only.
GROUPS = {
    "total": "total",
    "opiate": "opiate",
    "opiates": "opiate",
    "non-opiate only": "non-opiate",
    "non-opiates only": "non-opiate",
    "alcohol only": "alcohol",
    "non-opiate & alcohol": "non-opiate-alcohol",
    "alcohol & non-opiates": "non-opiate-alcohol",
}
IN_TREATMENT = {
    "total": "adults-in-treatment",
    "opiate": "adults-in-treatment-opiate",
    "non-opiate": "adults-in-treatment-non-opiate",
    "non-opiate-alcohol": "adults-in-treatment-non-opiate-alcohol",
    "alcohol": "adults-in-treatment-alcohol",
}
# The third completion group joins both non-opiate groups.
COMPLETIONS = {
    "successful-completion-opiate": ("opiate",),
    "successful-completion-non-opiate": ("non-opiate", "non-opiate-alcohol"),
    "successful-completion-alcohol": ("alcohol",),
}
LOCAL_KEYS = ("reportingperiod", "area", "sex", "age_group", "drug_group")
ENGLAND_KEYS = ("reportingperiod_data", "area_data", "gender_data", "agegroup_data", "druggroup_data")
LOCAL_MEASURES = (
    "intreatment_allintx",
    "newpresentation_newtx",
    "referralsource_criminal_justice_newtx",
    "referralsource_missing_newtx",
    "exits_successfulcompletion_allintx",
    "scnr_intreatment_allintx",
    "scnr_scrn_allintx",
)
ENGLAND_MEASURES = ("num_intreatment_allintx",)
_PERSONS = ["reportingperiod", "area", "sex", "age_group"]
_KINDS = (AreaKind.AUTHORITY, AreaKind.REGION, AreaKind.COUNTRY)


def _read_local(table: Table, _: Given) -> Reading:
    frame = _with_groups(table, LOCAL_KEYS)
    total = frame[frame["group"] == "total"]
    frames = [_in_treatment(frame, "intreatment_allintx")]
    frames.append(_counted(total, "new-presentations", "newpresentation_newtx"))
    frames.append(_shared(total, "new-presentations-cj-share", *_criminal_justice_share(total)))
    frames.append(
        _shared(
            total,
            "treatment-completed-share",
            total["exits_successfulcompletion_allintx"],
            total["intreatment_allintx"],
        )
    )
    frames += [_completions(frame, name, groups) for name, groups in COMPLETIONS.items()]
    left_out = (*_measures_left_out(table, (*LOCAL_KEYS, *LOCAL_MEASURES)), *_groups_without_their_other(frame))
    return Reading(together(frames), left_out, area_kinds=_KINDS, rounded=True, columns={"count": "the measure's own"})


def _read_england(table: Table, _: Given) -> Reading:
    frame = _with_groups(table, ENGLAND_KEYS)
    left_out = _measures_left_out(table, (*ENGLAND_KEYS, *ENGLAND_MEASURES))
    return Reading(_in_treatment(frame, "num_intreatment_allintx"), left_out, area_kinds=_KINDS)


def _with_groups(table: Table, keys: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows under one set of names, with the drug group as ours; an unknown group stays as found."""
    frame = table.folded.rename(columns=dict(zip(keys, LOCAL_KEYS, strict=True)))
    return frame.assign(
        group=frame["drug_group"].map(lambda text: GROUPS.get(fold(text), text)),
        sex=frame["sex"].str.casefold(),
        age_group=frame["age_group"].str.casefold(),
    )


def _in_treatment(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    named = frame["group"].map(lambda group: IN_TREATMENT.get(group, f"drug group {group}"))
    return _figures(frame, named, count=frame[measure])


def _counted(frame: pd.DataFrame, indicator: str, measure: str) -> pd.DataFrame:
    return _figures(frame, indicator, count=frame[measure])


def _shared(frame: pd.DataFrame, indicator: str, count: pd.Series, denominator: pd.Series) -> pd.DataFrame:
    return _figures(frame, indicator, count=count, denominator=denominator)


def _figures(frame: pd.DataFrame, indicator: object, **numbers: pd.Series) -> pd.DataFrame:
    return cells(
        frame.index,
        indicator=indicator,
        area=frame["area"],
        period=frame["reportingperiod"],
        sex=frame["sex"],
        age=frame["age_group"],
        **numbers,
    )


def _criminal_justice_share(total: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """People whose referral source is missing are in neither part of the share."""
    known = added(total["newpresentation_newtx"], total["referralsource_missing_newtx"], sign=-1)
    return total["referralsource_criminal_justice_newtx"], known


def _completions(frame: pd.DataFrame, indicator: str, groups: tuple[str, ...]) -> pd.DataFrame:
    parts = [frame[frame["group"] == group] for group in groups]
    first = parts[0]
    if len(parts) == 1:
        return _shared(first, indicator, first["scnr_scrn_allintx"], first["scnr_intreatment_allintx"])
    both = first.reset_index(names="row").merge(parts[1], on=_PERSONS, suffixes=("", "_other")).set_index("row")
    count, denominator = (
        added(both[name], both[f"{name}_other"]) for name in ("scnr_scrn_allintx", "scnr_intreatment_allintx")
    )
    return _shared(both, indicator, count, denominator)


def _groups_without_their_other(frame: pd.DataFrame) -> Iterator[LeftOut]:
    """A completion that joins two drug groups is not given where an export holds one of them only."""
    for indicator, groups in COMPLETIONS.items():
        parts = frame[frame["group"].isin(groups)]
        alone = parts.groupby(_PERSONS)["group"].transform("nunique") < len(groups)
        if alone.any():
            yield LeftOut(indicator, f"it joins {' and '.join(groups)}, and one of them is missing", int(alone.sum()))


def _measures_left_out(table: Table, taken: tuple[str, ...]) -> tuple[LeftOut, ...]:
    reason = "there is no indicator of ours for it"
    return tuple(LeftOut(name, reason, len(table.rows)) for name in table.headings if name not in taken)


VIEWIT_LOCAL = Format(
    name="ndtms-viewit-local",
    title="NDTMS ViewIt export, local",
    recognises=lambda headings: {"reportingperiod", "intreatment_allintx"} <= set(headings),
    read=_read_local,
    known=lambda heading: heading in (*LOCAL_KEYS, *LOCAL_MEASURES),
    needs=(*LOCAL_KEYS, *LOCAL_MEASURES),
    is_publication=True,
)
VIEWIT_ENGLAND = Format(
    name="ndtms-viewit-england",
    title="NDTMS ViewIt export, England",
    recognises=lambda headings: {"reportingperiod_data", "num_intreatment_allintx"} <= set(headings),
    read=_read_england,
    known=lambda heading: heading in (*ENGLAND_KEYS, *ENGLAND_MEASURES),
    needs=(*ENGLAND_KEYS, *ENGLAND_MEASURES),
    is_publication=True,
)
