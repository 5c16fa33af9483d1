"""Prosecution outcomes by principal offence, monthly: convictions and unsuccessful cases by force."""

import re

from dashboard.domain.areas import AreaKind
from dashboard.domain.findings import Finding, Severity
from dashboard.domain.periods import PeriodError, read_period
from dashboard.intake.cells import added
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells
from dashboard.intake.tables import Table

CONVICTIONS = "number of drugs offences convictions"
UNSUCCESSFUL = "number of drugs offences unsuccessful"
SHARE = "percentage of drugs offences convictions"
_MONTH_IN_NAME = re.compile(r"(?<![a-z])([a-z]{3,9})[_\- ](\d{4})(?!\d)", re.IGNORECASE)
_GLUED_NAMES = {"GreaterManchester": "Greater Manchester", "National": "England and Wales"}


def _read(table: Table, given: Given) -> Reading:
    month = _month_of(given.file_name)
    if month is None:
        message = "This layout has its month in the file's name, and this name has none."
        mend = "Name the file as it was published, for example principal_offence_category_june_2016.csv."
        return Reading(cells([]), findings=(Finding("file_name_says_when", Severity.ERROR, message, mend),))
    frame = table.folded
    area = frame.iloc[:, 0].replace(_GLUED_NAMES)
    read = cells(
        frame.index,
        indicator="drug-prosecutions-convicted",
        area=area,
        period=month,
        count=frame[CONVICTIONS],
        denominator=added(frame[CONVICTIONS], frame[UNSUCCESSFUL]),
        value=frame[SHARE],
    )
    left_out = tuple(
        LeftOut(name, "there is no indicator of ours for it", len(frame))
        for name in table.headings
        if name.startswith("number of") and name.endswith("convictions") and name != CONVICTIONS
    )
    kinds = (AreaKind.POLICE_FORCE, AreaKind.COUNTRY)
    columns = {"count": CONVICTIONS.capitalize(), "denominator": UNSUCCESSFUL.capitalize(), "value": SHARE.capitalize()}
    return Reading(read, left_out, area_kinds=kinds, columns=columns)


def _month_of(file_name: str) -> str | None:
    for name, year in _MONTH_IN_NAME.findall(file_name):
        try:
            return read_period(f"{name} {year}").text
        except PeriodError:
            continue
    return None


BY_PRINCIPAL_OFFENCE = Format(
    name="prosecution-outcomes",
    title="Prosecution outcomes by principal offence",
    recognises=lambda headings: CONVICTIONS in headings,
    read=_read,
    known=lambda heading: not heading or heading.startswith(("number of ", "percentage of ")),
    needs=(CONVICTIONS, UNSUCCESSFUL, SHARE),
    is_publication=True,
)
