"""The watched folder: what arrives is screened, what is accepted is published, a receipt is left beside each file."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.console import out
from dashboard.commands.opening import ACCEPTED, Address, opened, refusals_told, settings
from dashboard.commands.sending import Accept, AcceptAll, ForPartnership, OfArea, OfIndicator, OfPeriod, exit_code
from dashboard.commands.taking_on import take_on
from dashboard.commands.telling import one_line
from dashboard.domain.errors import NotFound
from dashboard.domain.mappings import Said


def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where files are put.")],
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why figures are published. It is kept with each revision.")
    ] = "Came through the watched folder",
    *,
    every: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="How long between two looks.")] = 5,
    once: Annotated[bool, typer.Option("--once", help="Take what is there now, and end.")] = False,
    accept_warnings: AcceptAll = False,
    accept: Accept = None,
    indicator: OfIndicator = None,
    area: OfArea = "",
    period: OfPeriod = "",
    for_partnership: ForPartnership = False,
    database: Address = None,
) -> None:
    """Publish the files that are put into a folder.

    Each is screened, published if it is accepted, and gets a receipt beside it: FILE.receipt.txt. A file whose
    warnings nobody ticked waits. A file is taken when it was the same at two looks, and again when its content
    changes. Folders within it, hidden files and links are left alone. Ctrl-C ends it after the file at hand.
    """
    from dashboard.commands.folder import Folder
    from dashboard.commands.watched import Stop, Watch
    from dashboard.domain.definitions import read_definitions
    from dashboard.journeys.deliver import Orders

    stop = Stop()
    with refusals_told(), opened(database) as kept, stop.heard():
        said, two = Said(indicator, area, period, for_partnership), settings().second_person
        orders = Orders(reason, frozenset(accept or ()), accept_warnings, said, two)
        if not folder.is_dir():
            raise NotFound(f"{folder}: there is no folder of this name.")
        if indicator is not None:
            read_definitions().catalogue.called(indicator)
        take_on(kept)
        watching = Watch(Folder(folder), kept, settings().user, orders, stop)
        watching.look()
        if once:
            stop.after(every)
            raise typer.Exit(exit_code(watching.look()))
        out.print(one_line(f"Watching {folder}, every {every:g} seconds. Ctrl-C ends it."))
        while not stop.after(every):
            watching.look()
    out.print("Ended.")
    raise typer.Exit(ACCEPTED)
