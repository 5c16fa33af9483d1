"""What pages read: the parts of an edition that hold what a reader may see, put together."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from sqlmodel import Session

from dashboard.assembly.making import is_current
from dashboard.assembly.parts import family_of, no_rows
from dashboard.domain.access import Reach
from dashboard.domain.area_views import AreaValue, Everywhere
from dashboard.domain.areas import Area
from dashboard.domain.audiences import for_partnership
from dashboard.domain.coded import Coded, Texts, joined
from dashboard.domain.definitions import read_definitions
from dashboard.domain.errors import NotFound, NotReady
from dashboard.domain.figures import KEY, PERIOD, make_period
from dashboard.domain.indicators import Catalogue
from dashboard.domain.packing import unpacked
from dashboard.domain.periods import Period
from dashboard.domain.pieces import Piece
from dashboard.domain.requests import AtRevision
from dashboard.stats.newest import ended_by
from dashboard.store import definitions as definitions_store
from dashboard.store import editions as editions_store
from dashboard.store import revisions as revisions_store

_FIGURES_AT_ONCE = 20_000  # more use up memory, fewer cost time


def standing_edition(session: Session, as_at: int | None = None, until: date | None = None) -> AtRevision:
    """Return what pages show at revision ``as_at``, by default at the newest. Raise NotFound, or NotReady.

    While the newest revision is worked out that is the one before, unless something was taken back since. Before the
    first revision there are no figures, and the definitions are those of the files.
    """
    newest = revisions_store.newest(session)
    if as_at is not None and not 1 <= as_at <= newest:
        raise NotFound(f"There is no revision {as_at}. The newest is {newest}.")
    if not newest:
        return AtRevision(0, read_definitions().without_invented_events(), 0, is_demonstration=False, until=until)
    edition = editions_store.newest(session, as_at)
    if edition is None:
        raise NotReady(as_at or newest)
    behind = edition.revision < (as_at or newest)
    taken_back = behind and (as_at is not None or revisions_store.took_back_after(session, edition.revision))
    # The newest may have other audiences than the one before it, which is then not shown in its place.
    if taken_back or not is_current(session, edition, newest):
        raise NotReady(as_at or newest)
    definitions = definitions_store.of_revision(session, edition.revision)
    assert definitions is not None, "a revision has definitions"
    if not edition.is_demonstration:
        definitions = definitions.without_invented_events()
    today = definitions if edition.revision == newest else definitions_store.of_revision(session, newest)
    restricted = for_partnership([definitions.catalogue, *([today.catalogue] if today else [])])
    # A later revision may hide what an earlier one showed, which is then made anew for whoever looks back at it. From
    # the newest edition nothing was taken back, so that it stays what it was while the next is worked out.
    return AtRevision(
        edition.revision,
        definitions,
        newest,
        edition.is_demonstration,
        until,
        restricted,
        edition.audiences,
        looks_back=as_at is not None,
    )


def figures_of(
    session: Session, at: AtRevision, reach: Reach, catalogue: Catalogue, areas: Sequence[Area] | None, piece: Piece
) -> pd.DataFrame:
    """Return the figures of areas, by default of all, that stand in one piece of an edition. Ordered by key.

    Columns up to ``Stage.CHANGED`` but for the number of the file.
    """
    codes = _codes_of(areas, at)
    families = sorted({family_of(indicator) for indicator in catalogue})
    found = _read(session, at, reach, [piece], codes, families)
    return _shown(found, catalogue, at)


def _codes_of(areas: Sequence[Area] | None, at: AtRevision) -> list[str] | None:
    return None if areas is None else sorted({at.definitions.areas.kept_code(area.code) for area in areas})


def figures_by_measure(
    session: Session, at: AtRevision, reach: Reach, catalogue: Catalogue, areas: Sequence[Area] | None, piece: Piece
) -> Iterator[pd.DataFrame]:
    """Yield what ``figures_of`` returns in the same order, in frames of some measures each, all figures of each.

    All that is held at once is one such frame, and what is read as short whole numbers: each text once, and each row in
    about 100 bytes.
    """
    codes = _codes_of(areas, at)
    tables: list[_Short] = []
    for family in sorted({family_of(indicator) for indicator in catalogue}):
        tables += [_Short(table) for table in _read(session, at, reach, [piece], codes, [family])]
    for some in _together({name: sum(table.count(name) for table in tables) for name in sorted(catalogue.indicators)}):
        yield _shown([rows for table in tables if (rows := table.of(some)).rows], catalogue, at)


class _Short:
    """A table whose texts are numbered in as few bytes as there are texts, of which measures are taken."""

    def __init__(self, table: Coded) -> None:
        self._table = Coded({name: _short(column) for name, column in table.columns.items()})
        names = table.texts("indicator")
        counts: list[int] = np.bincount(names.codes, minlength=len(names.words)).tolist()
        self._counts: dict[str, int] = dict(zip(names.words, counts, strict=True))

    def count(self, name: str) -> int:
        return self._counts.get(name, 0)

    def of(self, names: Sequence[str]) -> Coded:
        rows = self._table.of(self._table.texts("indicator").among(names))
        return Coded({name: _long(column) for name, column in rows.columns.items()})


def _short(column: Texts | np.ndarray) -> Texts | np.ndarray:
    if isinstance(column, Texts):
        return Texts(column.words, column.codes.astype(np.min_scalar_type(len(column.words))))
    return column.astype(np.int32) if column.dtype.kind == "i" else column


def _long(column: Texts | np.ndarray) -> Texts | np.ndarray:
    if isinstance(column, Texts):
        return Texts(column.words, column.codes.astype(np.int64))
    return column.astype(np.int64) if column.dtype.kind == "i" else column


def _together(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """Put measures together that follow one another, so that few are by themselves and none have too many figures."""
    some: list[str] = []
    figures = 0
    for name, size in sizes.items():
        if some and figures + size > _FIGURES_AT_ONCE:
            yield some
            some, figures = [], 0
        if size:
            some, figures = [*some, name], figures + size
    if some:
        yield some


def figures_everywhere(
    session: Session,
    at: AtRevision,
    reach: Reach,
    catalogue: Catalogue,
    piece: Piece,
    names: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return the figures of everybody, of all areas, of the measures of a catalogue. Ordered by key.

    ``names`` are the columns to read, by default all; those of the key are read in any case.
    """
    columns = None if names is None else {*KEY, *names}
    return _shown(_read_everywhere(session, at, reach, catalogue, piece, columns), catalogue, at)


def values_everywhere(
    session: Session, at: AtRevision, reach: Reach, catalogue: Catalogue, wanted: Collection[tuple[str, Period]]
) -> Everywhere:
    """Return the values that all areas have, of everybody, for each measure and period that is wanted, by area."""
    piece = Piece.NEWEST_EVERYWHERE if at.until is None else Piece.HISTORY_EVERYWHERE
    columns = {"indicator", "area", *PERIOD, "value", "denominator"}
    some = Catalogue({name: catalogue.called(name) for name in sorted({name for name, _ in wanted})})
    found: dict[tuple[str, Period], dict[str, AreaValue]] = {key: {} for key in wanted}
    for table in _read_everywhere(session, at, reach, some, piece, columns):
        key = table.numbered(["indicator", *PERIOD])
        first, place = np.unique(key, return_index=True, return_inverse=True)[1:]
        periods = table.of(first).records(["indicator", *PERIOD])
        lists = [found.get((name, make_period(*period))) for name, *period in periods]
        asked = np.array([into is not None for into in lists], dtype=bool)[place]
        rows, places = table.of(asked), place[asked].tolist()
        values = rows.records(["area", "value", "denominator"])
        for at_place, (area, value, denominator) in zip(places, values, strict=True):
            into = lists[at_place]
            if into is not None:
                into[area] = AreaValue(area, value, denominator)
    return {key: [by_area[area] for area in sorted(by_area)] for key, by_area in found.items()}


def _read_everywhere(
    session: Session,
    at: AtRevision,
    reach: Reach,
    catalogue: Catalogue,
    piece: Piece,
    columns: Collection[str] | None,
) -> list[Coded]:
    measures = [*catalogue.indicators]
    public = editions_store.read(session, at.revision, [piece], areas=[""], subjects=measures)
    tables = [unpacked([*public.values()], columns)] if public else []
    if reach:
        hidden = editions_store.read(session, at.revision, [piece], areas=[""], subjects=measures, restricted=True)
        if hidden:
            table = unpacked([*hidden.values()], columns)
            tables.append(table if reach.everywhere else table.of(table.texts("area").each(reach.covers)))
    return tables


def _read(
    session: Session,
    at: AtRevision,
    reach: Reach,
    pieces: Collection[str],
    codes: Sequence[str] | None,
    subjects: Sequence[str],
) -> list[Coded]:
    public = editions_store.read(session, at.revision, pieces, areas=codes, subjects=subjects)
    tables = [unpacked([*public.values()])] if public else []
    allowed = codes if reach.everywhere else [*filter(reach.covers, reach.codes if codes is None else codes)]
    if reach and (allowed is None or allowed):
        hidden = editions_store.read(session, at.revision, pieces, areas=allowed, subjects=subjects, restricted=True)
        tables += [unpacked([*hidden.values()])] if hidden else []
    return tables


def _shown(tables: Sequence[Coded], catalogue: Catalogue, at: AtRevision) -> pd.DataFrame:
    """The rows of tables, those of a later one in place of those with the same key, by key."""
    if not tables:
        return no_rows()
    both = joined(tables)
    key = both.numbered(KEY)
    order = np.argsort(key, kind="stable")
    last = np.append(key[order][1:] != key[order][:-1], True)[: len(order)]
    kept = order[last]
    known = both.texts("indicator").among([*catalogue.indicators])[kept]
    figures = both.of(kept[known])
    return (figures if at.until is None else figures.of(ended_by(figures, at.until))).frame
