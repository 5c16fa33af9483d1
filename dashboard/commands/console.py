"""The console: where answers, errors and the progress of long steps go."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.domain.progress import Say

out = Console(highlight=False, soft_wrap=True, markup=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


@contextmanager
def progress(words: str, *, by_line: bool = False) -> Iterator[Say]:
    """Show, where somebody is watching, that a long piece of work is under way and for how long.

    What is given may be called with each step of it as it begins. ``by_line`` is whether it is told where nobody
    watches too, in a line for each step.
    """
    if by_line and not errors.is_terminal:
        yield _line_by_line(words)
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as shown:
        task = shown.add_task(words, total=None)

        def say(step: str, done: int = 0, of: int = 0) -> None:
            how_far = f" ({done} of {of})" if of else ""
            shown.update(task, description=f"{step}{how_far}", completed=done, total=of or None)

        yield say


def _line_by_line(words: str) -> Say:
    last = words
    errors.print(f"{words} …")

    def say(step: str, done: int = 0, of: int = 0) -> None:  # noqa: ARG001 -- how far it has come would be a line a second
        nonlocal last
        if step != last:
            errors.print(f"{step} …")
            last = step

    return say
