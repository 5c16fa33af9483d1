"""What police forces send: drug tests on arrest, possession and how it was closed, recorded crime."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.demo.council import starts
from dashboard.demo.series import Kind, Series, of_authorities
from dashboard.demo.world import Real, Whole, World, world
from dashboard.domain.areas import ENGLAND_AND_WALES, AreaKind

TESTS = 660.0  # a reporting force and quarter (domain.md, 4.1: about 660 tests)
JOINED = (16, 18, 18, 27, 29, 30, 29)  # forces that sent returns, July 2022 to March 2024 (H01); 34 of ours in the end
IN_THE_END, AT_FIRST = 34, 14
POSITIVE = (0.50, 0.60)  # by force (domain.md, section 10)
# Over 90% of positives led to an assessment in a sample, nearly half of those assessed were referred on (H04, H05).
# How many attend and how many start was not found: the loss between offer and first meeting is large (H17).
REQUIRED, ATTENDED, REFERRED, STARTED = 0.92, 0.74, 0.48, 0.46
NON_TRIGGER = 0.13  # of tests whose status was stated (national_figures.csv)
POSSESSION = 0.62  # cases closed by 1,000 residents and quarter: some 140,000 a year
# How cases were closed: national shares were not found; diversion grows, cautions shrink.
OUTCOMES = ("community-resolution", "outcome-22", "conditional-caution", "simple-caution", "charge", "other")
CLOSED_AT_FIRST, CLOSED_IN_THE_END = (0.30, 0.06, 0.05, 0.07, 0.34, 0.18), (0.35, 0.13, 0.05, 0.02, 0.29, 0.16)
DIVERTED = ("community-resolution", "outcome-22", "conditional-caution")
AGES = {"under 18": 0.08, "18-24": 0.30, "25-34": 0.28, "35-49": 0.24, "50+": 0.10}
ETHNICITY = {"white": 0.66, "black": 0.10, "asian": 0.09, "mixed": 0.05, "other": 0.02, "not stated": 0.08}
SEXES = {"male": 0.86, "female": 0.14}
# Recorded offences in twelve months by 1,000 residents, both invented in the order of published totals.
NEIGHBOURHOOD, DRUG_OFFENCES, STILL_OPEN = 15.0, 3.1, 0.2
CONVICTED = 0.93
# Events a quarter by 1,000 residents, as counted at the door from files of single events and from the outcome tables;
# invented, in the order of the recorded offences above.
EVENTS = {
    "street-drug-crimes": 0.7,
    "drugs-possession-warnings": 0.1,
    "drug-searches": 1.2,
    "possession-outcomes-in-period": 0.6,
}
WITH_WALES: dict[str, Any] = {"country": ENGLAND_AND_WALES, "beyond": 1.06}


@dataclass(frozen=True)
class Forces:
    """The forces in order, the residents of each, and which sent drug tests in which quarter."""

    codes: tuple[str, ...]
    residents: Real = field(repr=False)
    testing: npt.NDArray[np.bool_] = field(repr=False)


def forces(here: World) -> Forces:
    """Return the forces; a force that has joined the tests goes on sending them."""
    codes, inside = here.within(AreaKind.POLICE_FORCE)
    residents = inside.astype(float) @ here.population
    order = here.chance("joining").permutation(len(codes))
    numbers = np.array([*[AT_FIRST] * 3, *JOINED, IN_THE_END])
    joined = np.maximum.accumulate(numbers)[here.calendar.clip(0, len(numbers) - 1)]
    testing = np.argsort(order)[None, :] < joined[:, None]
    return Forces(codes, residents, testing)


def series() -> Iterator[Series]:
    """Yield all that forces send each quarter."""
    here = world()
    yield from _tests(here)
    yield from _possession(here)
    yield from _recorded(here)
    yield of_authorities(here, "new-presentations-police", starts(here)["police"], rounded=True)


def _tests(here: World) -> Iterator[Series]:
    """The funnel: each step is drawn from the people of the step before."""
    chance, every = here.chance("tests"), forces(here)
    scale = every.residents / every.residents.mean()
    tests = chance.poisson(TESTS * scale, (len(here.quarters), len(scale)))
    positive = chance.binomial(tests, chance.uniform(*POSITIVE, len(scale)))
    required = chance.binomial(positive, _around(chance, REQUIRED, len(scale)))
    attended = chance.binomial(required, _around(chance, ATTENDED, len(scale)))
    referred = chance.binomial(attended, _around(chance, REFERRED, len(scale)))
    started = chance.binomial(referred, _around(chance, STARTED, len(scale)))
    steps: dict[str, tuple[Whole, Whole | None]] = {
        "dtoa-tests": (tests, None),
        "dtoa-positive-rate": (positive, tests),
        "dtoa-non-trigger-share": (chance.binomial(tests, NON_TRIGGER), tests),
        "dtoa-assessment-rate": (required, positive),
        "dtoa-assessment-attended": (attended, required),
        "dtoa-treatment-referral": (referred, attended),
        "dtoa-treatment-started": (started, referred),
    }
    england = ("dtoa-assessment-attended", "dtoa-treatment-referral", "dtoa-treatment-started")
    for name, (counts, wholes) in steps.items():
        made = Series(name, every.codes, counts, wholes, sent=every.testing)
        yield made if name in england else made.of(**WITH_WALES)
    men = chance.binomial(tests, SEXES["male"])
    positive_men = chance.hypergeometric(positive, tests - positive, men)
    for sex, counts, wholes in (("male", positive_men, men), ("female", positive - positive_men, tests - men)):
        more: dict[str, Any] = {"sex": sex, "sent": every.testing}
        yield Series("dtoa-positive-rate", every.codes, counts, wholes).of(**more, **WITH_WALES)


def _around(chance: np.random.Generator, share: float, places: int) -> Real:
    level: Real = 1 / (1 + np.exp(-(np.log(share / (1 - share)) + chance.normal(0.0, 0.25, places))))
    return level


def _closed(here: World) -> tuple[Forces, Whole]:
    """Possession cases by quarter, force and outcome."""
    chance, every = here.chance("possession"), forces(here)
    total = chance.poisson(POSSESSION * every.residents / 1000, (len(here.quarters), len(every.codes)))
    way = np.linspace(0, 1, len(here.quarters))[:, None]
    shares = (1 - way) * np.array(CLOSED_AT_FIRST) + way * np.array(CLOSED_IN_THE_END)
    own = chance.lognormal(0.0, 0.25, (len(every.codes), len(OUTCOMES)))
    mixed = shares[:, None, :] * own[None, :, :]
    return every, chance.multinomial(total, mixed / mixed.sum(axis=2, keepdims=True))


def _possession(here: World) -> Iterator[Series]:
    every, closed = _closed(here)
    total = closed.sum(axis=2)
    yield Series("possession-outcomes", every.codes, total).of(**WITH_WALES)
    by = {name: closed[..., at] for at, name in enumerate(OUTCOMES)}
    for name, counts in by.items():
        yield Series("possession-outcomes", every.codes, counts, breakdown=f"outcome={name}").of(**WITH_WALES)
    diverted = np.sum([by[name] for name in DIVERTED], axis=0)
    parts = {
        "possession-community-resolution": by["community-resolution"],
        "possession-outcome-22": by["outcome-22"],
        "possession-caution": by["conditional-caution"] + by["simple-caution"],
        "possession-charged": by["charge"],
        "possession-diverted": diverted,
    }
    for indicator, counts in parts.items():
        yield Series(indicator, every.codes, counts, total).of(**WITH_WALES)
    yield from _equity(here, every.codes, diverted, total)


def _equity(here: World, codes: tuple[str, ...], diverted: Whole, total: Whole) -> Iterator[Series]:
    """Who is diverted, by sex, age and ethnic group; the groups of each add to everybody."""
    chance = here.chance("equity")
    for field_name, groups in (("sex", SEXES), ("age", AGES), ("ethnicity", ETHNICITY)):
        yes, no = (chance.multinomial(counts, list(groups.values())) for counts in (diverted, total - diverted))
        for at, group in enumerate(groups):
            named = {"breakdown": f"ethnicity={group}"} if field_name == "ethnicity" else {field_name: group}
            counts, wholes = yes[..., at], yes[..., at] + no[..., at]
            made = Series("possession-diverted", codes, counts, wholes)
            yield made.of(**named, **WITH_WALES)


def _recorded(here: World) -> Iterator[Series]:
    chance, every = here.chance("recorded"), forces(here)
    residents = np.broadcast_to(every.residents.astype(np.int64), (len(here.quarters), len(every.codes)))
    window: dict[str, Any] = {"kind": Kind.WINDOW, **WITH_WALES}
    for indicator, rate in (("neighbourhood-crime-rate", NEIGHBOURHOOD), ("possession-offences-rate", 2.5)):
        level = rate * chance.lognormal(0.0, 0.3, len(every.codes)) * every.residents / 1000
        yield Series(indicator, every.codes, chance.poisson(level, residents.shape), residents).of(**window)
    for indicator, rate in EVENTS.items():
        level = rate * chance.lognormal(0.0, 0.3, len(every.codes)) * every.residents / 1000
        yield Series(indicator, every.codes, chance.poisson(level, residents.shape)).of(**WITH_WALES)
    level = DRUG_OFFENCES * chance.lognormal(0.0, 0.3, len(every.codes)) * every.residents / 1000
    yield Series("drug-offences-recorded", every.codes, chance.poisson(level, residents.shape)).of(**window)
    prosecuted = chance.poisson(level * STILL_OPEN, residents.shape)
    convicted = chance.binomial(prosecuted, CONVICTED)
    yield Series("drug-prosecutions-convicted", every.codes, convicted, prosecuted).of(**window)
