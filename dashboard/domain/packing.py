"""Figures as bytes and back: many small parts of a frame, each by itself, the same for the same figures everywhere.

A part is a head in JSON, which names its columns and holds the texts of each, and then the columns one after another.
Its texts stand in the order of letters and belong to it alone, so that no part tells what others hold.
"""

import json
import struct
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.domain.coded import Coded, Codes, Column, Texts, joined

_CODEC = pa.Codec("lz4_raw")
_LENGTH = struct.Struct("<I")
_WIDTHS = (np.dtype("<u1"), np.dtype("<u2"), np.dtype("<u4"))
_NUMBER, _WHOLE = np.dtype("<f8"), np.dtype("<i4")
_TEXT = "text"


class _Packed(NamedTuple):
    """One column of every part: what its head says of it, and its bytes."""

    heads: list[Any]
    bodies: list[bytes]


def packed(figures: Coded, sizes: Sequence[int]) -> Iterator[bytes]:
    """Yield the parts that figures consist of, one after another, of so many rows each; none is empty.

    Texts, whole numbers below 2**31 and numbers, NaN where there is none.
    """
    ends = np.cumsum(sizes)
    begins = ends - np.asarray(sizes)
    part = np.repeat(np.arange(len(begins)), sizes)
    columns = [(name, _column(column, part, begins, ends)) for name, column in figures.columns.items()]
    for at, rows in enumerate(sizes):
        head = {"rows": int(rows), "columns": [[name, *column.heads[at]] for name, column in columns]}
        written = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        yield b"".join([_LENGTH.pack(len(written)), written, *(column.bodies[at] for _, column in columns)])


def _column(column: Column, part: Codes, begins: Codes, ends: Codes) -> _Packed:
    if isinstance(column, Texts):
        return _texts(column, part, begins, ends)
    kind = _WHOLE if column.dtype.kind in "iu" else _NUMBER
    values = np.ascontiguousarray(column, kind)
    if kind is _NUMBER:
        values = np.where(np.isnan(values), np.nan, values)  # which has many forms in bytes
    same = _are_the_same(values, begins)
    heads: list[Any] = [[kind.str, 0 if alike else kind.itemsize] for alike in same]
    bodies = [
        values[begin : begin + 1].tobytes() if alike else _shuffled(values[begin:end])
        for begin, end, alike in zip(begins.tolist(), ends.tolist(), same, strict=True)
    ]
    return _Packed(heads, bodies)


def _are_the_same(values: np.ndarray, begins: Codes) -> list[bool]:
    """Whether all numbers of a part are one, or all are missing."""
    bits = values.view(f"<u{values.itemsize}")
    differs = np.append(False, bits[1:] != bits[:-1])
    differs[begins] = False
    alike: list[bool] = (~np.logical_or.reduceat(differs, begins)).tolist()
    return alike


def _shuffled(values: np.ndarray) -> bytes:
    # First bytes of all, then second bytes of all: they compress to half of what whole numbers do.
    return values.view(np.uint8).reshape(len(values), -1).T.tobytes()


def _texts(column: Texts, part: Codes, begins: Codes, ends: Codes) -> _Packed:
    order = sorted({*column.words})  # where a word may stand twice
    rank = column.places(order)
    found, pairs = pd.factorize(part * len(order) + rank)
    by_part = np.argsort(pairs)
    place = np.empty(len(pairs), dtype=np.int64)
    place[by_part] = np.arange(len(pairs))
    of_part = pairs[by_part] // len(order)
    first = np.searchsorted(of_part, np.arange(len(begins) + 1))
    words = [order[word] for word in (pairs[by_part] % len(order)).tolist()]
    codes = place[found] - first[part]
    in_width = [codes.astype(width) for width in _WIDTHS]
    heads: list[Any] = []
    bodies: list[bytes] = []
    starts = first.tolist()
    for at, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        own = words[starts[at] : starts[at + 1]]
        width = 0 if len(own) == 1 else 1 if len(own) <= 2**8 else 2 if len(own) <= 2**16 else 4
        heads.append([_TEXT, width, own])
        bodies.append(in_width[width // 2][begin:end].tobytes() if width else b"")
    return _Packed(heads, bodies)


def unpacked(bodies: Sequence[bytes], names: Collection[str] | None = None) -> Coded:
    """Return the figures of parts, one after another, with all columns or those of these ``names``.

    All parts have the same columns, and there is at least one.
    """
    return joined([Coded(dict(_columns(body, names))) for body in bodies])


def _columns(body: bytes, names: Collection[str] | None) -> Iterator[tuple[str, Column]]:
    (length,) = _LENGTH.unpack_from(body)
    begin = _LENGTH.size + length
    head = json.loads(body[_LENGTH.size : begin])
    rows = head["rows"]
    for name, kind, width, *words in head["columns"]:
        size = width * rows if width or kind == _TEXT else np.dtype(kind).itemsize
        if names is None or name in names:
            yield name, _read(body[begin : begin + size], rows, kind, width, words)
        begin += size


def _read(content: bytes, rows: int, kind: str, width: int, words: list[list[str]]) -> Column:
    if kind == _TEXT:
        written = np.frombuffer(content, _WIDTHS[width // 2]) if width else np.zeros(rows)
        codes = written.astype(np.int64)
        return Texts(words[0], codes)
    if not width:
        return _as_read(np.repeat(np.frombuffer(content, kind), rows))
    return _as_read(np.ascontiguousarray(np.frombuffer(content, np.uint8).reshape(-1, rows).T).view(kind)[:, 0])


def _as_read(numbers: np.ndarray) -> np.ndarray:
    return numbers.astype(np.int64) if numbers.dtype.kind == "i" else numbers


def compressed(body: bytes) -> bytes:
    """Return a part as it is kept: its length, and it in LZ4, which costs a tenth of what zlib does."""
    small: bytes = _CODEC.compress(body, asbytes=True)
    return _LENGTH.pack(len(body)) + small


def decompressed(content: bytes) -> bytes:
    """Return a part from what is kept of it."""
    (length,) = _LENGTH.unpack_from(content)
    body: bytes = _CODEC.decompress(content[_LENGTH.size :], length, asbytes=True)
    return body
