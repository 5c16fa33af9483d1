"""The command that says what was made for pages to read, makes what is due, and checks it."""

import os
import signal
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.commands.console import out, progress
from dashboard.commands.first_start import tell_ready, tell_refusal, tell_step
from dashboard.commands.opening import ACCEPTED, REFUSED, Address, opened, opened_as_it_is, refusals_told, settings
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.audiences import Audience
from dashboard.domain.errors import Refusal
from dashboard.domain.wording import counted

if TYPE_CHECKING:
    from dashboard.journeys.editions import EditionKept
    from dashboard.store.database import Database

OfRole = Annotated[
    str | None, typer.Option(metavar="ROLE", help="Let a PostgreSQL role read what is for everybody, and nothing else.")
]
OfMembers = Annotated[
    str | None, typer.Option(metavar="ROLE", help="The same with what is for members of the partnership.")
]


def editions(
    *,
    make: Annotated[bool, typer.Option("--make", help="Make what is due first.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Make each anew and compare; 1 where one differs.")] = False,
    stay: Annotated[bool, typer.Option("--stay", help="Stay, and make them as they come due.")] = False,
    beside: Annotated[int | None, typer.Option(metavar="PID", help="With --stay: until this process ends.")] = None,
    demonstration: Annotated[bool, typer.Option("--demonstration", hidden=True)] = False,
    export: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a SQLite file of what everybody may read.")
    ] = None,
    grant_public: OfRole = None,
    grant_partnership: OfMembers = None,
    database: Address = None,
) -> None:
    """Say what was worked out for pages to read.

    An edition is what pages show of a revision. The dashboard makes them by itself. A dashboard with DASHBOARD_READER
    only reads them: from PostgreSQL as a role that was granted it, or from an exported file.
    """
    from dashboard.journeys import editions as made

    if demonstration:
        _get_ready(database)
    with refusals_told(), opened_as_it_is(database) as kept:
        if stay:
            _stay(kept, beside)
            return
        if export or grant_public or grant_partnership:
            _hand_out(kept, export, {Audience.PUBLIC: grant_public, Audience.PARTNERSHIP: grant_partnership})
            return
        if make:
            with progress("Working out what pages show"):
                made.make(kept, settings().user)
        differs = _tell(kept, verify=verify)
    raise typer.Exit(REFUSED if differs else ACCEPTED)


def _get_ready(address: str | None) -> None:
    """Put the demonstration in and work out what pages show, telling the server beside of each step."""
    # It dies at once where the server does: what is half put in is not kept.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from dashboard.demo import finished
    from dashboard.journeys import editions as made

    try:
        with opened(address) as kept:
            if not finished.put(kept, LOCAL_USER, tell_step):
                from dashboard.demo.start import demonstrate

                demonstrate(kept, LOCAL_USER, date.today(), tell_step)
            tell_step("Working out what pages show")
            made.prepare(kept, LOCAL_USER)
    except Refusal as refusal:
        tell_refusal(str(refusal))
        raise typer.Exit(REFUSED) from refusal
    tell_ready()


def _stay(database: "Database", beside: int | None) -> None:
    """Make editions until somebody asks this process to end, or the one that it was started by and for is gone."""
    from dashboard.journeys import editions as made

    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    made.stay(database, settings().user, lambda: asked.is_set() or beside not in (None, os.getppid()))


def _hand_out(database: "Database", export: Path | None, roles: Mapping[Audience, str | None]) -> None:
    """Write a file for readers, and grant roles what they read."""
    from dashboard.journeys import editions as made

    for audience, role in roles.items():
        if role:
            made.grant(database, settings().user, role, audience)
            whose = "is for everybody" if audience is Audience.PUBLIC else "is for members of the partnership"
            out.print(f"{role} may read what {whose}, and nothing else. Set DASHBOARD_READER={audience} with it.")
    if export:
        with progress("Writing what everybody may read"):
            revision = made.export(database, settings().user, export)
        out.print(
            f"{export} holds what everybody may read at revision {revision}. Set DASHBOARD_READER=public with it."
        )


def _tell(database: "Database", *, verify: bool) -> bool:
    """Print a line for each edition; return whether one is otherwise when it is made anew."""
    from dashboard.journeys import editions as made

    with database.reading() as session:
        there = made.kept(session, settings().user)
    if not there:
        out.print("There is no edition yet. --make makes one.")
    differs = 0
    for one in there:
        parts = f"{counted(one.parts, 'part')} and {one.restricted} restricted"
        out.print(f"Revision {one.revision}: {parts}, made {one.made_at:%-d %b %Y %H:%M} UTC{_age(one)}")
        if verify:
            with progress(f"Making revision {one.revision} anew"), database.reading() as session:
                differ, of = made.differing(session, settings().user, one.revision)
            out.print(f"  made anew: {differ} of {of} parts differ" if differ else f"  made anew: all {of} parts equal")
            differs += differ
    return bool(differs)


def _age(one: "EditionKept") -> str:
    return "" if one.is_current else "; by an earlier version, and to be made anew"
