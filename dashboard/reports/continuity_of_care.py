"""Continuity of care from prison: the rate, the hand-off ladder, the routes, the prisons, the groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dashboard.domain.area_views import AreaView
from dashboard.domain.breakdowns import breakdown_text
from dashboard.domain.indicators import Indicator
from dashboard.domain.pathways import (
    AROUND_RELEASE,
    HEALTH_ROUTE,
    LADDER,
    LICENCE_ROUTE,
    REFERRED,
    ROUTES,
    STARTED,
    SUBSTANCES,
)
from dashboard.domain.periods import Period
from dashboard.domain.shown_figures import ShownFigure
from dashboard.reports import words
from dashboard.reports.indicator import series_part
from dashboard.reports.measures import why_unknown
from dashboard.reports.prisons import prison_question, prisons_part
from dashboard.reports.report import Part, ThemeReport
from dashboard.reports.steps import shared_period, steps_of, steps_part
from dashboard.reports.tables import Table
from dashboard.reports.theme import finding_of, part_of, sourced, theme_report

QUESTION = "Of the people who leave prison still needing treatment, how many get it, and where are they lost?"
FIGURES = (STARTED, REFERRED, LADDER.steps[-1].indicator)
_BREAKDOWNS = {breakdown_text({"source": route}): name for route, name in ROUTES.items()}
_BY_ROUTE = {REFERRED: "Referral received", STARTED: "Started within 21 days, of whom they sent"}


def continuity_report(view: AreaView, sharing: Mapping[str, frozenset[str]]) -> ThemeReport:
    """Return the page on continuity of care, which takes the area apart by group and by its authorities.

    ``sharing`` has by prison the authorities it releases people to.
    """
    place = view.area.name
    ladder = steps_of(LADDER, view, view.area, place)
    parts = (
        *_rate(view),
        sourced(
            steps_part(ladder, f"{LADDER.name}, {place}", "Where are people lost?"),
            view,
            [step.indicator for step in LADDER.steps],
        ),
        _routes(view),
        part_of(view, "The health route", HEALTH_ROUTE),
        part_of(view, "The licence route", LICENCE_ROUTE),
        prisons_part(view, sharing),
        part_of(view, "By substance group", SUBSTANCES),
        part_of(view, "Around release", AROUND_RELEASE),
    )
    finding = finding_of(view, [STARTED])
    return theme_report("continuity of care", QUESTION, view, parts, finding=finding, figures=FIGURES)


def _rate(view: AreaView) -> Iterator[Part]:
    """The rate, and above its chart the question that a chair comes with: from which prison."""
    for rate in view.known([STARTED]):
        part = series_part(rate, view)
        yield replace(part, said=(*part.said, *prison_question(view)))


def _routes(view: AreaView) -> Part:
    """The same releases by who sent the referral: how many were referred, and how many of those started in time."""
    place, title, known = view.area.name, "Two routes, the same releases", view.known(_BY_ROUTE)
    figures = [
        figure
        for indicator in known
        for figure in view.all_groups(indicator.id, view.code)
        if figure.key.breakdown in _BREAKDOWNS
    ]
    period = shared_period(figures)
    if period is None:
        unknown = " ".join(f"{measure.short_title}: {why_unknown(view, measure)}." for measure in known)
        return Part(title, (f"By who sent the referral, nothing was supplied. {unknown}",))
    headings = ("Who sent the referral", *(_BY_ROUTE[indicator.id] for indicator in known))
    rows = tuple(
        zip(
            _BREAKDOWNS.values(),
            *(_by_route(figures, one, period, why_unknown(view, one)) for one in known),
            strict=True,
        )
    )
    return Part(
        title,
        said=(f"People released to {place}, {period.label}, by who sent the referral.",),
        tables=(Table(f"Routes from prison to treatment, {place}, {period.label}", headings, rows),),
    )


def _by_route(figures: Sequence[ShownFigure], indicator: Indicator, period: Period, unknown: str) -> Iterator[str]:
    sent: dict[str, ShownFigure] = {}
    for figure in figures:
        if figure.key.indicator == indicator.id and figure.period == period:
            sent.setdefault(figure.key.breakdown, figure)
    for route in _BREAKDOWNS:
        yield words.counted_figure(sent[route].estimate, indicator) if route in sent else unknown
