"""Pairs of invented worlds that differ only in what is for a partnership, and all that others are given of a world."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import text
from sqlmodel import Session

from dashboard.domain.access import LOCAL_USER, Role, User
from dashboard.domain.agencies import Agency
from dashboard.domain.errors import NotFound
from dashboard.domain.mappings import NOTHING_SAID, Said
from dashboard.domain.requests import Request
from dashboard.journeys import administer, editions, export, sent, submit, view
from dashboard.store.database import Database
from tests.conftest import TODAY
from tests.disclosure.bench import Row, Undo
from tests.disclosure.bench import row as line
from tests.figures import template

KEPT = Said(for_partnership=True)
BARNET, ENFIELD, LEEDS, BRADFORD = "E09000003", "E09000010", "E08000035", "E08000032"
LONDON, ENGLAND, METROPOLITAN, KENT = "E12000007", "E92000001", "E23000001", "E23000032"
CUMBERLAND, WESTMORLAND, CUMBRIA = "E06000063", "E06000064", "cdp-cumbria"
CARE, BY_PRISON, WORK = "coc-engaged-21-days", "coc-by-prison", "in-work"
NEW, TESTS, ADULTS = "new-presentations", "dtoa-tests", "adults-in-treatment"
ORDERED = "requirements-ordered"
WINTER, SPRING = "Jan to Mar 2026", "Apr to Jun 2026"
TOGETHER = f"{BARNET};{ENFIELD};{BRADFORD}"  # chosen areas, added up

VIEWER = User("a visitor", Role.VIEWER)
OF_LEEDS = User("a member of another partnership", Role.ANALYST, places=frozenset({"cdp-leeds"}))
OF_CUMBRIA = User("a member of Cumbria", Role.ANALYST, places=frozenset({CUMBRIA}))
PAGES = {
    "overview": view.open_overview,
    "treatment access": view.open_treatment_access,
    "continuity of care": view.open_continuity_of_care,
    "diversion": view.open_diversion,
    "community sentences": view.open_community_sentences,
    "indicators": view.open_indicators,
}


@dataclass(frozen=True)
class Step:
    """A file that is published; ``kept`` is whether its sender keeps it for the partnership."""

    rows: Sequence[Row]
    kept: bool = False


@dataclass(frozen=True)
class World:
    """What is sent, step by step, after the national figures where it has ``national`` ones."""

    steps: Sequence[Step | Undo]
    national: bool = False


@dataclass(frozen=True)
class Pair:
    """Two worlds that are the same to all who are not of the partnership, and the measure in which they differ.

    ``members_see`` is whether they differ in figures of England, which all members see.
    """

    name: str
    measure: str
    one: World
    other: World
    members_see: bool = False

    def __str__(self) -> str:
        return self.name


def publish(database: Database, world: World) -> int:
    """Send all that a world is made of, and return the number of its newest revision."""
    revision = 0
    if world.national:
        administer.begin(database, LOCAL_USER, TODAY)
        revision = 1
    for step in world.steps:
        if isinstance(step, Undo):
            revision = submit.undo(database, LOCAL_USER, step.revision, "a mistake").revision
            continue
        said = KEPT if step.kept else NOTHING_SAID
        shown = submit.preview(database, LOCAL_USER, "q.csv", template(step.rows), TODAY, said)
        revision = submit.publish(database, LOCAL_USER, shown, "a reason", shown.screening.warnings).revision
    for number in range(revision, 0, -1):
        editions.prepare(database, LOCAL_USER, number)
    return revision


Given = dict[tuple[object, ...], object]


def given_out(database: Database, user: User, newest: int, measure: str) -> Given:
    """Return all that one person can have of a world, by what they ask for."""
    editions.prepare(database, user)
    with database.reading() as session:
        found: Given = {}
        for request, names in _requests(newest):
            found |= _pages(session, user, request, names, measure)
        found |= _files(session, user, newest)
        found["coverage",] = plain(sent.open_coverage(session, user, TODAY))
        for agency in Agency:
            found["supplier", agency] = plain(sent.open_supplier(session, user, agency, TODAY))
    return found


def _requests(newest: int) -> Iterator[tuple[Request, Sequence[str]]]:
    """What people ask for, and the pages they open of it, beside that of the measure."""
    for area in (BARNET, LONDON, "cdp-leeds"):
        yield Request(area=area), [*PAGES]
    yield Request(area=BARNET, until=date(2026, 3, 31)), [*PAGES]
    for area in (ENGLAND, CUMBRIA, METROPOLITAN):
        yield Request(area=area), ["overview"]
    for compare in ("region", "neighbours", TOGETHER, LONDON):
        yield Request(area=LEEDS, compare=compare), ["indicators"]
    for number in range(1, newest + 1):
        yield Request(area=BARNET, revision=number), ["overview", "indicators"]
    yield Request(area=BARNET, revision=newest + 1), []


def _pages(session: Session, user: User, request: Request, names: Sequence[str], measure: str) -> Given:
    try:
        scope = view.open_scope(session, user, request, TODAY)
    except NotFound as error:
        return {(request,): str(error)}
    found: Given = {(request, "periods"): view.open_periods(session, user, scope)}
    for name in names:
        found[request, name] = plain(PAGES[name](session, user, scope))
    for name in {measure, NEW}:
        found[request, "indicator", name] = plain(view.open_indicator(session, user, scope, name))
    return found


def pages(database: Database, user: User, request: Request, measures: Sequence[str]) -> Given:
    """Return every page that one person can open of an area."""
    with database.reading() as session:
        found = [_pages(session, user, request, [*PAGES], measure) for measure in measures]
    return {key: value for each in found for key, value in each.items()}


def _files(session: Session, user: User, newest: int) -> Given:
    choices = [export.Choice(), export.Choice(area=BARNET), export.Choice(compare="region")]
    choices += [export.Choice(area=LEEDS, compare=TOGETHER), export.Choice(until=date(2026, 3, 31))]
    found: Given = {(choice,): export.take_figures(session, user, choice) for choice in choices}
    for number in range(1, newest + 1):
        found["figures", number] = export.take_figures(session, user, export.Choice(), number)
    for agency in Agency:
        for area in (BARNET, METROPOLITAN):
            wanted = export.Wanted(agency, SPRING, area, last=True)
            try:
                found[agency, area] = export.take_return(session, user, wanted)
            except NotFound as error:
                found[agency, area] = str(error)
    return found


def everything(database: Database, newest: int) -> list[bytes]:
    """Return all figures of a world as at each revision, as who may see all has them."""
    with database.reading() as session:
        return [export.take_figures(session, LOCAL_USER, export.Choice(), at) for at in range(1, newest + 1)]


def plain(thing: Any) -> Any:
    """Return a report as text and numbers that can be told from another's: what is not a number is equal to itself."""
    if isinstance(thing, pd.DataFrame):
        return thing.to_csv()
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return {one.name: plain(getattr(thing, one.name)) for one in dataclasses.fields(thing)}
    if isinstance(thing, dict):
        return {key: plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple | set | frozenset):
        return [plain(one) for one in (sorted(thing) if isinstance(thing, set | frozenset) else thing)]
    return repr(thing)


def public_tables(database: Database) -> list[Any]:
    """Return every row that the database keeps of what is for everybody: where each part stands, and its bytes."""
    places = "SELECT revision, piece, area, subject, part FROM place ORDER BY 1, 2, 3, 4"
    parts = "SELECT hash, content FROM part ORDER BY 1"
    with database.reading() as session:
        return [list(map(tuple, session.execute(text(query)))) for query in (places, parts)]


# The worlds. Numbers of revisions are the same in both of a pair, and what is for everybody stands in both.


def share(area: str, count: int, whole: int = 90, period: str = WINTER, measure: str = CARE, **more: object) -> Row:
    return line(measure, area, period, count, whole, **more)


def count(area: str, number: int, period: str = WINTER, measure: str = NEW) -> Row:
    return line(measure, area, period, number)


OPEN = [
    *(count(area, number) for area, number in ((ENFIELD, 60), (LEEDS, 140), (BRADFORD, 90), (CUMBERLAND, 40))),
    *(count(area, number, "Oct to Dec 2025") for area, number in ((BARNET, 55), (ENFIELD, 61), (LEEDS, 150))),
    count(LEEDS, 145, SPRING),
    *(count(force, number, measure=TESTS) for force, number in ((METROPOLITAN, 1465), ("E23000010", 300))),
    count(LEEDS, 2040, "2024/25", ADULTS),
    count(BARNET, 1040, "2024/25", ADULTS),
]
MEMBERS = [share(LEEDS, 50), share(ENFIELD, 30), share(BRADFORD, 44)]  # restricted, and in both worlds


def _beside(*rows: Row) -> World:
    return World([Step([*OPEN, *MEMBERS, *rows])])


def _kept(*rows: Row) -> World:
    return World([Step([*OPEN, *MEMBERS]), Step(rows, kept=True)])


_SOMETHING = share(WESTMORLAND, 40)  # of a measure for members, so that there is a revision
_PRISON = "prison=BXI"

PAIRS = [
    Pair("a figure and none", CARE, _beside(share(BARNET, 41)), _beside()),
    Pair("twelve and fifteen", CARE, _beside(share(BARNET, 12)), _beside(share(BARNET, 15))),
    Pair("of another partnership", CARE, _beside(share(BARNET, 41)), _beside(share(CUMBERLAND, 41))),
    Pair("hidden and not", CARE, _beside(share(BARNET, 3)), _beside(share(BARNET, 41))),
    Pair(
        "a newer period and none",
        CARE,
        _beside(share(BARNET, 41), share(BARNET, 41, period=SPRING)),
        _beside(share(BARNET, 41)),
    ),
    Pair(
        "of a group, of another place",
        WORK,
        _beside(share(BARNET, 41, measure=WORK, sex="female")),
        _beside(share(WESTMORLAND, 41, measure=WORK, sex="female")),
    ),
    Pair(
        "by prison, of another place",
        BY_PRISON,
        _beside(share(BARNET, 41, measure=BY_PRISON, breakdown=_PRISON)),
        _beside(share(WESTMORLAND, 41, measure=BY_PRISON, breakdown=_PRISON)),
    ),
    Pair(
        "a file of one agency and of another",
        WORK,
        World([Step(OPEN), Step([share(BARNET, 41, measure=WORK)])]),
        World([Step(OPEN), Step([count(BARNET, 41, measure=ORDERED)])]),
    ),
    Pair(
        "put right and not",
        CARE,
        World([Step([*OPEN, share(BARNET, 41)]), Step([share(BARNET, 42)])]),
        World([Step([*OPEN, share(BARNET, 41)]), Step([share(ENFIELD, 42)])]),
    ),
    Pair(
        "a return among published figures of England and none",
        CARE,
        World([Step([*OPEN, share(BARNET, 41)])], national=True),
        World([Step(OPEN)], national=True),
    ),
    Pair(
        "a return in place of a published figure and none",
        CARE,
        World([Step([*OPEN, share(ENGLAND, 5100, 10000, "2023/24")])], national=True),
        World([Step(OPEN)], national=True),
        members_see=True,
    ),
    Pair("kept by its sender, and another measure", NEW, _kept(count(BARNET, 65)), _kept(_SOMETHING)),
    Pair("kept, twelve and fifteen", NEW, _kept(count(BARNET, 12)), _kept(count(BARNET, 15))),
    Pair("kept, of another place", NEW, _kept(count(BARNET, 65)), _kept(count(WESTMORLAND, 65))),
    Pair("kept, of a newer period", NEW, _kept(count(BARNET, 65, SPRING)), _kept(count(BARNET, 65))),
    Pair("kept tests of a force", TESTS, _kept(count(KENT, 700, measure=TESTS)), _kept(_SOMETHING)),
    Pair(
        "kept and taken back",
        NEW,
        World([Step(OPEN), Step([count(BARNET, 65)], kept=True), Undo(2)]),
        World([Step(OPEN), Step([_SOMETHING], kept=True), Undo(2)]),
    ),
    Pair(
        "kept and then sent open",
        NEW,
        World([Step(OPEN), Step([count(BARNET, 65)], kept=True), Step([count(BARNET, 66)])]),
        World([Step(OPEN), Step([_SOMETHING], kept=True), Step([count(BARNET, 66)])]),
    ),
    Pair(
        "kept, taken back and then sent open",
        NEW,
        World([Step(OPEN), Step([count(BARNET, 65)], kept=True), Undo(2), Step([count(BARNET, 66)])]),
        World([Step(OPEN), Step([_SOMETHING], kept=True), Undo(2), Step([count(BARNET, 66)])]),
    ),
]
