"""Opening pages: an area, a measure, the submissions, the definitions."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import pandas as pd
from sqlmodel import Session

from dashboard.assembly.comparing import groups_of, judged
from dashboard.assembly.figures import estimates_at, put_right
from dashboard.assembly.opening import opened
from dashboard.assembly.releases import released_to
from dashboard.assembly.revisions import at_revision, only, visible
from dashboard.domain.access import Action, User, require
from dashboard.domain.areas import AreaKind
from dashboard.domain.checks import Check
from dashboard.domain.chosen import Chosen
from dashboard.domain.comparators import read_comparator
from dashboard.domain.definitions import Definitions, read_glossary
from dashboard.domain.figures import KEY, make_period
from dashboard.domain.findings import Finding
from dashboard.domain.indicators import Catalogue, Theme
from dashboard.domain.pathways import TESTS
from dashboard.domain.periods import Period, quarter_of
from dashboard.intake.registry import EVERY_CHECK
from dashboard.reports.agencies import as_chosen
from dashboard.reports.area import area_report, told_lines, wider_areas
from dashboard.reports.community_sentences import community_sentences_report
from dashboard.reports.continuity_of_care import continuity_report
from dashboard.reports.diversion import diversion_report, forces_of
from dashboard.reports.indicator import indicator_report
from dashboard.reports.methods import METHODS
from dashboard.reports.overview import lately_revised, overview_report
from dashboard.reports.report import IndicatorReport, Method, OverviewReport, SpineReport, ThemeReport
from dashboard.reports.spine import spine_report
from dashboard.reports.treatment_access import treatment_access_report
from dashboard.store import figures as figures_store
from dashboard.store import revisions as revisions_store
from dashboard.store import submissions as submissions_store
from dashboard.store.submissions import Kept


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
    is_kept: bool


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
    return at_revision(session, as_at).definitions


def open_periods(session: Session, user: User, code: str, as_at: int | None = None) -> tuple[Period, ...]:
    """Return the quarters in which figures of an area or of the wider areas it lies in end, newest first.

    Plans are left out, for they are known long before their period ends. Raise NotFound.
    """
    require(user, Action.VIEW)
    at = at_revision(session, as_at)
    register = at.definitions.areas
    area = register.asked_for(code)
    codes = {*map(register.kept_code, (area.code, *area.members)), *(one.code for one in wider_areas(area, register))}
    # A country takes in every area, and to ask for all is ten times as fast as to name them.
    areas = None if area.kind is AreaKind.COUNTRY else sorted(codes)
    measures = [one.id for one in visible(at.definitions, user) if not one.plan]
    found = figures_store.periods_of(session, measures, areas=areas, as_at=at.revision)
    ends = {make_period(*one).end for one in found.itertuples(index=False, name=None)}
    return tuple(sorted({quarter_of(end) for end in ends}, reverse=True))


def open_overview(session: Session, user: User, today: date, chosen: Chosen) -> OverviewReport:
    """Return the first screen on the area chosen. Raise NotFound."""
    require(user, Action.VIEW)
    one = opened(session, user, chosen)
    told = told_lines(one.area, one.figures, one.catalogue, one.areas)
    listed = area_report(one.area, told, one.figures, one.catalogue, one.areas, one.at.revision, one.compared_with)
    changed = put_right(session, one.at, [one.area, *wider_areas(one.area, one.areas)])
    day = _told_on(session, today, chosen, one.at.revision)
    report = overview_report(one.shown, told, listed, lately_revised(changed, told), day, chosen.until)
    return as_chosen(report, chosen)


def _told_on(session: Session, today: date, chosen: Chosen, revision: int) -> date:
    """Today; of an earlier revision that was chosen the day it was made, so that its page comes back the same."""
    return today if chosen.as_at is None else revisions_store.at(session, revision).made_at.date()


def open_indicators(session: Session, user: User, chosen: Chosen) -> SpineReport:
    """Return all measures of an area in a line each, beside all comparable areas. Raise NotFound."""
    require(user, Action.VIEW)
    one = opened(session, user, chosen)
    told = told_lines(one.area, one.figures, one.catalogue, one.areas)
    since = {name: min(str(here.row["period_start"]) for here in found) for name, found in told.items()}
    everywhere = estimates_at(session, one.at, one.catalogue, headline=True, since=since)
    report = spine_report(
        one.area, told, one.figures, everywhere, one.catalogue, one.areas, one.at.revision, one.compared_with
    )
    return as_chosen(report, chosen)


def open_treatment_access(session: Session, user: User, chosen: Chosen) -> ThemeReport:
    """Return the page on treatment access in an area. Raise NotFound."""
    require(user, Action.VIEW)
    one = opened(session, user, chosen, theme=Theme.TREATMENT_ACCESS)
    report = treatment_access_report(one.shown, one.at.revision, one.compared_with)
    return as_chosen(report, chosen)


def open_continuity_of_care(session: Session, user: User, chosen: Chosen) -> ThemeReport:
    """Return the page on continuity of care in an area, by group and by its authorities. Raise NotFound."""
    require(user, Action.VIEW)
    one = opened(session, user, chosen, theme=Theme.CONTINUITY_OF_CARE)
    parts = map(one.areas.at, one.area.members) if one.area.kind is AreaKind.PARTNERSHIP else ()
    here = estimates_at(session, one.at, one.catalogue, list(dict.fromkeys([one.area, *parts])))
    sharing = released_to(session, one.at, one.area)
    report = continuity_report(replace(one.shown, here=here), sharing, one.at.revision, one.compared_with)
    return as_chosen(report, chosen)


def open_diversion(session: Session, user: User, chosen: Chosen) -> ThemeReport:
    """Return the page on diversion in an area, by group and by force. Raise NotFound."""
    require(user, Action.VIEW)
    one = opened(session, user, chosen, theme=Theme.DIVERSION)
    forces = forces_of(one.area, one.areas)
    here = estimates_at(session, one.at, one.catalogue, list(dict.fromkeys([one.area, *forces])))
    tests = Catalogue({test.id: test for test in one.catalogue if test.id == TESTS})
    everywhere = estimates_at(session, one.at, tests, one.areas.of_kind(AreaKind.POLICE_FORCE), headline=True)
    report = diversion_report(replace(one.shown, here=here), everywhere, one.at.revision, one.compared_with)
    return as_chosen(report, chosen)


def open_community_sentences(session: Session, user: User, chosen: Chosen) -> ThemeReport:
    """Return the page on community sentences in an area, with figures by requirement. Raise NotFound."""
    require(user, Action.VIEW)
    one = opened(session, user, chosen, theme=Theme.COMMUNITY_SENTENCES, headline=False)
    report = community_sentences_report(one.shown, one.at.revision, one.compared_with)
    return as_chosen(report, chosen)


def open_indicator(session: Session, user: User, today: date, name: str, chosen: Chosen) -> IndicatorReport:
    """Return the report on one measure in the area chosen. Raise NotFound."""
    require(user, Action.VIEW)
    at = at_revision(session, chosen.as_at, chosen.until)
    one = only(at.definitions, user, name)
    indicator, area = one.called(name), at.definitions.areas.asked_for(chosen.area)
    everywhere = estimates_at(session, at, one, headline=True)
    here = estimates_at(session, at, one, [area])
    together = pd.concat([everywhere, here], ignore_index=True).drop_duplicates(KEY, ignore_index=True)
    groups = groups_of(read_comparator(chosen.compare, at.definitions), [area], at.definitions)
    figures = judged(together, groups, at.definitions, one)
    numbers = set(figures.loc[figures["area"] == at.definitions.areas.kept_code(area.code), "revision"])
    told = tuple(
        f"Revision {row.number}, {row.made_at:%d %B %Y}{f', undoing revision {row.undoes}' if row.undoes else ''}: "
        f"{row.reason}"
        for row in revisions_store.all_of(session)
        if row.number in numbers
    )
    group = groups.get(at.definitions.areas.kept_code(area.code))
    day = _told_on(session, today, chosen, at.revision)
    report = indicator_report(
        indicator, area, figures, at.definitions, told, at.revision, day, group=group, until=chosen.until
    )
    return as_chosen(report, chosen)


def open_history(session: Session, user: User) -> History:
    """Return what was sent and what was published."""
    require(user, Action.SUBMIT)
    return History(
        [_past_submission(kept) for kept in submissions_store.all_of(session)],
        [
            PastRevision(row.number, row.kind, row.made_at, row.made_by, row.reason, row.undoes)
            for row in revisions_store.all_of(session)
        ],
    )


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
        kept.original,
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
