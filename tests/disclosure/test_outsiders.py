"""Who is not of a partnership is given nothing of its figures: worlds that differ in these alone look the same."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dashboard.domain.access import LOCAL_USER, User
from dashboard.domain.definitions import datasets
from dashboard.domain.requests import Request
from dashboard.journeys import export
from dashboard.store.database import Database
from tests.disclosure.outsiders import (
    BARNET,
    CARE,
    CUMBERLAND,
    CUMBRIA,
    ENFIELD,
    LEEDS,
    NEW,
    OF_CUMBRIA,
    OF_LEEDS,
    OPEN,
    PAIRS,
    SPRING,
    VIEWER,
    WESTMORLAND,
    Step,
    World,
    count,
    everything,
    given_out,
    pages,
    public_tables,
    publish,
    share,
)

BY_NAME = {"ids": str}
OUTSIDERS = (VIEWER, OF_LEEDS)


@pytest.fixture
def own_neighbours(tmp_path, monkeypatch):
    """An invented list, so that comparing with neighbours reads figures of others."""
    folder = tmp_path / "datasets"
    shutil.copytree(datasets(), folder)
    monkeypatch.setenv("DASHBOARD_DATASETS", str(folder))
    pairs = ((LEEDS, BARNET), (LEEDS, "E08000032"), (ENFIELD, BARNET))
    rows = [f"{area},{other},{rank},Invented,1" for rank, (area, other) in enumerate(pairs, 1)]
    (folder / "reference" / "neighbours.csv").write_text(
        "\n".join(["area,neighbour,rank,source,edition", *rows]), "utf-8"
    )


@pytest.fixture
def begun(tmp_path, empty_database, own_neighbours) -> Callable[[str, World], tuple[Database, int]]:
    """Send what a world is made of, into a database of its own."""

    def begin(name: str, world: World) -> tuple[Database, int]:
        database = Database(f"sqlite:///{shutil.copy(empty_database, tmp_path / f'{name}.db')}")
        return database, publish(database, world)

    return begin


def _otherwise(one: dict, other: dict) -> list[str]:
    assert one.keys() == other.keys()
    return [f"{key}: {one[key]} / {other[key]}" for key in one if one[key] != other[key]]


@pytest.mark.parametrize("pair", PAIRS, **BY_NAME)
def test_worlds_that_differ_in_what_is_for_a_partnership_look_the_same_to_others(pair, begun):
    (one, newest), (other, also) = begun("one", pair.one), begun("other", pair.other)
    assert newest == also

    def looked(user: User) -> list[dict]:
        return [given_out(database, user, newest, pair.measure) for database in (one, other)]

    for user in OUTSIDERS[: 1 if pair.members_see else 2]:
        assert not _otherwise(*looked(user))
    assert public_tables(one) == public_tables(other)
    assert everything(one, newest) != everything(other, newest), "who may see all sees the difference"


def figures_told(thing: Any) -> Iterator[Any]:
    """All that pages say of figures that there are; drawings of steps name those that there are not, too."""
    if isinstance(thing, dict):
        if thing.get("is_known") in (True, "True"):
            yield thing
        else:
            yield from (found for one in thing.values() for found in figures_told(one))
    elif isinstance(thing, list | tuple):
        yield from (found for one in thing for found in figures_told(one))


WHOSE = [(OF_LEEDS, LEEDS, (LEEDS,)), (OF_CUMBRIA, CUMBRIA, (CUMBERLAND, WESTMORLAND))]


@pytest.mark.parametrize(("member", "area", "places"), WHOSE, ids=["Leeds", "Cumbria"])
def test_members_see_of_their_own_all_that_who_may_see_everything_sees(member, area, places, begun):
    own = [share(place, 41) for place in places]
    kept = [count(place, 40, SPRING) for place in places]
    database, newest = begun("one", World([Step([*OPEN, *own]), Step(kept, kept=True)]))

    for number in range(1, newest + 1):
        request = Request(area=area, revision=number)
        seen_by_them, seen_by_everybody, seen_by_others = (
            [*figures_told(pages(database, user, request, measures=(CARE, NEW)))]
            for user in (member, LOCAL_USER, VIEWER)
        )
        # Why there is no figure goes by what others sent, which only who may see everything knows.
        assert seen_by_them == seen_by_everybody
        assert seen_by_them != seen_by_others, "others see less"
        with database.reading() as session:
            theirs, everybodys, others = (
                export.take_figures(session, user, export.Choice(area=area), number)
                for user in (member, LOCAL_USER, VIEWER)
            )
        assert theirs == everybodys
        assert theirs != others, "others see less"
