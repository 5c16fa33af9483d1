"""Telling how far a long piece of work has come."""

from collections.abc import Callable

Say = Callable[[str], None]  # called with each step as it begins; what it raises ends the work there


def silently(_: str) -> None:
    """Tell nobody."""
