"""Tables as text: real headings for those who listen, one row under another on a phone."""

from collections.abc import Collection, Mapping, Sequence
from html import escape

import streamlit as st

from dashboard.domain.agencies import Agency
from dashboard.reports.tables import Cell, Table
from dashboard.ui import mark
from dashboard.ui.owners import in_words, is_dimmed


def show_table(
    table: Table,
    *,
    figures: bool = True,
    chosen: Collection[Agency] = (),
    links: Mapping[str, str] | None = None,
) -> None:
    """Show a table whose first column heads its rows. Every cell is text, never markup.

    A table of figures carries the mark of a demonstration; ``figures`` is False for one that holds none.
    Agencies ``chosen`` are marked, and rows or columns of others fainter. ``links`` says where the words that head a
    column or a row lead to.
    """
    st.html(table_of(table, figures=figures, chosen=chosen, links=links))


def table_of(
    table: Table,
    *,
    figures: bool = True,
    chosen: Collection[Agency] = (),
    links: Mapping[str, str] | None = None,
) -> str:
    """Return a table as ``show_table`` shows it, to stand within other markup."""
    to = links or {}
    headings = "".join(f'<th scope="col" role="columnheader">{_linked(name, to)}</th>' for name in table.headings)
    faint = _faint(table, chosen)
    rows = "".join(
        _row(table.headings, [_text(cell, chosen) for cell in row], faint.get(at, ()), to)
        for at, row in enumerate(table.rows)
    )
    body = f'<thead role="rowgroup"><tr role="row">{headings}</tr></thead><tbody role="rowgroup">{rows}</tbody>'
    return _table(mark.caption(table.title) if figures else _caption(table.title), body)


def _faint(table: Table, chosen: Collection[Agency]) -> dict[int, Collection[int]]:
    """By row the columns of what belongs to none of the agencies chosen: whole rows, or one column of every row."""
    every_row, every_column = range(len(table)), range(len(table.headings))
    if table.owned == "by row":
        return {at: every_column for at in every_row if _is_others(table.rows[at], chosen)}
    columns = [at for at in every_column if _is_others([row[at] for row in table.rows], chosen)]
    return dict.fromkeys(every_row, columns)


def _is_others(cells: Sequence[Cell], chosen: Collection[Agency]) -> bool:
    """Whether there are agencies among these cells, and none that is chosen."""
    owners = [agency for cell in cells if isinstance(cell, tuple) for agency in cell]
    return bool(owners) and is_dimmed(owners, chosen)


def show_pairs(pairs: tuple[tuple[str, str], ...], title: str) -> None:
    """Show pairs of label and text as a table of two columns without a heading row."""
    rows = "".join(_row(("", ""), pair) for pair in pairs)
    st.html(_table(_caption(title), f'<tbody role="rowgroup">{rows}</tbody>', "plain pairs"))


def _caption(title: str) -> str:
    return f'<caption class="visually-hidden">{escape(title)}</caption>'


def _table(caption: str, inside: str, kinds: str = "plain") -> str:
    # The roles are spelt out, for a table that is laid out otherwise on a phone loses its own.
    return f'<table class="{kinds}" role="table">{caption}{inside}</table>'


def _row(
    names: Sequence[str],
    cells: Sequence[str],
    dimmed: Collection[int] = (),
    links: Mapping[str, str] | None = None,
) -> str:
    first, *others = cells
    rest = "".join(
        f'<td role="cell" data-label="{escape(name)}"{_kind(cell, at in dimmed)}>{escape(cell)}</td>'
        for at, (name, cell) in enumerate(zip(names[1:], others, strict=True), start=1)
    )
    kind = _kind(first, 0 in dimmed)
    head = f'<th scope="row" role="rowheader" data-label="{escape(names[0])}"{kind}>{_linked(first, links or {})}</th>'
    return f'<tr role="row">{head}{rest}</tr>'


def _linked(text: str, links: Mapping[str, str]) -> str:
    link = links.get(text)
    return f'<a href="{escape(link)}" target="_self">{escape(text)}</a>' if link else escape(text)


def _text(cell: Cell, chosen: Collection[Agency]) -> str:
    if isinstance(cell, tuple):
        return in_words(cell, chosen)
    return f"{cell:,}" if isinstance(cell, int) else cell


def _kind(cell: str, dimmed: bool) -> str:
    kinds = [*(["number"] if cell.replace(",", "").isdigit() else []), *(["dimmed"] if dimmed else [])]
    return f' class="{" ".join(kinds)}"' if kinds else ""
