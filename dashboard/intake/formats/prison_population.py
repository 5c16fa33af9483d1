"""The monthly prison population bulletin: one row a prison, its date in a line above the table."""

import re

import pandas as pd

from dashboard.domain.areas import AreaKind
from dashboard.domain.findings import Finding
from dashboard.domain.periods import PeriodHabit, PeriodKind
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells
from dashboard.intake.tables import Table, fold

_PRISON = "prison name"
_POPULATION = "population"
_CAPACITY = ("baseline cna", "in use cna", "operational capacity")
_REPORT_DATE = re.compile(
    r"report date:? *(?P<day>\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d|\d{1,2}[ -][a-z]{3,9}[ -]\d{2,4})", re.IGNORECASE
)
_TOTAL = re.compile(r"(grand |sub[ -]?)?total\b.*")
_REMOVAL = re.compile(r"immigration removal|\bircs?\b")
_SEVERAL = re.compile(r"\bcluster\b| / | ?\\ ?")


def _read(table: Table, _: Given) -> Reading:
    dated = next((found["day"] for line in table.preamble if (found := _REPORT_DATE.search(line))), "")
    if not dated:
        message = "No line above the table says “Report Date: …”, so nobody can tell which day it counts."
        mend = "Send the bulletin as it was published, with the lines above its table."
        finding = Finding.error("period_is_read", message, mend, expected="Report Date: and a day", column="period")
        return Reading(cells([]), findings=(finding,))
    frame = table.folded
    kinds = _kinds(frame, table.preamble)
    taken = frame[kinds == ""]
    read = cells(
        taken.index, indicator="prison-population", area=taken[_PRISON], period=dated, count=taken[_POPULATION]
    )
    left_out = [LeftOut(*why, int((kinds == kind).sum())) for kind, why in _WHY.items() if (kinds == kind).any()]
    left_out += [LeftOut(name, "there is no indicator of ours for it", len(taken)) for name in _CAPACITY]
    habit = PeriodHabit(days=PeriodKind.SNAPSHOT)
    columns = {"count": "Population", "area": "Prison Name"}
    return Reading(read, tuple(left_out), habit=habit, area_kinds=(AreaKind.PRISON,), columns=columns)


_WHY = {
    "total": ("Totals", "a total may count centres for immigration removal as well"),
    "removal": ("Immigration removal centres", "they are no prisons"),
    "several": ("Several prisons in one row", "they are not split"),
}


def _kinds(frame: pd.DataFrame, preamble: tuple[str, ...]) -> pd.Series:
    """Return why each row is none of ours, "" for a prison; a row with a name alone is a heading over those below."""
    removal = any(_REMOVAL.search(fold(line)) for line in preamble[-1:])
    found = []
    for _, row in frame.iterrows():
        name = fold(row[_PRISON])
        if not any(row[heading] for heading in (*_CAPACITY, _POPULATION)):
            removal = bool(_REMOVAL.search(name))
            found.append("heading")
        elif _TOTAL.fullmatch(name):
            found.append("total")
        else:
            found.append("removal" if removal else "several" if _SEVERAL.search(row[_PRISON].casefold()) else "")
    return pd.Series(found, frame.index, dtype="str")


BULLETIN = Format(
    name="prison-population",
    title="Monthly prison population bulletin",
    recognises=lambda headings: {_PRISON, _POPULATION} <= set(headings) and bool(set(_CAPACITY) & set(headings)),
    read=_read,
    known=lambda heading: (
        heading in (_PRISON, _POPULATION, *_CAPACITY) or "%" in heading or heading.startswith("percent")
    ),
    needs=(_PRISON, *_CAPACITY, _POPULATION),
    is_publication=True,
)
