"""The world of the demonstration: which quarters, which places, how large each is, and who releases people to whom."""

import csv
import tomllib
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dashboard.domain.areas import AreaKind, Areas
from dashboard.domain.definitions import datasets, read_definitions
from dashboard.domain.indicators import Catalogue
from dashboard.domain.periods import Period, add_months, calendar_quarter, read_period

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]

LEAD_IN = 3  # quarters before the first, so that the first has its twelve months
FEEDERS = 5  # prisons that release to an authority: four for men and one for women; most come from two or three
CUMBRIA, ITS_HEIRS = "E10000006", ("E06000063", "E06000064")  # ended on 31 March 2023
# Counted with Hackney and with Cornwall, as their services are run together (datasets/README.md, Partnerships).
IN_NEIGHBOUR = ("E09000001", "E06000053")


@dataclass(frozen=True, eq=False)
class World:
    """Places and quarters. ``size`` is 1 for an average authority, by its population and its need."""

    quarters: tuple[Period, ...]
    seed: int
    catalogue: Catalogue = field(repr=False)
    areas: Areas = field(repr=False)
    authorities: tuple[str, ...] = field(repr=False)
    population: Real = field(repr=False)
    size: Real = field(repr=False)
    regions: tuple[str, ...] = field(repr=False)
    forces: tuple[str, ...] = field(repr=False)
    probation: tuple[str, ...] = field(repr=False)
    prisons: tuple[str, ...] = field(repr=False)
    feeders: Whole = field(repr=False)  # (authorities, FEEDERS) of positions in prisons; the last is for women

    @property
    def first(self) -> int:
        """The position of the first quarter that is sent."""
        return LEAD_IN

    @property
    def newest(self) -> int:
        """The position of the newest quarter; the one after it is sent early by a few."""
        return len(self.quarters) - 2

    @property
    def calendar(self) -> Whole:
        """Each quarter counted from October to December 2021, so that what is known of a date stays with it."""
        return np.array([(quarter.start.year - 2021) * 4 + quarter.start.month // 3 - 3 for quarter in self.quarters])

    def chance(self, topic: str) -> np.random.Generator:
        """Return a source of chance for one topic: a topic that is added changes no other's figures."""
        return np.random.default_rng([self.seed, zlib.crc32(topic.encode())])

    def within(self, kind: AreaKind) -> tuple[tuple[str, ...], npt.NDArray[np.bool_]]:
        """Return the codes of this kind that have authorities of ours, and which authorities lie in each."""
        wider = [area for area in self.areas.of_kind(kind) if set(area.members) & set(self.authorities)]
        inside = np.array([[code in area.members for code in self.authorities] for area in wider])
        return tuple(area.code for area in wider), inside


def world() -> World:
    """Return the world as the reference tables and ``datasets/demo/demonstration.toml`` have it.

    They are read once: every row of every file asks for it.
    """
    return _in_folder(datasets())


@lru_cache(maxsize=2)
def _in_folder(folder: Path) -> World:
    settings = tomllib.loads((folder / "demo" / "demonstration.toml").read_text("utf-8"))
    definitions = read_definitions()
    areas = definitions.areas
    rows = [row for row in _table("areas.csv") if _is_ours(row)]
    codes = tuple(row["code"] for row in rows)
    population = np.array([float(row["population_mid2020"]) for row in rows])
    seed = int(settings["seed"])
    prisons = [row for row in _table("prisons.csv") if row["country"] == "England" and _releases(row)]
    return World(
        quarters=_quarters(read_period(settings["newest"]), settings["quarters"]),
        seed=seed,
        catalogue=definitions.catalogue,
        areas=areas,
        authorities=codes,
        population=population,
        size=_size(population, seed),
        regions=tuple(row["region_code"] for row in rows),
        forces=tuple(area.code for area in areas.of_kind(AreaKind.POLICE_FORCE)),
        probation=tuple(area.code for area in areas.of_kind(AreaKind.PROBATION_REGION) if area.members),
        prisons=tuple(row["nomis_code"] for row in prisons),
        feeders=_feeders(rows, prisons),
    )


def named(quarter: Period) -> str:
    """Return a quarter as file names have it: "2026-27-Q1"."""
    first = quarter.start.year if quarter.start.month > 3 else quarter.start.year - 1
    return f"{first}-{(first + 1) % 100:02d}-Q{(quarter.start.month - 4) % 12 // 3 + 1}"


def _table(name: str) -> list[dict[str, str]]:
    with (datasets() / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_ours(row: dict[str, str]) -> bool:
    return row["status"] == "current" and row["type"] not in ("region", "country")


def _releases(row: dict[str, str]) -> bool:
    """Whether people leave this prison for the community, as far as the table knows."""
    return row["status"] == "in use" and row["utla_code"] != "" and row["is_youth"] != "1"


def _quarters(newest: Period, count: int) -> tuple[Period, ...]:
    starts = [add_months(newest.start, 3 * (step - count - LEAD_IN + 1)) for step in range(count + LEAD_IN + 1)]
    return tuple(calendar_quarter(start.year, (start.month + 2) // 3) for start in starts)


def _size(population: Real, seed: int) -> Real:
    """Need differs between places of one population, so size is more skewed than population is."""
    need = np.random.default_rng([seed, 1]).lognormal(0.0, 0.35, len(population))
    size = population * need
    even: Real = size / size.mean()
    return even


def _feeders(rows: list[dict[str, str]], prisons: list[dict[str, str]]) -> Whole:
    """The nearest prisons for men and the nearest for women; prisons stand where their authority's centre is."""
    place = {row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in rows}
    stands = np.array([place[row["utla_code"]] for row in prisons])
    women = np.array([row["is_female"] == "1" for row in prisons])
    nearest = [
        [*_near(place[row["code"]], stands, ~women, 4), *_near(place[row["code"]], stands, women, 1)] for row in rows
    ]
    return np.array(nearest)


def _near(at: tuple[float, float], stands: Real, which: npt.NDArray[np.bool_], count: int) -> list[int]:
    north, east = stands[:, 0] - at[0], (stands[:, 1] - at[1]) * np.cos(np.radians(at[0]))
    distance = np.where(which, np.hypot(north, east), np.inf)
    return [int(position) for position in np.argsort(distance, kind="stable")[:count]]
