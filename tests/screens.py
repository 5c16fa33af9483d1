"""Reading what a page shows, element by element, as AppTest has run it."""

from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest


def elements(app: AppTest) -> Iterator[Any]:
    """Yield every element of a page's main part, in order."""
    yield from _within(app.main)


def words(app: AppTest) -> str:
    """Return all text that a page shows, tables and alternative texts included."""
    return "\n".join(str(element.proto) for element in elements(app))


def _within(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _within(child)
        else:
            yield child
