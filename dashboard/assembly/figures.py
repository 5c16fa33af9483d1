"""Figures of areas as they are shown at a revision: with totals, without what is hidden, as estimates."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sqlmodel import Session

from dashboard.domain.areas import AreaKind
from dashboard.domain.coded import Coded, Texts, alike, coded_frame, joined
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, State
from dashboard.domain.indicators import Catalogue
from dashboard.domain.requests import AtRevision
from dashboard.stats.estimates import estimates
from dashboard.stats.rollup import totals
from dashboard.stats.rollup_periods import period_totals
from dashboard.stats.suppression.showing import exact_measures, rounded, without
from dashboard.store import hiding as hiding_store
from dashboard.store import revisions as revisions_store

TOTALLED = (AreaKind.PARTNERSHIP, AreaKind.REGION, AreaKind.COUNTRY)


class Supplied(NamedTuple):
    """The figures that stood at a revision, as they were sent, and what pages may not show of them.

    ``hidden`` are the keys whose numbers are hidden, totals among them, ``days`` the day of each revision (ISO date).
    """

    figures: Coded
    hidden: Coded
    days: dict[int, str]


def supplied(session: Session, at: AtRevision, figures: Coded, indicators: Sequence[str]) -> Supplied:
    """Return figures of these measures with what hides them at a revision."""
    hidden = hiding_store.read(session, at.revision, indicators=indicators)
    days = {row.number: row.made_at.date().isoformat() for row in revisions_store.all_of(session)}
    return Supplied(figures, coded_frame(hidden), days)


def shown_estimates(supplied: Supplied, definitions: Definitions, catalogue: Catalogue) -> Coded:
    """Return what may be shown as estimates, with the totals of areas and of periods. Ordered by key.

    ``published`` is the day of the revision (ISO date) that a figure, or the newest part of a total, came with,
    ``audience`` who may read it: of a total, whoever may read all its parts.
    """
    shown = without(_rounded_with_totals(supplied.figures, definitions, catalogue), supplied.hidden)
    # Longer periods are made of what is shown, and so give nothing away.
    longer = _worked_out(period_totals(shown, catalogue), "its quarters or months")
    ordered = joined([shown, longer]).in_order(KEY)
    numbers, place = np.unique(ordered.wholes("revision"), return_inverse=True)
    days = Texts([supplied.days[number] for number in numbers.tolist()], place)
    return estimates(ordered.with_columns({"published": days}), catalogue)


def _rounded_with_totals(figures: Coded, definitions: Definitions, catalogue: Catalogue) -> Coded:
    """Return figures as they are rounded, and their totals: of exact counts rounded once, else of rounded ones.

    What is made of exact counts is looked at with them when it is decided what is hidden. Where its source rounded one
    of the parts, a total with exact parts would tell those.
    """
    with_rounded = with_totals(rounded(figures, catalogue), definitions, catalogue)
    exact = figures.texts("indicator").among(exact_measures(figures, catalogue))
    if not exact.any():
        return with_rounded
    made = with_totals(figures.of(exact), definitions, catalogue)
    once = made.of(np.arange(made.rows) >= np.count_nonzero(exact))
    once = once.of(once.texts("state").among([State.VALUE]))
    others = with_rounded.of(~alike(KEY, with_rounded, once))
    return joined([others, rounded(once, catalogue)])


def with_totals(figures: Coded, definitions: Definitions, catalogue: Catalogue | None = None) -> Coded:
    """Return figures and the totals of the areas that are made of authorities."""
    wider = definitions.areas.of_kind(*TOTALLED)
    made = totals(figures, wider, definitions.areas, catalogue or definitions.catalogue)
    return joined([figures, _worked_out(made, "its authorities")])


def _worked_out(made: Coded, parts: str) -> Coded:
    """Say what totals were made from, after the mark of a demonstration where they carry it."""
    sources = made.texts("source")
    named = [", ".join(filter(None, (mark, f"worked out here from {parts}"))) for mark in sources.words]
    return made.with_columns({"source": Texts(named, sources.codes)})


def as_shown(session: Session, at: AtRevision, figures: Coded, catalogue: Catalogue) -> Coded:
    """Return figures without the numbers that are hidden at a revision, and with those rounded that have to be."""
    measures, areas = (sorted(set(figures.texts(name).words)) for name in ("indicator", "area"))
    hidden = hiding_store.read(session, at.revision, indicators=measures, areas=areas)
    return without(rounded(figures, catalogue), coded_frame(hidden))
