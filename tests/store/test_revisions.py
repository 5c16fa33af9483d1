"""The chain of revisions: which of them are there, and after which something was taken back."""

import pytest

from dashboard.domain.errors import NotFound
from dashboard.store import revisions
from dashboard.store.revisions import Draft
from dashboard.store.tables import Withdrawal


@pytest.fixture
def make(definitions):
    """Make a revision, and return its number."""

    def of(session, kind: str = "publish", undoes: int | None = None) -> int:
        return revisions.make(session, Draft(kind, "somebody", "a reason", definitions, undoes=undoes))

    return of


def took_back(session) -> list[bool]:
    return [revisions.took_back_after(session, number) for number in range(revisions.newest(session) + 1)]


def test_something_was_taken_back_after_each_revision_before_an_undo(database, make):
    with database.writing() as session:
        make(session)
        make(session)
        assert took_back(session) == [False, False, False]
        make(session, "undo", 2)
        make(session)

        assert took_back(session) == [True, True, True, False, False]


def test_something_was_taken_back_after_each_revision_before_one_that_reaches_back(database, make):
    with database.writing() as session:
        make(session)
        session.add(Withdrawal(revision=make(session)))
        session.flush()
        make(session)

        assert took_back(session) == [True, True, False, False]


def test_an_undo_that_was_undone_takes_nothing_back(database, make):
    with database.writing() as session:
        make(session)
        make(session, "undo", 1)
        assert revisions.taken_back(session) == {1: 2}
        make(session, "undo", 2)

        assert revisions.taken_back(session) == {2: 3}


@pytest.mark.parametrize(("number", "is_there"), [(0, False), (1, True), (2, True), (3, False)])
def test_a_revision_is_one_that_was_made(database, make, number, is_there):
    with database.writing() as session:
        make(session)
        make(session)
        if is_there:
            assert revisions.at(session, number).number == number
        else:
            with pytest.raises(NotFound, match=rf"There is no revision {number}. The newest is 2."):
                revisions.at(session, number)
