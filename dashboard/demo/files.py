"""The files of the demonstration: one an agency and quarter, in the order in which they were sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache, partial

from dashboard.demo import awkward, council, nhs, police, prison, probation, yearly
from dashboard.demo.series import Row, Series, written
from dashboard.demo.world import named, world
from dashboard.domain.agencies import Agency

SENDERS: dict[Agency, Callable[[], Iterator[Series]]] = {
    Agency.POLICE: police.series,
    Agency.PROBATION: probation.series,
    Agency.PRISON: prison.series,
    Agency.COUNCIL: council.series,
    Agency.NHS: nhs.series,
}
Rows = Callable[[Agency, int], list[Row]]


@dataclass(frozen=True)
class File:
    """A file as an agency sends it, and the reason it is published with. It is made when it is first read."""

    name: str
    reason: str
    make: Callable[[], bytes] = field(repr=False)

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self.make()


def files() -> Iterator[File]:
    """Yield every file of the demonstration, oldest first; the same bytes each time."""
    here, rows = world(), _rows()
    for at in range(here.first, here.newest + 1):
        for agency in SENDERS:
            yield _of_quarter(agency, at, rows)
        if named(here.quarters[at - 1]) == awkward.REVISED_QUARTER:
            yield _revised(at - 1, rows)
    yield from _early(rows)


def newest_files() -> Iterator[File]:
    """Yield the files of the newest quarter, one an agency."""
    rows = _rows()
    for agency in SENDERS:
        yield _of_quarter(agency, world().newest, rows)


def _rows() -> Rows:
    """What each agency would tell of the quarter at a position, worked out once while it is still asked for."""
    series = cache(lambda agency: list(SENDERS[agency]()))

    @lru_cache(maxsize=2 * len(SENDERS))  # a file tells of its own quarter, and late of the one before
    def told(agency: Agency, at: int) -> list[Row]:
        here = world()
        rows = [row for one in series(agency) for row in one.rows(here, at)]
        return rows if at > here.newest else [*rows, *yearly.rows(agency, at)]

    return told


def _of_quarter(agency: Agency, at: int, rows: Rows) -> File:
    def make() -> bytes:
        before = rows(agency, at - 1) if at > world().first else []
        sent = list(awkward.as_sent(agency, at, rows(agency, at), before))
        return written(awkward.first_of_revised(at, sent) if agency is Agency.COUNCIL else sent)

    quarter = world().quarters[at]
    return File(f"{agency}-{named(quarter)}.csv", f"{agency.label} return, {quarter.text}", make)


def _revised(at: int, rows: Rows) -> File:
    name = f"council-{named(world().quarters[at])}-revised.csv"
    reason = "Council return put right: people that a service had missed"
    return File(name, reason, lambda: written(awkward.revision_of(rows(Agency.COUNCIL, at))))


def _early(rows: Rows) -> Iterator[File]:
    last = len(world().quarters) - 1
    quarter = world().quarters[last]
    for agency in (Agency.PRISON, Agency.COUNCIL):
        reason = f"{agency.label} return, {quarter.text}, before all of it is known"
        make = partial(_written_early, rows, agency, last)
        yield File(f"{agency}-{named(quarter)}-early.csv", reason, make)


def _written_early(rows: Rows, agency: Agency, at: int) -> bytes:
    return written(awkward.early(rows(agency, at)))
