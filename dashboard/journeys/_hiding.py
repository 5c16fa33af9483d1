"""What a revision hides, decided over all figures that are read together with those it brings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pandas as pd
from sqlmodel import Session

from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, PERIOD, State
from dashboard.journeys._standing import with_totals
from dashboard.stats.suppression.companions import Protection, Release, protect, together
from dashboard.stats.suppression.people import is_hidden_small
from dashboard.stats.suppression.relations import Key, related_indicators, related_periods
from dashboard.store import definitions as definitions_store
from dashboard.store import figures as figures_store
from dashboard.store import hiding as hiding_store


def hidden_by(session: Session, figures: pd.DataFrame, definitions: Definitions) -> Protection:
    """Return what is to be hidden once ``figures`` stand under ``definitions`` in a revision to come."""
    decided = []
    for names, periods in _related(session, figures, definitions):
        brought = figures[figures["indicator"].isin(names)]
        decided.append(_decide(session, names, periods, brought, definitions))
    return together(decided)


def _related(
    session: Session, figures: pd.DataFrame, definitions: Definitions
) -> Iterator[tuple[list[str], pd.DataFrame]]:
    """Measures and periods that are read together with those of ``figures``; those of the same periods in one go."""
    touched = {str(name): rows.drop_duplicates() for name, rows in figures.groupby("indicator")[PERIOD]}
    names: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for family in _families(touched, definitions):
        own = pd.concat([touched[name] for name in family if name in touched]).drop_duplicates()
        every = pd.concat([figures_store.periods_of(session, family), own])
        known = related_periods(every.drop_duplicates(), own)
        names[tuple(known.itertuples(index=False, name=None))] += family
    for periods, together_read in names.items():
        yield together_read, pd.DataFrame(periods, columns=PERIOD)


def hidden_anew(session: Session, definitions: Definitions) -> Protection:
    """Return what is to be hidden of all figures under changed ``definitions``, as if nothing had been shown."""
    names = [indicator.id for indicator in definitions.catalogue]
    decided = []
    for family in _families(names, definitions):
        periods = figures_store.periods_of(session, family)
        nothing = figures_store.versions(session, family, periods).iloc[:0]
        decided.append(_decide(session, family, periods, nothing, definitions, forget=True))
    return together(decided)


_RULES = {
    *("kind", "per", "denominator", "adds_over_areas", "adds_over_periods"),
    *("hide_below", "round_to", "sum_of", "out_of"),
}


def rules(definitions: Definitions) -> object:
    """Return all of the definitions that what is hidden depends on, to compare."""
    measures = [(one.id, one.model_dump(include=_RULES)) for one in definitions.catalogue]
    return measures, [(area.code, area.kind, area.members) for area in definitions.areas]


def _families(names: Iterable[str], definitions: Definitions) -> Iterator[list[str]]:
    """Measures that have people in common, together; those of which nothing is ever hidden left out."""
    catalogue = definitions.catalogue
    left = {name for name in names if name in catalogue}
    while left:
        family = related_indicators([min(left)], catalogue)
        left -= family
        if any(is_hidden_small(catalogue.called(name)) for name in family):
            yield sorted(family)


def _decide(
    session: Session,
    family: list[str],
    periods: pd.DataFrame,
    brought: pd.DataFrame,
    definitions: Definitions,
    *,
    forget: bool = False,
) -> Protection:
    versions = figures_store.versions(session, family, periods)
    decisions = hiding_store.of_periods(session, family, periods)
    numbers = [int(number) for number in sorted(versions["revision"].unique())]
    earlier = [_release_at(session, number, versions, decisions) for number in numbers]
    new = brought.assign(revision=max(numbers, default=0) + 1)
    now = pd.concat([versions, new[[name for name in versions if name in new]]], ignore_index=True)
    release = _release(now, hiding_store.standing(decisions), definitions)
    return protect(earlier, release, forget=forget)


def _release_at(session: Session, number: int, versions: pd.DataFrame, decisions: pd.DataFrame) -> Release:
    definitions = definitions_store.of_revision(session, number)
    assert definitions is not None, "a figure's revision has definitions"
    hidden = hiding_store.standing(decisions, number)
    return _release(versions[versions["revision"] <= number], hidden, definitions)


def _release(versions: pd.DataFrame, hidden: pd.DataFrame, definitions: Definitions) -> Release:
    newest = versions.drop_duplicates(KEY, keep="last")
    stood = newest[newest["state"] != State.WITHDRAWN]
    known = stood[stood["indicator"].isin(list(definitions.catalogue.indicators))]
    keys = frozenset(map(Key._make, hidden[KEY].itertuples(index=False, name=None)))
    return Release(with_totals(known.reset_index(drop=True), definitions), keys, definitions)
