"""Continuity of care from prison: the rate, the hand-off ladder, the routes, the prisons, the groups."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from dashboard.domain.areas import Area, Areas
from dashboard.domain.definitions import Definitions
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
from dashboard.reports.area import notes_on, told_of
from dashboard.reports.indicator import series_part
from dashboard.reports.prisons import prisons_part
from dashboard.reports.report import Part, ThemeReport, Unsupplied
from dashboard.reports.steps import is_of, shared_period, steps_of

_EVERYBODY = {"sex": "persons", "age": "", "breakdown": ""}


def continuity_report(
    area: Area,
    compared: pd.DataFrame,
    here: pd.DataFrame,
    definitions: Definitions,
    catalogue: Catalogue,
    sharing: Mapping[str, frozenset[str]],
    revision: int,
) -> ThemeReport:
    """Return the page on ``area`` from compared headline estimates, and from all estimates of it and its authorities.

    ``catalogue`` has what may be seen; ``sharing`` by prison the authorities it releases people to.
    """
    areas, code = definitions.areas, definitions.areas.kept_code(area.code)
    own = here[here["area"] == code]
    headline = own[(own[list(_EVERYBODY)] == pd.Series(_EVERYBODY)).all(axis=1)]
    groups, no_groups = _measures("By substance group", SUBSTANCES, compared, catalogue, area, areas)
    around, not_around = _measures("Around release", AROUND_RELEASE, compared, catalogue, area, areas)
    health, no_health = _measures("The health route", HEALTH_ROUTE, compared, catalogue, area, areas)
    licence, no_licence = _measures("The licence route", LICENCE_ROUTE, compared, catalogue, area, areas)
    eligible = headline[headline["indicator"] == LADDER.steps[0].indicator]
    rate = series_part(catalogue.called(STARTED), area, compared, definitions) if STARTED in catalogue else Part("")
    parts = (
        rate,
        steps_part(headline, catalogue, area.name),
        _routes(own, catalogue, area),
        health,
        licence,
        prisons_part(area, here, catalogue, areas, eligible, sharing),
        groups,
        around,
    )
    return ThemeReport(
        title=f"Continuity of care, {area.name}",
        lead="Of the people who leave prison still needing treatment, how many get it, and where are they lost?",
        notes=tuple(notes_on(area, areas)),
        parts=tuple(part for part in parts if part != Part("")),
        unsupplied=(*no_groups, *no_health, *no_licence, *not_around),
        revision=revision,
    )


def steps_part(headline: pd.DataFrame, catalogue: Catalogue, place: str) -> Part:
    """Return the hand-off ladder as a part of a page."""
    ladder = steps_of(LADDER, headline, catalogue, place)
    title = "" if ladder.chart else "Where are people lost?"
    return Part(title, chart=ladder.chart, table_title=f"{LADDER.name}, {place}", table=ladder.table, after=ladder.said)


def _measures(
    title: str, names: Sequence[str], compared: pd.DataFrame, catalogue: Catalogue, area: Area, areas: Areas
) -> tuple[Part, tuple[Unsupplied, ...]]:
    told, missing = told_of(names, compared, catalogue, area, areas)
    said = () if told else tuple(f"{one.title}. {_missing(one.indicator, catalogue)}." for one in missing)
    return Part(title, said, measures=told) if told or said else Part(""), missing


def _missing(name: str, catalogue: Catalogue) -> str:
    return sentences.not_supplied_by(catalogue.called(name))


def _routes(own: pd.DataFrame, catalogue: Catalogue, area: Area) -> Part:
    """The same releases by who sent the referral: how many were referred, and how many of those started in time."""
    names = [name for name in (REFERRED, STARTED) if name in catalogue]
    rows = own[own["breakdown"].isin([f"source={route}" for route in ROUTES])]
    period = shared_period(rows, names)
    title = "Two routes, the same releases"
    if period is None:
        missing = " ".join(f"{catalogue.called(name).short_title}: {_missing(name, catalogue)}." for name in names)
        return Part(title, (f"By who sent the referral, nothing was supplied. {missing}",))
    rows = rows[is_of(rows, period)]
    columns: dict[str, list[str]] = {"Who sent the referral": list(ROUTES.values())}
    for name, heading in ((REFERRED, "Referral received"), (STARTED, "Started within 21 days, of whom they sent")):
        if name in catalogue:
            columns[heading] = list(_by_route(rows[rows["indicator"] == name], name, catalogue))
    return Part(
        title,
        said=(f"People released to {area.name}, {period.label}, by who sent the referral.",),
        table_title=f"Routes from prison to treatment, {area.name}, {period.label}",
        table=pd.DataFrame(columns),
    )


def _by_route(rows: pd.DataFrame, name: str, catalogue: Catalogue) -> Iterator[str]:
    indicator = catalogue.called(name)
    for route in ROUTES:
        found = rows[rows["breakdown"] == f"source={route}"]
        if found.empty:
            yield sentences.not_supplied_by(indicator)
        else:
            yield words.counted_figure(found.iloc[0], indicator)
