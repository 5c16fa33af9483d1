"""The steps of screening a file are told, and whoever stops it at one of them leaves nothing behind."""

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import administer, submit
from dashboard.store import revisions, submissions
from tests.conftest import TODAY
from tests.figures import template

FIRST = {"indicator": "new-presentations", "area": "E09000003", "period": "2024/25 Q1", "count": "65"}
SECOND = FIRST | {"period": "2024/25 Q2", "count": "70"}
STEPS = [
    "Reading the file",
    "Recognising the layout of 1 rows",
    "Reading areas, periods and numbers as Our template",
    "Checking the figures",
    "Comparing with what stands",
    "Deciding what is hidden",
    "Working out what is likely",
    "Checking against what stands",
    "Listing what will change",
]


class Stopped(BaseException):
    """What a click on Cancel raises in the midst of the work, as far as the work can tell."""


@pytest.fixture
def begun(database):
    """A database in which a quarter stands."""
    administer.bring_up_to_date(database, LOCAL_USER)
    shown = submit.preview(database, LOCAL_USER, "first.csv", template([FIRST]), TODAY)
    submit.publish(database, LOCAL_USER, shown, "a quarter", shown.screening.warnings)
    return database


def _kept(database) -> tuple[int, int]:
    with database.reading() as session:
        return revisions.newest(session), len(submissions.all_of(session))


def _preview(database, say) -> submit.Preview:
    return submit.preview(database, LOCAL_USER, "second.csv", template([SECOND]), TODAY, say=say)


def test_each_step_is_told_once_or_with_how_far_it_has_come(begun):
    told = []
    _preview(begun, lambda step, done=0, of=0: told.append((step, done, of)))

    assert list(dict.fromkeys(step for step, _, _ in told)) == STEPS
    for step in STEPS:
        counted = [(done, of) for name, done, of in told if name == step]
        assert counted == ([(0, 0)] if len(counted) == 1 else [(at + 1, len(counted)) for at in range(len(counted))])


@pytest.mark.parametrize("last", STEPS)
def test_stopping_at_any_step_keeps_nothing_and_the_file_can_be_sent_again(begun, last):
    before = _kept(begun)

    def say(step: str, done: int = 0, of: int = 0) -> None:
        if step == last:
            raise Stopped

    with pytest.raises(Stopped):
        _preview(begun, say)

    assert _kept(begun) == before
    shown = submit.preview(begun, LOCAL_USER, "second.csv", template([SECOND]), TODAY)
    assert submit.publish(begun, LOCAL_USER, shown, "again", shown.screening.warnings).figures == 1
