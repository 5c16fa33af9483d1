"""Numbers and lists in words, for every sentence that a person reads."""

from collections.abc import Sequence


def counted(count: int, noun: str) -> str:
    """Return "1 measure", "3 measures"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Return "a, b and c", nothing for no names."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def listed_briefly(names: Sequence[str], most: int = 5) -> str:
    """Return up to ``most`` names as ``listed`` does, of more the first three and how many others there are."""
    if len(names) <= most:
        return listed(names)
    return f"{', '.join(names[:3])} and {len(names) - 3:,} others"
