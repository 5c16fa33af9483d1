"""What the words of a heading say of the column below it."""

import re
from collections import defaultdict
from functools import lru_cache

from dashboard.domain.breakdowns import BREAKDOWN_KEYS
from dashboard.domain.indicators import Catalogue
from dashboard.domain.mappings import Part

WHEN = re.compile(r"\b(year|period|quarter|qtr|month|date|time|ending)\b")
SEX = re.compile(r"\b(sex|gender)\b")
AGE = re.compile(r"\bages?\b")
MEASURE = re.compile(r"\b(measure|indicator|metric)s?\b")
NOTE = re.compile(r"\b(note|comment|footnote|caveat)s?\b")
WIDER = re.compile(r"\b(parent|region|country|national|england)\b")
LABELS = re.compile(r"\b(ids?|code|identifier|sortable|latitude|longitude|rank)\b")
OTHERS = re.compile(r"\b(baseline|national|england|region|previous|change|direction|target|ambition)\b")
OTHER_LIMITS = re.compile(r"\b99([.]8)?\b")
_NUMBERS = {
    Part.LOWER: re.compile(r"\b(lower|lci|lcl|low)\b"),
    Part.UPPER: re.compile(r"\b(upper|uci|ucl|high)\b"),
    Part.DENOMINATOR: re.compile(r"\b(denominator|out of|base|total)\b"),
    Part.VALUE: re.compile(r"%|\b(percent|percentage|per cent|rate|value|share|proportion|mean|average)\b"),
    Part.COUNT: re.compile(r"\b(count|number|numerator|n|no)\b"),
}
_SEXES = {"female": re.compile(r"\b(females?|women)\b"), "male": re.compile(r"\b(males?|men)\b")}
_GROUPS = {key: re.compile(rf"\b{key}s?\b") for key in BREAKDOWN_KEYS} | {
    "ethnicity": re.compile(r"\bethnic(ity)?\b"),
    "drug": re.compile(r"\b(drug|substance)s?\b"),
}
_ALIKE = 0.6  # of the words of a heading and of a measure's title, to be taken for the same
_UNTOLD = frozenset(  # words that tell no measure from another
    (
        *("of", "the", "a", "an", "and", "in", "for", "to", "n", "no", "number", "count", "value"),
        *("percentage", "percent", "per", "cent", "rate"),
        *("male", "men", "female", "women"),
    )
)


def number_in(heading: str) -> Part | None:
    """Return which number of a figure a heading names, None where it names none."""
    return next((part for part, words in _NUMBERS.items() if words.search(heading)), None)


def sex_in(heading: str) -> str:
    """Return the sex that a heading names, "" where it names none."""
    return next((sex for sex, words in _SEXES.items() if words.search(heading)), "")


def group_in(heading: str) -> str:
    """Return the kind of group that a heading names, such as "ethnicity", "" where it names none."""
    return next((key for key, words in _GROUPS.items() if words.search(heading)), "")


def measure_like(heading: str, catalogue: Catalogue) -> str:
    """Return the one indicator whose name shares most words with a heading, "" where none or several do."""
    asked = _words(heading)
    scores: dict[float, list[str]] = defaultdict(list)
    for one in catalogue:
        names = (_words(name) for name in (one.title, one.short_title, one.id))
        scores[max(len(asked & name) / len(asked | name) for name in names)].append(one.id)
    best = max(scores, default=0.0)
    return scores[best][0] if best >= _ALIKE and len(scores[best]) == 1 else ""


@lru_cache(maxsize=4_096)  # the titles of all measures are gone through for each heading
def _words(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return frozenset(word.removesuffix("s") for word in words) - _UNTOLD
