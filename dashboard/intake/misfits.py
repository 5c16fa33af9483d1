"""Rows of a text file whose cells would stand under the wrong headings, or under none."""

from collections.abc import Iterator, Mapping

from dashboard.domain.findings import Finding
from dashboard.intake.tables import Record


def rows_short_of_an_empty_heading(body: list[Record], headings: list[str]) -> Iterator[Finding]:
    """A comma too many among the headings moves every number under the heading before its own."""
    empty = headings.count("")
    moved = tuple(line for line, cells in body if 0 < len(headings) - len(cells) <= empty)
    if moved:
        yield Finding.error(
            "rows_fit_the_headings",
            f"{len(moved)} row(s) have fewer cells than there are headings, and a heading is empty: "
            "no number can be trusted to its column.",
            "Remove the empty heading, or give each row a cell under it.",
            expected=f"{len(headings)} cells",
            rows=moved,
        )


def rows_among_the_notes(
    footnotes: list[Record], delimiter: str, width: int, delimiters: Mapping[str, str]
) -> Iterator[Finding]:
    """Rows at the end that are parted by another mark than those above them pass for notes.

    ``delimiters`` are the marks that may part cells, and their names.
    """
    others = [mark for mark in delimiters if mark != delimiter]
    texts = {line: delimiter.join(cells) for line, cells in footnotes}
    rows = tuple(line for line, text in texts.items() if any(_parts(text, mark, width) for mark in others))
    if rows:
        yield Finding.error(
            "rows_fit_the_headings",
            f"{len(rows)} row(s) at the end have their cells parted by another mark than the rows above them.",
            "Give all rows the same mark between their cells.",
            expected=f"cells parted by a {delimiters[delimiter]}",
            rows=rows,
        )


def _parts(text: str, mark: str, width: int) -> bool:
    """Whether a mark cuts a text into cells. A sentence has a space after its commas, and no tabs."""
    enough = 2 if mark == "\t" else max(2, width - 1)
    return text.count(mark) - text.count(f"{mark} ") >= enough
