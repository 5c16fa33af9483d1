"""What a revision hides, decided over all figures that are read together with those it brings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

import pandas as pd
from sqlmodel import Session

from dashboard.assembly.figures import TOTALLED, with_totals
from dashboard.domain.coded import coded_frame
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, PERIOD, State
from dashboard.domain.frames import no_figures
from dashboard.stats.suppression.cells import Release
from dashboard.stats.suppression.companions import Protection, protect, together
from dashboard.stats.suppression.keys import Key
from dashboard.stats.suppression.people import is_hidden_small, is_rounded_here
from dashboard.stats.suppression.related import related_indicators, related_periods
from dashboard.store import definitions as definitions_store
from dashboard.store import figures as figures_store
from dashboard.store import hiding as hiding_store
from dashboard.store import revisions as revisions_store

# The version of hiding, kept with what it judged: raised whenever it finds more to hide in the same figures, so that
# every database is judged anew when it is next opened. 2: all of a block is looked at before a companion goes. 3: the
# size of a small group has room too, not its two parts alone. 4: what leaves little to a part is looked at too, and
# shares of nobody may be hidden. 5: what is rounded here is looked at with its bounds.
HIDING = 5


def hidden_by(
    session: Session, figures: pd.DataFrame, definitions: Definitions, known: figures_store.Past | None = None
) -> Protection:
    """Return what is to be hidden once ``figures`` stand under ``definitions`` in a revision to come.

    What is ``known`` of the past is not read again.
    """
    decided = []
    for names, periods in _related(session, figures, definitions):
        brought = figures[figures["indicator"].isin(names)]
        decided.append(_decide(session, _past(session, names, periods, known), brought, definitions))
    return together(decided)


def _related(
    session: Session, figures: pd.DataFrame, definitions: Definitions
) -> Iterator[tuple[list[str], pd.DataFrame]]:
    """Measures and periods that are read together with those of ``figures``; those of the same periods in one go."""
    touched = {str(name): rows.drop_duplicates() for name, rows in figures.groupby("indicator")[PERIOD]}
    names: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for family in _families(touched, definitions, _rounded_of(figures, definitions)):
        own = pd.concat([touched[name] for name in family if name in touched]).drop_duplicates()
        every = pd.concat([figures_store.periods_of(session, family), own])
        known = related_periods(every.drop_duplicates(), own)
        names[tuple(known.itertuples(index=False, name=None))] += family
    for periods, together_read in names.items():
        yield together_read, pd.DataFrame(periods, columns=PERIOD)


def hidden_anew(session: Session, definitions: Definitions) -> Protection:
    """Return what is to be hidden in every revision by ``definitions``, as if nothing had been shown."""
    names = [indicator.id for indicator in definitions.catalogue]
    decided = []
    for family in _families(names, definitions, [one.id for one in definitions.catalogue if is_rounded_here(one)]):
        past = _past(session, family, figures_store.periods_of(session, family))
        now = _decide(session, past, no_figures(), definitions, forget=True)
        decided += [now, *_of_earlier_states(session, past, now, definitions)]
    return together(decided)


class _Past(NamedTuple):
    """All that was ever sent of related measures in related periods, and all that was ever decided on it."""

    versions: pd.DataFrame
    decisions: pd.DataFrame


def _past(session: Session, family: list[str], periods: pd.DataFrame, known: figures_store.Past | None = None) -> _Past:
    # What is hidden is hidden from everybody, whoever may read the rest.
    versions = figures_store.versions(session, family, periods, known).drop(columns="audience")
    return _Past(versions, hiding_store.of_periods(session, family, periods))


def _of_earlier_states(
    session: Session, past: _Past, now: Protection, definitions: Definitions
) -> Iterator[Protection]:
    """What is to be hidden beside what is ``now``, for what was to be read before it gave way to other figures."""
    hidden = _keys(hiding_store.standing(past.decisions)) | _keys(now.hidden)
    overtaking = _overtaking(past.versions, definitions) | _redefining(session)
    for number in sorted((number - 1 for number in overtaking if number > 1), reverse=True):
        then = _release_at(session, number, past)
        state = replace(then, hidden=hidden, definitions=replace(then.definitions, catalogue=definitions.catalogue))
        made = protect([], state, forget=True)
        hidden |= _keys(made.hidden)
        yield made


def _keys(frame: pd.DataFrame) -> frozenset[Key]:
    return frozenset(map(Key._make, frame[KEY].itertuples(index=False, name=None)))


_RULES = {
    *("kind", "per", "denominator", "adds_over_areas", "adds_over_periods"),
    *("hide_below", "round_to", "sum_of", "out_of", "ties", "out_of_groups"),
}


def rules(definitions: Definitions) -> object:
    """Return all of the definitions that what is hidden depends on, to compare."""
    measures = [(one.id, one.model_dump(include=_RULES)) for one in definitions.catalogue]
    return measures, [(area.code, area.kind, area.members, area.holds) for area in definitions.areas]


def _same_rules(one: Definitions, other: Definitions) -> bool:
    return one is other or rules(one) == rules(other)


def _families(names: Iterable[str], definitions: Definitions, rounded: Collection[str]) -> Iterator[list[str]]:
    """Measures that have people in common, together; those of which nothing is ever hidden left out.

    ``rounded`` are those of which exact counts came that are rounded before they are shown.
    """
    catalogue = definitions.catalogue
    left = {name for name in names if name in catalogue}
    while left:
        family = related_indicators([min(left)], catalogue)
        left -= family
        if any(is_hidden_small(catalogue.called(name)) or name in rounded for name in family):
            yield sorted(family)


def _rounded_of(figures: pd.DataFrame, definitions: Definitions) -> set[str]:
    """The measures of these figures that are rounded here, for they came with exact counts."""
    exact = figures.loc[figures["state"] == State.VALUE, "indicator"].unique()
    return {name for name in exact if is_rounded_here(definitions.catalogue.called(name))}


def _decide(
    session: Session, past: _Past, brought: pd.DataFrame, definitions: Definitions, *, forget: bool = False
) -> Protection:
    last = revisions_store.newest(session)
    new = brought.assign(revision=last + 1)
    known = pd.concat([past.versions, new[[name for name in past.versions if name in new]]], ignore_index=True)
    now = _release(known, hiding_store.standing(past.decisions), definitions)
    overtaking = _overtaking(known, definitions) | _redefining(session)
    eves = [number for number in range(1, last) if number + 1 in overtaking]
    earlier = [_release_at(session, number, past) for number in (*eves, *([last] if last else []))]
    if earlier and last + 1 not in overtaking and _same_rules(earlier[-1].definitions, definitions):
        earlier[-1] = replace(earlier[-1], has_own_sums=False)  # all of them hold now too
    return protect(earlier, now, forget=forget)


def _overtaking(figures: pd.DataFrame, definitions: Definitions) -> set[int]:
    """The revisions with a figure in the place of another: of the same key, or of a total worked out before.

    Only the states before them, and the last, showed what is not to be read any more.
    """
    again = figures.duplicated(KEY)
    totalled = [area.code for area in definitions.areas.of_kind(*TOTALLED) if len(area.members) > 1]
    others = [name for name in KEY if name != "area"]
    later = figures["revision"] > figures.groupby(others)["revision"].transform("min")
    taken = again | (later & figures["area"].isin(totalled))
    return {int(number) for number in figures.loc[taken, "revision"].unique()}


def _redefining(session: Session) -> set[int]:
    return {row.number for row in revisions_store.all_of(session) if row.kind == "definitions"}


def _release_at(session: Session, number: int, past: _Past) -> Release:
    definitions = definitions_store.of_revision(session, number)
    assert definitions is not None, "a revision has definitions"
    hidden = hiding_store.standing(past.decisions, number)
    return _release(past.versions[past.versions["revision"] <= number], hidden, definitions)


def _release(versions: pd.DataFrame, hidden: pd.DataFrame, definitions: Definitions) -> Release:
    newest = versions.drop_duplicates(KEY, keep="last")
    stood = newest[newest["state"] != State.WITHDRAWN]
    known = stood[stood["indicator"].isin(list(definitions.catalogue.indicators))]
    return Release(with_totals(coded_frame(known), definitions).frame, _keys(hidden), definitions)
