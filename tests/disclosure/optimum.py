"""The fewest figures that have to be hidden, found by trying: the attacker says of each choice whether it is safe."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tests.disclosure.bench import Evidence, concealed, leaks, small_keys
from tests.disclosure.readings import Key

MOST_CANDIDATES = 12  # 4096 choices at the most; the fewest come first


@dataclass(frozen=True)
class Compared:
    """What the product hides of one table beside the fewest that are safe."""

    table: str
    small: int
    hidden: int
    fewest: int

    def __str__(self) -> str:
        return f"{self.table}: {self.small} small, {self.hidden} hidden, {self.fewest} at the least"


def candidates(bare: Evidence, *, noughts: bool = False) -> list[Key]:
    """Return the figures of the last revision that may serve as companions: those with a number that is not small.

    Noughts are figures to show; whether they may serve too is for who asks to say.
    """
    last = bare.snapshots[-1]
    small = small_keys(bare, last.as_at)
    free = [(key, one) for key, one in last.readings.items() if key not in small]
    some = [key for key, one in free if one.numerator and one.state == "value"]
    return [key for key, one in free if one.state in ("value", "not applicable")] if noughts else some


def fewest(bare: Evidence) -> int:
    """Return the least number of hidden figures of a table, told whole in ``bare``, that the attacker calls safe.

    With noughts among them only where nothing else will do.
    """
    last = bare.snapshots[-1].as_at
    small = small_keys(bare, last)
    return next(
        len(small) + len(chosen)
        for noughts in (False, True)
        for chosen in _choices(candidates(bare, noughts=noughts))
        if _is_safe(bare.changed(lambda _, text, hide=small | set(chosen): concealed(text, hide)))
    )


def _choices(keys: list[Key]) -> Iterator[tuple[Key, ...]]:
    assert len(keys) <= MOST_CANDIDATES, "too many figures to try all choices"
    for size in range(len(keys) + 1):
        yield from combinations(keys, size)


def _is_safe(evidence: Evidence) -> bool:
    return not leaks(evidence, evidence.attack(thorough=False))
