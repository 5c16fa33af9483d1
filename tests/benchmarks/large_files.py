"""Invented files of many rows: our template as a national supplier would fill it, and a row for each crime."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dashboard.domain.areas import AreaKind
from dashboard.domain.definitions import read_definitions

COUNTS = ("new-presentations", "new-presentations-police", "new-presentations-probation", "new-presentations-prison")
SHARES = ("early-unplanned-exits", "first-intervention-3-weeks")
PROTECTED = ("coc-eligible-releases", "coc-engaged-21-days")  # small numbers of these are hidden here
AGES = ("18-29", "30-39", "40-49", "50-59", "60+")
QUARTERS = [f"{year}/{(year + 1) % 100:02} Q{number}" for year in range(2010, 2026) for number in (1, 2, 3, 4)][:62]
_HEADINGS = "indicator,area,period,sex,age,breakdown,count,denominator,value,lower_ci_95,upper_ci_95,note,source"


def write_template(path: Path, rows: int, indicators: tuple[str, ...] = (*COUNTS, *SHARES)) -> None:
    """Write so many figures of every authority by quarter, sex and age: groups add up, some are marked as hidden."""
    with path.open("w", newline="") as file:
        file.write(f"{_HEADINGS}\r\n")
        for at, line in enumerate(_lines(indicators)):
            if at == rows:
                return
            file.write(line)
    raise ValueError(f"there are only {at + 1:,} such rows")


def _lines(indicators: tuple[str, ...]) -> Iterator[str]:
    definitions, random = read_definitions(), np.random.default_rng(2026)
    areas = [area.code for area in definitions.areas.of_kind(AreaKind.AUTHORITY) if area.ended is None]
    sizes = random.lognormal(3.5, 0.6, len(areas))
    for period in QUARTERS:
        note = "provisional" if period >= QUARTERS[-4] else ""
        for name in indicators:
            divides = definitions.catalogue.called(name).divides
            step = definitions.catalogue.called(name).round_to or 1
            for area, size in zip(areas, sizes, strict=True):
                wholes = random.poisson(size, (2, len(AGES)))
                parts = random.binomial(wholes, 0.4)
                for sex, age, whole, part in _groups(wholes, parts):
                    count, among = (
                        round(number / step) * step for number in ((part, whole) if divides else (whole, 0))
                    )
                    numbers = "[c],[c]" if whole < 5 and step == 1 else f"{count},{among if divides else ''}"
                    numbers = "[c],[c]" if among < count and divides else numbers
                    yield f"{name},{area},{period},{sex},{age},,{numbers},,,,{note},Regional extract\r\n"


def _groups(wholes: np.ndarray, parts: np.ndarray) -> Iterator[tuple[str, str, int, int]]:
    for sex, of_sex in (("persons", slice(None)), ("male", slice(0, 1)), ("female", slice(1, 2))):
        yield sex, "", int(wholes[of_sex].sum()), int(parts[of_sex].sum())
        for at, age in enumerate(AGES):
            yield sex, age, int(wholes[of_sex, at].sum()), int(parts[of_sex, at].sum())


def write_crimes(path: Path, rows: int) -> None:
    """Write so many crimes as data.police.uk does, a row each, of 36 months of two forces."""
    random = np.random.default_rng(2026)
    kinds = ("Drugs", "Burglary", "Violence and sexual offences", "Anti-social behaviour", "Other theft")
    forces = ("Thames Valley Police", "Metropolitan Police Service")
    months = [f"{2022 + at // 12}-{at % 12 + 1:02}" for at in range(36)]
    with path.open("w", newline="") as file:
        file.write("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,")
        file.write("Crime type,Last outcome category,Context\n")
        chosen = zip(random.choice(kinds, rows), random.choice(forces, rows), *random.random((2, rows)), strict=True)
        for at, (kind, force, east, north) in enumerate(chosen):
            place = f"{-1 - east:.6f},{51 + north:.6f},Street {at % 5000},E010{at % 30000:05},Area {at % 900}"
            # What is no crime has neither number nor outcome there.
            number, outcome = ("", "") if kind.startswith("Anti") else (f"{at:064x}", "Under investigation")
            file.write(f"{number},{months[at % 36]},{force},{force},{place},{kind},{outcome},\n")
