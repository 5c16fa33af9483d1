"""Home Office drug seizures by police force: one file a year, one column a drug."""

import re

from dashboard.domain.areas import AreaKind
from dashboard.domain.findings import Finding, Severity
from dashboard.domain.periods import financial_year
from dashboard.intake.reading import Format, Given, Reading, cells, together
from dashboard.intake.tables import Table

_YEAR_IN_NAME = re.compile(r"(?<!\d)(?:20)?(\d\d)[-_](?:20)?(\d\d)(?!\d)")
_ALL_DRUGS = "all drugs"


def _read(table: Table, given: Given) -> Reading:
    year = _year_of(given.file_name)
    if year is None:
        message = "This layout has its year in the file's name, and this name has none."
        mend = "Name the file as it was published, for example Seizures16-17.csv."
        return Reading(cells([]), findings=(Finding("file_name_says_when", Severity.ERROR, message, mend),))
    frame = table.folded
    force, *drugs = table.headings
    read = [
        cells(
            frame.index,
            indicator="drug-seizures",
            area=frame[force],
            period=year,
            breakdown="" if drug == _ALL_DRUGS else f"drug={drug}",
            count=frame[drug],
            column=drug,
        )
        for drug in drugs
    ]
    kinds = (AreaKind.POLICE_FORCE, AreaKind.COUNTRY)
    return Reading(together(read), area_kinds=kinds, columns={"count": "the column of the drug"})


def _year_of(file_name: str) -> str | None:
    for first, last in _YEAR_IN_NAME.findall(file_name):
        if int(last) == (int(first) + 1) % 100:
            return financial_year(2000 + int(first)).text
    return None


SEIZURES = Format(
    name="drug-seizures",
    title="Home Office drug seizures by police force",
    recognises=lambda headings: headings[:1] == ("police force",) and "total class a" in headings,
    read=_read,
    known=lambda _: True,
    is_publication=True,
)
