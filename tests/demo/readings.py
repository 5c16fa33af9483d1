"""Everything that the pages of an area say, read from a demonstration; of all partnerships with a command.

``python -m tests.demo.readings sqlite:///try.db`` reads the pages of every partnership of a demonstration, and ends
with 1 where a sentence has a word that the list avoids, or where a ladder or a funnel grows on its way down.
"""

import random
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise

import pandas as pd
from sqlmodel import Session

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.agencies import Agency
from dashboard.domain.areas import AreaKind
from dashboard.domain.indicators import Catalogue
from dashboard.domain.requests import Request
from dashboard.journeys import editions, view
from dashboard.reports.report import ThemeReport
from dashboard.reports.tables import Table
from dashboard.store.database import Database
from tests.conftest import TODAY
from tests.reports.test_plain_words import unkind

PAGES: tuple[Callable[..., object], ...] = (
    view.open_overview,
    view.open_indicators,
    view.open_treatment_access,
    view.open_continuity_of_care,
    view.open_diversion,
    view.open_community_sentences,
)
LADDERS = ("Hand-off ladder", "From arrest to treatment")
SHOWN, SEED = 30, 4


def texts(told: object) -> Iterator[str]:
    """Every text in a report, in its tables and in the words of its charts."""
    if isinstance(told, Agency):
        yield told.label
    elif isinstance(told, str):
        yield told
    elif isinstance(told, pd.DataFrame):
        yield from (cell for column in told.columns for cell in told[column] if isinstance(cell, str))
    elif is_dataclass(told):
        for one in fields(told):
            if one.name != "indicator":  # an id, for links
                yield from texts(getattr(told, one.name))
    elif isinstance(told, tuple | list):
        for one in told:
            yield from texts(one)


def avoided(said: list[str], catalogue: Catalogue) -> list[str]:
    """The texts with a word that the list avoids; what a publication is called is its publisher's own."""
    publications = {one.source for one in catalogue}
    return [text for text in said if unkind(_without(text, publications))]


def _without(text: str, publications: Iterable[str]) -> str:
    """A text without the names of publications: a chart of several measures names all of theirs.

    The longest goes first, for one name may be a part of another.
    """
    for name in sorted(publications, key=len, reverse=True):
        text = text.replace(name, "")
    return text


def ladders(report: object) -> list[Table]:
    """The tables of ladders and funnels on a page."""
    parts = report.parts if isinstance(report, ThemeReport) else ()
    return [table for part in parts for table in part.tables if table.title.startswith(LADDERS)]


def growing(report: object) -> list[str]:
    """The titles of ladders and funnels of a page in which a step is larger than one before it."""
    return [table.title for table in ladders(report) if _grows(table)]


def _grows(table: Table) -> bool:
    cells = (str(row[2]).replace(",", "") for row in table.rows)
    counts = [int(cell) for cell in cells if cell.isdigit()]
    return any(later > earlier for earlier, later in pairwise(counts))


def read_pages(session: Session, area: str) -> Iterator[tuple[object, list[str]]]:
    """Each page of an area, with all that it says."""
    scope = view.open_scope(session, LOCAL_USER, Request(area), TODAY)
    for page in PAGES:
        report = page(session, LOCAL_USER, scope)
        yield report, list(texts(report))


def main(address: str) -> int:
    """Read the pages of every partnership, say what is wrong and some of the sentences, to be read by eye."""
    wrong, said = list[str](), set[str]()
    database = Database(address)
    editions.prepare(database, LOCAL_USER)
    with database.reading() as session:
        definitions = view.open_definitions(session, LOCAL_USER)
        partnerships = definitions.areas.of_kind(AreaKind.PARTNERSHIP)
        for area in partnerships:
            for report, words in read_pages(session, area.code):
                wrong += [f"{area.name}: {text}" for text in avoided(words, definitions.catalogue)]
                wrong += [f"{area.name}: {title} grows" for title in growing(report)]
                said.update(text for text in words if text.endswith("."))
    print(f"{len(partnerships)} partnerships, {len(said)} sentences, {len(wrong)} wrong")
    print("\n".join([*wrong, "", *random.Random(SEED).sample(sorted(said), min(SHOWN, len(said)))]))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
