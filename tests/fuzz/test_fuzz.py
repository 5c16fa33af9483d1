"""A short run of ``python -m tests.fuzz``: damaged files are read or refused, no number is out of its place."""

from random import Random

import pytest

from dashboard.domain.findings import Verdict
from dashboard.intake.files import ReceivedFile
from tests.fuzz.bases import Bases, deaths, export, placed, screened, template
from tests.fuzz.judging import Judge
from tests.fuzz.mutations import Mutated, Promise, mutate
from tests.fuzz.publishing import Press
from tests.fuzz.rows import read_rows

INPUTS, ROWS = 160, 30
SENT_ON = 20  # one in so many goes on into a database


def test_mutated_files_are_read_or_refused_and_nothing_is_out_of_its_place(definitions):
    bases, judge = Bases(definitions), Judge(definitions)
    with Press() as press:
        for number in range(INPUTS):
            rng = Random(f"short/{number}")
            screening = judge.judge(mutate(bases.draw(rng), rng))
            if number % SENT_ON == 0:
                press.send(screening)

    assert judge.met.inputs == INPUTS
    assert judge.met.share > 0.5  # others are refused before a value is looked at
    assert press.published
    assert press.refused


def test_rows_of_any_text_are_read_or_refused(definitions):
    judge = Judge(definitions)

    read_rows(judge, ROWS, 1)

    assert judge.met.inputs >= ROWS


@pytest.mark.parametrize("make", [template, export, deaths])
def test_a_made_up_file_is_accepted_with_each_number_where_it_was_put(make, definitions):
    base = make(Random(1), Bases(definitions).authorities)

    screening = screened(ReceivedFile(base.name, base.content), definitions)

    assert screening.verdict is Verdict.ACCEPTED
    assert placed(screening.figures) == base.truth


def test_a_number_under_another_heading_would_be_seen(definitions):
    """The judge itself: two columns that change places with their numbers, and not their headings."""
    bases = Bases(definitions)
    base = deaths(Random(1), bases.authorities)
    years = base.content.splitlines()[0].split(b",")[2:4]
    moved = base.content.replace(b",".join(years), b",".join(reversed(years)))

    with pytest.raises(AssertionError, match="a number out of its place: numerator"):
        Judge(definitions).judge(Mutated(base, moved, Promise.PLACED))
