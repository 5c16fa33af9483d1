"""An adversary who has everything the product gives out, and nothing else, and works back what it hides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.domain.definitions import Definitions
from tests.disclosure.bounding import ranges_that_matter
from tests.disclosure.equations import WHOLE, Count, World, expression, relate
from tests.disclosure.readings import Key, Snapshot, Truth, small_parts
from tests.disclosure.solving import Range, Relation, System, Terms, ranges

_THREE, _TWO = 3, 2


@dataclass(frozen=True)
class Learnt:
    """What the attacker learns of one figure that shows no count, as at one revision."""

    key: Key
    as_at: int
    count: Range | None
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
    true: Mapping[int, Truth] | None = None,
    pieces: bool = True,
) -> Attack:
    """Bound every figure that some snapshot shows without its count.

    ``undone`` gives for a revision that is an undo the revision it undid, as the page of every measure
    says it. Bounds hold for all snapshots together: a figure that names the same revision in two of
    them is the same figure. Bounds are the tightest there are, unless what is ``true`` as at each
    revision is given to begin the search with: then a number that has as many values as it needs is let go.
    Without ``pieces`` periods tell of each other only where they make each other up, not where they overlap.
    """
    return answered(asked(snapshots, definitions, undone, pieces=pieces), true)


@dataclass(frozen=True)
class Question:
    """All that is known, what is asked for of it by revision, key and name, and the worlds it is of."""

    system: System
    targets: Mapping[tuple[int, Key, str], Terms]
    worlds: Sequence[World]


def asked(
    snapshots: Sequence[Snapshot], definitions: Definitions, undone: Mapping[int, int] | None = None, *, pieces: bool
) -> Question:
    """Return what snapshots say, and what they hide."""
    system, worlds = System(), _worlds(snapshots, definitions, undone or {}, pieces=pieces)
    targets = {}
    for world in worlds:
        relate(world, system)
    for world, key in _blind(worlds):
        for name, terms in expression(world, key).items():
            targets[world.snapshot.as_at, key, name] = terms
    return Question(system, targets, worlds)


def answered(question: Question, true: Mapping[int, Truth] | None = None) -> Attack:
    """Ask for each expression once, though many snapshots show the same figure."""
    if true is None:
        found = ranges(question.system, {terms: terms for terms in question.targets.values()})
    else:
        numbers = numbers_of(question.worlds, true)
        found = ranges_that_matter(question.system, enough_of(question, true), numbers)
    return learnt_of(question, found)


def learnt_of(question: Question, found: Mapping[Terms, Range]) -> Attack:
    """Return what was found as what is learnt of each figure."""
    named = {name: found[terms] for name, terms in question.targets.items() if terms in found}
    keys = dict.fromkeys((as_at, key) for as_at, key, _ in named)
    parts = ("count", "remainder", "whole")
    learnt = [Learnt(key, as_at, *(named.get((as_at, key, name)) for name in parts)) for as_at, key in keys]
    return Attack(learnt, question.system.given_up)


def enough_of(question: Question, true: Mapping[int, Truth]) -> dict[Terms, int]:
    """Return how many possible values each expression needs: three of what is small, two of a count."""
    found: dict[Terms, int] = {}
    for (as_at, key, name), terms in question.targets.items():
        numbers = true.get(as_at, {}).get(key)
        small = name in small_parts(key, numbers, question.worlds[0].definitions) if numbers else False
        if numbers and (small or name == "count"):
            found[terms] = max(found.get(terms, 0), _THREE if small else _TWO)
    return found


def numbers_of(worlds: Iterable[World], true: Mapping[int, Truth]) -> dict[Count, float]:
    """Return the number of each unknown of which it is said what is true."""
    found: dict[Count, float] = {}
    for world in worlds:
        for key, (count, whole) in true.get(world.snapshot.as_at, {}).items():
            found[world.count(key)] = count
            if whole is not None:
                found[world.count(key, WHOLE)] = whole
    return found


def _worlds(
    snapshots: Iterable[Snapshot], definitions: Definitions, undone: Mapping[int, int], *, pieces: bool
) -> list[World]:
    at = {snapshot.as_at: snapshot for snapshot in snapshots}
    before: dict[str, dict[Key, str]] = {}
    for number, taken_back in sorted(undone.items()):
        earlier = at.get(taken_back - 1)
        known = {key: reading.revision for key, reading in earlier.readings.items()} if earlier else {}
        before[str(number)] = {key: before.get(said, {}).get(key, said) for key, said in known.items()}
    return [World(snapshot, definitions, before, pieces) for snapshot in at.values()]


def _blind(worlds: Iterable[World]) -> Iterable[tuple[World, Key]]:
    for world in worlds:
        for key, reading in world.readings.items():
            blind = reading.numerator is None and reading.state in ("hidden here", "hidden", "value")
            if blind or reading.state == "rounded":
                yield world, key
