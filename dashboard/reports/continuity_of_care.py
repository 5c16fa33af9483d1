"""Continuity of care from prison: the rate, the hand-off ladder, the routes, the prisons, the groups."""

from collections.abc import Iterator, Mapping

import pandas as pd

from dashboard.domain.indicators import Catalogue
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
from dashboard.reports import sentences, words
from dashboard.reports.area import everybody
from dashboard.reports.indicator import series_part
from dashboard.reports.prisons import prisons_part
from dashboard.reports.report import Part, Table, ThemeReport
from dashboard.reports.steps import is_of, shared_period, steps_of, steps_part
from dashboard.reports.theme import Shown, theme_report

QUESTION = "Of the people who leave prison still needing treatment, how many get it, and where are they lost?"


def continuity_report(
    shown: Shown, sharing: Mapping[str, frozenset[str]], revision: int, compared_with: str = ""
) -> ThemeReport:
    """Return the page on continuity of care, which takes the area apart by group and by its authorities.

    ``sharing`` has by prison the authorities it releases people to.
    """
    place, catalogue = shown.area.name, shown.catalogue
    own = shown.here[shown.here["area"] == shown.areas.kept_code(shown.area.code)]
    headline = everybody(own)
    ladder = steps_of(LADDER, headline, catalogue, place)
    eligible = headline[headline["indicator"] == LADDER.steps[0].indicator]
    parts = (
        *(series_part(rate, shown) for rate in shown.known([STARTED])),
        steps_part(ladder, f"{LADDER.name}, {place}", "Where are people lost?"),
        _routes(own, catalogue, place),
        shown.part("The health route", HEALTH_ROUTE),
        shown.part("The licence route", LICENCE_ROUTE),
        prisons_part(shown, eligible, sharing),
        shown.part("By substance group", SUBSTANCES),
        shown.part("Around release", AROUND_RELEASE),
    )
    return theme_report("continuity of care", QUESTION, shown, parts, revision, compared_with)


def _routes(own: pd.DataFrame, catalogue: Catalogue, place: str) -> Part:
    """The same releases by who sent the referral: how many were referred, and how many of those started in time."""
    names = [name for name in (REFERRED, STARTED) if name in catalogue]
    rows = own[own["breakdown"].isin([f"source={route}" for route in ROUTES])]
    period = shared_period(rows, names)
    title = "Two routes, the same releases"
    if period is None:
        unknown = " ".join(
            f"{one.short_title}: {sentences.not_supplied_by(one)}." for one in map(catalogue.called, names)
        )
        return Part(title, (f"By who sent the referral, nothing was supplied. {unknown}",))
    rows = rows[is_of(rows, period)]
    columns: dict[str, list[str]] = {"Who sent the referral": list(ROUTES.values())}
    for name, heading in ((REFERRED, "Referral received"), (STARTED, "Started within 21 days, of whom they sent")):
        if name in catalogue:
            columns[heading] = list(_by_route(rows[rows["indicator"] == name], name, catalogue))
    return Part(
        title,
        said=(f"People released to {place}, {period.label}, by who sent the referral.",),
        tables=(Table(f"Routes from prison to treatment, {place}, {period.label}", pd.DataFrame(columns)),),
    )


def _by_route(rows: pd.DataFrame, name: str, catalogue: Catalogue) -> Iterator[str]:
    indicator = catalogue.called(name)
    for route in ROUTES:
        found = rows[rows["breakdown"] == f"source={route}"]
        if found.empty:
            yield sentences.not_supplied_by(indicator)
        else:
            yield words.counted_figure(found.iloc[0], indicator)
