"""What the lines above a table say of all its figures: where they are for, and when."""

import re
from collections.abc import Callable, Iterable, Iterator

from dashboard.domain.areas import AreaKind, Areas, SeveralAreas, UnknownArea, plain
from dashboard.domain.periods import AmbiguousPeriod, PeriodError, PeriodHabit, read_period

_PARTS = re.compile(r"\s*[:;|()\[\],]\s*|\s+[-–—]\s+")
_BEFORE = re.compile(r"^(for|in|of|area|partnership|period|quarter|reporting period|figures for|data for)\s+", re.I)
_YEARS = re.compile(r"(19|20)\d\d")  # a bare year in a title is as often that of a copyright or an edition
_KINDS = (AreaKind.AUTHORITY, AreaKind.PARTNERSHIP, AreaKind.POLICE_FORCE, AreaKind.PRISON, AreaKind.PROBATION_REGION)


def period_above(lines: Iterable[str], habit: PeriodHabit) -> str:
    """Return the one period that the lines above a table name, as written; "" where they name none, or several."""

    def period(text: str) -> object:
        if _YEARS.fullmatch(text):
            return None
        try:
            return read_period(text, habit)
        except AmbiguousPeriod:
            return text
        except PeriodError:
            return None

    return _only_one(lines, period)


def area_above(lines: Iterable[str], areas: Areas) -> str:
    """Return the one place that the lines above a table name, as written; "" where they name none, or several."""

    def place(text: str) -> object:
        try:
            return areas.called(text, _KINDS).code if areas.knows(text) else None
        except SeveralAreas:
            return plain(text)
        except UnknownArea:
            return None

    return _only_one(lines, place)


def _only_one(lines: Iterable[str], read: Callable[[str], object]) -> str:
    found: dict[object, str] = {}
    for text in _texts(lines):
        if (what := read(text)) is not None:
            found.setdefault(what, text)
    return next(iter(found.values())) if len(found) == 1 else ""


def _texts(lines: Iterable[str]) -> Iterator[str]:
    """Yield each line whole, then its parts, with and without the words that lead up to a name."""
    for line in lines:
        for text in (line.strip(), *_PARTS.split(line)):
            yield from dict.fromkeys(filter(None, (text, _BEFORE.sub("", text))))
