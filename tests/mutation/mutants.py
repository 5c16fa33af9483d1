"""Small faults that could be made in the code of a layer: one operator, number or condition is another."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

_FROZEN = "frozen=True"  # that a record is never changed shows in nothing else than that nobody does
# What is a fault in no case, or in each: `is` for `==`, `|` between types, a decorator gone.
_LEFT_OUT = (
    "_Is",
    "_BitOr",
    "_Pow",
    "_RShift",
    "_LShift",
    "_MatMul",
    "RemoveDecorator",
    "ExceptionReplacer",
    "Variable",
)


@dataclass(frozen=True)
class Mutant:
    """One fault: the nth place in a module, named from the root of the project, where an operator changes something."""

    module: str
    line: int
    operator: str
    occurrence: int

    def code(self, source: str) -> str:
        """Return the source of the module with this fault."""
        made = mutate_code(source, _made(self.operator), self.occurrence)
        assert made is not None, f"nothing to change: {self}"
        return str(made)

    def difference(self, source: str) -> str:
        """Return the lines that are changed, before and after."""
        changed = unified_diff(source.splitlines(), self.code(source).splitlines(), n=0, lineterm="")
        return "\n".join(line for line in list(changed)[2:] if not line.startswith("@@"))


def mutants_of(root: Path, modules: Sequence[str], most: int, seed: int) -> list[Mutant]:
    """Return at most so many faults drawn at random, no two of them at the same place, in the order of the code."""
    drawing = random.Random(seed)
    places: dict[tuple[str, object], list[Mutant]] = defaultdict(list)
    for module in modules:
        for place, mutant in _faults(module, (root / module).read_text()):
            places[module, place].append(mutant)
    chosen = drawing.sample(sorted(places, key=str), min(most, len(places)))
    return sorted((drawing.choice(places[key]) for key in chosen), key=lambda one: (one.module, one.line))


def _faults(module: str, source: str) -> Iterator[tuple[object, Mutant]]:
    nodes, lines = list(ast_nodes(get_ast(source))), source.splitlines()
    for name in operator_names():
        if any(part in name for part in _LEFT_OUT):
            continue
        operator = _made(name)
        positions = (place for node in nodes for place in operator.mutation_positions(node))
        for occurrence, place in enumerate(positions):
            if _FROZEN not in lines[place[0][0] - 1]:
                yield place, Mutant(module, place[0][0], name, occurrence)


def _made(name: str) -> Operator:
    made: Operator = get_operator(name)()
    return made
