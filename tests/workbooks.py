"""Workbooks for the tests, written part by part, so that a test can put into one what no program would."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

_EPOCH = (2024, 1, 1, 0, 0, 0)  # the same bytes each time
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_HIDDEN, _FILTERED = ' hidden="1"', ' table:visibility="filter"'
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


@dataclass(frozen=True)
class Raw:
    """A cell as its XML, for what no plain value can say: ``Raw('<f>1+1</f>')``."""

    xml: str
    attributes: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, rows of texts and numbers (None for no cell), the ranges that are merged.

    ``rows_hidden`` are the numbers, from 1, of rows that a filter hides.
    """

    name: str
    rows: Sequence[Sequence[object]]
    merged: Sequence[str] = field(default=())
    state: str = "visible"
    rows_hidden: Sequence[int] = field(default=())


def letters(column: int) -> str:
    """Return the letters of a column, 0 for A."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file of these parts, the same bytes each time."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def xlsx(*sheets: Sheet, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return an Excel workbook; ``extra`` parts are added or put in place of ours."""
    numbered = list(enumerate(sheets, 1))
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for at, _ in numbered
    )
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{at}" state="{sheet.state}" r:id="rId{at}"/>'
        for at, sheet in numbered
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at, _ in numbered
    )
    workbook = '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"'
    return packed(
        {
            "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types '
            'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType={workbook}/>{kinds}'
            "</Types>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
            f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>',
            **{f"xl/worksheets/sheet{at}.xml": _xlsx_sheet(sheet) for at, sheet in numbered},
            **(extra or {}),
        }
    )


def _xlsx_sheet(sheet: Sheet) -> str:
    rows = "".join(
        f'<row r="{at}"{_HIDDEN if at in sheet.rows_hidden else ""}>{_xlsx_cells(at, row)}</row>'
        for at, row in enumerate(sheet.rows, 1)
    )
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in sheet.merged)
    merged = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>'


def _xlsx_cells(at: int, row: Sequence[object]) -> str:
    return "".join(_xlsx_cell(f"{letters(to)}{at}", value) for to, value in enumerate(row))


def _xlsx_cell(place: str, value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Raw):
        return f'<c r="{place}" {value.attributes}>{value.xml}</c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def ods(*sheets: Sheet, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return an OpenDocument workbook; a merged range is written as the cells it spans and covers."""
    hidden = '<style:style style:name="away" style:family="table"><style:table-properties table:display="false"/>'
    tables = "".join(_ods_sheet(sheet) for sheet in sheets)
    return packed(
        {
            "mimetype": _ODS,
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
            f'manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} '
            f'office:version="1.2"><office:automatic-styles>{hidden}</style:style></office:automatic-styles>'
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
            **(extra or {}),
        }
    )


def _ods_sheet(sheet: Sheet) -> str:
    spans, covered = _spans(sheet.merged)
    rows = "".join(
        f"<table:table-row{_FILTERED if at + 1 in sheet.rows_hidden else ''}>"
        f"{''.join(_ods_cells(at, row, spans, covered))}</table:table-row>"
        for at, row in enumerate(sheet.rows)
    )
    style = ' table:style-name="away"' if sheet.state != "visible" else ""
    return f"<table:table table:name={quoteattr(sheet.name)}{style}>{rows}</table:table>"


def _ods_cells(
    at: int, row: Sequence[object], spans: Mapping[tuple[int, int], str], covered: set[tuple[int, int]]
) -> Iterable[str]:
    for to, value in enumerate(row):
        kind = "covered-table-cell" if (at, to) in covered else "table-cell"
        span = spans.get((at, to), "")
        if value is None or value == "":
            yield f"<table:{kind}{span}/>"
        elif isinstance(value, Raw):
            yield f"<table:{kind} {value.attributes}>{value.xml}</table:{kind}>"
        elif isinstance(value, int | float):
            number = f'office:value-type="float" office:value="{value}"'
            yield f"<table:{kind}{span} {number}><text:p>{value}</text:p></table:{kind}>"
        else:
            text = escape(str(value))
            yield f'<table:{kind}{span} office:value-type="string"><text:p>{text}</text:p></table:{kind}>'


def _spans(merged: Sequence[str]) -> tuple[dict[tuple[int, int], str], set[tuple[int, int]]]:
    spans, covered = {}, set()
    for one in merged:
        first, last = (_place(text) for text in one.split(":"))
        rows, columns = last[0] - first[0] + 1, last[1] - first[1] + 1
        spans[first] = f' table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"'
        covered |= {(first[0] + down, first[1] + along) for down in range(rows) for along in range(columns)} - {first}
    return spans, covered


def _place(text: str) -> tuple[int, int]:
    name = text.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return int(text[len(name) :]) - 1, column - 1
