"""Who lives where: mid-year estimates from Nomis (a row a number) and by single year of age (a column an age)."""

import re
from collections.abc import Iterator

import pandas as pd

from dashboard.domain.areas import AreaKind
from dashboard.domain.figures import number_text
from dashboard.domain.findings import Finding
from dashboard.intake.cells import read_cell
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells, together
from dashboard.intake.tables import Table, fold

# The ages over which measures of the catalogue are taken: from, and to or over.
BANDS: dict[str, tuple[int, int | None]] = {"": (0, None), "15-64": (15, 64), "16-59": (16, 59), "18+": (18, None)}
_OLDEST = 90  # the last column is of everybody of this age and over
_OPEN_TO_2000 = 85  # before 2001 the column of this age is of everybody over it too, and those after it hold "-"
_SINGLE = re.compile(r"aged? (\d{1,2})( years?)?|age 0|aged? (90)( ?\+| years and over| and over)")
_EVERYBODY = ("all ages", "all", "total", "all usual residents")
_BAND = re.compile(r"(?:aged? )?(\d{1,2}) ?(?:-|–|to) ?(\d{1,2})(?: years)?|(?:aged? )?(\d{1,2}) ?(?:\+| and over)")
_ONS_CODE = r"[A-Z]\d{8}"
_KINDS = (AreaKind.AUTHORITY, AreaKind.REGION, AreaKind.COUNTRY)
_NOMIS = ("date_name", "geography_name", "geography_code", "obs_value", "record_count")
_NOMIS_AGE = ("age_name", "c_age_name")
_NOMIS_SEX = ("gender_name", "sex_name", "c_sex_name")
_YEAR = re.compile(r"(19|20)\d\d")
_WIDE = ("name", "code", "year")
_PROJECTED = ("code", "area", "age group")


def _mid_year(year: str) -> str:
    """Return 30 June of a year, the day of each estimate; any other text stays, to be told as a fault."""
    return f"at 30 Jun {year}" if _YEAR.fullmatch(year) else year


def _read_nomis(table: Table, _: Given) -> Reading:
    if missing := _rows_missing(table):
        return Reading(cells([]), findings=(missing,))
    frame = table.folded
    age, sex = (next((name for name in table.headings if name in names), "") for names in (_NOMIS_AGE, _NOMIS_SEX))
    counted = pd.Series(True, frame.index)
    if "measures_name" in frame:
        counted &= frame["measures_name"].map(fold).isin(("", "value"))
    if "measure_name" in frame:
        counted &= frame["measure_name"].map(fold).str.contains("population|residents")
    people = frame[counted & frame["geography_code"].str.fullmatch(_ONS_CODE)]
    people = people.assign(band=people[age].map(_band), single=people[age].map(_single))
    taken = people[people["band"].isin(list(BANDS))]
    read = [_figures(taken, taken["obs_value"], taken["band"], sex)]
    read += [_of_single_years(rows, sex) for _, rows in _groups(people, sex) if rows["band"].eq("-").any()]
    return Reading(together(read), tuple(_nomis_left_out(people, counted)), area_kinds=_KINDS)


def _rows_missing(table: Table) -> Finding | None:
    """A query is cut at 25,000 cells, and the file says how many there were to be."""
    said = {int(text) for text in table.folded["record_count"].unique() if text.isdigit()}
    if not said or max(said) <= len(table.rows):
        return None
    return Finding.error(
        "rows_are_all_there",
        f"The file says that it has {max(said):,} rows, and holds {len(table.rows):,}.",
        "Ask for fewer areas, ages or years at once, and send each file.",
        found=f"{len(table.rows):,} rows",
        expected=f"{max(said):,} rows",
    )


def _figures(rows: pd.DataFrame, count: object, age: object, sex: str) -> pd.DataFrame:
    return cells(
        rows.index,
        indicator="resident-population",
        area=rows["geography_code"],
        period=rows["date_name"].map(_mid_year),
        sex=rows[sex] if sex else "",
        age=age,
        count=count,
    )


def _groups(people: pd.DataFrame, sex: str) -> Iterator[tuple[object, pd.DataFrame]]:
    return iter(people.groupby(["date_name", "geography_code", *([sex] if sex else [])], sort=False))


def _of_single_years(rows: pd.DataFrame, sex: str) -> pd.DataFrame:
    """Add single years up to the bands that the file does not give, where all of their years are there."""
    by_age = {int(age): text for age, text in zip(rows["single"], rows["obs_value"], strict=True) if age != ""}
    given = set(rows["band"])
    sums = {band: _sum(by_age, *ends) for band, ends in BANDS.items() if band not in given}
    first = rows.iloc[:1]
    return together([_figures(first, count, band, sex) for band, count in sums.items() if count])


def _sum(by_age: dict[int, str], low: int, high: int | None) -> str:
    """Return the sum of single years, "" where one is missing; a cell that is no number stands in its place."""
    ages = range(low, (high if high is not None else _OLDEST) + 1)
    if not set(ages) <= by_age.keys():
        return ""
    texts = [by_age[age] for age in ages if not (age > _OPEN_TO_2000 and by_age[age] == "-")]
    odd = next((text for text in texts if read_cell(text).number is None), None)
    if odd is not None:
        return odd or "[x]"
    return number_text(sum(read_cell(text).number or 0.0 for text in texts))


def _single(text: str) -> str:
    found = _SINGLE.fullmatch(fold(text))
    return (found[1] or found[3] or "0") if found else ""


def _band(text: str) -> str:
    """Return an age as a band, "" for everybody, "-" for a single year or what is no band."""
    words = fold(text)
    if words in _EVERYBODY:
        return ""
    if _SINGLE.fullmatch(words):
        return "-"
    found = _BAND.fullmatch(words)
    if not found:
        return "-"
    return f"{found[1]}-{found[2]}" if found[1] else f"{found[3]}+"


def _nomis_left_out(people: pd.DataFrame, counted: pd.Series) -> Iterator[LeftOut]:
    if not counted.all():
        yield LeftOut("Percentages and other measures", "only people are taken", int((~counted).sum()))
    if len(people) < counted.sum():
        yield LeftOut("Rows without an area's code", "they are of no area", int(counted.sum()) - len(people))
    others = ~people["band"].isin(list(BANDS)) & (people["single"] == "")
    if others.any():
        yield LeftOut("Other ages", "no measure of ours is taken over them", int(others.sum()))


def _read_wide(table: Table, _: Given) -> Reading:
    """Sum single years of age to the bands that measures are taken over; there is no column of everybody."""
    frame = table.folded
    ages = {int(single): name for name in table.headings if (single := _single(name))}
    read = []
    for band, ends in BANDS.items():
        sums = [_sum({age: row[name] for age, name in ages.items()}, *ends) or "[x]" for _, row in frame.iterrows()]
        area = frame["code"].where(frame["code"] != "", frame["name"])
        of = {"area": area, "period": frame["year"].map(_mid_year), "age": band}
        read.append(cells(frame.index, indicator="resident-population", count=pd.Series(sums, frame.index), **of))
    return Reading(together(read), area_kinds=_KINDS, columns={"count": "the columns of ages"})


def _read_projections(table: Table, _: Given) -> Reading:
    why = "they say how many people there may be, and only estimates of those who were there are kept"
    return Reading(cells([]), (LeftOut("Population projections", why, len(table.rows)),))


def _is_nomis(headings: tuple[str, ...]) -> bool:
    named = set(headings)
    return {"obs_value", "geography_code"} <= named and bool(named & set(_NOMIS_AGE)) and bool(named & set(_NOMIS_SEX))


NOMIS = Format(
    name="nomis-population",
    title="Population estimates from Nomis",
    recognises=_is_nomis,
    read=_read_nomis,
    known=lambda _: True,
    needs=_NOMIS,
    is_publication=True,
)
BY_YEAR_OF_AGE = Format(
    name="population-by-age",
    title="Population estimates by single year of age",
    recognises=lambda headings: set(_WIDE) <= set(headings) and "age 0" in headings,
    read=_read_wide,
    known=lambda heading: heading in _WIDE or bool(_single(heading)),
    needs=(*_WIDE, *(f"age {age}" for age in range(_OLDEST)), "aged 90+"),
    is_publication=True,
)
PROJECTIONS = Format(
    name="population-projections",
    title="Population projections",
    recognises=lambda headings: headings[:3] == _PROJECTED and all(map(_YEAR.fullmatch, headings[3:])),
    read=_read_projections,
    known=lambda _: True,
    is_publication=True,
)
