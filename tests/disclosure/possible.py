"""Other worlds that all that is given out allows: written into a copy of a database, nothing given out may change.

Whatever a page, a chart, an alternative text or a file took from a hidden number, in any revision, would be another
then. What is hidden stays what it is: only the numbers behind it differ.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import text
from sqlmodel import Session

from dashboard.domain.access import User
from dashboard.domain.agencies import Agency
from dashboard.domain.errors import NotFound
from dashboard.domain.periods import quarter_of
from dashboard.domain.requests import Request
from dashboard.journeys import editions, export, view
from dashboard.store import editions as editions_store
from dashboard.store.database import Database
from tests.disclosure.attacker import asked, enough_of, numbers_of
from tests.disclosure.bench import Evidence
from tests.disclosure.bounding import searched
from tests.disclosure.equations import COUNT, Count
from tests.disclosure.outsiders import PAGES, plain
from tests.disclosure.readings import Key

World = Mapping[Count, float]  # what each unknown may be
Given = dict[tuple[object, ...], object]  # by what was asked for
_COLUMNS = ["indicator", "area", "period_start", "period_months", "period_kind", "sex", "age", "breakdown"]
_WHICH = " AND ".join(f"{name} = :{name}" for name in _COLUMNS)


def other_worlds(evidence: Evidence, *, pieces: bool = True, most: int = 4) -> list[World]:
    """Return some worlds in which all that is shown in all revisions is the same, and other numbers are hidden."""
    question = asked(evidence.snapshots, evidence.definitions, evidence.undone, pieces=pieces)
    numbers = numbers_of(question.worlds, evidence.truths)
    blocks = [one for one in searched(question.system, enough_of(question, evidence.truths), numbers) if one.names]
    many = min(most, max((len(one.block.states) for one in blocks), default=1) - 1)
    return [
        {
            name: one.block.states[(turn + 1) % len(one.block.states)][at]
            for one in blocks
            for name, at in one.names.items()
        }
        for turn in range(many)
    ]


def alter(database: Database, world: World, undone: Mapping[int, int]) -> set[tuple[Key, str]]:
    """Put the numbers of a world in place of those that are kept; return which figures are others, with what of them.

    ``undone`` has for each undo the revision that it took back. What was worked out with the numbers before is dropped.
    """
    altered = set()
    with database.writing() as session:
        for unknown, number in world.items():
            if unknown.version.isdigit():
                for revision in _kept_under(session, unknown, undone):
                    if _put(session, unknown, number, revision):
                        altered.add((unknown.key, unknown.part))
        editions_store.sweep(session, ())
    return altered


def _kept_under(session: Session, unknown: Count, undone: Mapping[int, int]) -> list[int]:
    """The revision that a number came with, and those of undoes that put it back."""
    query = f"SELECT revision FROM figure WHERE {_WHICH} ORDER BY revision"
    came_with: dict[int, int] = {}
    for revision in session.execute(text(query), _named(unknown)).scalars():
        earlier = [number for number in came_with if number < undone.get(revision, 0)]
        came_with[revision] = came_with[earlier[-1]] if earlier else revision
    return [revision for revision, first in came_with.items() if first == int(unknown.version)]


def _named(unknown: Count) -> dict[str, object]:
    indicator, area, span, *group = unknown.key
    names = (indicator, area, span.start.isoformat(), span.months, span.kind, *group)
    return dict(zip(_COLUMNS, names, strict=True))


def _put(session: Session, unknown: Count, number: float, revision: int) -> bool:
    column = "numerator" if unknown.part == COUNT else "denominator"
    change = f"UPDATE figure SET {column} = :number WHERE {_WHICH} AND revision = :revision AND {column} != :number"
    made = session.execute(text(change), {**_named(unknown), "number": number, "revision": revision})
    return bool(made.rowcount)  # type: ignore[attr-defined]


def given_out(
    database: Database,
    user: User,
    areas: Sequence[str],
    measures: Collection[str],
    revisions: Sequence[int],
    until: Sequence[date],
    today: date,
) -> Given:
    """Return every page and file of these areas at these revisions, whole and up to each day, and the returns."""
    found: Given = {}
    for number in revisions:
        editions.prepare(database, user, number)
        with database.reading() as session:
            for area in areas:
                for day in (None, *until):
                    request = Request(area=area, revision=number, until=day)
                    found |= dict(_of_request(session, user, request, measures, today))
    with database.reading() as session:
        found |= {("return", one, area): _return(session, user, one, area, today) for one in Agency for area in areas}
    return found


def _of_request(
    session: Session, user: User, request: Request, measures: Collection[str], today: date
) -> Iterator[tuple[tuple[object, ...], object]]:
    scope = view.open_scope(session, user, request, today)
    yield (request, "periods"), view.open_periods(session, user, scope)
    for name, opened in PAGES.items():
        yield (request, name), plain(opened(session, user, scope))
    for name in sorted(measures):
        yield (request, name), plain(view.open_indicator(session, user, scope, name))
    choice = export.Choice(area=request.area, until=request.until)
    yield (request, "file"), export.take_figures(session, user, choice, request.revision)


def _return(session: Session, user: User, agency: Agency, area: str, today: date) -> object:
    try:
        return export.take_return(session, user, export.Wanted(agency, quarter_of(today).text, area, last=True))
    except NotFound as error:
        return str(error)


def differing(one: Given, other: Given) -> list[str]:
    """Return what is not the same in both."""
    return [str(asked_for) for asked_for in one if one[asked_for] != other.get(asked_for)]
