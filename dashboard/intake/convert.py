"""Cells of text to figures: indicators, areas, periods and numbers, with a finding for each that cannot be read."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from dashboard.domain.areas import AreaKind, SeveralAreas
from dashboard.domain.breakdowns import breakdown_pairs, breakdown_text
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import FIGURE, State
from dashboard.domain.findings import Finding, Severity
from dashboard.domain.groups import Groups
from dashboard.domain.indicators import Catalogue, suggestion
from dashboard.domain.periods import Period, PeriodError, PeriodHabit, read_period
from dashboard.intake.cells import Cell, read_cell, without_flags
from dashboard.intake.places import codes_of, left_out_because
from dashboard.intake.reading import MOST_TOLD, NUMBER_CELLS, Reading
from dashboard.intake.tables import without_note_marks

INSIDE = dict(
    zip(NUMBER_CELLS, ("numerator", "denominator", "value", "lower", "upper"), strict=True)
)  # files people send say count; inside it is the numerator
SEXES = {
    "": "persons",
    "persons": "persons",
    "person": "persons",
    "people": "persons",
    "total": "persons",
    "all": "persons",
    "both": "persons",
    "male": "male",
    "males": "male",
    "m": "male",
    "men": "male",
    "female": "female",
    "females": "female",
    "f": "female",
    "women": "female",
    "other": "other",
    "unknown": "unknown",
    "not known": "unknown",
}
EVERY_AGE = ("", "total", "all", "all ages", "not applicable")
_AGE = re.compile(
    r"\d{1,3}-\d{1,3}|\d{1,3}\+|[<>] ?\d{1,3}|(under|over|aged) \d{1,3}|unknown|not known|adults|young people"
)
_MADE_A_DATE = re.compile(r"\d{1,2}[- ][A-Za-z]{3}|[A-Za-z]{3}[- ]\d{2,4}|\d{4}-\d\d-\d\d.*|\d{1,2}/\d{1,2}/\d{2,4}")
_DECIMAL_COMMA = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+),\d{1,2}%?")
_AND_OVER = re.compile(r"(\d{1,3}) (?:and|or|years and) (?:over|above|older)")
# Control characters but for tabs and ends of lines, and those that turn the direction in which a text is written.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
UNKNOWN_MEASURE = "a measure we do not know"  # in place of the id as found, for only ``found`` may quote a cell


@dataclass(frozen=True)
class Conversion:
    """Figures with the ``row`` each came from and the ``decimals`` its value was written with; and findings."""

    figures: pd.DataFrame
    findings: tuple[Finding, ...]


@dataclass
class _Faults:
    """Findings in the making: the same fault in many rows of a measure is one finding."""

    found: list[Finding] = field(default_factory=list)

    def add(self, cells: pd.DataFrame, finding: Finding) -> None:
        for indicator, rows in cells.groupby("indicator"):
            lines = tuple(int(row) for row in rows["row"].unique())
            self.found.append(replace(finding, rows=lines, indicators=(str(indicator),)))

    def add_each(self, cells: pd.DataFrame, column: str, finding: Callable[[str], Finding]) -> None:
        """Add a finding for each different text of a column, all of which are faults."""
        texts = list(cells[column].unique())
        for text in texts[:MOST_TOLD]:
            self.add(cells[cells[column] == text], finding(str(text)))
        if others := texts[MOST_TOLD:]:
            more = replace(finding(str(others[0])), found=f"{len(others):,} other texts", mend="Mend these as well.")
            self.add(cells[cells[column].isin(others)], more)


def convert(reading: Reading, definitions: Definitions) -> Conversion:
    """Return the figures in a reading; each fault is a finding that stops its measure.

    A row whose area is unknown stays, under the area "", for the checks on its numbers.
    """
    faults = _Faults()
    cells = reading.cells
    cells = _known_indicators(cells, definitions.catalogue, faults)
    cells, left_out = _with_areas(cells, reading, definitions, faults)
    cells = _with_periods(cells, reading.habit, faults)
    faults.add(cells[_hold_formulas(cells)], _FORMULA_IN_WORDS)
    for name in ("note", "source", "breakdown"):
        faults.add(cells[_hold_the_unseen(cells[name])], replace(_UNSEEN_IN_WORDS, column=name))
    cells = _with_groups(cells, definitions, faults)
    figures = _with_numbers(cells, reading, faults)
    return Conversion(figures, (*left_out, *faults.found))


def _known_indicators(cells: pd.DataFrame, catalogue: Catalogue, faults: _Faults) -> pd.DataFrame:
    known = cells["indicator"].isin(list(catalogue.indicators))
    unknown = cells[~known]
    unknown = unknown.assign(found=unknown["indicator"], indicator=UNKNOWN_MEASURE)
    faults.add_each(unknown, "found", lambda name: _indicator_fault(name, catalogue))
    return _only(cells, known)


def _indicator_fault(name: str, catalogue: Catalogue) -> Finding:
    return Finding.error(
        "indicator_is_known",
        "There is no indicator with this id.",
        suggestion(name, catalogue.indicators).strip() or "The definitions page lists every indicator.",
        found=name or "an empty cell",
        expected="the id of an indicator",
        column="indicator",
    )


def _with_areas(
    cells: pd.DataFrame, reading: Reading, definitions: Definitions, faults: _Faults
) -> tuple[pd.DataFrame, list[Finding]]:
    reasons = _mapped(cells["area"], lambda text: left_out_because(text) or "", "str")
    notices = [_area_notice(str(reason), rows) for reason, rows in cells[reasons != ""].groupby(reasons, sort=False)]
    ours = _only(cells, reasons == "")
    geographies = _mapped(ours["indicator"], lambda name: definitions.catalogue.called(name).geography.value, "str")
    parts = []
    for geography, rows in ours.groupby(geographies, sort=False):
        codes, errors = codes_of(rows["area"].unique(), reading, AreaKind(str(geography)), definitions.areas)
        faults.add_each(rows[rows["area"].isin(list(errors))], "area", partial(_area_fault, errors))
        # A row whose area is unknown stays, under no area, so that the faults in its numbers are told as well.
        parts.append(rows.assign(area=_mapped(rows["area"], codes.get, "str").fillna("")))
    return (pd.concat(parts).sort_index() if parts else ours), notices


def _area_fault(errors: Mapping[str, Exception], text: str) -> Finding:
    error = errors[text]
    several = isinstance(error, SeveralAreas)
    message = "The name belongs to more than one area." if several else "The area is not one we know."
    return Finding.error(
        "area_is_one" if several else "area_is_known",
        message,
        str(error),
        found=text or "an empty cell",
        expected="a code, or the name of an area",
        column="area",
    )


def _area_notice(reason: str, rows: pd.DataFrame) -> Finding:
    names = rows["area"].nunique()
    message = f"{names} area(s) were left out: {reason}."
    lines = tuple(int(row) for row in rows["row"].unique())
    return Finding("areas_are_ours", Severity.NOTICE, message, rows=lines, indicators=_indicators(rows))


def _indicators(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(rows["indicator"].unique()))


def _with_periods(cells: pd.DataFrame, habit: PeriodHabit, faults: _Faults) -> pd.DataFrame:
    periods: dict[str, Period] = {}
    errors: dict[str, PeriodError] = {}
    for text in cells["period"].unique():
        try:
            periods[text] = read_period(without_note_marks(without_flags(text)[0]), habit)
        except PeriodError as error:
            errors[text] = error
    faults.add_each(cells[cells["period"].isin(list(errors))], "period", lambda text: _period_fault(text, errors[text]))
    read = _only(cells, cells["period"].isin(list(periods)))
    flags = _mapped(read["period"], lambda text: "; ".join(without_flags(text)[1]), "str")
    return read.assign(
        note=read["note"] + flags.mask((flags != "") & (read["note"] != ""), "; " + flags),
        period_start=_mapped(read["period"], lambda text: periods[text].start.isoformat(), "str"),
        period_months=_mapped(read["period"], lambda text: periods[text].months, "int64"),
        period_kind=_mapped(read["period"], lambda text: periods[text].kind.value, "str"),
    )


def _period_fault(text: str, error: PeriodError) -> Finding:
    return Finding.error(
        "period_is_read",
        "The period cannot be read, or could be two different periods.",
        str(error),
        found=text or "an empty cell",
        expected="a period that can be read one way only",
        column="period",
    )


def _mapped(texts: pd.Series, read: Callable[[str], object], dtype: str) -> pd.Series:
    """Return ``read`` of each text, worked out once for each different text."""
    at, different = pd.factorize(texts)
    return _spread([read(text) for text in different], at, texts.index, dtype)


def _spread(values: list[Any], at: np.ndarray, index: pd.Index, dtype: Any) -> pd.Series:
    return pd.Series(pd.array(values, dtype=dtype).take(at), index)


def _only(cells: pd.DataFrame, wanted: pd.Series) -> pd.DataFrame:
    """Return the rows that are wanted; where these are all, as most often, nothing is copied."""
    return cells if wanted.all() else cells[wanted]


def _with_groups(cells: pd.DataFrame, definitions: Definitions, faults: _Faults) -> pd.DataFrame:
    sexes = _mapped(cells["sex"], lambda text: SEXES.get(text.casefold()), "str")
    faults.add_each(cells[sexes.isna()], "sex", _sex_fault)
    breakdowns, errors = _breakdowns(cells["breakdown"].unique(), definitions.groups)
    unread = cells["breakdown"].isin(list(errors))
    faults.add_each(cells[unread], "breakdown", lambda text: _breakdown_fault(text, errors[text]))
    ages = _ages(cells, definitions.catalogue)
    odd = (ages != "") & ~_mapped(ages, lambda age: _AGE.fullmatch(age) is not None, "bool")
    faults.add_each(cells[odd], "age", _age_fault)
    grouped = cells.assign(sex=sexes, age=ages, breakdown=_mapped(cells["breakdown"], breakdowns.get, "str"))
    return _only(grouped, sexes.notna() & ~unread & ~odd)


def _sex_fault(text: str) -> Finding:
    return Finding.error(
        "sex_is_known",
        "The sex is not one of the words we know.",
        "Write persons, male or female.",
        found=text,
        expected="persons, male, female, other or unknown",
        column="sex",
    )


def is_sex(text: str) -> bool:
    """Whether a cell is a word for a sex, or for everybody."""
    return text.casefold() in SEXES


def is_age(text: str) -> bool:
    """Whether a cell is a band of years, or a word for all ages."""
    age = _tidy_age(text)
    return age in EVERY_AGE or bool(_AGE.fullmatch(age))


def _ages(cells: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Return age bands as they are kept; the indicator's own, or everybody, is the headline: ""."""
    tidy = _mapped(cells["age"], _tidy_age, "str")
    own = _mapped(cells["indicator"], lambda name: catalogue.called(name).age.casefold(), "str")
    return tidy.mask(tidy.isin(EVERY_AGE) | (tidy == own), "")


def _tidy_age(text: str) -> str:
    """Return an age band as it is written here: "18-29" or "50+"."""
    tidy = re.sub(r" (yrs?|years?)( old)?$", "", " ".join(text.split()).casefold())
    return _AND_OVER.sub(r"\1+", re.sub(r"(?<=\d) ?(?:-|–|to) ?(?=\d)", "-", tidy))


def _age_fault(text: str) -> Finding:
    if _MADE_A_DATE.fullmatch(text.strip()):
        return Finding.error(
            "ages_are_not_dates",
            "The age has become a date, as spreadsheet programs do with 11-18.",
            "Make the column text, and write the band again, such as 11-18.",
            found=text,
            expected="an age band",
            column="age",
        )
    return Finding.error(
        "age_is_a_band",
        "The age is not a band of years.",
        "Write it like 18-29 or 50+, or leave it empty for everybody the measure covers.",
        found=text,
        expected="an age band",
        column="age",
    )


def _hold_formulas(cells: pd.DataFrame) -> pd.Series:
    return cells["note"].str.startswith("=") | cells["source"].str.startswith("=")


def _hold_the_unseen(texts: pd.Series) -> pd.Series:
    return _mapped(texts, lambda text: _UNSEEN.search(text) is not None, "bool")


_UNSEEN_IN_WORDS = Finding.error(
    "words_are_seen",
    "A text holds a character that nobody sees, such as one that turns the direction of writing.",
    "Delete the text and type it again; copied text may carry such characters.",
    expected="letters, numbers and punctuation",
)
_FORMULA_IN_WORDS = Finding.error(
    "cells_hold_values",
    "A cell holds a formula.",
    "Copy the column and paste it back as values.",
    expected="words",
    column="note",
)


def _breakdowns(texts: Iterable[str], groups: Groups) -> tuple[dict[str, str], dict[str, ValueError]]:
    """Return breakdowns as they are kept, each value under the one spelling of it, and those that are none."""
    read, errors = {}, {}
    for text in texts:
        try:
            pairs = breakdown_pairs(text)
            read[text] = breakdown_text({name: groups.kept(name, value) for name, value in pairs.items()})
        except ValueError as error:
            errors[text] = error
    return read, errors


def _breakdown_fault(text: str, error: ValueError) -> Finding:
    return Finding.error(
        "breakdown_is_pairs",
        "The breakdown is not made of pairs that we know.",
        f"{error}. Write pairs such as drug=heroin; prison=LPI.",
        found=text,
        expected="key=value pairs joined by semicolons",
        column="breakdown",
    )


@dataclass(frozen=True)
class _Column:
    """A column of cells: what each different text says, and which of these stands ``at`` each row."""

    cells: list[Cell]
    at: np.ndarray
    index: pd.Index

    @classmethod
    def of(cls, texts: pd.Series) -> "_Column":
        at, different = pd.factorize(texts)
        return cls([read_cell(text) for text in different], at, texts.index)

    def each(self, say: Callable[[Cell], object], dtype: str) -> pd.Series:
        """Return for each row what is said of its cell."""
        return _spread([say(cell) for cell in self.cells], self.at, self.index, dtype)

    @property
    def numbers(self) -> pd.Series:
        return self.each(lambda cell: float("nan") if cell.number is None else cell.number, "float64").astype("float64")


def _with_numbers(cells: pd.DataFrame, reading: Reading, faults: _Faults) -> pd.DataFrame:
    read = {name: _Column.of(cells[name]) for name in NUMBER_CELLS}
    faulty = _number_faults(cells, read, reading, faults)
    frame = cells.assign(
        **{INSIDE[name]: column.numbers for name, column in read.items()},
        state=_states(read, reading.rounded),
        decimals=_mapped(cells["value"], _decimals, "int64"),
        percent=_any_percent(read, ("value", "lower_ci_95", "upper_ci_95")),
        note=_notes(cells["note"], read),
    )[[*FIGURE, "row", "decimals", "percent"]]
    _too_rough(frame, faults)
    numbered = frame["state"].isin([state for state in State if state.has_numbers])
    beside = (frame["state"] == State.HIDDEN) & frame[["numerator", "value"]].notna().any(axis=1)
    faults.add(cells[beside], _NUMBER_BESIDE_A_MARK)
    for name in ("numerator", "value", "lower", "upper"):
        frame[name] = frame[name].where(numbered)
    return _only(frame, ~faulty).reset_index(drop=True)


_NUMBER_BESIDE_A_MARK = Finding(
    "hidden_is_hidden_everywhere",
    Severity.NOTICE,
    "The source hides a count and prints a number beside it; neither is kept, for the one would give away the other.",
)


def _number_faults(cells: pd.DataFrame, read: dict[str, _Column], reading: Reading, faults: _Faults) -> pd.Series:
    faulty = pd.Series(False, cells.index)
    for name, column in read.items():
        counts = name in ("count", "denominator")
        texts = column.each(partial(_fault_of, counts), "str")
        for fault in ("percentage", *_NUMBER_FAULTS, "not a number"):
            bad = texts == fault
            faulty |= bad
            for own, rows in cells[bad].groupby("column"):
                heading = reading.heading_of(name, str(own))
                faults.add_each(rows, name, partial(_number_fault, fault, heading))
    return faulty


def _fault_of(counts: bool, cell: Cell) -> str:
    return "percentage" if counts and cell.percent else cell.fault


_NUMBER_FAULTS = {
    "formula": Finding.error(
        "cells_hold_values",
        "A cell holds a formula.",
        "Copy the column and paste it back as values.",
        expected="a number or a mark",
    ),
    "out of reach": Finding.error(
        "numbers_are_numbers",
        "A number is too large to be kept to its last digit, or too near to 0 to be anything.",
        "Write the number that was meant in figures, such as 1465 or 0.5; write 0 for none.",
        expected="a number below 1,000,000,000,000,000, not nearer to 0 than 0.000000001",
    ),
    "minus zero": Finding.error(
        "numbers_are_numbers",
        "A minus stands before 0.",
        "Write 0 for none, or the number that became 0 when it was rounded.",
        expected="0, or a number below it",
    ),
}


def _number_fault(fault: str, column: str, text: str) -> Finding:
    if fault in _NUMBER_FAULTS:
        return replace(_NUMBER_FAULTS[fault], found=text, column=column)
    if fault == "percentage":
        message, mend = "A count carries a percent sign.", "Move it to the column value, or send the count."
        return Finding.error(
            "counts_are_not_percentages", message, mend, found=text, expected="how many there are", column=column
        )
    if _DECIMAL_COMMA.fullmatch(text.strip()):
        pointed = text.strip().replace(".", "").replace(",", ".")
        return Finding.error(
            "decimals_are_points",
            "A comma stands before the last one or two digits of a number.",
            f"Write a point before decimals: {pointed}. Thousands are parted as in 1,465.",
            found=text,
            expected="a number such as 61.3 or 1,465",
            column=column,
        )
    if _MADE_A_DATE.fullmatch(text.strip()):
        return Finding.error(
            "numbers_are_numbers",
            "A number or a mark has become a date, as spreadsheet programs do with 1-4.",
            "Make the column text, and write what stood there again; a count of 1 to 4 is marked [c].",
            found=text,
            expected="a number or a mark",
            column=column,
        )
    return Finding.error(
        "numbers_are_numbers",
        "A cell holds neither a number nor a mark that we know.",
        "Write the number in figures, or a mark: [c] hidden, [x] not available, [z] does not apply.",
        found=text,
        expected="a number or a mark",
        column=column,
    )


def _any_percent(read: dict[str, _Column], names: Iterable[str]) -> pd.Series:
    return pd.concat([read[name].each(lambda cell: cell.percent, "bool") for name in names], axis=1).any(axis=1)


ROUNDING_ALLOWED = 5  # a difference of two counts rounded to 5 may lie this far below a part of it


def _too_rough(frame: pd.DataFrame, faults: _Faults) -> None:
    """Mark as not available the rounded figures whose part comes out above its whole by no more than rounding does."""
    above = frame["numerator"] - frame["denominator"]
    rough = (frame["state"] == State.ROUNDED) & above.between(0, ROUNDING_ALLOWED, inclusive="right")
    faults.add(frame[rough], _TOO_ROUGH)
    frame["state"] = frame["state"].mask(rough, State.NOT_AVAILABLE.value)


_TOO_ROUGH = Finding(
    "rounding_leaves_a_share",
    Severity.NOTICE,
    "The source's rounding puts a part above its whole; the share cannot be worked out and is kept as not available.",
)


def _states(read: dict[str, _Column], rounded: bool) -> pd.Series:
    """A mark for hidden wins over any number beside it; any other mark only where there is no number."""
    count, value, denominator = (read[name] for name in ("count", "value", "denominator"))
    marks = [column.each(lambda cell: cell.state or "", "str") for column in (count, value, denominator)]
    hidden = np.logical_or.reduce([mark == State.HIDDEN for mark in marks])
    numbered = count.numbers.notna() | value.numbers.notna()
    rough = rounded | count.each(lambda cell: cell.rounded, "bool") | value.each(lambda cell: cell.rounded, "bool")
    states = marks[0].where(marks[0] != "", marks[1].where(marks[1] != "", marks[2]))
    states = states.mask(states == "", State.NOT_AVAILABLE.value)
    states = states.mask(numbered, State.VALUE.value).mask(numbered & rough, State.ROUNDED.value)
    return states.mask(hidden, State.HIDDEN.value)


def _decimals(text: str) -> int:
    _, point, after = text.partition(".")
    return len([mark for mark in after if mark.isdigit()]) if point else 0


def _notes(notes: pd.Series, read: dict[str, _Column]) -> pd.Series:
    flags = pd.concat([column.each(lambda cell: "; ".join(cell.flags), "str") for column in read.values()], axis=1)
    flagged = (flags != "").any(axis=1)
    said = [
        "; ".join(filter(None, (note, *sorted({flag for cell in row for flag in cell.split("; ") if flag}))))
        for note, row in zip(notes[flagged], flags[flagged].itertuples(index=False), strict=True)
    ]
    made = notes.copy()
    made[flagged] = pd.array(said, dtype="str")
    return made
