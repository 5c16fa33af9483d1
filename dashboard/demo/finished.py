"""The demonstration as it is shipped: every table after the last file was published, as compressed columns.

They are put into a database in seconds, where publishing the files takes minutes. So this loads nothing of publishing.
"""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from dashboard.domain.access import User
from dashboard.domain.definitions import datasets, read_definitions
from dashboard.domain.progress import Say, silently
from dashboard.journeys import demonstration
from dashboard.store.database import Database

_MADE_FROM = "made-from.txt"
_LEVEL = 19  # of compression: it is written seldom, and kept with the code


def folder() -> Path:
    """Return where the finished demonstration lies, beside what it is made from."""
    return datasets() / "demo" / "finished"


def made_from(user: User) -> str:
    """Return a checksum (SHA-256) of what a finished demonstration depends on, but for the code that makes files."""
    settings = (datasets() / "demo" / "demonstration.toml").read_text("utf-8")
    parts = {"definitions": read_definitions().checksum, "settings": settings, **demonstration.made_with(user)}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def is_true(user: User) -> bool:
    """Whether there is a finished demonstration, made from what is here today."""
    try:
        written = (folder() / _MADE_FROM).read_text("utf-8")
    except FileNotFoundError:
        return False
    return written.strip() == made_from(user)


def tables() -> dict[str, pa.Table]:
    """Return the tables that are shipped, by name."""
    return {path.stem: parquet.read_table(path) for path in sorted(folder().glob("*.parquet"))}


def files() -> list[tuple[str, str]]:
    """Return name and checksum of each file that was published into what is shipped, in that order."""
    sent = parquet.read_table(folder() / "submission.parquet", columns=["id", "file_name", "checksum"]).sort_by("id")
    return list(zip(sent["file_name"].to_pylist(), sent["checksum"].to_pylist(), strict=True))


def write(made: Mapping[str, pa.Table], user: User) -> None:
    """Write tables as what is shipped, the same bytes for the same tables."""
    folder().mkdir(exist_ok=True)
    for path in folder().glob("*.parquet"):
        path.unlink()
    for name, table in made.items():
        plain = table.replace_schema_metadata(None)
        parquet.write_table(plain, folder() / f"{name}.parquet", compression="zstd", compression_level=_LEVEL)
    (folder() / _MADE_FROM).write_text(f"{made_from(user)}\n", "utf-8")


def differing(made: Mapping[str, pa.Table], shipped: Mapping[str, pa.Table]) -> list[str]:
    """Return the names of the tables that are not the same in both."""
    names = sorted({*made, *shipped})
    return [name for name in names if name not in made or name not in shipped or not made[name].equals(shipped[name])]


class Standing(StrEnum):
    """How a database stands to the demonstration of today."""

    DUE = "due"  # nothing was published yet, or a start was interrupted
    WHOLE = "whole"
    ANOTHER = "another"  # of an earlier version, or of files that somebody sent
    REAL = "real"


def standing(database: Database, user: User) -> Standing:
    """Return how a database stands to the demonstration of today."""
    there = demonstration.files_in(database, user)
    if there is None:
        return Standing.REAL
    if not there or not is_true(user):
        return Standing.DUE
    wanted = files()
    if set(wanted) <= set(there):
        return Standing.WHOLE
    return Standing.DUE if there == wanted[: len(there)] else Standing.ANOTHER


def put(database: Database, user: User, say: Say = silently) -> bool:
    """Put what is shipped into a database, all of it or nothing, and return whether that could be done.

    It cannot where it was made from other definitions than those of today, or something was sent or published here
    already. Raise Refusal where the database holds real figures.
    """
    demonstration.may_begin(database, user)
    if not is_true(user):
        return False
    say("Reading the demonstration")
    return demonstration.put(database, user, tables(), say)
