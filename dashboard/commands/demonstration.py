"""What is done about the demonstration itself: its files and its finished tables written, another one offered."""

from datetime import date
from itertools import count
from pathlib import Path

import typer

from dashboard.commands.console import out, progress
from dashboard.commands.opening import ACCEPTED, REFUSED, refusals_told
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.wording import listed


def write(files: Path | None, *, remake: bool, verify: bool) -> None:
    """Write the newest files into a folder; make the finished demonstration anew, to be written or compared.

    Ends the command with 1 where what is shipped differs.
    """
    if files is not None:
        _write_newest(files)
    if remake or verify:
        with refusals_told():
            differs = _make_anew(remake=remake)
        raise typer.Exit(REFUSED if differs and not remake else ACCEPTED)


def _write_newest(folder: Path) -> None:
    from dashboard.demo import files as demonstration_files

    folder.mkdir(parents=True, exist_ok=True)
    for file in demonstration_files.newest_files():
        (folder / file.name).write_bytes(file.content)


def _make_anew(*, remake: bool) -> bool:
    """Publish all files again, say how that differs from what is shipped, and return whether it does."""
    from dashboard.demo import finished
    from dashboard.demo.publishing import made_anew

    with progress("Making the demonstration anew", by_line=True) as say:
        made = made_anew(LOCAL_USER, date.today(), say)
    differ = finished.differing(made, finished.tables())
    is_true = finished.is_true(LOCAL_USER)
    if remake:
        finished.write(made, LOCAL_USER)
    if differ:
        out.print(
            f"Other than before: {listed(differ)}." if remake else f"What is shipped differs in {listed(differ)}."
        )
    elif is_true or remake:
        out.print("What is shipped is what publishing the files gives.")
    else:
        out.print("What is shipped has the right figures, and was made from other definitions. --remake writes it.")
    return bool(differ) or not is_true


def offer() -> str:
    """Return the command that makes the demonstration of this version, in a file that is not there yet."""
    names = ("demonstration.db" if number == 1 else f"demonstration-{number}.db" for number in count(1))
    free = next(name for name in names if not Path(name).exists())
    return f"python -m dashboard demo --database sqlite:///{free}"
