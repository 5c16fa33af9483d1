"""What probation sends: the licence route, community sentences with treatment, recalls."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from dashboard.demo.council import starts
from dashboard.demo.releases import by_authority, releases
from dashboard.demo.series import Kind, Series, of_authorities
from dashboard.demo.world import Whole, World, world
from dashboard.domain.areas import ENGLAND_AND_WALES, AreaKind

ROUTE = {
    "coc-probation-told": "told",
    "coc-licence-condition": "condition",
    "coc-probation-appointment": "kept",
    "coc-recalled-12-weeks": "recalled",
}
# Requirements made in an average authority and quarter. Recent counts were not found (domain.md, section 13): drug
# requirements lie below the 16,000 a year of 2010, alcohol above them, mental health a third.
REQUIREMENTS = {"drr": 9.0, "atr": 12.0, "mhtr": 5.0}
COMMENCED = {"drr": "drr-commencements", "atr": "atr-commencements"}
# Started within three weeks by the service's own records; the linkage study found 20% and 26% (R03).
IN_3_WEEKS = {"drr": 0.42, "atr": 0.50, "mhtr": 0.36}
BEGAN, COMPLETED, BREACHED = 0.95, 0.46, 0.27
ATTENDED, APPOINTMENTS = 0.54, 14  # 54% of drug requirement appointments attended (R09); appointments invented
RECALLS = (78.0, 0.06)  # 9,782 recalls in April to June 2024 in England and Wales (R12); drugs as a reason, 6% (Q10)
# About 75,000 of 156,000 people supervised have a drug problem (R01): some 490 an authority, and alcohol beside.
KNOWN_NEED, WITH_REQUIREMENT = 520.0, 0.11
WITH_WALES: dict[str, Any] = {"country": ENGLAND_AND_WALES, "beyond": 1.06}


def series() -> Iterator[Series]:
    """Yield all that probation sends each quarter."""
    here = world()
    people = releases(here)
    eligible = by_authority(people.eligible)
    for name, step in ROUTE.items():
        yield of_authorities(here, name, by_authority(getattr(people, step)), eligible, kind=Kind.ROLLING)
    yield of_authorities(here, "new-presentations-probation", starts(here)["probation"], rounded=True)
    yield from _requirements(here)
    yield from _recalls(here)
    chance = here.chance("known need")
    known = chance.poisson(KNOWN_NEED * here.size, (len(here.quarters), len(here.size)))
    having = chance.binomial(known, WITH_REQUIREMENT)
    yield of_authorities(here, "known-need-with-requirement", having, known, kind=Kind.SNAPSHOT)


def ordered(here: World) -> dict[str, Whole]:
    """Return requirements made by quarter and authority, of each kind."""
    chance = here.chance("requirements")
    grown = np.linspace(1.0, 1.25, len(here.quarters))[:, None]
    return {name: chance.poisson(mean * grown * here.size) for name, mean in REQUIREMENTS.items()}


def in_regions(here: World, counts: Whole) -> tuple[tuple[str, ...], Whole]:
    """Return the probation regions, and counts of authorities summed into them."""
    codes, inside = here.within(AreaKind.PROBATION_REGION)
    return codes, counts @ inside.T.astype(np.int64)


def _requirements(here: World) -> Iterator[Series]:
    chance, made = here.chance("requirement steps"), ordered(here)
    steps = {name: _steps(chance, counts, name) for name, counts in made.items()}
    for indicator in ("requirements-ordered", "requirements-started-3-weeks"):
        every = [steps[name][indicator] for name in REQUIREMENTS]
        counts = np.sum([count for count, _ in every], axis=0)
        wholes = None if indicator == "requirements-ordered" else np.sum([whole for _, whole in every], axis=0)
        yield of_authorities(here, indicator, counts, wholes, kind=Kind.ROLLING)
    for indicator in next(iter(steps.values())):
        yield from _by_requirement(here, indicator, {name: step[indicator] for name, step in steps.items()})
    for name, indicator in COMMENCED.items():
        codes, counts = in_regions(here, chance.binomial(made[name], BEGAN))
        yield Series(indicator, codes, counts).of(**WITH_WALES)
    codes, planned = in_regions(here, made["drr"] * APPOINTMENTS)
    attended = chance.binomial(planned, ATTENDED)
    yield Series("drr-appointments-attended", codes, attended, planned).of(**WITH_WALES)


def _steps(chance: np.random.Generator, made: Whole, name: str) -> dict[str, tuple[Whole, Whole]]:
    """Count and whole of each step; what ended in a quarter began in others, so it is drawn anew."""
    ended = chance.binomial(made, 0.9)
    completed = chance.binomial(ended, COMPLETED)
    planned = made * APPOINTMENTS
    return {
        "requirements-ordered": (made, made),
        "requirements-started-3-weeks": (chance.binomial(made, IN_3_WEEKS[name]), made),
        "requirements-attended": (chance.binomial(planned, ATTENDED), planned),
        "requirements-completed": (completed, ended),
        "requirements-breached": (chance.binomial(ended - completed, BREACHED / (1 - COMPLETED)), ended),
    }


def _by_requirement(here: World, indicator: str, steps: dict[str, tuple[Whole, Whole]]) -> Iterator[Series]:
    """By region: all requirements together, and each kind."""
    total = tuple(np.sum([step[part] for step in steps.values()], axis=0) for part in (0, 1))
    for breakdown, (count, whole) in {
        "": total,
        **{f"requirement={name}": step for name, step in steps.items()},
    }.items():
        codes, counts = in_regions(here, count)
        wholes = None if indicator == "requirements-ordered" else in_regions(here, whole)[1]
        country = (
            "" if indicator in ("requirements-ordered", "requirements-started-3-weeks") and not breakdown else None
        )
        made = Series(indicator, codes, counts, wholes, breakdown=breakdown, kind=Kind.ROLLING)
        yield made if country is None else made.of(country=country)


def _recalls(here: World) -> Iterator[Series]:
    chance = here.chance("recalls")
    grown = np.linspace(0.75, 1.1, len(here.quarters))[:, None]
    codes, recalls = in_regions(here, chance.poisson(RECALLS[0] * grown * here.size))
    yield Series("licence-recalls", codes, recalls).of(**WITH_WALES)
    yield Series("recall-drugs-alcohol-reason", codes, chance.binomial(recalls, RECALLS[1]), recalls).of(**WITH_WALES)
