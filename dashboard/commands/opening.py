"""What most commands begin with: the settings, the database, a file; and how a refusal ends them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from dashboard.commands.console import errors
from dashboard.domain.errors import BadSetting, BrokenDefinition, NotFound, Refusal
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.store.database import Database

ACCEPTED, REFUSED, UNUSABLE, PARTLY = 0, 1, 2, 3  # what a command ends with

Address = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="The database. Default: DATABASE_URL, or dashboard.db here."),
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why. It is kept with the revision.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for other programs.")]


def settings() -> Settings:
    """Return what may be set from outside. Raise BadSetting."""
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = fault["loc"][0]
        raise BadSetting(
            f"The setting {name} holds “{fault['input']}”, which cannot be used. {fault['msg']}."
        ) from error


@contextmanager
def opened(address: str | None) -> Iterator["Database"]:
    """Open the database at this address, or at the one that is set; only to read it, where that is set."""
    from dashboard.store.database import Database

    database = Database(address or settings().database_url, reads_only=settings().reader is not None)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def opened_as_it_is(address: str | None) -> Iterator["Database"]:
    """Open a database that has to be there already: a slip in its name would read as no figures."""
    named = address or settings().database_url
    file = named.removeprefix("sqlite:///")
    if file != named and not Path(file).exists():
        raise BadSetting(f"There is no database at {file}. Publish into it first, or check its address.")
    with opened(address) as database:
        yield database


@contextmanager
def refusals_told() -> Iterator[None]:
    """Tell a refusal on the error stream and end with its code; what is unknown makes the call unusable."""
    try:
        yield
    except Refusal as refusal:
        errors.print(str(refusal))
        unusable = isinstance(refusal, NotFound | BrokenDefinition | BadSetting)
        raise typer.Exit(UNUSABLE if unusable else REFUSED) from refusal
