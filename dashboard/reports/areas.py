"""What is said of an area itself: how many measures it has, how sure its footprint is, what it covers, its end."""

from collections.abc import Sequence

from dashboard.domain.absences import Absence
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.wording import counted, listed
from dashboard.reports import absences, words


def lead_of(
    area: Area,
    whole: int,
    wider: int,
    missing: Sequence[Absence],
    *,
    elsewhere: bool,
    missing_are_in: str = "the list below",
) -> str:
    """Return how many measures have a figure of an area itself, or of wider areas, and how many have none, and why.

    ``elsewhere`` says that figures of other places are told on the page, such as the country's; ``missing_are_in``
    is what lists the measures that are not supplied.
    """
    if not whole and not wider and not elsewhere:
        return (
            f"There are no figures for {area.name} yet. Send a first file on the upload page: "
            f"{missing_are_in} says what to ask for, and from whom."
        )
    figures = f"{counted(whole, 'measure')} for {area.name}" if whole else f"No measures for {area.name} itself"
    shared = f", and {wider} for a wider area that takes it in" if wider else ""
    lacking = [f"{many} {how}" for how, many in absences.tally(missing)]
    rest = listed(lacking) if lacking else "none is missing"
    return f"{figures} so far{shared}; {rest}."


def notes_of(area: Area, areas: Areas) -> list[str]:
    """Return what is to be known of an area beside its figures: how sure its footprint is, what it covers, its end."""
    notes = []
    if not area.is_official:
        notes.append(
            "We have not found a published list of this partnership's members. Its footprint here is our best guess, "
            "and is not official."
        )
    if area.kind is AreaKind.PARTNERSHIP and len(area.members) > 1:
        notes.append(f"It covers {members_in_words(area, areas)}.")
    if area.kind is AreaKind.PRISON and area.note:
        notes.append(f"Not checked with the prison service: {area.note}.")
    elif area.note:
        notes.append(f"{words.sentence(area.note).rstrip('.')}.")
    if area.ended:
        now = listed([areas.at(code).name for code in area.successors])
        notes.append(f"This authority ended on {area.ended.day} {area.ended:%B %Y}. Its area is now in {now}.")
    return notes


def members_in_words(area: Area, areas: Areas) -> str:
    """Return the authorities that a partnership or region covers, in words."""
    return listed([areas.at(code).name for code in area.members])
