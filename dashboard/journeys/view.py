"""Opening pages: an area, a measure, the submissions, the definitions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session

from dashboard.assembly.area_views import area_view, measure_view, values_beside
from dashboard.assembly.editions import standing_edition
from dashboard.assembly.periods import corrected, quarters_with_figures
from dashboard.assembly.releases import forces_with_tests, released_to
from dashboard.assembly.scopes import scope_of
from dashboard.domain.access import Action, User, may, require
from dashboard.domain.agencies import Agency
from dashboard.domain.areas import AreaKind
from dashboard.domain.checks import Check
from dashboard.domain.definitions import Definitions, read_glossary
from dashboard.domain.findings import Finding
from dashboard.domain.indicators import Theme
from dashboard.domain.periods import Period
from dashboard.domain.requests import Request, Scope
from dashboard.intake.registry import EVERY_CHECK
from dashboard.reports.agencies import marked
from dashboard.reports.community_sentences import community_sentences_report
from dashboard.reports.continuity_of_care import continuity_report
from dashboard.reports.diversion import diversion_report, forces_of
from dashboard.reports.endings import ended
from dashboard.reports.indicator import indicator_report
from dashboard.reports.methods import METHODS
from dashboard.reports.overview import overview_report
from dashboard.reports.report import IndicatorReport, Method, OverviewReport, SpineReport, ThemeReport
from dashboard.reports.spine import spine_report
from dashboard.reports.treatment_access import treatment_access_report
from dashboard.store import revisions as revisions_store
from dashboard.store import submissions as submissions_store
from dashboard.store.revisions import Act
from dashboard.store.submissions import Kept
from dashboard.store.tables import Revision

_Page = TypeVar("_Page", OverviewReport, ThemeReport, SpineReport, IndicatorReport)


@dataclass(frozen=True)
class PastSubmission:
    """A file that was sent, and the revision it became, if any; ``waited`` is as ``Kept`` has it."""

    number: int
    file_name: str
    received_at: datetime
    received_by: str
    layout: str
    verdict: str
    figures: int
    revision: int | None
    waited: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class PastRevision:
    """An act of publishing, undoing, or taking on definitions."""

    number: int
    kind: str
    made_at: datetime
    made_by: str
    reason: str
    undoes: int | None


@dataclass(frozen=True)
class History:
    """All that was sent and all that was published, newest first."""

    submissions: list[PastSubmission]
    revisions: list[PastRevision]


def open_definitions(session: Session, user: User, as_at: int | None = None) -> Definitions:
    """Return the catalogue and the areas that stand at a revision."""
    require(user, Action.VIEW)
    return standing_edition(session, as_at).definitions


def open_scope(session: Session, user: User, request: Request, today: date) -> Scope:
    """Return what a request comes to, for every part of a page. Raise NotFound for a revision that is not there."""
    require(user, Action.VIEW)
    return scope_of(session, user, request, today)


def open_periods(session: Session, user: User, scope: Scope) -> tuple[Period, ...]:
    """Return the quarters in which figures of the area or of the wider areas it lies in end, newest first.

    Plans are left out, for they are known long before their period ends.
    """
    require(user, Action.VIEW)
    return quarters_with_figures(session, scope)


def open_overview(session: Session, user: User, scope: Scope) -> OverviewReport:
    """Return the first screen on an area."""
    require(user, Action.VIEW)
    view = area_view(session, scope)
    report = overview_report(view, corrected(session, scope), scope.told_on, scope.until)
    return ended(report, scope.until)


def open_indicators(session: Session, user: User, scope: Scope) -> SpineReport:
    """Return all measures of an area in a line each, beside all comparable areas."""
    require(user, Action.VIEW)
    view = area_view(session, scope, trends=True)
    return ended(spine_report(view, values_beside(session, scope, view)), scope.until)


def open_treatment_access(session: Session, user: User, scope: Scope) -> ThemeReport:
    """Return the page on treatment access in an area."""
    require(user, Action.VIEW)
    return ended(treatment_access_report(area_view(session, scope, Theme.TREATMENT_ACCESS)), scope.until)


def open_continuity_of_care(session: Session, user: User, scope: Scope) -> ThemeReport:
    """Return the page on continuity of care in an area, by group and by its authorities."""
    require(user, Action.VIEW)
    area = scope.area
    parts = map(scope.areas.at, area.members) if area.kind is AreaKind.PARTNERSHIP else ()
    view = area_view(session, scope, Theme.CONTINUITY_OF_CARE, groups="here", parts=parts)
    sharing = released_to(session, scope)
    return ended(continuity_report(view, sharing), scope.until)


def open_diversion(session: Session, user: User, scope: Scope) -> ThemeReport:
    """Return the page on diversion in an area, by group and by force."""
    require(user, Action.VIEW)
    view = area_view(session, scope, Theme.DIVERSION, groups="here", parts=forces_of(scope.area, scope.areas))
    return ended(diversion_report(view, forces_with_tests(session, scope)), scope.until)


def open_community_sentences(session: Session, user: User, scope: Scope) -> ThemeReport:
    """Return the page on community sentences in an area, with figures by requirement."""
    require(user, Action.VIEW)
    view = area_view(session, scope, Theme.COMMUNITY_SENTENCES, groups="everywhere")
    return ended(community_sentences_report(view), scope.until)


def open_indicator(session: Session, user: User, scope: Scope, name: str) -> IndicatorReport:
    """Return the report on one measure in an area. Raise NotFound.

    Why a revision was made is told to those who may see figures of the partnership: people wrote it for each other.
    """
    require(user, Action.VIEW)
    indicator = scope.catalogue.called(name)
    view, everywhere = measure_view(session, scope, indicator)
    numbers = {figure.revision for figure in view.figures}
    reasons = revisions_store.reasons(session) if may(user, Action.VIEW_PARTNERSHIP) else {}
    sources = tuple(
        _source(act, reasons.get(act.number, "")) for act in revisions_store.acts(session) if act.number in numbers
    )
    report = indicator_report(indicator, view, everywhere, sources, scope.told_on, scope.until)
    return ended(report, scope.until)


def _source(act: Act, reason: str) -> str:
    undoing = f", undoing revision {act.undoes}" if act.undoes else ""
    return f"Revision {act.number}, {act.made_at:%d %B %Y}{undoing}{f': {reason}' if reason else ''}"


def mark_agencies(user: User, report: _Page, agencies: Collection[Agency]) -> _Page:
    """Return a report that was opened with the agencies marked that the reader has chosen; no figure is another."""
    require(user, Action.VIEW)
    return marked(report, agencies)


def open_history(session: Session, user: User) -> History:
    """Return what was sent and what was published."""
    require(user, Action.SUBMIT)
    return History(
        [_past_submission(kept) for kept in submissions_store.all_of(session)],
        _past_revisions(revisions_store.all_of(session)),
    )


def _past_revisions(rows: Sequence[Revision]) -> list[PastRevision]:
    """The newest first. One that takes on the definitions that stand already judges anew what is hidden."""
    before = {row.number + 1: row.definitions for row in rows}
    return [
        PastRevision(
            row.number,
            "hiding" if row.kind == "definitions" and row.definitions == before.get(row.number) else row.kind,
            row.made_at,
            row.made_by,
            row.reason,
            row.undoes,
        )
        for row in rows
    ]


def _past_submission(kept: Kept) -> PastSubmission:
    row = kept.submission
    assert row.id is not None
    return PastSubmission(
        row.id,
        row.file_name,
        row.received_at,
        row.received_by,
        row.layout,
        row.verdict,
        row.figures,
        kept.revision,
        kept.waited,
        kept.findings,
    )


def open_methods(user: User) -> tuple[Method, ...]:
    """Return how numbers are worked out, and how each way of doing it was checked."""
    require(user, Action.VIEW)
    return METHODS


def open_checks(user: User) -> tuple[Check, ...]:
    """Return every check made of a file that is sent, in the order in which a file meets them."""
    require(user, Action.VIEW)
    return EVERY_CHECK


def open_glossary(user: User) -> tuple[tuple[str, str], ...]:
    """Return the words of the field with their meanings, by letter."""
    require(user, Action.VIEW)
    return read_glossary()
