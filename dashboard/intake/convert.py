"""Cells of text to figures: indicators, areas, periods and numbers, with a finding for each that cannot be read."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pandas as pd

from dashboard.domain.areas import Areas, SeveralAreas, UnknownArea
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import FIGURE, State, breakdown_pairs, breakdown_text
from dashboard.domain.findings import Finding, Severity
from dashboard.domain.indicators import Catalogue, suggestion
from dashboard.domain.periods import Period, PeriodError, PeriodHabit, read_period
from dashboard.intake.cells import Cell, read_cell
from dashboard.intake.reading import NUMBER_CELLS, Reading

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
EVERY_AGE = ("", "total", "all", "all ages")

# Areas that published files carry and that are none of ours: by the first letters of the code, or by name.
CODES_LEFT_OUT = {
    "E07": "district councils, whose people are counted in their county",
    "E11": "metropolitan counties, whose people are counted in their boroughs",
    "E13": "parts of London, whose people are counted in their boroughs",
    "E47": "combined authorities, whose people are counted in their members",
    "J99": "people who live outside the country",
    "K02": "the United Kingdom as a whole",
    "K03": "Great Britain as a whole",
    "N": "areas in Northern Ireland",
    "S": "areas in Scotland",
    "W": "areas in Wales",
}
NAMES_LEFT_OUT = {
    "border force": "forces without an area",
    "british transport police": "forces without an area",
    "metropolitan and city": "two forces in one row, which are not split",
    "non residents": "people who live outside the country",
    "dyfed powys": "areas in Wales",
    "gwent": "areas in Wales",
    "north wales": "areas in Wales",
    "south wales": "areas in Wales",
    "wales": "areas in Wales",
}


@dataclass(frozen=True)
class Conversion:
    """Figures with the ``row`` each came from and the ``decimals`` its value was written with; and findings."""

    figures: pd.DataFrame
    findings: tuple[Finding, ...]


@dataclass
class _Faults:
    """Findings in the making: the same fault in many rows of a measure is one finding."""

    found: dict[tuple[str, str, str], Finding] = field(default_factory=dict)

    def add(self, cells: pd.DataFrame, finding: Finding) -> None:
        for indicator, rows in cells.groupby("indicator"):
            key = (finding.check, str(indicator), finding.found)
            lines = tuple(int(row) for row in rows["row"].unique())
            self.found[key] = replace(finding, rows=lines, indicators=(str(indicator),))


def convert(reading: Reading, definitions: Definitions) -> Conversion:
    """Return the figures in a reading; each fault is a finding that stops its measure.

    A row whose area is unknown stays, under the area "", for the checks on its numbers.
    """
    faults = _Faults()
    cells = reading.cells
    cells = _known_indicators(cells, definitions.catalogue, faults)
    cells, left_out = _with_areas(cells, reading, definitions, faults)
    cells = _with_periods(cells, reading.habit, faults)
    cells = _with_groups(cells, definitions.catalogue, faults)
    figures = _with_numbers(cells, reading, faults)
    return Conversion(figures, (*left_out, *faults.found.values()))


def _error(check: str, message: str, mend: str, **more: str) -> Finding:
    return Finding(check, Severity.ERROR, message, mend, **more)  # type: ignore[arg-type]


def _known_indicators(cells: pd.DataFrame, catalogue: Catalogue, faults: _Faults) -> pd.DataFrame:
    known = cells["indicator"].isin(list(catalogue.indicators))
    for name in cells.loc[~known, "indicator"].unique():
        mend = suggestion(name, catalogue.indicators).strip() or "The definitions page lists every indicator."
        finding = _error(
            "indicator_is_known",
            "There is no indicator with this id.",
            mend,
            found=name,
            expected="the id of an indicator",
            column="indicator",
        )
        faults.add(cells[cells["indicator"] == name], finding)
    return cells[known]


def _with_areas(
    cells: pd.DataFrame, reading: Reading, definitions: Definitions, faults: _Faults
) -> tuple[pd.DataFrame, list[Finding]]:
    codes: dict[tuple[str, str], str] = {}
    reasons: dict[str, list[pd.DataFrame]] = {}
    for (indicator, text), rows in cells.groupby(["indicator", "area"], sort=False):
        geography = definitions.catalogue.called(str(indicator)).geography
        if reason := left_out_because(str(text)):
            reasons.setdefault(reason, []).append(rows)
            continue
        try:
            codes[str(indicator), str(text)] = _area_code(definitions.areas, str(text), reading, geography)
        except (UnknownArea, SeveralAreas) as error:
            faults.add(rows, _area_fault(str(text), error))
    kept = pd.Series(list(zip(cells["indicator"], cells["area"], strict=True)), cells.index).map(codes)
    notices = [_area_notice(reason, pd.concat(rows)) for reason, rows in reasons.items()]
    # A row whose area is unknown stays, under no area, so that the faults in its numbers are told as well.
    ours = _mapped(cells["area"], lambda text: left_out_because(text) is None, "bool")
    return cells.assign(area=kept.fillna("").astype("str"))[ours], notices


def _area_code(areas: Areas, text: str, reading: Reading, geography: object) -> str:
    if not text:
        raise UnknownArea("The area is empty.")
    if reading.area_kinds:
        return areas.kept_code(areas.called(text, reading.area_kinds).code)
    return areas.kept_code(areas.reported(text, geography).code)  # type: ignore[arg-type]


def left_out_because(area: str) -> str | None:
    """Return why an area of a published file is none of ours, or None."""
    code = area.strip()
    if len(code) == 9 and code[1:].isdigit():
        return next((why for start, why in CODES_LEFT_OUT.items() if code.startswith(start)), None)
    return NAMES_LEFT_OUT.get(" ".join(code.replace("-", " ").casefold().split()))


def _area_fault(text: str, error: Exception) -> Finding:
    several = isinstance(error, SeveralAreas)
    message = "The name belongs to more than one area." if several else "The area is not one we know."
    return _error(
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
    for text in cells["period"].unique():
        try:
            periods[text] = read_period(text, habit)
        except PeriodError as error:
            finding = _error(
                "period_is_read",
                "The period cannot be read, or could be two different periods.",
                str(error),
                found=text or "an empty cell",
                expected="a period that can be read one way only",
                column="period",
            )
            faults.add(cells[cells["period"] == text], finding)
    read = cells[cells["period"].isin(list(periods))]
    return read.assign(
        period_start=_mapped(read["period"], lambda text: periods[text].start.isoformat(), "str"),
        period_months=_mapped(read["period"], lambda text: periods[text].months, "int64"),
        period_kind=_mapped(read["period"], lambda text: periods[text].kind.value, "str"),
    )


def _mapped(texts: pd.Series, read: Callable[[str], object], dtype: str) -> pd.Series:
    """Return ``read`` of each text, worked out once for each different text."""
    values = {text: read(text) for text in texts.unique()}
    return pd.Series([values[text] for text in texts], texts.index, dtype=dtype)


def _with_groups(cells: pd.DataFrame, catalogue: Catalogue, faults: _Faults) -> pd.DataFrame:
    sexes = cells["sex"].str.casefold()
    for text in sexes[~sexes.isin(list(SEXES))].unique():
        finding = _error(
            "sex_is_known",
            "The sex is not one of the words we know.",
            "Write persons, male or female.",
            found=text,
            expected="persons, male, female, other or unknown",
            column="sex",
        )
        faults.add(cells[sexes == text], finding)
    breakdowns = _breakdowns(cells, faults)
    ages = [_age(text, own) for text, own in zip(cells["age"], _own_ages(cells, catalogue), strict=True)]
    grouped = cells.assign(
        sex=sexes.map(SEXES),
        age=pd.Series(ages, cells.index, dtype="str"),
        breakdown=cells["breakdown"].map(breakdowns),
    )
    return grouped[grouped["sex"].notna() & grouped["breakdown"].notna()]


def _own_ages(cells: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    return cells["indicator"].map({indicator.id: indicator.age for indicator in catalogue})


def _age(text: str, own: str) -> str:
    """Return an age band as it is kept; the indicator's own band, or everybody, is the headline: ""."""
    tidy = " ".join(text.split()).casefold().removesuffix(" yrs").removesuffix(" years")
    return "" if tidy in EVERY_AGE or tidy == own.casefold() else tidy


def _breakdowns(cells: pd.DataFrame, faults: _Faults) -> dict[str, str]:
    read = {}
    for text in cells["breakdown"].unique():
        try:
            read[text] = breakdown_text(breakdown_pairs(text))
        except ValueError as error:
            finding = _error(
                "breakdown_is_pairs",
                "The breakdown is not made of pairs that we know.",
                f"{error}. Write pairs such as drug=heroin; prison=LPI.",
                found=text,
                expected="key=value pairs joined by semicolons",
                column="breakdown",
            )
            faults.add(cells[cells["breakdown"] == text], finding)
    return read


def _with_numbers(cells: pd.DataFrame, reading: Reading, faults: _Faults) -> pd.DataFrame:
    read = {name: [read_cell(text) for text in cells[name]] for name in NUMBER_CELLS}
    faulty = _number_faults(cells, read, reading, faults)
    frame = cells.assign(
        **{
            INSIDE[name]: pd.Series([cell.number for cell in column], cells.index, dtype="float64")
            for name, column in read.items()
        },
        state=_states(read, cells, reading.rounded),
        decimals=_mapped(cells["value"], _decimals, "int64"),
        percent=pd.Series([cell.percent for cell in read["value"]], cells.index, dtype="bool"),
        note=_notes(cells, read),
    )
    numbered = frame["state"].isin([state for state in State if state.has_numbers])
    beside = (frame["state"] == State.HIDDEN) & frame[["numerator", "value"]].notna().any(axis=1)
    faults.add(cells[beside], _NUMBER_BESIDE_A_MARK)
    for name in ("numerator", "value", "lower", "upper"):
        frame[name] = frame[name].where(numbered)
    return frame.loc[~faulty, [*FIGURE, "row", "decimals", "percent"]].reset_index(drop=True)


_NUMBER_BESIDE_A_MARK = Finding(
    "hidden_is_hidden_everywhere",
    Severity.NOTICE,
    "The source hides a count and prints a number beside it; neither is kept, for the one would give away the other.",
)


def _number_faults(cells: pd.DataFrame, read: dict[str, list[Cell]], reading: Reading, faults: _Faults) -> pd.Series:
    faulty = pd.Series(False, cells.index)
    for name, column in read.items():
        texts = pd.Series([cell.fault for cell in column], cells.index, dtype="str")
        for fault in ("formula", "not a number"):
            bad = texts == fault
            faulty |= bad
            for text, rows in cells[bad].groupby(name):
                heading = reading.columns.get(name, name)
                faults.add(rows, _number_fault(fault, str(text), heading))
    return faulty


def _number_fault(fault: str, text: str, column: str) -> Finding:
    if fault == "formula":
        message, mend = "A cell holds a formula.", "Copy the column and paste it back as values."
        return _error("cells_hold_values", message, mend, found=text, expected="a number or a mark", column=column)
    return _error(
        "numbers_are_numbers",
        "A cell holds neither a number nor a mark that we know.",
        "Write the number in figures, or a mark: [c] hidden, [x] not available, [z] does not apply.",
        found=text,
        expected="a number or a mark",
        column=column,
    )


def _states(read: dict[str, list[Cell]], cells: pd.DataFrame, rounded: bool) -> pd.Series:
    columns = zip(read["count"], read["value"], read["denominator"], strict=True)
    states = [_state(count, value, denominator, rounded).value for count, value, denominator in columns]
    return pd.Series(states, cells.index, dtype="str")


def _state(count: Cell, value: Cell, denominator: Cell, rounded: bool) -> State:
    """A mark for hidden wins over any number beside it; any other mark only where there is no number."""
    marks = [cell.state for cell in (count, value, denominator) if cell.state]
    if State.HIDDEN in marks:
        return State.HIDDEN
    if count.number is not None or value.number is not None:
        return State.ROUNDED if rounded or count.rounded or value.rounded else State.VALUE
    return marks[0] if marks else State.NOT_AVAILABLE


def _decimals(text: str) -> int:
    _, point, after = text.partition(".")
    return len([mark for mark in after if mark.isdigit()]) if point else 0


def _notes(cells: pd.DataFrame, read: dict[str, list[Cell]]) -> pd.Series:
    flags = [sorted({flag for cell in row for flag in cell.flags}) for row in zip(*read.values(), strict=True)]
    notes = ["; ".join(filter(None, (note, *flag))) for note, flag in zip(cells["note"], flags, strict=True)]
    return pd.Series(notes, cells.index, dtype="str")
