"""Files of a layout nobody taught us, in the manner of the local outcomes workbook: guesses, and what they give.

Everything in them is invented.
"""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.domain.findings import Verdict
from dashboard.domain.mappings import NOTHING_SAID, MappedColumn, Mapping, Part, Said, undecided
from dashboard.domain.periods import PeriodHabit
from dashboard.intake.files import ReceivedFile, read_tables
from dashboard.intake.guesses import Guess, guessed
from dashboard.intake.screen import Screening, screen
from tests.conftest import TODAY
from tests.workbooks import Sheet, xlsx

OUTCOMES = [
    ["Partnership", "Area code", "Adults in treatment", "Treatment progress (n)", "Treatment progress (out of)"],
    ["Barnet", "E09000003", "1,215", "520", "1210"],
    ["Leeds", "E08000035", "4010", "*", "3999"],
    ["Kingston upon Hull", "E06000010", "2200", "900", "2190"],
]
TITLE = ["Local outcomes, 12 months to June 2025"]
BY_MEASURE = [
    ["Local outcomes: Barnet"],
    ["12 months to June 2025"],
    ["Measure", "Baseline", "Latest", "National average", "Direction"],
    ["Adults in treatment", "1000", "1215", "300,000", "up"],
    ["CoC, all who left prison", "10 / 40", "12 / 31", "20000 / 50000", "up"],
    ["Something else", "3", "4", "5", "down"],
]
TAKEN = {("adults-in-treatment", "E09000003"): 1215, ("adults-in-treatment", "E06000010"): 2200}


def _csv(rows: list[list[str]]) -> ReceivedFile:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return ReceivedFile("outcomes.csv", text.getvalue().encode())


def _xlsx(rows: list[list[str]]) -> ReceivedFile:
    return ReceivedFile("outcomes.xlsx", xlsx(Sheet("Outcomes", rows)))


@pytest.fixture
def guesses(definitions):
    def make(file: ReceivedFile) -> dict[str, Guess]:
        return {guess.heading: guess for guess in guessed(read_tables(file)[0][0], definitions)}

    return make


@pytest.fixture
def read(definitions):
    def make(file: ReceivedFile, mapping: Mapping, said: Said = NOTHING_SAID) -> Screening:
        return screen(file, definitions, TODAY, said, [mapping])

    return make


def _mapping(guesses: dict[str, Guess], **more: object) -> Mapping:
    return Mapping(name="Local outcomes", columns=tuple(guess.column for guess in guesses.values()), **more)


def _numbers(screening: Screening, number: str = "numerator") -> dict[tuple[str, str], float]:
    frame = screening.figures
    return dict(zip(zip(frame["indicator"], frame["area"], strict=True), frame[number], strict=True))


# What is guessed


@pytest.mark.parametrize("kind", [_csv, _xlsx], ids=["csv", "xlsx"])
def test_areas_in_rows_and_measures_in_columns_are_guessed_with_their_reasons(guesses, read, kind):
    file = kind([TITLE, *OUTCOMES])
    made = guesses(file)

    assert made["Partnership"].column.part is Part.NOT_READ
    assert made["Partnership"].reason == "3 of 3 cells are names of areas, but “Area code” is the surer one for it"
    assert made["Area code"].column.part is Part.AREA
    assert made["Area code"].reason == "3 of 3 cells are codes of areas"
    progress = made["Treatment progress (n)"]
    assert (progress.column.part, progress.column.indicator) == (Part.COUNT, "treatment-progress")
    assert progress.reason == "3 of 3 cells are numbers or marks, and its heading is like “Treatment progress”"
    assert made["Treatment progress (out of)"].column.part is Part.DENOMINATOR
    mapping = _mapping(made)
    assert undecided(mapping) == []

    screening = read(file, mapping)
    assert screening.verdict is Verdict.ACCEPTED
    assert screening.layout == "mapping “Local outcomes”"
    assert screening.mappings == ("Local outcomes",)
    assert _numbers(screening).items() >= TAKEN.items()
    assert set(screening.figures["period_start"]) == {"2024-07-01"}
    assert set(screening.figures["period_kind"]) == {"rolling year"}
    leeds = screening.figures.query("area == 'E08000035' and indicator == 'treatment-progress'").iloc[0]
    assert (leeds["state"], leeds["denominator"]) == ("hidden", 3999)


@pytest.mark.parametrize("kind", [_csv, _xlsx], ids=["csv", "xlsx"])
def test_measures_in_rows_are_named_by_the_sender_and_the_others_left_out(guesses, read, kind):
    file = kind(BY_MEASURE)
    made = guesses(file)

    parts = {heading: guess.column.part for heading, guess in made.items()}
    unread = dict.fromkeys(("Baseline", "National average", "Direction"), Part.NOT_READ)
    assert parts == {"Measure": Part.MEASURE, "Latest": Part.SHARE, **unread}

    screening = read(file, _mapping(made, measures={"CoC, all who left prison": "coc-engaged-21-days"}))
    assert _numbers(screening) == {("adults-in-treatment", "E09000003"): 1215, ("coc-engaged-21-days", "E09000003"): 12}
    assert _numbers(screening, "denominator")["coc-engaged-21-days", "E09000003"] == 31
    assert [(one.measure, one.reason) for one in screening.left_out] == [
        ("Something else", "nobody has said which measure it is")
    ]


@pytest.mark.parametrize(
    ("heading", "cells", "part"),
    [
        ("where", ["E09000003", "E08000035", "odd"], Part.NOT_READ),
        ("where", ["E09000003", "E08000035", "E06000010", "odd"], Part.AREA),
        ("place", ["Barnet", "Leeds"], Part.AREA),
        ("when", ["2024/25 Q1", "Q1 2025"], Part.PERIOD),
        ("year", ["2023", "2024"], Part.PERIOD),
        ("seen", ["2023", "140"], Part.COUNT),
        ("seen", ["2023", "2024"], Part.COUNT),  # two numbers may look like years by chance
        ("seen", ["2022", "2023", "2024"], Part.PERIOD),
        ("seen", ["2021", "2022", "2023", "140"], Part.COUNT),
        ("quarter", ["1", "2"], Part.QUARTER),
        ("part", ["Jun", "Jul"], Part.QUARTER),
        ("kept", ["12 / 31", "*"], Part.SHARE),
        ("what", ["New presentations", "adults-in-treatment"], Part.MEASURE),
        ("how many", ["12", "[c]"], Part.COUNT),
        ("how many", ["12.5", "*"], Part.VALUE),
        ("how many", ["39%", "41%"], Part.VALUE),
        ("95% lower", ["1", "2"], Part.LOWER),
        ("upper_ci", ["1", "2"], Part.UPPER),
        ("indicator id", ["93517", "93532"], Part.NOT_READ),
        ("lower 99.8 limit", ["1", "2"], Part.NOT_READ),
        ("who", ["Male", "Female", "All"], Part.SEX),
        ("band", ["18-29", "30-49"], Part.AGE),
        ("ethnic_group", ["White", "Asian"], Part.BREAKDOWN),
        ("remarks and notes", ["see below", "revised"], Part.NOTE),
        ("direction", ["up", "down"], Part.NOT_READ),
        ("blank", ["", ""], Part.NOT_READ),
    ],
)
def test_a_column_is_told_from_its_cells(guesses, heading, cells, part):
    file = _csv([["colour", "shade", heading], *(["red", "dark", cell] for cell in cells)])

    assert guesses(file)[heading].column.part is part


@pytest.fixture
def in_order(guesses, read):
    """What is guessed of the columns as they stand, and the figures that gives."""
    file = _csv([TITLE, *OUTCOMES])
    guessed_first = guesses(file)
    return guessed_first, _numbers(read(file, _mapping(guessed_first)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(len(OUTCOMES[0]))))
def test_the_order_of_the_columns_changes_neither_the_guesses_nor_the_figures(guesses, read, in_order, order):
    first, numbers = in_order
    turned = _csv([TITLE, *([row[at] for at in order] for row in OUTCOMES)])

    assert guesses(turned) == first
    assert _numbers(read(turned, _mapping(first))) == pytest.approx(numbers, nan_ok=True)


# What a mapping says and leaves open


def _columns(**parts: Part | tuple[Part, str]) -> tuple[MappedColumn, ...]:
    told = {heading: part if isinstance(part, tuple) else (part, "") for heading, part in parts.items()}
    return tuple(MappedColumn(heading=heading, part=part, indicator=of) for heading, (part, of) in told.items())


PRESENTATIONS = (Part.COUNT, "new-presentations")
PROGRESS = (Part.COUNT, "treatment-progress")


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (
            _columns(code=Part.AREA, name=Part.AREA, n=PRESENTATIONS),
            "“code” and “name” are each said to hold the area: its code or its name. "
            "Choose one, and leave the others unread.",
        ),
        (
            _columns(a=PRESENTATIONS, b=PRESENTATIONS),
            "“a” and “b” are each said to hold a count, of new-presentations. Choose one, and leave the others unread.",
        ),
        (
            _columns(a=(Part.SHARE, "treatment-progress"), b=(Part.DENOMINATOR, "treatment-progress")),
            "“a” and “b” are each said to hold what the count is out of, of treatment-progress. "
            "Choose one, and leave the others unread.",
        ),
        (_columns(code=Part.AREA), "No column is said to hold a count or a value. Choose at least one."),
        (_columns(n=Part.COUNT), "Say which measure “n” is of, or leave it unread."),
        (
            _columns(n=PRESENTATIONS, total=(Part.DENOMINATOR, "treatment-progress")),
            "“total” stands alone: no column holds the count or the value of treatment-progress beside it.",
        ),
        (
            _columns(n=PRESENTATIONS, quarter=Part.QUARTER),
            "A column holds a quarter or a month, and none holds its year. Choose the column with the year.",
        ),
        (_columns(code=Part.AREA, a=PRESENTATIONS, b=PROGRESS), ""),
    ],
)
def test_columns_that_clash_or_say_too_little_are_told(columns, told):
    assert " ".join(undecided(Mapping(name="A", columns=columns))) == told


def test_a_year_and_a_quarter_beside_it_make_one_period_of_a_sex_an_age_and_a_group(read):
    rows = [
        ["Area", "Year", "Quarter", "Sex", "Age band", "Heritage", "Number"],
        ["Barnet", "2024/25", "Q1", "Male", "18-29", "White", "12"],
        ["Barnet", "2024/25", "2", "Female", "All ages", "All", "140"],
    ]
    columns = _columns(
        **{"area": Part.AREA, "year": Part.PERIOD, "quarter": Part.QUARTER, "sex": Part.SEX, "age band": Part.AGE},
        number=PRESENTATIONS,
    )
    heritage = MappedColumn(heading="heritage", part=Part.BREAKDOWN, key="ethnicity")

    figures = read(_csv(rows), Mapping(name="A", columns=(*columns, heritage))).figures
    key = ["period_start", "period_months", "sex", "age", "breakdown", "numerator"]
    assert figures[key].to_numpy().tolist() == [
        ["2024-04-01", 3, "male", "18-29", "ethnicity=white", 12],
        ["2024-07-01", 3, "female", "", "", 140],
    ]


def test_a_heading_may_name_the_sex_of_its_column(guesses, read):
    rows = [["Area", "Year", "New presentations", "Males", "Women started"], ["Barnet", "2024/25", "385", "285", "100"]]
    made = guesses(_csv(rows))
    assert [guess.column.sex for guess in made.values()] == ["", "", "", "male", "female"]
    assert made["Males"].reason == "1 of 1 cells are numbers or marks, and its heading says “male”"

    figures = read(_csv(rows), _mapping(made)).figures
    assert dict(zip(figures["sex"], figures["numerator"], strict=True)) == {"persons": 385, "male": 285, "female": 100}


@pytest.mark.parametrize(("quarters", "start"), [("calendar", "2025-01-01"), ("financial", "2025-04-01")])
def test_headings_may_be_periods_and_the_sender_says_how_they_are_meant(read, quarters, start):
    columns = _columns(**{"area": Part.AREA, "q1 2025": Part.COUNT, "q2 2025": Part.COUNT})
    mapping = Mapping(name="A", columns=columns, indicator="new-presentations", habit=PeriodHabit(quarters=quarters))

    figures = read(_csv([["Area", "Q1 2025", "Q2 2025"], ["Barnet", "12", "14"]]), mapping).figures
    assert dict(zip(figures["numerator"], figures["period_start"], strict=True))[12] == start


@pytest.mark.parametrize(
    ("empty", "states"),
    [("", {"value"}), ("hidden", {"value", "hidden"}), ("not available", {"value", "not available"})],
)
def test_an_empty_cell_is_what_the_sender_says_it_is_and_else_left_out(read, empty, states):
    rows = [["Area", "Year", "Number"], ["Barnet", "2024/25", "12"], ["Leeds", "2024/25", ""]]
    columns = _columns(area=Part.AREA, year=Part.PERIOD, number=PRESENTATIONS)

    screening = read(_csv(rows), Mapping(name="A", columns=columns, empty=empty))
    assert set(screening.figures["state"]) == states
    assert [one.reason for one in screening.left_out] == ([] if empty else ["an empty cell says nothing"])


def test_what_the_sender_says_of_a_file_wins_over_the_lines_above_its_table(read):
    rows = [["Leeds"], ["2023/24"], ["Sort", "Started", "Progressed"], ["all", "385", "40 / 90"]]
    columns = _columns(started=PRESENTATIONS, progressed=(Part.SHARE, "treatment-progress"), sort=Part.NOT_READ)
    mapping = Mapping(name="A", columns=columns)

    assert set(read(_csv(rows), mapping).figures["area"]) == {"E08000035"}
    said = read(_csv(rows), mapping, Said(area="E09000003", period="2024/25")).figures
    assert set(said["area"]) == {"E09000003"}
    assert set(said["period_start"]) == {"2024-04-01"}


@pytest.mark.parametrize(
    "lines",
    [["Leeds", "Barnet"], ["Leeds and Barnet"], ["Reading age 12"], []],
    ids=["two areas", "two in one", "no area", "nothing"],
)
def test_lines_above_that_name_no_one_area_leave_it_to_be_said(read, lines):
    rows = [*([line] for line in lines), ["Year", "Started", "Left"], ["2024/25", "385", "12"]]
    columns = _columns(year=Part.PERIOD, started=PRESENTATIONS, left=Part.NOT_READ)

    assert {one.check for one in read(_csv(rows), Mapping(name="A", columns=columns)).errors} == {"area_is_said"}


def test_a_fault_in_a_number_is_told_under_its_own_heading(read):
    rows = [["Area", "Year", "Progress", "Of", "Started"], ["Barnet", "2024/25", "12", "lots", "many"]]
    columns = _columns(
        area=Part.AREA,
        year=Part.PERIOD,
        progress=PROGRESS,
        of=(Part.DENOMINATOR, "treatment-progress"),
        started=PRESENTATIONS,
    )

    found = read(_xlsx(rows), Mapping(name="A", columns=columns)).errors
    assert {(one.column, one.letter, one.found) for one in found} == {("of", "D", "lots"), ("started", "E", "many")}


def test_saying_what_a_column_holds_lets_no_person_in(read):
    rows = [["Forename", "Year", "Started"], ["Imaginary", "2024/25", "1"]]
    columns = _columns(forename=Part.AREA, year=Part.PERIOD, started=PRESENTATIONS)

    screening = read(_csv(rows), Mapping(name="A", columns=columns))
    assert {one.check for one in screening.findings} == {"no_column_is_about_a_person"}


def test_a_column_without_a_heading_is_read_only_where_it_is_the_first(guesses, read):
    rows = [["", "Year", "Started", "Sort"], ["Barnet", "2024/25", "12", "all"]]
    columns = _columns(**{"": Part.AREA}, year=Part.PERIOD, started=PRESENTATIONS, sort=Part.NOT_READ)
    mapping = Mapping(name="A", columns=columns)

    assert guesses(_csv(rows))[""].column.part is Part.AREA
    assert len(read(_csv(rows), mapping).figures) == 1
    turned = [[row[1], row[0], *row[2:]] for row in rows]
    assert "" not in guesses(_csv(turned))
    assert read(_csv(turned), mapping).layout == ""


NUMBERS = ("", "12", "31", "[c]", "12 / 31", "39%", "=1", "lots")
CELLS = {
    Part.AREA: ("Barnet", "E09000003", "Leeds", "Atlantis", ""),
    Part.PERIOD: ("2024/25", "2023/24", "lately"),
    Part.SEX: ("Male", "Female", "All"),
    Part.BREAKDOWN: ("White", "a;b", ""),
}
COLUMNS = st.lists(st.sampled_from(list(Part)), min_size=4, max_size=4)
MEASURES = st.lists(st.sampled_from(("", "new-presentations", "treatment-progress")), min_size=4, max_size=4)


def _rows(parts: list[Part]) -> st.SearchStrategy[list[list[str]]]:
    row = st.tuples(*(st.sampled_from(CELLS.get(part, NUMBERS)) for part in parts)).map(list)
    return st.lists(row, min_size=1, max_size=3)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(COLUMNS.flatmap(lambda parts: st.tuples(st.just(parts), _rows(parts))), MEASURES)
def test_whatever_is_said_of_whatever_cells_the_file_is_read_or_refused(read, said, measures):
    parts, rows = said
    headings = ["alpha", "beta", "gamma", "delta"]
    columns = tuple(
        MappedColumn(
            heading=name,
            part=part,
            indicator=of if part.is_number else "",
            key="ethnicity" if part is Part.BREAKDOWN else "",
        )
        for name, part, of in zip(headings, parts, measures, strict=True)
    )
    mapping = Mapping(name="A", columns=columns, indicator="adults-in-treatment")

    screening = read(_csv([headings, *rows]), mapping, Said(area="Leeds", period="2023/24"))
    assert screening.figures.empty == (screening.verdict is Verdict.REFUSED)
    assert set(screening.figures[["numerator", "denominator", "value"]].stack().dropna()) <= {12, 31, 39}
    if not any(part.is_number for part in parts):
        assert screening.figures.empty
