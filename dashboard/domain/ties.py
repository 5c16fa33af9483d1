"""Ties between measures: which figures of one count the people of another, as the catalogue states them.

What is hidden, whether a file agrees with itself and who may read a figure all go by this one list.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dashboard.domain.breakdowns import breakdown_pairs, breakdown_text
from dashboard.domain.indicators import Catalogue, Indicator


class Part(NamedTuple):
    """Figures of a measure: of everybody, of one ``value`` of a breakdown, or of all its values where that is empty."""

    measure: str
    breakdown: str = ""
    value: str = ""

    def outside(self, pairs: Mapping[str, str]) -> str | None:
        """Return what a group says beside this breakdown; None where it is none of these figures.

        ``pairs`` are those of the group's own breakdown, by name.
        """
        if self.breakdown and (self.breakdown not in pairs or self.value not in ("", pairs[self.breakdown])):
            return None
        return breakdown_text({name: value for name, value in pairs.items() if name != self.breakdown})

    def within(self, group: str) -> str:
        """Return the breakdown of the one figure that this is within a group of everybody."""
        pairs = breakdown_pairs(group) if group else {}
        return breakdown_text(pairs | ({self.breakdown: self.value} if self.breakdown else {}))


class Tie(NamedTuple):
    """Parts whose people together are those of the measure ``whole``, for the same area, period, sex, age and group.

    ``rest_too`` says that of those who are not counted, too.
    """

    whole: str
    parts: tuple[Part, ...]
    rest_too: bool

    @property
    def measures(self) -> frozenset[str]:
        """All measures that it is about."""
        return frozenset([self.whole, *(part.measure for part in self.parts)])

    @property
    def closed(self) -> tuple[Part, ...]:
        """The parts that are one figure each, and not all values of a breakdown, however many there are."""
        return tuple(part for part in self.parts if part.value or not part.breakdown)


def counting_the_people_of(indicator: Indicator) -> tuple[str, ...]:
    """Return the measures whose people are denominators of this one's figures."""
    return tuple(filter(None, (indicator.out_of, *(groups.measure for groups in indicator.out_of_groups))))


def people_of(indicator: Indicator, breakdown: str) -> tuple[str, str] | None:
    """Return the measure and the group that count the people of a figure; None where no measure is stated."""
    pairs = breakdown_pairs(breakdown) if breakdown else {}
    for groups in indicator.out_of_groups:
        if groups.breakdown in pairs:
            others = {name: value for name, value in pairs.items() if groups.within or name != groups.breakdown}
            return groups.measure, breakdown_text(others)
    return (indicator.out_of, breakdown) if indicator.out_of else None


def wholes_of(catalogue: Catalogue) -> Iterator[Tie]:
    """Yield every tie whose parts cannot be above its whole: those of ``ties_of``, and each share with its people.

    The people whom a share counts are some of those whom the measure it is ``out_of`` counts.
    """
    yield from ties_of(catalogue)
    for indicator in catalogue:
        if indicator.out_of and indicator.kind == "proportion":
            yield Tie(indicator.out_of, (Part(indicator.id),), rest_too=False)


def counted_in_shares(catalogue: Catalogue) -> set[str]:
    """Return the counts that some tie has together with a share: they tell how many a share counts."""
    found = set[str]()
    for tie in ties_of(catalogue):
        kinds = {name: catalogue.called(name).kind for name in tie.measures}
        if "proportion" in kinds.values():
            found |= {name for name, kind in kinds.items() if kind == "count"}
    return found


def tied_measures(catalogue: Catalogue, measures: Iterable[str]) -> set[str]:
    """Return these measures and those that some tie with one of them is about."""
    asked = set(measures)
    return asked.union(*(tie.measures for tie in wholes_of(catalogue) if tie.measures & asked))


def ties_of(catalogue: Catalogue) -> Iterator[Tie]:
    """Yield the ties that a catalogue states: measures that are the sum of others, and groups counted in another.

    That a share is out of another measure's people, and that two shares are of one group, is said by ``out_of`` and
    by the denominators.
    """
    for indicator in catalogue:
        if indicator.sum_of:
            yield Tie(indicator.id, tuple(map(Part, indicator.sum_of)), rest_too=True)
        for tie in indicator.ties:
            parts = (Part(indicator.id, *group.partition("=")[::2]) for group in tie.groups)
            yield Tie(tie.measure, tuple(parts), tie.rest_too)
