"""Every sentence that the product can make of a figure: each indicator, state, verdict and direction."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import get_args

from dashboard.domain.absences import Absence, Absent
from dashboard.domain.agencies import Agency
from dashboard.domain.areas import ENGLAND, AreaKind
from dashboard.domain.comparators import Group
from dashboard.domain.definitions import Definitions
from dashboard.domain.events import breaks_of
from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator
from dashboard.domain.labels import Change
from dashboard.domain.periods import financial_year, quarter
from dashboard.domain.shown_figures import ShownFigure
from dashboard.reports import absences, comparators, sentences, words
from dashboard.reports.funnel import funnel_of
from dashboard.reports.spine import KEY_TO_ROWS
from dashboard.stats.comparisons import _WORDS as VERDICTS
from dashboard.stats.spc import Assurance, ControlChart, Variation
from dashboard.stats.trends import Direction, Trend
from tests.figures import figure, figures
from tests.shown_figures import shown, view_of

NAN = math.nan
A_YEAR_EARLIER = quarter(2024, 7)
YEARS = tuple(financial_year(year) for year in range(2020, 2025))
COUNTED = ((12.0, 31.0), (1.0, 31.0), (0.0, 31.0), (1200.0, 3100.0), (NAN, NAN))
OTHERS = ("the London region", "Leeds and Hull together", "its 3 statistical neighbours")
LIMITS = {"lower": 23.7, "upper": 56.2, "comparator_lower": 49.8, "comparator_upper": 56.2, "comparator_state": "value"}
NO_PEOPLE = {"comparator_numerator": NAN, "comparator_denominator": NAN}
WHOLE_FORCE = "the whole Thames Valley police force area"
ADDED_FROM = (AreaKind.AUTHORITY, AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION)  # totals are made of these alone


def figures_of(indicator: Indicator) -> Iterator[ShownFigure]:
    """Yield an estimate of an indicator for each verdict with its gaps, each size of group and each state."""
    for label, (count, whole), state in product(
        (*VERDICTS[indicator.better], "not compared"), COUNTED, ("value", "rounded")
    ):
        numbers = {"numerator": count, "denominator": whole if indicator.divides else NAN}
        value = {"value": 38.7} if math.isnan(count) else {}
        more = {"people_gap": 5.0, "ambition_gap": 12.0, "ambition_comparison": label, "lower": 23.7, "upper": 56.2}
        why = "fewer than 10 in the group" if label == "not compared" else ""
        yield shown(indicator, comparison=label, state=state, not_compared=why, **numbers, **value, **more)
    yield shown(indicator, published="2025-10-02")
    for state in State:
        if not state.has_numbers:
            for whole in (31.0, 0.0):
                missing = {"numerator": NAN, "value": NAN, "denominator": whole}
                yield shown(indicator, state=state.value, comparison="not compared", **missing)


def of_figures(indicator: Indicator) -> Iterator[str]:
    """Yield the sentences that are made of one estimate."""
    for row in figures_of(indicator):
        for where in ("", WHOLE_FORCE):
            yield sentences.headline(row, indicator, where)
        yield sentences.gaps(row, indicator)
        yield sentences.against_ambition(row, indicator)
        yield sentences.not_compared(row)
        yield sentences.smallest_difference(row, indicator)
    yield sentences.ask(indicator)
    end = indicator.next_end(date(2026, 6, 30))
    for today in (end, date(2031, 12, 31)):
        yield sentences.next_figure(end, indicator.due_by(end), today)


def of_absences(indicator: Indicator, definitions: Definitions) -> Iterator[str]:
    """Yield why there is no figure, in every way, of every kind of place, with figures of others and without."""
    places = definitions.areas.of_kind(AreaKind.POLICE_FORCE)[:2]
    instead = tuple((place, shown(indicator)) for place in places)
    for absence, kind, figures_there in product(Absence, AreaKind, ((), instead, instead[:1])):
        if absence is Absence.CANNOT_BE_ADDED and (kind not in ADDED_FROM or indicator.adds_over_areas != "no"):
            continue
        of = definitions.areas.of_kind(AreaKind.COUNTRY)[-1:] if absence is Absence.OTHER_COUNTRY else places
        found = Absent(absence, kind, 1, tuple(of), figures_there, date(2026, 7, 31))
        yield f"{words.sentence(absences.reason(found, indicator, places[0]))}."
    for count in (1, 2):
        yield sentences.given_elsewhere([indicator.short_title.lower()] * count, ["England and Wales"])


def of_comparators(indicator: Indicator) -> Iterator[str]:
    """Yield the sentences on others than the country, beside which a figure may stand."""
    theirs = {"comparator_numerator": 1000.0, "comparator_denominator": 1900.0} if indicator.divides else NO_PEOPLE
    for name, label in product(OTHERS, (*VERDICTS[indicator.better], "not compared")):
        why = "fewer than 10 in the group" if label == "not compared" else ""
        whom = {"comparator": name, "together": name.endswith("together")}
        row = shown(indicator, **whom, comparison=label, not_compared=why, people_gap=5.0, **LIMITS | theirs)
        yield sentences.headline(row, indicator)
        yield sentences.gaps(row, indicator)
        yield comparators.why_not(row, indicator)
        yield comparators.theirs(row, indicator, Group("areas", name))


def of_series(indicator: Indicator) -> Iterator[str]:
    """Yield the sentences that are made of a series: against a year before, trends, control charts."""
    latest = shown(indicator, numerator=120.0, denominator=300.0)
    for before, change in ((60.0, "rose"), (120.0, "stayed about the same"), (220.0, "fell")):
        earlier = shown(indicator, period=A_YEAR_EARLIER, numerator=before, denominator=300.0)
        yield sentences.since_last_year(latest._replace(in_a_year=Change(change)), earlier, indicator)
    for direction in get_args(Direction):
        yield sentences.trend(Trend(direction, "", YEARS), indicator)
    yield sentences.trend(Trend("no significant change", "one year alone makes the difference", YEARS), indicator)
    for variation, assurance in product(get_args(Variation), get_args(Assurance)):
        made = ControlChart((), variation, assurance)
        if variation != "cannot be said":
            yield sentences.variation(made, "Leeds", quarter(2025, 7))
        yield sentences.assurance(made, indicator)


def of_themes(indicator: Indicator) -> Iterator[str]:
    """Yield the sentences of the table of all measures and of the pages on a theme."""
    row = shown(indicator, lower=23.7, upper=56.2)
    for name, label in product(("trend", "variation"), (*get_args(Direction), *get_args(Variation))):
        yield sentences.change(shown(indicator, **{name: label}))
    for change in Change:
        yield sentences.change(shown(indicator, in_a_year=change.value))
    yield sentences.among(row, [20.0, 30.0, 40.0, 50.0], indicator, "partnerships", 3)
    yield sentences.too_few_areas(1, "police forces")
    yield sentences.too_few_areas(3, "police forces")
    yield sentences.too_few_people(indicator)
    yield sentences.no_ambition(indicator)
    for count, theirs in ((240.0, 2.0), (310.0, NAN), (310.0, -12.4)):
        yield sentences.growth(
            shown(indicator, value=300.0), shown(indicator, value=count), indicator, theirs, "England"
        )
    yield sentences.in_people(row, indicator)
    yield sentences.in_people(shown(indicator, numerator=NAN, denominator=NAN, value=40.0), indicator)
    yield from sentences.across_break(indicator, YEARS[0], quarter(2025, 7))
    yield sentences.starts("430 people", "Leeds", quarter(2025, 7), [("Police", "15"), ("Prison", "65")])


def of_choices(indicator: Indicator) -> Iterator[str]:
    """Yield the sentences on what a reader has chosen: agencies, and the period that figures end with."""
    owners = indicator.agencies
    yield sentences.NOT_ADDED
    yield sentences.until(quarter(2025, 4).end)
    for chosen in (owners[:1], (Agency.POLICE, Agency.NHS), (Agency.COUNCIL,)):
        yield sentences.whose(owners, chosen)


def of_overview(indicator: Indicator) -> Iterator[str]:
    """Yield the sentences of the chair's first screen."""
    some = shown(indicator, lower=23.7, upper=56.2, people_gap=5.0, ambition_gap=12.0)
    before = shown(indicator, period=A_YEAR_EARLIER, numerator=9.0)
    for label, change in product(
        (*VERDICTS[indicator.better], "not compared"), (Change.ROSE, Change.FELL, Change.SAME)
    ):
        row = shown(indicator, comparison=label, people_gap=5.0, in_a_year=change.value)
        yield sentences.first_of_all(row, indicator)
        yield sentences.verdict_beside(row, indicator)
        yield sentences.year_before(row, before, indicator)
    if indicator.better != "none":
        yield sentences.concern(some, indicator)
    if indicator.kind == "proportion":
        for count in (0.0, 1.0, 15.0, 20.0, 30.0, 31.0):
            yield sentences.first_of_all(shown(indicator, numerator=count), indicator)
        yield sentences.moved(some, before, indicator)
        yield sentences.told_short(some, indicator)
        yield sentences.by_estimate(some, indicator)
        yield sentences.by_estimate(shown(indicator, numerator=NAN, denominator=NAN, value=40.0), indicator)
    yield sentences.grown(shown(indicator, value=300.0), shown(indicator, value=240.0), NAN, "England")
    yield sentences.grown(shown(indicator, value=300.0), shown(indicator, value=300.0), 2.0, "England")
    yield sentences.ask(indicator)
    yield sentences.drop_in_short("assessed", "referred", "447 fewer", indicator.agencies, of_all=True)
    yield sentences.drop_in_short("assessed", "referred", "447 fewer", indicator.agencies, of_all=False)
    yield sentences.loss_in_short("assessed", "started", "447 fewer")


def of_first_screens() -> Iterator[str]:
    """Yield the sentences of the first screen that no measure is named in."""
    for better, similar, worse in ((0, 34, 0), (3, 30, 1), (1, 0, 0), (0, 0, 2), (1, 1, 1)):
        yield sentences.standing(better, similar, worse, "England")
    yield sentences.none_from(["Police", "NHS"])
    for kind in ("better", "worse"):
        yield sentences.nothing_stands_out(kind, "England")
    yield sentences.due(
        [("Council", date(2026, 12, 31)), ("Prison", date(2026, 12, 31))], [("Police", date(2026, 8, 31))]
    )
    yield sentences.of_force(WHOLE_FORCE, 4, quarter(2025, 7))
    yield sentences.steps_in_words({"5": ["tested"], "hidden": ["positive", "required"], "not sent": ["assessed"]})


FIXED = (
    *of_first_screens(),
    sentences.STARTED_BY_RECORDS,
    sentences.STARTED_BY_MATCHING,
    sentences.NO_ONE_PLACE,
    sentences.SENT_NOTHING,
    sentences.ONE_POINT,
    sentences.OTHER_METHOD,
    sentences.NO_REST,
    sentences.NOT_SPLIT,
    sentences.WHY_STARTED_DIFFERS,
    sentences.WHY_ORDERED_DIFFERS,
    sentences.WHY_ATTENDED_DIFFERS,
    sentences.WHY_COMPLETED_DIFFERS,
    KEY_TO_ROWS,
)


def of_funnels(indicator: Indicator, definitions: Definitions) -> Iterator[str]:
    """Yield the words of a funnel: areas that are alike or unlike, one of them missing or small, of few no funnel."""
    if indicator.interval not in ("wilson", "byar"):
        return
    alone = [area for area in definitions.areas.of_kind(AreaKind.PARTNERSHIP) if len(area.members) == 1]
    codes = [area.members[0] for area in alone[:22]]
    for apart, many, size in ((0, 22, 5.0), (300, 22, 1000.0), (0, 9, 5.0)):
        counts = [400.0 + apart * (at % 2) for at in range(many - 2)] + [size / 2]
        whole = [1000.0] * (many - 2) + [size]
        rows = [
            figure(indicator=indicator.id, area=code, numerator=count, denominator=total)
            for code, count, total in zip(codes, counts, whole, strict=False)
        ]
        everywhere = view_of(figures(*rows), alone[0], definitions).figures
        for place in (alone[0], definitions.areas.at(ENGLAND)):
            part = funnel_of(everywhere, indicator, place, definitions.areas)
            yield from part.said
            if part.chart:
                yield from (part.chart.title, part.chart.subtitle, part.chart.words)


def of_losses(step: tuple[str, str], indicator: Indicator) -> Iterator[str]:
    """Yield the sentences on who is lost before a step: at one or over several, of all steps or of those shown."""
    earlier, fewer = ("Referral received", "127"), "54 fewer people"
    for between, of_all in product((0, 1, 3), (True, False)):
        yield sentences.biggest_drop(earlier, step, fewer, between, indicator.agencies, of_all=of_all)
    for alone, of_all in product((True, False), repeat=2):
        yield sentences.where_lost(earlier[0], step[0], fewer, at_one_step=alone, of_all=of_all)
    yield sentences.ONLY_SORTED


def of_steps(indicator: Indicator) -> Iterator[str]:
    """Yield the sentences on steps that end at this measure: lost, gained, not sent, shared, hidden by prison."""
    period, step = quarter(2025, 7), (indicator.short_title, "73")
    yield from of_losses(step, indicator)
    yield sentences.increase(("Referral received", "70"), step, "3 more people")
    for known in (1, 8):
        yield sentences.no_drop(known)
        yield sentences.steps_period(period, known, 8)
    for unknown, everybody in product((0, 2), (NAN, 100.0, 142.0, 90.0)):
        yield sentences.prisons_add_up(100, unknown, everybody, period)
        yield sentences.no_prison_known(everybody, period)
        for is_sure in (True, False):
            yield sentences.most_lost("HMP Leeds", 50.0, everybody, period, is_sure=is_sure)
    for many in (1.0, 5.0):
        yield sentences.lost_from_unknown_prisons(many, period)
    yield sentences.hidden_prisons(2, 5)
    for before in (None, 27, 29, 31):
        yield sentences.coverage(29, 39, period, before)
    for others in (0, 1, 4):
        yield sentences.whole_force("Thames Valley", others)
    for higher, lower in ((["Women"], ["Men", "aged 18 to 24"]), (["Women"], []), ([], [])):
        yield sentences.groups_apart(higher, lower, "53%")


def of_events(indicator: Indicator, definitions: Definitions) -> Iterator[str]:
    """Yield what happened that may stand on a chart of this measure."""
    for event in (*definitions.events, *breaks_of([indicator])):
        if event.is_about(indicator):
            # Where it is from is a name, as long as its publisher made it.
            yield sentences.happened(replace(event, source="Minutes"))


def every_sentence(indicator: Indicator, definitions: Definitions) -> list[str]:
    """Return all sentences that can be told of an indicator, without the empty ones, each once."""
    told = (
        of_figures(indicator),
        of_absences(indicator, definitions),
        of_comparators(indicator),
        of_series(indicator),
        of_themes(indicator),
        of_funnels(indicator, definitions),
        of_steps(indicator),
        of_choices(indicator),
        of_events(indicator, definitions),
        of_overview(indicator),
    )
    return sorted({said for kind in told for said in kind if said})
