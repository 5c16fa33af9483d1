"""The tables of a workbook: several sheets, several tables to a sheet, headings that span."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dashboard.domain.findings import Finding
from dashboard.intake.cells import read_cell
from dashboard.intake.stacks import Part, parts_of, titles
from dashboard.intake.tables import (
    Record,
    Table,
    Unreadable,
    fold,
    footnotes_found,
    headings_again_found,
    headings_repeated,
    letters,
    made_of,
    no_rows,
    without_footnotes,
    without_headings_again,
)
from dashboard.intake.workbooks import Sheet, noticed_in, read_sheets

MOST_COLUMNS = 2_000
Merge = tuple[int, int, int, int]


def read_workbook(content: bytes) -> tuple[list[Table], list[Finding]]:
    """Return the tables of a workbook and what was noticed. Raise Unreadable where it has none."""
    sheets, findings = read_sheets(content)
    tables = [table for sheet in sheets for table in _tables_in(sheet)]
    if all(table.hidden for table in tables):
        raise Unreadable(_nothing_to_read(sheets))
    return tables, findings


def _nothing_to_read(sheets: list[Sheet]) -> Finding:
    if not any(any(cells) for sheet in sheets for _, cells in sheet.records):
        return Finding.error("file_is_not_empty", "The file is empty.", "Send the file that holds the figures.")
    message = "No sheet holds a table that can be seen: headings in more than two columns with rows under them."
    mend = "Show the sheet that holds the figures, with headings above its columns, and send the workbook again."
    return Finding.error("headings_are_found", message, mend, found=", ".join(sheet.name for sheet in sheets[:5]))


def _tables_in(sheet: Sheet) -> Iterator[Table]:
    noticed = tuple(noticed_in(sheet))
    _carry_labels_down(sheet)
    parts = parts_of(sheet.records)
    for part in parts:
        for columns, headings, rows in _beside(part, sheet.merged):
            table = _table(sheet, columns, headings, rows)
            yield replace(table, preamble=titles(parts, part), noticed=(*noticed, *table.noticed))


def _table(sheet: Sheet, columns: list[int], headings: list[str], rows: list[Record]) -> Table:
    if len(columns) > MOST_COLUMNS:
        message = f"A table runs to {len(columns):,} columns, which is more than any table we know."
        raise Unreadable(Finding.error("rows_are_not_endless", message, "Send the columns that hold figures."))
    body, footnotes = without_footnotes([record for record in rows if any(record[1])], len(headings))
    body, again = without_headings_again(headings, body)
    told = [*headings_repeated(headings), *headings_again_found(again), *footnotes_found(footnotes)]
    found = told if body else [no_rows()]
    return Table(
        made_of(headings, body),
        sheet=sheet.name,
        letters=tuple(letters(column) for column in columns),
        hidden=sheet.hidden,
        noticed=tuple(finding.at(sheet.name) for finding in found),
    )


def _carry_labels_down(sheet: Sheet) -> None:
    """A label merged over rows stands for each of them. A number does not: it was given once."""
    for top, left, bottom, right in sheet.merged:
        label = _cell(sheet.records, top, left)
        if left != right or not label or not read_cell(label).fault:
            continue
        for row in range(top + 1, min(bottom + 1, len(sheet.records))):
            cells = sheet.records[row][1]
            cells += [""] * (left + 1 - len(cells))
            cells[left] = label


def _cell(records: list[Record], row: int, column: int) -> str:
    cells = records[row][1] if row < len(records) else []
    return cells[column] if column < len(cells) else ""


def _beside(part: Part, merged: tuple[Merge, ...]) -> Iterator[tuple[list[int], list[str], list[Record]]]:
    """Yield the tables that stand side by side, each with its columns, headings and rows.

    Blank columns part two tables where the headings begin anew; else they are spacers and left out.
    """
    first, last = _heading_rows(part, merged)
    top = part.records[first : last + 1]
    body = part.records[last + 1 :]
    part.at = first
    width = max(len(cells) for _, cells in (*top, *body))
    headings = [_heading(top, column, merged) for column in range(width)]
    used = [
        bool(heading) or any(column < len(cells) and cells[column] for _, cells in body)
        for column, heading in enumerate(headings)
    ]
    for columns in _groups(used, headings):
        names = [headings[column] for column in columns]
        rows = [(line, [cells[column] if column < len(cells) else "" for column in columns]) for line, cells in body]
        yield columns, names, rows


def _groups(used: list[bool], headings: list[str]) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    for column, is_used in enumerate(used):
        if is_used:
            groups[-1].append(column)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    first = {fold(headings[column]) for column in groups[0] if headings[column]}
    anew = all(first & {fold(headings[column]) for column in group} for group in groups)
    return groups if anew else [[column for group in groups for column in group]]


def _heading_rows(part: Part, merged: tuple[Merge, ...]) -> tuple[int, int]:
    """Return the first and the last row of the headings: a cell that spans columns has others below it."""
    first = last = part.at
    while first and _spans(part, first - 1, merged):
        first -= 1
    while last + 2 < len(part.records) and _spans(part, last, merged):
        last += 1
    return first, last


def _spans(part: Part, at: int, merged: Iterable[Merge]) -> bool:
    """Whether a cell of this row spans columns. A title does so from the first column on, and is none."""
    row = part.records[at][0] - 1
    start = min((to for _, cells in part.records[part.at :] for to, cell in enumerate(cells) if cell), default=0)
    return any(top <= row <= bottom and start < left < right for top, left, bottom, right in merged)


def _heading(rows: list[Record], column: int, merged: tuple[Merge, ...]) -> str:
    texts = [_carried(record, column, merged) for record in rows]
    return " ".join(dict.fromkeys(filter(None, texts)))


def _carried(record: Record, column: int, merged: tuple[Merge, ...]) -> str:
    """Return a heading; where one spans columns it stands in the first of them."""
    line, cells = record
    row = line - 1
    for top, left, bottom, right in merged:
        if top <= row <= bottom and left < column <= right:
            return cells[left] if left < len(cells) else ""
    return cells[column] if column < len(cells) else ""
