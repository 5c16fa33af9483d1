"""The chair's first screen: four themes in a tile each, where to look first, what cannot be seen, what comes next."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.charts import spark
from dashboard.charts.style import Picture
from dashboard.domain.absences import Absence
from dashboard.domain.agencies import Agency
from dashboard.domain.area_views import AreaView, Figures, Latest
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.indicators import Indicator
from dashboard.domain.labels import Change
from dashboard.domain.pathways import FUNNEL, STARTED, UNMET
from dashboard.domain.periods import Period
from dashboard.domain.shown_figures import ShownFigure
from dashboard.reports import absences, comparators, sentences, tones, words
from dashboard.reports.areas import lead_of, notes_of
from dashboard.reports.courses import change_of_country, starts
from dashboard.reports.diversion import forces_of, no_steps
from dashboard.reports.measures import besides_about, may_change, where
from dashboard.reports.report import Chain, Fact, Look, Looks, OverviewReport, Owners, Reached, Stands, Tile, Unseen
from dashboard.reports.standing import standings_of, told_first
from dashboard.reports.steps import Rung, Walk, walk
from dashboard.reports.timeliness import ages, due_next, newest_by_agency
from dashboard.reports.treatment_access import EVERYBODY

ORDERED = ("requirements-ordered", "drr-commencements")  # our own first, else what is published of the region
SOON = {
    "requirements-started-3-weeks": sentences.STARTED_BY_RECORDS,
    "drr-engaged-3-weeks": sentences.STARTED_BY_MATCHING,
}
MOST_CHAINS = 2  # forces whose steps fit on a tile; more have a line each on the page itself
FEWEST_STEPS = 2  # with a count, for a row of steps; fewer are told in words
NOT_FINAL = "not final"


def overview_report(
    view: AreaView, corrected: Iterable[tuple[str, Period]], today: date, until: date | None = None
) -> OverviewReport:
    """Return the first screen on an area.

    ``corrected`` are the measures and periods of figures that replaced an earlier one, ``today`` the day from which
    ages are counted; with ``until`` from that day, and what came due since is not said.
    """
    newest = newest_by_agency(view, today)
    ends = [one.end for one in newest if one.end]
    silent = [one.agency.label for one in newest if one.end is None and one.is_asked]
    stated = {one.id: latest for one in view.catalogue if (latest := view.first_latest(one))}
    standings = standings_of(view)
    looks = _looks(view, stated) if ends else ()
    compared_with = comparators.whom(view.group, view.definitions.neighbours)
    return OverviewReport(
        title=view.area.name,
        figures_to=f"Figures to {max(ends):%B %Y}" if ends else "No figures yet",
        ages=ages(newest, until or today),
        lead=_lead(view, standings, silent) if ends else _lead_without(view),
        tiles=(_care(view), _treatment(view), _diversion(view), _sentences(view)),
        looks=tuple(one.first() for one in looks),
        unseen=tuple(_unseen(stated, _lately_corrected(corrected, stated), view)),
        due="" if until else due_next(newest, today),
        measures=len(stated),
        revision=view.revision,
        standings=standings,
        may_be_looked_at=looks,
        about_area=tuple(filter(None, (*notes_of(view.area, view.areas), compared_with))),
    )


def _lead_without(view: AreaView) -> str:
    """What is said where no agency's figures have an age: how many measures there are nevertheless, if any."""
    whose = [view.whose(one) for one in view.catalogue]
    missing = [one for one in view.catalogue if not view.latest(one)]
    national = any(view.latest_of_country(one) for one in missing)
    absent = [view.absence(one).absence for one in missing]
    counts = whose.count("area"), whose.count("wider")
    return lead_of(view.area, *counts, absent, elsewhere=national, missing_are_in="the page of all measures")


def _lead(view: AreaView, standings: Sequence[Stands], silent: list[str]) -> str:
    care = next(_first(view, [STARTED]), None)
    first = sentences.first_of_all(care[1].figure, care[0]) if care else ""
    return " ".join(filter(None, (first, told_first(standings), sentences.none_from(silent))))


def _first(view: AreaView, names: Sequence[str]) -> Iterator[tuple[Indicator, Latest]]:
    """What stands for each of these measures that has a figure here, or says why not."""
    for one in view.known(names):
        yield from ((one, latest) for latest in view.latest(one)[:1])


def _about(latest: Latest, asked: Area) -> str:
    """The place, if it is wider than the one asked for, and the period in full."""
    period = words.sentence(latest.figure.period.label)
    place = words.sentence(where(latest.place, asked))
    return f"{place}, {latest.figure.period.label}." if place else f"{period}."


def _qualified(latest: Latest, one: Indicator) -> tuple[str, ...]:
    """What qualifies a figure: that it is not final, what its source remarked, a newer one without a number."""
    figure = latest.figure
    newer = "" if latest.newer is None else sentences.no_figure(latest.newer, one)
    noted = words.sentence(besides_about(figure, words.figure(figure.estimate, one)))
    return tuple(filter(None, (sentences.unfinished(figure, one), f"{noted}." if noted else "", newer)))


def _without(one: Indicator, latest: Latest | None, view: AreaView) -> Fact:
    if latest is None:
        return Fact(said=(f"{one.short_title}: {absences.told_of(view, one)}.",))
    no_figure = sentences.no_figure(latest.figure, one, where(latest.place, view.area))
    return Fact(said=(no_figure,), quiet=(f"{one.title}.",))


def _share(latest: Latest, one: Indicator, view: AreaView) -> Fact:
    """A share of people as a tile tells it: so many of so many, its verdict, its change, its gaps."""
    figure = latest.figure
    part = words.part_of_whole(figure.estimate, one)
    value = words.figure(figure.estimate, one)
    likely = words.sentence(words.interval(figure.estimate.lower, figure.estimate.upper, one))
    change = sentences.year_before(figure, view.a_year_before(figure), one)
    about = _about(latest, view.area)
    verdict, tone = _verdict(view, figure, one)
    return Fact(
        figure=part or value,
        of=f"{words.things(one)} ({value})" if part and not words.almost_none(figure.estimate) else words.things(one),
        verdict=verdict,
        tone=tone,
        said=tuple(filter(None, (sentences.gaps(figure, one), change))),
        quiet=(f"{likely}. {about}" if likely else about, *_qualified(latest, one)),
    )


def _verdict(view: AreaView, figure: ShownFigure, one: Indicator) -> tuple[str, str]:
    """The verdict of a figure, or of the newest before it that has one, or why there is none; and how it looks."""
    before = view.compared_before(figure)
    if before is not None:
        return sentences.verdict_then(before, one), tones.tone(before)
    return sentences.verdict_beside(figure, one) or sentences.not_compared(figure), tones.tone(figure)


def _care(view: AreaView) -> Tile:
    page, title = "continuity_of_care", "Continuity of care"
    known = view.known([STARTED])
    if not known:
        return Tile(page, title, ())
    one, latest = known[0], view.first_latest(known[0])
    if latest is None or not latest.figure.is_known:
        return Tile(page, title, (_without(one, latest, view),), owners=one.agencies)
    picture = _line(view.series_of(latest.figure), one, latest)
    fact = _share(latest, one, view)
    alone = () if picture else (sentences.ONE_POINT,)
    seen = (sentences.smallest_difference(latest.figure, one),) if fact.tone == "similar" else ()
    fact = replace(fact, quiet=(*fact.quiet, *seen, *alone))
    return Tile(page, title, (fact,), picture=picture, owners=one.agencies)


def _line(series: Figures, one: Indicator, latest: Latest) -> Picture | None:
    """The figures over time, beside whom they are compared with; nothing for one period alone."""
    if sum(figure.is_known for figure in series) < 2:
        return None
    name = next((figure.comparator.name for figure in series if figure.comparator), "")
    levels = [figure.comparator.value if figure.comparator else math.nan for figure in series]
    last = [level for level in levels if not math.isnan(level)][-1:]
    theirs = f"{words.sentence(name)} {words.value_in_unit(last[0], one)}" if last else ""
    own = words.figure(latest.figure.estimate, one)
    points = ", ".join(f"{figure.period.text} {words.figure(figure.estimate, one)}" for figure in series)
    return spark.spark(
        [figure.value for figure in series],
        levels,
        (f"Here {own}", theirs),
        f"{one.short_title} over time, {latest.place.name}: {points}.{f' Dashed: {theirs}.' if theirs else ''}",
        starts=starts(series, one),
        hollow=bool(sentences.unfinished(latest.figure, one)),
    )


def _treatment(view: AreaView) -> Tile:
    known = view.known([EVERYBODY, UNMET[0]])
    facts = []
    for one in known:
        latest = view.first_latest(one)
        if latest is None or not latest.figure.is_known:
            facts.append(_without(one, latest, view))
        else:
            facts.append(_unmet(view, latest, one) if one.id == UNMET[0] else _size(view, latest, one))
    return Tile("treatment_access", "Treatment access", tuple(facts), owners=_owners(known))


def _owners(measures: Iterable[Indicator]) -> Owners:
    """The agencies of several measures, each once, in the order in which they are named."""
    return tuple(dict.fromkeys(agency for one in measures for agency in one.owners))


def _size(view: AreaView, latest: Latest, one: Indicator) -> Fact:
    figure, before = latest.figure, view.a_year_before(latest.figure)
    amount = words.amount(figure.estimate, one)
    country = change_of_country(view, one, figure)
    grown = "" if before is None else sentences.grown(figure, before, country, one.universe)
    return Fact(
        figure=words.sentence(amount.number),
        of=f"{amount.unit} in treatment",
        said=(grown,) if grown else (),
        quiet=(_about(latest, view.area), *_qualified(latest, one)),
    )


def _unmet(view: AreaView, latest: Latest, one: Indicator) -> Fact:
    figure, series = latest.figure, view.series_of(latest.figure)
    crossed = sentences.across_break(one, series[0].period, figure.period)
    verdict, tone = _verdict(view, figure, one)
    return Fact(
        verdict=verdict,
        tone=tone,
        said=(sentences.by_estimate(figure, one),),
        quiet=(_about(latest, view.area), *((sentences.OTHER_METHOD,) if crossed else ())),
    )


def _diversion(view: AreaView) -> Tile:
    forces = [] if view.area.kind is AreaKind.REGION else forces_of(view.area, view.areas)
    walks = [(force, walk(FUNNEL, view, force)) for force in forces]
    few = 0 < len(walks) <= MOST_CHAINS
    chains = tuple(_chain(made, force, view) for force, made in walks if few and made.period)
    facts: tuple[Fact, ...] = ()
    if not few:
        facts = (Fact(said=(sentences.NO_ONE_PLACE,)),)
    elif not chains:
        first = view.known([FUNNEL.steps[0].indicator])
        facts = tuple(Fact(said=(no_steps(view, one),)) for one in first)
    owners = _owners(view.known(step.indicator for step in FUNNEL.steps))
    return Tile("diversion", "Diversion", facts, chains=chains, owners=owners)


def _chain(made: Walk, force: Area, view: AreaView) -> Chain:
    tallest = max((rung.count for rung in made.rungs if rung.state == "supplied"), default=0.0)
    short = {step.indicator: step.short for step in FUNNEL.steps}
    away = _elsewhere(made, view, force, short)
    steps: tuple[Reached, ...] = tuple(
        Reached(
            short[rung.indicator],
            _in_short(rung),
            rung.count / tallest if rung.state == "supplied" and tallest else 0.0,
            biggest_drop=at == made.drop,
        )
        for at, rung in enumerate(made.rungs)
    )
    if sum(rung.state == "supplied" for rung in made.rungs) < FEWEST_STEPS:
        reached: dict[str, list[str]] = {}
        for step in steps:
            reached.setdefault(step.figure, []).append(step.name.lower())
        steps, said = (), sentences.steps_in_words(reached)
    else:
        said = _drop(made, short)
    return Chain(_of_force(force, made, view), steps, " ".join(filter(None, (said, away))))


def _elsewhere(made: Walk, view: AreaView, force: Area, short: Mapping[str, str]) -> str:
    """Which steps are given for another country: a reader would look for them here."""
    away = [rung.indicator for rung in made.rungs if rung.absence is Absence.OTHER_COUNTRY]
    places = dict.fromkeys(place.name for name in away for place in view.absence(view.catalogue.called(name), force).of)
    return sentences.given_elsewhere([short[name].lower() for name in away], [*places])


def _in_short(rung: Rung) -> str:
    if rung.absence is not None:
        return absences.short(rung.absence)
    return {"hidden": "hidden", "unknown": "not known"}.get(rung.state, rung.figure)


def _of_force(force: Area, made: Walk, view: AreaView) -> str:
    assert made.period is not None
    area, areas = view.area, view.areas
    own = areas.partnership_of(area.code) if area.kind is AreaKind.AUTHORITY else area
    sharing = [one for one in areas.wider(force, AreaKind.PARTNERSHIP) if own is None or one.code != own.code]
    return sentences.of_force(where(force, area) or force.name, len(sharing) if force != area else 0, made.period)


def _drop(made: Walk, short: Mapping[str, str]) -> str:
    if made.loss is None:
        return sentences.no_drop(sum(rung.state == "supplied" for rung in made.rungs))
    first, later, many = made.lost
    names, fewer = (short[first.indicator].lower(), short[later.indicator].lower()), f"{words.number(many)} fewer"
    if made.drop is None:
        return sentences.loss_in_short(*names, fewer)
    return sentences.drop_in_short(*names, fewer, later.owners, of_all=made.has_ends)


def _sentences(view: AreaView) -> Tile:
    ordered = [(one, latest) for one, latest in _first(view, ORDERED) if latest.figure.is_known][:1]
    soon = list(_first(view, tuple(SOON)))[:1]
    facts = [_ordered(view, latest, one) for one, latest in ordered] or _not_sent(view, ORDERED[0])
    facts += [_soon(view, latest, one) for one, latest in soon] or _not_sent(view, next(iter(SOON)))
    owners = _owners(one for one, _ in (*ordered, *soon)) or (Agency.PROBATION,)
    return Tile("community_sentences", "Community sentences", tuple(facts), owners=owners)


def _not_sent(view: AreaView, name: str) -> list[Fact]:
    return [_without(one, view.first_latest(one), view) for one in view.known([name])]


def _ordered(view: AreaView, latest: Latest, one: Indicator) -> Fact:
    amount = words.amount(latest.figure.estimate, one)
    return Fact(
        figure=words.sentence(amount.number),
        of=f"{amount.unit} ordered" if one.id == ORDERED[0] else f"drug {amount.unit} started",
        quiet=(_about(latest, view.area), *_qualified(latest, one)),
    )


def _soon(view: AreaView, latest: Latest, one: Indicator) -> Fact:
    figure = latest.figure
    if not figure.is_known:
        return _without(one, latest, view)
    likely = words.sentence(words.interval(figure.estimate.lower, figure.estimate.upper, one))
    verdict, tone = _verdict(view, figure, one)
    return Fact(
        verdict=verdict,
        tone=tone,
        said=tuple(filter(None, (sentences.told_short(figure, one), sentences.gaps(figure, one)))),
        quiet=(" ".join(filter(None, (f"{likely}." if likely else "", SOON[one.id]))),),
    )


@dataclass(frozen=True)
class _Candidate:
    """A measure that may be looked at first; ``weight`` sorts by significance, then by people."""

    weight: tuple[int, float]
    said: str
    one: Indicator


def _looks(view: AreaView, stated: Mapping[str, Latest]) -> tuple[Looks, ...]:
    """What may be looked at first, and what went well, among the area's own measures, the first of each first.

    A concern is first a verdict, then a change in a year; an improvement the other way round, for a chair asks
    what got better. Of those the clearer one, and of these the one of most people.
    """
    own = [
        (view.catalogue.called(name), latest.figure)
        for name, latest in stated.items()
        if latest.place.code == view.area.code and latest.figure.is_known
    ]
    names = (figure.comparator.name for _, figure in own if figure.comparison and figure.comparator)
    name = next(names, "England")
    worse = (*_by_weight(_judged(own, "worse")), *_by_weight(_moved(view, own, better=False)))
    better = (*_by_weight(_moved(view, own, better=True)), *_by_weight(_judged(own, "better")))
    return (
        _ordered_looks("Look here first", "worse", worse, name),
        _ordered_looks("Going well", "better", better, name),
    )


def _by_weight(found: Iterable[_Candidate]) -> list[_Candidate]:
    return sorted(found, key=lambda one: one.weight, reverse=True)


def _ordered_looks(title: str, tone: str, found: Sequence[_Candidate], name: str) -> Looks:
    looks = (Look(title, tone, one.said, one.one.id, one.one.short_title, one.one.owners) for one in found)
    none = sentences.nothing_stands_out(tone, name), sentences.nothing_of_theirs(tone, name)
    return Looks(title, tuple(looks), *none)


def _judged(own: Sequence[tuple[Indicator, ShownFigure]], tone: str) -> Iterator[_Candidate]:
    for one, figure in own:
        if figure.comparison and tones.tone(figure) == tone:
            people = figure.comparison.people_gap
            weight = (int(figure.comparison.label.is_much), 0.0 if math.isnan(people) else people)
            yield _Candidate(weight, sentences.concern(figure, one), one)


def _moved(view: AreaView, own: Sequence[tuple[Indicator, ShownFigure]], *, better: bool) -> Iterator[_Candidate]:
    for one, figure in own:
        before = view.a_year_before(figure)
        if before is None or one.better == "none" or figure.in_a_year not in (Change.ROSE, Change.FELL):
            continue
        if ((figure.in_a_year is Change.ROSE) == (one.better == "higher")) is better:
            people = abs(figure.value - before.value) / one.per * figure.estimate.denominator
            yield _Candidate((0, people), sentences.moved(figure, before, one), one)


def _unseen(stated: Mapping[str, Latest], corrected: Sequence[str], view: AreaView) -> Iterator[Unseen]:
    """How many measures were not supplied, are hidden, are not final, were put right."""
    hidden = [name for name, latest in stated.items() if latest.newest.state.is_hidden]
    early = [name for name, latest in stated.items() if may_change(latest.figure, view.catalogue.called(name))]
    withheld = [one for one in view.catalogue if one.id in view.restricted and one.id not in stated]
    gone = [one for one in view.catalogue if one.id not in stated and one.id not in view.restricted]
    for how, many in absences.tally([view.absence(one).absence for one in gone]):
        yield Unseen(sentences.unseen(many, how))
    if withheld:
        yield Unseen(sentences.unseen(len(withheld), sentences.FOR_MEMBERS))
    for names, how in ((hidden, "hidden to protect people"), (early, NOT_FINAL), (corrected, "revised")):
        if names:
            yield Unseen(sentences.unseen(len(names), how), names[0] if len(names) == 1 else "")


LATELY = timedelta(days=365)  # of a revision to a figure, from the end of its period to the newest figure's


def _lately_corrected(corrected: Iterable[tuple[str, Period]], stated: Mapping[str, Latest]) -> list[str]:
    """The measures of which a figure of the last year replaced an earlier one."""
    ends = {name: latest.figure.period.end for name, latest in stated.items()}
    recent = {name for name, period in corrected if name in ends and ends[name] - period.end < LATELY}
    return [name for name in stated if name in recent]
