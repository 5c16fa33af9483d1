"""What a revision hid in every revision when it judged anew, for those who send figures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pandas as pd
from sqlmodel import Session

from dashboard.domain.access import Action, User, reach_of, require
from dashboard.domain.errors import NotFound
from dashboard.domain.figures import KEY, SMALL_KEY, HidingRole
from dashboard.domain.shown_figures import FigureKey, figure_keys
from dashboard.reports.hiding import HiddenAnew, TakenBack, hidden_anew
from dashboard.store import definitions as definitions_store
from dashboard.store import hiding as hiding_store

__all__ = ["HiddenAnew", "open_judgement", "open_judgements"]


def open_judgements(session: Session, user: User) -> dict[int, int]:
    """Return how many figures each revision hid in every revision, those that hid none left out."""
    require(user, Action.SUBMIT)
    return hiding_store.taking_back(session)


def open_judgement(session: Session, user: User, revision: int) -> HiddenAnew:
    """Return the receipt of a revision that hid figures in every revision. Raise NotFound for any other.

    Figures of places whose restricted figures the user may not see are counted there, and not named.
    """
    require(user, Action.SUBMIT)
    decisions = hiding_store.taken_back_by(session, revision)
    definitions = definitions_store.of_revision(session, revision)
    if decisions.empty or definitions is None:
        raise NotFound(f"There is no revision {revision} that hid figures anew.")
    protected = _protected(hiding_store.sheltered_by(session, revision))
    roles = map(HidingRole, decisions["role"])
    taken_back = [
        TakenBack(key, role, protected.get(key, ())) for key, role in zip(figure_keys(decisions), roles, strict=True)
    ]
    return hidden_anew(revision, taken_back, definitions, reach_of(user, definitions.areas).covers)


def _protected(sheltered: pd.DataFrame) -> Mapping[FigureKey, list[FigureKey]]:
    made: dict[FigureKey, list[FigureKey]] = defaultdict(list)
    for companion, small in _pairs(sheltered):
        made[companion].append(small)
    return made


def _pairs(sheltered: pd.DataFrame) -> Iterator[tuple[FigureKey, FigureKey]]:
    small = sheltered[SMALL_KEY].set_axis(KEY, axis="columns")
    return zip(figure_keys(sheltered), figure_keys(small), strict=True)
