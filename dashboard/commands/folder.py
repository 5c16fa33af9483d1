"""A folder into which files are put: which are there whole, what is in them, and the receipt beside each."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from dashboard.journeys.submit import LARGEST_FILE

MOST_BYTES = LARGEST_FILE << 20
RECEIPT = ".receipt.txt"
CHECKSUM, WAITS = "SHA-256", "Waits for"  # what a receipt's lines begin with, by which it is known again
_ON_ITS_WAY = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".download")  # renamed when it is whole
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")
_LONGEST_HEAD = 20_000  # characters of a receipt in which its first lines stand
# Neither is a link followed that was put in a file's place, nor a pipe waited for. Not every system knows these.
_HOW_TO_READ = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


@dataclass(frozen=True)
class Seen:
    """A file as it was seen: seen twice alike, it is no longer being written."""

    name: str
    size: int
    changed: int
    place: int

    @property
    def is_too_large(self) -> bool:
        """Whether it is larger than any file that is read."""
        return self.size > MOST_BYTES


class Changed(Exception):
    """A file was changed, moved away or taken back while it was read."""


class Folder:
    """The files that lie in a folder itself. What is below it, hidden or a link is not looked at."""

    def __init__(self, path: Path) -> None:
        """Watch the folder at ``path``."""
        self.path = path
        self._before: dict[str, Seen] = {}

    def whole(self) -> list[Seen]:
        """Return the files that are as they were at the look before, the oldest first. Raise OSError."""
        now = {seen.name: seen for seen in self._look()}
        steady = [seen for name, seen in now.items() if self._before.get(name) == seen]
        self._before = now
        return sorted(steady, key=lambda seen: (seen.changed, seen.name))

    def _look(self) -> list[Seen]:
        with os.scandir(self.path) as entries:
            names = [entry.name for entry in entries if _may_be_sent(entry.name)]
        found = ((name, _status(self.path / name)) for name in names)
        return [_seen(name, status) for name, status in found if status]

    def links(self) -> list[str]:
        """Return the names of links: they are not followed, for they may lead anywhere. Raise OSError."""
        with os.scandir(self.path) as entries:
            return sorted(entry.name for entry in entries if entry.is_symlink() and _may_be_sent(entry.name))

    def content(self, seen: Seen) -> bytes:
        """Return the bytes of a file. Raise Changed where it is no longer as it was seen, OSError."""
        try:
            number = os.open(self.path / seen.name, _HOW_TO_READ)
        except FileNotFoundError as error:
            raise Changed from error
        with os.fdopen(number, "rb") as file:
            content = file.read(MOST_BYTES + 1)
            if _seen(seen.name, os.fstat(file.fileno())) != seen or len(content) != seen.size:
                raise Changed
        return content

    def receipt_of(self, seen: Seen) -> dict[str, str]:
        """Return the first lines of the receipt beside a file by what they begin with; {} where there is none."""
        try:
            with (self.path / f"{seen.name}{RECEIPT}").open(encoding="utf-8", errors="replace") as file:
                head = file.read(_LONGEST_HEAD).partition("\n\n")[0]
        except OSError:
            return {}
        lines = (line.partition(": ") for line in head.splitlines())
        return {name.strip(): text.strip() for name, _, text in lines}

    def leave_receipt(self, seen: Seen, text: str) -> str:
        """Put a receipt beside a file, all of it or nothing, and return its name. Raise OSError."""
        name = f"{seen.name}{RECEIPT}"
        unfinished = self.path / f".{name}.part"
        unfinished.unlink(missing_ok=True)
        with unfinished.open("x", encoding="utf-8", errors="replace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.path / name)
        return name


def checksum_of(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _may_be_sent(name: str) -> bool:
    folded = name.casefold()
    own = folded.startswith((".", "~$")) or folded.endswith(RECEIPT)
    return not own and not folded.endswith(_ON_ITS_WAY) and folded not in _OF_THE_SYSTEM


def _status(path: Path) -> os.stat_result | None:
    try:
        status = path.lstat()
    except OSError:
        return None  # it was taken away between two steps
    return status if stat.S_ISREG(status.st_mode) else None


def _seen(name: str, status: os.stat_result) -> Seen:
    return Seen(name, status.st_size, status.st_mtime_ns, status.st_ino)
