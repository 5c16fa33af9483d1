"""The command line: start the dashboard, check and publish files, undo, take figures away."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands import demonstration
from dashboard.commands.beside import maker_beside
from dashboard.commands.console import errors, out, progress
from dashboard.commands.editions import editions
from dashboard.commands.first_start import ANOTHER_IS_HERE, FIRST_START
from dashboard.commands.judging import judge
from dashboard.commands.keeping import mappings
from dashboard.commands.opening import Address, opened, refusals_told, settings
from dashboard.commands.sending import check, publish, undo
from dashboard.commands.taking import figures, indicators, template
from dashboard.commands.taking_on import take_on
from dashboard.commands.watching import watch
from dashboard.domain.access import LOCAL_USER
from dashboard.settings import Settings

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
        remake: Annotated[
            bool, typer.Option("--remake", help="Only make what is shipped anew, after the catalogue was changed.")
        ] = False,
        verify: Annotated[
            bool, typer.Option("--verify", help="Only make it anew and compare; 1 where it differs.")
        ] = False,
    ) -> None:
        """Start the dashboard on a demonstration.

        All its figures are invented and say so. It takes seconds, and minutes where the catalogue or the areas are
        your own: then its files are published one by one. A database that holds real figures is refused.
        """
        if files is not None or remake or verify:
            demonstration.write(files, remake=remake, verify=verify)
            return
        _require_none_or_a_demonstration(database)
        _start(serve, database, browser)

    for name, command in _COMMANDS.items():
        line.command(name)(command)
    return line


def _start(serve: Callable[..., None], address: str | None, browser: bool) -> None:
    if address is not None:
        os.environ["DATABASE_URL"] = address  # the pages read the settings for themselves
    with ExitStack() as running:
        with refusals_told():
            new = _is_new(settings())
            if new:  # while that is got ready here is time to load what the server needs
                running.enter_context(maker_beside(settings().database_url, first=True))
            warning, due = _get_ready(new=new)
            # Who only reads asks for editions; whoever writes to the database makes them.
            if not new and settings().reader is None:
                running.enter_context(maker_beside(settings().database_url, first=due))
        if warning:
            errors.print(warning)
        serve(settings(), open_browser=browser)


def _is_new(set_: Settings) -> bool:
    """Whether the database is a file that is not there yet, so that nothing has to be looked up in it."""
    file = set_.database_url.removeprefix("sqlite:///")
    return set_.reader is None and file != set_.database_url and not Path(file).exists()


def _get_ready(*, new: bool) -> tuple[str, bool]:
    """Bring the database up to date, and return what to warn of and whether a demonstration is due beside."""
    with opened(None) as database, progress("Getting ready") as say:
        if new:
            from dashboard.domain.definitions import read_definitions

            read_definitions()  # a fault in them ends a start
            return settings().warning, True
        from dashboard.demo.finished import Standing, standing
        from dashboard.journeys import editions

        if database.reads_only:
            say("Waiting for what pages show")
            editions.prepare(database, settings().user)
            return editions.warning_of(database, settings().user), False
        take_on(database)
        stands = standing(database, LOCAL_USER)
        if stands is Standing.DUE:
            return settings().warning, True
        say("Working out what pages show")
        editions.prepare(database, settings().user)
    if stands is not Standing.ANOTHER:
        return settings().warning, False
    FIRST_START.offer = demonstration.offer()
    return f"{settings().warning}\n{ANOTHER_IS_HERE} {FIRST_START.offer}".strip(), False


def _require_none_or_a_demonstration(address: str | None) -> None:
    """End the command where a database holds real figures."""
    if _is_new(settings() if address is None else settings().model_copy(update={"database_url": address})):
        return
    from dashboard.journeys import demonstration as journeys

    with refusals_told(), opened(address) as kept:
        journeys.may_begin(kept, settings().user)


def begin(database: Address = None) -> None:
    """Start a clean database for real figures.

    It begins with the published national figures, to compare with, and without a demonstration.
    """
    from dashboard.journeys import administer
    from dashboard.journeys import demonstration as journeys

    with refusals_told(), opened(database) as kept, progress("Getting ready"):
        journeys.may_not_begin(kept, settings().user)
        administer.begin(kept, settings().user, date.today())
    out.print("This database is clean: it holds the published national figures, and takes real ones.")


_COMMANDS: dict[str, Callable[..., None]] = {
    "begin": begin,
    "check": check,
    "publish": publish,
    "watch": watch,
    "undo": undo,
    "judge": judge,
    "figures": figures,
    "indicators": indicators,
    "template": template,
    "mappings": mappings,
    "editions": editions,
}
