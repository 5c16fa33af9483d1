"""Who may read a figure: everybody, or only members of the partnership; and which measures would tell of others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from dashboard.domain.errors import BrokenDefinition
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.ties import Tie, counting_the_people_of, ties_of


class Audience(StrEnum):
    """Who may read a figure, as it is read."""

    PUBLIC = "public"
    PARTNERSHIP = "partnership"


class StoredAudience(StrEnum):
    """Who may read a figure, as it is stored.

    Its publisher has published it; or it has the audience of its measure; or its sender kept it for the partnership.
    """

    PUBLISHED = "published"
    MEASURE = "measure"
    PARTNERSHIP = "partnership"


def telling_of(measures: Iterable[str], catalogues: Sequence[Catalogue]) -> frozenset[str]:
    """Return measures and all whose figures tell of theirs in one of the catalogues: out of them, or their sum."""
    telling: dict[str, set[str]] = defaultdict(set)
    for one in (one for catalogue in catalogues for one in catalogue):
        for other in counting_the_people_of(one):
            telling[other].add(one.id)
    for tie in (tie for catalogue in catalogues for tie in ties_of(catalogue)):
        for part in tie.parts:
            telling[part.measure].add(tie.whole)
    found: set[str] = set()
    waiting = set(measures)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= telling.get(name, set()) - found
    return frozenset(found)


def for_partnership(catalogues: Sequence[Catalogue]) -> frozenset[str]:
    """Return the measures that are for the partnership in one of the catalogues, and those that tell of them."""
    own = {one.id for catalogue in catalogues for one in catalogue if _is_for_partnership(one)}
    return telling_of(own, catalogues)


def check_audiences(catalogue: Catalogue) -> None:
    """Raise BrokenDefinition for a measure that is public and would tell of one that is for the partnership."""
    ties = tuple(ties_of(catalogue))
    for one in catalogue:
        for other, why in () if _is_for_partnership(one) else _told_by(one, ties):
            if other in catalogue and _is_for_partnership(catalogue.called(other)):
                raise BrokenDefinition(
                    f"{one.id}.toml: the field audience holds 'public', and {why} {other}, which is for the "
                    "partnership: its figures would tell of those. Make it 'partnership'."
                )


def _told_by(one: Indicator, ties: Iterable[Tie]) -> Iterator[tuple[str, str]]:
    """The measures that figures of ``one`` tell of, with the reason in words."""
    yield from ((other, "it is out of") for other in counting_the_people_of(one))
    for tie in ties:
        parts = {part.measure for part in tie.parts}
        if one.id == tie.whole:
            yield from ((part, "it is the sum of others and of") for part in parts)
        if one.id in parts:  # the whole can be added up again from all its parts
            yield tie.whole, "it is a part of"


def _is_for_partnership(one: Indicator) -> bool:
    return one.audience == Audience.PARTNERSHIP.value
