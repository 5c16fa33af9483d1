"""Tables as text: real headings for those who listen, one row under another on a phone."""

from html import escape

import pandas as pd
import streamlit as st


def show_table(table: pd.DataFrame, title: str) -> None:
    """Show a frame as a table whose first column heads its rows. Every cell is text, never markup."""
    names = [str(name) for name in table]
    headings = "".join(f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in names)
    rows = "".join(_row(names, row) for row in table.itertuples(index=False, name=None))
    _show(title, f'<thead role="rowgroup"><tr role="row">{headings}</tr></thead><tbody role="rowgroup">{rows}</tbody>')


def show_pairs(pairs: tuple[tuple[str, str], ...], title: str) -> None:
    """Show pairs of label and text as a table of two columns without a heading row."""
    rows = "".join(_row(["", ""], pair) for pair in pairs)
    _show(title, f'<tbody role="rowgroup">{rows}</tbody>')


def _show(title: str, inside: str) -> None:
    # The roles are spelt out, for a table that is laid out otherwise on a phone loses its own.
    caption = f'<caption class="visually-hidden">{escape(title)}</caption>'
    st.html(f'<table class="plain" role="table">{caption}{inside}</table>')


def _row(names: list[str], cells: tuple[object, ...]) -> str:
    first, *others = (_text(cell) for cell in cells)
    rest = "".join(
        f'<td role="cell" data-label="{escape(name)}"{_kind(cell)}>{escape(cell)}</td>'
        for name, cell in zip(names[1:], others, strict=True)
    )
    head = f'<th scope="row" role="rowheader" data-label="{escape(names[0])}"{_kind(first)}>{escape(first)}</th>'
    return f'<tr role="row">{head}{rest}</tr>'


def _text(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _kind(cell: str) -> str:
    return ' class="number"' if cell.replace(",", "").isdigit() else ""
