"""What is hidden, in words: how many figures of which measure and why; which, for those alone who may know it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import HidingRole
from dashboard.domain.indicators import Catalogue
from dashboard.domain.shown_figures import FigureKey
from dashboard.domain.wording import counted
from dashboard.reports import words
from dashboard.reports.tables import Cell, Table, table
from dashboard.stats.suppression.companions import Protection


def hiding_in_words(made: Protection) -> str:
    """Return what a revision newly hides, as sentences for whoever publishes it; nothing where that is nothing."""
    small, companions = made.count(HidingRole.SMALL), made.count(HidingRole.COMPANION)
    said = []
    if small or companions:
        many, why = counted(small + companions, "figure"), _reasons(small, companions)
        said.append(f"To protect people, {many} more will be hidden: {why}.")
    if made.exposed:
        said.append(
            f"{counted(made.exposed, 'hidden figure')} can still be narrowed down by what was shown before; "
            "nothing that is hidden now can change that."
        )
    return " ".join(said)


def _reasons(small: int, companions: int) -> str:
    reasons = [
        f"{small} because so few people are in them, or are left out of them" if small else "",
        f"{companions} because a small number could be worked out from them" if companions else "",
    ]
    return ", ".join(filter(None, reasons))


class TakenBack(NamedTuple):
    """A figure that is hidden in every revision, why, and the small figures that a companion protects."""

    key: FigureKey
    role: HidingRole
    protects: Collection[FigureKey] = ()


@dataclass(frozen=True)
class HiddenAnew:
    """The receipt of a revision that judged anew: in words what it hid, and which figures, why and for whom."""

    words: str
    figures: Table


_WHY = {
    HidingRole.SMALL: "So few people are in it, or are left out of it",
    HidingRole.COMPANION: "A small number could be worked out from it",
}


def hidden_anew(
    revision: int, taken_back: Collection[TakenBack], definitions: Definitions, covers: Callable[[str], bool]
) -> HiddenAnew:
    """Return what a revision hid in every revision; figures of areas that the reader's reach ``covers`` are named."""
    named = [one for one in taken_back if covers(one.key.area)]
    few = sum(one.role is HidingRole.SMALL for one in taken_back)
    many, why = counted(len(taken_back), "figure"), _reasons(few, len(taken_back) - few)
    said = f"Revision {revision} hid {many} in every revision: {why}."
    left = len(taken_back) - len(named)
    others = f" Of these {counted(left, 'figure')} of other places cannot be named here." if left else ""
    rows = [_row(one, definitions, covers) for one in named]
    return HiddenAnew(said + others, table("Hidden in every revision", rows).filled("Protects"))


def _row(one: TakenBack, definitions: Definitions, covers: Callable[[str], bool]) -> dict[str, Cell]:
    return {
        "Measure": _measure(one.key, definitions),
        "Area": definitions.areas.at(one.key.area).name,
        "Period": words.sentence(one.key.period.label),
        "Group": words.group(one.key.sex, one.key.age, one.key.breakdown),
        "Why": _WHY[one.role],
        "Protects": "; ".join(_protected(one, definitions, covers)),
    }


def _protected(one: TakenBack, definitions: Definitions, covers: Callable[[str], bool]) -> Iterable[str]:
    named = [_beside(small, one.key, definitions) for small in one.protects if covers(small.area)]
    yield from sorted(named)
    if others := len(one.protects) - len(named):
        yield f"{counted(others, 'small figure')} of other places"


def _beside(small: FigureKey, companion: FigureKey, definitions: Definitions) -> str:
    """Name a figure by what it does not share with its companion."""
    group = words.group(small.sex, small.age, small.breakdown) or "everybody"
    is_other_group = group != (words.group(companion.sex, companion.age, companion.breakdown) or "everybody")
    apart = [
        _measure(small, definitions) if small.indicator != companion.indicator else "",
        definitions.areas.at(small.area).name if small.area != companion.area else "",
        small.period.label if small.period != companion.period else "",
        group if is_other_group else "",
    ]
    return words.sentence(", ".join(filter(None, apart)) or "the same figure as it was sent before")


def _measure(key: FigureKey, definitions: Definitions) -> str:
    return definitions.catalogue.called(key.indicator).short_title


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
