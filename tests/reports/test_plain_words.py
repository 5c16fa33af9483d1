"""Every sentence the product can make, and every text of the catalogue, is calm, blames nobody and reads easily."""

import ast
import csv
import re
from statistics import mean
from typing import get_args

import pytest

from dashboard.domain.definitions import datasets, read_glossary
from dashboard.domain.figures import State
from dashboard.domain.indicators import Theme
from dashboard.reports.methods import METHODS
from dashboard.stats.spc import Assurance
from tests.conftest import ROOT
from tests.reports.every_sentence import FIXED, every_sentence
from tests.reports.reading import grade, syllables

TEXTS = ("title", "short_title", "sentence", "question", "why", "caveat", "numerator", "denominator", "small_numbers")
LABELS = {*get_args(Assurance)}  # names within the code, which sentences.assurance puts into words
# Reports are for a reader of about 12 (product.md), which is seven years at school. A sentence cannot be shorter than
# the name of what it counts, so the average may lie a year above that; one with every part that a chair needs (counts,
# period, a wider area, a comparison, chance) may ask for what everybody has learnt at the end of school.
AVERAGE_GRADE, HARDEST_GRADE = 8, 13


def table(name: str) -> list[dict[str, str]]:
    with (datasets() / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


AVOID = table("words_to_avoid.csv")
OFFICIAL = table("official_names.csv")
_PATTERNS = (re.escape(row["avoid"]).replace(r"\*", "[a-z]*") for row in AVOID)  # a star stands for any ending
_LONGEST_FIRST = sorted((row["name"] for row in OFFICIAL), key=len, reverse=True)  # one may be part of another
_OFFICIAL = re.compile("|".join(map(re.escape, _LONGEST_FIRST)), re.IGNORECASE)
_FORBIDDEN = re.compile(rf"\b(?:{'|'.join(_PATTERNS)})\b", re.IGNORECASE)


def unkind(text: str) -> list[str]:
    """The words of a text that the list forbids, official names left out."""
    return _FORBIDDEN.findall(_OFFICIAL.sub("", text))


@pytest.fixture(scope="module")
def told(definitions):
    return {one.id: every_sentence(one, definitions) for one in definitions.catalogue}


def test_no_sentence_of_a_figure_blames_or_alarms(told):
    found = {said: unkind(said) for sentences in told.values() for said in sentences if unkind(said)}

    assert found == {}


def test_no_text_of_the_catalogue_blames_or_alarms(definitions):
    texts = {(one.id, name): getattr(one, name) for one in definitions.catalogue for name in TEXTS}

    assert {where: unkind(text) for where, text in texts.items() if unkind(text)} == {}


def test_no_other_words_of_the_product_blame_or_alarm():
    said = [*(state.words for state in State), *(theme.label for theme in Theme), str(METHODS)]
    said += [f"{term}: {meaning}" for term, meaning in read_glossary()]

    assert [(unkind(text), text) for text in said if unkind(text)] == []


@pytest.mark.parametrize("layer", ["reports", "stats", "charts"])
def test_no_text_within_the_code_of_reports_blames_or_alarms(layer):
    for path in (ROOT / "dashboard" / layer).glob("*.py"):
        found = [text for text in literals(path.read_text("utf-8")) if unkind(text)]
        assert found == [], path.name


def literals(code: str) -> list[str]:
    """The texts in a module, without its docstrings and labels."""
    tree = ast.parse(code)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [node.value for node in texts if id(node) not in alone and node.value not in LABELS]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Leeds failed to meet it", ["failed"]),
        ("the WORST area", ["WORST"]),
        ("drug addicts and offenders", ["addicts", "offenders"]),
        ("he is a drug abuser", ["abuser"]),
        ("people suffering from poor health", ["suffering", "poor"]),
        ("people who offended and are convicted", []),
        ("criminal justice", []),
        ("pooled years, cleaned data", []),
        ("Deaths related to drug misuse", []),
    ],
)
def test_the_list_finds_the_word_and_not_its_neighbours(text, found):
    assert unkind(text) == found


def test_each_word_to_avoid_has_a_better_one_and_a_reason_and_stands_once():
    assert all(row["avoid"] and row["say"] and row["why"] for row in AVOID)
    assert [row["avoid"] for row in AVOID] == sorted({row["avoid"] for row in AVOID})


def test_no_better_word_is_one_to_avoid():
    assert [row["say"] for row in AVOID if unkind(row["say"])] == []


def test_each_official_name_is_used_and_says_why(definitions):
    everything = [getattr(one, name) for one in definitions.catalogue for name in TEXTS]
    everything += [str(METHODS), *(meaning for _, meaning in read_glossary())]
    for row in OFFICIAL:
        assert row["why"]
        assert any(row["name"].casefold() in text.casefold() for text in everything), row["name"]


def plainly(said: str, title: str = "") -> str:
    """A sentence with names in it as short words: who reads of Thames Valley knows where that is."""
    for name in filter(None, (title, "Thames Valley", "England and Wales", "England", "Leeds")):
        said = said.replace(name, "Hull")
    return said


def test_sentences_read_easily(definitions, told):
    for one in definitions.catalogue:
        grades = {said: grade(plainly(said, one.short_title)) for said in told[one.id] if said.endswith(".")}
        hardest = max(grades, key=grades.__getitem__)
        assert grades[hardest] <= HARDEST_GRADE, hardest
    assert mean(grade(plainly(said)) for all_of in told.values() for said in all_of) <= AVERAGE_GRADE


@pytest.mark.parametrize("said", FIXED)
def test_sentences_that_are_always_the_same_read_easily_and_blame_nobody(said):
    assert unkind(said) == []
    assert grade(plainly(said)) <= HARDEST_GRADE


def test_what_the_catalogue_asks_and_explains_reads_easily(definitions):
    grades = {one.id: grade(f"{one.question} {one.why}") for one in definitions.catalogue}

    assert mean(grades.values()) <= AVERAGE_GRADE
    assert max(grades.values()) <= HARDEST_GRADE, max(grades, key=grades.__getitem__)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cat sat on the mat.", 0.39 * 6 + 11.8 * 6 / 6 - 15.59),
        (
            "This sentence, taken as a reading passage unto itself, is being used to prove a point.",
            0.39 * 16 + 11.8 * 23 / 16 - 15.59,
        ),
        (
            "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.",
            0.39 * 13 + 11.8 * 24 / 13 - 15.59,
        ),
    ],
)
def test_a_grade_is_that_of_its_words_and_syllables(text, expected):
    # The examples, and their words and syllables, are those of Wikipedia, Flesch-Kincaid readability tests.
    assert grade(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("three", 1), ("weeks", 1), ("used", 1), ("crimes", 1), ("2025", 1), ("39%", 1)),
        *(("people", 2), ("treatment", 2), ("started", 2), ("services", 3), ("places", 2), ("table", 2)),
        *(("alcohol", 3), ("naloxone", 3), ("diversion", 3), ("opiate", 3), ("specialist", 3), ("custody", 3)),
        *(("community", 4), ("resolution", 4), ("rehabilitation", 6)),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count
