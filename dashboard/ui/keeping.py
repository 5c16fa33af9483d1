"""What was made for a person's last pages, kept as long as their session lasts."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

MOST = 8  # of a sort; pages of so many areas and choices are gone back to

_Made = TypeVar("_Made")


def kept(sort: str, key: Hashable, make: Callable[[], _Made]) -> _Made:
    """Return what was made for ``key`` before, or make it now; of each sort the last ``MOST`` asked for are kept."""
    things = _things(sort)
    made: _Made = things.pop(key) if key in things else make()
    things[key] = made
    while len(things) > MOST:
        del things[next(iter(things))]
    return made


def is_kept(sort: str, key: Hashable) -> bool:
    """Whether something was made for ``key`` and is still kept."""
    return key in _things(sort)


def _things(sort: str) -> dict[Hashable, Any]:
    things: dict[Hashable, Any] = st.session_state.setdefault(f"kept_{sort}", {})
    return things
