"""Agencies as pages show them: who can change a figure, those marked by the reader in words, the others' fainter."""

from collections.abc import Collection, Iterable
from html import escape

from dashboard.domain.agencies import Agency, is_of

_CHOSEN = " (chosen)"  # after each agency that the reader has marked


def in_words(owners: Iterable[Agency], chosen: Collection[Agency] = ()) -> str:
    """Return agencies as text: "Prison (chosen), Council"."""
    return ", ".join(_name(agency, chosen) for agency in owners)


def agencies(owners: Iterable[Agency], chosen: Collection[Agency] = ()) -> str:
    """Return agencies as markup, each in a frame of its own, those ``chosen`` in a dark one."""
    return "".join(
        f'<span class="agency{" chosen" if agency in chosen else ""}">{escape(_name(agency, chosen))}</span>'
        for agency in owners
    )


def is_dimmed(owners: Collection[Agency], chosen: Collection[Agency]) -> bool:
    """Whether some agencies are ``chosen`` and what belongs to ``owners`` is of none of them."""
    return bool(chosen) and not is_of(owners, chosen)


def dimmed(owners: Collection[Agency], chosen: Collection[Agency]) -> str:
    """Return the attribute of what is of none of the agencies ``chosen``, nothing for anything else."""
    return ' class="dimmed"' if is_dimmed(owners, chosen) else ""


def _name(agency: Agency, chosen: Collection[Agency]) -> str:
    return f"{agency.label}{_CHOSEN if agency in chosen else ''}"
