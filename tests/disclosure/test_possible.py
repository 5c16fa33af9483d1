"""Pages, charts, words and files of every revision and day say nothing of what is hidden: it could be anything else."""

import shutil
from datetime import date

import pytest

from dashboard.domain.access import LOCAL_USER, Role, User
from dashboard.store.database import Database
from tests.conftest import TODAY
from tests.disclosure.bench import Row, Table, Undo, leaks, row
from tests.disclosure.conftest import BARE, behind_its_back
from tests.disclosure.equations import COUNT
from tests.disclosure.possible import alter, differing, given_out, other_worlds
from tests.disclosure.tables import CLEVELAND, COC, CUMBERLAND, DRR, NEW, QUARTERS, TESTS, WESTMORLAND, YEAR, pair

STOCKTON, BY_PRISON, VIEWER = CLEVELAND[3], "coc-by-prison", User("a visitor", Role.VIEWER)
AREAS, MEASURES = (CUMBERLAND, WESTMORLAND, STOCKTON), {TESTS, COC, BY_PRISON, DRR, NEW}
UNDONE = {4: 3}  # by the last step
UNTIL = (date(2023, 12, 31),)


def _prisons(*counts: tuple[int, int], sent: bool = True) -> list[Row]:
    whole = [sum(numbers) for numbers in zip(*counts, strict=True)]
    prisons = zip(("HHI", "KVI", "DMI", "NLI", "LNI"), counts, strict=False)
    parts = [row(BY_PRISON, STOCKTON, YEAR, *numbers, breakdown=f"prison={prison}") for prison, numbers in prisons]
    return [row(COC, STOCKTON, YEAR, *whole), *parts] if sent else parts


def _quarters(area: str, *counts: int) -> list[Row]:
    quarters = [row(DRR, area, quarter, count) for quarter, count in zip(QUARTERS, counts, strict=True)]
    return [*quarters, row(DRR, area, YEAR, sum(counts))]


THREE_AREAS = Table(
    "three areas in four revisions",
    [
        [
            *pair(TESTS, (3,), (20,)),
            *pair(COC, (3, 31), (12, 20)),
            *pair(NEW, (23,), (41,)),
            *_prisons((10, 20), (22, 40), (14, 28), (6, 12), (3, 10)),
            *_quarters(CUMBERLAND, 21, 3, 18, 14),
        ],
        [
            *pair(TESTS, (14,), (31,), "2022/23"),
            *pair(COC, (10, 30), (2, 21), "2022/23"),
            *_quarters(STOCKTON, 9, 2, 17, 11),
        ],
        [row(TESTS, CUMBERLAND, YEAR, 4), row(COC, WESTMORLAND, YEAR, 13, 20)],
        Undo(3),
    ],
)


@pytest.fixture(scope="module")
def three_areas(sent):
    return sent(THREE_AREAS)


def _look(path, user=LOCAL_USER) -> dict:
    database = Database(f"sqlite:///{path}")
    revisions = range(1, len(THREE_AREAS.steps) + 1) if user is LOCAL_USER else [len(THREE_AREAS.steps)]
    found = given_out(database, user, AREAS, MEASURES, revisions, UNTIL, TODAY)
    database.close()
    return found


def _newest(path) -> dict:
    database = Database(f"sqlite:///{path}")
    found = given_out(database, LOCAL_USER, AREAS[:1], {TESTS}, [len(THREE_AREAS.steps)], (), TODAY)
    database.close()
    return found


def _altered(path, world, *, bare: bool = False) -> set:
    database = Database(f"sqlite:///{path}")
    if bare:
        behind_its_back(database, BARE)
    altered = alter(database, world, UNDONE) if world else set()
    database.close()
    return altered


def test_all_that_is_shown_in_every_revision_together_gives_nothing_hidden_away(three_areas):
    assert leaks(three_areas.evidence) == []


def test_whatever_is_hidden_all_revisions_and_days_give_out_the_same(three_areas, tmp_path):
    worlds = other_worlds(three_areas.evidence, most=2)
    altered = set()
    looks = []
    for number, world in enumerate([{}, *worlds]):
        path = shutil.copy(three_areas.path, tmp_path / f"{number}.db")
        altered |= _altered(path, world)
        looks.append([_look(path), _look(path, VIEWER)])

    for look in looks[1:]:
        for one, other in zip(looks[0], look, strict=True):
            assert differing(one, other) == []
    sent_keys = {key for truth in three_areas.evidence.truths.values() for key in truth}
    hidden = {
        key
        for shown in three_areas.evidence.snapshots
        for key, reading in shown.readings.items()
        if reading.hidden and key in sent_keys and not reading.worked_out
    }
    assert {(key, COUNT) for key in hidden} <= altered
    assert {key.area for key in hidden} == set(AREAS)


def test_what_takes_a_hidden_number_would_be_seen_to(three_areas, tmp_path):
    world = other_worlds(three_areas.evidence, most=1)[0]
    paths = [shutil.copy(three_areas.path, tmp_path / name) for name in ("one.db", "other.db")]
    _altered(paths[0], {}, bare=True)
    _altered(paths[1], world, bare=True)

    assert differing(*map(_newest, paths))
