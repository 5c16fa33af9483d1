"""Tables as text: real headings for those who listen, one row under another on a phone."""

from collections.abc import Collection, Mapping
from html import escape

import pandas as pd
import streamlit as st

from dashboard.ui import mark


def show_table(
    table: pd.DataFrame,
    title: str,
    *,
    figures: bool = True,
    dimmed: frozenset[tuple[int, int]] = frozenset(),
    links: Mapping[str, str] | None = None,
) -> None:
    """Show a frame as a table whose first column heads its rows. Every cell is text, never markup.

    A table of figures carries the mark of a demonstration; ``figures`` is False for one that holds none.
    ``dimmed`` has the cells, by row and column from 0, that are shown fainter, ``links`` where the words that
    head a column or a row lead to.
    """
    st.html(table_of(table, title, figures=figures, dimmed=dimmed, links=links))


def table_of(
    table: pd.DataFrame,
    title: str,
    *,
    figures: bool = True,
    dimmed: frozenset[tuple[int, int]] = frozenset(),
    links: Mapping[str, str] | None = None,
) -> str:
    """Return a table as ``show_table`` shows it, to stand within other markup."""
    names = [str(name) for name in table]
    to = links or {}
    headings = "".join(f'<th scope="col" role="columnheader">{_linked(name, to)}</th>' for name in names)
    rows = "".join(
        _row(names, row, {column for of, column in dimmed if of == at}, to)
        for at, row in enumerate(table.itertuples(index=False, name=None))
    )
    body = f'<thead role="rowgroup"><tr role="row">{headings}</tr></thead><tbody role="rowgroup">{rows}</tbody>'
    return _table(mark.caption(title) if figures else _caption(title), body)


def show_pairs(pairs: tuple[tuple[str, str], ...], title: str) -> None:
    """Show pairs of label and text as a table of two columns without a heading row."""
    rows = "".join(_row(["", ""], pair) for pair in pairs)
    st.html(_table(_caption(title), f'<tbody role="rowgroup">{rows}</tbody>'))


def _caption(title: str) -> str:
    return f'<caption class="visually-hidden">{escape(title)}</caption>'


def _table(caption: str, inside: str) -> str:
    # The roles are spelt out, for a table that is laid out otherwise on a phone loses its own.
    return f'<table class="plain" role="table">{caption}{inside}</table>'


def _row(
    names: list[str], cells: tuple[object, ...], dimmed: Collection[int] = (), links: Mapping[str, str] | None = None
) -> str:
    first, *others = (_text(cell) for cell in cells)
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


def _text(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _kind(cell: str, dimmed: bool) -> str:
    kinds = [*(["number"] if cell.replace(",", "").isdigit() else []), *(["dimmed"] if dimmed else [])]
    return f' class="{" ".join(kinds)}"' if kinds else ""
