"""The fast way through a file and the careful one: where both give a table, it is the same."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.intake.regular import read_regular
from dashboard.intake.tables import Table, Unreadable
from dashboard.intake.text import read_text
from tests.fuzz.bases import Bases
from tests.fuzz.mutations import mutate

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("**/*.csv"))
GOOD = [path for path in SAMPLES if "good" in path.parts]
WORDS = [
    "",
    "new-presentations",
    "E09000003",
    "2024/25 Q1",
    "65",
    "1,465",
    "[c]",
    " Barnet ",
    "é",
    "“x”",
    "\u3000y\x85",
]
NASTY = ['"', '""', 'a"b', '"a"b', '"a,b"', "two\nlines", "a\rb", "\x1e after the end of the file", "\x0b", "'", "\\"]
HEADINGS = ["indicator", "area", "period", "count", "note"]
NOTES = [
    "Source: a register",
    "1. Counts are rounded, as are shares, here and elsewhere",
    ",,,,",
    "",
    "Title,of,it",
    "indicator,area,period,count,note",
    ",,Here,There,",
]


def _carefully(content: bytes) -> list[Table]:
    """Return what reading row by row gives, nothing for a file that cannot be read."""
    try:
        return read_text(content)[0]
    except Unreadable:
        return []


def _agree(content: bytes) -> bool:
    """Compare the two ways, and return whether the fast one was open to the file."""
    fast = read_regular(content)
    if fast is None:
        return False
    (careful,) = _carefully(content)
    pd.testing.assert_frame_equal(fast.rows, careful.rows, check_index_type="equiv")
    nothing = pd.DataFrame()
    assert replace(fast, rows=nothing).__dict__ | {"rows": 0} == replace(careful, rows=nothing).__dict__ | {"rows": 0}
    return True


@st.composite
def written(draw: st.DrawFn) -> bytes:
    """A table as programs write it, and as they should not: quoted or bare, with notes, ends and codes of all sorts."""
    words = st.sampled_from(WORDS) if draw(st.booleans()) else st.sampled_from([*WORDS, *NASTY])
    wide = st.lists(words, min_size=5, max_size=5)
    rows = draw(st.lists(wide if draw(st.booleans()) else st.lists(words, max_size=6), min_size=1, max_size=30))
    delimiter, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    table = io.StringIO()
    if draw(st.booleans()):
        csv.writer(table, delimiter=delimiter, lineterminator=end).writerows([HEADINGS, *rows])
    else:
        table.write("".join(delimiter.join(cells) + end for cells in [HEADINGS, *rows]))
    notes = st.lists(st.sampled_from(NOTES), max_size=2).map(lambda lines: "".join(line + end for line in lines))
    text = draw(notes) + table.getvalue() + draw(notes) + draw(st.sampled_from(["", end, end * 2]))
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])), errors="replace")


# derandomize: the same files in each run, so that a fault is found when it is made.
ALL_OF_THEM = settings(max_examples=1500, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@ALL_OF_THEM
@given(content=written())
def test_a_table_read_the_fast_way_is_the_one_that_is_read_row_by_row(content):
    _agree(content)


@pytest.fixture(scope="module")
def bases(definitions) -> Bases:
    return Bases(definitions)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(seed=st.integers())
def test_a_damaged_file_read_the_fast_way_is_the_one_that_is_read_row_by_row(bases, seed):
    rng = Random(seed)
    _agree(mutate(bases.draw(rng), rng).content)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_sample_read_the_fast_way_is_the_one_that_is_read_row_by_row(path):
    _agree(path.read_bytes())


def test_most_good_samples_are_read_the_fast_way():
    regular = [read_regular(path.read_bytes()) is not None for path in GOOD]
    assert sum(regular) > len(regular) / 2


def test_real_files_read_the_fast_way_are_those_that_are_read_row_by_row(real_file):
    paths = sorted(real_file(".").glob("**/*.csv"))
    assert sum(_agree(path.read_bytes()) for path in paths) > len(paths) / 2
