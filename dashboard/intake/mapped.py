"""A layout made from what a sender said of its columns, so that all that follows is as for any other."""

import re
from functools import partial

import pandas as pd

from dashboard.domain.findings import Finding
from dashboard.domain.indicators import Catalogue
from dashboard.domain.mappings import MappedColumn, Mapping, Part, Said
from dashboard.domain.periods import MONTHS
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells, together
from dashboard.intake.tables import Table, fold
from dashboard.intake.titles import area_above, period_above

_CELL_OF = {
    Part.COUNT: "count",
    Part.SHARE: "count",
    Part.DENOMINATOR: "denominator",
    Part.VALUE: "value",
    Part.LOWER: "lower_ci_95",
    Part.UPPER: "upper_ci_95",
}
_OURS = {Part.AREA: "area", Part.PERIOD: "period", Part.MEASURE: "indicator", Part.SEX: "sex", Part.AGE: "age"}
_MARKS = {"hidden": "[c]", "not available": "[x]"}
_SHARE = re.compile(r"(?P<count>.*\S)\s*(?:/|\b(?:out )?of\b)\s*(?P<denominator>\S.*)", re.IGNORECASE)
_QUARTER = re.compile(r"(?:q|qtr|quarter)? ?([1-4])", re.IGNORECASE)
_WHOLE_YEAR = ("", "all", "total", "year", "annual", "full year")
_EVERYBODY = ("", "all", "total", "all groups")

_AREA_UNSAID = Finding.error(
    "area_is_said",
    "Neither a column nor the title of the file says which area its figures are for.",
    "Say it as you send the file (on the command line: --area), or write it in a line above the table.",
    expected="the area of all its figures",
)
_PERIOD_UNSAID = Finding.error(
    "period_is_said",
    "Neither a column nor the title of the file says which period its figures are for.",
    "Say it as you send the file (on the command line: --period), or write it in a line above the table.",
    expected="the period of all its figures",
)


def layout_of(mapping: Mapping) -> Format:
    """Return the layout of the files whose headings are those of the mapping, in whatever order."""
    bare = any(not column.heading for column in mapping.columns)
    read = frozenset(column.heading for column in mapping.columns if column.part is not Part.NOT_READ)
    return Format(
        name="mapped",
        title=mapping.title,
        recognises=lambda headings: (
            frozenset(filter(None, headings)) == mapping.headings and (headings[0] == "" or not bare)
        ),
        read=partial(_read, mapping),
        known=lambda heading: heading in read,
        mapping=mapping.name,
    )


def share_of(text: str) -> tuple[str, str] | None:
    """Return the two numbers of a cell such as "12 / 31" as text, None where it is not of that form."""
    found = _SHARE.fullmatch(text)
    return (found["count"], found["denominator"]) if found else None


def is_part_of_year(text: str) -> bool:
    """Whether a text is a quarter or a month without its year."""
    return bool(_QUARTER.fullmatch(text)) or (text.isalpha() and fold(text)[:3] in MONTHS)


def period_in(year: str, part: str) -> str:
    """Return a year and its quarter or month as one text: "2024/25 Q1", "Jun 2025"; the year alone for the whole."""
    if fold(part) in _WHOLE_YEAR:
        return year
    quarter = _QUARTER.fullmatch(part)
    return f"{year} Q{quarter[1]}" if quarter else f"{part} {year}"


def measures_by_name(catalogue: Catalogue) -> dict[str, str]:
    """Return the id of each indicator by its folded title, short title and id."""
    return {fold(name): one.id for one in catalogue for name in (one.title, one.short_title, one.id)}


def said_above(mapping: Mapping, table: Table, given: Given) -> Said:
    """Return what holds for the whole of a table where no column says it: the sender's word first, then its title."""
    area, period = given.said.area, given.said.period
    return Said(
        area="" if mapping.says_where else area or area_above(table.preamble, given.definitions.areas),
        period="" if mapping.says_when else period or period_above(table.preamble, mapping.habit),
    )


def _read(mapping: Mapping, table: Table, given: Given) -> Reading:
    said = said_above(mapping, table, given)
    lacking = ((_AREA_UNSAID, mapping.says_where or said.area), (_PERIOD_UNSAID, mapping.says_when or said.period))
    if findings := tuple(finding for finding, known in lacking if not known):
        return Reading(cells([]), findings=findings)
    read = together([_figures(mapping, table, group, said) for group in mapping.groups()])
    read, unnamed = _measures_named(mapping, read, given.definitions.catalogue)
    read, empty = _empty_cells(mapping, read)
    ours = {_OURS[column.part]: column.heading for column in mapping.columns if column.part in _OURS}
    return Reading(read, (*unnamed, *empty), habit=mapping.habit, columns=ours, headings=_headings_of_numbers(mapping))


def _figures(mapping: Mapping, table: Table, group: list[MappedColumn], said: Said) -> pd.DataFrame:
    """Return the cells of the columns that make one figure together, one row a row of the table."""
    column = partial(_column, mapping, table)
    numbers: dict[str, pd.Series] = {}
    for one in group:
        texts = _cells_of(table, one)
        if one.part is Part.SHARE:
            pairs = texts.map(lambda text: share_of(text) or (text, ""))
            numbers |= {"count": pairs.str[0], "denominator": pairs.str[1]}
        else:
            numbers[_CELL_OF[one.part]] = texts
    main = mapping.main_of(group)
    return cells(
        table.rows.index,
        indicator=main.indicator or column(Part.MEASURE, mapping.indicator),
        area=column(Part.AREA, said.area),
        period=mapping.period_of(main) or _periods(mapping, table, said.period),
        sex=main.sex or column(Part.SEX),
        age=column(Part.AGE),
        breakdown=_breakdowns(mapping, table),
        note=column(Part.NOTE),
        column=main.heading,
        **numbers,
    )


def _column(mapping: Mapping, table: Table, part: Part, instead: str = "") -> pd.Series | str:
    held = mapping.holding(part)
    return _cells_of(table, held[0]) if held else instead


def _cells_of(table: Table, column: MappedColumn) -> pd.Series:
    return table.rows.iloc[:, table.headings.index(column.heading)]


def _periods(mapping: Mapping, table: Table, said: str) -> pd.Series | str:
    years, parts = (_column(mapping, table, part, said) for part in (Part.PERIOD, Part.QUARTER))
    if isinstance(years, str) or isinstance(parts, str):
        return years
    return pd.Series([period_in(*pair) for pair in zip(years, parts, strict=True)], years.index, dtype="str")


def _breakdowns(mapping: Mapping, table: Table) -> pd.Series:
    """Return the groups of each row as pairs; everybody is no group."""
    pairs = pd.Series("", table.rows.index, dtype="str")
    for column in mapping.holding(Part.BREAKDOWN):
        texts = _cells_of(table, column)
        named = f"{column.key}=" if column.key else ""
        pairs += texts.map(lambda text, named=named: "" if fold(text) in _EVERYBODY else f"{named}{text};")
    return pairs


def _measures_named(mapping: Mapping, read: pd.DataFrame, catalogue: Catalogue) -> tuple[pd.DataFrame, list[LeftOut]]:
    """Return the figures whose row's own heading is a measure of ours, and those that nobody has named."""
    if not mapping.holding(Part.MEASURE):
        return read, []
    by_row = read["column"].isin(
        [mapping.main_of(group).heading for group in mapping.groups() if not group[0].indicator]
    )
    names = measures_by_name(catalogue) | {fold(label): name for label, name in mapping.measures.items()}
    ours = {label: names.get(fold(label), "") for label in read.loc[by_row, "indicator"].unique()}
    named = read["indicator"].mask(by_row, read["indicator"].map(ours))
    left_out = [
        LeftOut(str(label), "nobody has said which measure it is", len(rows))
        for label, rows in read[named == ""].groupby("indicator", sort=False)
    ]
    return read.assign(indicator=named)[named != ""].reset_index(drop=True), left_out


def _empty_cells(mapping: Mapping, read: pd.DataFrame) -> tuple[pd.DataFrame, list[LeftOut]]:
    """An empty cell could be none, hidden or not known: it is what the sender says it is, and else left out."""
    empty = (read[["count", "value"]] == "").all(axis=1)
    if mapping.empty:
        return read.assign(value=read["value"].mask(empty, _MARKS[mapping.empty])), []
    left_out = [LeftOut("Empty cells", "an empty cell says nothing", int(empty.sum()))] if empty.any() else []
    return read[~empty].reset_index(drop=True), left_out


def _headings_of_numbers(mapping: Mapping) -> dict[tuple[str, str], str]:
    return {
        (mapping.main_of(group).heading, _CELL_OF[column.part]): column.heading
        for group in mapping.groups()
        for column in group
    }
