"""Taking figures away: as the dashboard shows them, and the templates to fill in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

import pandas as pd
from sqlmodel import Session

from dashboard.assembly.comparing import groups_of, judged, to_read
from dashboard.assembly.editions import figures_by_measure, standing_edition
from dashboard.assembly.previous import last_beside
from dashboard.domain.access import Action, User, reach_of, require
from dashboard.domain.agencies import Agency
from dashboard.domain.areas import AreaKind
from dashboard.domain.breakdowns import breakdown_pairs, breakdown_text
from dashboard.domain.coded import coded_frame
from dashboard.domain.comparators import read_comparator
from dashboard.domain.definitions import read_definitions
from dashboard.domain.errors import NotFound
from dashboard.domain.figures import DEMONSTRATION
from dashboard.domain.indicators import Catalogue
from dashboard.domain.periods import Period, PeriodError, PeriodKind, read_period
from dashboard.domain.pieces import Piece
from dashboard.domain.template import lines_of
from dashboard.exports import files, templates
from dashboard.reports.tables import Table
from dashboard.stats.verdicts import changing


@dataclass(frozen=True)
class Choice:
    """Which figures: an area by code or name, an indicator by id, a period and a breakdown as files write them.

    ``compare`` says whom they are compared with, as the address of a page does; ``until`` leaves out later periods.
    """

    area: str | None = None
    indicator: str | None = None
    period: str | None = None
    breakdown: str | None = None
    compare: str = ""
    until: date | None = None


def take_figures(session: Session, user: User, choice: Choice, as_at: int | None = None) -> bytes:
    """Return the chosen figures as CSV, as the dashboard shows them. Raise NotFound for an unknown choice."""
    require(user, Action.VIEW)
    return b"".join(write_figures(session, user, choice, as_at))


def write_figures(session: Session, user: User, choice: Choice, as_at: int | None = None) -> Iterator[bytes]:
    """Return what ``take_figures`` does in pieces, which are made one after another as long as the session is open.

    Raise NotFound for an unknown choice, before the first.
    """
    require(user, Action.VIEW)
    at = standing_edition(session, as_at, choice.until)
    asked, register, catalogue = choice.indicator, at.definitions.areas, at.definitions.catalogue
    if asked is not None:
        catalogue = Catalogue({asked: catalogue.called(asked)})
    area = None if choice.area is None else register.asked_for(choice.area)
    comparator = read_comparator(choice.compare, at.definitions)
    groups = groups_of(comparator, register if area is None else [area], at.definitions)
    # A figure is compared with others and judged by its whole series, so these are read and then left out.
    others = [*register.of_kind(AreaKind.COUNTRY), *to_read(groups, at.definitions)]
    areas = None if area is None else list(dict.fromkeys([area, *others]))
    period = None if choice.period is None else _period(choice.period)
    breakdown = None if choice.breakdown is None else _breakdown(choice.breakdown)
    pieces = figures_by_measure(session, at, reach_of(user, register), catalogue, areas, Piece.HISTORY)

    def chosen(found: pd.DataFrame) -> bytes:
        figures = judged(found, groups, at.definitions, catalogue)
        if area is not None:
            figures = figures[figures["area"] == register.kept_code(area.code)]
        if choice.until is not None:  # series end with another figure than the newest of all
            figures = changing(coded_frame(figures), catalogue).frame
        return files.figure_lines(_of(figures, period, breakdown), at.definitions)

    return chain((files.HEADING,), map(chosen, pieces))


def _of(figures: pd.DataFrame, period: Period | None, breakdown: str | None) -> pd.DataFrame:
    if period is not None:
        figures = figures[
            (figures["period_start"] == period.start.isoformat())
            & (figures["period_months"] == period.months)
            & (figures["period_kind"] == period.kind.value)
        ]
    return figures if breakdown is None else figures[figures["breakdown"] == breakdown]


def _period(text: str) -> Period:
    try:
        return read_period(text)
    except PeriodError as error:
        raise NotFound(str(error)) from error


def _breakdown(text: str) -> str:
    try:
        return breakdown_text(breakdown_pairs(text))
    except ValueError as error:
        raise NotFound(f"The breakdown cannot be read: {error}.") from error


def take_changes(user: User, beside: Table) -> bytes:
    """Return old beside new, as it is shown before publishing, as CSV."""
    require(user, Action.SUBMIT)
    return files.table_csv(beside)


def take_template(user: User, agency: Agency) -> bytes:
    """Return our template with a line for each measure of an agency."""
    require(user, Action.VIEW)
    return templates.template_csv(agency, read_definitions())


@dataclass(frozen=True)
class Wanted:
    """Which return: whose, for which quarter (as files write it), for which area by code or name.

    With ``last`` the figures before stand beside, as the dashboard shows them. It is a CSV or, with ``workbook``, XLSX.
    """

    agency: Agency
    quarter: str
    area: str
    last: bool = False
    workbook: bool = False


def take_return(session: Session, user: User, wanted: Wanted) -> bytes:
    """Return a quarter's return of an agency to be filled in. Raise NotFound for what is no quarter or no area."""
    require(user, Action.VIEW)
    at = standing_edition(session)
    quarter, area = _quarter(wanted.quarter), at.definitions.areas.asked_for(wanted.area)
    lines = lines_of(wanted.agency, quarter, area, at.definitions.catalogue, at.definitions.areas)
    if not lines:
        raise NotFound(f"{wanted.agency.label} has no measure that ends with {quarter.label} for {area.name}.")
    title = f"{wanted.agency.label} return, {quarter.label}, {area.name}"
    last = last_beside(session, at, reach_of(user, at.definitions.areas), lines) if wanted.last else None
    blank = templates.Blank(wanted.agency, title, lines, last, DEMONSTRATION if at.is_demonstration else "")
    return templates.return_workbook(blank, at.definitions.areas) if wanted.workbook else templates.return_csv(blank)


def _quarter(text: str) -> Period:
    period = _period(text)
    if period.kind is not PeriodKind.QUARTER:
        raise NotFound(f"“{text}” is not a quarter. Write it like Apr to Jun 2026, or 2026/27 Q1.")
    return period
