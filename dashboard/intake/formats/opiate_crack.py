"""Estimates of opiate and crack use by local authority, as a workbook of tables: people and rates, with their limits.

What is known of it: its substance groups, ages, sexes and areas, and that each table gives people and rates per 1,000
with 95% limits. How its headings are spelt was not confirmed, so they are known by the words in them.
"""

import re

import pandas as pd

from dashboard.domain.areas import AreaKind
from dashboard.domain.findings import Finding
from dashboard.domain.periods import PeriodHabit, financial_year
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells, together
from dashboard.intake.tables import Table, fold

_CODE = ("area code", "ons code", "gss code", "la code", "local authority code", "code", "area_code", "area_code_gss")
_NAME = ("area name", "area", "local authority", "local authority name", "name", "geography", "area_name")
_YEAR = ("year", "time period", "period", "financial year")
_AGE = ("age", "age group")
_SEX = ("sex", "gender")
_SUBSTANCE = ("substance group", "substance", "drug group")
_INJECTING = ("injecting status", "injecting")
_UNREAD = ("region", "region name", "region code", "area type", "geography type", "population")
_INDICATORS = {"rate": "ocu-prevalence-rate", "people": "ocu-prevalence-estimate"}
_BOTH_YEARS = re.compile(r"(?<!\d)(20\d\d)[ _-]?(?:/|-|–|to)[ _-]?(?:20)?(\d\d)(?!\d)")
_EVERYBODY = ("", "all", "total", "all people", "persons")
_OURS = "opiates and/or crack"


def _read(table: Table, given: Given) -> Reading:
    told = [fold(line) for line in reversed(table.preamble)]
    frame = table.folded
    group = next((found for text in (*_numbers(table).values(), *told) if (found := _group(text))), "")
    groups = frame[named].map(_group) if (named := _first(table, _SUBSTANCE)) else pd.Series(group, frame.index)
    if not groups.any():
        why = "it does not say which substances it counts"
        return Reading(cells([]), (LeftOut(_titled(table), why, len(frame)),))
    injecting = _first(table, _INJECTING)
    whole = frame[injecting].map(lambda text: fold(text) in _EVERYBODY) if injecting else pd.Series(True, frame.index)
    taken = frame[(groups == _OURS) & whole]
    left_out = _left_out(groups, whole)
    periods = _periods(table, taken, [*told, given.file_name])
    if periods is None:
        return Reading(cells([]), left_out, (_no_year(),))
    read = [_figures(table, taken, kind, periods) for kind in _INDICATORS if (kind, "value") in _numbers(table)]
    kinds = (AreaKind.AUTHORITY, AreaKind.REGION, AreaKind.COUNTRY)
    return Reading(together(read), left_out, habit=PeriodHabit(hyphens="years"), area_kinds=kinds)


def _figures(table: Table, taken: pd.DataFrame, kind: str, periods: pd.Series) -> pd.DataFrame:
    """An estimate of people is no count of them, so it is a value with limits, as its rate is."""
    numbers = {field: heading for (own, field), heading in _numbers(table).items() if own == kind}
    groups = {
        name: taken[heading]
        for name, words in (("sex", _SEX), ("age", _AGE))
        if (heading := _first(table, words)) is not None
    }
    return cells(
        taken.index,
        indicator=_INDICATORS[kind],
        area=_areas(table, taken),
        period=periods,
        column=numbers["value"],
        **groups,
        **{field: taken[heading] for field, heading in numbers.items()},
    )


def _numbers(table: Table) -> dict[tuple[str, str], str]:
    """Return the heading of each number: of people or of the rate, the estimate itself or one of its limits."""
    found: dict[tuple[str, str], str] = {}
    for heading in table.headings:
        if part := _number(heading):
            found.setdefault(part, heading)
    return found


def _number(heading: str) -> tuple[str, str] | None:
    if (any(drug in heading for drug in ("opiate", "crack")) and _group(heading) != _OURS) or "injecting" in heading:
        return None
    is_rate = "rate" in heading or "per 1,000" in heading
    is_people = any(word in heading for word in ("estimate", "number", "people", "persons"))
    if not (is_rate or is_people):
        return None
    limit = "lower_ci_95" if "lower" in heading else "upper_ci_95" if "upper" in heading else "value"
    return "rate" if is_rate else "people", limit


def _group(text: str) -> str:
    """Return the substance group that a text names; the title of the whole publication names none."""
    words = fold(text)
    opiates, crack = "opiate" in words, "crack" in words
    if "ocu" in words.split() or (opiates and crack and ("and/or" in words or "or/and" in words)):
        return _OURS
    if opiates and crack:
        return "opiates and crack, both" if "both" in words else ""
    return "opiates" if opiates else "crack" if crack else ""


def _left_out(groups: pd.Series, whole: pd.Series) -> tuple[LeftOut, ...]:
    counted = groups[groups != _OURS].replace("", "No substance named").value_counts().sort_index()
    reason = "there is no indicator of ours for it"
    others = [LeftOut(str(name).capitalize(), reason, int(rows)) for name, rows in counted.items()]
    parts = int(((groups == _OURS) & ~whole).sum())
    return (*others, *([LeftOut("Split by injecting status", reason, parts)] if parts else ()))


def _periods(table: Table, taken: pd.DataFrame, told: list[str]) -> pd.Series | None:
    """Return the financial year of each row; "2022 to 2023" is one year here, and not two."""
    if heading := _first(table, _YEAR):
        return taken[heading].map(lambda text: _year_in(text) or text)
    year = next((found for line in told if (found := _year_in(line))), "")
    return pd.Series(year, taken.index) if year else None


def _year_in(text: str) -> str:
    for first, last in _BOTH_YEARS.findall(text):
        if int(last) == (int(first) + 1) % 100:
            return financial_year(int(first)).text
    return ""


def _no_year() -> Finding:
    message = "Neither the table, its title nor the file's name says which year its estimates are for."
    return Finding.error("file_name_says_when", message, "Name the file for its year, such as ocu-2022-to-2023.xlsx.")


def _areas(table: Table, taken: pd.DataFrame) -> pd.Series:
    code, name = _first(table, _CODE), _first(table, _NAME)
    if code is None or name is None:
        return taken[code or name]
    return taken[code].where(taken[code].str.fullmatch(r"[A-Z]\d{8}"), taken[name])


def _first(table: Table, words: tuple[str, ...]) -> str | None:
    return next((heading for heading in table.headings if heading in words), None)


def _titled(table: Table) -> str:
    return " ".join(table.preamble[-1:]) or "A table without a title"


def _recognises(headings: tuple[str, ...]) -> bool:
    rates = {part for heading in headings if (part := _number(heading)) and part[0] == "rate"}
    per_1000 = any("per 1,000" in heading for heading in headings)
    return per_1000 and len(rates) == 3 and any(heading in (*_CODE, *_NAME) for heading in headings)


_WORDS = (*_CODE, *_NAME, *_YEAR, *_AGE, *_SEX, *_SUBSTANCE, *_INJECTING, *_UNREAD)
OPIATE_AND_CRACK = Format(
    name="opiate-crack-prevalence",
    title="Estimates of opiate and crack use by local authority",
    recognises=_recognises,
    read=_read,
    known=lambda heading: heading in _WORDS or _number(heading) is not None,
    is_publication=True,
)
