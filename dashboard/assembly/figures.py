"""Figures of areas as they are shown at a revision: with totals, without what is hidden, as estimates."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
from sqlmodel import Session

from dashboard.assembly.audiences import with_audiences
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, PERIOD, make_period
from dashboard.domain.indicators import Catalogue
from dashboard.domain.requests import AtRevision
from dashboard.stats.estimates import estimates
from dashboard.stats.rollup import totals
from dashboard.stats.rollup_periods import period_totals
from dashboard.stats.suppression.showing import rounded, without
from dashboard.store import figures as figures_store
from dashboard.store import hiding as hiding_store
from dashboard.store import revisions as revisions_store

TOTALLED = (AreaKind.PARTNERSHIP, AreaKind.REGION, AreaKind.COUNTRY)


def estimates_at(
    session: Session,
    at: AtRevision,
    catalogue: Catalogue,
    areas: Sequence[Area] | None = None,
    *,
    headline: bool = False,
    since: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return estimates of ``areas``, by default all, with the totals of those that are made of authorities.

    Only indicators of ``catalogue`` are read, with ``headline`` only figures of everybody, with ``since`` only
    periods that begin on its day (ISO date, by indicator) or later. Ordered by key.
    ``published`` is the day of the revision (ISO date) that a figure, or the newest part of a total, came with,
    ``audience`` who may read it: of a total, whoever may read all its parts.
    """
    register = at.definitions.areas
    wanted = None if areas is None else sorted({code for area in areas for code in codes_of(area, at.definitions)})
    figures = figures_store.read(
        session, at.revision, indicators=list(catalogue.indicators), areas=wanted, headline=headline, since=since
    )
    figures = with_audiences(session, at, figures)
    # Where a source rounds, totals are made of rounded figures too: one of exact ones could be taken apart again.
    together = with_totals(rounded(figures, catalogue), at.definitions, areas, catalogue)
    if areas is not None:
        asked = {register.kept_code(area.code) for area in areas}
        together = together[together["area"].isin(asked)]
    days = {row.number: row.made_at.date().isoformat() for row in revisions_store.all_of(session)}
    shown = _without_hidden(session, at, together)
    # Longer periods are made of what is shown, and so give nothing away.
    longer = _worked_out(period_totals(shown, catalogue), "its quarters or months")
    # Later periods are left out last, so that what is hidden and what is a total is the same for every choice.
    together = ended_by(_joined(shown, longer), at.until).sort_values(KEY, ignore_index=True)
    return estimates(together.assign(published=together["revision"].map(days).astype("str")), catalogue)


def ended_by(figures: pd.DataFrame, day: date | None) -> pd.DataFrame:
    """Return the figures of periods that had ended on ``day``, all of them for None."""
    if day is None:
        return figures
    periods = figures[PERIOD].drop_duplicates()
    ended = [one for one in periods.itertuples(index=False, name=None) if make_period(*one).end <= day]
    return figures[pd.MultiIndex.from_frame(figures[PERIOD]).isin(ended)]


def with_totals(
    figures: pd.DataFrame,
    definitions: Definitions,
    areas: Sequence[Area] | None = None,
    catalogue: Catalogue | None = None,
) -> pd.DataFrame:
    """Return figures and the totals of those of ``areas``, by default of all, that are made of authorities."""
    wider = [area for area in (areas or definitions.areas.of_kind(*TOTALLED)) if area.kind in TOTALLED]
    made = totals(figures, wider, definitions.areas, catalogue or definitions.catalogue)
    return _joined(figures, _worked_out(made, "its authorities"))


def _worked_out(made: pd.DataFrame, parts: str) -> pd.DataFrame:
    """Say what totals were made from, after the mark of a demonstration where they carry it."""
    said = [", ".join(filter(None, (mark, f"worked out here from {parts}"))) for mark in made["source"]]
    return made.assign(source=pd.Series(said, made.index, dtype="str"))


def _joined(figures: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([figures, made], ignore_index=True) if len(made) else figures


def as_shown(session: Session, at: AtRevision, figures: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return figures without the numbers that are hidden at a revision, and with those rounded that have to be."""
    return _without_hidden(session, at, rounded(figures, catalogue))


def _without_hidden(session: Session, at: AtRevision, figures: pd.DataFrame) -> pd.DataFrame:
    measures, areas = (sorted(figures[name].unique()) for name in ("indicator", "area"))
    return without(figures, hiding_store.read(session, at.revision, indicators=measures, areas=areas))


def codes_of(area: Area, definitions: Definitions) -> set[str]:
    """Return the codes under which figures of an area, and of what it is added up from, are kept."""
    members = area.members if area.kind in TOTALLED else ()
    return {definitions.areas.kept_code(area.code), *members}
