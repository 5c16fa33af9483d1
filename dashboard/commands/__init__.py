"""The command line: start the dashboard, check and publish files, undo, take figures away."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.commands.console import errors, out, progress
from dashboard.commands.editions import editions
from dashboard.commands.keeping import mappings
from dashboard.commands.opening import Address, opened, refusals_told, settings
from dashboard.commands.sending import check, publish, undo
from dashboard.commands.taking import figures, indicators, template
from dashboard.commands.watching import watch
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.progress import Say

if TYPE_CHECKING:
    from dashboard.store.database import Database

_HELP = """
The dashboard of a Combating Drugs Partnership, on this computer.

Without a command it starts the dashboard and opens a browser, the first time on a demonstration: invented
figures, marked as such. begin starts a clean database for real figures instead. The other commands do the same
as its pages: check a file, publish it, undo a revision, take figures away; and watch a folder for files.

Figures are kept in the database that --database or DATABASE_URL names, by default the file dashboard.db in
the folder you are in. SQLite: sqlite:///path/to/file.db. PostgreSQL: postgresql://user@host/name.

check, publish and watch end with 0 (accepted), 1 (refused), 2 (the call cannot be used) or 3 (partly accepted).
"""


def commands(serve: Callable[..., None]) -> typer.Typer:
    """Return the command line; ``serve(settings, open_browser=…)`` starts the dashboard."""
    line = typer.Typer(help=_HELP, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

    @line.callback(invoke_without_command=True)
    def start(
        context: typer.Context,
        database: Address = None,
        browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
    ) -> None:
        if context.invoked_subcommand is None:
            _start(serve, database, browser)

    @line.command()
    def demo(
        database: Address = None,
        browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
        files: Annotated[
            Path | None, typer.Option(metavar="FOLDER", help="Only write the newest quarter's files there.")
        ] = None,
    ) -> None:
        """Start the dashboard on a demonstration.

        All its figures are invented and say so. Making them takes about two minutes; interrupted, it goes on where
        it stopped. A database that holds real figures is refused.
        """
        if files is not None:
            _write_newest(files)
            return
        from dashboard.journeys import demonstration

        with refusals_told(), opened(database) as kept:
            demonstration.may_begin(kept, settings().user)
        _start(serve, database, browser)

    for name, command in _COMMANDS.items():
        line.command(name)(command)
    return line


def _start(serve: Callable[..., None], address: str | None, browser: bool) -> None:
    from dashboard.journeys import editions as editions_made

    with refusals_told(), opened(address) as database, progress("Getting ready") as say:
        warning = settings().warning
        if database.reads_only:
            warning = editions_made.warning_of(database, settings().user)
        else:
            _bring_up_to_date(database, say)
        say("Working out what pages show")
        editions_made.prepare(database, settings().user)
    if warning:
        errors.print(warning)
    if address is not None:
        os.environ["DATABASE_URL"] = address  # the pages read the settings for themselves
    serve(settings(), open_browser=browser)


def _bring_up_to_date(database: "Database", say: Say) -> None:
    from dashboard.demo.start import demonstrate
    from dashboard.journeys import administer, demonstration

    administer.take_on_definitions(database, LOCAL_USER)
    if demonstration.is_due(database, LOCAL_USER):
        demonstrate(database, LOCAL_USER, date.today(), lambda file: say(f"Making a demonstration: {file}"))


def _write_newest(folder: Path) -> None:
    from dashboard.demo import files as demonstration_files

    folder.mkdir(parents=True, exist_ok=True)
    for file in demonstration_files.newest_files():
        (folder / file.name).write_bytes(file.content)


def begin(database: Address = None) -> None:
    """Start a clean database for real figures.

    It begins with the published national figures, to compare with, and without a demonstration.
    """
    from dashboard.journeys import administer, demonstration

    with refusals_told(), opened(database) as kept, progress("Getting ready"):
        demonstration.may_not_begin(kept, settings().user)
        administer.begin(kept, settings().user, date.today())
    out.print("This database is clean: it holds the published national figures, and takes real ones.")


_COMMANDS: dict[str, Callable[..., None]] = {
    "begin": begin,
    "check": check,
    "publish": publish,
    "watch": watch,
    "undo": undo,
    "figures": figures,
    "indicators": indicators,
    "template": template,
    "mappings": mappings,
    "editions": editions,
}
