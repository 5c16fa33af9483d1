"""What the council's treatment commissioner sends: treatment, and the community's end of the way from prison."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from dashboard.demo import releases as cohort
from dashboard.demo.releases import ROUTES, by_authority, of_group, of_women, releases
from dashboard.demo.series import Kind, Series, existed, of_authorities, to_5
from dashboard.demo.world import FEEDERS, Real, Whole, World, world

# England's adults in treatment by group, 2022/23 and 2024/25: national_figures.csv; the two non-opiate groups
# together are 28% of all in 2024/25, halved here. The rise goes on at the same pace.
GROUPS = {
    "adults-in-treatment-opiate": (138_604, 138_255),
    "adults-in-treatment-non-opiate": (32_500, 45_700),
    "adults-in-treatment-non-opiate-alcohol": (33_300, 45_700),
    "adults-in-treatment-alcohol": (86_257, 99_955),
}
PRESENTATIONS = 0.51  # new presentations over caseload (domain.md, section 10)
# Who refers: no national shares were found; criminal justice is put at about a fifth of starts.
REFERRED_BY = {"police": 0.035, "probation": 0.085, "prison": 0.065, "others in criminal justice": 0.02}
MEN = 0.68
YOUNG = (12_418, 16_000)  # young people in treatment: 12,418 in 2022/23, 14,352 in 2023/24
# Shares of a rolling year, invented but for residential access, whose national ambition is 2%.
SHARES = {
    "effective-treatment": (0.88, 0.30, True),
    "early-unplanned-exits": (0.17, 0.30, True),
    "first-intervention-3-weeks": (0.97, 0.60, True),
    "residential-access": (0.013, 0.45, True),
    "treatment-progress": (0.47, 0.22, False),
}
OF_STARTS = ("effective-treatment", "early-unplanned-exits", "first-intervention-3-weeks")
RUNGS = {
    "coc-referral-received": "referred",
    "coc-appointment-before-release": "appointment",
    "coc-appointment-attended": "attended",
    "coc-treatment-started": "started",
    "coc-engaged-21-days": "in_time",
    "coc-retained-12-weeks": "retained",
}
COURSES = (9.0, 0.74)  # people offered a course in an average authority and quarter, and who finish it; invented


def series() -> Iterator[Series]:
    """Yield all that a council sends each quarter."""
    here = world()
    yield from _treatment(here)
    yield from _starts(here)
    yield from _ladder(here)
    yield from _from_prisons(here)
    yield from _by_route(here)
    chance = here.chance("courses")
    offered = chance.poisson(COURSES[0] * here.size, (len(here.quarters), len(here.size)))
    yield of_authorities(
        here, "diversion-course-completion", chance.binomial(offered, COURSES[1]), offered, kind=Kind.ROLLING
    )


def _caseload(here: World) -> dict[str, Whole]:
    """People in treatment in the twelve months to each quarter by group, rounded to 5 so that they add up exactly."""
    chance = here.chance("treatment")
    grown = (here.calendar - 5) / 8  # 2022/23 ends five quarters after the count begins, 2024/25 eight later
    made = {}
    for name, (before, after) in GROUPS.items():
        england: Real = before * (after / before) ** grown
        share = here.size * chance.lognormal(0.0, 0.20, len(here.size))
        steps = np.exp(np.cumsum(chance.normal(0.0, 0.012, (len(here.quarters), len(here.size))), axis=0))
        people: Real = england[:, None] * (share / share.sum())[None, :] * steps
        made[name] = to_5(people)
    return made


def _treatment(here: World) -> Iterator[Series]:
    groups = _caseload(here)
    everybody = sum(groups.values(), np.zeros_like(next(iter(groups.values()))))
    window: dict[str, Any] = {"kind": Kind.WINDOW, "rounded": True}
    yield of_authorities(here, "adults-in-treatment", everybody, **window)
    men = to_5(everybody * MEN)
    yield of_authorities(here, "adults-in-treatment", men, sex="male", **window)
    yield of_authorities(here, "adults-in-treatment", everybody - men, sex="female", **window)
    for name, counts in groups.items():
        yield of_authorities(here, name, counts, **window)
    young = np.linspace(*YOUNG, len(here.quarters))[:, None] * (here.size / here.size.sum())[None, :]
    yield of_authorities(here, "young-people-in-treatment", here.chance("young").poisson(young), **window)
    yield from _shares_of_a_year(here, everybody)


def _shares_of_a_year(here: World, everybody: Whole) -> Iterator[Series]:
    for name, (share, spread, rounded) in SHARES.items():
        chance = here.chance(name)
        level = _level(chance, share, spread, len(here.size))
        whole = everybody if name not in OF_STARTS else (everybody * PRESENTATIONS).astype(np.int64)
        counts = chance.binomial(whole, np.broadcast_to(level, whole.shape))
        yield of_authorities(here, name, counts, whole, kind=Kind.WINDOW, rounded=rounded)


def _level(chance: np.random.Generator, share: float, spread: float, areas: int) -> Real:
    odds = np.log(share / (1 - share)) + np.clip(chance.normal(0.0, spread, areas), -2 * spread, 2 * spread)
    level: Real = 1 / (1 + np.exp(-odds))
    return level


def starts(here: World) -> dict[str, Whole]:
    """Return new presentations by quarter and authority: all of them, and those that each agency referred."""
    chance = here.chance("starts")
    everybody = sum(_caseload(here).values(), np.zeros((len(here.quarters), len(here.size)), np.int64))
    season = 1 + 0.06 * np.sin(np.arange(len(here.quarters)) * np.pi / 2)
    total = chance.poisson(everybody * PRESENTATIONS / 4 * season[:, None])
    level = chance.dirichlet(
        [100 * share for share in (*REFERRED_BY.values(), 1 - sum(REFERRED_BY.values()))], total.shape[1]
    )
    by = chance.multinomial(total, np.broadcast_to(level, (*total.shape, level.shape[1])))
    return {"all": total, **{name: by[..., at] for at, name in enumerate(REFERRED_BY)}}


def _starts(here: World) -> Iterator[Series]:
    by = starts(here)
    yield of_authorities(here, "new-presentations", by["all"], rounded=True)
    justice = sum((by[name] for name in REFERRED_BY), np.zeros_like(by["all"]))
    yield of_authorities(here, "new-presentations-cj-share", justice, by["all"], rounded=True)


def _ladder(here: World) -> Iterator[Series]:
    people = releases(here)
    eligible, rolling = by_authority(people.eligible), {"kind": Kind.ROLLING}
    for name, step in RUNGS.items():
        yield of_authorities(here, name, by_authority(getattr(people, step)), eligible, **rolling)
    women, women_eligible = of_women(people.in_time), of_women(people.eligible)
    men, men_eligible = by_authority(people.in_time) - women, eligible - women_eligible
    yield of_authorities(here, "coc-engaged-21-days", women, women_eligible, sex="female", **rolling)
    yield of_authorities(here, "coc-engaged-21-days", men, men_eligible, sex="male", **rolling)
    for at, group in enumerate(cohort.GROUPS):
        counts, wholes = of_group(people.in_time, at), of_group(people.eligible, at)
        yield of_authorities(here, f"coc-{group}", counts, wholes, **rolling)


def _from_prisons(here: World) -> Iterator[Series]:
    """By prison of release: the cells are tiny, so only twelve months together."""
    people, more = releases(here), {"kind": Kind.ROLLING, "country": ""}
    whole, of_whom = cohort.at_prisons(here, people.eligible), cohort.at_prisons(here, people.in_time)
    yield Series("coc-by-prison", here.prisons, of_whom, whole).of(**more)
    started, released = cohort.by_prison(people.in_time), cohort.by_prison(people.eligible)
    for prison, code in enumerate(here.prisons):
        for feeder in range(FEEDERS):
            fed = np.flatnonzero(here.feeders[:, feeder] == prison)
            if len(fed):
                codes = [here.authorities[at] for at in fed]
                counts, wholes = started[:, fed, feeder], released[:, fed, feeder]
                yield Series("coc-by-prison", codes, counts, wholes, breakdown=f"prison={code}").of(
                    **more, sent=existed(here, codes)
                )


def _by_route(here: World) -> Iterator[Series]:
    """The routes of the same releases: who referred them, and how many of each route's started in time."""
    people = releases(here)
    eligible = by_authority(people.eligible)
    for at, route in enumerate(ROUTES):
        referred, in_time = (by_authority(counts[..., at]) for counts in (people.referred, people.in_time))
        more: dict[str, Any] = {"breakdown": f"source={route}", "kind": Kind.ROLLING}
        yield of_authorities(here, "coc-referral-received", referred, eligible, **more)
        yield of_authorities(here, "coc-engaged-21-days", in_time, referred, **more)
