"""A table of invented figures sent through the product; what is true, which only the test knows; who is judged."""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.domain.areas import AreaKind
from dashboard.domain.definitions import Definitions
from tests.disclosure.attacker import Attack, Learnt, attack
from tests.disclosure.readings import HIDDEN_HERE, NUMBER_COLUMNS, Key, Snapshot, Truth, small_parts, snapshot, span_of
from tests.disclosure.solving import Range
from tests.figures import COLUMNS, template

TOTALLED = (AreaKind.PARTNERSHIP, AreaKind.REGION, AreaKind.COUNTRY)
PIECES = ("month", "quarter")
WORDS = "hidden to protect people"
BLANKED = (*NUMBER_COLUMNS, "comparison", "comparator", "comparator_value", "people_gap", "trend", "variation")

Row = Mapping[str, object]


@dataclass(frozen=True)
class Undo:
    """A step that takes back a revision."""

    revision: int


Step = Sequence[Row] | Undo


@dataclass(frozen=True)
class Table:
    """Invented figures: what is sent in each step. A row's ``true`` holds what it does not say: (count, whole)."""

    name: str
    steps: Sequence[Step]
    needs_companions: bool = True
    pages: Sequence[tuple[str, str]] = ()

    def __str__(self) -> str:
        return self.name


def row(indicator: str, area: str, period: str, count: object, whole: object = "", **more: object) -> dict[str, object]:
    """Return one line of a file."""
    return {"indicator": indicator, "area": area, "period": period, "count": count, "denominator": whole} | more


def key_of(line: Row) -> Key:
    """Return the key of a line; sex is persons where not said."""
    texts = {name: str(line.get(name, "")) for name in ("indicator", "area", "sex", "age", "breakdown")}
    span = span_of(str(line["period"]))
    return Key(texts["indicator"], texts["area"], span, texts["sex"] or "persons", texts["age"], texts["breakdown"])


@dataclass
class Evidence:
    """Everything the product gave out for a table, and the truth as at each revision."""

    definitions: Definitions
    files: dict[int, list[str]]
    truths: dict[int, Truth]
    undone: dict[int, int] = field(default_factory=dict)

    @property
    def snapshots(self) -> list[Snapshot]:
        """What each revision shows."""
        return [snapshot(as_at, *contents) for as_at, contents in sorted(self.files.items())]

    def attack(self, *, thorough: bool = True) -> Attack:
        """Let the attacker at it."""
        return attack(self.snapshots, self.definitions, self.undone, true=None if thorough else self.truths)

    def changed(self, change: Callable[[int, str], str]) -> "Evidence":
        """Return the evidence with every file rewritten."""
        files = {as_at: [change(as_at, text) for text in texts] for as_at, texts in self.files.items()}
        return Evidence(self.definitions, files, self.truths, self.undone)


def published(desk, table: Table, definitions: Definitions) -> Evidence:
    """Send a table through the product and take everything that its files say, as at every revision."""
    stood: dict[int, dict[Key, tuple[Row, int]]] = {0: {}}
    undone = {}
    for number, step in enumerate(table.steps, start=1):
        if isinstance(step, Undo):
            made = desk.undo(step.revision).revision
            undone[made] = step.revision
            stood[number] = stood[number - 1] | stood[step.revision - 1]
            stood[number] = {key: line for key, line in stood[number].items() if _stays(key, stood, step.revision)}
        else:
            made = desk.publish(template(_sent(line) for line in step)).revision
            stood[number] = stood[number - 1] | {key_of(line): (line, number) for line in step}
        assert made == number
    truths = {
        number: _truth({key: line for key, (line, _) in lines.items()}, definitions) for number, lines in stood.items()
    }
    evidence = Evidence(definitions, taken(desk, len(table.steps)), truths, undone)
    for one in evidence.snapshots:
        truths[one.as_at] = _with_years(truths[one.as_at], one)
    return evidence


def _with_years(truth: Truth, shown: Snapshot) -> Truth:
    """Add the truth of figures that the product made of quarters or months and nobody sent."""
    made = dict(truth)
    for key in shown.readings:
        parts = {k: n for k, n in truth.items() if k._replace(span=key.span) == key and k.span.kind in PIECES}
        inside = [k for k in parts if key.span.start <= k.span.start and k.span.end <= key.span.end]
        for kind in PIECES:
            pieces = [k for k in inside if k.span.kind == kind]
            if key not in made and pieces and sum(k.span.months for k in pieces) == key.span.months:
                made[key] = _sum([parts[k] for k in pieces])
    return made


def _stays(key: Key, stood: Mapping[int, Mapping[Key, object]], undone: int) -> bool:
    return key not in stood[undone] or key in stood[undone - 1]


def _sent(line: Row) -> Row:
    return {name: line[name] for name in COLUMNS if name in line}


def taken(desk, newest: int) -> dict[int, list[str]]:
    """Return every file of figures, as at every revision."""
    files = {as_at: [desk.taken(as_at)] for as_at in range(1, newest + 1)}
    files[newest].append(desk.taken())
    return files


def _truth(lines: Mapping[Key, Row], definitions: Definitions) -> Truth:
    """Return the true counts: those sent, those kept back, and the totals of areas that are complete."""
    said = {key: _numbers(line) for key, line in lines.items()}
    complete = {key for key, line in lines.items() if str(line["count"]).isdigit()}
    made: dict[Key, tuple[float, float | None]] = dict(said)
    for area in definitions.areas.of_kind(*TOTALLED):
        if len(area.members) < 2:
            continue
        for first in [key for key in complete if key.area == area.members[0]]:
            keys, whole = [first._replace(area=code) for code in area.members], first._replace(area=area.code)
            adds = definitions.catalogue.called(first.indicator).adds_over_areas != "no"
            if adds and whole not in said and complete.issuperset(keys):
                made[whole] = _sum([said[key] for key in keys])
    return made


def _numbers(line: Row) -> tuple[float, float | None]:
    if "true" in line:
        return line["true"]  # type: ignore[return-value]
    whole = str(line.get("denominator", ""))
    return float(str(line["count"])), float(whole) if whole else None


def _sum(numbers: Collection[tuple[float, float | None]]) -> tuple[float, float | None]:
    wholes = [whole for _, whole in numbers if whole is not None]
    return sum(count for count, _ in numbers), sum(wholes) if len(wholes) == len(numbers) else None


def small_keys(evidence: Evidence, as_at: int) -> set[Key]:
    """Return the figures that have a small number, as at one revision."""
    truth = evidence.truths[as_at]
    return {key for key, numbers in truth.items() if small_parts(key, numbers, evidence.definitions)}


# The judge.


@dataclass(frozen=True)
class Leak:
    """Something the attacker knows and should not."""

    key: Key
    as_at: int
    part: str
    what: str
    low: float
    high: float
    true: float

    def __str__(self) -> str:
        key, span = self.key, self.key.span
        which = ", ".join(filter(None, (key.indicator, key.area, f"{span.start}/{span.months}m {span.kind}", key.sex)))
        bounds = f"between {self.low:.0f} and {self.high:.0f}"
        return f"as at {self.as_at}: {self.part} {self.what} ({bounds}, true {self.true:.0f}): {which} {key.breakdown}"


def leaks(evidence: Evidence, found: Attack | None = None) -> list[Leak]:
    """Return what the attacker learnt that a hidden figure should keep: an exact number, or a small one nearly."""
    found = found or evidence.attack()
    made = []
    for learnt in found.learnt:
        numbers = evidence.truths[learnt.as_at].get(learnt.key)
        if numbers is not None:
            made.extend(_leaks_of(learnt, numbers, evidence))
    return made


def _leaks_of(learnt: Learnt, numbers: tuple[float, float | None], evidence: Evidence) -> Iterable[Leak]:
    count, whole = numbers
    small = small_parts(learnt.key, numbers, evidence.definitions)
    values = {"count": count} | ({"remainder": whole - count, "whole": whole} if whole is not None else {})
    for part, true in values.items():
        bounds: Range | None = getattr(learnt, part)
        if bounds is None or not bounds.holds(true):
            continue
        if bounds.exact and (part == "count" or part in small):
            yield Leak(learnt.key, learnt.as_at, part, "is known exactly", bounds.low, bounds.high, true)
        elif part in small and not bounds.three:
            yield Leak(
                learnt.key, learnt.as_at, part, "has fewer than three possible values", bounds.low, bounds.high, true
            )


def plain_leaks(evidence: Evidence) -> list[str]:
    """Return the small figures that are simply shown, and the hidden ones with a number beside them."""
    made = []
    for one in evidence.snapshots:
        for key in small_keys(evidence, one.as_at):
            reading = one.readings.get(key)
            shows = reading is not None and (reading.numerator, reading.value) != (None, None)
            # A share alone says nothing of people; whether another figure tells of how many, the attack finds out.
            alone = shows and (reading.numerator, reading.denominator, reading.lower) == (None, None, None)
            if shows and not alone and reading.state != "rounded":
                made.append(f"as at {one.as_at}: {key.indicator} {key.area} {key.span.start} {key.sex} is shown")
        made.extend(
            f"as at {one.as_at}: {reading.key} is hidden and carries {reading.texts}, “{reading.reason}”"
            for reading in one.readings.values()
            if reading.hidden and (any(reading.texts) or reading.verdicts[1] or reading.reason.lower() != WORDS)
        )
    return made


# Hiding by hand, in the bytes: what the product would say if it hid these figures.


def concealed(content: str, keys: Collection[Key]) -> str:
    """Return a file of figures with these hidden as the product hides them."""
    reader = csv.DictReader(io.StringIO(content))
    table = io.StringIO()
    writer = csv.DictWriter(table, list(reader.fieldnames or ()), lineterminator="\n")
    writer.writeheader()
    for line in reader:
        key = Key(line["indicator"], line["area"], span_of(line["period"]), line["sex"], line["age"], line["breakdown"])
        writer.writerow(_hidden_line(line) if key in keys else line)
    return table.getvalue()


def _hidden_line(line: dict[str, str]) -> dict[str, str]:
    return line | dict.fromkeys(BLANKED, "") | {"state": HIDDEN_HERE, "reason": WORDS}
