"""Templates that agencies fill in: as CSV, and as a workbook with the areas and the definitions beside.

The workbook keeps to the guidance on accessible spreadsheets: a cover sheet, one table a sheet, no merged or empty
heading cells, nothing told by colour. No cell of it is a formula, nor becomes one when it is edited.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import Areas
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import SEXES
from dashboard.domain.indicators import Indicator
from dashboard.domain.template import AREA_LIST, COLUMNS, DEFINITIONS, LAST, NAMES, NUMBERS, RETURN, Line
from dashboard.exports.files import safe

_TEXT = 49  # the number of Excel's own format for text
_NARROW, _USUAL, _WIDE, _PAGE = 12, 18, 44, 100  # widths in characters
_WIDTHS = {
    **dict.fromkeys(("area", "sex", "age", *NUMBERS), _NARROW),
    **dict.fromkeys(("measure", "counts", "out_of", "publication", "caveat"), _WIDE),
    **dict.fromkeys(("indicator", "area_name", "period", "note", "last_period", "last_value"), 28),
}
_SHEETS = (
    ("Return", "The table to fill in. It is the only one that is read."),
    ("Areas", "The areas with their codes."),
    ("Definitions", "What each measure counts, and where it comes from."),
)


@dataclass(frozen=True)
class Blank:
    """A return to be filled in: whose, its lines, and what stood before in the columns ``LAST`` by line, if wanted.

    ``source`` is written beside each line where figures are to be marked, as those of a demonstration are.
    """

    agency: Agency
    title: str
    lines: Sequence[Line]
    last: Sequence[Mapping[str, str]] | None = field(default=None, repr=False)
    source: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings: what is to be filled in, names beside codes, what stood before at the end."""
        more = ("source",) if self.source else ()
        return (*RETURN, *more, *(LAST if self.last is not None else ()))

    def cells(self) -> Iterator[dict[str, str]]:
        """Yield the cells of each line by heading; those to be filled in are left out."""
        last = self.last if self.last is not None else [{}] * len(self.lines)
        for line, before in zip(self.lines, last, strict=True):
            yield {
                "indicator": line.indicator.id,
                "measure": line.indicator.title,
                "area": line.area.code,
                "area_name": line.area.name,
                "period": line.period.text,
                "sex": "persons",
                "source": self.source,
                **before,
            }


def template_csv(agency: Agency, definitions: Definitions) -> bytes:
    """Return our template with a line for each measure of an agency, to be filled in (UTF-8 with BOM, CRLF)."""
    lines = ({"indicator": one.id, "sex": "persons"} for one in definitions.catalogue.of_agency(agency))
    return _csv(COLUMNS, lines)


def return_csv(blank: Blank) -> bytes:
    """Return a quarter's return to be filled in, as CSV (UTF-8 with BOM, CRLF)."""
    return _csv(blank.columns, blank.cells())


def _csv(columns: Sequence[str], lines: Iterable[Mapping[str, str]]) -> bytes:
    """The mark at the start and the line ends are what spreadsheet programs expect."""
    table = io.StringIO()
    writer = csv.DictWriter(table, columns, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: safe(text) for name, text in line.items()} for line in lines)
    return b"\xef\xbb\xbf" + table.getvalue().encode()


def return_workbook(blank: Blank, areas: Areas) -> bytes:
    """Return a quarter's return to be filled in, as an XLSX workbook."""
    stream = BytesIO()
    with Workbook(stream) as book:
        book.set_properties({"title": blank.title, "subject": "A return to be filled in"})
        text = {"num_format": _TEXT, "quote_prefix": True, "font_name": "Arial", "text_wrap": True, "valign": "top"}
        title = {"bold": True, "font_size": 14, "font_name": "Arial"}
        styles = _Styles(*map(book.add_format, (text, {"font_name": "Arial", "valign": "top"}, title)))
        _write_cover(book.add_worksheet("Read me"), blank, styles)
        _write_return(book.add_worksheet("Return"), blank, styles)
        measures = list(dict.fromkeys(line.indicator for line in blank.lines))
        _write_table(book.add_worksheet("Areas"), "Areas", AREA_LIST, _areas(areas), styles)
        _write_table(book.add_worksheet("Definitions"), "Definitions", DEFINITIONS, map(_definition, measures), styles)
    return stream.getvalue()


@dataclass(frozen=True)
class _Styles:
    text: Any
    number: Any
    title: Any


def _write_cover(sheet: Worksheet, blank: Blank, styles: _Styles) -> None:
    sheet.set_column(0, 0, _PAGE)
    sheet.write_string(0, 0, blank.title, styles.title)
    for at, words in enumerate(_cover(blank), 1):
        sheet.write_string(at, 0, words, styles.text)


def _cover(blank: Blank) -> Iterator[str]:
    yield f"A return of {blank.agency.label} to be filled in: one line for each measure and area."
    yield "Write numbers into count and denominator, or into value (with its 95% limits) where there are no counts."
    yield (
        "Where there is no number, write why: [c] hidden to protect people, [x] not available, [z] does not apply, "
        "[not collected]. Write 0 for none. Remove the lines that you do not send: an empty one is not read as a zero."
    )
    yield "A count that its source has rounded to 5 says so: 4300 [rounded]."
    yield "Further lines may be added: for another area, sex, age band (18-29) or breakdown (drug=heroin; prison=LPI)."
    yield "Counts of people only: nothing about one person belongs in this file."
    beside = ", ".join((*NAMES, *(LAST if blank.last is not None else ())))
    yield f"Columns that help to fill it in and are not read: {beside}."
    if blank.last is not None:
        yield "Columns that begin with last_ hold the figure before, hidden where the dashboard hides it."
    if blank.source:
        yield f"{blank.source}: every line says so as its source, and what is filled in counts as invented too."
    yield "Measures by prison have no line here: add one for each prison, with its code from the sheet Areas."
    yield "When it is filled in, upload this workbook as it is. Its sheets:"
    for name, what in _SHEETS:
        yield f"{name}: {what}"


def _write_return(sheet: Worksheet, blank: Blank, styles: _Styles) -> None:
    columns, lines = blank.columns, len(blank.lines)
    _write_table(sheet, "Return", columns, ([line.get(name, "") for name in columns] for line in blank.cells()), styles)
    for at, name in enumerate(columns):
        if name in NUMBERS:
            sheet.data_validation(1, at, lines, at, _a_number_or_a_mark(at))
        if name == "sex":
            sheet.data_validation(1, at, lines, at, {"validate": "list", "source": list(SEXES)})


def _a_number_or_a_mark(at: int) -> dict[str, object]:
    cell = f"{chr(65 + at)}2"
    return {
        "validate": "custom",
        "value": f'=OR(ISNUMBER({cell}),LEFT({cell},1)="[")',
        "error_type": "warning",
        "error_title": "A number or a mark",
        "error_message": "Write a number, or [c] hidden, [x] not available, [z] does not apply.",
    }


def _write_table(
    sheet: Worksheet, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]], styles: _Styles
) -> None:
    """Write one table that begins in the first cell, its headings frozen and each column wide enough to read."""
    formats = [styles.number if heading in NUMBERS else styles.text for heading in headings]
    for at, heading in enumerate(headings):
        sheet.set_column(at, at, _WIDTHS.get(heading, _USUAL), formats[at])
    last = 0
    for last, row in enumerate(rows, 1):
        for at, text in enumerate(row):
            if text:
                sheet.write_string(last, at, text, formats[at])
            else:
                sheet.write_blank(last, at, None, formats[at])
    sheet.add_table(
        *(0, 0, max(last, 1), len(headings) - 1),
        {"name": name, "style": "Table Style Light 1", "columns": [{"header": heading} for heading in headings]},
    )
    sheet.freeze_panes(1, 0)


def _areas(areas: Areas) -> Iterator[tuple[str, str, str]]:
    for area in areas:
        if area.ended is None:
            yield area.code, area.name, str(area.kind)


def _definition(one: Indicator) -> tuple[str, ...]:
    often = f"{one.frequency}, {one.lag_months} months after"
    return one.id, one.title, one.numerator, one.denominator, one.unit, one.age, often, one.source, one.caveat
