"""The checks on a table as text, before any cell of it is read."""

import re
from collections.abc import Iterator

import pandas as pd

from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.findings import Severity
from dashboard.intake.tables import Table

# What is left of ’ and é when UTF-8 is read as Windows-1252, and the sign for a letter that was lost.
_GARBLED = re.compile("â€|Ã[\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]|\ufffd")


@asks(
    Stage.FILE,
    Severity.WARNING,
    "Letters that were garbled on the way, such as â€™ for an apostrophe.",
    "Names and notes would be shown as they stand.",
    "Open the source anew as UTF-8 and save it as CSV (UTF-8).",
)
def letters_are_not_garbled(table: Table) -> Iterator[Found]:
    """A file saved in one code and opened in another keeps its numbers and loses its apostrophes."""
    columns = (table.rows.iloc[:, at] for at in range(table.rows.shape[1]))
    lines = {int(row) for column in columns for row in column.index[column.isin(_garbled_in(column))]}
    if lines:
        yield Found(
            f"{len(lines)} row(s) hold letters that were garbled on the way.",
            "Open the source anew as UTF-8 and save it as CSV (UTF-8); tick this if it does not matter.",
            expected="words as they were written",
            rows=tuple(sorted(lines)),
        )


def _garbled_in(column: pd.Series) -> list[str]:
    """Each text is looked at once, for a large file repeats its words in most rows."""
    return [text for text in column.unique() if _GARBLED.search(text)]


@asks(
    Stage.LAYOUT,
    Severity.NOTICE,
    "Columns with cells in them and no heading above.",
    "Nobody can tell what they hold, so they are not read.",
    "Give the column a heading, if it should be read.",
)
def columns_have_headings(table: Table) -> Iterator[Found]:
    """The first column may go without: R writes its row numbers there, and some publishers their areas."""
    bare = [at for at, name in enumerate(table.headings) if at and not name and table.rows.iloc[:, at].ne("").any()]
    if bare:
        yield Found(f"{len(bare)} column(s) have cells and no heading, and are not read.")
