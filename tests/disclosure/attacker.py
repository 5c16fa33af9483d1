"""An adversary who has everything the product gives out, and nothing else, and works back what it hides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.domain.definitions import Definitions
from tests.disclosure.equations import World, expression, relate
from tests.disclosure.readings import Key, Snapshot
from tests.disclosure.solving import Range, Relation, System, ranges


@dataclass(frozen=True)
class Learnt:
    """What the attacker learns of one figure that shows no count, as at one revision."""

    key: Key
    as_at: int
    count: Range
    remainder: Range | None = None
    whole: Range | None = None


@dataclass(frozen=True)
class Attack:
    """What was learnt, and which sums had to be given up because they contradict the others."""

    learnt: Sequence[Learnt]
    given_up: Sequence[Relation] = field(repr=False)

    def of(self, key: Key, as_at: int | None = None) -> Learnt | None:
        """Return what was learnt of a figure, by default as at the last revision that has it."""
        found = [one for one in self.learnt if one.key == key and as_at in (None, one.as_at)]
        return found[-1] if found else None


def attack(
    snapshots: Sequence[Snapshot],
    definitions: Definitions,
    undone: Mapping[int, int] | None = None,
    *,
    thorough: bool = True,
) -> Attack:
    """Bound every figure that some snapshot shows without its count.

    ``undone`` gives for a revision that is an undo the revision it undid, as the page of every measure
    says it. Bounds hold for all snapshots together: a figure that names the same revision in two of
    them is the same figure. Bounds are the tightest there are, unless it is not ``thorough``: then a
    number that has three possible values is let go.
    """
    system, worlds = System(), _worlds(snapshots, definitions, undone or {})
    targets = {}
    for world in worlds:
        relate(world, system)
    for world, key in _blind(worlds):
        for name, terms in expression(world, key).items():
            targets[world.snapshot.as_at, key, name] = terms
    found = _ranges_once(system, targets, thorough=thorough)
    learnt = [
        Learnt(key, as_at, *(found.get((as_at, key, name)) for name in ("count", "remainder", "whole")))
        for as_at, key in dict.fromkeys((as_at, key) for as_at, key, _ in targets)
    ]
    return Attack(learnt, system.given_up)


def _ranges_once(system: System, targets: Mapping[tuple, tuple], *, thorough: bool) -> dict[tuple, Range]:
    """Ask for each expression once, though many snapshots show the same figure."""
    by_terms = {terms: terms for terms in targets.values()}
    found = ranges(system, by_terms, thorough=thorough)
    return {name: found[terms] for name, terms in targets.items()}


def _worlds(snapshots: Iterable[Snapshot], definitions: Definitions, undone: Mapping[int, int]) -> list[World]:
    at = {snapshot.as_at: snapshot for snapshot in snapshots}
    before: dict[str, dict[Key, str]] = {}
    for number, taken_back in sorted(undone.items()):
        earlier = at.get(taken_back - 1)
        known = {key: reading.revision for key, reading in earlier.readings.items()} if earlier else {}
        before[str(number)] = {key: before.get(said, {}).get(key, said) for key, said in known.items()}
    return [World(snapshot, definitions, before) for snapshot in at.values()]


def _blind(worlds: Iterable[World]) -> Iterable[tuple[World, Key]]:
    for world in worlds:
        for key, reading in world.readings.items():
            blind = reading.numerator is None and reading.state in ("hidden here", "hidden", "value")
            if blind or reading.state == "rounded":
                yield world, key
