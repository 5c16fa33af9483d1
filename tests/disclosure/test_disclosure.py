"""Nothing that is hidden can be worked back from what the product gives out, and the attacker would find it."""

import pytest

from tests.disclosure.bench import leaks, plain_leaks, published, small_keys
from tests.disclosure.chance import by_chance
from tests.disclosure.conftest import BARE, WITHOUT_COMPANIONS
from tests.disclosure.optimum import Compared, fewest
from tests.disclosure.tables import (
    CUMBRIA,
    HIDDEN_COUNTRY,
    NOUGHTS,
    QUIET,
    ROUNDED,
    SMALL_TABLES,
    TESTS,
    TWO_MEMBERS,
    TWO_SHARES,
    rounded_by_chance,
    whole_england,
)
from tests.journeys.conftest import Desk

BY_NAME = {"ids": str}
SLACK = 0  # figures hidden beyond the fewest, though companions are chosen one by one and not all choices tried
TABLES = [*SMALL_TABLES, *NOUGHTS]
TRIED = [table for table in TABLES if table.needs_companions and len(table.steps) == 1 and len(table.steps[0]) <= 10]
# Worlds by chance of which each once showed something: sums of sums that nobody had sent, two areas under two codes.
CHANCES = (1, 21, 30, 42)


def _said(found: list) -> str:
    return "\n".join(map(str, found[:10]))


@pytest.mark.parametrize("table", TABLES, **BY_NAME)
def test_no_hidden_figure_can_be_worked_back_and_the_truth_stays_possible(sent, table):
    evidence = sent(table).evidence
    found = evidence.attack()

    assert not plain_leaks(evidence), _said(plain_leaks(evidence))
    assert not leaks(evidence, found), _said(leaks(evidence, found))
    for learnt in found.learnt:
        if true := evidence.truths[learnt.as_at].get(learnt.key):
            assert learnt.count is not None
            assert learnt.count.holds(true[0]), learnt


@pytest.mark.parametrize("table", [table for table in TABLES if table.needs_companions], **BY_NAME)
def test_the_attacker_works_them_back_once_companions_are_shown(sent, table):
    assert leaks(sent(table).after(WITHOUT_COMPANIONS))


@pytest.mark.parametrize("table", TRIED, **BY_NAME)
def test_hardly_more_is_hidden_than_the_fewest_that_are_safe(sent, table):
    both = sent(table)
    evidence = both.evidence
    hidden = sum(reading.state in ("hidden here", "hidden") for reading in evidence.snapshots[-1].readings.values())
    compared = Compared(table.name, len(small_keys(evidence, 1)), hidden, fewest(both.after(BARE)))
    print(compared)

    assert compared.hidden <= compared.fewest + SLACK, compared


def test_a_table_without_small_numbers_hides_nothing(sent):
    evidence = sent(QUIET).evidence

    assert not [reading for reading in evidence.snapshots[-1].readings.values() if reading.hidden]


def test_a_nought_is_shown(sent):
    readings = sent(QUIET).evidence.snapshots[-1].readings.values()

    assert 0 in [reading.numerator for reading in readings]


def test_the_whole_of_england_can_be_shown_with_few_figures_hidden(sent, definitions):
    both = sent(whole_england(definitions))
    found = both.evidence.attack(thorough=False)
    hidden = [reading for reading in both.evidence.snapshots[-1].readings.values() if reading.hidden]

    assert not plain_leaks(both.evidence)
    assert not leaks(both.evidence, found), _said(leaks(both.evidence, found))
    assert leaks(both.after(WITHOUT_COMPANIONS))
    assert len(hidden) <= 2 * len(small_keys(both.evidence, 1))


@pytest.mark.parametrize("seed", CHANCES)
def test_no_hidden_figure_of_a_table_by_chance_can_be_worked_back(sent, seed):
    evidence = sent(by_chance(seed)).evidence
    found = leaks(evidence, evidence.attack(thorough=False))

    assert not plain_leaks(evidence), _said(plain_leaks(evidence))
    assert not found, _said(found)


@pytest.mark.parametrize("table", ROUNDED, **BY_NAME)
def test_figures_rounded_here_do_not_come_out_by_adding(sent, table):
    found = sent(table).evidence

    assert not leaks(found), _said(leaks(found))
    hidden = [reading for reading in found.snapshots[-1].readings.values() if reading.state == "hidden here"]
    assert len(hidden) == table.needs_companions  # one is enough for each of them


@pytest.mark.parametrize("seed", range(24))
def test_figures_rounded_here_give_nothing_away_whatever_they_are(sent, seed):
    evidence = sent(rounded_by_chance(seed)).evidence
    found = evidence.attack()

    assert not leaks(evidence, found), _said(leaks(evidence, found))
    for learnt in found.learnt:
        if true := evidence.truths[learnt.as_at].get(learnt.key):
            assert learnt.count is not None
            assert learnt.count.holds(true[0]), learnt


@pytest.mark.parametrize("table", [TWO_MEMBERS, TWO_SHARES], **BY_NAME)
def test_both_databases_hide_the_same(database, sent, definitions, table):
    evidence = published(Desk(database), table, definitions)

    assert evidence.files == sent(table).evidence.files


def test_a_choice_of_figures_hides_what_all_of_them_hide(sqlite_database, definitions):
    desk = Desk(sqlite_database)
    everything = published(desk, TWO_MEMBERS, definitions).files[1][0].splitlines()

    for chosen in (desk.taken(area=CUMBRIA), desk.taken(indicator=TESTS), desk.taken(period="2023/24")):
        assert set(chosen.splitlines()) <= set(everything)


def test_a_hidden_country_is_no_comparator(sent):
    readings = sent(HIDDEN_COUNTRY).evidence.snapshots[-1].readings.values()

    assert [reading.hidden for reading in readings if reading.key.area.startswith("E92")] == [True]
    assert {reading.comparator_value for reading in readings} == {None}
    assert {reading.verdicts[:2] for reading in readings} == {("not compared", "")}
