"""What is hidden, in words: how many figures of which measure and why, never which."""

from dashboard.domain.figures import HidingRole
from dashboard.domain.indicators import Catalogue
from dashboard.domain.wording import counted
from dashboard.reports.tables import Cell, Table, table
from dashboard.stats.suppression.companions import Protection


def hiding_in_words(made: Protection) -> str:
    """Return what a revision newly hides, as sentences for whoever publishes it; nothing where that is nothing."""
    small, companions = made.count(HidingRole.SMALL), made.count(HidingRole.COMPANION)
    reasons = [
        f"{small} because so few people are in them, or are left out of them" if small else "",
        f"{companions} because a small number could be worked out from them" if companions else "",
    ]
    said = []
    if small or companions:
        many, why = counted(small + companions, "figure"), ", ".join(filter(None, reasons))
        said.append(f"To protect people, {many} more will be hidden: {why}.")
    if made.exposed:
        said.append(
            f"{counted(made.exposed, 'hidden figure')} can still be narrowed down by what was shown before; "
            "nothing that is hidden now can change that."
        )
    return " ".join(said)


def hidden_by_measure(made: Protection, catalogue: Catalogue) -> Table:
    """Return by measure how many figures are newly hidden because of few people, and how many to protect those."""
    few, for_them = (made.by_indicator(role) for role in (HidingRole.SMALL, HidingRole.COMPANION))
    rows: list[dict[str, Cell]] = [
        {
            "Measure": one.short_title,
            "Because so few people are in them": few.get(one.id, 0),
            "To protect those few": for_them.get(one.id, 0),
        }
        for one in catalogue
        if one.id in few or one.id in for_them
    ]
    return table("Figures that will be hidden", rows)
