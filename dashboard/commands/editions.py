"""The command that says what was made for pages to read, makes what is due, and checks it."""

import os
import signal
import threading
from typing import Annotated

import typer

from dashboard.commands.console import out, progress
from dashboard.commands.opening import ACCEPTED, REFUSED, Address, opened_as_it_is, refusals_told
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.wording import counted
from dashboard.journeys import editions as made
from dashboard.store.database import Database


def editions(
    make: Annotated[bool, typer.Option("--make", help="Make what is due first.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Make each anew and compare; 1 where one differs.")] = False,
    stay: Annotated[bool, typer.Option("--stay", help="Stay, and make them as they come due.")] = False,
    beside: Annotated[int | None, typer.Option(metavar="PID", help="With --stay: until this process ends.")] = None,
    database: Address = None,
) -> None:
    """Say what was worked out for pages to read.

    An edition is what pages show of a revision. The dashboard makes them by itself.
    """
    with refusals_told(), opened_as_it_is(database) as kept:
        if stay:
            _stay(kept, beside)
            return
        if make:
            with progress("Working out what pages show"):
                made.make(kept, LOCAL_USER)
        differs = _tell(kept, verify=verify)
    raise typer.Exit(REFUSED if differs else ACCEPTED)


def _stay(database: Database, beside: int | None) -> None:
    """Make editions until somebody asks this process to end, or the one that it was started by and for is gone."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    made.stay(database, LOCAL_USER, lambda: asked.is_set() or beside not in (None, os.getppid()))


def _tell(database: Database, *, verify: bool) -> bool:
    """Print a line for each edition; return whether one is otherwise when it is made anew."""
    with database.reading() as session:
        there = made.kept(session, LOCAL_USER)
    if not there:
        out.print("There is no edition yet. --make makes one.")
    differs = 0
    for one in there:
        parts = f"{counted(one.parts, 'part')} and {one.restricted} restricted"
        out.print(f"Revision {one.revision}: {parts}, made {one.made_at:%-d %b %Y %H:%M} UTC{_age(one)}")
        if verify:
            with progress(f"Making revision {one.revision} anew"), database.reading() as session:
                differ, of = made.differing(session, LOCAL_USER, one.revision)
            out.print(f"  made anew: {differ} of {of} parts differ" if differ else f"  made anew: all {of} parts equal")
            differs += differ
    return bool(differs)


def _age(one: made.EditionKept) -> str:
    return "" if one.is_current else "; by an earlier version, and to be made anew"
