"""What was made for a page is kept for as long as it would be made of the same.

What a journey makes of an area is decided by what was asked (``Scope.question``) and by the parts of the edition that
it reads; of other tables it reads rows of revisions alone, which are never changed, and only those that its parts name.
So while it is made each reading of parts is noted: what was asked for, and a hash of what stood there. In another
edition the same readings are asked for their hashes. Where all are equal, making it anew would read the same, first
reading first, and so would ask for nothing else: what is kept is what would be made. A part that came, changed or went,
one that was taken back among them, makes another hash. What a page says of the revision itself is not made here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from dashboard.domain.access import Action, User, require
from dashboard.domain.requests import Scope
from dashboard.store import editions as editions_store
from dashboard.store.editions import Notes

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Noted(Generic[_Made]):
    """What was made, and the notes of what was read for it."""

    made: _Made
    notes: Notes = field(repr=False)


def with_notes(session: Session, user: User, make: Callable[[], _Made]) -> Noted[_Made]:
    """Make something with what the session reads, and note what that is."""
    require(user, Action.VIEW)
    with editions_store.noting(session) as notes:
        return Noted(make(), notes)


def still_stands(session: Session, user: User, scope: Scope, kept: Noted[Any]) -> bool:
    """Whether what was made for the question of ``scope`` would be made again as it is, in the edition of ``scope``.

    Who may see some restricted figures reads parts that hold those of others too. Whether these changed they would
    learn from how long a page takes, so for them whatever was made of such parts stands in one edition only.
    """
    require(user, Action.VIEW)
    if not scope.reach.everywhere and any(asked.restricted and asked.is_of_all for asked in kept.notes):
        return False
    return editions_store.is_as_noted(session, scope.revision, kept.notes)
