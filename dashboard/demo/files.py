"""The files of the demonstration: one an agency and quarter, in the order in which they were sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class File:
    """A file as an agency sends it, and the reason it is published with."""

    name: str
    content: bytes = field(repr=False)
    reason: str


def files() -> Iterator[File]:
    """Yield every file of the demonstration, oldest first; the same bytes each time."""
    here = world()
    rows = {agency: _rows(agency) for agency in SENDERS}
    for at in range(here.first, here.newest + 1):
        for agency in SENDERS:
            yield _of_quarter(agency, at, rows[agency])
        if named(here.quarters[at - 1]) == awkward.REVISED_QUARTER:
            yield _revised(at - 1, rows[Agency.COUNCIL][at - 1])
    yield from _early(rows)


def newest_files() -> Iterator[File]:
    """Yield the files of the newest quarter, one an agency."""
    here = world()
    for agency in SENDERS:
        yield _of_quarter(agency, here.newest, {at: _rows_of(agency, at) for at in (here.newest - 1, here.newest)})


def _rows(agency: Agency) -> dict[int, list[Row]]:
    here, series = world(), list(SENDERS[agency]())
    return {at: _told(agency, series, at) for at in range(here.first, len(here.quarters))}


def _rows_of(agency: Agency, at: int) -> list[Row]:
    return _told(agency, list(SENDERS[agency]()), at)


def _told(agency: Agency, series: list[Series], at: int) -> list[Row]:
    here = world()
    rows = [row for one in series for row in one.rows(here, at)]
    return rows if at > here.newest else [*rows, *yearly.rows(agency, at)]


def _of_quarter(agency: Agency, at: int, rows: dict[int, list[Row]]) -> File:
    quarter = world().quarters[at]
    sent = list(awkward.as_sent(agency, at, rows))
    if agency is Agency.COUNCIL:
        sent = awkward.first_of_revised(at, sent)
    name = f"{agency}-{named(quarter)}"
    return File(f"{name}.csv", written(sent), f"{agency.label} return, {quarter.text}")


def _revised(at: int, rows: list[Row]) -> File:
    name = f"council-{named(world().quarters[at])}-revised.csv"
    reason = "Council return put right: people that a service had missed"
    return File(name, written(awkward.revision_of(rows)), reason)


def _early(rows: dict[Agency, dict[int, list[Row]]]) -> Iterator[File]:
    last = len(world().quarters) - 1
    for agency in (Agency.PRISON, Agency.COUNCIL):
        name = f"{agency}-{named(world().quarters[last])}-early.csv"
        reason = f"{agency.label} return, {world().quarters[last].text}, before all of it is known"
        yield File(name, written(awkward.early(rows[agency][last])), reason)
