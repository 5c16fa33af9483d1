"""What may happen to a file, and what each promises of the figures that come out of it."""

from dataclasses import dataclass
from enum import IntEnum
from random import Random

from tests.fuzz import harms
from tests.fuzz.bases import Base


class Promise(IntEnum):
    """What must hold of the figures of a mutated file, the strictest first. A measure with a warning is excused."""

    SAME = 0  # all the figures of the good file, and no other
    PLACED = 1  # no number but those of the good file, each where it belongs
    KNOWN = 2  # a number of the good file stands where it belongs; others were written into it
    COLUMN = 3  # a number of the good file stands in its column; keys were written over
    READ = 4  # whatever comes out is whole


@dataclass(frozen=True)
class Mutated:
    """A file on its way: its bytes, and what is promised of it. ``told`` names what happened."""

    base: Base
    content: bytes
    promise: Promise = Promise.SAME
    told: tuple[str, ...] = ()


Mutation = tuple[harms.Harm, Promise]


def mutate(base: Base, rng: Random) -> Mutated:
    """Return a file to which one to three things happened."""
    content, promise, told = base.content, Promise.SAME, []
    for what, promised in _chosen(base, rng):
        content = what(content, rng, base)
        promise = max(promise, promised if base.unique else max(promised, _OF_SAMPLES.get(what, promised)))
        told.append(what.__name__)
    return Mutated(base, content, promise, tuple(told))


def _chosen(base: Base, rng: Random) -> list[Mutation]:
    kinds = BYTES if base.is_workbook else rng.choices([ORDERLY, CELLWISE, TEXTUAL, BYTES], [20, 55, 15, 10])[0]
    chosen = rng.choices(kinds, k=rng.choice([1, 1, 1, 2, 3]))
    if kinds is ORDERLY or (kinds is CELLWISE and rng.random() < 0.25):
        chosen.append(rng.choice(FORMS))
    return chosen


SAME, PLACED, KNOWN, COLUMN, READ = Promise
FORMS: list[Mutation] = [
    (harms.encoded_otherwise, SAME),
    (harms.parted_otherwise, SAME),
    (harms.ended_otherwise, SAME),
    (harms.made_a_workbook, SAME),
]
ORDERLY: list[Mutation] = [
    (harms.padded, SAME),
    (harms.widened, SAME),
    (harms.columns_moved, SAME),
    (harms.rows_moved, SAME),
    (harms.blank_rows_added, SAME),
]
CELLWISE: list[Mutation] = [
    (harms.rows_doubled, PLACED),
    (harms.rows_dropped, PLACED),
    (harms.numbers_swapped_without_headings, PLACED),
    (harms.headings_shifted, PLACED),
    (harms.cells_shifted, PLACED),
    (harms.headings_repeated, PLACED),
    (harms.cells_lost_at_the_end, PLACED),
    (harms.thousands_cut, PLACED),
    (harms.number_written_over, KNOWN),
    (harms.cell_written_over, COLUMN),
    (harms.cells_written_over, COLUMN),
    (harms.heading_written_over, COLUMN),
]
TEXTUAL: list[Mutation] = [
    (harms.delimiter_lost, PLACED),
    (harms.delimiter_added, PLACED),
    (harms.delimiters_mixed, PLACED),
    (harms.line_end_lost, PLACED),
    (harms.quotation_mark_lost, PLACED),
    (harms.encodings_mixed, PLACED),
    (harms.cut_off, PLACED),
    (harms.lines_above, PLACED),
    (harms.notes_below, PLACED),
    (harms.sent_twice_in_one, PLACED),
]
BYTES: list[Mutation] = [(harms.bits_flipped, COLUMN), (harms.piece_put_in, COLUMN)]
# Of a sample it is not known, without our own code, which rows are added up and which order they need.
_OF_SAMPLES = {
    harms.columns_moved: READ,
    harms.rows_moved: READ,
    harms.rows_doubled: READ,
    harms.rows_dropped: READ,
    harms.cells_shifted: READ,
    harms.cells_lost_at_the_end: READ,
    harms.sent_twice_in_one: READ,
    harms.cut_off: READ,
    harms.line_end_lost: READ,
}
