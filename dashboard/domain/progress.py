"""Telling how far a long piece of work has come."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Step:
    """How far a long piece of work has come; ``of`` is 0 where the length of the step is not known."""

    words: str
    done: int = 0
    of: int = 0


class Say(Protocol):
    """Called as each step begins, in words, with how much of it is done; what it raises ends the work there."""

    def __call__(self, step: str, done: int = 0, of: int = 0) -> None:
        """Tell of a step; ``of`` is 0 where its length is not known."""


def silently(step: str, done: int = 0, of: int = 0) -> None:
    """Tell nobody."""
