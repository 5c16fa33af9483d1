"""Good files to start from: made up with every number unlike every other, samples, published files where present.

Of a file made up here it is known, without our own code, where each number belongs: no number stands in it twice, so a
number that comes out elsewhere was moved.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

import pandas as pd

from dashboard.domain.definitions import Definitions, datasets
from dashboard.domain.mappings import Said
from dashboard.intake.files import ReceivedFile
from dashboard.intake.screen import Screening, screen
from tests.conftest import REAL, ROOT, TODAY
from tests.figures import COLUMNS

SAMPLES = ROOT / "tests" / "samples"
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
PLACE = ("indicator", "area", "period_start", "period_months", "sex", "age", "breakdown")
LINES = 30  # of a published file, so that one input takes no longer than another
NAMES_NO_MEASURE = Said("new-presentations-cj-share")  # the indicator for layouts that carry none
EXPORT = [
    "Indicator ID",
    "Indicator Name",
    "Parent Code",
    "Parent Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value",
    "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
    "Lower CI 99.8 limit",
    "Upper CI 99.8 limit",
    "Count",
    "Denominator",
    "Value note",
    "Recent Trend",
    "Compared to England value or percentiles",
    "Compared to Region value or percentiles",
    "Time period Sortable",
    "New data",
    "Compared to goal",
    "Time period range",
]

Placed = tuple[tuple[object, ...], str, float]  # where a figure belongs, which of its numbers, and the number


@dataclass(frozen=True)
class Base:
    """A good file. ``truth`` is every number at its place; ``unique`` says that no number of it stands twice.

    ``blind`` are the places of columns whose numbers tell themselves apart, without their headings. In a ``wide`` one
    a column is a year, and nothing in the numbers tells one from another.
    """

    name: str
    content: bytes
    truth: frozenset[Placed]
    unique: bool = False
    blind: tuple[int, ...] = ()
    wide: bool = False

    @cached_property
    def is_workbook(self) -> bool:
        """Whether it is a workbook, so that its bytes are no text."""
        return self.content.startswith(b"PK")

    @cached_property
    def columns(self) -> dict[float, str]:
        """The column of each number, of a file in which none stands twice."""
        return {number: column for _, column, number in self.truth} if self.unique else {}


def placed(figures: pd.DataFrame) -> frozenset[Placed]:
    """Return every number of some figures at its place."""
    return frozenset(
        (tuple(row[name] for name in PLACE), column, row[column])
        for row in figures.to_dict("records")
        for column in NUMBERS
        if pd.notna(row[column])
    )


def screened(file: ReceivedFile, definitions: Definitions) -> Screening:
    """Return what is made of a file."""
    return screen(file, definitions, TODAY, NAMES_NO_MEASURE)


class Bases:
    """Where inputs begin: half of them with a made-up file, the others with a sample or a published one."""

    def __init__(self, definitions: Definitions) -> None:
        """Look where files are; the published ones are used where they are beside the project."""
        self._definitions = definitions
        self.authorities = _authorities()
        layouts = SAMPLES / "layouts" / "good"
        others = [path for path in SAMPLES.glob("**/good/**/*.*") if path.parent != layouts]
        published = [path for path in REAL.glob("*/*.*") if path.suffix != ".md"]
        self._folders = [folder for folder in (sorted(layouts.iterdir()), sorted(others), sorted(published)) if folder]
        self._read: dict[Path, Base | None] = {}

    def draw(self, rng: Random) -> Base:
        """Return a file to begin with."""
        if rng.random() < 0.5:
            make: Callable[[Random, list[tuple[str, str]]], Base] = rng.choice([template, template, export, deaths])
            return make(rng, self.authorities)
        while (base := self._base(rng.choice(rng.choice(self._folders)))) is None:
            pass
        return base

    def _base(self, path: Path) -> Base | None:
        """Return a file that gives figures and no error, its first lines alone where these do."""
        if path not in self._read:
            content = path.read_bytes()
            shorter = content if content.startswith(b"PK") else b"".join(content.splitlines(keepends=True)[:LINES])
            made = (_read(path.name, one, self._definitions) for one in dict.fromkeys((shorter, content)))
            self._read[path] = next((base for base in made if base), None)
        return self._read[path]


def _read(name: str, content: bytes, definitions: Definitions) -> Base | None:
    screening = screened(ReceivedFile(name, content), definitions)
    if screening.figures.empty or screening.errors:
        return None
    return Base(name, content, placed(screening.figures))


def _authorities() -> list[tuple[str, str]]:
    """Codes and names of authorities that never were anything else."""
    areas = csv.DictReader(io.StringIO((datasets() / "reference" / "areas.csv").read_text("utf-8")))
    return [
        (area["code"], area["name"])
        for area in areas
        if area["type"] in ("unitary", "metropolitan", "london borough")
        and area["status"] == "current"
        and not (area["valid_from"] or area["canonical_codes"] or area["note"])
    ]


def _whole(rng: Random, digits: int, used: set[float]) -> int:
    while (number := rng.randrange(10 ** (digits - 1), 10**digits)) in used:
        pass
    used.add(number)
    return number


def _share(rng: Random, used: set[float]) -> tuple[int, int, str, str, str]:
    """Return a count, what it is out of, its percentage and limits, none of them used before."""
    while True:
        count, whole = _whole(rng, 4, used), _whole(rng, 5, used)
        percentage = 100 * count / whole
        texts = tuple(f"{percentage + away:.4f}" for away in (0, -rng.uniform(0.5, 0.9), rng.uniform(0.5, 0.9)))
        numbers = {float(text) for text in texts}
        if percentage > 2 and len(numbers) == 3 and not numbers & used:
            used |= numbers
            return count, whole, *texts


def template(rng: Random, authorities: list[tuple[str, str]]) -> Base:
    """Return a file in our template: a count, a share, a share with its percentage and limits."""
    used: set[float] = set()
    rows, truth = [], set()
    areas = rng.sample(authorities, rng.randint(3, 6))
    years = sorted(rng.sample(range(2018, 2024), rng.randint(1, 2)))
    kinds = rng.sample(["new-presentations", "coc-engaged-21-days", "unmet-need-ocu"], rng.choice([1, 1, 2]))
    for indicator in kinds:
        age = rng.choice(["", "18-29"]) if indicator == "new-presentations" else ""
        for code, name in areas:
            for year in years:
                place = (indicator, code, f"{year}-04-01", 12, "persons", age, "")
                numbers = _row_of_template(rng, indicator, used)
                key = dict(zip(COLUMNS, (indicator, rng.choice([code, name]), _year(year), "", age, ""), strict=False))
                note = rng.choice(["", "", "Recounted – as agreed", "Saint-Rémy’s share"])
                rows.append([{**key, **numbers, "note": note}.get(column, "") for column in COLUMNS])
                inside = zip(COLUMNS[6:11], NUMBERS, strict=True)
                truth |= {(place, ours, float(numbers[theirs])) for theirs, ours in inside if numbers.get(theirs)}
    # A measure of counts may give its count as its value: there the two columns mean the same.
    blind = () if "new-presentations" in kinds else (6, 7, 8, 9, 10)
    return Base("return.csv", _csv([list(COLUMNS), *rows]), frozenset(truth), True, blind)


def _row_of_template(rng: Random, indicator: str, used: set[float]) -> dict[str, str]:
    if indicator == "new-presentations":
        return {"count": str(_whole(rng, 4, used))}
    texts = [str(part) for part in _share(rng, used)]
    return dict(zip(COLUMNS[6 : 8 if indicator == "coc-engaged-21-days" else 11], texts, strict=False))


def export(rng: Random, authorities: list[tuple[str, str]]) -> Base:
    """Return a Fingertips export of unmet need."""
    used: set[float] = set()
    rows, truth = [], set()
    years = sorted(rng.sample(range(2018, 2022), rng.randint(1, 2)))
    for code, name in rng.sample(authorities, rng.randint(4, 9)):
        for year in years:
            count, whole, value, lower, upper = _share(rng, used)
            said = {
                "Indicator ID": "93517",
                "Indicator Name": "Invented name",
                "Parent Code": "E92000001",
                "Parent Name": "England",
                "Area Code": code,
                "Area Name": name,
                "Area Type": "UA",
                "Sex": "Persons",
                "Age": "15-64 yrs",
                "Time period": _year(year),
                "Value": value,
                "Lower CI 95.0 limit": lower,
                "Upper CI 95.0 limit": upper,
                "Count": str(count),
                "Denominator": str(whole),
                "Time period Sortable": f"{year}0000",
                "Time period range": "1y",
            }
            rows.append([said.get(heading, "") for heading in EXPORT])
            place = ("unmet-need-ocu", code, f"{year}-04-01", 12, "persons", "", "")
            numbers = (count, whole, float(value), float(lower), float(upper))
            truth |= {(place, column, number) for column, number in zip(NUMBERS, numbers, strict=True)}
    return Base("export.csv", _csv([EXPORT, *rows]), frozenset(truth), True, (12, 13, 14, 17, 18))


def deaths(rng: Random, authorities: list[tuple[str, str]]) -> Base:
    """Return a table of deaths with a column for each year."""
    used: set[float] = set()
    years = list(range(2020, 2020 - rng.randint(2, 6), -1))
    rows, truth = [], set()
    for code, name in rng.sample(authorities, rng.randint(4, 12)):
        numbers = [_whole(rng, 3, used) for _ in years]
        rows.append([code, name, *map(str, numbers)])
        places = [("drug-poisoning-deaths", code, f"{year}-01-01", 12, "persons", "", "") for year in years]
        truth |= {(place, "numerator", number) for place, number in zip(places, numbers, strict=True)}
    headings = ["code", "name", *map(str, years)]
    return Base("deaths.csv", _csv([headings, *rows]), frozenset(truth), unique=True, wide=True)


def _year(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"


def _csv(rows: list[list[str]]) -> bytes:
    return written(rows).encode()


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    """Return rows as text, with quotation marks where a cell needs them."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def rows_of(content: bytes) -> list[list[str]]:
    """Return the cells of a text."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")))
