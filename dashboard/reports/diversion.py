"""Diversion: from arrest to treatment, how possession cases are closed, and for whom. Forces stand as a whole."""

from collections.abc import Iterator, Mapping, Sequence

from dashboard.domain.area_views import AreaView
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.indicators import Indicator
from dashboard.domain.pathways import CLOSED, DIVERSIONS, DIVERTED, FUNNEL, LIAISON
from dashboard.domain.periods import Period
from dashboard.domain.wording import listed
from dashboard.reports import sentences, words
from dashboard.reports.measures import where
from dashboard.reports.possession import closed_part, groups_part
from dashboard.reports.report import Part, ThemeReport
from dashboard.reports.steps import Steps, Walk, steps_of, steps_part, walk, where_most_are_lost
from dashboard.reports.theme import part_of, sourced, theme_report

FIGURES = (*DIVERSIONS[:2], LIAISON[1], *(step.indicator for step in FUNNEL.steps[1:]))
MOST_FORCES = 2  # with a sentence each in the finding, as with a line each on a tile
QUESTION = "Of the people tested on arrest, how many reach treatment? And who is diverted instead of going to court?"


def forces_of(area: Area, areas: Areas) -> list[Area]:
    """Return the places whose police figures are told on the page of ``area``: its forces, or a country itself."""
    if area.kind in (AreaKind.POLICE_FORCE, AreaKind.COUNTRY):
        return [area]
    return areas.wider(area, AreaKind.POLICE_FORCE)


def diversion_report(view: AreaView, forces_with_tests: Mapping[Period, int]) -> ThemeReport:
    """Return the page on diversion, which takes apart the forces of the area.

    ``forces_with_tests`` says how many forces of the country sent drug tests, by period.
    """
    forces = forces_of(view.area, view.areas)
    funnels = list(_funnels(view, forces))
    parts = (
        *(
            sourced(steps_part(funnel, f"{FUNNEL.name}, {name}"), view, [step.indicator for step in FUNNEL.steps])
            for funnel, name in funnels
        ),
        *_coverage(funnels, forces_with_tests, view.areas),
        *_possession(view, forces),
        part_of(view, "Diverted instead of court", DIVERSIONS),
        part_of(view, "Liaison and diversion", LIAISON),
    )
    return theme_report(
        "diversion",
        QUESTION,
        view,
        parts,
        finding=_finding(view, forces),
        figures=FIGURES,
        notes=_shared(view.area, forces, view.areas),
    )


def _finding(view: AreaView, forces: Sequence[Area]) -> str:
    """What the steps of each force come to; of a region, and of many forces, that they are not one place."""
    if view.area.kind is AreaKind.REGION or len(forces) > MOST_FORCES:
        return sentences.NO_ONE_PLACE
    found = [(force, made) for force in forces if (made := walk(FUNNEL, view, force)).period]
    if not found:
        return next((no_steps(view, one) for one in view.known([FUNNEL.steps[0].indicator])), "")
    return " ".join(_finding_of(where(force, view.area) or force.name, made) for force, made in found)


def _finding_of(place: str, made: Walk) -> str:
    assert made.period is not None
    known = [rung for rung in made.rungs if rung.state == "supplied"]
    if len(known) < 2:
        return f"{words.sentence(place)}: {sentences.no_drop(len(known))}"
    lost = "" if made.loss is None else where_most_are_lost(made, FUNNEL)
    ends = [(rung.label, rung.figure) for rung in (known[0], known[-1])]
    return sentences.finding_of_steps(place, made.period, ends, lost)


def no_steps(view: AreaView, one: Indicator) -> str:
    """Return why there is no step from arrest to treatment; ``one`` is the measure of the first."""
    if one.id in view.restricted:
        return sentences.figures_for_members(view.area.name)
    return f"{sentences.SENT_NOTHING} {sentences.ask(one)}"


def _shared(area: Area, forces: Sequence[Area], areas: Areas) -> Iterator[str]:
    if area.kind not in (AreaKind.PARTNERSHIP, AreaKind.AUTHORITY):
        return
    own = areas.partnership_of(area.code) if area.kind is AreaKind.AUTHORITY else area
    for force in forces:
        sharing = [one for one in areas.wider(force, AreaKind.PARTNERSHIP) if own is None or one.code != own.code]
        yield sentences.whole_force(force.name, len(sharing))
    if len(forces) > 1:
        names = listed([force.name for force in forces])
        many = words.small_number(len(forces))
        yield f"{area.name} lies in the areas of {many} police forces, {names}: each has steps of its own below."


def _funnels(view: AreaView, forces: Sequence[Area]) -> Iterator[tuple[Steps, str]]:
    """One funnel for each force, and one for the area itself where it has sent steps of its own."""
    area = view.area
    sent = any(view.series(step.indicator, view.code) for step in FUNNEL.steps)
    own = [area] if sent and area not in forces else []
    for place in (*forces, *own):
        name = where(place, area) or place.name
        yield steps_of(FUNNEL, view, place, name), name


def _coverage(
    funnels: Sequence[tuple[Steps, str]], forces_with_tests: Mapping[Period, int], areas: Areas
) -> Iterator[Part]:
    """How many forces sent tests in the period of the funnel and a year before."""
    period = next((funnel.period for funnel, _ in funnels if funnel.period), None)
    if period is None:
        return
    sent, before = (forces_with_tests.get(when, 0) for when in (period, period.a_year_earlier()))
    forces = len(areas.of_kind(AreaKind.POLICE_FORCE))
    yield Part("How many forces send these figures", (sentences.coverage(sent, forces, period, before or None),))


def _possession(view: AreaView, forces: Sequence[Area]) -> Iterator[Part]:
    for force in forces:
        name = where(force, view.area) or force.name
        if CLOSED in view.catalogue:
            yield sourced(closed_part(view, force, name), view, [CLOSED])
        if DIVERTED in view.catalogue:
            yield sourced(groups_part(view, force, name), view, [DIVERTED])
