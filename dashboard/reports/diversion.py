"""Diversion: from arrest to treatment, how possession cases are closed, and for whom. Forces stand as a whole."""

from collections.abc import Iterator, Sequence

import pandas as pd

from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.pathways import CLOSED, DIVERSIONS, DIVERTED, FUNNEL, LIAISON, TESTS
from dashboard.domain.periods import Period
from dashboard.domain.wording import listed
from dashboard.reports import sentences
from dashboard.reports.area import everybody
from dashboard.reports.possession import closed_part, groups_part
from dashboard.reports.report import Part, ThemeReport, where
from dashboard.reports.steps import HIDDEN, Steps, is_of, steps_of, steps_part
from dashboard.reports.theme import Shown, theme_report

QUESTION = "Of the people tested on arrest, how many reach treatment? And who is diverted instead of going to court?"
_FUNNEL_STEPS = tuple(step.indicator for step in FUNNEL.steps)


def forces_of(area: Area, areas: Areas) -> list[Area]:
    """Return the places whose police figures are told on the page of ``area``: its forces, or a country itself."""
    if area.kind in (AreaKind.POLICE_FORCE, AreaKind.COUNTRY):
        return [area]
    return areas.wider(area, AreaKind.POLICE_FORCE)


def diversion_report(shown: Shown, everywhere: pd.DataFrame, revision: int, compared_with: str = "") -> ThemeReport:
    """Return the page on diversion, which takes apart the forces of the area.

    ``everywhere`` has the headline estimates of drug tests of every force.
    """
    area, areas = shown.area, shown.areas
    forces = forces_of(area, areas)
    funnels = list(_funnels(shown, forces))
    parts = (
        *(steps_part(funnel, f"{FUNNEL.name}, {place}") for funnel, place in funnels),
        *_coverage(funnels, everywhere, areas),
        *_possession(shown, forces),
        shown.part("Diverted instead of court", DIVERSIONS),
        shown.part("Liaison and diversion", LIAISON),
    )
    return theme_report("diversion", QUESTION, shown, parts, revision, compared_with, _shared(area, forces, areas))


def _shared(area: Area, forces: Sequence[Area], areas: Areas) -> Iterator[str]:
    if area.kind not in (AreaKind.PARTNERSHIP, AreaKind.AUTHORITY):
        return
    own = areas.partnership_of(area.code) if area.kind is AreaKind.AUTHORITY else area
    for force in forces:
        sharing = [one for one in areas.wider(force, AreaKind.PARTNERSHIP) if own is None or one.code != own.code]
        yield sentences.whole_force(force.name, len(sharing))
    if len(forces) > 1:
        yield f"{area.name} lies in {listed([force.name for force in forces])}: each has steps of its own below."


def _funnels(shown: Shown, forces: Sequence[Area]) -> Iterator[tuple[Steps, str]]:
    """One funnel for each force, and one for the area itself where it has sent steps of its own."""
    area, areas, headline = shown.area, shown.areas, everybody(shown.here)
    sent = set(headline.loc[headline["indicator"].isin(_FUNNEL_STEPS), "area"])
    own = [] if area in forces or areas.kept_code(area.code) not in sent else [area]
    for place in (*forces, *own):
        name = where(place, area) or place.name
        rows = headline[headline["area"] == areas.kept_code(place.code)]
        yield steps_of(FUNNEL, rows, shown.catalogue, name), name


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


def _possession(shown: Shown, forces: Sequence[Area]) -> Iterator[Part]:
    for force in forces:
        rows, place = shown.here[shown.here["area"] == force.code], where(force, shown.area) or force.name
        if CLOSED in shown.catalogue:
            events = shown.events_of([shown.catalogue.called(CLOSED)], force)
            yield closed_part(rows, shown.catalogue, place, events)
        if DIVERTED in shown.catalogue:
            yield groups_part(rows, shown.catalogue, place)
