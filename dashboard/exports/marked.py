"""A copy of a person's own file as an XLSX workbook, with what was found written beside the rows concerned.

Every cell is written as text and marked as such, so that none is ever run as a formula, here or after it is
saved again.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from dashboard.domain.findings import Finding, Severity, in_order

LONGEST_TEXT = 32_000  # characters; Excel holds 32,767 in a cell
_HEADING, _PLAIN = 1, 0
_COLOURED = {Severity.ERROR: 2, Severity.WARNING: 3, Severity.NOTICE: 4}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")

Cell = tuple[str, int]  # its text and its style


@dataclass(frozen=True)
class Part:
    """A table of the file: its sheet, headings with the letters they stand under, and rows by line number."""

    sheet: str
    headings: Sequence[str]
    letters: Sequence[str]
    rows: Iterable[tuple[int, Sequence[str]]] = field(repr=False)


def marked_copy(parts: Sequence[Part], findings: Iterable[Finding]) -> bytes:
    """Return a workbook: a sheet of all findings, then each table with its faults beside its rows."""
    found = in_order(findings)
    sheets = {"Findings": _listed(found)}
    for at, part in enumerate(parts, 1):
        name = _NO_SHEET_NAME.sub(" ", part.sheet).strip() or "Your file"
        unlike = name if name.casefold() not in {one.casefold() for one in sheets} else f"{name[:25]} ({at})"
        sheets[unlike[:31]] = _beside(part, found)
    return _workbook(sheets)


def _listed(findings: Sequence[Finding]) -> Iterator[list[Cell]]:
    names = ("How grave", "Check", "What", "Where", "Found", "Expected", "How to mend")
    yield [(name, _HEADING) for name in names]
    for one in findings:
        told = (one.title, one.message, one.place, one.found, one.expected, one.mend)
        yield [(one.severity.capitalize(), _COLOURED[one.severity]), *((text, _PLAIN) for text in told)]


def _beside(part: Part, findings: Sequence[Finding]) -> Iterator[list[Cell]]:
    by_line: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.sheet == part.sheet:
            for line in finding.rows:
                by_line.setdefault(line, []).append(finding)
    yield [(name, _HEADING) for name in ("Row", "What was found", *part.headings)]
    for line, cells in part.rows:
        yield [(str(line), _PLAIN), *_marked(part, cells, by_line.get(line, []))]


def _marked(part: Part, cells: Sequence[str], findings: Sequence[Finding]) -> list[Cell]:
    styles = [_PLAIN] * len(cells)
    for finding in reversed(findings):  # the gravest comes first, and its colour last
        at = _column_of(part, finding)
        if at is not None:
            styles[at] = _COLOURED[finding.severity]
    told = "\n".join(f"{one.severity.capitalize()}: {one.message} {one.mend}".strip() for one in findings)
    beside = _COLOURED[findings[0].severity] if findings else _PLAIN
    return [(told, beside), *zip(cells, styles, strict=True)]


def _column_of(part: Part, finding: Finding) -> int | None:
    if finding.letter in part.letters:
        return part.letters.index(finding.letter)
    folded = [heading.casefold() for heading in part.headings]
    name = finding.column.casefold()
    return folded.index(name) if name and name in folded else None


def _workbook(sheets: Mapping[str, Iterable[list[Cell]]]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in _parts_about(list(sheets)).items():
            archive.writestr(name, xml)
        for at, rows in enumerate(sheets.values(), 1):
            with archive.open(f"xl/worksheets/sheet{at}.xml", "w") as sheet:
                sheet.write(f'{_START}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
                for row in rows:
                    sheet.write(f"<row>{''.join(_cell(*cell) for cell in row)}</row>".encode())
                sheet.write(b"</sheetData></worksheet>")
    return stream.getvalue()


def _cell(text: str, style: int) -> str:
    tidy = escape(_NO_XML.sub("", text[:LONGEST_TEXT]))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{tidy}</t></is></c>'


def _parts_about(names: Sequence[str]) -> dict[str, str]:
    """Return all parts of a workbook but its sheets."""
    numbered = list(enumerate(names, 1))
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_KIND}.worksheet+xml"/>' for at, _ in numbered
    )
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in numbered)
    related = "".join(_related(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at, _ in numbered)
    return {
        "[Content_Types].xml": f'{_START}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{kinds}</Types>',
        "_rels/.rels": _relations(_related("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_START}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(related + _related("rIdStyles", "styles", "styles.xml")),
        "xl/styles.xml": _STYLES,
    }


def _relations(related: str) -> str:
    return f'{_START}<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>'


def _related(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _fill(colour: str) -> str:
    return f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill></fill>'


def _style(font: int, fill: int) -> str:
    # The prefix for quoted text keeps "=1+1" a text when somebody edits the cell.
    given = 'numFmtId="49" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1" applyFill="1"'
    return f'<xf {given} fontId="{font}" fillId="{fill}"/>'


_STYLES = (
    f'{_START}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
    '<font><b/><sz val="11"/><name val="Arial"/></font></fonts>'
    '<fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    f"{_fill('F6C7C3')}{_fill('FFE8A3')}{_fill('D5E8F5')}</fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="5">{_style(0, 0)}{_style(1, 0)}{_style(0, 2)}{_style(0, 3)}{_style(0, 4)}</cellXfs>'
    "</styleSheet>"
)
