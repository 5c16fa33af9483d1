"""Who knows their own hidden figures can subtract them: how far is known, and accepted for a reason."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from dashboard.domain.agencies import Agency
from tests.disclosure.attacker import asked, attack, enough_of, numbers_of
from tests.disclosure.bench import Table, leaks
from tests.disclosure.bounding import ranges_of, searched
from tests.disclosure.insiders import Insider, Owners, gained
from tests.disclosure.tables import CLEVELAND, CUMBERLAND, CUMBRIA, SMALL_TABLES, TESTS, WESTMORLAND, YEAR, pair, row

ACCEPTED = tomllib.loads(Path(__file__).with_name("accepted.toml").read_text("utf-8"))
TWO = Table("three beside twenty", [pair(TESTS, (3,), (20,))])
COUNTS = (3, 20, 25, 31)
FOUR = Table(
    "four beside each other",
    [[row(TESTS, area, YEAR, count) for area, count in zip(CLEVELAND, COUNTS, strict=True)]],
)


def _gained(evidence):
    question = asked(evidence.snapshots, evidence.definitions, evidence.undone, pieces=True)
    numbers = numbers_of(question.worlds, evidence.truths)
    blocks = searched(question.system, enough_of(question, evidence.truths), numbers)
    ranges = ranges_of(blocks)
    names = {terms: (key.area, part) for (_, key, part), terms in question.targets.items()}
    times, found = gained(blocks, Owners(evidence.definitions), ranges, np.random.default_rng(1))
    return times, {(one.who, *names[one.wanted], one.range.low, one.range.high) for one in found}


def test_who_knows_the_companion_subtracts_it_and_learns_the_small_figure(sent):
    evidence = sent(TWO).evidence
    times, found = _gained(evidence)

    assert not leaks(evidence)
    assert (Insider("police", WESTMORLAND), CUMBERLAND, "count", 3.0, 3.0) in found
    assert (Insider("police", CUMBERLAND), WESTMORLAND, "count", 20.0, 20.0) in found
    assert times["police"] == 2


def test_a_partnership_learns_nothing_of_its_own(sent):
    _, found = _gained(sent(TWO).evidence)

    assert not [one for one in found if one[0] == Insider("partnership", CUMBRIA)]


def test_who_knows_what_is_shown_gains_nothing(sent):
    evidence = sent(FOUR).evidence
    hidden = {key.area for key, reading in evidence.snapshots[-1].readings.items() if reading.hidden}
    _, found = _gained(evidence)

    assert {who.area for who, *_ in found} <= hidden
    assert hidden < {*CLEVELAND}


def test_what_insiders_gain_is_accepted_with_a_reason(sent):
    _, found = _gained(sent(FOUR).evidence)
    agencies = {agency.value for agency in Agency}
    kinds = {"agency" if who.kind in agencies else who.kind for who, *_ in found}

    assert kinds
    assert kinds <= ACCEPTED.keys()
    assert all(len(reason.split()) > 5 for reason in ACCEPTED.values())


@pytest.mark.parametrize("table", [table for table in SMALL_TABLES if table.needs_companions][:36:12], ids=str)
def test_points_and_relaxation_find_what_integer_programming_finds(sent, table):
    bare = sent(table).after("DELETE FROM hiding WHERE role = 'companion'")
    quick = attack(bare.snapshots, bare.definitions, bare.undone, true=bare.truths)

    assert {(one.key, one.part) for one in leaks(bare, quick)} >= {(one.key, one.part) for one in leaks(bare)}
