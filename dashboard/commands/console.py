"""The console: where answers, errors and the progress of long steps go."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

out = Console(highlight=False, soft_wrap=True, markup=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


@contextmanager
def progress(words: str) -> Iterator[Callable[[str], None]]:
    """Show, where somebody is watching, that a long step is under way and for how long.

    What is given may be called with other words as the step goes on.
    """
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as shown:
        step = shown.add_task(words, total=None)
        yield lambda other: shown.update(step, description=other)
