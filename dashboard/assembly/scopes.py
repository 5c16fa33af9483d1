"""A request made into what it comes to at one revision; what is not known is said, and the default shown."""

from datetime import date

from sqlmodel import Session

from dashboard.assembly.editions import standing_edition
from dashboard.domain.access import User, reach_of
from dashboard.domain.areas import ENGLAND, Area, Areas
from dashboard.domain.comparators import Comparator, read_comparator
from dashboard.domain.definitions import Definitions
from dashboard.domain.errors import NotFound
from dashboard.domain.requests import AtRevision, Request, Scope
from dashboard.store import revisions as revisions_store


def scope_of(session: Session, user: User, request: Request, today: date) -> Scope:
    """Return what ``request`` comes to for ``user``.

    Raise NotFound for a revision that is not there, NotReady for one that is being worked out.
    """
    basis = standing_edition(session, request.revision, request.until)
    definitions = basis.definitions
    area, of_area = _area(request.area, definitions.areas)
    comparator, of_comparator = _comparator(request.compare, definitions)
    return Scope(
        basis=basis,
        reach=reach_of(user, definitions.areas),
        area=area,
        comparator=comparator,
        told_on=_told_on(session, request, basis, today),
        faults=tuple(filter(None, (of_area, of_comparator))),
    )


def _told_on(session: Session, request: Request, basis: AtRevision, today: date) -> date:
    """Today; of an earlier revision that was asked for the day it was made, so that its page comes back the same."""
    if request.revision is None:
        return today
    return next(act.made_at for act in revisions_store.acts(session) if act.number == basis.revision).date()


def _area(text: str, areas: Areas) -> tuple[Area, str]:
    if not text:
        return areas.at(ENGLAND), ""
    try:
        return areas.asked_for(text), ""
    except NotFound as error:
        return areas.at(ENGLAND), f"{error} This shows England."


def _comparator(text: str, definitions: Definitions) -> tuple[Comparator, str]:
    try:
        return read_comparator(text, definitions), ""
    except NotFound as error:
        return Comparator(), f"{error} This compares with England."
