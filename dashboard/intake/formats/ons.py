"""ONS: deaths related to drug poisoning, by substance and region and by local authority; recorded crime by quarter."""

import re

from dashboard.domain.areas import ENGLAND_AND_WALES
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells, together
from dashboard.intake.tables import Table, fold

_YEAR = re.compile(r"(19|20)\d\d")
_ALL_DRUGS = "all drug poisonings"
_SORT_NUMBER = re.compile(r"^\d+\s+")
_CODE_HEADINGS = ("code", "area code", "area codes")
_NAME_HEADINGS = ("name", "area name", "area names")
_QUARTER = re.compile(r"[a-z]{3,9} (\d{4}|['’]\d\d) to [a-z]{3,9} (\d{4}|['’]\d\d)")
_LONG_COLUMNS = ("year of death registration", "usual residence code", "usual residence name", "substance", "deaths")


def _read_by_substance(table: Table, _: Given) -> Reading:
    frame = table.folded
    read = cells(
        frame.index,
        indicator="drug-poisoning-deaths",
        area=frame["usual residence code"].where(frame["usual residence code"] != "", frame["usual residence name"]),
        period=frame["year of death registration"],
        breakdown=frame["substance"].map(_substance),
        count=frame["deaths"],
    )
    return Reading(read, columns={"count": "Deaths"})


def _substance(label: str) -> str:
    """Labels begin with a number to sort by: "02 Any opiate (includes …)"."""
    name = _SORT_NUMBER.sub("", label).casefold()
    return "" if name == _ALL_DRUGS else f"drug={name.split(' (')[0]}"


def _read_by_authority(table: Table, _: Given) -> Reading:
    """One column a year, newest first; authorities and their districts stand in one file."""
    frame = table.folded
    code, name, *years = table.headings
    area = frame[code].where(frame[code] != "", frame[name])
    read = [
        cells(frame.index, indicator="drug-poisoning-deaths", area=area, period=year, count=frame[year], column=year)
        for year in years
    ]
    return Reading(together(read), columns={"count": "the column of the year"})


def _is_wide(headings: tuple[str, ...]) -> bool:
    return headings[0] in _CODE_HEADINGS and len(headings) > 2 and all(_YEAR.fullmatch(name) for name in headings[2:])


# Rows of the quarterly table: ours. Labels are indented, and a section has its name in capitals with no number.
_OFFENCES = {
    "drug offences": "",
    "trafficking of drugs": "offence=trafficking",
    "possession of drugs": "offence=possession",
}
_OFFENCE_GROUP = "offence group"
_CHANGE = "percentage change"


def _read_quarters(table: Table, _: Given) -> Reading:
    """One column a quarter, for England and Wales alone; the columns of changes are worked out here instead."""
    frame = table.folded
    label, *columns = table.headings
    quarters = [name for name in columns if not name.startswith(_CHANGE)]
    offences = frame[label].map(_label)
    taken = frame[offences.isin(list(_OFFENCES)) & (frame[quarters] != "").any(axis=1)]
    read = [
        cells(
            taken.index,
            indicator="drug-offences-recorded",
            area=ENGLAND_AND_WALES,
            period=quarter,
            breakdown=offences[taken.index].map(_OFFENCES),
            count=taken[quarter],
            column=quarter,
        )
        for quarter in quarters
    ]
    others = LeftOut("Other offences", "there is no indicator of ours for it", len(frame) - len(taken))
    return Reading(together(read), (others,))


def _label(text: str) -> str:
    """Return the name of an offence without the number of a note glued to it: "Drug offences5"."""
    return fold(text).rstrip("0123456789 ")


def _are_quarters(headings: tuple[str, ...]) -> bool:
    return headings[0] == _OFFENCE_GROUP and any(_QUARTER.fullmatch(name) for name in headings[1:])


DEATHS_BY_SUBSTANCE = Format(
    name="ons-deaths-by-substance",
    title="ONS drug poisoning deaths by substance and region",
    recognises=lambda headings: {"year of death registration", "substance"} <= set(headings),
    read=_read_by_substance,
    known=lambda heading: heading in _LONG_COLUMNS,
    needs=_LONG_COLUMNS,
    is_publication=True,
)
DEATHS_BY_AUTHORITY = Format(
    name="ons-deaths-by-authority",
    title="ONS drug poisoning deaths by local authority",
    recognises=_is_wide,
    read=_read_by_authority,
    known=lambda heading: heading in (*_CODE_HEADINGS, *_NAME_HEADINGS) or bool(_YEAR.fullmatch(heading)),
    is_publication=True,
)
CRIME_BY_QUARTER = Format(
    name="ons-crime-by-quarter",
    title="ONS police recorded crime by quarter",
    recognises=_are_quarters,
    read=_read_quarters,
    known=lambda heading: heading == _OFFENCE_GROUP or heading.startswith(_CHANGE) or bool(_QUARTER.fullmatch(heading)),
    is_publication=True,
)
