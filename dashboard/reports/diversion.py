"""Diversion: from arrest to treatment, how possession cases are closed, and for whom. Forces stand as a whole."""

from collections.abc import Iterator, Sequence

import pandas as pd

from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.definitions import Definitions
from dashboard.domain.indicators import Catalogue
from dashboard.domain.pathways import CLOSED, DIVERSIONS, DIVERTED, FUNNEL, LIAISON, TESTS
from dashboard.domain.periods import Period
from dashboard.domain.wording import listed
from dashboard.reports import sentences
from dashboard.reports.area import notes_on, told_of
from dashboard.reports.possession import closed_part, groups_part
from dashboard.reports.report import Part, ThemeReport, where
from dashboard.reports.steps import HIDDEN, Steps, is_of, steps_of

_FUNNEL_STEPS = tuple(step.indicator for step in FUNNEL.steps)


def forces_of(area: Area, areas: Areas) -> list[Area]:
    """Return the places whose police figures are told on the page of ``area``: its forces, or a country itself."""
    if area.kind in (AreaKind.POLICE_FORCE, AreaKind.COUNTRY):
        return [area]
    return areas.wider(area, AreaKind.POLICE_FORCE)


def diversion_report(
    area: Area,
    compared: pd.DataFrame,
    here: pd.DataFrame,
    everywhere: pd.DataFrame,
    definitions: Definitions,
    catalogue: Catalogue,
    revision: int,
) -> ThemeReport:
    """Return the page on ``area``: from compared headline estimates, and all estimates of it and of its forces.

    ``everywhere`` has the headline estimates of drug tests of every force.
    """
    areas = definitions.areas
    forces = forces_of(area, areas)
    diverted, no_diverted = told_of(DIVERSIONS, compared, catalogue, area, areas)
    liaison, no_liaison = told_of(LIAISON, compared, catalogue, area, areas)
    funnels = list(_funnels(area, forces, here, catalogue, areas))
    measures = (
        Part("Diverted instead of court", measures=diverted),
        Part("Liaison and diversion", _not_supplied(LIAISON, catalogue) if not liaison else (), measures=liaison),
    )
    parts = (
        *(_funnel_part(funnel, place) for funnel, place in funnels),
        *_coverage(funnels, everywhere, areas),
        *_possession(forces, here, catalogue, area),
        *(part for part in measures if part.measures or part.said),
    )
    return ThemeReport(
        title=f"Diversion, {area.name}",
        lead="Of the people tested on arrest, how many reach treatment? And who is diverted instead of going to court?",
        notes=(*notes_on(area, areas), *_shared(area, forces, areas)),
        parts=parts,
        unsupplied=(*no_diverted, *no_liaison),
        revision=revision,
    )


def _not_supplied(names: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    known = [catalogue.called(name) for name in names if name in catalogue]
    return tuple(f"{one.title}. {sentences.not_supplied_by(one)}." for one in known)


def _shared(area: Area, forces: Sequence[Area], areas: Areas) -> Iterator[str]:
    if area.kind not in (AreaKind.PARTNERSHIP, AreaKind.AUTHORITY):
        return
    own = areas.partnership_of(area.code) if area.kind is AreaKind.AUTHORITY else area
    for force in forces:
        sharing = [one for one in areas.wider(force, AreaKind.PARTNERSHIP) if own is None or one.code != own.code]
        yield sentences.whole_force(force.name, len(sharing))
    if len(forces) > 1:
        yield f"{area.name} lies in {listed([force.name for force in forces])}: each has steps of its own below."


def _funnels(
    area: Area, forces: Sequence[Area], here: pd.DataFrame, catalogue: Catalogue, areas: Areas
) -> Iterator[tuple[Steps, str]]:
    """One funnel for each force, and one for the area itself where it has sent steps of its own."""
    headline = here[(here["sex"] == "persons") & (here["age"] == "") & (here["breakdown"] == "")]
    sent = set(headline.loc[headline["indicator"].isin(_FUNNEL_STEPS), "area"])
    own = [] if area in forces or areas.kept_code(area.code) not in sent else [area]
    for place in (*forces, *own):
        name = where(place, area) or place.name
        rows = headline[headline["area"] == areas.kept_code(place.code)]
        yield steps_of(FUNNEL, rows, catalogue, name), name


def _funnel_part(funnel: Steps, place: str) -> Part:
    title = "" if funnel.chart else f"{FUNNEL.name}, {place}"
    return Part(title, chart=funnel.chart, table_title=f"{FUNNEL.name}, {place}", table=funnel.table, after=funnel.said)


def _coverage(funnels: Sequence[tuple[Steps, str]], everywhere: pd.DataFrame, areas: Areas) -> Iterator[Part]:
    """How many forces sent tests in the period of the funnel and a year before."""
    period = next((funnel.period for funnel, _ in funnels if funnel.period), None)
    if period is None:
        return
    forces = [force.code for force in areas.of_kind(AreaKind.POLICE_FORCE)]
    tests = everywhere[(everywhere["indicator"] == TESTS) & everywhere["area"].isin(forces)]
    before = _sending(tests, period.a_year_earlier())
    yield Part(
        "How many forces send these figures",
        (sentences.coverage(_sending(tests, period), len(forces), period, before or None),),
    )


def _sending(tests: pd.DataFrame, period: Period) -> int:
    of_period = tests[is_of(tests, period)]
    return int((of_period["numerator"].notna() | of_period["state"].isin(HIDDEN)).sum())


def _possession(forces: Sequence[Area], here: pd.DataFrame, catalogue: Catalogue, area: Area) -> Iterator[Part]:
    for force in forces:
        rows, place = here[here["area"] == force.code], where(force, area) or force.name
        if CLOSED in catalogue:
            yield closed_part(rows, catalogue, place)
        if DIVERTED in catalogue:
            yield groups_part(rows, catalogue, place)
