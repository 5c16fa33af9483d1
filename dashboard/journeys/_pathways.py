"""What the pages on one part of the work read: their measures, compared, and who shares a prison."""

from collections import defaultdict

import pandas as pd
from sqlmodel import Session

from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.comparators import read_comparator
from dashboard.domain.figures import breakdown_pairs
from dashboard.domain.indicators import Catalogue, Theme
from dashboard.domain.pathways import BY_PRISON
from dashboard.journeys._comparing import groups_of, judged, to_read
from dashboard.journeys._standing import Standing, estimates_at
from dashboard.reports.area import wider_areas
from dashboard.store import figures as figures_store


def of_theme(catalogue: Catalogue, theme: Theme) -> Catalogue:
    """Return the part of a catalogue that belongs to a theme."""
    return Catalogue({indicator.id: indicator for indicator in catalogue if indicator.theme is theme})


def headline_figures(session: Session, at: Standing, catalogue: Catalogue, area: Area, compare: str) -> pd.DataFrame:
    """Return compared headline estimates of an area, of the wider areas it lies in and of its country."""
    register = at.definitions.areas
    own = [area, *wider_areas(area, register)]
    groups = groups_of(read_comparator(compare, at.definitions), own, at.definitions)
    places = dict.fromkeys([*own, *register.of_kind(AreaKind.COUNTRY), *to_read(groups, at.definitions)])
    shown = estimates_at(session, at, catalogue, list(places), headline=True)
    return judged(shown, groups, at.definitions, catalogue)


def released_to(session: Session, at: Standing, area: Area) -> dict[str, frozenset[str]]:
    """Return by prison the authorities that it releases people to, as far as figures were sent. No numbers."""
    if area.kind not in (AreaKind.AUTHORITY, AreaKind.PARTNERSHIP):
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    sent = figures_store.read(session, at.revision, indicators=[BY_PRISON])[["area", "breakdown"]].drop_duplicates()
    for code, breakdown in sent.itertuples(index=False, name=None):
        prison = breakdown_pairs(breakdown).get("prison")
        if prison:
            found[prison].add(code)
    return {prison: frozenset(codes) for prison, codes in found.items()}
