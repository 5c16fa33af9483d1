"""People released from prison with a need, and how far each gets: one cohort that four agencies report on."""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from dashboard.demo.world import Real, Whole, World

# Shares of releases by substance group: two thirds opiates. Our assumption, in the order of the mix of treatment in
# prisons (47% any opiate, 42% any alcohol: Prison drug and alcohol treatment trends 2025).
GROUPS = ("opiate", "non-opiate", "alcohol")
GROUP_SHARES = (0.62, 0.20, 0.18)
# Who refers: the two routes, and the NHS navigator between them. Our assumption: no national split was found.
ROUTES = ("prison", "probation", "reconnect")
ROUTE_SHARES = (0.70, 0.18, 0.12)
ROUTE_HELPS = (0.0, -0.35, 0.45)  # in log odds of going on to treatment
# About 21,600 eligible releases a year in England, 36 a quarter in an average authority (domain.md, facts 1).
RELEASES = 36.0
# Share started within 21 days in England: 43% in 2022/23, 53% in 2023/24 (national_figures.csv), 54% in June 2025;
# from there on invented. One number a quarter, from October to December 2021.
ENGLAND_RATE = np.array(
    [38, 38.5, 39.5, 41, 42.5, 44, 51, 52, 53, 54, 54, 54.5, 55, 55.5, 56.5, 57.5, 58.5, 59.5, 60.5, 61.0]
) / 100  # fmt: skip
# London lowest (26% in 2022/23, 41% in 2023/24), North East and North West highest (62%, 66%).
REGION_HELPS = {"E12000007": -0.40, "E12000001": 0.25, "E12000002": 0.30}
BETWEEN_AREAS = 0.22  # in log odds, so that areas lie between about 25% and 70%
STEPS = {"destination": 0.965, "referral": 0.94, "started": 0.95, "in time": 0.92}
WOMEN_SHARE = 0.08
EARLY_RELEASE = {12: 1.25, 13: 1.15}  # October 2024 to March 2025: the early-release scheme of that autumn
RETAINED, TOLD, CONDITION, KEPT, RECALLED, SUMMARY = 0.72, 0.68, 0.55, 0.78, 0.14, 0.88


@dataclass(frozen=True)
class Releases:
    """Counts of shape (quarters, authorities, prisons, groups, routes) at each step; before referral no routes."""

    eligible: Whole = field(repr=False)
    destination: Whole = field(repr=False)
    referred: Whole = field(repr=False)
    appointment: Whole = field(repr=False)
    attended: Whole = field(repr=False)
    started: Whole = field(repr=False)
    in_time: Whole = field(repr=False)
    retained: Whole = field(repr=False)
    summary: Whole = field(repr=False)
    told: Whole = field(repr=False)
    condition: Whole = field(repr=False)
    kept: Whole = field(repr=False)
    recalled: Whole = field(repr=False)


@lru_cache(maxsize=2)
def releases(here: World) -> Releases:
    """Return the cohort. Each step is drawn from the people of the step before, so none can be larger."""
    chance = here.chance("releases")
    eligible = chance.poisson(_expected(here)[..., None] * np.array(GROUP_SHARES))
    destination = chance.binomial(eligible, STEPS["destination"])
    referred = chance.multinomial(chance.binomial(destination, STEPS["referral"]), ROUTE_SHARES)
    onwards = np.sqrt(_onwards(here, chance))[:, :, None, None, None]
    helped = _shifted(onwards, np.array(ROUTE_HELPS))
    appointment = chance.binomial(referred, helped)
    attended = chance.binomial(appointment, helped)
    started = chance.binomial(attended, STEPS["started"])
    in_time = chance.binomial(started, STEPS["in time"])
    told = chance.binomial(eligible, _differing(here, chance, TOLD))
    return Releases(
        eligible=eligible,
        destination=destination,
        referred=referred,
        appointment=appointment,
        attended=attended,
        started=started,
        in_time=in_time,
        retained=chance.binomial(in_time, RETAINED),
        summary=chance.binomial(eligible, _differing(here, chance, SUMMARY)),
        told=told,
        condition=chance.binomial(told, CONDITION),
        kept=chance.binomial(eligible, _differing(here, chance, KEPT)),
        recalled=chance.binomial(eligible, RECALLED),
    )


def _expected(here: World) -> Real:
    """Releases expected by quarter, authority and prison. Most come from two or three prisons."""
    by_quarter = RELEASES * np.array([EARLY_RELEASE.get(int(at), 1.0) for at in here.calendar])
    men = np.array([0.50, 0.27, 0.15, 0.08]) * (1 - WOMEN_SHARE)
    expected: Real = by_quarter[:, None, None] * here.size[None, :, None] * np.array([*men, WOMEN_SHARE])
    return expected


def _onwards(here: World, chance: np.random.Generator) -> Real:
    """The share of those referred who get to treatment, by quarter and authority, on the way to the national rate."""
    level = np.array([REGION_HELPS.get(region, 0.0) for region in here.regions])
    own = np.clip(chance.normal(0.0, BETWEEN_AREAS, len(here.authorities)), -0.5, 0.4)
    wobble = chance.normal(0.0, 0.08, (len(here.quarters), len(here.authorities)))
    rate = ENGLAND_RATE[here.calendar.clip(0, len(ENGLAND_RATE) - 1), None]
    area_rate = _odds_to_share(np.log(rate / (1 - rate)) + level + own + wobble)
    reaches = STEPS["destination"] * STEPS["referral"] * STEPS["started"] * STEPS["in time"]
    return np.clip(area_rate / reaches, 0.05, 0.97)


def _differing(here: World, chance: np.random.Generator, share: float) -> Real:
    """A share that differs from authority to authority around ``share``."""
    own = np.log(share / (1 - share)) + chance.normal(0.0, 0.45, len(here.authorities))
    return _odds_to_share(own)[None, :, None, None]


def _shifted(share: Real, by: Real) -> Real:
    return _odds_to_share(np.log(share / (1 - share)) + by)


def _odds_to_share(odds: Real) -> Real:
    share: Real = 1 / (1 + np.exp(-odds))
    return share


def by_authority(counts: Whole) -> Whole:
    """Return counts by quarter and authority, of everybody."""
    summed: Whole = counts.sum(axis=tuple(range(2, counts.ndim)))
    return summed


def by_prison(counts: Whole) -> Whole:
    """Return counts by quarter, authority and feeding prison, of everybody."""
    summed: Whole = counts.sum(axis=tuple(range(3, counts.ndim)))
    return summed


def of_group(counts: Whole, group: int) -> Whole:
    """Return counts by quarter and authority, of one substance group."""
    return by_authority(counts[:, :, :, group])


def of_women(counts: Whole) -> Whole:
    """Return counts by quarter and authority, of women: those from the prison for women."""
    return by_authority(counts[:, :, -1:])


def at_prisons(here: World, counts: Whole) -> Whole:
    """Return counts by quarter and prison, over all authorities that people are released to."""
    flows = by_prison(counts)
    total = np.zeros((len(here.quarters), len(here.prisons)), np.int64)
    for quarter in range(len(here.quarters)):
        np.add.at(total[quarter], here.feeders, flows[quarter])
    return total
