"""Sentences for a chair: calm, in people, compared, and with the reason where there is none."""

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.events import Event, breaks_of
from dashboard.domain.figures import State
from dashboard.domain.labels import Change
from dashboard.domain.periods import month, quarter
from dashboard.reports import sentences, words
from dashboard.reports.methods import METHODS
from dashboard.reports.tones import signal_tone, tone
from dashboard.stats.comparisons import Counted, changed
from dashboard.stats.spc import control_chart
from dashboard.stats.trends import Trend
from tests.conftest import TODAY
from tests.reports.every_sentence import WHOLE_FORCE, YEARS
from tests.shown_figures import estimated, shown

NAN = math.nan
CARE, TESTS, CRIME = "coc-engaged-21-days", "dtoa-positive-rate", "recorded-crime-rate"
SUMMER = quarter(2025, 7)
SNAPSHOT = Path(__file__).parent / "sentences.txt"


@pytest.fixture
def called(definitions):
    return definitions.catalogue.called


@pytest.fixture
def care(called):
    return called(CARE)


@pytest.fixture
def headline(called):
    """Return the headline of an indicator's estimate with these columns, in an area or a wider one."""

    def tell(name: str, where: str = "", **columns: object) -> str:
        return sentences.headline(shown(called(name), **columns), called(name), where)

    return tell


PRISON_TOO = (Agency.COUNCIL, Agency.PRISON)
ALONE = {"comparison": "not compared"}
NO_COUNTS = {"numerator": NAN, "denominator": NAN}
GONE = {**ALONE, "numerator": NAN, "value": NAN}


def kinds(called, headline) -> Iterator[tuple[str, str]]:
    """Yield one of each kind of sentence, with what it is an example of."""
    care = called(CARE)
    yield "few people, similar", headline(CARE)
    yield "many people, similar", headline(CARE, numerator=520.0, denominator=1000.0)
    yield "the same as the comparator", headline(CARE, comparator_value=39.0)
    yield "worse", headline(CARE, comparison="worse", numerator=9.0)
    yield "much better", headline(CARE, comparison="much better", numerator=300.0, denominator=400.0)
    together = "Leeds and Hull together"
    yield "compared with a region", headline(CARE, comparator="the London region")
    yield "compared with areas together", headline(CARE, comparator=together, together=True)
    yield "the same as areas together", headline(CARE, comparator=together, together=True, comparator_value=39.0)
    yield "better than areas together", headline(CARE, comparison="better", comparator=together, together=True)
    yield "compared with neighbours", headline(CARE, comparator="its 3 statistical neighbours")
    yield (
        "no direction, England and Wales",
        headline(TESTS, WHOLE_FORCE, comparison="lower", numerator=480.0, denominator=1000.0),
    )
    yield "not compared, with its range", headline(CARE, **ALONE, lower=23.7, upper=56.2)
    yield "a published share without counts", headline("unmet-need-ocu", **NO_COUNTS, value=55.0)
    yield "one person", headline(CARE, **ALONE, numerator=1.0)
    yield "a count", headline("adults-in-treatment", **ALONE, numerator=1465.0)
    yield "a count of one", headline("drr-commencements", **ALONE, numerator=1.0)
    yield "money", headline("public-health-grant", **ALONE, numerator=1_200_000.0)
    yield "a mean", headline("coc-mean-days", **ALONE, numerator=2100.0, denominator=30.0)
    yield "an index", headline("coc-self-assessment-score", **ALONE, numerator=31.0, denominator=50.0)
    yield (
        "a rate with its events",
        headline(CRIME, numerator=21_250.0, denominator=250_000.0, comparison="higher", comparator_value=83.0),
    )
    yield (
        "a rate without its events",
        headline("drug-misuse-deaths-rate", **NO_COUNTS, value=63.0, comparator_value=53.0),
    )
    yield (
        "a share of a thousand",
        headline("deaths-in-treatment", numerator=12.0, denominator=1500.0, comparator_value=9.0),
    )
    yield "rounded by the source", headline(CARE, **ALONE, state="rounded", numerator=10.0, denominator=30.0)
    yield "rounded to nothing", headline(CARE, **ALONE, state="rounded", numerator=0.0, denominator=35.0)
    yield "a rounded count", headline("adults-in-treatment", **ALONE, state="rounded", numerator=1465.0)
    yield "a wider area", headline("dtoa-tests", WHOLE_FORCE, **ALONE, numerator=900.0)
    yield "follow-up not finished", headline(CARE, **ALONE, published="2025-10-14")
    for state in State:
        if not state.has_numbers:
            yield state.value, headline(CARE, **GONE, state=state.value)
    yield "hidden here, threshold of ten", headline("coc-mean-days", **GONE, state="hidden here")
    yield "hidden here, for others' sake", headline("drug-seizures", **GONE, state="hidden here")
    yield "nobody in the group", headline(CARE, **GONE, state="not applicable", denominator=0.0)
    yield "verdict", sentences.verdict(shown(care, comparison="much worse"))
    yield "verdict of an earlier period", sentences.verdict_then(shown(care, comparison="worse"), care)
    yield "people gap", sentences.gaps(shown(care, people_gap=5.0), care)
    yield "people and ambition gap", sentences.gaps(shown(care, people_gap=5.0, ambition_gap=12.0), care)
    for label in ("similar", "worse", "much better"):
        yield "against the ambition", sentences.against_ambition(shown(care, ambition_comparison=label), care)
    for due in (date(2026, 11, 30), date(2026, 10, 31)):
        yield "whether the next figure is due", sentences.next_figure(date(2026, 6, 30), due, TODAY)
    exits = called("early-unplanned-exits")
    yield "people gap, lower is better", sentences.gaps(shown(exits, people_gap=1.0), exits)
    yield "smallest visible difference", sentences.smallest_difference(shown(care), care)
    yield "why not compared", sentences.not_compared(shown(care, not_compared="fewer than 10 in the group"))
    for count in (60.0, 118.0, 220.0):
        yield "against a year before", a_year_before(care, count)
    for better, direction in (("higher", "increasing"), ("higher", "decreasing"), ("none", "decreasing")):
        one = care.model_copy(update={"better": better})
        yield "recent trend", sentences.trend(Trend(direction, "", YEARS), one)
    yield "recent trend", sentences.trend(Trend("no significant change", "", YEARS), care)
    odd = Trend("no significant change", "one year alone makes the difference", YEARS)
    yield "recent trend", sentences.trend(odd, care)
    yield "no recent trend", sentences.trend(Trend("cannot be calculated", "fewer than five years"), care)
    for last, better in ((60, "higher"), (60, "lower"), (60, "none"), (22, "higher")):
        made = charted(last, better)
        yield "control chart, variation", sentences.variation(made, "Leeds", quarter(2025, 7))
    for target in (5.0, 22.0, 70.0):
        yield "control chart, assurance", sentences.assurance(charted(22, "higher", target), care)
    yield "no control chart", sentences.no_control_chart("fewer than seven figures")
    yield "neither trend nor chart", sentences.no_change_told("the periods share months")
    yield from step_kinds(called("coc-appointment-attended"))
    yield from kinds_on_themes(called)
    yield "agencies do not add up", sentences.NOT_ADDED
    yield "figures to the end of a month", sentences.until(SUMMER.end)
    yield "figures to a day", sentences.until(date(2025, 7, 15))
    yield (
        "a measure of an agency chosen",
        sentences.whose(PRISON_TOO, [Agency.POLICE, Agency.PRISON]),
    )
    yield "a measure of no agency chosen", sentences.whose([Agency.COUNCIL], [Agency.POLICE, Agency.NHS])


def step_kinds(attended) -> Iterator[tuple[str, str]]:
    """Yield one of each kind of sentence about steps."""
    earlier, later = ("Appointment before release", "127"), ("Appointment attended", "73")
    drop = (earlier, later, "54 fewer people")
    yield "the biggest drop", sentences.biggest_drop(*drop, 0, attended.agencies, of_all=True)
    yield (
        "the biggest drop of steps that can be shown",
        sentences.biggest_drop(*drop, 0, attended.agencies, of_all=False),
    )
    yield (
        "the biggest drop, over steps that are not known",
        sentences.biggest_drop(*drop, 2, attended.agencies, of_all=True),
    )
    yield (
        "the biggest drop, over steps that are not known, of those that can be shown",
        sentences.biggest_drop(*drop, 2, attended.agencies, of_all=False),
    )
    names, fewer = ("Appointment before release", "Appointment attended"), "54 fewer people"
    yield "where most are lost", sentences.where_lost(*names, fewer, at_one_step=True, of_all=True)
    yield (
        "where most are lost of steps that can be shown",
        sentences.where_lost(*names, fewer, at_one_step=True, of_all=False),
    )
    yield (
        "where most are lost, over steps that are not known",
        sentences.where_lost(*names, fewer, at_one_step=False, of_all=True),
    )
    yield "rounded figures", sentences.about(of_sums=False, of_shared=False)
    yield "rounded figures, sums of them, over areas that share people", sentences.about(of_sums=True, of_shared=True)
    yield "few cases", sentences.few_cases(10)
    yield "few people in each group", sentences.few_in_each_group(13, 10, SUMMER)
    yield "a negative test", sentences.ONLY_SORTED
    yield "an increase", sentences.increase(earlier, (later[0], "130"), "3 more people")
    yield "no step loses anybody", sentences.no_drop(8)
    yield "too few steps", sentences.no_drop(1)
    yield "the period of all steps", sentences.steps_period(SUMMER, 5, 8)
    yield "prisons that add up", sentences.prisons_add_up(142, 0, 142.0, SUMMER)
    yield "prisons that do not add up", sentences.prisons_add_up(100, 2, 142.0, SUMMER)
    yield "prisons and too few in all", sentences.prisons_add_up(150, 0, 142.0, SUMMER)
    yield "no prison known", sentences.no_prison_known(17.0, SUMMER)
    yield "from which prison most", sentences.most_lost("HMP Leeds", 50.0, 113.0, SUMMER, is_sure=True)
    yield "from which prison most, some hidden", sentences.most_lost("HMP Leeds", 50.0, NAN, SUMMER, is_sure=False)
    yield "from which prisons, all hidden", sentences.lost_from_unknown_prisons(5.0, SUMMER)
    yield "prisons and nothing to add up to", sentences.prisons_add_up(100, 0, NAN, SUMMER)
    yield "prisons that are hidden", sentences.hidden_prisons(2, 5)
    yield "forces that send, more than before", sentences.coverage(29, 39, SUMMER, 27)
    yield "forces that send, as before", sentences.coverage(29, 39, SUMMER, 29)
    yield "forces that send, before unknown", sentences.coverage(29, 39, SUMMER, None)
    yield "a force that is shared", sentences.whole_force("Merseyside", 4)
    yield "groups that stand apart", sentences.groups_apart(["Women"], ["Men", "aged 18 to 24"], "53%")
    yield "no group stands apart", sentences.groups_apart([], [], "53%")


def kinds_on_themes(called) -> Iterator[tuple[str, str]]:
    care, unmet, adults = called(CARE), called("unmet-need-ocu"), called("adults-in-treatment")
    row = shown(care, lower=23.7, upper=56.2)
    for label in ("increasing", "no significant change"):
        yield "change in a line", sentences.change(shown(care, trend=label))
    yield "change in a line", sentences.change(shown(care, variation="improvement"))
    yield "among all areas", sentences.among(row, [20.0, 30.0, 40.0, 50.0], care, "partnerships", 3)
    yield "too few areas", sentences.too_few_areas(1, "police forces")
    yield "too few areas", sentences.too_few_areas(3, "police forces")
    yield "too few people", sentences.too_few_people(care)
    yield "no ambition", sentences.no_ambition(unmet)
    now, then = (shown(adults, numerator=count) for count in (3265.0, 3040.0))
    yield "growth beside the country", sentences.growth(now, then, adults, -6.2, "England")
    yield "growth alone", sentences.growth(then, then, adults, NAN, "England")
    yield "unmet need in people", sentences.in_people(shown(unmet, lower=23.7, upper=56.2), unmet)
    shares = shown(unmet, **NO_COUNTS, value=55.0, lower=38.0, upper=61.0)
    yield "unmet need without people", sentences.in_people(shares, unmet)
    yield "across a break", " ".join(sentences.across_break(unmet, YEARS[0], YEARS[-1]))
    parts = [("Police", "15"), ("Prison", "65")]
    over = Event(date(2024, 10, 1), "Scheme", "A scheme ran here.", "Minutes", until=date(2025, 3, 31))
    yield "what happened", sentences.happened(over)
    yield "a break on a chart", sentences.happened(breaks_of([unmet])[0])
    before = shown(care, numerator=9.0, value=29.0)
    yield "a finding", sentences.finding(row._replace(in_a_year=Change.ROSE), before, care)
    yield "a finding that nothing stands beside", sentences.finding(shown(care, **ALONE), None, care)
    yield "a finding in a number", sentences.finding(now, then, adults, theirs=-6.2)
    yield "a finding that is hidden", sentences.finding(shown(care, **GONE, state="hidden here"), None, care)
    ends = [("Tested on arrest", "1,240"), ("Treatment started", "181")]
    lost = "the biggest drop comes at “Referred to treatment”, 200 fewer"
    yield "a finding of steps", sentences.finding_of_steps(WHOLE_FORCE, SUMMER, ends, lost)
    yield "a finding of steps without a drop", sentences.finding_of_steps(WHOLE_FORCE, SUMMER, ends, "")
    yield "a year before", sentences.then(then, adults)
    yield "who starts", sentences.starts("430 people", "Leeds", quarter(2025, 7), parts)


def kinds_on_the_first_screen(called) -> Iterator[tuple[str, str]]:
    care, adults, tests = called(CARE), called("adults-in-treatment"), called(TESTS)
    row, before = shown(care, comparison="worse", people_gap=5.0), shown(care, numerator=9.0, value=29.0)
    yield "first of all", sentences.first_of_all(row._replace(in_a_year=Change.ROSE), care)
    yield "first of all, nobody", sentences.first_of_all(shown(care, numerator=0.0, **ALONE), care)
    yield "how measures stand", sentences.standing(3, 30, 7, "England")
    yield "how measures stand, one", sentences.standing(0, 0, 1, "England")
    yield "how measures stand, all similar", sentences.standing(0, 34, 0, "England")
    yield "how measures stand, some without a direction", sentences.standing(3, 30, 7, "England", 4)
    yield "how measures of an agency stand", sentences.agency_stands("Police", 28, 3, 2)
    yield "no measure of an agency", sentences.none_of_theirs(["Police", "NHS"])
    yield "agencies without figures", sentences.none_from(["Police", "NHS"])
    yield "a verdict with its figure", sentences.verdict_beside(row, care)
    yield "a year before, fell", sentences.year_before(row._replace(in_a_year=Change.FELL), before, care)
    yield "a year before, the same", sentences.year_before(row._replace(in_a_year=Change.SAME), before, care)
    now, then = (shown(adults, numerator=count) for count in (3265.0, 3040.0))
    yield "growth in short", sentences.grown(now, then, -6.2, "England")
    yield "no growth", sentences.grown(then, then, NAN, "England")
    yield "told in short", sentences.told_short(row, care)
    yield "by estimate", sentences.by_estimate(shown(called("unmet-need-ocu"), lower=23.7, upper=56.2), care)
    yield "whom to ask", sentences.ask(care)
    yield "whose steps", sentences.of_force(WHOLE_FORCE, 1, SUMMER)
    yield (
        "the biggest drop in short",
        (sentences.drop_in_short("assessed", "referred", "447 fewer", tests.agencies, of_all=True)),
    )
    yield (
        "the biggest drop in short, of steps that can be shown",
        sentences.drop_in_short("assessed", "referred", "447 fewer", tests.agencies, of_all=False),
    )
    yield "a loss over steps in short", sentences.loss_in_short("assessed", "started", "447 fewer")
    for end, late in ((date(2026, 3, 31), True), (date(2026, 10, 31), False), (None, False)):
        yield "age", sentences.age("Police", end, date(2026, 11, 21), late=late)
    yield "look here first", sentences.concern(row, care)
    yield "going well", sentences.moved(shown(care), before, care)
    yield "nothing stands out", sentences.nothing_stands_out("worse", "England")
    yield "what cannot be seen", sentences.unseen(38, "not supplied")
    soon = [(name, date(2026, 12, 31)) for name in ("Council", "Prison")]
    yield "what is due", sentences.due(soon, [("Police", date(2026, 8, 31))])


def a_year_before(indicator, count: float) -> str:
    earlier = shown(indicator, period=quarter(2024, 7), numerator=count, denominator=300.0)
    change = changed(Counted(count, 300.0, quarter(2024, 7)), Counted(120.0, 300.0, SUMMER)).verdict
    latest = shown(indicator, numerator=120.0, denominator=300.0, in_a_year=change)
    return sentences.since_last_year(latest, earlier, indicator)


def charted(last: float, better: str, target: float | None = None):
    values = [float(value) for value in (*[20, 24] * 7, last)]
    months = [month(2023 + at // 12, 1 + at % 12) for at in range(len(values))]
    return control_chart(map(estimated, months, values), better=better, target=target)


def every_kind(called, headline) -> Iterator[tuple[str, str]]:
    yield from kinds(called, headline)
    yield from kinds_on_the_first_screen(called)


def test_one_of_each_kind_of_sentence_reads_as_it_was_read_by_eye(called, headline):
    told = "".join(f"{kind}\n    {said}\n" for kind, said in every_kind(called, headline))

    assert told == SNAPSHOT.read_text("utf-8")


def test_a_headline_answers_all_five_questions(headline):
    # What, how many, compared with whom, since when, how sure: the example of reading/peers.md 4.6.
    assert headline(CARE) == (
        "12 of 31 people leaving prison with a treatment need started treatment within three weeks (39%), "
        "July to September 2025. England's figure is 53%; with this few people the difference could be chance."
    )


@pytest.mark.parametrize(
    ("published", "finished"),
    [("2025-10-01", False), ("2025-10-21", False), ("2025-10-22", True), ("2026-01-22", True)],
)
def test_follow_up_is_finished_when_the_last_person_was_followed_for_all_days(headline, published, finished):
    # The period ends on 30 September 2025, and 21 days later it is 21 October.
    assert ("It is not final" not in headline(CARE, published=published)) is finished


def test_without_follow_up_or_a_day_of_publishing_nothing_is_unfinished(headline, care):
    assert "not final" not in headline(TESTS, published="2025-10-01")
    assert "not final" not in sentences.headline(shown(care, published=""), care)


@pytest.mark.parametrize(("hide_below", "said"), [(5, "below five,"), (8, "below eight,"), (10, "below 10,")])
def test_what_is_hidden_here_says_by_which_rule(care, hide_below, said):
    row = shown(care, **GONE, state="hidden here")

    assert said in sentences.no_figure(row, care.model_copy(update={"hide_below": hide_below}))


def test_every_sentence_of_the_catalogue_names_what_it_counts(definitions):
    shares = [one for one in definitions.catalogue if one.kind == "proportion"]

    assert {words.things(one) for one in shares} == {
        *("people", "adults", "staff", "tests", "assessments", "treatments"),
        *("appointments", "requirements", "recalls", "offences", "prosecutions"),
    }


def test_no_verb_of_a_sentence_asks_whether_it_was_one_or_many(definitions):
    # "1 of 31 people was" and "12 of 31 people were": with "started" or "had" both read well.
    for one in definitions.catalogue:
        after = one.sentence.partition("{figure}")[2].split()
        assert not {"is", "are", "was", "were", "has", "have"} & set(after), one.id


@pytest.mark.parametrize(
    ("label", "said", "look"),
    [
        ("much worse", "Much worse than England", "worse"),
        ("worse", "Worse than England", "worse"),
        ("similar", "Similar to England", "similar"),
        ("better", "Better than England", "better"),
        ("much better", "Much better than England", "better"),
        ("higher", "Higher than England", "different"),
        ("much lower", "Much lower than England", "different"),
        ("not compared", "", ""),
    ],
)
def test_a_verdict_is_words_first_and_then_a_look(care, label, said, look):
    assert sentences.verdict(shown(care, comparison=label)) == said
    assert tone(shown(care, comparison=label)) == look


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"people_gap": 5.0}, "5 more people would match England."),
        ({"people_gap": 1.0}, "1 more person would match England."),
        (
            {"people_gap": 5.0, "ambition_gap": 12.0},
            "5 more people would match England, 12 more would reach the 75% ambition.",
        ),
        ({"people_gap": 0.0, "ambition_gap": 12.0}, "12 more people would reach the 75% ambition."),
        ({"people_gap": 0.0, "ambition_gap": 0.0}, ""),
        ({}, ""),
        ({"people_gap": 5.0, "state": "rounded"}, "About 5 more people would match England."),
        ({"people_gap": 1250.0}, "1,250 more people would match England."),
    ],
)
def test_a_gap_is_said_in_people(care, columns, said):
    assert sentences.gaps(shown(care, **columns), care) == said


def test_the_smallest_difference_is_said_in_points(care):
    # 12 of 31 has Wilson limits 23.73 and 56.18, and is itself 38.71: the further one is 17.47 away.
    said = "With 31 people, only a difference of about 17 points would show."
    assert sentences.smallest_difference(shown(care), care) == said


@pytest.mark.parametrize("columns", [{"comparison": "not compared"}, NO_COUNTS | {"value": 40.0}])
def test_without_a_comparison_by_its_own_counts_no_difference_is_promised(care, columns):
    assert sentences.smallest_difference(shown(care, **columns), care) == ""


def test_the_country_needs_no_excuse(care):
    own = {"comparator": "", "not_compared": "this is the figure that others are compared with"}

    assert sentences.not_compared(shown(care, **ALONE, **own)) == ""


@pytest.mark.parametrize(
    ("signal", "better", "look"),
    [
        (1, "higher", "better"),
        (-1, "higher", "worse"),
        (1, "lower", "worse"),
        (1, "none", "different"),
        (0, "higher", ""),
    ],
)
def test_a_signal_is_coloured_by_what_is_better_and_no_signal_is_not(care, signal, better, look):
    assert signal_tone(signal, care.model_copy(update={"better": better})) == look


def test_each_method_says_where_whose_and_how_checked():
    assert len({method.name for method in METHODS}) == len(METHODS)
    for method in METHODS:
        assert all((method.used, method.reference, method.checked)), method.name
