"""What qualifies a figure, as values: read once from the note that its source or its total carries."""

from enum import Flag as _Flag
from enum import auto
from functools import lru_cache

PROVISIONAL = "provisional"
BREAK_IN_SERIES = "break in series"
COUNTED_TWICE = "about, for a person may be counted in two of the areas"


class Flag(_Flag):
    """What a note says that is acted upon, and not only read."""

    NONE = 0
    PROVISIONAL = auto()  # its source says that it may still change
    BREAK_IN_SERIES = auto()  # its source says that it cannot be compared with earlier ones
    COUNTED_TWICE = auto()  # a total over areas that may share people


_WORDS = {
    Flag.PROVISIONAL: PROVISIONAL,
    Flag.BREAK_IN_SERIES: BREAK_IN_SERIES,
    Flag.COUNTED_TWICE: COUNTED_TWICE,
}


@lru_cache(maxsize=10_000)  # few notes stand on many figures
def flags_of(note: str) -> Flag:
    """Return the flags that a note holds, in whatever letters it is written."""
    found = Flag.NONE
    for flag, words in _WORDS.items():
        if words in note.casefold():
            found |= flag
    return found
