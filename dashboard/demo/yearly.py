"""What comes once a year, or for one day: each measure in a line, sent in the quarter in which it is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from dashboard.demo.series import Row, ended, said
from dashboard.demo.world import IN_NEIGHBOUR, ITS_HEIRS, Real, Whole, World, world
from dashboard.domain.agencies import Agency
from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES, AreaKind
from dashboard.domain.figures import number_text
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import Period, add_months, calendar_year, financial_year, pooled_years, snapshot

YEARS = range(2019, 2026)  # five years that do not overlap make a recent trend


@dataclass(frozen=True)
class Yearly:
    """One measure: ``whole`` and ``level`` in an average place, how far places differ, how it grows a year.

    ``level`` is a share for a proportion, the count or the value in its unit for others. ``known`` are the
    only years it exists for; ``country`` has England's published figure for each, where it is known.
    ``places`` is where it is told; the country's figure comes with it. ``of_residents`` marks what differs
    between authorities as their residents do, and not as their need.
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
    country: tuple[float, ...] = ()
    of_residents: bool = False


COUNCIL, NHS, POLICE = Agency.COUNCIL, Agency.NHS, Agency.POLICE
PRISON, PROBATION = Agency.PRISON, Agency.PROBATION
FORCE, REGION, COUNTRY = AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION, AreaKind.COUNTRY
# Levels that national_figures.csv has are taken from it (prevalence, deaths, grants, naloxone, recalls, drug finds,
# completed in prison, testing in prison, drug use); the others are invented.
GRANTS = (85_700_000, 154_300_000, 266_700_000, 310_000_000)
MEASURES = (
    Yearly(COUNCIL, "ocu-prevalence-rate", 8.5, spread=0.3, growth=0.0, known=(2019, 2022)),
    Yearly(COUNCIL, "ocu-prevalence-estimate", 2_050.0, growth=0.0, known=(2019, 2022)),
    Yearly(COUNCIL, "unmet-need-ocu", 53.0, spread=0.12, growth=-0.01, known=(2019, 2022, 2023, 2024)),
    Yearly(COUNCIL, "alcohol-dependence-estimate", 4_000.0, spread=0.25, growth=0.0),
    Yearly(COUNCIL, "unmet-need-alcohol", 77.0, spread=0.06, growth=-0.005),
    Yearly(COUNCIL, "resident-population", 370_000.0, spread=0.02, growth=0.006, kind="mid-year", of_residents=True),
    Yearly(COUNCIL, "in-work", 0.22, 1_400, growth=0.01),
    Yearly(COUNCIL, "stable-housing", 0.82, 1_400, growth=0.005),
    Yearly(COUNCIL, "treatment-completed-share", 0.20, 2_180, growth=0.0),
    Yearly(COUNCIL, "successful-completion-opiate", 0.05, 910, growth=0.0),
    Yearly(COUNCIL, "successful-completion-non-opiate", 0.32, 560, growth=0.0),
    Yearly(COUNCIL, "successful-completion-alcohol", 0.36, 650, growth=0.0),
    Yearly(COUNCIL, "deaths-in-treatment", 0.013, 2_180, growth=0.01),
    Yearly(COUNCIL, "drug-misuse-deaths-rate", 55.0, spread=0.3, growth=0.04, kind="pooled"),
    Yearly(COUNCIL, "drug-poisoning-deaths", 33.0, spread=0.2, growth=0.04, kind="calendar"),
    Yearly(COUNCIL, "treatment-recovery-grant", 0, known=(2022, 2023, 2024, 2025), country=GRANTS),
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
    Yearly(PRISON, "naloxone-on-release", 0.17, 200, spread=0.5, growth=0.12, places=AreaKind.PRISON),
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
    Yearly(PRISON, "prison-drug-find-incidents", 150.0, spread=0.5, places=AreaKind.PRISON),
    Yearly(PRISON, "isfl-prisons", 60.0, places=COUNTRY, growth=0.15, kind="snapshot", known=(2022, 2023, 2024, 2025)),
    Yearly(NHS, "alcohol-admissions-rate", 1_750.0, spread=0.2, growth=0.01),
    Yearly(NHS, "drug-poisoning-admissions", 28.0, 380_000, spread=0.3, growth=-0.02),
    Yearly(NHS, "secure-adults-in-treatment", 375.0, spread=0.5, places=AreaKind.PRISON),
    Yearly(NHS, "secure-completed-free", 0.37, 235, spread=0.3, growth=0.01, places=AreaKind.PRISON),
    Yearly(NHS, "prison-substance-misuse-funding", 98_000_000.0, growth=0.03, places=COUNTRY),
)
BEYOND = 1.06  # England and Wales over England
# Half the width of an estimate's limits, as a share of it; invented.
ESTIMATED, ESTIMATED_NATIONALLY = 0.14, 0.02


def rows(agency: Agency, at: int) -> Iterator[Row]:
    """Yield the yearly rows that an agency's file for the quarter at this position holds: what has come due since."""
    here = world()
    until = here.quarters[at].end
    since = here.quarters[at - 1].end if at > here.first else date(2017, 1, 1)
    for measure in MEASURES:
        if measure.agency is agency:
            for year, period in _periods(measure):
                if since < _due(here, measure, period) <= until:
                    yield from (row for row in _of_year(here, measure, year, period) if _existed(here, row, period))


def _existed(here: World, row: Row, period: Period) -> bool:
    return row.area not in ITS_HEIRS or period.start > ended(here)


def _due(here: World, measure: Yearly, period: Period) -> date:
    return add_months(period.end, here.catalogue.called(measure.indicator).lag_months)


def _periods(measure: Yearly) -> Iterator[tuple[int, Period]]:
    for year in measure.known:
        yield year, _period(measure.kind, year)


def _period(kind: str, year: int) -> Period:
    if kind == "pooled":
        return pooled_years(year - 2, year)
    if kind == "snapshot":
        return snapshot(date(year + 1, 3, 31))
    if kind == "mid-year":
        return snapshot(date(year, 6, 30))
    return calendar_year(year) if kind == "calendar" else financial_year(year)


@lru_cache(maxsize=2 * len(MEASURES))
def _places(here: World, measure: Yearly) -> tuple[tuple[str, ...], Real]:
    """The codes where a measure is told, and the size of each against an average one."""
    if measure.places is AreaKind.AUTHORITY:
        return here.authorities, here.population / here.population.mean() if measure.of_residents else here.size
    if measure.places is AreaKind.COUNTRY:
        return (_country(here.catalogue.called(measure.indicator)),), np.ones(1)
    if measure.places is AreaKind.PRISON:
        return here.prisons, here.chance("prisons").lognormal(0.0, 0.4, len(here.prisons))
    codes, inside = here.within(measure.places)
    people = inside.astype(float) @ here.population
    # Several community safety partnerships lie in one county and are given its people by the table: even sizes.
    return codes, np.ones(len(codes)) if measure.places is AreaKind.COMMUNITY_SAFETY else people / people.mean()


def _of_year(here: World, measure: Yearly, year: int, period: Period) -> Iterator[Row]:
    indicator = here.catalogue.called(measure.indicator)
    codes, size = _places(here, measure)
    own = (
        here.chance(measure.indicator)
        .normal(0.0, measure.spread, len(codes))
        .clip(-2 * measure.spread, 2 * measure.spread)
    )
    chance = here.chance(f"{measure.indicator} {year}")
    grown = measure.level * (1 + measure.growth) ** (year - 2023)
    if measure.country:
        grown = measure.country[measure.known.index(year)] / (size * np.exp(own)).sum()
    if indicator.kind == "proportion" and measure.whole:
        yield from _counted(indicator, period, codes, *_shares(chance, measure, grown, own, size))
    elif measure.whole and indicator.kind == "rate":
        residents = np.round(measure.whole * size).astype(np.int64)
        events = chance.poisson(grown * np.exp(own) * residents / indicator.per)
        yield from _counted(indicator, period, codes, events, residents)
    elif indicator.kind in ("count", "money"):
        yield from _counted(indicator, period, codes, chance.poisson(grown * size * np.exp(own)), None)
    else:
        values = grown * np.exp(own)
        yield from _estimates(here, measure, indicator, period, values * grown * size.sum() / (values * size).sum())


def _shares(chance: np.random.Generator, measure: Yearly, share: float, own: Real, size: Real) -> tuple[Whole, Whole]:
    share = min(share, 0.98)
    level = 1 / (1 + np.exp(-(np.log(share / (1 - share)) + own)))
    wholes = chance.poisson(measure.whole * size)
    return chance.binomial(wholes, level), wholes


def _counted(
    indicator: Indicator, period: Period, codes: tuple[str, ...], counts: Whole, wholes: Whole | None
) -> Iterator[Row]:
    for at, code in enumerate(codes):
        yield _row(indicator, code, period, int(counts[at]), None if wholes is None else int(wholes[at]))
    if len(codes) > 1:
        beyond = 1.0 if _country(indicator) == ENGLAND else BEYOND
        summed = ~np.isin(codes, IN_NEIGHBOUR)  # the people of these are in another's figure
        whole = None if wholes is None else round(wholes[summed].sum() * beyond)
        yield _row(indicator, _country(indicator), period, round(counts[summed].sum() * beyond), whole)


def _country(indicator: Indicator) -> str:
    return ENGLAND if indicator.universe == "England" else ENGLAND_AND_WALES


def _row(indicator: Indicator, code: str, period: Period, count: int, whole: int | None) -> Row:
    rounded = indicator.round_to is not None
    number, denominator = said(count, rounded), "" if whole is None else said(whole, rounded, flag=False)
    return Row(indicator.id, code, period.text, number=number, denominator=denominator)


def _estimates(here: World, measure: Yearly, indicator: Indicator, period: Period, values: Real) -> Iterator[Row]:
    """Values that their source works out or estimates, with its limits where it gives them."""
    codes, size = _places(here, measure)
    for code, value in zip(codes, values.tolist(), strict=True):
        yield _estimate(indicator, code, period, value, ESTIMATED)
    if len(codes) > 1 and indicator.kind != "index":
        mean = float((values * size).sum() / size.sum())
        yield _estimate(indicator, _country(indicator), period, mean, ESTIMATED_NATIONALLY)


def _estimate(indicator: Indicator, code: str, period: Period, value: float, width: float) -> Row:
    if indicator.kind in ("proportion", "index"):
        value = min(value, 97.0)
    nearer_end = min(value, 100 - value) if indicator.kind == "proportion" else value
    row = Row(indicator.id, code, period.text, value=number_text(round(value, 1)))
    if indicator.interval != "published":
        return row
    lower, upper = (number_text(round(value + sign * width * nearer_end, 1)) for sign in (-1, 1))
    return row._replace(lower=lower, upper=upper)
