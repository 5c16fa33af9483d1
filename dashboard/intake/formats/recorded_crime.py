"""Home Office open data: offences recorded by the police, and how they were closed, by force and financial quarter."""

import pandas as pd

from dashboard.domain.areas import AreaKind
from dashboard.domain.figures import number_text
from dashboard.intake.cells import read_cell
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells, together
from dashboard.intake.tables import Table, fold

_WHEN_AND_WHERE = ("financial year", "financial quarter", "force name")
_OFFENCES = "number of offences"
_CRIME = (*_WHEN_AND_WHERE, "offence group", "offence subgroup", _OFFENCES)
_OUTCOME = (*_WHEN_AND_WHERE, "offence group", "offence subgroup", "outcome description", "outcome type")
_UNREAD = ("offence description", "offence code", "offence code expired", "csp name", "ons code", "outcome group")
_DRUGS = "drug offences"
_SUBGROUPS = {"": "", "trafficking of drugs": "offence=trafficking", "possession of drugs": "offence=possession"}
_POSSESSION = "possession of drugs"
_KINDS = (AreaKind.POLICE_FORCE,)
# Numbers of the Home Office's outcomes framework, as the catalogue counts them: 2A and 3A are cautions for an
# alternate offence.
_SHARES = {
    "possession-charged": ("1",),
    "possession-caution": ("2", "2A", "3", "3A"),
    "possession-community-resolution": ("8",),
    "possession-outcome-22": ("22",),
}


def _read_crime(table: Table, _: Given) -> Reading:
    """Each force's drug offences of a quarter; the file by community safety partnership gives the same sums."""
    frame = table.folded
    drugs = frame[frame["offence group"].map(fold) == _DRUGS]
    read = []
    for subgroup, breakdown in _SUBGROUPS.items():
        rows = drugs[drugs["offence subgroup"].map(fold) == subgroup] if subgroup else drugs
        read.append(_summed(rows, _OFFENCES, indicator="drug-offences-recorded", breakdown=breakdown))
    others = frame[frame["offence group"].map(fold) != _DRUGS]["offence group"].value_counts().sort_index()
    reason = "there is no indicator of ours for it"
    left_out = tuple(LeftOut(str(name), reason, int(rows)) for name, rows in others.items())
    return Reading(together(read), left_out, area_kinds=_KINDS, columns={"count": _OFFENCES.capitalize()})


def _summed(rows: pd.DataFrame, column: str, **given: str) -> pd.DataFrame:
    groups = [_one_sum(group, column, given) for _, group in rows.groupby(list(_WHEN_AND_WHERE), sort=False)]
    return together(groups)


def _one_sum(rows: pd.DataFrame, column: str, given: dict[str, str]) -> pd.DataFrame:
    """The sum of a force and quarter; a cell that is no number stands in its place, with its own row."""
    odd = rows[[read_cell(text).number is None for text in rows[column]]]
    stands = (odd if len(odd) else rows).iloc[:1]
    total = sum(read_cell(text).number or 0.0 for text in rows[column])
    count = stands[column].iloc[0] or "[x]" if len(odd) else number_text(total)
    return cells(stands.index, area=stands["force name"], period=_quarter(stands), count=count, **given)


def _quarter(rows: pd.DataFrame) -> pd.Series:
    number = rows["financial quarter"].str.upper().str.removeprefix("Q").str.strip()
    return rows["financial year"] + " Q" + number


def _read_outcomes(table: Table, _: Given) -> Reading:
    """Outcomes of offences recorded in the quarter, and outcomes recorded in it: two measures that differ."""
    for_offences, in_quarter = _measures(table.headings)
    frame = table.folded
    possession = frame[frame["offence subgroup"].map(fold) == _POSSESSION]
    # A case still open is no outcome, though the file has a row for it.
    closed = possession[~possession["outcome description"].map(fold).str.startswith("not yet assigned")]
    number = closed["outcome type"].str.upper().str.replace("OUTCOME", "").str.strip()
    all_closed = _summed(closed, for_offences, indicator="possession-outcomes")
    read = [all_closed, _summed(closed, in_quarter, indicator="possession-outcomes-in-period")]
    for indicator, numbers in _SHARES.items():
        part = _summed(closed[number.isin(numbers)], for_offences, indicator=indicator)
        read.append(_over(part, all_closed))
    left_out = (
        LeftOut("Offences other than possession of drugs", "no indicator of ours", len(frame) - len(possession)),
        LeftOut("possession-diverted", "the file does not tell conditional cautions from simple ones", len(closed)),
    )
    return Reading(together(read), left_out, area_kinds=_KINDS, columns={"count": for_offences.capitalize()})


def _over(part: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """A force that closed no case this way has no such row, or a 0; only what the file gives is taken."""
    by = ["area", "period"]
    denominators = part[by].merge(whole[[*by, "count"]], on=by, how="left")["count"]
    return part.assign(denominator=denominators.to_numpy()) if len(part) else part


def _measures(headings: tuple[str, ...]) -> tuple[str, str]:
    """Return the headings of the two measures, "" for one that is missing."""
    for_offences = next((name for name in headings if "outcomes for offences recorded in" in name), "")
    return for_offences, next((name for name in headings if "outcomes recorded in" in name), "")


def _are_outcomes(headings: tuple[str, ...]) -> bool:
    return {"financial year", "financial quarter", "outcome type"} <= set(headings) and all(_measures(headings))


RECORDED_CRIME = Format(
    name="recorded-crime",
    title="Home Office recorded crime open data",
    recognises=lambda headings: {"financial year", "financial quarter", _OFFENCES} <= set(headings),
    read=_read_crime,
    known=lambda heading: heading in (*_CRIME, *_UNREAD),
    needs=_CRIME,
    is_publication=True,
)
CRIME_OUTCOMES = Format(
    name="crime-outcomes",
    title="Home Office crime outcomes open data",
    recognises=_are_outcomes,
    read=_read_outcomes,
    known=lambda heading: heading in (*_OUTCOME, *_UNREAD) or any(_measures((heading,))),
    needs=_OUTCOME,
    is_publication=True,
)
