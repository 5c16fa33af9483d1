"""What one run of a page is about: who asks, for what, on which day, and what that comes to. Read once for all."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import TypeVar, TypeVarTuple, Unpack

from sqlmodel import Session

from dashboard.domain.access import User
from dashboard.domain.errors import NotFound
from dashboard.domain.periods import Period, quarter_of
from dashboard.domain.requests import Scope
from dashboard.journeys import demonstration, editions
from dashboard.journeys.kept import Noted, still_stands, with_notes
from dashboard.journeys.view import mark_agencies, open_periods, open_scope
from dashboard.reports.report import IndicatorReport, OverviewReport, SpineReport, ThemeReport
from dashboard.ui import address, drawing
from dashboard.ui.address import Address
from dashboard.ui.keeping import PERIODS, REPORTS, Shelf
from dashboard.ui.session import current_user, open_database, open_session, today

_Page = TypeVar("_Page", OverviewReport, ThemeReport, SpineReport, IndicatorReport)
_More = TypeVarTuple("_More")
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Visit:
    """Who looks at a page, at which address, on which day; ``faults`` say what of the address could not be had."""

    user: User
    today: date
    address: Address
    faults: tuple[str, ...]
    is_demonstration: bool

    def about(self, page: str) -> tuple[str, ...]:
        """Return what the page of this title is about, the most particular first."""
        return (page,)


@dataclass(frozen=True)
class AreaVisit(Visit):
    """A visit to a page of an area: its one transaction, what the address comes to, the quarters with figures.

    ``periods`` are newest first.
    """

    session: Session
    scope: Scope
    periods: tuple[Period, ...]

    def about(self, page: str) -> tuple[str, ...]:
        """Return what the page of this title is about, the most particular first."""
        return (page, self.scope.area.name)


_CURRENT: ContextVar[Visit] = ContextVar("visit")
_NUMBERS = count(1)  # of reports, each of which has one of its own for as long as the process runs


def current() -> Visit:
    """Return the visit of this run."""
    return _CURRENT.get()


def of_area() -> AreaVisit:
    """Return the visit of this run, which is to a page of an area."""
    visit = current()
    assert isinstance(visit, AreaVisit)
    return visit


@contextmanager
def begun(asked: Address, faults: tuple[str, ...], *, to_area: bool) -> Iterator[Visit]:
    """Give what an address comes to, for one run of a page.

    A page of an area has one transaction from beginning to end, so that all its parts are of one revision. Other pages
    open transactions of their own, for a person may take minutes over them.
    """
    user, day = current_user(), today()
    if to_area:
        with _prepared(user, asked) as session, _as_current(_to_area(session, user, day, asked, faults)) as visit:
            yield visit
        return
    with _prepared(user, asked) as session:
        invented = demonstration.is_on(session, user)
    with _as_current(Visit(user, day, asked, faults, invented)) as visit:
        yield visit


@contextmanager
def _prepared(user: User, asked: Address) -> Iterator[Session]:
    """A session that finds what is asked for; where it is not there yet it is made first, or waited for."""
    with open_session() as session:
        if editions.is_ready(session, user, asked.as_at, reads_only=open_database().reads_only):
            yield session
            return
    editions.prepare(open_database(), user, asked.as_at)
    with open_session() as session:
        yield session


@contextmanager
def _as_current(visit: Visit) -> Iterator[Visit]:
    before = _CURRENT.set(visit)
    try:
        address.keep(visit.address)
        yield visit
    finally:
        _CURRENT.reset(before)


def _to_area(session: Session, user: User, day: date, asked: Address, faults: tuple[str, ...]) -> AreaVisit:
    whole, of_revision = _scope(session, user, day, asked)
    periods = _kept(PERIODS, (), session, user, whole, lambda: open_periods(session, user, whole))
    period, of_period = _period_of(asked.period, periods, whole.area.name)
    return AreaVisit(
        user=user,
        today=day,
        address=replace(
            asked,
            area=whole.area.code,
            compare=whole.comparator.text,
            period=period,
            as_at=None if of_revision else asked.as_at,
        ),
        faults=(*faults, *filter(None, (of_revision, _behind(asked, whole), *whole.faults, of_period))),
        is_demonstration=whole.is_demonstration,
        session=session,
        scope=whole.up_to(period.end if period else None),
        periods=periods,
    )


def _scope(session: Session, user: User, day: date, asked: Address) -> tuple[Scope, str]:
    """What is asked for, of all periods; where there is no such revision the newest, and that this is so."""
    request = replace(asked.request, until=None)
    try:
        return open_scope(session, user, request, day), ""
    except NotFound as error:
        newest = open_scope(session, user, replace(request, revision=None), day)
        return newest, f"{error} This shows the newest."


def _behind(asked: Address, scope: Scope) -> str:
    """That the newest revision is not shown yet, where that is so."""
    if asked.as_at is not None or scope.revision == scope.basis.newest:
        return ""
    return f"Revision {scope.basis.newest} is being worked out. Until then this shows revision {scope.revision}."


def _period_of(asked: Period | None, periods: Sequence[Period], area: str) -> tuple[Period | None, str]:
    """The period asked for, as the quarter that ends with it; none, and why, where figures end before or after it."""
    if asked is None:
        return None, ""
    if periods and periods[-1].start <= asked.end <= periods[0].end:
        same = quarter_of(asked.end)
        return (same if same.end == asked.end else asked), ""
    return None, f"There are no figures of {asked.label} for {area}. This shows the newest."


@contextmanager
def report(journey: Callable[[Session, User, Scope, Unpack[_More]], _Page], *more: *_More) -> Iterator[_Page]:
    """Give the report that a journey makes for this visit, or made before, with the agencies marked that are chosen.

    ``more`` is what the journey takes beside session, user and scope. What is drawn of the report is kept with it.
    The revision is that of this visit, whichever it was made at.
    """
    visit = of_area()
    session, user, scope = visit.session, visit.user, visit.scope
    number, made = _kept(
        REPORTS, (journey, more), session, user, scope, lambda: (next(_NUMBERS), journey(session, user, scope, *more))
    )
    marked = mark_agencies(user, replace(made, revision=scope.revision), visit.address.agencies)
    with drawing.of_report(visit.address.of_page(str(number))):
        yield marked


def is_made(journey: Callable[..., object], *more: Hashable) -> bool:
    """Whether the report that a journey makes for this visit was made before."""
    visit = of_area()
    session, user, scope = visit.session, visit.user, visit.scope
    return REPORTS.has(_key((journey, more), scope), scope.key, _stands(session, user, scope))


def _kept(shelf: Shelf, what: Hashable, session: Session, user: User, scope: Scope, make: Callable[[], _Made]) -> _Made:
    """Return what is made for a scope, or was made for one before that finds the same in its edition."""
    stands = _stands(session, user, scope)
    return shelf.kept(_key(what, scope), lambda: with_notes(session, user, make), scope.key, stands).made


def _key(what: Hashable, scope: Scope) -> Hashable:
    # Whose restricted figures may be seen is in the question, and who looks is asked for the right each time.
    return what, _database(), scope.question


def _stands(session: Session, user: User, scope: Scope) -> Callable[[Noted[_Made]], bool]:
    return lambda kept: still_stands(session, user, scope, kept)


def _database() -> str:
    return str(open_database().engine.url)
