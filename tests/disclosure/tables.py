"""Invented nasty tables: every figure is made up, the codes of areas are real."""

import numpy as np

from dashboard.domain.areas import AreaKind
from dashboard.domain.definitions import Definitions
from tests.disclosure.bench import Row, Table, Undo, row

CUMBERLAND, WESTMORLAND, CUMBRIA, CUMBRIA_POLICE = "E06000063", "E06000064", "cdp-cumbria", "E23000002"
CAMBRIDGESHIRE, PETERBOROUGH = "E10000003", "E06000031"
CLEVELAND = ("E06000001", "E06000002", "E06000003", "E06000004")
MERSEYSIDE, MERSEYSIDE_POLICE = ("E08000011", "E08000012", "E08000013", "E08000014", "E08000015"), "E23000004"
QUARTERS = ("Apr to Jun 2023", "Jul to Sep 2023", "Oct to Dec 2023", "Jan to Mar 2024")
TESTS, COC, ELIGIBLE, DRR = "dtoa-tests", "coc-engaged-21-days", "coc-eligible-releases", "drr-commencements"
YEAR = "2023/24"
NEW, POLICE_ROUTE, SHARE = "new-presentations", "new-presentations-police", "early-unplanned-exits"  # rounded here
SEXES, CLEVELAND_POLICE = ("male", "female", "other", "unknown"), "E23000013"


def pair(indicator: str, one: tuple, other: tuple, period: str = YEAR) -> list[Row]:
    """Return the figures of the two authorities of Cumbria: a count each, and what it is out of."""
    return [row(indicator, CUMBERLAND, period, *one), row(indicator, WESTMORLAND, period, *other)]


def merseyside(counts: tuple, total: int, **of_second: object) -> list[Row]:
    """Return tests on arrest of the five authorities of Merseyside, and of its police force."""
    rows = [row(TESTS, area, YEAR, count) for area, count in zip(MERSEYSIDE, counts, strict=True)]
    rows[1] |= of_second
    return [*rows, row(TESTS, MERSEYSIDE_POLICE, YEAR, total)]


def cleveland(*counts: int) -> list[Row]:
    """Return tests on arrest of the four authorities of Cleveland."""
    return [row(TESTS, area, YEAR, count) for area, count in zip(CLEVELAND, counts, strict=True)]


def _adults(area: str, count: int, sex: str) -> Row:
    return row("ld-adults-engaged", area, QUARTERS[0], count, sex=sex)


def _reconnect(area: str, count: int, drug: str = "") -> Row:
    return row("reconnect-referrals", area, QUARTERS[0], count, breakdown=drug)


def _grid(counts: np.ndarray) -> list[Row]:
    rows = [
        row(DRR, area, quarter, int(counts[y, x]))
        for y, area in enumerate(CLEVELAND)
        for x, quarter in enumerate(QUARTERS)
    ]
    return [*rows, *(row(DRR, area, YEAR, int(counts[y].sum())) for y, area in enumerate(CLEVELAND))]


# Two small figures in each row and column that are hidden, and one of them exact all the same.
GRID = np.array([[3, 14, 2, 16], [15, 4, 18, 3], [2, 17, 12, 25], [19, 22, 3, 14]])

TWO_MEMBERS = Table("two members of a partnership", [pair(TESTS, (3,), (20,))], pages=[(CUMBRIA, TESTS)])
TWO_SHARES = Table("two shares in a partnership", [pair(COC, (3, 31), (12, 20))], pages=[(CUMBERLAND, COC)])
SMALL_TABLES = [
    TWO_MEMBERS,
    TWO_SHARES,
    Table(
        "two members of Cambridgeshire and Peterborough with a month beside them",
        [
            [
                row(COC, CAMBRIDGESHIRE, YEAR, 38, 60),
                row(COC, PETERBOROUGH, YEAR, 4, 22),
                row(COC, CAMBRIDGESHIRE, "2022/23", 30, 61),
                row(COC, PETERBOROUGH, "2022/23", 9, 25),
            ]
        ],
    ),
    Table("a force with one small authority", [merseyside((40, 3, 25, 31, 18), 117)]),
    Table("a force that is a partnership", [[*pair(TESTS, (2,), (21,)), row(TESTS, CUMBRIA_POLICE, YEAR, 23)]]),
    Table(
        "a quarter inside a rolling year",
        [
            [
                row(DRR, CUMBERLAND, "12 months to Mar 2024", 60),
                row(DRR, CUMBERLAND, "12 months to Jun 2024", 72),
                row(DRR, CUMBERLAND, QUARTERS[0], 3),
                row(DRR, CUMBERLAND, "Apr to Jun 2024", 15),
            ]
        ],
    ),
    Table(
        "a quarter inside a financial year",
        [
            [
                *(row(DRR, CUMBERLAND, q, n) for q, n in zip(QUARTERS, (12, 9, 3, 11), strict=True)),
                row(DRR, CUMBERLAND, YEAR, 35),
            ]
        ],
    ),
    Table(
        "a year sent after its quarters",
        [
            [row(COC, CUMBERLAND, q, n, 30 + n) for q, n in zip(QUARTERS, (12, 9, 3, 11), strict=True)],
            [row(COC, CUMBERLAND, YEAR, 35, 155)],
        ],
    ),
    Table("a shown figure revised to a small one", [pair(TESTS, (10,), (20,)), [row(TESTS, CUMBERLAND, YEAR, 3)]]),
    Table(
        "a shown share revised to a small one beside its force",
        [
            [*pair(COC, (10, 31), (12, 20)), row(COC, CUMBRIA_POLICE, YEAR, 22, 51)],
            [row(COC, CUMBERLAND, YEAR, 3, 31), row(COC, CUMBRIA_POLICE, YEAR, 15, 51)],
        ],
    ),
    Table("a companion revised later", [pair(TESTS, (3,), (20,)), [row(TESTS, WESTMORLAND, YEAR, 25)]]),
    Table("a small figure that grows later", [pair(TESTS, (3,), (20,)), [row(TESTS, CUMBERLAND, YEAR, 12)]]),
    Table("a small figure taken back", [pair(TESTS, (10,), (20,)), [row(TESTS, CUMBERLAND, YEAR, 3)], Undo(2)]),
    Table("a growth taken back", [pair(TESTS, (3,), (20,)), [row(TESTS, CUMBERLAND, YEAR, 12)], Undo(2)]),
    Table(
        "a share of a known number of people",
        [[*pair(COC, (3, 31), (12, 20)), *pair(ELIGIBLE, (31,), (20,))]],
    ),
    Table("one and one, the least that two hidden ones make", [cleveland(1, 1, 20, 30)]),
    Table("one and two", [cleveland(1, 2, 20, 30)]),
    Table("one and one and nobody else", [pair(TESTS, (1,), (1,))], needs_companions=False),
    Table("four and four, the most that two small ones make", [pair(TESTS, (4,), (4,))], needs_companions=False),
    Table("a small remainder", [pair(COC, (29, 31), (12, 20))]),
    Table("nobody of three", [pair(COC, (0, 3), (12, 20))]),
    Table("three of three", [[*pair(COC, (3, 3), (12, 20)), *pair(ELIGIBLE, (3,), (20,))]]),
    Table(
        "one small sex",
        [
            [
                row("ld-adults-engaged", area, YEAR, sum(counts), sex="persons")
                for area, counts in ((CUMBERLAND, (27, 3)), (WESTMORLAND, (14, 9)))
            ]
            + [
                row("ld-adults-engaged", area, YEAR, count, sex=sex)
                for area, counts in ((CUMBERLAND, (27, 3)), (WESTMORLAND, (14, 9)))
                for sex, count in zip(("male", "female"), counts, strict=True)
            ]
        ],
    ),
    Table(
        "one small drug among deaths",
        [
            [
                row("drug-poisoning-deaths", CUMBERLAND, "2023", count, breakdown=drug)
                for drug, count in (("", 25), ("drug=heroin", 12), ("drug=cocaine", 10), ("drug=other", 3))
            ]
        ],
    ),
    Table(
        "one small substance",
        [
            [
                row(COC, CUMBERLAND, YEAR, 40, 90),
                row("coc-opiate", CUMBERLAND, YEAR, 25, 50),
                row("coc-non-opiate", CUMBERLAND, YEAR, 12, 28),
                row("coc-alcohol", CUMBERLAND, YEAR, 3, 12),
            ]
        ],
    ),
    Table(
        "a share published without its count",
        [
            [
                row(COC, CUMBERLAND, YEAR, "", value="9.7", lower_ci_95="3.3", upper_ci_95="24.9", true=(3.0, 31.0)),
                row(COC, WESTMORLAND, YEAR, 12, 20),
                row(ELIGIBLE, CUMBERLAND, YEAR, 31),
            ]
        ],
        needs_companions=False,
    ),
    Table(
        "a figure hidden at its source in a supplied total",
        [merseyside((40, "[c]", 25, 31, 18), 118, true=(4.0, None))],
    ),
    Table("areas by quarters", [_grid(GRID)]),
    Table(
        "prisons beside the continuity of care that they make up",
        [
            [
                row(COC, CUMBERLAND, YEAR, 55, 130),
                *(
                    row("coc-by-prison", CUMBERLAND, YEAR, *counts, breakdown=f"prison={prison}")
                    for prison, counts in (
                        ("LEI", (6, 20)),
                        ("LNI", (10, 30)),
                        ("HDI", (22, 40)),
                        ("DHI", (14, 30)),
                        ("PNI", (3, 10)),
                    )
                ),
            ]
        ],
    ),
    Table(
        "two kinds of caution beside all cautions",
        [
            [
                row("possession-caution", CUMBRIA_POLICE, QUARTERS[0], 24, 90),
                row("possession-outcomes", CUMBRIA_POLICE, QUARTERS[0], 4, breakdown="outcome=conditional-caution"),
                row("possession-outcomes", CUMBRIA_POLICE, QUARTERS[0], 20, breakdown="outcome=simple-caution"),
            ]
        ],
    ),
    Table(
        "diversion beside the three outcomes that it is",
        [
            [
                row("possession-diverted", CUMBRIA_POLICE, QUARTERS[0], 43, 90),
                row("possession-outcomes", CUMBRIA_POLICE, QUARTERS[0], 12, breakdown="outcome=outcome-22"),
                row("possession-outcomes", CUMBRIA_POLICE, QUARTERS[0], 3, breakdown="outcome=conditional-caution"),
            ],
            [row("possession-outcomes", CUMBRIA_POLICE, QUARTERS[0], 28, breakdown="outcome=community-resolution")],
        ],
    ),
    Table(
        "the same months under two names",
        [
            [
                row("in-work", CUMBERLAND, YEAR, 3, 40, sex="male"),
                row("in-work", CUMBERLAND, YEAR, 9, 60, sex="female"),
                row("in-work", CUMBERLAND, YEAR, 12, 100),
            ],
            [row("in-work", CUMBERLAND, "12 months to Mar 2024", 9, 60, sex="female")],
        ],
    ),
    Table(
        "a small figure that its source then hides",
        [pair(TESTS, (3,), (20,)), [row(TESTS, CUMBERLAND, YEAR, "[c]", true=(3.0, None))]],
    ),
    Table(
        "a force sent after its authorities",
        [merseyside((40, 3, 25, 31, 18), 117)[:-1], merseyside((40, 3, 25, 31, 18), 117)[-1:]],
    ),
    Table(
        "a share with its people but without its count",
        [[row(COC, CUMBERLAND, YEAR, "", 31, value="9.7", true=(3.0, 31.0)), row(COC, WESTMORLAND, YEAR, 12, 20)]],
        needs_companions=False,
    ),
    Table(
        "a share without limits, its people told elsewhere",
        [
            [
                row(COC, CUMBERLAND, YEAR, "", value="9.7", true=(3.0, 31.0)),
                row(COC, WESTMORLAND, YEAR, 12, 20),
                row(ELIGIBLE, CUMBERLAND, YEAR, 31),
            ]
        ],
        needs_companions=False,
    ),
    Table(
        "a share whose people are told in a later revision",
        [
            [row(COC, CUMBERLAND, YEAR, "", value="9.7", true=(3.0, 31.0))],
            [row(ELIGIBLE, CUMBERLAND, YEAR, 31)],
        ],
        needs_companions=False,
    ),
    Table(
        "a count sent as a value",
        [
            [
                row(TESTS, CUMBERLAND, YEAR, "", value=3, true=(3.0, None)),
                row(TESTS, WESTMORLAND, YEAR, "", value=20, true=(20.0, None)),
            ]
        ],
        needs_companions=False,
    ),
    Table(
        "a note with a number",
        [[row(TESTS, CUMBERLAND, YEAR, 3, note="3 people, 20 in Westmorland"), row(TESTS, WESTMORLAND, YEAR, 20)]],
    ),
    Table(
        "a quarter that is a year to date",
        [
            [
                row(DRR, CUMBERLAND, QUARTERS[0], 12),
                row(DRR, CUMBERLAND, QUARTERS[1], 3),
                row(DRR, CUMBERLAND, "Apr to Jun 2023, year to date", 12),
                row(DRR, CUMBERLAND, "Apr to Sep 2023, year to date", 15),
            ]
        ],
    ),
    Table(
        "a financial and a calendar year",
        [
            [
                *(
                    row(DRR, CUMBERLAND, q, n)
                    for q, n in zip(("Jan to Mar 2023", *QUARTERS), (10, 12, 9, 13, 3), strict=True)
                ),
                row(DRR, CUMBERLAND, "2023", 44),
                row(DRR, CUMBERLAND, YEAR, 37),
            ]
        ],
    ),
    Table(
        "pooled years that share a year",
        [
            [
                row("drug-poisoning-deaths", CUMBERLAND, "2019 to 2021", 40),
                row("drug-poisoning-deaths", CUMBERLAND, "2020 to 2022", 38),
                row("drug-poisoning-deaths", CUMBERLAND, "2019", 5),
                row("drug-poisoning-deaths", CUMBERLAND, "2022", 3),
            ]
        ],
    ),
    Table(
        "ages",
        [
            [
                row("drug-poisoning-deaths", CUMBERLAND, "2023", n, age=age)
                for age, n in (("", 25), ("18-29", 12), ("30-49", 10), ("50+", 3))
            ]
        ],
    ),
    Table(
        "sexes by drugs",
        [
            [
                row("drug-poisoning-deaths", CUMBERLAND, "2023", n, breakdown=drug, sex=sex)
                for drug, counts in (("", (40, 25, 15)), ("drug=heroin", (21, 18, 3)), ("drug=other", (19, 7, 12)))
                for sex, n in zip(("persons", "male", "female"), counts, strict=True)
            ]
        ],
    ),
    Table(
        "prisons",
        [
            [
                *(
                    row("coc-by-prison", area, YEAR, n, d, breakdown="prison=LPI")
                    for area, n, d in zip(MERSEYSIDE, (12, 30, 3, 17, 16), (30, 60, 11, 40, 30), strict=True)
                ),
                row("coc-by-prison", "LPI", YEAR, 78, 171),
            ]
        ],
    ),
    Table(
        "tests, positive tests and their assessments",
        [
            [
                row(TESTS, MERSEYSIDE_POLICE, YEAR, 60),
                row("dtoa-positive-rate", MERSEYSIDE_POLICE, YEAR, 3, 60),
                row("dtoa-assessment-rate", MERSEYSIDE_POLICE, YEAR, 2, 3),
            ]
        ],
        needs_companions=False,
    ),
    Table(
        "offences diverted in three ways",
        [
            [
                row("possession-diverted", MERSEYSIDE_POLICE, YEAR, 60, 90),
                row("possession-community-resolution", MERSEYSIDE_POLICE, YEAR, 40, 90),
                row("possession-outcome-22", MERSEYSIDE_POLICE, YEAR, 17, 90),
                row("possession-caution", MERSEYSIDE_POLICE, YEAR, 3, 90),
            ]
        ],
        needs_companions=False,  # of cautions only some are diversion
    ),
    Table(
        "a region supplied beside its partnerships",
        [
            [
                *(
                    row(TESTS, code, YEAR, n)
                    for code, n in zip(
                        (
                            "E06000001",
                            "E06000002",
                            "E06000003",
                            "E06000004",
                            "E06000005",
                            "E06000047",
                            "E06000057",
                            "E08000021",
                            "E08000022",
                            "E08000023",
                            "E08000024",
                            "E08000037",
                        ),
                        (9, 3, 14, 11, 8, 13, 4, 30, 21, 17, 12, 9),
                        strict=True,
                    )
                ),
                row(TESTS, "E23000008", YEAR, 21),
                row(TESTS, "E23000007", YEAR, 93),
                row(TESTS, "E23000013", YEAR, 37),
            ]
        ],
    ),
    # What nobody sent can be worked out from what they did, and then serves to work out what is hidden.
    Table(
        "a sex that one authority did not send",
        [
            [
                *(_adults(area, n, "female") for area, n in zip(MERSEYSIDE[:4], (6, 7, 7, 1), strict=True)),
                _adults(MERSEYSIDE[4], 13, "persons"),
                _adults(MERSEYSIDE[4], 10, "male"),
                _adults(MERSEYSIDE_POLICE, 24, "female"),
            ]
        ],
    ),
    Table(
        "an authority that sent its drugs and not their sum",
        [
            [
                *(
                    _reconnect(MERSEYSIDE[0], n, f"drug={drug}")
                    for drug, n in (("heroin", 6), ("cocaine", 5), ("other", 2))
                ),
                *(_reconnect(area, n) for area, n in zip(MERSEYSIDE[1:], (10, 13, 7, 17), strict=True)),
                _reconnect(MERSEYSIDE_POLICE, 60),
            ]
        ],
    ),
    Table(
        "an authority that sent its substances and not their sum",
        [
            [
                *(
                    row(COC, area, YEAR, n, d)
                    for area, n, d in zip(CLEVELAND, (25, 21, "", 23), (38, 31, "", 34), strict=True)
                    if n
                ),
                row(COC, "E23000013", YEAR, 98, 142),
                row("coc-opiate", CLEVELAND[2], YEAR, 9, 9),
                row("coc-non-opiate", CLEVELAND[2], YEAR, 12, 20),
                row("coc-alcohol", CLEVELAND[2], YEAR, 8, 10),
            ]
        ],
    ),
    Table(
        "a force whose third substance came by authority",
        [
            [row("coc-non-opiate", "E06000005", YEAR, 7, 14), row("coc-non-opiate", "E06000047", YEAR, 7, 16)],
            [
                row(COC, "E23000008", YEAR, 23, 65),
                row("coc-opiate", "E23000008", YEAR, 4, 18),
                row("coc-alcohol", "E23000008", YEAR, 5, 17),
            ],
        ],
    ),
    Table(
        "a partnership that is a force under another code",
        [
            [
                *pair(COC, (12, 37), (15, 35)),
                *pair("coc-opiate", (3, 9), (1, 7)),
                *pair("coc-non-opiate", (5, 16), (7, 18)),
            ],
            [row("coc-alcohol", CUMBRIA_POLICE, YEAR, 11, 22)],
        ],
    ),
]
CITY, ENGLAND = "E23000034", "E92000001"
NOUGHTS = [
    # Forces that sent nothing may count anybody, but nobody counts fewer than none: the smallest has 2 at the most.
    Table(
        "a country that counts no more than some of its forces",
        [[row(TESTS, CITY, YEAR, 2), row(TESTS, CUMBRIA_POLICE, YEAR, 20), row(TESTS, ENGLAND, YEAR, 22)]],
    ),
    Table(
        "a year of which one quarter was not sent",
        [[row(DRR, CUMBERLAND, QUARTERS[0], 2), row(DRR, CUMBERLAND, QUARTERS[1], 9), row(DRR, CUMBERLAND, YEAR, 11)]],
    ),
    Table(
        "a share of nobody that tells who attended",
        [
            [
                row("dtoa-assessment-attended", CITY, YEAR, 0, 3),
                row("dtoa-treatment-referral", CITY, YEAR, 0, 0),
                row("dtoa-assessment-attended", CUMBRIA_POLICE, YEAR, 20, 40),
            ]
        ],
    ),
    Table(
        "a count of nobody that a share counts too",
        [
            [
                row("possession-outcome-22", CITY, QUARTERS[0], 0, 4),
                row("possession-outcomes", CITY, QUARTERS[0], 0, breakdown="outcome=outcome-22"),
                row("possession-outcomes", CITY, QUARTERS[0], 9, breakdown="outcome=charge"),
            ]
        ],
    ),
    Table(
        "a share that counts nobody of a group that others need",
        [
            [
                row("possession-diverted", CITY, QUARTERS[0], 3, 8),
                row("possession-diverted", CITY, QUARTERS[0], 3, 3, sex="male"),
                row("possession-diverted", CITY, QUARTERS[0], 0, 5, sex="female"),
                row("possession-caution", CITY, QUARTERS[0], 0, 8),
            ]
        ],
    ),
]
QUIET = Table(
    "nothing small",
    [
        [
            *pair(COC, (13, 31), (12, 20)),
            *pair(ELIGIBLE, (31,), (20,)),
            *pair(TESTS, (0,), (20,)),
            *(row(DRR, CUMBERLAND, quarter, 10 + at) for at, quarter in enumerate(QUARTERS)),
            row(DRR, CUMBERLAND, YEAR, 46),
        ]
    ],
    needs_companions=False,
)


# What is rounded here is shown within two of what it is: eight people in four noughts are two in each.
ROUNDED = [
    Table(
        "rounded members of a rounded total",
        [[row(POLICE_ROUTE, area, YEAR, 2) for area in CLEVELAND]],
    ),
    Table(
        "rounded members beside a total that was sent",
        [[*(row(POLICE_ROUTE, area, YEAR, 2) for area in CLEVELAND), row(POLICE_ROUTE, CLEVELAND_POLICE, YEAR, 8)]],
    ),
    Table(
        "rounded sexes of everybody",
        [[row(NEW, CUMBERLAND, YEAR, 8), *(row(NEW, CUMBERLAND, YEAR, 2, sex=sex) for sex in SEXES)]],
    ),
    Table(
        "rounded sexes that came later",
        [[row(NEW, CUMBERLAND, YEAR, 8)], [row(NEW, CUMBERLAND, YEAR, 2, sex=sex) for sex in SEXES]],
    ),
    Table(
        "a rounded share and its rest",
        [
            [
                row(SHARE, CUMBERLAND, YEAR, 3, 13),
                row(SHARE, CUMBERLAND, YEAR, 1, 8, sex="male"),
                row(SHARE, CUMBERLAND, YEAR, 2, 5, sex="female"),
            ]
        ],
    ),
    Table(
        "a corrected rounded count",
        [
            [row(NEW, CUMBERLAND, YEAR, 3, sex="male"), row(NEW, CUMBERLAND, YEAR, 12)],
            [row(NEW, CUMBERLAND, YEAR, 4, sex="male")],
        ],
        needs_companions=False,
    ),
    Table(
        "a whole country, which is not rounded",
        [
            [
                row(NEW, ENGLAND, YEAR, 7),
                row(NEW, ENGLAND, YEAR, 5, sex="male"),
                row(NEW, ENGLAND, YEAR, 2, sex="female"),
            ]
        ],
        needs_companions=False,
    ),
]


HIDDEN_COUNTRY = Table(
    "a small country",
    [[row(COC, "E92000001", YEAR, 3, 31), row(COC, CUMBERLAND, YEAR, 12, 20)]],
    needs_companions=False,
)


def rounded_by_chance(seed: int) -> Table:
    """Return counts or shares by sex, of one area or two, sent exactly of a measure that is rounded here."""
    random = np.random.default_rng(seed)
    sexes, is_share = SEXES[: random.integers(2, 5)], random.random() < 0.5
    steps = []
    for area in (CUMBERLAND, WESTMORLAND)[: random.integers(1, 3)]:
        counts = random.poisson(random.choice([1, 3, 6]), len(sexes)).tolist()
        groups = [(count, count + int(random.poisson(4))) if is_share else (count,) for count in counts]
        everybody = [sum(numbers) for numbers in zip(*groups, strict=True)]
        name = SHARE if is_share else NEW
        by_sex = [row(name, area, YEAR, *group, sex=sex) for sex, group in zip(sexes, groups, strict=True)]
        steps.append([row(name, area, YEAR, *everybody), *by_sex])
    together = [[line for step in steps for line in step]]
    return Table(f"rounded by chance, {seed}", together if random.random() < 0.5 else steps)


def whole_england(definitions: Definitions, seed: int = 7, mean: float = 8.0) -> Table:
    """Return random counts of every authority."""
    random = np.random.default_rng(seed)
    codes = sorted({code for region in definitions.areas.of_kind(AreaKind.REGION) for code in region.members})
    counts = random.poisson(mean, len(codes))
    return Table(
        "the whole of England", [[row(TESTS, code, YEAR, int(n)) for code, n in zip(codes, counts, strict=True)]]
    )
