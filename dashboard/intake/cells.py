"""One cell of text to a number, a state, or a fault: marks, percent signs, thousands commas, flags."""

import re
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.domain.figures import State, number_text

# Marks that publishers and local systems put in place of a number. Each was seen in a published file or is
# explained on a publisher's page; datasets/README.md lists them. No mark is ever a zero.
MARKS: dict[str, State] = {
    "*": State.HIDDEN,
    "<5": State.HIDDEN,
    "1-4": State.HIDDEN,
    "1 to 4": State.HIDDEN,
    "c": State.HIDDEN,
    "[c]": State.HIDDEN,
    "suppressed": State.HIDDEN,
    "-": State.NOT_APPLICABLE,
    "–": State.NOT_APPLICABLE,
    "[z]": State.NOT_APPLICABLE,
    "z": State.NOT_APPLICABLE,
    "..": State.NOT_AVAILABLE,
    ":": State.NOT_AVAILABLE,
    "[x]": State.NOT_AVAILABLE,
    "x": State.NOT_AVAILABLE,
    "na": State.NOT_AVAILABLE,
    "n/a": State.NOT_AVAILABLE,
    "nan": State.NOT_AVAILABLE,
    "#n/a": State.NOT_AVAILABLE,
    "[low]": State.LOW,
    "null": State.NOT_COLLECTED,
    "[w]": State.NOT_AVAILABLE,
    "[not collected]": State.NOT_COLLECTED,
    "[in neighbour]": State.IN_NEIGHBOUR,
}
FLAGS: dict[str, str] = {
    "[p]": "provisional",
    "[r]": "revised",
    "[e]": "estimated",
    "[u]": "low reliability",
    "[b]": "break in series",
    "[f]": "forecast",
    "[w]": "none recorded",
}
ROUNDED_FLAG = "[rounded]"
LARGEST = 1e15  # beyond it a number is not kept to its last digit
SMALLEST = 1e-9  # what is nearer to nothing is left over from a calculation

_NUMBER = re.compile(
    r"[-−–+]?£?((\d{1,3}(,\d{3})+|\d+)(\.\d+)?|\.\d+)(e[-+]?\d{1,3})? ?%?",
    re.IGNORECASE,
)
_SOME_DIGIT = re.compile(r"^[^e]*[1-9]")  # other than 0, before the power of ten
_TRAILING_FLAG = re.compile(r"^(.*\S)\s*(\[[a-z]+\]|\([a-z]\))$", re.IGNORECASE)
_GLUED_FLAG = re.compile(r"^(.*\d%?)\s?([pr])$", re.IGNORECASE)  # "1,234r", as older tables have it
_NOTE_MARK = re.compile(r"\s*\[notes? [^\]]*\]$", re.IGNORECASE)
_THIN_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")  # spaces that do not break a line


@dataclass(frozen=True)
class Cell:
    """What a cell says. Exactly one of ``number``, ``state`` and ``fault`` is set; none for an empty cell."""

    number: float | None = None
    state: State | None = None
    flags: tuple[str, ...] = ()
    rounded: bool = False
    percent: bool = False
    fault: str = ""


@lru_cache(maxsize=65_536)
def read_cell(text: str) -> Cell:
    """Return what a trimmed cell says; faults are "formula", "not a number", "out of reach" or "minus zero"."""
    folded = " ".join(_NOTE_MARK.sub("", _THIN_THOUSANDS.sub("", text)).split()).casefold()
    if not folded:
        return Cell()
    if folded.replace(" ", "") in MARKS or folded in MARKS:
        return Cell(state=MARKS.get(folded) or MARKS[folded.replace(" ", "")])
    if flagged := _flag_at_end(folded):
        return _flagged(*flagged)
    if folded[0] in "=@":
        return Cell(fault="formula")
    return _number(folded)


def without_flags(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the flags at its end, and what these say: "2024/25 (p)" is 2024/25, provisional."""
    rest, flags = text, []
    while (found := _flag_at_end(rest)) and found[1].casefold() in FLAGS:
        rest = found[0].strip()
        flags.append(FLAGS[found[1].casefold()])
    return rest, tuple(flags)


def _flag_at_end(text: str) -> tuple[str, str] | None:
    """Return a text and the flag after it, in square brackets however it was written; None where there is none."""
    found = _TRAILING_FLAG.match(text) or _GLUED_FLAG.match(text)
    return (found[1], f"[{found[2].strip('[]()')}]") if found else None


def _flagged(rest: str, flag: str) -> Cell:
    cell = read_cell(rest)
    if flag == ROUNDED_FLAG:
        return Cell(cell.number, cell.state, cell.flags, True, cell.percent, cell.fault)
    if flag not in FLAGS:
        return Cell(fault="not a number")
    return Cell(cell.number, cell.state, (*cell.flags, FLAGS[flag]), cell.rounded, cell.percent, cell.fault)


def _number(folded: str) -> Cell:
    if not _NUMBER.fullmatch(folded):
        return Cell(fault="not a number")
    plain = re.sub("[−–]", "-", folded).replace(",", "").replace("£", "").removesuffix("%").strip()
    number = float(plain)
    if abs(number) >= LARGEST or (abs(number) < SMALLEST and _SOME_DIGIT.search(plain)):
        return Cell(fault="out of reach")
    if number == 0 and plain.startswith("-"):
        return Cell(fault="minus zero")
    return Cell(number=number, percent=folded.endswith("%"))


def added(first: pd.Series, second: pd.Series, sign: int = 1) -> pd.Series:
    """Return the sums of two columns of text as text; a cell that is no number stands in place of the sum."""

    def add(one: str, other: str) -> str:
        numbers = read_cell(one).number, read_cell(other).number
        if numbers[0] is None or numbers[1] is None:
            return one if numbers[0] is None else other
        return number_text(numbers[0] + sign * numbers[1])

    return pd.Series([add(*pair) for pair in zip(first, second, strict=True)], first.index, dtype="str")
