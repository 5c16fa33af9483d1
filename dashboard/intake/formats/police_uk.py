"""data.police.uk, one row a crime, an outcome or a search: counted here by force and month, and the rows discarded."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pandas as pd

from dashboard.domain.areas import AreaKind
from dashboard.domain.findings import Finding, Severity
from dashboard.domain.periods import PeriodHabit, month
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells, together
from dashboard.intake.tables import Table, fold

STREET = ("crime id", "month", "falls within", "crime type")
OUTCOMES = ("crime id", "month", "falls within", "outcome type")
STOPS = ("type", "date", "object of search", "legislation", "outcome")
# Columns of the layouts that are never read: they are about one event, one place or one person.
_STREET_UNREAD = ("reported by", "longitude", "latitude", "location", "lsoa code", "lsoa name")
_STREET_MORE = ("last outcome category", "context")
_STOPS_UNREAD = (
    *("part of a policing operation", "policing operation", "latitude", "longitude", "gender", "age range"),
    *("self-defined ethnicity", "officer-defined ethnicity", "outcome linked to object of search"),
    "removal of more than just outer clothing",
)
_KEPT = "controlled drugs"
_NAME = re.compile(r"(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<force>[a-z-]+?)-stop-and-search", re.IGNORECASE)
_LONDON = ZoneInfo("Europe/London")  # a search at 23:30 UTC on 31 March was on 1 April here
_HABIT = PeriodHabit(hyphens="months")
_KINDS = (AreaKind.POLICE_FORCE,)


def _read_rows(kind: str, wanted: str, indicator: str, table: Table, _: Given) -> Reading:
    """Count the rows of a force and month whose ``kind`` is the wanted one; none of them is a count of 0.

    A crime that stands in several of them is counted once, by its id; a row without an id is a crime of its own.
    """
    frame = table.folded[["crime id", "month", "falls within", kind]]
    of_kind = frame[kind].isin([text for text in frame[kind].unique() if fold(text) == wanted])
    named = frame[of_kind & (frame["crime id"] != "")]
    lines = named.index[named.duplicated(["crime id", "month", "falls within"])]
    counted = of_kind & ~frame.index.isin(lines)
    groups = []
    for (when, force), rows in frame.groupby(["month", "falls within"]):
        count = str(int(counted[rows.index].sum()))
        groups.append(cells(rows.index[:1], indicator=indicator, area=force, period=when, count=count))
    others = frame.loc[~of_kind, kind]
    left_out = tuple(
        LeftOut(str(name) or "no kind given", "there is no indicator of ours for it", int(rows))
        for name, rows in others.value_counts().sort_index().items()
    )
    findings = (_counted(len(frame)), *_counted_once(lines))
    return Reading(together(groups), left_out, findings, _HABIT, _KINDS)


def _counted_once(lines: pd.Index) -> Iterator[Finding]:
    if len(lines):
        yield Finding(
            "rows_are_counted",
            Severity.NOTICE,
            f"{len(lines):,} row(s) repeat the Crime ID of another row of their month and force. "
            "Each crime is counted once.",
            "Nothing, if the source repeats them; else see whether a part of the file was pasted twice.",
            column="Crime ID",
            rows=tuple(int(line) for line in lines),
        )


def _counted(rows: int) -> Finding:
    message = (
        f"{rows:,} row(s), each about one event, were counted by force and month. The rows themselves are not kept."
    )
    return Finding("rows_are_counted", Severity.NOTICE, message)


def _read_stops(table: Table, given: Given) -> Reading:
    named = _NAME.search(given.file_name)
    if named is None:
        message = "This layout has its force and month in the file's name, and this name has not."
        mend = "Name the file as it was published, for example 2018-04-city-of-london-stop-and-search.csv."
        return Reading(cells([]), findings=(Finding("file_name_says_when", Severity.ERROR, message, mend),))
    frame = table.folded[["date", "object of search"]]
    when = month(int(named["year"]), int(named["month"]))
    months = frame["date"].map(_local_month)
    in_month = months == when.start.strftime("%Y-%m")
    searches = frame.loc[in_month, "object of search"].map(fold)
    read = cells(
        frame.index[:1],
        indicator="drug-searches",
        area=named["force"].casefold(),
        period=when.text,
        count=str(int((searches == _KEPT).sum())),
    )
    left_out = [
        LeftOut("Searches for other things", "there is no indicator of ours for it", int((searches != _KEPT).sum()))
    ]
    if not in_month.all():
        left_out.append(LeftOut("Searches of another month", f"they were not in {when.label}", int((~in_month).sum())))
    findings = (_counted(len(frame)), *_times_not_read(months.index[months == ""]))
    return Reading(read, tuple(left_out), findings, area_kinds=_KINDS)


def _times_not_read(lines: pd.Index) -> Iterator[Finding]:
    """A search of no known month may belong to this one, and the count would be short of it."""
    if len(lines):
        yield Finding.error(
            "period_is_read",
            f"{len(lines)} row(s) have a time that cannot be read, so the searches of the month cannot be counted.",
            "Send the file as it was published.",
            expected="a date and time, such as 2018-04-02T10:00:00+00:00",
            column="Date",
            rows=tuple(int(line) for line in lines),
        )


def _local_month(text: str) -> str:
    """Return the month in which a search took place here, "" for a time that cannot be read."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_LONDON).strftime("%Y-%m")


STREET_CRIME = Format(
    name="police-uk-street",
    title="data.police.uk street-level crime",
    recognises=lambda headings: {"crime id", "crime type"} <= set(headings),
    read=partial(_read_rows, "crime type", "drugs", "street-drug-crimes"),
    known=lambda heading: heading in (*STREET, *_STREET_UNREAD, *_STREET_MORE),
    needs=STREET,
    row_level=True,
    is_publication=True,
)
CRIME_OUTCOMES = Format(
    name="police-uk-outcomes",
    title="data.police.uk outcomes",
    recognises=lambda headings: {"crime id", "outcome type"} <= set(headings),
    read=partial(_read_rows, "outcome type", "offender given a drugs possession warning", "drugs-possession-warnings"),
    known=lambda heading: heading in (*OUTCOMES, *_STREET_UNREAD),
    needs=OUTCOMES,
    row_level=True,
    is_publication=True,
)
STOP_AND_SEARCH = Format(
    name="police-uk-stop-and-search",
    title="data.police.uk stop and search",
    recognises=lambda headings: {"type", "object of search"} <= set(headings),
    read=_read_stops,
    known=lambda heading: heading in (*STOPS, *_STOPS_UNREAD),
    needs=STOPS,
    row_level=True,
    is_publication=True,
)
