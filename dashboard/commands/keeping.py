"""The command that lists what is kept of the columns of files, and forgets it."""

from typing import Annotated

import typer

from dashboard.commands.console import out
from dashboard.commands.opening import Address, opened_as_it_is, refusals_told, settings
from dashboard.commands.telling import one_line


def mappings(
    forget: Annotated[str | None, typer.Option(metavar="NAME", help="Forget the mapping of this name.")] = None,
    database: Address = None,
) -> None:
    """List the mappings: what the columns of files hold.

    They are made on the upload page, and used by themselves for files with the same headings.
    """
    from dashboard.journeys import mapping

    with refusals_told(), opened_as_it_is(database) as opened:
        if forget is not None:
            mapping.forget(opened, settings().user, forget)
        kept = mapping.kept(opened, settings().user)
        if not kept:
            out.print("No mapping is kept. They are made on the upload page.")
        for one in kept:
            out.print(one_line(f"{one.mapping.name}: kept by {one.by} on {one.at:%-d %b %Y}"))
            for column in one.mapping.columns:
                out.print(one_line(f"  {column.heading or 'no heading'}: {one.mapping.told(column)}"))
