"""What happened and when, beside which a change in a trend is read: national and local events, from a table."""

import calendar
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NoReturn

from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.errors import BrokenDefinition
from dashboard.domain.figures import DEMONSTRATION, is_demonstration
from dashboard.domain.indicators import Catalogue, Indicator, Theme, suggestion

EVENTS_TABLE = "events.csv"
DEMO_EVENTS_TABLE = "demo/reference/events.csv"
COLUMNS = ("date", "until", "title", "text", "areas", "concerns", "kind", "source")
LONGEST_TITLE = 60  # letters: it stands on one line of a chart's tip, on a phone too
# An event stands beside a change. That one made the other is a finding, which a date cannot show.
_CAUSES = re.compile(
    r"\b(because|caus(?:e[sd]?|ing)|due to(?! be\b)|led to|thanks to|as a result|result(?:s|ed|ing)? in)\b", re.I
)


class EventKind(StrEnum):
    """What sort of thing happened."""

    SCHEME = "scheme"
    DEFINITION = "definition"
    PROVIDER = "provider"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind as people read it."""
        return _LABELS[self]


_LABELS = {
    EventKind.SCHEME: "Scheme",
    EventKind.DEFINITION: "Definition changed",
    EventKind.PROVIDER: "New provider",
    EventKind.OTHER: "Other",
}


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, or went on ``until`` its last one.

    ``areas`` are codes, empty where it happened everywhere; ``concerns`` has ids of indicators and of
    themes, empty where it may matter for all.
    """

    began: date
    title: str
    text: str
    source: str
    kind: EventKind = EventKind.OTHER
    until: date | None = None
    areas: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        """Its time in words: "October 2024", "10 September 2024", "January 2021 to March 2025"."""
        if self.until is None:
            return _day(self.began)
        last_of_month = (self.until + timedelta(days=1)).day == 1
        return f"{_day(self.began)} to {_month(self.until) if last_of_month else _day(self.until)}"

    @property
    def is_invented(self) -> bool:
        """Whether it belongs to a demonstration, as its source says."""
        return is_demonstration(self.source)

    @property
    def moments(self) -> tuple[date, ...]:
        """The first day of what is new: since it began and, where it ended, since it was over."""
        return (self.began,) if self.until is None else (self.began, self.until + timedelta(days=1))

    def is_about(self, indicator: Indicator) -> bool:
        """Whether it may matter for a measure."""
        return not self.concerns or indicator.id in self.concerns or indicator.theme.value in self.concerns

    def is_at(self, area: Area, areas: Areas) -> bool:
        """Whether it happened in a place, in all that the place lies in, or in a member of a partnership.

        What happened in one of its authorities is not told of a region, a force or a country.
        """
        return not self.areas or any(_touches(areas.at(code), area, areas) for code in self.areas)


def _day(day: date) -> str:
    return _month(day) if day.day == 1 else f"{day.day} {_month(day)}"


def _month(day: date) -> str:
    return f"{calendar.month_name[day.month]} {day.year}"


def _touches(there: Area, here: Area, areas: Areas) -> bool:
    if there.kind is AreaKind.COUNTRY or areas.kept_code(there.code) == areas.kept_code(here.code):
        return True
    theirs, ours = set(there.members), set(here.members)
    return bool(ours) and (ours <= theirs or (here.kind is AreaKind.PARTNERSHIP and bool(ours & theirs)))


def breaks_of(indicators: Sequence[Indicator]) -> tuple[Event, ...]:
    """Return the breaks that the catalogue has for these measures as events, each once, in order of time."""
    made = {
        Event(at.date, "Figures before and after are not compared", at.reason, _CATALOGUE, EventKind.DEFINITION)
        for one in indicators
        for at in one.breaks
    }
    return tuple(sorted(made, key=lambda event: (event.began, event.text)))


_CATALOGUE = "the definition of the measure"


def events_of(events: Sequence[Event], indicators: Sequence[Indicator], area: Area, areas: Areas) -> tuple[Event, ...]:
    """Return the events that stand on a chart of these measures in an area, in order of time.

    A change of definition that is a break of the measures already is left out: it is told as that.
    """
    broken = {at.date for one in indicators for at in one.breaks}
    return tuple(
        event
        for event in events
        if any(map(event.is_about, indicators))
        and event.is_at(area, areas)
        and not (event.kind is EventKind.DEFINITION and event.began in broken)
    )


def read_events(tables: Mapping[str, str], catalogue: Catalogue, areas: Areas) -> tuple[Event, ...]:
    """Return the events in the tables that hold some, in order of time; none where there is no table.

    Those of ``DEMO_EVENTS_TABLE`` are invented and say so in their source; no other may. Raise
    BrokenDefinition naming the file, the line, the column, what was found and the mend.
    """
    found = [
        event
        for name in (EVENTS_TABLE, DEMO_EVENTS_TABLE)
        for row in _rows(name, tables.get(name, ""))
        for event in [_event(row, catalogue, areas)]
    ]
    return tuple(sorted(found, key=lambda event: (event.began, event.title)))


@dataclass(frozen=True)
class _Row:
    table: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column].strip()

    def filled(self, column: str) -> str:
        return self[column] or self.refuse(column, "is empty. Fill it in.")

    def listed(self, column: str) -> tuple[str, ...]:
        return tuple(filter(None, (part.strip() for part in re.split(r"[|;]", self[column]))))

    def refuse(self, column: str, fault: str) -> NoReturn:
        raise BrokenDefinition(f"{self.table}, line {self.line}: the column {column} {fault}")


def _rows(name: str, text: str) -> Iterator[_Row]:
    if not text.strip():
        return
    reader = csv.DictReader(io.StringIO(text), restval="", restkey="")
    for column in COLUMNS:
        if column not in (reader.fieldnames or ()):
            raise BrokenDefinition(f"{name}: the column {column} is missing. Put it back.")
    for cells in reader:
        if "" in cells:
            raise BrokenDefinition(
                f"{name}, line {reader.line_num}: there are more cells than columns. Put a text that holds a comma in "
                "quotation marks."
            )
        yield _Row(name, reader.line_num, cells)


def _event(row: _Row, catalogue: Catalogue, areas: Areas) -> Event:
    began, until = _date(row, "date"), _date(row, "until") if row["until"] else None
    if until and until < began:
        row.refuse("until", f"holds {until}, which is before the date {began}. Give the last day, or leave it empty.")
    return Event(
        began=began,
        until=until,
        title=_title(row),
        text=_text(row),
        areas=_areas(row, areas),
        concerns=_concerns(row, catalogue),
        kind=_kind(row),
        source=_source(row),
    )


def _date(row: _Row, column: str) -> date:
    text = row.filled(column)
    try:
        return date.fromisoformat(text)
    except ValueError:
        row.refuse(column, f"holds “{text}”. Write a day such as 2024-10-01.")


def _title(row: _Row) -> str:
    title = row.filled("title")
    if len(title) > LONGEST_TITLE:
        row.refuse("title", f"holds {len(title)} letters. Write at most {LONGEST_TITLE}; the rest belongs in text.")
    return _without_causes(row, "title", title)


def _text(row: _Row) -> str:
    text = row.filled("text")
    if not text.endswith("."):
        row.refuse("text", f"holds “{text}”. Write one sentence, with a full stop at its end.")
    return _without_causes(row, "text", text)


def _without_causes(row: _Row, column: str, text: str) -> str:
    if found := _CAUSES.search(text):
        row.refuse(column, f"says “{found[0]}”. Say what happened and when, not what came of it.")
    return text


def _areas(row: _Row, areas: Areas) -> tuple[str, ...]:
    for code in row.listed("areas"):
        if code not in areas.by_code and code not in areas.same_as:
            row.refuse(
                "areas",
                f"holds “{code}”, which is no code we know. Write codes with | between, or nothing for everywhere.",
            )
    return row.listed("areas")


def _concerns(row: _Row, catalogue: Catalogue) -> tuple[str, ...]:
    known = {**catalogue.indicators, **dict.fromkeys(theme.value for theme in Theme)}
    for name in row.listed("concerns"):
        if name not in known:
            row.refuse(
                "concerns",
                f"holds “{name}”, which is neither a measure nor a theme.{suggestion(name, known)} "
                "Write ids with | between, or nothing for all.",
            )
    return row.listed("concerns")


def _kind(row: _Row) -> EventKind:
    text = row.filled("kind")
    if text not in list(EventKind):
        row.refuse("kind", f"holds “{text}”. Write one of {', '.join(EventKind)}.")
    return EventKind(text)


def _source(row: _Row) -> str:
    source = row.filled("source")
    of_demonstration = row.table == DEMO_EVENTS_TABLE
    if is_demonstration(source) and not of_demonstration:
        row.refuse("source", f"holds “{source}”. Invented events belong in {DEMO_EVENTS_TABLE}.")
    if of_demonstration and not is_demonstration(source):
        row.refuse("source", f"holds “{source}”. Begin it with “{DEMONSTRATION}”, or move the row to {EVENTS_TABLE}.")
    return source
