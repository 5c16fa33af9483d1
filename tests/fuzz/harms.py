"""What happens to files on their way: written another way, put together wrongly, written over, damaged."""

import re
from collections.abc import Callable
from random import Random

from tests.fuzz.bases import Base, rows_of, written
from tests.workbooks import Sheet, ods, xlsx

PIECES = [
    *(b'"', b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xa0", b"\x92", b"\x81"),
    *(b"=", b"-", b"%", b"[c]", b"[", b"1,465", b"1e999", b"9" * 40, b"0000", b"Q1 2019", b"2022-03-01/0m"),
    *(b"12 months to ", "²".encode(), "١٢".encode(), "\u2028".encode(), b"\x1e after the end of the file"),
]
CELLS = [
    *("", " ", "0", "-1", "1e999", "1e400", "9" * 400, "0x1F", "NaN", "inf", "١٢", "½", "1,46", "1.234,5", "12%", "£5"),
    *(
        "=1+1",
        "@SUM(A1)",
        "+44",
        "-",
        "..",
        "[c]",
        "[x]",
        "[rounded]",
        "5 [rounded]",
        "[c",
        "<5",
        "< 5",
        "#REF!",
        "TRUE",
    ),
    *("\u202e12", "a\u0000b", "Ynys Môn", "😀", "x" * 5_000, "persons; drug=", "drug=heroin", "18-29", "Apr 2023"),
    *("2011-12", "2024/25 Q1", "0000/01", "9999/00", "E99999999", "England", "E92000001", "NHS number", "<b>bold</b>"),
]

Rows = list[list[str]]
Harm = Callable[[bytes, Random, Base], bytes]


def _by_rows(what: Callable[[Rows, Random, Base], Rows]) -> Harm:
    def mutated(content: bytes, rng: Random, base: Base) -> bytes:
        rows = rows_of(content)
        return written(what(rows, rng, base) if len(rows) > 1 and all(rows) else rows).encode()

    mutated.__name__ = what.__name__
    return mutated


# Written another way


def encoded_otherwise(content: bytes, rng: Random, _: Base) -> bytes:
    text = content.decode("utf-8-sig", "replace")
    if rng.random() < 0.5 and text == text.encode("cp1252", "replace").decode("cp1252"):
        return text.encode("cp1252")
    return rng.choice([b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")])


def parted_otherwise(content: bytes, rng: Random, _: Base) -> bytes:
    return written(rows_of(content), rng.choice("\t;|"), rng.choice(["\n", "\r\n"])).encode()


def ended_otherwise(content: bytes, rng: Random, _: Base) -> bytes:
    return re.sub(rb"\r\n|\r|\n", rng.choice([b"\n", b"\r", b"\r\n"]), content)


@_by_rows
def padded(rows: Rows, rng: Random, _: Base) -> Rows:
    return [[f" {cell}  " if rng.random() < 0.3 else cell for cell in row] for row in rows]


@_by_rows
def widened(rows: Rows, rng: Random, _: Base) -> Rows:
    more = [""] * rng.randint(1, 4)
    return [[*row, *more] for row in rows]


@_by_rows
def columns_moved(rows: Rows, rng: Random, base: Base) -> Rows:
    # A table of years is known by code and name before them, and nothing between.
    moved = [at for at, heading in enumerate(rows[0]) if not base.wide or heading.strip().isdigit()]
    places = dict(zip(moved, rng.sample(moved, len(moved)), strict=True))
    order = [places.get(at, at) for at in range(len(rows[0]))]
    return [[row[at] if at < len(row) else "" for at in order] for row in rows]


@_by_rows
def rows_moved(rows: Rows, rng: Random, _: Base) -> Rows:
    return [rows[0], *rng.sample(rows[1:], len(rows) - 1)]


@_by_rows
def blank_rows_added(rows: Rows, rng: Random, _: Base) -> Rows:
    return [*rows, *[[""] * len(rows[0])] * rng.randint(1, 4)]


def made_a_workbook(content: bytes, rng: Random, _: Base) -> bytes:
    if rng.random() < 0.8:  # each is read in a process of its own
        return content
    return rng.choice([xlsx, ods])(Sheet("Table 1", rows_of(content)))


# Put together wrongly: no digit is changed


@_by_rows
def rows_doubled(rows: Rows, rng: Random, _: Base) -> Rows:
    twice = rng.sample(rows[1:], rng.randint(1, min(5, len(rows) - 1)))
    return [rows[0], *rng.sample([*rows[1:], *twice], len(rows) - 1 + len(twice))]


@_by_rows
def rows_dropped(rows: Rows, rng: Random, _: Base) -> Rows:
    return [rows[0], *rng.sample(rows[1:], rng.randint(1, len(rows) - 1))]


@_by_rows
def numbers_swapped_without_headings(rows: Rows, rng: Random, base: Base) -> Rows:
    if len(base.blind) < 2 or len(rows[0]) <= max(base.blind):
        return rows
    one, other = rng.sample(base.blind, 2)
    return [rows[0], *(_swapped(row, one, other) for row in rows[1:])]


@_by_rows
def headings_shifted(rows: Rows, rng: Random, base: Base) -> Rows:
    if len(base.blind) < 2:
        return rows
    at = rng.randrange(len(rows[0]))
    return [[*rows[0][at:], *rows[0][:at]], *rows[1:]]


def _swapped(row: list[str], one: int, other: int) -> list[str]:
    if max(one, other) < len(row):
        row[one], row[other] = row[other], row[one]
    return row


@_by_rows
def cells_shifted(rows: Rows, rng: Random, base: Base) -> Rows:
    """One row, or all, moved by a cell, and as long as before."""
    if base.wide:
        return rows
    every = bool(base.blind) and rng.random() < 0.3
    moved = range(1, len(rows)) if every else [rng.randrange(1, len(rows))]
    at, left = rng.randrange(len(rows[0])), rng.random() < 0.5
    for number in moved:
        row = rows[number]
        rows[number] = [*row[:at], *row[at + 1 :], ""] if left else [*row[:at], "", *row[at:-1]]
    return rows


@_by_rows
def headings_repeated(rows: Rows, rng: Random, _: Base) -> Rows:
    at = rng.randrange(1, len(rows) + 1)
    return [*rows[:at], rows[0], *rows[at:]]


@_by_rows
def cells_lost_at_the_end(rows: Rows, rng: Random, _: Base) -> Rows:
    number = rng.randrange(len(rows))
    rows[number] = rows[number][: rng.randrange(1, len(rows[number]) + 1)]
    return rows


@_by_rows
def thousands_cut(rows: Rows, rng: Random, _: Base) -> Rows:
    """A number with its thousands comma and no quotation marks, in a row cut to its old length."""
    row = rows[rng.randrange(1, len(rows))]
    at = next((at for at, cell in enumerate(row) if re.fullmatch(r"\d{4,5}", cell)), None)
    if at is not None:
        row[at : at + 1] = [row[at][:-3], row[at][-3:]]
        if not row[-1]:
            row.pop()
    return rows


def delimiter_lost(content: bytes, rng: Random, _: Base) -> bytes:
    return _at_one(rb",", content, rng, b"")


def delimiter_added(content: bytes, rng: Random, _: Base) -> bytes:
    return _at_one(rb",", content, rng, b",,")


def delimiters_mixed(content: bytes, rng: Random, _: Base) -> bytes:
    other = rng.choice([b";", b"\t", b"|"])
    lines = content.splitlines(keepends=True)
    return b"".join(line.replace(b",", other) if rng.random() < 0.3 else line for line in lines)


def line_end_lost(content: bytes, rng: Random, _: Base) -> bytes:
    return _at_one(rb"\r?\n", content, rng, b"")


def quotation_mark_lost(content: bytes, rng: Random, _: Base) -> bytes:
    return _at_one(rb'"|(?=,)|(?<=,)', content, rng, b'"' if b'"' not in content else b"")


def encodings_mixed(content: bytes, rng: Random, _: Base) -> bytes:
    lines = content.decode("utf-8-sig", "replace").splitlines(keepends=True)
    codes = rng.choice(
        [("utf-8", "cp1252"), ("cp1252", "utf-8", "latin-1"), ("utf-8", "utf-16-le"), ("utf-8", "cp850")]
    )
    return b"".join(line.encode(rng.choice(codes), "replace") for line in lines)


def cut_off(content: bytes, rng: Random, _: Base) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def lines_above(content: bytes, rng: Random, _: Base) -> bytes:
    above = rng.choice(
        [b"A title, with a comma\n\n", b"Source: an invented return, 2025\n", b",,,\n", b"1,2,3\n", b"sep=,\n"]
    )
    return above + content


def notes_below(content: bytes, rng: Random, _: Base) -> bytes:
    below = rng.choice(
        [b"\n1. Counted once, wherever they live\n", b"Source: invented\n", b"Total,,,,,,9\n", b"(2) of, any, age\n"]
    )
    return content + below


def sent_twice_in_one(content: bytes, rng: Random, _: Base) -> bytes:
    return content + rng.choice([b"", b"\n", b"\r\n\r\n"]) + content


def _at_one(pattern: bytes, content: bytes, rng: Random, instead: bytes) -> bytes:
    found = list(re.finditer(pattern, content))
    if not found:
        return content
    one = rng.choice(found)
    return content[: one.start()] + instead + content[one.end() :]


# Written over


@_by_rows
def number_written_over(rows: Rows, rng: Random, _: Base) -> Rows:
    row = rows[rng.randrange(1, len(rows))]
    numbers = [at for at, cell in enumerate(row) if re.fullmatch(r"\d+(\.\d+)?", cell)]
    if numbers:
        row[rng.choice(numbers)] = rng.choice(CELLS)
    return rows


@_by_rows
def cell_written_over(rows: Rows, rng: Random, _: Base) -> Rows:
    row = rows[rng.randrange(1, len(rows))]
    if row:
        row[rng.randrange(len(row))] = rng.choice(CELLS)
    return rows


@_by_rows
def cells_written_over(rows: Rows, rng: Random, _: Base) -> Rows:
    at, text = rng.randrange(len(rows[0])), rng.choice(CELLS)
    return [rows[0], *([*row[:at], text, *row[at + 1 :]] for row in rows[1:])]


@_by_rows
def heading_written_over(rows: Rows, rng: Random, _: Base) -> Rows:
    rows[0][rng.randrange(len(rows[0]))] = rng.choice([*CELLS, *rows[0]])
    return rows


# Damaged


def bits_flipped(content: bytes, rng: Random, _: Base) -> bytes:
    damaged = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        if damaged:
            damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


def piece_put_in(content: bytes, rng: Random, _: Base) -> bytes:
    first, last = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    piece = rng.choice([b"", content[first:last], rng.randbytes(rng.randint(1, 8)), *PIECES])
    return (content[:first] + piece + content[rng.choice([first, last]) :])[:40_000]
