"""The chair's first screen: four themes in a tile each, where to look first, what cannot be seen, what comes next."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from dashboard.charts import spark
from dashboard.charts.style import Picture
from dashboard.domain.agencies import Agency
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.figures import PERIOD, make_period, period_of
from dashboard.domain.indicators import Indicator
from dashboard.domain.pathways import FUNNEL, STARTED
from dashboard.reports import sentences, tones, words
from dashboard.reports.area import Told
from dashboard.reports.diversion import forces_of
from dashboard.reports.report import (
    Chain,
    Fact,
    Look,
    OverviewReport,
    Reached,
    Report,
    Tile,
    Unseen,
    beyond_rounding,
    where,
)
from dashboard.reports.steps import HIDDEN, Walk, earlier, walk
from dashboard.reports.theme import Shown
from dashboard.reports.timeliness import ages, due_next, newest_by_agency
from dashboard.reports.treatment_access import EVERYBODY, UNMET, a_year_before, change_of_country

ORDERED = ("requirements-ordered", "drr-commencements")  # our own first, else what is published of the region
SOON = {
    "requirements-started-3-weeks": sentences.STARTED_BY_RECORDS,
    "drr-engaged-3-weeks": sentences.STARTED_BY_MATCHING,
}
MOST_CHAINS = 2  # forces whose steps fit on a tile; more have a line each on the page itself
NOT_FINAL = "not final"


def overview_report(
    shown: Shown,
    told: Mapping[str, list[Told]],
    everything: Report,
    revised: Sequence[str],
    today: date,
    until: date | None = None,
) -> OverviewReport:
    """Return the first screen on an area; ``everything`` is the list of all measures that stands below it.

    ``told`` is what ``told_lines`` found, ``revised`` the measures that have lately been put right, ``today``
    the day from which ages are counted; with ``until`` from that day, and what came due since is not said.
    """
    newest = newest_by_agency(told, shown.catalogue, today)
    ends = [one.end for one in newest if one.end]
    silent = [one.agency.label for one in newest if one.end is None]
    return OverviewReport(
        title=shown.area.name,
        figures_to=f"Figures to {max(ends):%B %Y}" if ends else "No figures yet",
        ages=ages(newest, until or today),
        lead=_lead(shown, told, silent) if ends else everything.lead,
        tiles=(_care(shown), _treatment(shown), _diversion(shown), _sentences(shown)),
        looks=_looks(shown, told) if ends else (),
        unseen=tuple(_unseen(told, everything, revised, shown)),
        due="" if until else due_next(newest, today),
        everything=everything,
    )


def _lead(shown: Shown, told: Mapping[str, list[Told]], silent: list[str]) -> str:
    care = next(_first(shown, [STARTED]), None)
    first = ""
    if care:
        one, here = care
        first = sentences.first_of_all(here.row, _in_a_year(shown, here, one), one)
    rows = [here.row for found in told.values() for here in found[:1] if tones.tone(here.row)]
    name = str(rows[0]["comparator"]) if rows else ""
    looks = [tones.tone(row) for row in rows if row["comparator"] == name]
    count = {look: looks.count(look) for look in ("better", "similar", "worse")}
    return " ".join(filter(None, (first, sentences.standing(**count, name=name), sentences.none_from(silent))))


def _first(shown: Shown, names: Sequence[str]) -> Iterator[tuple[Indicator, Told]]:
    """What is told of each of these measures that has a figure here, or says why not."""
    for one in shown.known(names):
        yield from ((one, here) for here in shown.told(one)[:1])


def _series(shown: Shown, told: Told, one: Indicator) -> pd.DataFrame:
    """The figures of the kind of period that is told, in order of time."""
    rows = shown.headline(one)
    mine = rows[(rows["area"] == told.row["area"]) & (rows["period_kind"] == told.row["period_kind"])]
    return mine.sort_values("period_start")


def _in_a_year(shown: Shown, told: Told, one: Indicator) -> tuple[pd.Series, str] | None:
    return sentences.in_a_year(_series(shown, told, one), told.row, one)


def _about(told: Told, asked: Area) -> str:
    """The place, if it is wider than the one asked for, and the period in full."""
    period = words.sentence(period_of(told.row).label)
    place = words.sentence(where(told.place, asked))
    return f"{place}, {period[:1].lower()}{period[1:]}." if place else f"{period}."


def _told_of(told: Told, one: Indicator) -> tuple[str, ...]:
    """What qualifies a figure: that it is not final, what its source remarked, a newer one without a number."""
    newer = "" if told.later is None else sentences.no_figure(told.later, one)
    noted = words.sentence(beyond_rounding(told.row, words.figure(told.row["value"], told.row["state"], one)))
    return tuple(filter(None, (sentences.unfinished(told.row, one), f"{noted}." if noted else "", newer)))


def _without(one: Indicator, told: Told | None, shown: Shown) -> Fact:
    if told is None:
        return Fact(said=(f"{one.short_title}: {sentences.not_supplied_by(one).removeprefix('Unknown: ')}.",))
    return Fact(said=(sentences.no_figure(told.row, one, where(told.place, shown.area)),), quiet=(f"{one.title}.",))


def _share(told: Told, one: Indicator, shown: Shown) -> Fact:
    """A share of people as a tile tells it: so many of so many, its verdict, its change, its gaps."""
    row = told.row
    part = words.part_of_whole(row["numerator"], row["denominator"], row["state"], one)
    value = words.figure(row["value"], row["state"], one)
    likely = words.sentence(words.interval(row["lower"], row["upper"], one))
    change = sentences.year_before(_in_a_year(shown, told, one), one)
    about = _about(told, shown.area)
    return Fact(
        figure=part or value,
        of=f"{words.things(one)} ({value})" if part and not part.startswith(words.ALMOST_NONE) else words.things(one),
        verdict=sentences.verdict_beside(row, one) or sentences.not_compared(row),
        tone=tones.tone(row),
        said=tuple(filter(None, (sentences.gaps(row, one), change))),
        quiet=(f"{likely}. {about}" if likely else about, *_told_of(told, one)),
    )


def _care(shown: Shown) -> Tile:
    known = shown.known([STARTED])
    if not known:
        return Tile("continuity_of_care", "Continuity of care", ())
    one, told = known[0], next(iter(shown.told(known[0])), None)
    title, owners = "Continuity of care", one.owners
    if told is None or pd.isna(told.row["value"]):
        return Tile("continuity_of_care", title, (_without(one, told, shown),), owners=owners)
    picture = _line(_series(shown, told, one), one, told)
    fact = _share(told, one, shown)
    alone = () if picture else (sentences.ONE_POINT,)
    seen = (sentences.smallest_difference(told.row, one),) if fact.tone == "similar" else ()
    fact = replace(fact, quiet=(*fact.quiet, *seen, *alone))
    return Tile("continuity_of_care", title, (fact,), picture=picture, owners=owners)


def _line(series: pd.DataFrame, one: Indicator, told: Told) -> Picture | None:
    """The figures over time, beside whom they are compared with; nothing for one period alone."""
    if series["value"].notna().sum() < 2:
        return None
    name = next((str(text) for text in series["comparator"] if text), "")
    last = [number for number in series["comparator_value"] if not math.isnan(number)][-1:]
    theirs = f"{words.sentence(name)} {words.value_in_unit(last[0], one)}" if last else ""
    own = words.figure(told.row["value"], told.row["state"], one)
    said = ", ".join(
        f"{period_of(row).text} {words.figure(row['value'], row['state'], one)}" for _, row in series.iterrows()
    )
    return spark.spark(
        series["value"].tolist(),
        series["comparator_value"].tolist(),
        (f"Here {own}", theirs),
        f"{one.short_title} over time, {told.place.name}: {said}.{f' Dashed: {theirs}.' if theirs else ''}",
        starts=_starts(series, one),
        hollow=bool(sentences.unfinished(told.row, one)),
    )


def _starts(series: pd.DataFrame, one: Indicator) -> list[int]:
    """The positions at which figures begin that cannot be compared with earlier ones."""
    runs = [sum(start >= at.date.isoformat() for at in one.breaks) for start in series["period_start"]]
    noted = series["reason"].str.contains("break in series", regex=False).tolist()
    return [at for at in range(1, len(runs)) if runs[at] != runs[at - 1] or (noted[at] and not noted[at - 1])]


def _treatment(shown: Shown) -> Tile:
    known = shown.known([EVERYBODY, UNMET[0]])
    told = {one: next(iter(shown.told(one)), None) for one in known}
    facts = [
        _without(one, here, shown)
        if here is None or pd.isna(here.row["value"])
        else _unmet(shown, here, one)
        if one.id == UNMET[0]
        else _size(shown, here, one)
        for one, here in told.items()
    ]
    owners = dict.fromkeys(owner for one in known for owner in one.owners.split(", "))
    return Tile("treatment_access", "Treatment access", tuple(facts), owners=", ".join(owners))


def _size(shown: Shown, told: Told, one: Indicator) -> Fact:
    row, before = told.row, a_year_before(shown, one, told.row)
    figure = words.figure(row["value"], row["state"], one)
    number, _, unit = figure.rpartition(" ")
    grown = "" if before is None else sentences.grown(row, before, change_of_country(shown, one, told), one.universe)
    return Fact(
        figure=words.sentence(number),
        of=f"{unit} in treatment",
        said=(grown,) if grown else (),
        quiet=(_about(told, shown.area), *_told_of(told, one)),
    )


def _unmet(shown: Shown, told: Told, one: Indicator) -> Fact:
    row, series = told.row, _series(shown, told, one)
    crossed = sentences.across_break(one, period_of(series.iloc[0]), period_of(row))
    return Fact(
        verdict=sentences.verdict_beside(row, one) or sentences.not_compared(row),
        tone=tones.tone(row),
        said=(sentences.by_estimate(row, one),),
        quiet=(_about(told, shown.area), *((sentences.OTHER_METHOD,) if crossed else ())),
    )


def _diversion(shown: Shown) -> Tile:
    area, areas = shown.area, shown.areas
    forces = [place for place in forces_of(area, areas) if area.kind is not AreaKind.REGION]
    headline = shown.estimates[shown.estimates["indicator"].isin([step.indicator for step in FUNNEL.steps])]
    walks = [(force, walk(FUNNEL, headline[headline["area"] == force.code], shown.catalogue)) for force in forces]
    few = 0 < len(walks) <= MOST_CHAINS
    chains = tuple(_chain(made, force, shown) for force, made in walks if few and made.period)
    facts: tuple[Fact, ...] = ()
    if not few:
        facts = (Fact(said=(sentences.NO_ONE_PLACE,)),)
    elif not chains:
        first = shown.known([FUNNEL.steps[0].indicator])
        facts = tuple(Fact(said=(f"{sentences.SENT_NOTHING} {sentences.ask(one)}",)) for one in first)
    owners = dict.fromkeys(owner for one in _funnel_measures(shown) for owner in one.owners.split(", "))
    return Tile("diversion", "Diversion", facts, chains=chains, owners=", ".join(owners))


def _funnel_measures(shown: Shown) -> list[Indicator]:
    return shown.known(step.indicator for step in FUNNEL.steps)


def _chain(made: Walk, force: Area, shown: Shown) -> Chain:
    tallest = max((rung.count for rung in made.rungs if rung.state == "supplied"), default=0.0)
    short = {step.indicator: step.short for step in FUNNEL.steps}
    steps = tuple(
        Reached(
            short[rung.indicator],
            {"hidden": "hidden", "unknown": "not sent"}.get(rung.state, rung.figure),
            rung.count / tallest if rung.state == "supplied" and tallest else 0.0,
            biggest_drop=at == made.drop,
        )
        for at, rung in enumerate(made.rungs)
    )
    return Chain(_of_force(force, made, shown), steps, _drop_said(made, short))


def _of_force(force: Area, made: Walk, shown: Shown) -> str:
    assert made.period is not None
    area, areas = shown.area, shown.areas
    own = areas.partnership_of(area.code) if area.kind is AreaKind.AUTHORITY else area
    sharing = [one for one in areas.wider(force, AreaKind.PARTNERSHIP) if own is None or one.code != own.code]
    return sentences.of_force(where(force, area) or force.name, len(sharing) if force != area else 0, made.period)


def _drop_said(made: Walk, short: Mapping[str, str]) -> str:
    if made.drop is None:
        return sentences.no_drop(sum(rung.state == "supplied" for rung in made.rungs))
    later, first = made.rungs[made.drop], made.rungs[earlier(made.rungs, made.drop)]
    fewer = f"{words.number(later.before - later.count)} fewer"
    return sentences.drop_in_short(short[first.indicator].lower(), short[later.indicator].lower(), fewer, later.owners)


def _sentences(shown: Shown) -> Tile:
    ordered = [pair for pair in _first(shown, ORDERED) if pd.notna(pair[1].row["value"])][:1]
    soon = list(_first(shown, tuple(SOON)))[:1]
    facts = [_ordered(shown, told, one) for one, told in ordered] or _not_sent(shown, ORDERED[0])
    facts += [_soon(shown, told, one) for one, told in soon] or _not_sent(shown, next(iter(SOON)))
    owners = dict.fromkeys(owner for one, _ in (*ordered, *soon) for owner in one.owners.split(", "))
    return Tile(
        "community_sentences",
        "Community sentences",
        tuple(facts),
        owners=", ".join(owners) or Agency.PROBATION.label,
    )


def _not_sent(shown: Shown, name: str) -> list[Fact]:
    return [_without(one, next(iter(shown.told(one)), None), shown) for one in shown.known([name])]


def _ordered(shown: Shown, told: Told, one: Indicator) -> Fact:
    figure = words.figure(told.row["value"], told.row["state"], one)
    number, _, unit = figure.rpartition(" ")
    return Fact(
        figure=words.sentence(number),
        of=f"{unit} ordered" if one.id == ORDERED[0] else f"drug {unit} started",
        quiet=(_about(told, shown.area), *_told_of(told, one)),
    )


def _soon(shown: Shown, told: Told, one: Indicator) -> Fact:
    row = told.row
    if pd.isna(row["value"]):
        return _without(one, told, shown)
    likely = words.sentence(words.interval(row["lower"], row["upper"], one))
    return Fact(
        verdict=sentences.verdict_beside(row, one) or sentences.not_compared(row),
        tone=tones.tone(row),
        said=tuple(filter(None, (sentences.told_short(row, one), sentences.gaps(row, one)))),
        quiet=(" ".join(filter(None, (f"{likely}." if likely else "", SOON[one.id]))),),
    )


@dataclass(frozen=True)
class _Candidate:
    """A measure that may be looked at first; ``weight`` sorts by significance, then by people."""

    weight: tuple[int, float]
    said: str
    one: Indicator


def _looks(shown: Shown, told: Mapping[str, list[Told]]) -> tuple[Look, ...]:
    """One concern and one improvement among the area's own measures, or that there is none.

    A concern is first a verdict, then a change in a year; an improvement the other way round, for a chair asks
    what got better. Of those the clearer one, and of these the one of most people.
    """
    own = [(shown.catalogue.called(name), here) for name, found in told.items() for here in found[:1]]
    own = [(one, here) for one, here in own if here.place.code == shown.area.code and pd.notna(here.row["value"])]
    name = next((str(here.row["comparator"]) for _, here in own if tones.tone(here.row)), "England")
    worse = [*_judged(own, "worse")] or [*_moved(shown, own, better=False)]
    better = [*_moved(shown, own, better=True)] or [*_judged(own, "better")]
    return (_look("Look here first", "worse", worse, name), _look("Going well", "better", better, name))


def _look(title: str, tone: str, found: list[_Candidate], name: str) -> Look:
    if not found:
        return Look(title, "", sentences.nothing_stands_out(tone, name))
    best = max(found, key=lambda one: one.weight)
    return Look(title, tone, best.said, best.one.id, best.one.short_title)


def _judged(own: Sequence[tuple[Indicator, Told]], tone: str) -> Iterator[_Candidate]:
    for one, here in own:
        if tones.tone(here.row) == tone:
            much, people = str(here.row["comparison"]).startswith("much"), here.row["people_gap"]
            weight = (int(much), 0.0 if math.isnan(people) else float(people))
            yield _Candidate(weight, sentences.concern(here.row, one), one)


def _moved(shown: Shown, own: Sequence[tuple[Indicator, Told]], *, better: bool) -> Iterator[_Candidate]:
    for one, here in own:
        found = None if one.better == "none" else _in_a_year(shown, here, one)
        if found and found[1] and ((found[1] == "rose") == (one.better == "higher")) is better:
            people = abs(here.row["value"] - found[0]["value"]) / one.per * here.row["denominator"]
            yield _Candidate((0, float(people)), sentences.moved(here.row, found[0], one), one)


def _unseen(
    told: Mapping[str, list[Told]], everything: Report, revised: Sequence[str], shown: Shown
) -> Iterator[Unseen]:
    """How many measures were not supplied, are hidden, are not final, were put right."""
    hidden = [name for name, found in told.items() if _last(found[0])["state"] in HIDDEN]
    early = [name for name, found in told.items() if _is_early(found[0], shown.catalogue.called(name))]
    yield Unseen(sentences.unseen(len(everything.unsupplied), "not supplied"))
    for names, how in ((hidden, "hidden to protect people"), (early, NOT_FINAL), (revised, "revised")):
        yield Unseen(sentences.unseen(len(names), how), names[0] if len(names) == 1 else "")


def _last(told: Told) -> pd.Series:
    return told.row if told.later is None else told.later


def _is_early(told: Told, one: Indicator) -> bool:
    return "provisional" in told.row["reason"] or bool(sentences.unfinished(told.row, one))


LATELY = timedelta(days=365)  # of a revision to a figure, from the end of its period to the newest figure's


def lately_revised(keys: pd.DataFrame, told: Mapping[str, list[Told]]) -> list[str]:
    """Return the told measures of which a figure of the last year was put right; ``keys`` has all that were."""
    ends = {name: period_of(found[0].row).end for name, found in told.items()}
    put_right = zip(keys["indicator"], keys[PERIOD].itertuples(index=False, name=None), strict=True)
    recent = {name for name, key in put_right if name in ends and ends[name] - make_period(*key).end < LATELY}
    return [name for name in told if name in recent]
