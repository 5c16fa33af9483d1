"""What is hidden, in words: how many figures and why, never which."""

from dashboard.domain.figures import HidingRole
from dashboard.domain.wording import counted
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
