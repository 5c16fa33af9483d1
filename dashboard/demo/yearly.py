"""What comes once a year, or for one day: each measure in a line, sent in the quarter in which it is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from dashboard.demo.series import SOURCE, Row, to_5  # noqa: F401
from dashboard.demo.world import Real, World, world
from dashboard.domain.agencies import Agency
from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES, AreaKind
from dashboard.domain.definitions import read_definitions
from dashboard.domain.figures import number_text
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import Period, add_months, calendar_year, financial_year, pooled_years, snapshot

YEARS = range(2019, 2026)  # five years that do not overlap make a recent trend


@dataclass(frozen=True)
class Yearly:
    """One measure: ``whole`` and ``level`` in an average place, how far places differ, how it grows a year.

    ``level`` is a share for a proportion, the count or the value in its unit for others. ``known`` are the
    only years it exists for. ``places`` is where it is told; the country's figure comes with it.
    """

    agency: Agency
    indicator: str
    level: float
    whole: float = 0.0
    spread: float = 0.25
    growth: float = 0.02
    places: AreaKind = AreaKind.AUTHORITY
    kind: str = "financial"
    known: tuple[int, ...] = tuple(YEARS)


COUNCIL, NHS, POLICE = Agency.COUNCIL, Agency.NHS, Agency.POLICE
PRISON, PROBATION = Agency.PRISON, Agency.PROBATION
FORCE, REGION, COUNTRY = AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION, AreaKind.COUNTRY
# Levels that national_figures.csv has are taken from it (prevalence, deaths, grants, naloxone, recalls, drug finds,
# completed in prison, testing in prison, drug use); the others are invented.
MEASURES = (
    Yearly(COUNCIL, "ocu-prevalence-rate", 8.5, spread=0.3, growth=0.0, known=(2019, 2022)),
    Yearly(COUNCIL, "unmet-need-ocu", 53.0, spread=0.12, growth=-0.01, known=(2019, 2022, 2023, 2024)),
    Yearly(COUNCIL, "unmet-need-alcohol", 77.0, spread=0.06, growth=-0.005),
    Yearly(COUNCIL, "in-work", 0.22, 1_400, growth=0.01),
    Yearly(COUNCIL, "stable-housing", 0.82, 1_400, growth=0.005),
    Yearly(COUNCIL, "treatment-completed-share", 0.20, 2_180, growth=0.0),
    Yearly(COUNCIL, "successful-completion-opiate", 0.05, 910, growth=0.0),
    Yearly(COUNCIL, "successful-completion-non-opiate", 0.32, 560, growth=0.0),
    Yearly(COUNCIL, "successful-completion-alcohol", 0.36, 650, growth=0.0),
    Yearly(COUNCIL, "deaths-in-treatment", 0.013, 2_180, growth=0.01),
    Yearly(COUNCIL, "drug-misuse-deaths-rate", 55.0, spread=0.3, growth=0.04, kind="pooled"),
    Yearly(COUNCIL, "drug-poisoning-deaths", 33.0, spread=0.2, growth=0.04, kind="calendar"),
    Yearly(COUNCIL, "treatment-recovery-grant", 2_050_000, growth=0.3, known=(2022, 2023, 2024, 2025)),
    Yearly(COUNCIL, "public-health-grant", 24_000_000, growth=0.02),
    Yearly(COUNCIL, "coc-mean-days", 34.0, 90, spread=0.3, growth=-0.05),
    Yearly(
        COUNCIL, "coc-self-assessment-score", 58.0, spread=0.2, growth=0.04, kind="snapshot", known=(2023, 2024, 2025)
    ),
    Yearly(POLICE, "cj-staff-trained", 0.41, 180, growth=0.05, known=(2022, 2023, 2024, 2025)),
    Yearly(POLICE, "drug-related-homicides", 8.0, growth=0.0, places=FORCE, kind="pooled"),
    Yearly(POLICE, "drug-seizures", 5_200.0, places=FORCE),
    Yearly(POLICE, "recorded-crime-rate", 85.0, 190_000, places=AreaKind.COMMUNITY_SAFETY, growth=0.0),
    Yearly(POLICE, "county-lines-closed", 1_300.0, places=COUNTRY, known=(2022, 2023, 2024)),
    Yearly(POLICE, "ocg-disruptions", 3_000.0, places=COUNTRY, known=(2022, 2023, 2024)),
    Yearly(POLICE, "drug-use-last-year-16-59", 9.0, places=COUNTRY, growth=0.0),
    Yearly(PROBATION, "reoffending-drug-offenders", 0.27, 70, growth=0.0),
    Yearly(PROBATION, "prison-leavers-housed-first-night", 0.86, 4_100, spread=0.2, growth=0.005, places=REGION),
    Yearly(PROBATION, "drr-completion-rate", 0.46, 480, spread=0.15, places=REGION),
    Yearly(PROBATION, "drr-engaged-3-weeks", 0.21, 8_600, places=COUNTRY),
    Yearly(PROBATION, "requirement-engaged-treatment", 0.39, 10_500, places=COUNTRY),
    Yearly(PROBATION, "hjpc-in-post", 6.0, places=REGION, kind="snapshot", known=(2022, 2023, 2024, 2025)),
    Yearly(PRISON, "naloxone-on-release", 0.17, 330, spread=0.5, growth=0.12, places=AreaKind.PRISON),
    Yearly(
        PRISON,
        "rmdt-positive",
        0.14,
        420,
        spread=0.4,
        growth=0.02,
        places=AreaKind.PRISON,
        known=(2019, 2022, 2023, 2024),
    ),
    Yearly(PRISON, "prison-drug-find-incidents", 210.0, spread=0.5, places=AreaKind.PRISON),
    Yearly(PRISON, "isfl-prisons", 60.0, places=COUNTRY, growth=0.15, kind="snapshot", known=(2022, 2023, 2024, 2025)),
    Yearly(NHS, "alcohol-admissions-rate", 1_750.0, spread=0.2, growth=0.01),
    Yearly(NHS, "drug-poisoning-admissions", 28.0, 380_000, spread=0.3, growth=-0.02),
    Yearly(NHS, "secure-adults-in-treatment", 500.0, spread=0.5, places=AreaKind.PRISON),
    Yearly(NHS, "secure-completed-free", 0.36, 310, spread=0.3, growth=0.01, places=AreaKind.PRISON),
    Yearly(NHS, "prison-substance-misuse-funding", 98_000_000.0, growth=0.03, places=COUNTRY),
)
ESTIMATED = 0.14  # half the width of an estimate's limits, as a share of it


def rows(agency: Agency, at: int) -> Iterator[Row]:
    """Yield the yearly rows that an agency's file for the quarter at this position holds: what has come due since."""
    here = world()
    until = here.quarters[at].end
    since = here.quarters[at - 1].end if at > here.first else date(2017, 1, 1)
    for measure in MEASURES:
        if measure.agency is agency:
            for year, period in _periods(measure):
                if since < _due(measure, period) <= until:
                    yield from _of_year(here, measure, year, period)


def _due(measure: Yearly, period: Period) -> date:
    return add_months(period.end, _indicator(measure).lag_months)


@lru_cache(maxsize=len(MEASURES))
def _indicator(measure: Yearly) -> Indicator:
    return read_definitions().catalogue.called(measure.indicator)


def _periods(measure: Yearly) -> Iterator[tuple[int, Period]]:
    made = {
        "financial": financial_year,
        "calendar": calendar_year,
        "pooled": lambda year: pooled_years(year - 2, year),
        "snapshot": lambda year: snapshot(date(year + 1, 3, 31)),
    }[measure.kind]
    for year in measure.known:
        yield year, made(year)


@lru_cache(maxsize=len(MEASURES))
def _places(measure: Yearly) -> tuple[tuple[str, ...], Real]:
    """The codes where a measure is told, and the size of each against an average one."""
    here = world()
    if measure.places is AreaKind.AUTHORITY:
        return here.authorities, here.size
    if measure.places is AreaKind.COUNTRY:
        indicator = _indicator(measure)
        return (ENGLAND if indicator.universe == "England" else ENGLAND_AND_WALES,), np.ones(1)
    if measure.places is AreaKind.PRISON:
        return here.prisons, here.chance("prisons").lognormal(0.0, 0.4, len(here.prisons))
    codes, inside = here.within(measure.places)
    people = inside.astype(float) @ here.population
    # Several community safety partnerships lie in one county and are given its people by the table: even sizes.
    return codes, np.ones(len(codes)) if measure.places is AreaKind.COMMUNITY_SAFETY else people / people.mean()


def _of_year(here: World, measure: Yearly, year: int, period: Period) -> Iterator[Row]:
    indicator = _indicator(measure)
    codes, size = _places(measure)
    own = (
        here.chance(measure.indicator)
        .normal(0.0, measure.spread, len(codes))
        .clip(-2 * measure.spread, 2 * measure.spread)
    )
    chance = here.chance(f"{measure.indicator} {year}")
    grown = measure.level * (1 + measure.growth) ** (year - 2023)
    if indicator.kind == "proportion" and measure.whole:
        counts, wholes = _shares(chance, measure, grown, own, size)
    elif measure.whole and indicator.kind == "rate":
        wholes = np.round(measure.whole * size).astype(np.int64)
        counts = chance.poisson(grown * np.exp(own) * wholes / indicator.per)
    elif indicator.kind in ("count", "money"):
        wholes, counts = None, chance.poisson(grown * size * np.exp(own))
    else:
        yield from _estimates(measure, indicator, period, grown * np.exp(own - own.mean()))
        return
    yield from _counted(indicator, period, codes, counts, wholes)


def _shares(chance: np.random.Generator, measure: Yearly, share: float, own: Real, size: Real) -> tuple[Real, Real]:
    share = min(share, 0.98)
    level = 1 / (1 + np.exp(-(np.log(share / (1 - share)) + own)))
    wholes = chance.poisson(measure.whole * size)
    return chance.binomial(wholes, level), wholes


def _counted(
    indicator: Indicator, period: Period, codes: tuple[str, ...], counts: Real, wholes: Real | None
) -> Iterator[Row]:
    for at, code in enumerate(codes):
        yield _row(indicator, code, period, counts[at], None if wholes is None else wholes[at])
    if len(codes) > 1 and indicator.kind != "index":
        beyond, country = (1.0, ENGLAND) if indicator.universe == "England" else (1.06, ENGLAND_AND_WALES)
        whole = None if wholes is None else round(wholes.sum() * beyond)
        yield _row(indicator, country, period, round(counts.sum() * beyond), whole)


def _row(indicator: Indicator, code: str, period: Period, count: int, whole: int | None) -> Row:
    if indicator.round_to:
        said, flag = (lambda number: int(to_5(np.array(number)))), " [rounded]"
    else:
        said, flag = int, ""
    denominator = "" if whole is None else str(said(whole))
    return Row(indicator.id, code, period.text, count=f"{said(count)}{flag}", denominator=denominator)


def _estimates(measure: Yearly, indicator: Indicator, period: Period, values: Real) -> Iterator[Row]:
    """Values that their source works out or estimates, with its limits where it gives them."""
    codes, size = _places(measure)
    country = ENGLAND if indicator.universe == "England" else ENGLAND_AND_WALES
    told = dict(zip(codes, values, strict=True))
    if len(codes) > 1 and indicator.kind != "index":
        told[country] = float((values * size).sum() / size.sum())
    for code, value in told.items():
        value = min(value, 97.0) if indicator.kind in ("proportion", "index") else value  # noqa: PLW2901
        width = (ESTIMATED if code not in (ENGLAND, ENGLAND_AND_WALES) else 0.02) * min(
            value, 100 - value if indicator.kind == "proportion" else value
        )
        limits = (
            [number_text(round(value + sign * width, 1)) for sign in (-1, 1)]
            if indicator.interval == "published"
            else ["", ""]
        )
        yield Row(
            indicator.id, code, period.text, value=number_text(round(float(value), 1)), lower=limits[0], upper=limits[1]
        )
