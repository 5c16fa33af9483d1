"""The catalogue and the areas that stood together at one moment, so that an old page can be made again."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path

from dashboard.domain.areas import REFERENCE_TABLES, Areas, read_areas
from dashboard.domain.errors import BrokenDefinition
from dashboard.domain.indicators import Catalogue, read_catalogue

DATASETS = Path(__file__).parents[2] / "datasets"


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


def read_definitions(folder: Path = DATASETS) -> Definitions:
    """Return the definitions in a datasets folder. Raise BrokenDefinition naming the file, the field, the mend."""
    indicators = {path.name: _text_of(path) for path in sorted((folder / "indicators").glob("*.toml"))}
    tables = {name: _text_of(folder / "reference" / name) for name in REFERENCE_TABLES}
    if not indicators:
        raise BrokenDefinition(f"There is no indicator in {folder / 'indicators'}. Put the catalogue back.")
    context = _text_of(folder / "published" / "context.csv")
    return definitions_from(pack(indicators, tables, context))


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
    return Definitions(text, checksum, catalogue, areas, tuple(_contexts(files["context"])))


def _contexts(text: str) -> Iterator[Context]:
    names = [column.name for column in fields(Context)]
    for row in csv.DictReader(io.StringIO(text)):
        if missing := [name for name in names if name not in row]:
            raise BrokenDefinition(f"context.csv: the column {missing[0]} is missing. Put it back.")
        yield Context(**{name: row[name] for name in names})


def read_glossary(folder: Path = DATASETS) -> tuple[tuple[str, str], ...]:
    """Return (term, meaning) pairs in order of letters. Raise BrokenDefinition."""
    rows = csv.DictReader(io.StringIO(_text_of(folder / "reference" / "glossary.csv")))
    return tuple(sorted(((row["term"], row["meaning"]) for row in rows), key=lambda pair: pair[0].casefold()))


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenDefinition(f"{path.name}: the file cannot be read ({error}). Put it back as UTF-8.") from error
