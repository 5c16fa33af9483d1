"""The catalogue and the areas that stood together at one moment, so that an old page can be made again."""

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path

from dashboard.domain.areas import REFERENCE_TABLES, Areas, read_areas
from dashboard.domain.audiences import check_audiences
from dashboard.domain.errors import BrokenDefinition
from dashboard.domain.events import DEMO_EVENTS_TABLE, EVENTS_TABLE, Event, read_events
from dashboard.domain.groups import GROUPS_TABLE, Groups, read_groups
from dashboard.domain.indicators import Catalogue, read_catalogue, suggestion
from dashboard.domain.neighbours import NEIGHBOURS_TABLE, Neighbours, read_neighbours
from dashboard.domain.periods import read_period

_OURS = Path(__file__).parents[2] / "datasets"


@dataclass(frozen=True)
class Context:
    """A published figure that may be quoted beside an indicator and never compared: an odd span, a quotation."""

    indicator: str
    area: str
    period: str
    value: str
    note: str
    source: str


@dataclass(frozen=True)
class Definitions:
    """The files of ``datasets/`` that figures are read with, and what they say."""

    text: str = field(repr=False)
    checksum: str
    catalogue: Catalogue
    areas: Areas
    contexts: tuple[Context, ...] = field(repr=False)
    neighbours: Neighbours = field(default_factory=Neighbours, repr=False)
    events: tuple[Event, ...] = field(default=(), repr=False)
    groups: Groups = field(default_factory=Groups, repr=False)

    def without_invented_events(self) -> "Definitions":
        """Return what pages of real figures are made with; it is the same text that is kept."""
        return replace(self, events=tuple(event for event in self.events if not event.is_invented))


def datasets() -> Path:
    """Return the folder of the definition files: ``DASHBOARD_DATASETS``, by default the one beside the code."""
    return Path(os.environ.get("DASHBOARD_DATASETS", _OURS))


def national_figures() -> Path:
    """Return the file of national figures that comes with the definitions, whether it is there or not."""
    return datasets() / "published" / "national_figures.csv"


def read_definitions() -> Definitions:
    """Return the definitions in the datasets folder. Raise BrokenDefinition naming the file, the field, the mend."""
    folder = datasets()
    indicators = {path.name: _text_of(path) for path in sorted((folder / "indicators").glob("*.toml"))}
    tables = {name: _text_of(folder / "reference" / name) for name in REFERENCE_TABLES}
    optional = {
        NEIGHBOURS_TABLE: folder / "reference" / NEIGHBOURS_TABLE,
        EVENTS_TABLE: folder / "reference" / EVENTS_TABLE,
        GROUPS_TABLE: folder / "reference" / GROUPS_TABLE,
        DEMO_EVENTS_TABLE: folder / DEMO_EVENTS_TABLE,
    }
    tables |= {name: _text_of(path) for name, path in optional.items() if path.exists()}
    if not indicators:
        raise BrokenDefinition(f"There is no indicator in {folder / 'indicators'}. Put the catalogue back.")
    context = _text_of(folder / "published" / "context.csv")
    definitions = definitions_from(pack(indicators, tables, context))
    # Only of the files of today: those kept with an old revision are read as they were.
    check_audiences(definitions.catalogue)
    return definitions


def pack(indicators: Mapping[str, str], tables: Mapping[str, str], context: str) -> str:
    """Return definition files as the one text that the store keeps."""
    files = {"indicators": dict(indicators), "reference": dict(tables), "context": context}
    return json.dumps(files, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=8)
def definitions_from(text: str) -> Definitions:
    """Return the definitions that ``pack`` wrote. The same text gives the same object."""
    files = json.loads(text)
    checksum = hashlib.sha256(text.encode()).hexdigest()
    catalogue, areas = read_catalogue(files["indicators"]), read_areas(files["reference"])
    contexts = tuple(_contexts(files["context"]))
    for context in contexts:
        _check(context, catalogue, areas)
    # Revisions from before there could be a list, events or groups keep none.
    neighbours = read_neighbours(files["reference"].get(NEIGHBOURS_TABLE, ""), areas)
    events = read_events(files["reference"], catalogue, areas)
    groups = read_groups(files["reference"].get(GROUPS_TABLE, ""))
    return Definitions(text, checksum, catalogue, areas, contexts, neighbours, events, groups)


def _contexts(text: str) -> Iterator[Context]:
    names = [column.name for column in fields(Context)]
    for row in csv.DictReader(io.StringIO(text), restval=""):
        if missing := [name for name in names if name not in row]:
            raise BrokenDefinition(f"context.csv: the column {missing[0]} is missing. Put it back.")
        yield Context(**{name: row[name] for name in names})


def _check(context: Context, catalogue: Catalogue, areas: Areas) -> None:
    """Raise BrokenDefinition for a quoted figure that no page could show."""
    if context.indicator not in catalogue:
        near = suggestion(context.indicator, catalogue.indicators)
        raise BrokenDefinition(
            f"context.csv: the column indicator holds “{context.indicator}”, which is not in the catalogue.{near} "
            "Correct the id."
        )
    if context.area not in areas.by_code:
        raise BrokenDefinition(
            f"context.csv: the column area holds “{context.area}”, which is no current code. Correct it."
        )
    try:
        read_period(context.period)
        float(context.value)
    except ValueError as error:
        raise BrokenDefinition(
            f"context.csv: the columns period and value of {context.indicator} hold “{context.period}” and "
            f"“{context.value}”. Write a period and a number."
        ) from error


def read_glossary() -> tuple[tuple[str, str], ...]:
    """Return (term, meaning) pairs in order of letters. Raise BrokenDefinition."""
    rows = csv.DictReader(io.StringIO(_text_of(datasets() / "reference" / "glossary.csv")))
    for column in ("term", "meaning"):
        if column not in (rows.fieldnames or ()):
            raise BrokenDefinition(f"glossary.csv: the column {column} is missing. Put it back.")
    return tuple(sorted(((row["term"], row["meaning"]) for row in rows), key=lambda pair: pair[0].casefold()))


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")  # spreadsheets put a mark before the first letter
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenDefinition(f"{path.name}: the file cannot be read ({error}). Put it back as UTF-8.") from error
