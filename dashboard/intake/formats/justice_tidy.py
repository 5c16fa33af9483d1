"""The open layout of official statistics that some teams of the Ministry of Justice use: filters, then measures."""

import re

import pandas as pd

from dashboard.domain.periods import PeriodHabit
from dashboard.intake.cells import read_cell
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells, together
from dashboard.intake.tables import Table, fold

_TIME = ("time_period", "time_identifier", "geographic_level")
# The columns that name a place, the narrowest first; which of them is filled depends on the level of the row.
_PLACES = (
    *("prison_code", "prison_name", "establishment_name", "new_la_code", "la_code", "la_name"),
    *("police_force_area_code", "police_force_area_name", "pfa_code", "pfa_name"),
    *("probation_region_name", "probation_region", "region_code", "region_name", "country_code", "country_name"),
)
_SEX, _AGE, _REQUIREMENT = ("sex", "gender"), ("age", "age_group"), ("requirement_type", "requirement")
_EVERYTHING = ("", "total", "all", "all ages", "persons", "all requirements")
# The names of measures were seen in no published file of this kind: these are the words of the statistics themselves.
_MEASURES = {
    "licence_recalls": "licence-recalls",
    "recalls": "licence-recalls",
    "prison_population": "prison-population",
}
_BEGUN = ("requirements_commenced", "requirements_started", "commencements")
_REQUIREMENTS = {"drug": "drr-commencements", "alcohol": "atr-commencements", "mental health": "mhtr-commencements"}
_WORDS_OF_A_REQUIREMENT = re.compile(r" (treatment|rehabilitation)( requirement)?s?$")
_SPLIT_YEAR = re.compile(r"(\d{4})(\d\d)")


def _read(table: Table, _: Given) -> Reading:
    frame = table.folded
    measures = [name for name in table.headings if name in (*_MEASURES, *_BEGUN)]
    filters = [name for name in table.headings if name and _is_filter(name, frame[name], measures)]
    split = frame[filters].map(lambda text: fold(text) not in _EVERYTHING).any(axis=1) if filters else False
    taken = frame[~pd.Series(split, frame.index)]
    left_out = [_split(frame, name) for name in filters if (~frame[name].map(fold).isin(_EVERYTHING)).any()]
    read = []
    for measure in measures:
        ours = _indicators(table, taken, measure)
        read.append(_figures(table, taken[ours != ""], ours[ours != ""], measure))
    others = [name for name in table.headings if not (_is_known(name) or name in filters)]
    left_out += [LeftOut(name, "there is no indicator of ours for it", len(frame)) for name in others]
    return Reading(together(read), tuple(left_out), habit=PeriodHabit(quarters="calendar"))


def _is_filter(name: str, column: pd.Series, measures: list[str]) -> bool:
    """A column of words that is none of those known splits the rows: into offences, say."""
    words = any(text and read_cell(text).fault for text in column.unique())
    return words and not _is_known(name) and name not in measures


def _split(frame: pd.DataFrame, name: str) -> LeftOut:
    rows = int((~frame[name].map(fold).isin(_EVERYTHING)).sum())
    return LeftOut(name, "of this split only the totals are taken", rows)


def _indicators(table: Table, taken: pd.DataFrame, measure: str) -> pd.Series:
    """Return the indicator of each row, "" for none: requirements begun are told apart by their type."""
    if measure in _MEASURES:
        return pd.Series(_MEASURES[measure], taken.index, dtype="str")
    types = _column(table, taken, _REQUIREMENT)
    return types.map(lambda text: _REQUIREMENTS.get(_WORDS_OF_A_REQUIREMENT.sub("", fold(text)), ""))


def _figures(table: Table, rows: pd.DataFrame, ours: pd.Series, measure: str) -> pd.DataFrame:
    return cells(
        rows.index,
        indicator=ours,
        area=_areas(table, rows),
        period=pd.Series(map(_period, rows["time_period"], rows["time_identifier"]), rows.index, dtype="str"),
        sex=_column(table, rows, _SEX),
        age=_column(table, rows, _AGE),
        count=rows[measure],
        column=measure,
    )


def _column(table: Table, rows: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    name = next((name for name in table.headings if name in names), None)
    return pd.Series("", rows.index, dtype="str") if name is None else rows[name]


def _areas(table: Table, rows: pd.DataFrame) -> pd.Series:
    """Return the narrowest place that a row names: a row for the country leaves the others empty."""
    area = pd.Series("", rows.index, dtype="str")
    for name in _PLACES:
        if name in table.headings:
            area = area.where(area != "", rows[name].mask(rows[name].map(_names_no_place), ""))
    return area


def _names_no_place(text: str) -> bool:
    cell = read_cell(text)
    return cell.state is not None or cell.number is not None or fold(text) in _EVERYTHING


def _period(when: str, identifier: str) -> str:
    """Return a period as our forms have it: 202425 and "Financial year" are 2024/25, 2024 and "March" March 2024."""
    kind = fold(identifier)
    split = _SPLIT_YEAR.fullmatch(when)
    if kind == "calendar year":
        return when
    if kind == "financial year":
        return f"{split[1]}/{split[2]}" if split else when
    quarter = kind.removeprefix("calendar year ").removeprefix("financial year ")
    if kind.startswith("financial year q"):
        return f"{split[1]}/{split[2]} {quarter.upper()}" if split else f"{when} {identifier}"
    return f"{when} {quarter.upper()}" if re.fullmatch(r"q[1-4]", quarter) else f"{identifier} {when}"


def _is_known(name: str) -> bool:
    return name in (*_TIME, *_PLACES, *_SEX, *_AGE, *_REQUIREMENT, *_MEASURES, *_BEGUN) or name.endswith("_code")


TIDY = Format(
    name="justice-tidy",
    title="Justice statistics in the open tidy layout",
    recognises=lambda headings: set(_TIME) <= set(headings),
    read=_read,
    known=_is_known,
    needs=_TIME,
    is_publication=True,
)
