"""Pairs of invented tables that differ only in what must be hidden: nothing that is given out may differ."""

from tests.disclosure.bench import Row, Table, row
from tests.disclosure.tables import (
    CLEVELAND,
    COC,
    CUMBERLAND,
    CUMBRIA,
    DRR,
    ELIGIBLE,
    MERSEYSIDE,
    QUARTERS,
    TESTS,
    WESTMORLAND,
    YEAR,
    cleveland,
    merseyside,
    pair,
)


def _series(small: int) -> list[Row]:
    """Sixteen quarters, one of them small; the one before makes up for it, so that the year stays what it was."""
    counts = [21, 18, 25, 19, 22, 27, 23 - small, small, 24, 23, 18, 26, 21, 19, 25, 22]
    quarters = [
        f"{months} {year}"
        for year in range(2020, 2024)
        for months in ("Jan to Mar", "Apr to Jun", "Jul to Sep", "Oct to Dec")
    ]
    rows = [row(COC, CUMBERLAND, quarter, count, 40) for quarter, count in zip(quarters, counts, strict=True)]
    return [*rows, row(COC, CUMBERLAND, "2021/22", 74, 160)]


def _of_31(small: int) -> list[Row]:
    """A share whose denominator another measure tells, beside the year before."""
    return [
        *pair(COC, (small, 31), (15 - small, 20)),
        *pair(COC, (10, 30), (12, 21), "2022/23"),
        *pair(ELIGIBLE, (31,), (20,)),
    ]


def _rolling(small: int) -> list[Row]:
    """Two rolling years that differ by the quarter that fell out and the one that came."""
    return [
        row(DRR, CUMBERLAND, "12 months to Mar 2024", 60),
        row(DRR, CUMBERLAND, "12 months to Jun 2024", 72),
        row(DRR, CUMBERLAND, QUARTERS[0], small),
        row(DRR, CUMBERLAND, "Apr to Jun 2024", 12 + small),
    ]


TWINS = [
    (
        Table("three and twenty", [pair(TESTS, (3,), (20,))], pages=[(CUMBRIA, TESTS), (WESTMORLAND, TESTS)]),
        Table("two and twenty-one", [pair(TESTS, (2,), (21,))]),
    ),
    (
        Table(
            "a force with one small authority", [merseyside((40, 3, 25, 31, 18), 117)], pages=[(MERSEYSIDE[4], TESTS)]
        ),
        Table("a force with another", [merseyside((40, 2, 25, 31, 19), 117)]),
    ),
    (
        Table("a quarter of three in rolling years", [_rolling(3)], pages=[(CUMBERLAND, DRR)]),
        Table("a quarter of two in rolling years", [_rolling(2)]),
    ),
    (
        Table(
            "ten revised to three",
            [pair(TESTS, (10,), (20,)), [row(TESTS, CUMBERLAND, YEAR, 3)]],
            pages=[(CUMBRIA, TESTS)],
        ),
        Table("ten revised to two", [pair(TESTS, (10,), (20,)), [row(TESTS, CUMBERLAND, YEAR, 2)]]),
    ),
    (
        Table("three of 31", [_of_31(3)], pages=[(CUMBERLAND, COC), (WESTMORLAND, COC)]),
        Table("two of 31", [_of_31(2)]),
    ),
    (
        Table("one, one and twenty", [cleveland(1, 1, 20, 30)], pages=[(CLEVELAND[2], TESTS)]),
        Table("one, two and nineteen", [cleveland(1, 2, 19, 30)]),
    ),
    (
        Table("a long series with a small quarter", [_series(3)], pages=[(CUMBERLAND, COC)]),
        Table("the same with another", [_series(2)]),
    ),
]
